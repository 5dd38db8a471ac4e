"""What each release of a forum changed, as an Atom feed (RFC 4287)."""

import re
import uuid
from datetime import UTC, datetime, time

from lxml import etree

from forum_app.addresses import Addresses
from forum_app.domain.news import ReleaseNews
from forum_app.domain.release import Release
from forum_app.domain.texts import Text, pick
from forum_app.domain.vocabularies import Partnership
from forum_app.feeds.change_words import sentence
from forum_app.i18n import Words, words

ATOM, XHTML = "http://www.w3.org/2005/Atom", "http://www.w3.org/1999/xhtml"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def changes_atom(release: Release, history: list[ReleaseNews], language: str, addresses: Addresses) -> bytes:
    """The releases up to this one, newest first; ``addresses`` are absolute.

    Ids come from the forum's own id, so that they outlive another short name or host.
    """
    return _Feed(release, language, addresses).written(history)


class _Feed:
    def __init__(self, release: Release, language: str, addresses: Addresses) -> None:
        self.release = release
        self.forum = release.content.forum
        self.language = language
        self.addresses = addresses
        self.words: Words = words(language)

    def written(self, history: list[ReleaseNews]) -> bytes:
        upto = self.release.number or 0
        news = sorted((each for each in history if each.number <= upto), key=lambda each: -each.number)
        root = etree.Element(f"{{{ATOM}}}feed", {_LANG: self.language}, nsmap={None: ATOM})
        title = self.words.gettext("%(forum)s: changes", forum=self._text(self.forum.title))
        self._add(root, "id", self._id("changes"))
        self._add(root, "title", title)
        self._add(root, "updated", _stamp(self._updated(news)))
        self._add(root, "link", rel="self", type="application/atom+xml", href=self._address(".atom"))
        self._add(root, "link", rel="alternate", type="text/html", href=self._address())
        self._add(self._add(root, "author"), "name", self._author())
        for each in news:
            self._entry(root, each)
        return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))

    def _entry(self, root: etree._Element, news: ReleaseNews) -> None:
        entry = self._add(root, "entry")
        self._add(entry, "id", self._id(f"releases/{news.number}"))
        self._add(entry, "title", self.words.gettext("Release %(number)s", number=news.number))
        self._add(entry, "updated", _stamp(news.published_at))
        self._add(entry, "published", _stamp(news.published_at))
        address = f"{self._address()}#release-{news.number}"
        self._add(entry, "link", rel="alternate", type="text/html", href=address)
        content = self._add(entry, "content", type="xhtml")
        body = etree.SubElement(content, f"{{{XHTML}}}div", nsmap={None: XHTML})
        for line in self._remarks(news):
            self._add(body, "p", line, within=XHTML)
        if news.changes:
            listing = self._add(body, "ul", within=XHTML)
            for change in news.changes:
                self._add(listing, "li", sentence(change, self.words, self.forum.zone), within=XHTML)

    def _remarks(self, news: ReleaseNews) -> list[str]:
        remarks = [news.note] if news.note else []
        if news.brought_back is not None:
            remarks.append(self.words.gettext("Release %(number)s was brought back.", number=news.brought_back))
        elif news.number == 1:
            remarks.append(self.words.gettext("The first release."))
        elif not news.changes:
            remarks.append(self.words.gettext("Nothing that readers see changed."))
        return remarks

    def _text(self, text: Text) -> str:
        return pick(text, self.language, self.forum.languages)

    def _author(self) -> str:
        """The organisers' names; the forum's own where it has none."""
        organising = (Partnership.ORGANISER, Partnership.CO_ORGANISER)
        keys = [partner.organisation for partner in self.forum.partners if partner.kind in organising]
        known = [self.release.content.organisation[key] for key in keys if key in self.release.content.organisation]
        return self.words.joined([self._text(each.name) for each in known]) or self._text(self.forum.title)

    def _updated(self, news: list[ReleaseNews]) -> datetime:
        """When the newest release came out; a preview has none and is dated on the forum's first day."""
        first_day = datetime.combine(self.forum.first_day, time(), UTC)
        return self.release.published_at or max((each.published_at for each in news), default=first_day)

    def _id(self, name: str) -> str:
        """One for each language, since each is a feed of its own."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"forum:{self.forum.id}/{name}/{self.language}").urn

    def _address(self, extension: str = "") -> str:
        return f"{self.addresses.changes(extension)}?lang={self.language}"

    def _add(
        self, parent: etree._Element, name: str, text: str = "", *, within: str = ATOM, **attributes: str
    ) -> etree._Element:
        element = etree.SubElement(parent, f"{{{within}}}{name}", attributes)
        element.text = _UNFIT.sub("", text) or None
        return element


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
