"""What a speaker's pages are made of: the forum as it is published, or as its draft has it, and what is theirs alone."""

from dataclasses import dataclass

from flask import request

from forum_app.addresses import Addresses
from forum_app.domain.release import Release
from forum_app.pages.reader import Reader
from forum_app.pages.view import View
from forum_app.services.pending import frozen_now
from forum_app.services.speaking import Speaker, speaker_of
from forum_app.web.installed import installed
from forum_app.web.personal.doors import form_token, holder
from forum_app.web.public import asked


class SpeakerAddresses(Addresses):
    """Addresses of a forum's pages; what only the public pages of a visible forum could load comes by the key."""

    def __init__(self, slug: str, key: str) -> None:
        super().__init__(slug)
        self.mine = f"/s/{key}"

    def media(self, name: str) -> str:
        return f"{self.mine}/media/{name}"

    def style(self, name: str) -> str:
        return f"{self.mine}/style-{name}.css"


@dataclass(frozen=True)
class Mine:
    """The speaker whose key opened the page, the key, the token of its forms, and the forum in their language. ``draft``:
    what is shown isn't published."""

    speaker: Speaker
    key: str
    token: str
    view: View
    draft: bool

    @property
    def address(self) -> str:
        return f"/s/{self.key}"


def mine(key: str) -> Mine:
    """Whose page it is, and of which forum: as it is published where all that they take part in is, else as the draft
    has it."""
    here, database = holder(), installed().database
    assert here.person is not None
    with database.reading() as connection:
        speaker = speaker_of(connection, here.forum_id, here.person)
    release, is_draft = release_for(speaker)
    code = (
        speaker.language if not request.args.get("lang") and speaker.language in release.content.forum.languages else ""
    )
    language = code or asked.language(release.content.forum.languages)
    private = speaker.person.private
    reader = Reader(
        language=language,
        zone=asked.zone() or (private.zone if private else "") or None,
        base_url=installed().config.base_url,
        addresses=SpeakerAddresses(speaker.slug, key),
        preview=False,
    )
    return Mine(speaker, key, form_token(key), View(release, reader), is_draft)


def release_for(speaker: Speaker) -> tuple[Release, bool]:
    """What the page shows of the forum, and whether that is the draft. Raises what makes the draft unfit to be shown."""
    frozen = frozen_now(installed().database, speaker.slug)
    wanted = {part.session for part in speaker.live_parts}
    if frozen.last is not None and wanted <= set(frozen.last.content.session):
        return frozen.last, False
    if frozen.content is None:
        assert frozen.refusal is not None
        raise frozen.refusal
    return Release(content=frozen.content), True
