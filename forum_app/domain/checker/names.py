"""What the checker calls the parts of a draft: things, their fields, the sections that the programme fills."""

from forum_app.domain.sentences import Said, said
from forum_app.domain.vocabularies import SectionKind

THE_FORUM = said("The forum")
THING = said("%(kind)s “%(name)s”")
SECTION_KINDS = {
    SectionKind.TEXT: said("Text"),
    SectionKind.OBJECTIVES: said("Objectives and expected outcomes"),
    SectionKind.THEMES: said("Themes"),
    SectionKind.MODERATOR: said("Moderator"),
    SectionKind.KEY_QUESTIONS: said("Key questions"),
    SectionKind.SPEAKERS: said("Speakers and solutions"),
    SectionKind.PROGRAMME: said("Programme"),
    SectionKind.FOCAL_POINTS: said("Focal points"),
    SectionKind.PARTNERS: said("Partners"),
    SectionKind.TERMS: said("Acronyms"),
    SectionKind.REFERENCES: said("References"),
}
_FIELD_OF = said("%(label)s: %(value)s")
_FIELDS = {
    "abstract": said("Abstract"),
    "accessibility": said("Accessibility of the venue"),
    "acronym": said("Acronym"),
    "address": said("Address"),
    "alt": said("Description of the picture"),
    "biography": said("Biography"),
    "body": said("Text"),
    "choices": said("Choice"),
    "city": said("City"),
    "description": said("Description"),
    "expansion": said("Expansion"),
    "expected_outcomes": said("Expected outcomes"),
    "flagship": said("Flagship or initiative"),
    "heading": said("Heading"),
    "honorific": said("Form of address"),
    "label": said("Label"),
    "name": said("Name"),
    "objectives": said("Objectives"),
    "outcome": said("Outcome"),
    "policy": said("Who can come, and how"),
    "practical": said("Practical information"),
    "pronunciation": said("How to say the name"),
    "recording": said("Recording and streaming"),
    "responsible_for": said("Responsible for"),
    "short_title": said("Short title"),
    "sub_questions": said("Sub-question"),
    "hint": said("Hint"),
    "consent": said("What people agree to"),
    "summary": said("Summary"),
    "text": said("Text"),
    "theme": said("Theme"),
    "title": said("Title"),
    "where": said("How to find it"),
}
_PARTS = {
    "contact": said("Contact"),
    "delegations": said("Delegation"),
    "figures": said("Figure"),
    "floor_plan": said("Floor plan"),
    "key_questions": said("Key question"),
    "links": said("Link"),
    "materials": said("Material"),
    "part_of": said("Part of"),
    "photo": said("Photo"),
    "posts": said("Post"),
    "questions": said("Question"),
    "references": said("Reference"),
    "registration": said("Registration"),
    "roles": said("Role"),
    "speakers": said("Speaker"),
    "speaking": said("For speakers"),
    "terms": said("Term"),
    "venue": said("Venue"),
}


def field_named(path: str) -> Said:
    """What a text at a path within a thing is called: ``posts.title`` is the title of a post."""
    before, _, last = path.rpartition(".")
    name = _FIELDS[last]
    for step in reversed(before.split(".") if before else []):
        name = _FIELD_OF.of({"label": _PARTS[step], "value": name})
    return name
