"""What an organiser is told who gave somebody of the programme another address: links that went to the old one open still."""

from forum_app.domain.draft import Person
from forum_app.services.desk import DeskForum
from forum_app.services.personal_keys import mark_of_keys
from forum_app.services.speaker_calendar import compared
from forum_app.services.things import Stored, thing_named
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_words
from forum_app.web.manage.notices import Then


def links_left(forum: DeskForum, before: Stored) -> tuple[str, Then] | None:
    """The sentence, with where the link is replaced; None where no link went to another address than theirs is now. An
    invitation that waits for its answer carries such a link, so that it is one of these."""
    old = _address(before)
    if not old or old == _address(thing_named(installed().database, forum.id, "person", before.id)):
        return None
    with installed().database.reading() as connection:
        if not mark_of_keys(connection, before.id):
            return None
    words = desk_words()
    said = words.gettext("Links to their own page that were sent to the old address open it still.")
    return said, (f"/manage/{forum.slug}/speaking/{before.id}/replace-link", words.gettext("Replace the link"))


def _address(stored: Stored) -> str:
    """The address of somebody of the programme, as addresses are compared; empty for none, and for any other thing."""
    private = stored.thing.private if isinstance(stored.thing, Person) else None
    return compared(private.email) if private else ""
