"""frab's ``schedule.json``, as pretalx writes it, read leniently into the same fields as its XML twin."""

import json
from collections.abc import Callable
from typing import Any

from forum_app.domain.sentences import said
from forum_app.exchange.frab import Fields, programme_of
from forum_app.exchange.programme import Programme, refused
from forum_app.exchange.values import read_text

MOST_VALUES = 1_000_000

_PLAIN = (
    "room title subtitle type date start duration abstract slug track logo language description video_download_url "
    "url feedback_url origin_url guid code recording_license"
).split()
_KNOWN = {*_PLAIN, "id", "end", "persons", "links", "attachments", "do_not_record", "do_not_stream", "answers"}


def read_frab_json(data: bytes, progress: Callable[[int], None] = lambda done: None) -> Programme:
    """The programme of a file. Raises ImportRefused for bytes that are no such JSON, or that hold too much."""
    if sum(map(data.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise refused("", said("The file holds more than %(most)s values.", most=MOST_VALUES))
    try:
        whole = json.loads(read_text(data), object_pairs_hook=_object, parse_constant=_no_number, parse_int=_number)
    except json.JSONDecodeError as error:
        wrong = said("The file is no readable JSON (the parser says: %(reason)s).", reason=error.msg)
        raise refused(said("line %(number)s", number=error.lineno), wrong) from None
    except UnicodeDecodeError as error:
        raise refused("", said("The file is not in UTF-8 (byte %(byte)s).", byte=error.start)) from None
    except RecursionError:
        raise refused("", said("The file is nested too deep.")) from None
    schedule = whole.get("schedule") if isinstance(whole, dict) else None
    conference = schedule.get("conference") if isinstance(schedule, dict) else None
    if not isinstance(schedule, dict) or not isinstance(conference, dict):
        raise refused("", said("This is no schedule.json: it has no “schedule” with a “conference” in it."))
    return programme_of(_conference(schedule, conference), _days(conference), progress)


def _object(pairs: list[tuple[str, Any]]) -> Fields:
    """One object; where a name stands twice one value would be lost, so that is refused."""
    found = dict(pairs)
    if len(found) < len(pairs):
        name = next(name for number, (name, _value) in enumerate(pairs) if name in dict(pairs[:number]))
        wrong = said(
            "The name “%(name)s” stands twice in one object of the file: one of them would be lost.", name=name[:40]
        )
        raise refused("", wrong)
    return found


def _no_number(name: str) -> Any:
    raise refused("", said("The file is no readable JSON: %(name)s is no number.", name=name))


def _number(digits: str) -> int | str:
    """An integer; one of more digits than anybody counts in stays the text that it is."""
    return int(digits) if len(digits) < 20 else digits


def _word(value: Any) -> str:
    """A value as text; a map of languages (some systems write one) as its first text."""
    if isinstance(value, dict):
        value = next((text for text in value.values() if text), "")
    return "" if value is None or isinstance(value, (list, bool)) else str(value).strip()


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _conference(schedule: dict[str, Any], conference: dict[str, Any]) -> Fields:
    names = "title subtitle acronym venue city start end time_zone_name url timeslot_duration logo description".split()
    fields: Fields = {name: _word(conference.get(name)) for name in names}
    fields["base_url"] = _word(schedule.get("base_url")) or _word(conference.get("base_url"))
    fields["day_change"] = ""
    colours = conference.get("colors")
    fields["colour"] = _word(colours.get("primary")) if isinstance(colours, dict) else ""
    fields["tracks"] = [
        {"name": _word(track.get("name")), "color": _word(track.get("color"))}
        for track in _dicts(conference.get("tracks"))
    ]
    fields["rooms"] = [
        {
            "name": _word(room.get("name")),
            "guid": _word(room.get("guid")),
            "capacity": room.get("capacity"),
            "description": _word(room.get("description")),
        }
        for room in _dicts(conference.get("rooms"))
    ]
    fields["missing"] = []
    fields["version"] = _word(schedule.get("version"))
    return fields


def _days(conference: dict[str, Any]) -> list[Fields]:
    days = []
    for number, day in enumerate(_dicts(conference.get("days"))):
        rooms = day.get("rooms")
        named = rooms.items() if isinstance(rooms, dict) else ()
        days.append(
            {
                "place": f"days[{number}]",
                "index": _word(day.get("index")),
                "date": _word(day.get("date")),
                "start": _word(day.get("day_start")),
                "rooms": [
                    {
                        "name": str(name).strip(),
                        "guid": "",
                        "events": [
                            _event(event, f"days[{number}].rooms[{name[:40]}][{index}]")
                            for index, event in enumerate(_dicts(events))
                        ],
                    }
                    for name, events in named
                ],
            }
        )
    return days


def _link(item: dict[str, Any]) -> Fields:
    """The format wants a title: where it repeats the address, there is none."""
    url, title = _word(item.get("url")) or _word(item.get("href")), _word(item.get("title"))
    return {"url": url, "title": title if title != url else ""}


def _event(event: dict[str, Any], place: str) -> Fields:
    fields: Fields = {name: _word(event.get(name)) for name in _PLAIN}
    fields["id"] = _word(event.get("id"))
    fields["place"] = (
        said("%(place)s, event %(event)s", place=place, event=fields["id"][:40]) if fields["id"] else place
    )
    fields["persons"] = [
        {
            "id": _word(person.get("id")),
            "guid": _word(person.get("guid")),
            "code": _word(person.get("code")),
            "name": _word(person.get("name")) or _word(person.get("public_name")),
            "biography": _word(person.get("biography")),
            "answers": person.get("answers"),
        }
        for person in _dicts(event.get("persons"))
    ]
    for name in ("links", "attachments"):
        fields[name] = [_link(item) for item in _dicts(event.get(name))]
    fields["do_not_record"] = event.get("do_not_record") is True
    fields["unknown"] = sorted(name for name, value in event.items() if name not in _KNOWN and value)
    if event.get("answers"):
        fields["unknown"].append("answers")
    return fields
