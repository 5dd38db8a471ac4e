"""Whether a text says something else now, or is only worded in more languages: a translation renames and moves nothing."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from forum_app.domain.draft_parts import Venue
from forum_app.domain.places import place_of
from forum_app.domain.release import Content, RoomEntry, SessionEntry

Text = Mapping[str, str]


def in_order(text: Text, languages: Sequence[str]) -> dict[str, str]:
    """A text with the forum's languages first, in their order: its original leads."""
    return {code: text[code] for code in dict.fromkeys([*languages, *text]) if code in text}


def first_common(before: Text, after: Text) -> str | None:
    """The first language that both are written in, by the order of ``after``."""
    return next((language for language in after if language in before), None)


def only_translated(before: Text, after: Text) -> bool:
    """Whether two texts, in the forum's order, say the same in the first language that both are written in."""
    common = first_common(before, after)
    return common is not None and before[common] == after[common] and before != after


def places_of_both(
    old: Content, new: Content, before: SessionEntry, after: SessionEntry
) -> tuple[dict[str, str], dict[str, str]] | None:
    """Where a session was and where it is, by language; None where it is where it was, however that is called."""
    languages = new.forum.languages
    was, now = (
        {language: place_of(content, session, language) for language in languages}
        for content, session in ((old, before), (new, after))
    )
    if was == now:
        return None
    named = [*_names(old, before.room), *_names(new, after.room)]
    first = next((code for code in languages if all(code in name for name in named)), languages[0])
    return (was, now) if was[first] != now[first] or before.room != after.room else None


def _names(content: Content, room: str | None) -> Iterator[Text]:
    """The names that say where something is, those that are written at all."""
    known = content.room.get(room or "")
    yield from [known.name] if known else []
    venue = content.forum.venue
    yield from (name for name in (venue.name, venue.city) if name) if venue else ()


def translated_places(old: Content, new: Content) -> Iterator[tuple[str, bool, list[str]]]:
    """The languages in which names of the venue and of rooms are worded anew, and nothing but that: whether any of them
    had a name there before, and the names."""
    pairs = [pair for pair in _pairs(old, new) if only_translated(*pair)]
    for language in new.forum.languages:
        found = [(was, now) for was, now in pairs if now.get(language) and was.get(language) != now[language]]
        if found:
            names = [now[language] for _was, now in found]
            yield language, any(language in was for was, _now in found), list(dict.fromkeys(names))


def _pairs(old: Content, new: Content) -> Iterator[tuple[Text, Text]]:
    order = new.forum.languages
    was, now = old.forum.venue, new.forum.venue
    pairs = [(was.name, now.name), (was.city, now.city)] if was and now else []
    pairs += [(known.name, room.name) for room in new.rooms if (known := old.room.get(room.id))]
    return ((in_order(one, order), in_order(other, order)) for one, other in pairs)


def with_names_of(old: Content, new: Content) -> tuple[Venue | None, list[RoomEntry]]:
    """The new venue and rooms under their old names where those were only translated."""
    order = new.forum.languages

    def name(was: Text, now: Text) -> Text:
        gained = all(now.get(code) for code in was)  # a translation that went is told as a change
        return was if gained and only_translated(in_order(was, order), in_order(now, order)) else now

    venue, before = new.forum.venue, old.forum.venue
    if venue and before:
        venue = msgspec.structs.replace(venue, name=name(before.name, venue.name), city=name(before.city, venue.city))
    rooms = [
        msgspec.structs.replace(room, name=name(old.room[room.id].name, room.name)) if room.id in old.room else room
        for room in new.rooms
    ]
    return venue, rooms
