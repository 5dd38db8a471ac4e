"""Rules on days: told in texts, compared with the calendar, with the forum's days and with the sessions'."""

from collections.abc import Iterator

from forum_app.domain.checker.findings import Hit, Rule, at, in_text
from forum_app.domain.checker.language.clock import clocks_in
from forum_app.domain.checker.language.dates import DateMention
from forum_app.domain.checker.language.events import GATHERINGS
from forum_app.domain.checker.language.happening import is_headline, is_label, names_another, tells_when
from forum_app.domain.checker.language.tense import told_as_past
from forum_app.domain.checker.programme import contents, day_of, days_by_date, forum_days, held, last_day
from forum_app.domain.checker.reading import ENGLISH_FRENCH, Passage, Reading
from forum_app.domain.checker.told import told_dates
from forum_app.domain.checker.wording import Day, Days, Value, Weekday
from forum_app.domain.draft import Person
from forum_app.domain.sentences import said

_WEEKDAY = said("The text says %(said)s; that day is a %(weekday)s.")
_PAST = said("“%(verb)s” tells %(said)s as past, but that is after the forum (%(days)s).")
_FORUM_DAY = said("The text says %(said)s, the forum is on %(days)s.")
_SESSION_DAY = said("The text says %(said)s, the session is on %(days)s.")
_OUTSIDE = said("The session is on %(day)s, the forum on %(days)s.")
_NEAR = 45  # days


def weekday_wrong(reading: Reading) -> Iterator[Hit]:
    near = forum_days(reading)
    for passage, _sentence, mention in told_dates(reading):
        if mention.weekday is None or mention.weekday == mention.first.weekday():
            continue
        if mention.year_told or mention.first in near:
            values: dict[str, Value] = {"said": mention.said, "weekday": Weekday(mention.first)}
            yield in_text(passage, _WEEKDAY, values)


def future_told_as_past(reading: Reading) -> Iterator[Hit]:
    forum, end = reading.draft.forum, last_day(reading)
    for passage, sentence, mention in told_dates(reading):
        if mention.first <= end or not mention.year_told or passage.field == "outcome":
            continue
        verb = told_as_past(sentence, mention, passage.base)
        if verb:
            values: dict[str, Value] = {
                "verb": verb,
                "said": mention.said,
                "days": Days(forum.first_day, forum.last_day),
            }
            yield in_text(passage, _PAST, values)


def date_stated(reading: Reading) -> Iterator[Hit]:
    own = reading.own_words
    for passage, sentence, mention in told_dates(reading):
        if mention.unit != "day" or isinstance(passage.owner.part, Person) or passage.owner.talk:
            continue
        subject = tells_when(sentence, mention.start, passage.base)
        if subject and names_another(subject, own):
            continue
        lone = is_headline(sentence, reading.place_names) and _is_of_today(reading, sentence, mention)
        lone = lone or (is_label(sentence, mention.start) and bool(clocks_in(sentence)))
        if subject or lone:
            yield from _compared(reading, passage, mention, subject["noun"] if subject else "")


def _is_of_today(reading: Reading, sentence: str, mention: DateMention) -> bool:
    """A line with hours, or a day near the forum's: a title block. Others cite what was said there at another time."""
    return bool(clocks_in(sentence)) or abs((mention.first - reading.draft.forum.first_day).days) <= _NEAR


def _compared(reading: Reading, passage: Passage, mention: DateMention, noun: str) -> Iterator[Hit]:
    forum, days = reading.draft.forum, forum_days(reading)
    session = passage.owner.session
    sessions = contents(reading)
    if session is None and noun and not GATHERINGS.fullmatch(noun) and len(sessions) == 1:
        session = sessions[0]
    day = day_of(session, reading) if session else None
    if day and not GATHERINGS.fullmatch(noun):
        if not mention.first <= day <= mention.last:
            yield in_text(passage, _SESSION_DAY, {"said": mention.said, "days": Day(day)})
    elif (
        mention.first not in days
        or mention.last not in days
        or (mention.several and noun and not _is_span(reading, mention))
    ):
        yield in_text(passage, _FORUM_DAY, {"said": mention.said, "days": Days(forum.first_day, forum.last_day)})


def _is_span(reading: Reading, mention: DateMention) -> bool:
    """Whether some days are the whole of the forum, of the event it is part of, or of its programme."""
    forum, host = reading.draft.forum, reading.draft.forum.part_of
    used = sorted(days_by_date(reading)) or [forum.first_day]
    spans = {(forum.first_day, forum.last_day), (used[0], used[-1])}
    if host and host.first_day:
        spans.add((host.first_day, host.last_day or host.first_day))
    return (mention.first, mention.last) in spans


def session_outside_days(reading: Reading) -> Iterator[Hit]:
    forum = reading.draft.forum
    for session in held(reading):
        day = day_of(session, reading)
        if day and not forum.first_day <= day <= forum.last_day:
            values: dict[str, Value] = {"day": Day(day), "days": Days(forum.first_day, forum.last_day)}
            yield at(reading.of_session(session), "start", _OUTSIDE, values)


RULES = (
    Rule(
        name="weekday-wrong",
        description=said("A text names another weekday than the date has."),
        remedy=said("Correct the weekday or the date."),
        find=weekday_wrong,
        languages=ENGLISH_FRENCH,
    ),
    Rule(
        name="future-told-as-past",
        description=said("A date after the forum is told in the past."),
        remedy=said("Check the date, or say that it is still to come."),
        find=future_told_as_past,
        languages=ENGLISH_FRENCH,
    ),
    Rule(
        name="date-stated",
        description=said("A text tells another day than the forum or the session has."),
        remedy=said("Correct the text or the forum's and sessions' days."),
        find=date_stated,
        languages=ENGLISH_FRENCH,
    ),
    Rule(
        name="session-outside-days",
        description=said("A session is before the forum's first day or after its last."),
        remedy=said("Correct the session's day or the forum's days."),
        find=session_outside_days,
    ),
)
