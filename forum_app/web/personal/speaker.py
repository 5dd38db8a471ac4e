"""What a speaker's pages are made of: the forum as it is published, or as its draft has it, and what is theirs alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from forum_app.addresses import Addresses
from forum_app.domain.freezing import freeze_some
from forum_app.domain.release import Release
from forum_app.domain.vocabularies import RoleState
from forum_app.pages.links import with_query
from forum_app.pages.reader import Reader
from forum_app.pages.view import View
from forum_app.services.live_online import online_links
from forum_app.services.pending import frozen_now
from forum_app.services.speaking import THERE, Speaker, speaker_of
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
    what is shown isn't published. ``chosen`` is what the address chose: language and zone; ``links`` by
    session where theirs are joined online, also where that is private."""

    speaker: Speaker
    key: str
    token: str
    view: View
    draft: bool
    chosen: Mapping[str, str]
    links: Mapping[str, str]

    @property
    def address(self) -> str:
        return f"/s/{self.key}"

    def at(self, path: str = "", **query: str) -> str:
        """An address behind the key, in which what was chosen stays chosen; for links, forms and where they lead."""
        wanted = {**self.chosen, **query}
        return with_query(f"{self.address}{path}", {name: value for name, value in wanted.items() if value})


def mine(key: str) -> Mine:
    """Whose page it is, and of which forum: as it is published where all that they take part in is, else as the draft
    has it."""
    here, database = holder(), installed().database
    assert here.person is not None
    with database.reading() as connection:
        speaker = speaker_of(connection, here.forum_id, here.person)
        theirs = {part.session for part in speaker.parts if part.state in THERE}
        links = online_links(connection, here.forum_id, theirs)
    release, is_draft = release_for(speaker)
    languages, wanted = release.content.forum.languages, request.args.get("lang")
    own = speaker.language if not wanted and speaker.language in languages else ""
    language, zone = own or asked.language(languages), asked.zone() or ""
    private = speaker.person.private
    reader = Reader(
        language=language,
        zone=zone or (private.zone if private else "") or None,
        base_url=installed().config.base_url,
        addresses=SpeakerAddresses(speaker.slug, key),
        preview=False,
    )
    chosen = {"lang": language if wanted else "", "tz": zone}
    return Mine(speaker, key, form_token(key), View(release, reader), is_draft, chosen, links)


def release_for(speaker: Speaker) -> tuple[Release, bool]:
    """What the page shows of the forum, and whether that is the draft: then with their own sessions alone, also those that
    are no more than drafts. Raises what makes one of them unfit to be shown."""
    frozen = frozen_now(installed().database, speaker.slug)
    asked_for = {part.session for part in speaker.parts if part.state != RoleState.TO_INVITE and not part.gone}
    if frozen.last is not None and asked_for <= set(frozen.last.content.session):
        return frozen.last, False
    return Release(content=freeze_some(frozen.draft, asked_for)), True
