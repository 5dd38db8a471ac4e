"""Rules on links: without a target, broken, promised but not there; and on registration elsewhere."""

import re
from collections.abc import Iterator

from forum_app.domain.checker.findings import Hit, Rule, at, in_text
from forum_app.domain.checker.memory import Written
from forum_app.domain.checker.paragraphs import Paragraph
from forum_app.domain.checker.reading import ENGLISH_FRENCH, Reading
from forum_app.domain.draft_parts import Link, Material
from forum_app.domain.sentences import said
from forum_app.domain.vocabularies import RegistrationState

_NO_TARGET = said("The link “%(said)s” leads nowhere.")
_PROMISED = said("The text says “%(said)s”, but there is no link.")
_BROKEN = said("The address “%(url)s” is broken: %(why)s.")
_BLANK = said("it holds a blank")
_BACKSLASH = said("it holds a backslash")
_BEGINNING = said("it does not begin with https://")
_TWICE = said("https:// stands twice")
_HALF_A_HOST = said("its host is incomplete")
_CUT_OFF = said("it ends midway")
_NO_ADDRESS = said("The link has no address.")
_NO_MATERIAL = said("The material has neither a file nor a link.")
_NO_REGISTRATION = said("Registration is said to be elsewhere, but no address is given.")
_PROMISE = {
    "en": re.compile(
        r"\b(?:(?:register|registration|sign up|apply|book|enrol|subscribe|read more|download|watch|join|more information|details|available|access it)"
        r"\s+(?:is\s+|are\s+)?(?:at\s+)?here\b(?!\s+(?:in|at|on|to|for|by|with|from|today|and|are|is)\b)|click\s+(?:here|on (?:this|the) link|the link)|see\s+here\b|(?:at|under|through|via|by) the (?:registration )?link (?:below|above|here)\b|"
        r"(?:(?:follow(?:ing)?|use|using|visit|via|through|click on|at|on|under|by)\s+)(?:this|the following|the below|the)\s+(?:registration\s+)?(?:link|url|web ?page)\b"
        r"(?!\s+(?:between|with|to\b|sent|that|which|provided|you|they|received|will|in (?:the|your|our)\b)))",
        re.I,
    ),
    "fr": re.compile(
        r"(?:\b(?:inscrivez-vous|inscription|s['’]inscrire|enregistrez-vous|téléchargez|cliquez|en savoir plus|disponible|consultez|en cliquant)\s+(?:ici|sur ce lien)\b|"
        r"\bau lien (?:ci-dessous|ci-après|suivant)\b|\b(?:suivez|utilisez|via|par|sur|à|en suivant)\s+(?:ce lien|le lien(?:\s+(?:suivant|ci-dessous|d['’]inscription))|l['’]adresse suivante)\b(?!\s+(?:envoyé|reçu|qui|que|entre|fourni|transmis|avec)))",
        re.I,
    ),
}
_ONLY_A_WORD = re.compile(
    r"[\[(](?:link|lien|url)(?: (?:here|below|ici|(?:to|à) (?:follow|come|be added|venir|ajouter|compléter)))?[\])]",
    re.I,
)
_HINTS = frozenset("here ici link lien click url adresse webpage page".split())
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"“”«»]*", re.I)
_ANY_TARGET = re.compile(
    r"https?://|www\.\w|\b[\w.-]{1,60}@[\w-]{1,60}\.\w|\b[\w-]{2,60}\.(?:org|int|com|net|edu|gov|eu|info|io|fr|ch|uk)\b",
    re.I,
)
_NOWHERE = frozenset({"", "#", "mailto:", "tel:", "http://", "https://"})
_MISTYPED = re.compile(r"(?<!\w)[htps]{3,7}[:;]?/{1,3}(?=[\w-]{1,60}\.\w)", re.I)
_ADDRESS = re.compile(r"(?<![\w.+@/-])[\w.+-]{1,64}@[\w-]{2,63}(?![\w-]|\.\w|@)")
_TRAILING = ".,;:!?)]}’'»"
_REST_OF_URL = re.compile(
    r" {1,2}(?=[\w%-]*[/?=])(?!https?:|www\.)[\w/?=&%._-]*[/=?._-][\w/?=&%._#-]*|\s?[\w-]+\.(?:html?|pdf|php|aspx|docx?)\b",
    re.I,
)
_HOST = re.compile(r"(?:[^@/?#]*@)?(?P<host>\[[0-9a-f:.]+\]|[^/:?#]*)", re.I)


def link_without_target(reading: Reading) -> Iterator[Hit]:
    for passage in reading.passages:
        if passage.form == "rich" and "<a" in passage.value:
            for paragraph in passage.paragraphs:
                for anchor in paragraph.anchors:
                    if not _leads_somewhere(anchor.href):
                        yield in_text(passage, _NO_TARGET, {"said": " ".join(anchor.text.split())[:80] or "…"})
    yield from _fields_without(reading)


def _leads_somewhere(href: str | None) -> bool:
    return href is not None and href.strip().lower() not in _NOWHERE and not href.lower().startswith("javascript:")


def link_promised(reading: Reading) -> Iterator[Hit]:
    for passage in reading.in_languages():
        for promise in passage.text.once(_promises) if passage.form != "line" else ():
            yield in_text(passage, _PROMISED, {"said": promise})


def _promises(text: Written) -> list[str]:
    """The words of a text that promise a link where there is none."""
    found: list[str] = []
    for index, paragraph in enumerate(text.paragraphs) if not _HINTS.isdisjoint(text.vocabulary) else ():
        if not _HINTS.isdisjoint(paragraph.words):
            promise = _PROMISE[text.base].search(paragraph.flat) or _ONLY_A_WORD.search(paragraph.flat)
            if promise and not any(_has_target(near) for near in text.paragraphs[index : index + 2]):
                found.append(promise[0])
    return found


def _has_target(paragraph: Paragraph) -> bool:
    return bool(paragraph.anchors) or bool(_ANY_TARGET.search(paragraph.text))


def _fields_without(reading: Reading) -> Iterator[Hit]:
    registration = reading.draft.forum.registration
    if registration and registration.state == RegistrationState.ELSEWHERE and not registration.url.strip():
        yield at(reading.owner_of[id(reading.draft.forum)], "registration.url", _NO_REGISTRATION)
    for owner, place, part in reading.parts:
        if isinstance(part, Link) and not part.url.strip():
            yield Hit(f"{place}.url", owner.words, _NO_ADDRESS)
        if isinstance(part, Material) and not part.url.strip() and part.file is None:
            yield Hit(place, owner.words, _NO_MATERIAL)


def link_broken(reading: Reading) -> Iterator[Hit]:
    for owner, place, part in reading.parts:
        for name in ("url", "map_url"):
            url = getattr(part, name, "")
            if url.strip() and (why := _why_broken(url)):
                yield Hit(f"{place}.{name}", owner.words, _BROKEN, {"url": url[:120], "why": why})
    for passage in reading.passages:
        for url, why in passage.text.once(_broken):
            yield in_text(passage, _BROKEN, {"url": url[:120], "why": why})


def _broken(text: Written) -> list[tuple[str, str]]:
    """The broken addresses in a text, each with what is wrong with it."""
    if not any(sign in text.value for sign in ("//", ":/", "www.", "@")):
        return []
    return [found for paragraph in text.paragraphs for found in _broken_in(paragraph)]


def _broken_in(paragraph: Paragraph) -> Iterator[tuple[str, str]]:
    text = paragraph.flat
    for anchor in paragraph.anchors:
        if anchor.href and anchor.href.lower().startswith("http") and (why := _why_broken(anchor.href)):
            yield anchor.href, why
    if any(_leads_somewhere(anchor.href) for anchor in paragraph.anchors):
        text = _without(text, [anchor.text for anchor in paragraph.anchors if anchor.href])
    for match in _MISTYPED.finditer(text) if "/" in text else ():
        if match[0].lower() not in ("http://", "https://"):
            yield _whole(text, match.start()), _BEGINNING
    for match in _ADDRESS.finditer(text) if "@" in text else ():
        yield match[0], _HALF_A_HOST
    for match in _URL.finditer(text):
        raw = match[0]
        rest = _REST_OF_URL.match(text, match.end())
        if rest and (
            raw[-1] in "/-_=.?&" or rest[0].lower().rstrip(".").endswith((".htm", ".html", ".pdf", ".php", ".aspx"))
        ):
            yield raw + rest[0], _BLANK
        elif why := _why_broken(raw.rstrip(_TRAILING) if "..." not in raw[-4:] else raw):
            yield raw, why


def _whole(text: str, start: int) -> str:
    return text[start : start + 200].split(" ", 1)[0].rstrip(_TRAILING)


def _without(text: str, said: list[str]) -> str:
    for words in said:
        text = text.replace(" ".join(words.split()), " ", 1)
    return text


def _why_broken(url: str) -> str:
    """What is wrong with an address, "" for nothing."""
    url = url.strip()
    if re.search(r"\s", url):
        return _BLANK
    if "\\" in url:
        return _BACKSLASH
    scheme, found, rest = url.partition("://")
    if not found:
        rest = url
    elif scheme.lower() not in ("http", "https"):
        return _BEGINNING
    match = _HOST.match(rest)
    host = match["host"] if match else ""
    if host.lower() in ("http", "https") or "//http" in rest.lower()[:8]:
        return _TWICE
    if "." not in host.strip(".") and host.lower() != "localhost" and not host.startswith("["):
        return _HALF_A_HOST
    if host.endswith((".", "-")) or re.fullmatch(r"www(?:\.[^.]*)?", host, re.I) or ".." in host:
        return _HALF_A_HOST
    if url.endswith(("…", "...", "%", "&", "?", "\\_")) or re.search(
        r"[?&][\w.-]+=$|%[0-9a-fA-F]$|/(?:index|default)\.$", url
    ):
        return _CUT_OFF
    return _CUT_OFF if re.search(r"[^/-][-_]$", url) else ""


RULES = (
    Rule(
        name="link-without-target",
        description=said(
            "A link that leads nowhere, a material without a file, registration elsewhere without an address."
        ),
        remedy=said("Enter the address, or take the link out."),
        find=link_without_target,
    ),
    Rule(
        name="link-promised",
        description=said("A text says that there is a link, and there is none."),
        remedy=said("Make the words a link, or take them out."),
        find=link_promised,
        languages=ENGLISH_FRENCH,
    ),
    Rule(
        name="link-broken",
        description=said("An address with a blank or a backslash in it, without a whole host, or cut off."),
        remedy=said("Copy the whole address from the browser."),
        find=link_broken,
    ),
)
