"""Rules on lengths: what a text says a session lasts, and what its talks need."""

import re
from collections.abc import Iterator

from forum_app.domain.checker.findings import Hit, Rule, at, in_text
from forum_app.domain.checker.language.allotted import NEAR, lengths_allotted
from forum_app.domain.checker.language.durations import Duration, durations_in, tells_a_length
from forum_app.domain.checker.language.events import ANY_PART, GATHERINGS, Statement, length_statements
from forum_app.domain.checker.language.numbers import with_digits
from forum_app.domain.checker.memory import Written
from forum_app.domain.checker.programme import contents, day_lengths, held, hours_of, is_called
from forum_app.domain.checker.reading import ENGLISH_FRENCH, Passage, Reading
from forum_app.domain.checker.wording import Value, in_minutes
from forum_app.domain.draft import Person, Session, Talk
from forum_app.domain.sentences import said

# By whether it is known when the session is.
_DIFFERS = {
    False: said("The text says %(said)s, the session lasts %(minutes)s."),
    True: said("The text says %(said)s, the session lasts %(minutes)s (%(hours)s)."),
}
_NO_SUCH = said("The text says %(said)s; no session of the programme lasts that long.")
_TALK_DIFFERS = said("The text says %(said)s, the talk is given %(minutes)s.")
_EXCEEDS = {
    False: said("The talks take %(talks)s together, the session lasts %(minutes)s."),
    True: said("The talks take %(talks)s together, the session lasts %(minutes)s (%(hours)s)."),
}
_OF_A_TALK = {
    "en": re.compile(
        r"\b(?:this|my|our)\s+(?:[\w-]+\s+){0,2}?(?:talk|presentation|speech|keynote|lecture|demo)\s+(?:will\s+)?(?:lasts?|takes?|is|be)\s+"
        r"(?:about\s+|only\s+)?$|\b(?:this)\s+$",
        re.I,
    ),
    "fr": re.compile(
        r"\b(?:cet|cette|mon|ma)\s+(?:exposé|présentation|intervention|communication)\s+(?:dure|durera|est)\s+(?:de\s+)?$",
        re.I,
    ),
}
_TALK_AFTER = re.compile(r"[\s-]*(?:talk|presentation|speech|keynote|lecture|demo)\b", re.I)
_EACH = frozenset({"each", "every", "chaque", "les"})


def length_stated(reading: Reading) -> Iterator[Hit]:
    for passage in reading.in_languages():
        if passage.form == "line" or isinstance(passage.owner.part, Person):
            continue
        sentences = passage.text.once(_with_lengths)
        if passage.owner.talk:
            for plain, _statements in sentences:
                yield from _of_talk(passage, passage.owner.talk, plain)
        statements = [statement for _plain, told in sentences for statement in told]
        labels = [statement for statement in statements if statement.determiner == "label"]
        for statement in statements:
            if len(labels) < 2 or statement not in labels:  # several labels: a table of the session's parts
                yield from _compared(reading, passage, statement)


def _with_lengths(text: Written) -> list[tuple[str, list[Statement]]]:
    """The sentences of a text that tell lengths, their number words as digits, with what they say lasts so long."""
    if not tells_a_length(text.vocabulary):
        return []
    told = (paragraph for paragraph in text.paragraphs if tells_a_length(paragraph.words))
    plain = [with_digits(sentence, text.base) for paragraph in told for sentence in paragraph.sentences]
    with_durations = [(sentence, durations_in(sentence, text.base)) for sentence in plain]
    return [(said, _statements_in(said, durations, text.base)) for said, durations in with_durations if durations]


def _statements_in(plain: str, durations: list[Duration], language: str) -> list[Statement]:
    told = length_statements(plain, durations, language)
    known = {statement.duration.start for statement in told}
    return told + [other for other in lengths_allotted(plain, durations, language) if other.duration.start not in known]


def _of_talk(passage: Passage, talk: Talk, plain: str) -> Iterator[Hit]:
    if talk.minutes is None:
        return
    for duration in durations_in(plain, passage.base):
        left = _OF_A_TALK[passage.base].search(plain[max(0, duration.start - 80) : duration.start])
        if left is None or (left[0].lower().strip() == "this" and not _TALK_AFTER.match(plain, duration.end)):
            continue
        if duration.minutes != talk.minutes:
            values: dict[str, Value] = {"said": duration.said, "minutes": in_minutes(talk.minutes)}
            yield in_text(passage, _TALK_DIFFERS, values)


def _compared(reading: Reading, passage: Passage, statement: Statement) -> Iterator[Hit]:
    told = statement.duration.said
    session = passage.owner.session
    if session:
        if session.minutes is None or not _means(session, statement, passage):
            return
        lengths = {session.minutes}
        if GATHERINGS.fullmatch(statement.noun):
            lengths |= day_lengths(reading)
    else:
        sessions = _sessions_meant(reading, statement)
        lengths = {item.minutes for item in sessions if item.minutes}
        if not lengths:
            return
        session = sessions[0] if len(contents(reading)) == 1 else None
        if GATHERINGS.fullmatch(statement.noun):
            lengths |= day_lengths(reading)
    if any(_agree(statement, length) for length in lengths):
        return
    if session and session.minutes:
        values: dict[str, Value] = {"said": told, "minutes": in_minutes(session.minutes)}
        yield in_text(passage, _DIFFERS[bool(session.start)], {**values, **_hours(session)})
    else:
        yield in_text(passage, _NO_SUCH, {"said": told})


def _means(session: Session, statement: Statement, passage: Passage) -> bool:
    """Whether a text of a session, or of a talk in it, speaks of that session and not of another one."""
    if statement.determiner.lower() in _EACH:
        return False
    if passage.owner.talk and statement.determiner.lower() not in ("this", "cette", "ce", "cet"):
        return False
    if not statement.noun or ANY_PART.fullmatch(statement.noun) or GATHERINGS.fullmatch(statement.noun):
        return not re.search(
            r"\b(?:training|breakout|break-out|working|practical|formation)\b", statement.modifiers, re.I
        )
    return is_called(session, statement.noun)


def _sessions_meant(reading: Reading, statement: Statement) -> list[Session]:
    sessions = contents(reading)
    if not statement.noun:
        return sessions if len(sessions) == 1 else []
    if ANY_PART.fullmatch(statement.noun) or GATHERINGS.fullmatch(statement.noun):
        beside = statement.determiner.lower() in ("a", "an", "is", "as", "un", "une")
        return [] if beside and len(sessions) > 1 else sessions
    named = [session for session in sessions if is_called(session, statement.noun)]
    return named or (sessions if len(sessions) == 1 else [])


def _agree(statement: Statement, length: int) -> bool:
    if statement.determiner == NEAR and not length / 2 < statement.duration.minutes < 2 * length:
        return True  # "three hours together" is no length of a session of one
    margin = max(10, length * 15 // 100) if statement.approximate else 0
    return abs(statement.duration.minutes - length) <= margin


def _hours(session: Session) -> dict[str, Value]:
    hours = hours_of(session)
    return {"hours": hours} if hours else {}


def talks_exceed_session(reading: Reading) -> Iterator[Hit]:
    for session in held(reading):
        total = sum(talk.minutes or 0 for talk in session.talks)
        if session.minutes and total > session.minutes:
            values: dict[str, Value] = {"talks": in_minutes(total), "minutes": in_minutes(session.minutes)}
            message = _EXCEEDS[bool(session.start)]
            yield at(reading.of_session(session), "talks", message, {**values, **_hours(session)})


RULES = (
    Rule(
        name="length-stated",
        description=said("A text tells another length than the session has."),
        remedy=said("Correct the text or the session's length; a text that leaves the length out can't go wrong."),
        find=length_stated,
        languages=ENGLISH_FRENCH,
    ),
    Rule(
        name="talks-exceed-session",
        description=said("The minutes of the talks add up to more than the session has."),
        remedy=said("Shorten the talks or lengthen the session."),
        find=talks_exceed_session,
    ),
)
