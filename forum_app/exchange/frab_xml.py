"""frab's ``schedule.xml`` read leniently: what deviates from the public schema is told, what can't be read is refused."""

from collections.abc import Callable

from lxml import etree

from forum_app.domain.sentences import Said, said
from forum_app.exchange.frab import Fields, programme_of
from forum_app.exchange.programme import Programme, refused

MOST_TAGS = 1_000_000
_Element = etree._Element


def read_frab_xml(data: bytes, progress: Callable[[int], None] = lambda done: None) -> Programme:
    """The programme of a file. Raises ImportRefused for bytes that are no XML, that declare entities or hold too much."""
    if data.count(b"<") > MOST_TAGS:
        raise refused("", said("The file holds more than %(most)s tags.", most=MOST_TAGS))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise refused(
            _line(line), said("The file is no readable XML (the parser says: %(reason)s).", reason=_reason(error))
        ) from None
    except ValueError as error:
        raise refused(
            "", said("The file is no readable XML (the parser says: %(reason)s).", reason=str(error))
        ) from None
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(iter(dtd.iterentities()), None) is not None:
        raise refused(_line(1), said("The file declares entities: they are not read. Save it without a DOCTYPE."))
    if root.tag != "schedule":
        wrong = said("This is no schedule.xml: its first element is <%(name)s>.", name=str(root.tag))
        raise refused(_line(root.sourceline), wrong)
    return programme_of(_conference(root), _days(root), progress)


def _line(number: int | None) -> Said:
    return said("line %(number)s", number=number)


def _reason(error: etree.XMLSyntaxError) -> str:
    return (error.msg or "it ends too early").split(", line")[0].strip().rstrip(".")


def _text(element: _Element | None) -> str:
    return "".join(str(part) for part in element.itertext()).strip() if element is not None else ""


def _child(element: _Element, name: str) -> str:
    return _text(element.find(name))


def _conference(root: _Element) -> Fields:
    found = root.find("conference")
    conference = found if found is not None else etree.Element("conference")
    names = "title subtitle acronym venue city start end time_zone_name base_url url day_change timeslot_duration logo".split()
    fields: Fields = {name: _child(conference, name) for name in names}
    colour = conference.find("color")
    fields["colour"] = colour.get("primary", "") if colour is not None else ""
    # FOSDEM lists its tracks beside the conference, the schema inside it.
    tracks = [*conference.iterfind("track"), *root.iterfind("tracks/track")]
    fields["tracks"] = [
        {"name": track.get("name") or _text(track), "color": track.get("color", "")} for track in tracks
    ]
    fields["rooms"] = []
    fields["missing"] = [said("<conference> is missing.")] if found is None else []
    if root.find("tracks") is not None:
        fields["missing"].append(said("The tracks stand beside the conference, not in it."))
    fields["version"] = _child(root, "version")
    return fields


def _days(root: _Element) -> list[Fields]:
    return [
        {
            "place": _line(day.sourceline),
            "index": day.get("index", ""),
            "date": day.get("date", ""),
            "start": day.get("start", ""),
            "rooms": [
                {
                    "name": room.get("name", "").strip(),
                    "guid": room.get("guid", ""),
                    "events": [_event(event) for event in room.iterfind("event")],
                }
                for room in day.iterfind("room")
            ],
        }
        for day in root.iterfind("day")
    ]


_PLAIN = (
    "room title subtitle type date start duration abstract slug track logo language description video_download_url "
    "url feedback_url origin_url"
).split()


def _event(event: _Element) -> Fields:
    fields: Fields = {name: _child(event, name) for name in _PLAIN}
    number = event.get("id", "").strip()
    fields |= {"id": number, "guid": event.get("guid", "").strip(), "code": event.get("code", "").strip()}
    line = _line(event.sourceline)
    fields["place"] = said("%(place)s, event %(event)s", place=line, event=number[:40]) if number else line
    fields["persons"] = [
        {"id": person.get("id", ""), "guid": person.get("guid", ""), "name": _text(person)}
        for person in event.iterfind("persons/person")
    ]
    fields["links"] = [{"url": link.get("href", ""), "title": _text(link)} for link in event.iterfind("links/link")]
    fields["attachments"] = [
        {"url": item.get("href", ""), "title": _text(item)} for item in event.iterfind("attachments/attachment")
    ]
    recording = event.find("recording")
    if recording is not None:
        fields["recording_url"] = _child(recording, "url") or _child(recording, "link")
        fields["recording_license"] = _child(recording, "license")
        fields["do_not_record"] = _child(recording, "optout") == "true"
    known = {*_PLAIN, "persons", "links", "attachments", "recording"}
    fields["unknown"] = sorted({str(item.tag) for item in event if item.tag not in known and _text(item)})
    return fields
