"""Rule on numbers of the programme that texts tell: themes, speakers, questions, sessions, talks, days."""

import re
from collections.abc import Iterator

from forum_app.domain.checker.findings import Hit, Rule, in_text
from forum_app.domain.checker.language.events import GATHERINGS, SUBJECT, is_subject
from forum_app.domain.checker.language.happening import names_another
from forum_app.domain.checker.language.numbers import with_digits
from forum_app.domain.checker.language.programme_counts import (
    APPROXIMATE,
    COUNTED,
    COUNTED_AGAIN,
    EACH,
    ELSEWHERE,
    LEADING,
    NOT_OF_IT,
    OF_PROGRAMME,
    OTHERS,
    PAST,
    SOME_OF_THEM,
    THEMES_LEADING,
    days_told,
)
from forum_app.domain.checker.memory import Written
from forum_app.domain.checker.programme import contents, days_by_date, held
from forum_app.domain.checker.reading import ENGLISH_FRENCH, Passage, Reading
from forum_app.domain.draft import Person, Session
from forum_app.domain.sentences import said
from forum_app.domain.vocabularies import RoleKind, RoleState, SessionKind, TalkKind

_IN_PROGRAMME = said("The text says %(said)s, the programme has %(count)d.")
_FRAME_SESSIONS = frozenset({SessionKind.OPENING, SessionKind.CLOSING, SessionKind.NETWORKING})
_FRAME_TALKS = frozenset({TalkKind.OPENING, TalkKind.CLOSING, TalkKind.DISCUSSION})


def count_stated(reading: Reading) -> Iterator[Hit]:
    for passage in reading.in_languages():
        if passage.form == "line" or isinstance(passage.owner.part, Person) or passage.owner.talk:
            continue
        for sentence in passage.text.once(_of_programme):
            plain = reading.own_names.plainly(sentence, passage.base)
            match = COUNTED.search(plain)
            if match and (lead := LEADING.match(plain)):
                yield from _lead_held_against(reading, passage, plain, lead)
            elif match and not SOME_OF_THEM.search(plain) and not ELSEWHERE.search(plain):
                yield from _held_against(reading, passage, plain, match)
            if (
                match
                and not passage.owner.session
                and (themes := THEMES_LEADING.match(plain))
                and not PAST.search(plain)
            ):
                yield from _told(passage, themes, _numbers(reading, None, "themes"))
            yield from _days(reading, passage, plain)


def _of_programme(text: Written) -> list[str]:
    """The sentences of paragraphs that name something of a programme, their number words as digits."""
    if OF_PROGRAMME.isdisjoint(text.vocabulary):
        return []
    named = (paragraph for paragraph in text.paragraphs if not OF_PROGRAMME.isdisjoint(paragraph.words))
    return [with_digits(sentence, text.base) for paragraph in named for sentence in paragraph.sentences]


def _held_against(reading: Reading, passage: Passage, plain: str, match: re.Match[str]) -> Iterator[Hit]:
    """The panel brings together five speakers."""
    subject = None
    for subject in SUBJECT[passage.base].finditer(plain[: match.start()]):
        pass
    if subject is None or not is_subject(plain, subject) or names_another(subject, reading.own_words):
        return
    if APPROXIMATE.search(plain[max(0, match.start() - 20) : match.start()]) or match.start() - subject.end() > 60:
        return
    session = passage.owner.session
    if session is None and len(contents(reading)) == 1 and not GATHERINGS.fullmatch(subject["noun"]):
        session = contents(reading)[0]
    if session and GATHERINGS.fullmatch(subject["noun"]):
        return
    yield from _told(passage, match, _numbers(reading, session, match["noun"].lower()))


def _lead_held_against(reading: Reading, passage: Passage, plain: str, match: re.Match[str]) -> Iterator[Hit]:
    """Five speakers have twelve minutes each: in a session's text, or where the programme has one session only."""
    sessions = contents(reading)
    session = passage.owner.session or (sessions[0] if len(sessions) == 1 else None)
    if session is None or NOT_OF_IT.match(plain, match.end()) or PAST.search(plain):
        return
    numbers, number = _numbers(reading, session, match["noun"].lower()), int(match["number"])
    fewer = numbers and number < numbers[0]  # "two speakers share the last talk" tells of some of them
    if fewer and not EACH.search(plain, match.end()):
        return
    if fewer and (
        OTHERS.search(plain) or any(COUNTED_AGAIN.search(paragraph.flat) for paragraph in passage.paragraphs)
    ):
        return
    yield from _told(passage, match, numbers)


def _told(passage: Passage, match: re.Match[str], numbers: list[int]) -> Iterator[Hit]:
    if numbers and int(match["number"]) not in numbers:
        said = re.sub(r"^(?:with|avec|our|the|these|nos|les|ces)\s", "", " ".join(match[0].split()), flags=re.I)
        yield in_text(passage, _IN_PROGRAMME, {"said": said, "count": numbers[0]})


def _numbers(reading: Reading, session: Session | None, noun: str) -> list[int]:
    """The numbers of the programme that such a noun can mean; none where the programme has nothing of it."""
    sessions = [session] if session else contents(reading)
    if noun in ("themes", "thèmes"):
        themes = session.themes if session else reading.draft.themes
        return [len(themes)] if themes else []
    if noun == "questions":
        return [
            number
            for number in [len(session.key_questions if session else reading.draft.forum.key_questions)]
            if number
        ]
    if noun in ("sessions", "séances"):
        of_substance = [item for item in sessions if item.kind not in _FRAME_SESSIONS]
        return [] if session or not sessions else [len(sessions), len(of_substance), len(held(reading))]
    if noun in ("talks", "presentations", "présentations", "exposés"):
        talks = session.talks if session else []
        return [len(talks), len([talk for talk in talks if talk.kind not in _FRAME_TALKS])] if talks else []
    return _people(sessions)


def _people(sessions: list[Session]) -> list[int]:
    """How many speak, and with the moderators."""
    roles = [role for item in sessions for role in item.roles if role.state != RoleState.DECLINED]
    speakers = {role.person for role in roles if role.role in (RoleKind.SPEAKER, RoleKind.PANELLIST)}
    speakers |= {
        one.person
        for item in sessions
        for talk in item.talks
        for one in talk.speakers
        if one.state != RoleState.DECLINED
    }
    moderators = {role.person for role in roles if role.role == RoleKind.MODERATOR}
    return [len(speakers), len(speakers | moderators)] if speakers else []


def _days(reading: Reading, passage: Passage, plain: str) -> Iterator[Hit]:
    """Over three days, the forum …; this three-day forum: in the forum's own texts."""
    match = None if passage.owner.session else days_told(plain, passage.base)
    if match is None or PAST.search(plain):
        return
    forum, host = reading.draft.forum, reading.draft.forum.part_of
    numbers = [(forum.last_day - forum.first_day).days + 1, len(days_by_date(reading))]
    if host and host.first_day and host.last_day:
        numbers.append((host.last_day - host.first_day).days + 1)
    days = "jours" if passage.base == "fr" else "days"
    if int(match["number"]) not in numbers:
        yield in_text(passage, _IN_PROGRAMME, {"said": f"{match['number']} {days}", "count": numbers[0]})


RULES = (
    Rule(
        name="count-stated",
        description=said(
            "A text tells another number of themes, speakers, questions, sessions, talks or days than the programme has."
        ),
        remedy=said("Correct the text or complete the programme."),
        find=count_stated,
        languages=ENGLISH_FRENCH,
    ),
)
