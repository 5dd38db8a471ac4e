"""Kinds of things and their fields in the reader's words, for lists of many kinds."""

from forum_app.i18n import Words


def kinds_in_words(words: Words) -> dict[str, str]:
    """What many things of each kind are called."""
    _ = words.gettext
    return {
        "forum": _("Forum"),
        "section": _("Sections of notes"),
        "theme": _("Themes"),
        "key_question": _("Key questions"),
        "session": _("Sessions"),
        "talk": _("Talks"),
        "person": _("People"),
        "role": _("Roles"),
        "organisation": _("Organisations"),
        "room": _("Rooms"),
        "material": _("Materials"),
        "reference": _("References"),
        "term": _("Terms"),
        "question": _("Questions for those who register"),
        "delegation": _("Delegations"),
    }


def field_in_words(words: Words, place: str) -> str:
    """What a text at a place is called: ``posts[0].title`` is the title of a post."""
    names, owners = {**_names(words), **_longer(words)}, _owners(words)
    steps = [step.partition("[")[0] for step in place.split(".")]
    said = [owners.get(step, names.get(step, step)) for step in steps[:-1]] + [
        names.get(steps[-1]) or owners.get(steps[-1], steps[-1])
    ]
    return words.listed(said)


def _names(words: Words) -> dict[str, str]:
    _ = words.gettext
    return {
        "title": _("Title"),
        "short_title": _("Short title"),
        "theme": _("Theme"),
        "summary": _("Summary"),
        "name": _("Name"),
        "text": _("Text"),
        "heading": _("Heading"),
        "body": _("Text"),
        "label": _("Label"),
        "abstract": _("Abstract"),
        "flagship": _("Flagship or initiative"),
        "biography": _("Biography"),
        "honorific": _("Form of address"),
        "pronunciation": _("How to say the name"),
        "acronym": _("Acronym"),
    }


def _longer(words: Words) -> dict[str, str]:
    _ = words.gettext
    return {
        "expansion": _("Expansion"),
        "description": _("Description"),
        "objectives": _("Objectives"),
        "expected_outcomes": _("Expected outcomes"),
        "outcome": _("Outcome"),
        "responsible_for": _("Responsible for"),
        "sub_questions": _("Sub-question"),
        "choices": _("Choice"),
        "hint": _("Hint"),
        "consent": _("What people agree to"),
        "where": _("How to find it"),
        "practical": _("Practical information"),
        "recording": _("Recording and streaming"),
        "address": _("Address"),
        "city": _("City"),
        "accessibility": _("Accessibility of the venue"),
        "policy": _("Who can come, and how"),
        "alt": _("Description of the picture"),
    }


def _owners(words: Words) -> dict[str, str]:
    _ = words.gettext
    return {
        "posts": _("Post"),
        "speakers": _("Speaker"),
        "figures": _("Figure"),
        "links": _("Link"),
        "venue": _("Venue"),
        "part_of": _("Part of"),
        "contact": _("Contact"),
        "registration": _("Registration"),
        "speaking": _("For speakers"),
        "photo": _("Photo"),
        "floor_plan": _("Floor plan"),
    }
