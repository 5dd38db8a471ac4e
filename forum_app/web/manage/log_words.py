"""What the log says, in sentences: every action by its name, with where what it was done to is on the desk."""

from collections.abc import Callable

from forum_app.i18n import Words

Said = Callable[[Words], str]

KINDS: dict[str, Said] = {
    "forum": lambda words: words.gettext("Forum"),
    "session": lambda words: words.gettext("Session"),
    "talk": lambda words: words.gettext("Talk"),
    "person": lambda words: words.gettext("Person"),
    "role": lambda words: words.gettext("Role"),
    "organisation": lambda words: words.gettext("Organisation"),
    "theme": lambda words: words.gettext("Theme"),
    "room": lambda words: words.gettext("Room"),
    "key_question": lambda words: words.gettext("Key question"),
    "material": lambda words: words.gettext("Material"),
    "reference": lambda words: words.gettext("Reference"),
    "term": lambda words: words.gettext("Term"),
    "note": lambda words: words.gettext("Concept note"),
    "section": lambda words: words.gettext("Section of a note"),
    "question": lambda words: words.gettext("Question to those who register"),
    "delegation": lambda words: words.gettext("Delegation"),
    "release": lambda words: words.gettext("Release"),
    "member": lambda words: words.gettext("Member"),
    "list": lambda words: words.gettext("List"),
    "registration": lambda words: words.gettext("Registration"),
    "file": lambda words: words.gettext("File"),
    "message": lambda words: words.gettext("Message"),
    "letter": lambda words: words.gettext("Letter"),
    "template": lambda words: words.gettext("Template"),
    "check_in": lambda words: words.gettext("Check-in"),
}
# What is done to things of every kind that has a form.
DONE: dict[str, Said] = {
    "changed": lambda words: words.gettext("changed"),
    "added": lambda words: words.gettext("added"),
    "deleted": lambda words: words.gettext("deleted"),
    "brought-back": lambda words: words.gettext("brought back"),
    "moved": lambda words: words.gettext("moved to another place in its list"),
    "merged": lambda words: words.gettext("merged"),
    "pasted": lambda words: words.gettext("pasted as a list"),
    "unpasted": lambda words: words.gettext("pasted list undone"),
}
THINGS = frozenset(
    "forum session talk person role organisation theme room key_question material reference term section note question delegation".split()
)
# What is done once, or to something else.
SENTENCES: dict[str, Said] = {
    "forum.made": lambda words: words.gettext("Forum made"),
    "forum.copied": lambda words: words.gettext("Forum made as a copy"),
    "forum.imported": lambda words: words.gettext("Forum taken in from a file"),
    "forum.uploaded": lambda words: words.gettext("Forum made from a file"),
    "forum.replaced": lambda words: words.gettext("Forum replaced from a file"),
    "forum.exported": lambda words: words.gettext("Everything exported as a file"),
    "forum.visibility": lambda words: words.gettext("Visibility changed"),
    "forum.moved": lambda words: words.gettext("Forum moved to another time zone"),
    "forum.data-forgotten": lambda words: words.gettext("What people wrote taken away, its months being over"),
    "forum.deleted": lambda words: words.gettext("Forum deleted"),
    "release.published": lambda words: words.gettext("Release published"),
    "release.taken-back": lambda words: words.gettext("Release taken back"),
    "note.added": lambda words: words.gettext("Concept note begun"),
    "note.state": lambda words: words.gettext("State of the concept note changed"),
    "person.exported": lambda words: words.gettext("Data of one person handed out"),
    "person.merged": lambda words: words.gettext("Two people merged into one"),
    "person.parted": lambda words: words.gettext("Merged people parted again"),
    "person.erased": lambda words: words.gettext("Data of one person erased"),
    "person.invited": lambda words: words.gettext("Somebody invited to take part"),
    "person.reminded": lambda words: words.gettext("Somebody reminded of what is still missing"),
    "person.link-made": lambda words: words.gettext("Personal link made by hand"),
    "person.own-data": lambda words: words.gettext("Somebody changed details of their own"),
    "role.answered": lambda words: words.gettext("Invitation answered"),
    "answers.written": lambda words: words.gettext("Answers prepared"),
    "speaker.link-replaced": lambda words: words.gettext("Personal link replaced"),
    "person.photo-agreed": lambda words: words.gettext("Agreed that the photo is published"),
    "proposal.made": lambda words: words.gettext("Change proposed on a speaker’s page"),
    "proposal.left": lambda words: words.gettext("Proposed change left as it was"),
    "file.added": lambda words: words.gettext("File added"),
    "list.imported": lambda words: words.gettext("List of people taken in"),
    "list.pasted": lambda words: words.gettext("List of people pasted"),
    "list.unpasted": lambda words: words.gettext("Pasted list undone"),
    "list.exported": lambda words: words.gettext("List of people exported"),
    "list.view-added": lambda words: words.gettext("View of the list of registrations kept"),
    "list.view-renamed": lambda words: words.gettext("View of the list of registrations renamed"),
    "list.view-deleted": lambda words: words.gettext("View of the list of registrations deleted"),
    "registration.added": lambda words: words.gettext("Registration added"),
    "registration.changed": lambda words: words.gettext("Registration changed"),
    "registration.confirmed": lambda words: words.gettext("Registration confirmed"),
    "registration.waiting": lambda words: words.gettext("Registration put on the waiting list"),
    "registration.declined": lambda words: words.gettext("Registration declined"),
    "registration.cancelled": lambda words: words.gettext("Registration cancelled"),
    "registration.put-back": lambda words: words.gettext("Registration put back"),
    "registration.link-sent": lambda words: words.gettext("Link to a registration sent again"),
    "registration.link-replaced": lambda words: words.gettext("Link to a registration replaced"),
    "member.role": lambda words: words.gettext("Role given to a member"),
    "member.removed": lambda words: words.gettext("Member removed"),
    "member.invited": lambda words: words.gettext("Member invited"),
    "member.invitation-withdrawn": lambda words: words.gettext("Invitation withdrawn"),
    "letter.queued": lambda words: words.gettext("Letter written to people"),
    "letter.taken-back": lambda words: words.gettext("Letter taken back"),
    "message.send": lambda words: words.gettext("Mail sent at once"),
    "message.hold": lambda words: words.gettext("Mail held back"),
    "message.cancel": lambda words: words.gettext("Mail cancelled"),
    "message.failures-again": lambda words: words.gettext("Failed mails tried again"),
    "check_in.made": lambda words: words.gettext("Checked in at the door"),
    "check_in.undone": lambda words: words.gettext("Check-in taken back"),
    "check_in.walk-in": lambda words: words.gettext("Walk-in registered at the door"),
    "template.changed": lambda words: words.gettext("Words of a mail changed"),
}
# Addresses of kinds that have a page of their own for each thing, and of pages that stand for all.
PATHS = {
    "session": "sessions",
    "talk": "talks",
    "person": "people",
    "role": "roles",
    "organisation": "organisations",
    "theme": "themes",
    "room": "rooms",
    "key_question": "key-questions",
    "material": "materials",
    "reference": "references",
    "term": "terms",
    "question": "registration-questions",
    "delegation": "delegations",
    "registration": "registrations",
}
PAGES = {
    "member": "members",
    "list": "registrations",
    "check_in": "check-in",
    "letter": "messages",
    "template": "messages/templates",
    "note": "concept-note",
    "forum": "settings",
}


def has_words(action: str) -> bool:
    """Whether an action is said in words of its own, not by its name."""
    kind, _, done = action.partition(".")
    return action in SENTENCES or (kind in THINGS and done in DONE)


def said(words: Words, action: str) -> str:
    """What was done, in words: “Session: changed”. An action without words of its own is said as it is called."""
    if action in SENTENCES:
        return SENTENCES[action](words)
    kind, _, done = action.partition(".")
    first = KINDS[kind](words) if kind in KINDS else kind.replace("-", " ").replace("_", " ").capitalize()
    second = DONE[done](words) if done in DONE else done.replace("-", " ")
    return words.gettext("%(kind)s: %(done)s", kind=first, done=second)


def address_of(slug: str, action: str, thing: str | None, subject: str, *, gone: bool) -> str:
    """Where on the desk that is which an entry tells of; empty where there is nothing any more."""
    base, (kind, _, done) = f"/manage/{slug}", action.partition(".")
    if gone or done in ("deleted", "erased") or action == "forum.exported":
        return ""
    if action in ("list.pasted", "list.unpasted"):
        return f"{base}/people"
    if done in ("pasted", "unpasted"):
        return f"{base}/{PATHS[kind]}"
    number = subject.rpartition(" ")[2]
    if kind == "release":
        return f"{base}/releases/{number}" if number.isascii() and number.isdigit() else f"{base}/releases"
    if kind == "section" and thing:
        return f"{base}/concept-note?section={thing}"
    if kind == "message" and thing:
        return f"{base}/messages/{thing}"
    if kind in PATHS and thing:
        return f"{base}/{PATHS[kind]}/{thing}"
    return f"{base}/{PAGES[kind]}" if kind in PAGES else ""


def subject_words(words: Words, action: str, subject: str) -> str:
    """What it was done to; what the application named itself in words, all else as people call it."""
    number = subject.rpartition(" ")[2]
    if action.startswith("release.") and number.isascii() and number.isdigit():
        return words.gettext("Release %(number)s", number=number)
    if action == "note.state":
        return words.language_name(subject)
    lists = {
        "registrations.csv": words.gettext("Participants (CSV)"),
        "registrations.xlsx": words.gettext("Participants (XLSX)"),
        "registrations.pdf": words.gettext("Participants (PDF)"),
        "attendance.pdf": words.gettext("Attendance sheets (PDF)"),
        "badges.pdf": words.gettext("Badges (PDF)"),
        "name-plates.pdf": words.gettext("Name plates (PDF)"),
    }
    return lists.get(subject, subject) if action == "list.exported" else subject
