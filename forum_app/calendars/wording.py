"""What a calendar says of a session, in plain words of the reader's language."""

from collections.abc import Callable, Iterator
from datetime import date

from forum_app import labels
from forum_app.addresses import Addresses
from forum_app.domain.filters import Filters
from forum_app.domain.release import Content, SessionEntry, TalkEntry
from forum_app.domain.texts import Text, pick, readable
from forum_app.domain.vocabularies import Mode, RoleKind, SessionKind, SessionStatus
from forum_app.i18n import Words


class Wording:
    """A forum's content as one reader's calendar says it."""

    def __init__(self, content: Content, language: str, addresses: Addresses) -> None:
        self.content = content
        self.language = language
        self.addresses = addresses
        self.words = Words(language)

    def text(self, text: Text) -> str:
        return pick(text, self.language, self.content.forum.languages)

    def forum_name(self) -> str:
        return self.text(self.content.forum.short_title) or self.text(self.content.forum.title)

    def feed_name(self, filters: Filters) -> str:
        """The forum's name and what is chosen of it, so that subscriptions side by side can be told apart."""
        content, words = self.content, self.words
        named: dict[str, Callable[[str], str]] = {
            "day": lambda value: words.short_day(date.fromisoformat(value)),
            "theme": lambda key: self.text(content.theme[key].title) if key in content.theme else "",
            "room": lambda key: self.text(content.room[key].name) if key in content.room else "",
            "speaker": lambda key: self.text(content.person[key].name) if key in content.person else "",
            "kind": lambda value: labels.session_kind(words, SessionKind(value)),
            "mode": lambda value: labels.mode(words, Mode(value)),
            "language": words.language_name,
            "q": lambda value: f"“{value}”",
        }
        said = [name for field, say in named.items() for value in filters.values(field) if (name := say(value))]
        if filters.session:
            said.append(words.ngettext("%(num)d session", "%(num)d sessions", len(filters.session)))
        return self._labelled(self.forum_name(), words.comma.join(said)) if said else self.forum_name()

    def own_name(self) -> str:
        """The name of somebody's own calendar of the forum."""
        return self._labelled(self.words.gettext("My agenda"), self.forum_name())

    def kind(self, session: SessionEntry) -> str:
        return self.text(session.label) or labels.session_kind(self.words, session.kind)

    def category_names(self, session: SessionEntry) -> list[str]:
        themes = [self.content.theme[key].title for key in session.themes if key in self.content.theme]
        return [*(self.text(theme) for theme in themes), self.kind(session)]

    def description(self, session: SessionEntry) -> str:
        """Paragraphs: a status that readers must know, summary, talks, people, facts, and the page's address."""
        paragraphs = [
            self._status(session.status),
            readable(self.text(session.summary)),
            "\n".join(self._talks(session)),
            "\n".join([*self._people(session), *self._facts(session)]),
            self.addresses.session(session.id),
        ]
        return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)

    def withdrawn(self) -> str:
        """What is said of a session that was told and is no longer in the programme."""
        said = self.words.gettext("This session is no longer in the programme.")
        return f"{said}\n\n{self.addresses.agenda()}"

    def _labelled(self, label: str, value: str) -> str:
        return self.words.gettext("%(label)s: %(value)s", label=label, value=value)

    def _status(self, status: SessionStatus) -> str:
        if status == SessionStatus.CANCELLED:
            return self.words.gettext("This session is cancelled.")
        if status == SessionStatus.TENTATIVE:
            return self.words.gettext("This session is still to be confirmed.")
        return ""

    def _talks(self, session: SessionEntry) -> Iterator[str]:
        """Talks in order, each with its time where it is known; the zone is said once, above them."""
        if session.talks and session.talks[0].starts_at:
            zone = self.words.zone(self.content.forum.zone, session.talks[0].starts_at)
            yield self.words.gettext("Programme, %(zone)s", zone=zone)
        for talk in session.talks:
            time = self.words.time(talk.starts_at) + " " if talk.starts_at else "– "
            yield time + self._talk(talk)

    def _talk(self, talk: TalkEntry) -> str:
        speakers = [name for who in talk.speakers if (name := self._name(who.person, who.to_be_confirmed))]
        title = self.text(talk.title)
        return f"{title} ({self.words.joined(speakers)})" if speakers else title

    def _people(self, session: SessionEntry) -> Iterator[str]:
        """One line for each role in the session, in the order of the first with that role."""
        cast: dict[RoleKind, list[str]] = {}
        for part in session.cast:
            if name := self._name(part.person, part.to_be_confirmed):
                cast.setdefault(part.role, []).append(name)
        for role, names in cast.items():
            yield self._labelled(labels.role(self.words, role), self.words.joined(names))

    def _name(self, key: str, to_be_confirmed: bool) -> str:
        """Ms Amina Diallo, PhD; ``""`` for somebody who is not in the release."""
        person = self.content.person.get(key)
        if person is None:
            return ""
        name = " ".join(part for part in (self.text(person.honorific), self.text(person.name)) if part)
        name = f"{name}{self.words.comma}{person.letters}" if person.letters else name
        return self.words.gettext("%(name)s (to be confirmed)", name=name) if to_be_confirmed else name

    def _facts(self, session: SessionEntry) -> Iterator[str]:
        """How to attend, and in which languages."""
        words = self.words
        if session.kind == SessionKind.BREAK:
            return
        yield self._labelled(words.gettext("Attendance"), labels.mode(words, session.mode))
        for label, codes in (
            (words.gettext("Languages"), session.languages),
            (words.gettext("Interpretation"), session.interpretation),
            (words.gettext("Captions"), session.captions),
        ):
            if codes:
                yield self._labelled(label, words.comma.join(words.language_name(code) for code in codes))
        if session.sign_languages:
            yield self._labelled(words.gettext("Sign language"), words.comma.join(session.sign_languages))
