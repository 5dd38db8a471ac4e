"""Rules on hours told in texts, compared with those of the sessions."""

import re
from collections.abc import Iterator
from datetime import date

from forum_app.domain.checker.findings import Hit, Rule, in_text
from forum_app.domain.checker.language.clock import DAY, Clock, Span, clocks_in, spans_in
from forum_app.domain.checker.language.dates import MONTH_WORDS, dates_in
from forum_app.domain.checker.language.events import ANY_PART, GATHERINGS, SUBJECT, is_subject
from forum_app.domain.checker.language.happening import (
    OTHER_HOURS,
    OTHER_ZONE,
    is_headline,
    is_label,
    is_past,
    names_another,
    tells_when,
)
from forum_app.domain.checker.memory import Written
from forum_app.domain.checker.own_names import OwnNames
from forum_app.domain.checker.programme import (
    contents,
    day_of,
    days_by_date,
    end_minute,
    hours_of,
    is_called,
    start_minute,
)
from forum_app.domain.checker.reading import ENGLISH_FRENCH, Passage, Reading
from forum_app.domain.draft import Person, Session
from forum_app.domain.sentences import said

_SESSION_HOURS = said("The text says %(said)s, the session is at %(hours)s.")
_NO_SUCH_HOURS = said("The text says %(said)s; no session of the programme has these hours.")
_NOON = frozenset({"noon", "midday", "midi"})
_HAS_CLOCK = re.compile(r"\d\s?[:.h]|\d\s?[ap]\.?m|\b(?:noon|midday|midi)\b", re.I)
# What may stand between a verb and its clock time: days, places, "promptly".
_WHEN = (
    r"(?:,?\s+(?:on|the|promptly|sharp|exactly|le|ce|du|matin|morning|afternoon|\d{1,2}(?:st|nd|rd|th|er)?|(?:19|20)\d\d|[A-Za-zé]+day|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?:in|à)\s(?:the\s)?[A-ZÀ-Þ][\w-]+(?:\s[A-ZÀ-Þ][\w-]+)*|"
    + "|".join(sorted(MONTH_WORDS))
    + "))*"
)
_AT = r",?\s+(?:at|à)\s*$"
_STARTS = re.compile(
    r"\b(?:starts?|begins?|commences?|opens?|starting|takes? place|(?:is|are|will be)(?:\s+(?:held|scheduled|convened|hosted))?|"
    r"commence(?:nt|ra)?|débute(?:nt|ra)?|s['’]ouv(?:re|rent|rira)|(?:a|aura) lieu|se (?:tient|tiendra|déroule|déroulera)|(?:est|sera)(?:\s+prévue?)?)"
    + _WHEN
    + _AT,
    re.I,
)
_ENDS = re.compile(
    r"^\s+(?:will\s+)?(?:ends?|finish(?:es)?|concludes?|closes?|is over|is adjourned|se termine(?:ra)?|s['’]achève(?:ra)?|finit|finira|prend(?:ra)? fin)"
    + _WHEN
    + _AT,
    re.I,
)
_WE_START = re.compile(
    r"(?:^|[,;:]\s)(?:we|nous|on)\s+(?:start|begin|open|commençons|débutons|commence)" + _WHEN + _AT, re.I
)


class _Known:
    """The minutes of the day at which sessions and talks start or end: by day, and on all days."""

    def __init__(self, reading: Reading) -> None:
        self.by_day: dict[date, set[int]] = {}
        for day, sessions in days_by_date(reading).items():
            self.by_day[day] = {minute % DAY for session in sessions for minute in _boundaries(session)}
        self.ever = set().union(*self.by_day.values())

    def holds(self, span: Span, day: date | None) -> bool:
        known = self.by_day.get(day, set()) if day else self.ever
        return any(start in known for start in span.starts) and any(end % DAY in known for end in span.ends)


def _boundaries(session: Session) -> Iterator[int]:
    minute, end = start_minute(session), end_minute(session)
    if minute is None:
        return
    yield minute
    if end is not None:
        yield end
    for talk in session.talks:
        if talk.minutes is None:
            break
        minute += talk.minutes
        yield minute


def time_stated(reading: Reading) -> Iterator[Hit]:
    known, own = _Known(reading), reading.own_words
    for passage in reading.in_languages():
        if isinstance(passage.owner.part, Person) or passage.owner.talk:
            continue
        for sentence, spans in _with_hours(passage, reading.own_names):
            if (len(spans) == 1 and not OTHER_ZONE.search(sentence)) or (
                len(spans) > 1 and not any(known.holds(span, None) for span in spans)
            ):
                yield from _span_compared(reading, passage, sentence, spans[0], known, own)
            elif not spans and not OTHER_ZONE.search(sentence):
                yield from _clock_compared(reading, passage, sentence, own)


def _with_hours(passage: Passage, names: OwnNames) -> list[tuple[str, list[Span]]]:
    """The sentences of a text that tell an hour of something to come, with the forum plainly named, and their spans."""

    def read(text: Written) -> list[tuple[str, list[Span]]]:
        if not text.numbers and _NOON.isdisjoint(text.vocabulary):
            return []
        told = (paragraph for paragraph in text.paragraphs if _HAS_CLOCK.search(paragraph.text))
        plain = [names.plainly(said, text.base) for paragraph in told for said in paragraph.sentences]
        spans = [(said, spans_in(said)) for said in plain if not OTHER_HOURS.search(said) and not is_past(said)]
        return [(said, found) for said, found in spans if found or clocks_in(said)]

    return passage.text.once_in(names.key, read, "hours")


def _span_compared(
    reading: Reading, passage: Passage, sentence: str, span: Span, known: _Known, own: set[str]
) -> Iterator[Hit]:
    subject = tells_when(sentence, span.start, passage.base)
    if subject and names_another(subject, own):
        return
    days = [
        mention.first
        for mention in dates_in(sentence, passage.base, reading.draft.forum.first_day)
        if mention.unit == "day"
    ]
    dated = [day for day in days if day in known.by_day]
    if days and not dated:
        return
    lone = is_label(sentence, span.start) or (bool(dated) and is_headline(sentence, reading.place_names))
    session = passage.owner.session
    if session is None:
        sessions = [item for item in contents(reading) if item.start and item.minutes]
        if sessions and (subject or lone) and not known.holds(span, dated[0] if dated else None):
            yield from _told(passage, span.said, sessions[0] if len(sessions) == 1 else None)
    elif session.start and session.minutes and not _is_right(span, session):
        itself = lone or (subject is not None and _means(subject, session))
        if (itself or _straddles(span, session)) and (
            lone or itself or not known.holds(span, day_of(session, reading))
        ):
            yield from _told(passage, span.said, session)


def _told(passage: Passage, words: str, session: Session | None) -> Iterator[Hit]:
    if session:
        yield in_text(passage, _SESSION_HOURS, {"said": words, "hours": hours_of(session) or ""})
    else:
        yield in_text(passage, _NO_SUCH_HOURS, {"said": words})


def _means(subject: re.Match[str], session: Session) -> bool:
    noun = subject["noun"]
    return not GATHERINGS.fullmatch(noun) and bool(ANY_PART.fullmatch(noun) or is_called(session, noun))


def _is_right(span: Span, session: Session) -> bool:
    end = end_minute(session)
    return (
        start_minute(session) in span.starts and end is not None and any(end % DAY == last % DAY for last in span.ends)
    )


def _straddles(span: Span, session: Session) -> bool:
    """Begins with the session and ends after it, or overlaps it in part: a run of show that does not fit."""
    start, end = start_minute(session) or 0, end_minute(session) or 0
    meanings = [(first, last) for first in span.starts for last in span.ends if first < last]
    return bool(meanings) and all(
        start <= first < end < last or first < start < last == end for first, last in meanings[:1]
    )


def _clock_compared(reading: Reading, passage: Passage, sentence: str, own: set[str]) -> Iterator[Hit]:
    """The session starts at 10:30; it ends at noon; we begin at 10."""
    for clock in clocks_in(sentence):
        left = sentence[max(0, clock.start - 110) : clock.start]
        words = sentence[clock.start : clock.end].strip()
        meant, right = _start_meant(reading, passage, sentence, clock, own), start_minute
        if not meant:
            subject = _subject_of_end(sentence, left, passage.base)
            ends = subject is not None and not names_another(subject, own)
            meant, right = _sessions_meant(reading, passage, subject) if subject and ends else [], end_minute
        minutes = {minute % DAY for session in meant if (minute := right(session)) is not None}
        if minutes and not minutes & _meant(clock):
            yield from _told(passage, words, meant[0] if len(meant) == 1 else None)


def _start_meant(reading: Reading, passage: Passage, sentence: str, clock: Clock, own: set[str]) -> list[Session]:
    """The sessions whose start a clock time can tell; none where it tells of something else."""
    left = sentence[max(0, clock.start - 110) : clock.start]
    if _WE_START.search(left):
        return [passage.owner.session] if passage.owner.session and passage.owner.session.start else []
    subject = tells_when(sentence, clock.start, passage.base) if _STARTS.search(left) else None
    return _sessions_meant(reading, passage, subject) if subject and not names_another(subject, own) else []


def _subject_of_end(sentence: str, left: str, language: str) -> re.Match[str] | None:
    subject = None
    for subject in SUBJECT[language].finditer(left):
        pass
    return subject if subject and is_subject(left, subject) and _ENDS.search(left[subject.end() :]) else None


def _sessions_meant(reading: Reading, passage: Passage, subject: re.Match[str]) -> list[Session]:
    """The text's own session where that is meant, else all that the noun can mean; none in doubt."""
    session = passage.owner.session
    if session:
        return [session] if session.start and _means(subject, session) else []
    sessions = [item for item in contents(reading) if item.start]
    if GATHERINGS.fullmatch(subject["noun"]):
        return []
    if ANY_PART.fullmatch(subject["noun"]):
        return sessions if len(sessions) == 1 else []
    return [item for item in sessions if is_called(item, subject["noun"])]


def _meant(clock: Clock) -> set[int]:
    return {clock.minute} if clock.certain else {clock.minute, clock.minute + DAY // 2}


RULES = (
    Rule(
        name="time-stated",
        description=said("A text tells other hours than the session has."),
        remedy=said("Correct the text or the session's times; a text that leaves the hours out can't go wrong."),
        find=time_stated,
        languages=ENGLISH_FRENCH,
    ),
)
