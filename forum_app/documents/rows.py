"""The rows of a printed programme: sessions with those who lead them, and under each its talks with who speaks.

Of a session's talks the programme of several sessions says when, what and who, but not what is in them: the site and the
note do. So a long one stays something to hold in the hand.
"""

import re
from collections import Counter
from dataclasses import replace
from datetime import date

from markupsafe import Markup

from forum_app import labels
from forum_app.documents.reading import Reading
from forum_app.documents.stretches import Line, Named, Stretch
from forum_app.domain.release import SessionEntry, TalkEntry, Text
from forum_app.domain.texts import language_for, opening, readable
from forum_app.domain.vocabularies import RoleKind, SessionKind

LONGEST_LEAD = 260
_ON_STAGE = (RoleKind.PANELLIST, RoleKind.SPEAKER)
_HANDS = (RoleKind.MODERATOR, *_ON_STAGE, RoleKind.RAPPORTEUR)


def stretches_of(
    reading: Reading, sessions: list[SessionEntry], only: SessionEntry | None, density: str, said: str
) -> list[Stretch]:
    """The sessions by day, those without a time last; of the one session that there is its talks, if it has any.

    ``said``: the languages that need no words in a row, see ``said_of_all``.
    """
    if only is not None and only.talks:
        return [Stretch("", _once([_whole_talk(reading, talk, density) for talk in only.talks]))]
    if only is not None:
        return [Stretch("", _once([_session(reading, only, density, reading.spoken(only))]))]
    stretches = []
    shown = {session.id for session in sessions}
    for entry in reading.content.days:
        lines = [
            _session(reading, reading.content.session[key], density, said, entry.day)
            for key in entry.sessions
            if key in shown
        ]
        if lines:
            name = opening(reading.words.day(entry.day))
            stretches.append(Stretch(name, _once(lines), name))
    waiting = [_session(reading, session, density, said) for session in sessions if session.starts_at is None]
    if waiting:
        name = reading.words.gettext("Time to be announced")
        stretches.append(Stretch(name, waiting, name))
    return stretches if len(stretches) > 1 or waiting else [replace(stretch, heading="") for stretch in stretches]


def _once(lines: list[Line], seen: set[str] | None = None) -> list[Line]:
    """The same lines, and the talks in them, with nobody's portrait and post shown twice."""
    seen = set() if seen is None else seen
    shown = []
    for line in lines:
        people = [replace(named, again=named.again or named.person.id in seen) for named in line.people]
        seen |= {named.person.id for named in people if not named.again}
        shown.append(replace(line, people=people, talks=_once(line.talks, seen)))
    return shown


def _talk(reading: Reading, talk: TalkEntry) -> Line:
    unsure = reading.words.gettext("to be confirmed")
    return Line(
        time=reading.words.time(talk.starts_at) if talk.starts_at else "",
        length=reading.words.minutes(talk.minutes) if talk.minutes else "",
        title=reading.talk_title(talk),
        note=Markup(""),
        people=[Named(person, unsure if speaker.to_be_confirmed else "") for speaker, person in reading.speakers(talk)],
    )


def _whole_talk(reading: Reading, talk: TalkEntry, density: str) -> Line:
    """A talk of the one session that there is, with what is in it."""
    note = reading.text(talk.flagship) if reading.text(talk.title) else Markup("")
    return replace(_talk(reading, talk), note=note, text=_text(reading, talk.abstract, density))


def _session(reading: Reading, session: SessionEntry, density: str, said: str, day: date | None = None) -> Line:
    """A session as a line under ``day``, with its talks; one after midnight says its own date."""
    starts, ends = session.starts_at, session.ends_at
    times = reading.words.times(starts, ends) if starts and ends else ""
    if starts and day and starts.date() != day:
        times = f"{reading.words.short_day(starts.date())}{reading.words.comma}{times}"
    spoken = reading.spoken(session)
    return Line(
        time=times,
        length=reading.words.minutes(session.minutes) if session.minutes else "",
        title=reading.title(session),
        note=_kind(reading, session),
        text=_text(reading, session.summary, density),
        people=_cast(reading, session),
        place=reading.words.listed((_room(reading, session), reading.mode(session))),
        spoken=opening(spoken) if spoken != said else "",
        talks=[] if session.is_cancelled else [_talk(reading, talk) for talk in session.talks],
        cancelled=session.is_cancelled,
        since=reading.words.time(starts) if starts else "",
    )


def _text(reading: Reading, text: Text, density: str) -> Markup:
    """The whole text, its first sentence where that is short, or nothing."""
    if density == "full":
        return reading.rich(text, 4)
    if density != "leads":
        return Markup("")
    found = language_for(text, reading.language, reading.forum.languages)
    sentence = re.match(r".+?[.!?。।؟](?=\s|$)", readable(text.get(found, "")).split("\n")[0])
    if sentence is None or len(sentence[0]) > LONGEST_LEAD:
        return Markup("")
    return Markup('<div class="rich"><p>{}</p></div>').format(reading.text({found: sentence[0]}))


def _kind(reading: Reading, session: SessionEntry) -> Markup:
    kind = reading.kind(session)
    if session.status == "tentative":
        return Markup("{}{}{}").format(kind, reading.words.comma, reading.words.gettext("to be confirmed"))
    return kind


def _room(reading: Reading, session: SessionEntry) -> str:
    room = reading.content.room.get(session.room or "")
    return reading.plain(room.name) if room else ""


def _cast(reading: Reading, session: SessionEntry) -> list[Named]:
    """The people of a session beside its talks' speakers, each once, with words for a role that is not speaking.

    Who takes notes is only named: the programme is of those whom one hears.
    """
    words, found = reading.words, dict[str, Named]()
    speaking = {speaker.person for talk in session.talks for speaker in talk.speakers}
    for part in sorted(session.cast, key=lambda part: part.role == RoleKind.RAPPORTEUR):
        if part.role not in _HANDS or part.person not in reading.content.person:
            continue
        if part.person in speaking and part.role in _ON_STAGE:
            continue
        says = [labels.role(words, part.role)] if part.role not in _ON_STAGE else []
        says += [words.gettext("to be confirmed")] if part.to_be_confirmed else []
        known = found.get(part.person)
        word = words.comma.join(([known.word] if known and known.word else []) + says)
        again = known.again if known else part.role == RoleKind.RAPPORTEUR
        found[part.person] = Named(reading.content.person[part.person], word, again)
    return list(found.values())


def led_by(reading: Reading, session: SessionEntry) -> list[tuple[str, list[Named]]]:
    """For the head of a session of talks: its people beside them by role, with the word for one or for several."""
    words = reading.words
    unsure = words.gettext("to be confirmed")
    speaking = {speaker.person for talk in session.talks for speaker in talk.speakers}
    found = []
    for role in _HANDS:
        people = [
            Named(reading.content.person[part.person], unsure if part.to_be_confirmed else "")
            for part in session.cast
            if part.role == role
            and part.person in reading.content.person
            and not (role in _ON_STAGE and part.person in speaking)
        ]
        if people:
            found.append((labels.roles(words, role, len(people)), people))
    return found


def said_of_all(reading: Reading, sessions: list[SessionEntry]) -> str:
    """The languages of most of several sessions, where each that is not a break says some: said once, for all."""
    each = [reading.spoken(session) for session in sessions if session.kind != SessionKind.BREAK]
    if len(each) < 2 or not all(each):
        return ""
    most, times = Counter(each).most_common(1)[0]
    return most if times * 2 > len(each) else ""
