"""What four calendar readers of other people see in the same bytes: ical.js, node-ical, vobject and ics."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import ics
import vobject

READERS = ("ical.js", "node-ical", "vobject", "ics")
SCRIPT = Path(__file__).with_name("readers.mjs")


class Seen(NamedTuple):
    """One event as a reader understood it; instants are ISO 8601 in UTC."""

    uid: str
    start: str
    end: str
    summary: str
    location: str
    description: str
    status: str
    sequence: int
    categories: tuple[str, ...]


Reading = dict[str, dict[str, list[Seen]]]


def read_by_all(files: Mapping[str, bytes], folder: Path) -> Reading:
    """What each reader sees in each file: name of the file → reader → events by time, then UID."""
    for name, data in files.items():
        (folder / f"{name}.ics").write_bytes(data)
    seen = _by_javascript(folder)
    for name, data in files.items():
        seen[name]["vobject"] = _by_vobject(data.decode())
        seen[name]["ics"] = _by_ics(data.decode())
    return {
        name: {reader: sorted(events, key=lambda event: (event.start, event.uid)) for reader, events in found.items()}
        for name, found in seen.items()
    }


def _by_javascript(folder: Path) -> Reading:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    node = shutil.which("node", path=path)
    assert node, "node is missing: `make setup` brings it"
    done = subprocess.run([node, SCRIPT, folder], capture_output=True, check=True, text=True, encoding="utf-8")
    seen: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(done.stdout)
    return {
        name: {
            reader: [Seen(**{**event, "categories": tuple(event["categories"])}) for event in events]
            for reader, events in found.items()
        }
        for name, found in seen.items()
    }


def _by_vobject(text: str) -> list[Seen]:
    calendar = vobject.readOne(text)
    return [
        Seen(
            uid=event.uid.value,
            start=_instant(event.dtstart.value),
            end=_instant(event.dtend.value),
            summary=event.summary.value,
            location=event.location.value if "location" in event.contents else "",
            description=event.description.value if "description" in event.contents else "",
            status=event.status.value,
            sequence=int(event.sequence.value),
            categories=tuple(event.categories.value) if "categories" in event.contents else (),
        )
        for event in calendar.contents.get("vevent", [])
    ]


def _by_ics(text: str) -> list[Seen]:
    return [
        Seen(
            uid=event.uid,
            start=_instant(event.begin.datetime),
            end=_instant(event.end.datetime),
            summary=event.name,
            location=event.location or "",
            description=event.description or "",
            status=event.status,
            sequence=next(int(line.value) for line in event.extra if line.name == "SEQUENCE"),
            categories=tuple(sorted(event.categories)),
        )
        for event in ics.Calendar(text).events
    ]


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
