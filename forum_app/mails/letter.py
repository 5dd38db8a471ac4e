"""One letter, whatever it is about: what stands in it, and how it is written as plain text and as HTML.

What people typed is text here, never a link: only ``button`` and ``contact`` become links, and both are ours.
"""

import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise

from forum_app.branding import accent_values
from forum_app.domain.messages import printable, subject_line
from forum_app.domain.texts import direction
from forum_app.i18n import Words, words
from forum_app.templating import environment

ACCENT = "#2440b0"
UNTOLD = "und"  # the language of words of which nobody said in which they are (ISO 639-2)
# Marks of no width that count as a letter of their direction (Unicode TR 9, 2.6).
_MARKS = {"ltr": "\u200e", "rtl": "\u200f"}


@dataclass(frozen=True)
class Fact:
    """A row of the box: what it is, its value, a second line under it."""

    label: str
    value: str
    second: str = ""


@dataclass(frozen=True)
class Button:
    """The one thing to do: what it says and the whole address, which is ours."""

    label: str
    address: str


@dataclass(frozen=True)
class Letter:
    """A mail's words, all plain text. ``language`` is that of our own words in it.

    ``over`` stands over the heading (the forum's name); ``opening`` may be in another language, ``opening_language``:
    UNTOLD where nobody said which. A blank line in it or in ``paragraphs`` begins a new paragraph. ``code`` is shown large. ``small`` stands under the
    button, ``second`` beside it. ``signed`` is who writes, a line each. ``why`` says why one gets this mail, ``contact`` whom to answer.
    """

    language: str
    subject: str
    heading: str
    over: str = ""
    greeting: str = ""
    opening: str = ""
    opening_language: str = ""
    paragraphs: tuple[str, ...] = ()
    code: str = ""
    facts: tuple[Fact, ...] = ()
    button: Button | None = None
    second: Button | None = None
    small: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    why: str = ""
    contact: str = ""
    accent: str = ACCENT


@dataclass(frozen=True)
class Written:
    """A letter as it is sent."""

    language: str
    subject: str
    text: str
    html: str


def written(letter: Letter) -> Written:
    """The letter in both forms; values are escaped in the HTML, control characters left out of both."""
    letter = _clean(letter)
    word = words(letter.language)
    own = letter.opening_language or word.interface
    colours = accent_values(letter.accent)
    paragraphs = [part for text in letter.paragraphs for part in _paragraphs(text)]
    context = {
        "words": word,
        "letter": letter,
        "opening": _paragraphs(letter.opening),
        "opening_language": "" if own == UNTOLD else own,
        "opening_direction": "auto" if own == UNTOLD else direction(own),
        "paragraphs": paragraphs,
        **{name: getattr(letter, name) for name in ("subject", "heading", "over", "why", "contact")},
        "address": letter.button.address if letter.button else "",
        "second": letter.second,
        "fill": colours.fill,
        "on": colours.on,
        "link": colours.text,
    }
    html = environment().get_template("mail/letter.html").render(context)
    return Written(word.interface, _directed(letter.subject, word.interface), _plain(letter, word, paragraphs), html)


def _directed(subject: str, language: str) -> str:
    """A subject that runs as its language does also where it begins with letters of the other direction: mail readers go
    by the first one."""
    first = next((way for way in map(unicodedata.bidirectional, subject) if way in ("L", "R", "AL")), "L")
    seen = "ltr" if first == "L" else "rtl"
    way = direction(language)
    return subject if seen == way else f"{_MARKS[way]}{subject}"


def _clean(letter: Letter) -> Letter:
    return replace(
        letter,
        subject=subject_line(letter.subject),
        heading=printable(letter.heading),
        over=printable(letter.over),
        greeting=printable(letter.greeting),
        opening=printable(letter.opening),
        why=printable(letter.why),
        facts=tuple(Fact(*map(printable, (fact.label, fact.value, fact.second))) for fact in letter.facts),
        paragraphs=tuple(map(printable, letter.paragraphs)),
        small=tuple(map(printable, letter.small)),
        signed=tuple(map(printable, letter.signed)),
    )


def _paragraphs(text: str) -> list[list[str]]:
    """Paragraphs of lines: a blank line ends one."""
    found: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            found[-1].append(line.rstrip())
        elif found[-1]:
            found.append([])
    return [lines for lines in found if lines]


def _plain(letter: Letter, word: Words, paragraphs: list[list[str]]) -> str:
    """The plain text: the same words in the same order, a box as lines, a button as its address."""
    parts = [letter.over, letter.heading, letter.greeting]
    parts += ["\n".join(lines) for lines in _paragraphs(letter.opening)]
    parts.append(letter.code)
    parts.append("\n\n".join(_fact(fact, word) for fact in letter.facts))
    parts += ["\n".join(lines) for lines in paragraphs]
    for button in (letter.button, letter.second):
        if button:
            parts.append(f"{_headed(button.label, word)}\n{button.address}")
    parts += [*letter.small, "\n".join(letter.signed)]
    body = "\n\n".join(part for part in _without_twins(parts) if part)
    foot = "\n".join(part for part in (letter.why, letter.contact) if part)
    return f"{body}\n\n-- \n{foot}\n" if foot else f"{body}\n"


def _headed(label: str, word: Words) -> str:
    """A label before what it is of."""
    return word.gettext("%(label)s:", label=label)


def _fact(fact: Fact, word: Words) -> str:
    lines = [*fact.value.split("\n"), *fact.second.split("\n")]
    return "\n".join([_headed(fact.label, word), *(f"  {line}" for line in lines if line.strip())])


def _without_twins(parts: list[str]) -> list[str]:
    """Without a part that says again what the one before it said."""
    return [parts[0], *(part for before, part in pairwise(parts) if part != before)]
