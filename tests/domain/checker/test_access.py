"""How people get in: time zone, room, online link, languages."""

import pytest

from tests.domain.checker.examples import GONE, Example, right, wrong

PANEL, WORKSHOP = "sessions[0]", "sessions[1]"
ONLINE = {
    f"{PANEL}.mode": "online",
    f"{WORKSHOP}.mode": "online",
    "forum.online": {"url": "https://meet.example/orchards"},
}

EXAMPLES = [
    wrong("time-zone-missing", "en", {"forum.zone": ""}),
    wrong("time-zone-missing", "en", {"forum.zone": "Europe/Lisboa"}),
    wrong("time-zone-missing", "fr", {"forum.zone": "Etc/GMT-1"}),
    right("time-zone-missing", "en", {"forum.zone": "Atlantic/Azores"}),
    right("time-zone-missing", "fr", {**ONLINE, "forum.zone": "UTC"}),
    wrong("room-missing", "en", {f"{PANEL}.room": GONE}),
    wrong("room-missing", "fr", {"rooms": [], f"{PANEL}.room": GONE, f"{WORKSHOP}.room": GONE}, "rooms"),
    right("room-missing", "en", {f"{PANEL}.room": GONE, f"{PANEL}.mode": "online", f"{PANEL}.online": {"url": "https://meet.example/seeds"}}),
    right("room-missing", "fr", {f"{WORKSHOP}.room": GONE, f"{WORKSHOP}.kind": "field-visit"}),
    right("room-missing", "en", {f"{WORKSHOP}.room": GONE, f"{WORKSHOP}.start": GONE, f"{WORKSHOP}.status": "tentative"}),
    wrong("online-link-missing", "en", {f"{PANEL}.mode": "hybrid"}, f"{PANEL}.online"),
    wrong("online-link-missing", "fr", {f"{WORKSHOP}.mode": "online", f"{WORKSHOP}.online": {"platform": " "}}, f"{WORKSHOP}.online"),
    wrong("online-link-missing", "en", {f"{PANEL}.mode": "online", f"{PANEL}.online": {"platform": "Open Meeting"}}, f"{PANEL}.online.url", says="link"),
    right("online-link-missing", "en", {f"{PANEL}.mode": "hybrid", "rooms[0].online": {"url": "https://meet.example/green"}}),
    right("online-link-missing", "fr", {f"{PANEL}.mode": "hybrid", "forum.online": {"url": "https://meet.example/orchards"}}),
    wrong("language-missing", "en", {"forum.working_languages": []}),
    wrong("language-missing", "fr", {"forum.working_languages": [], f"{PANEL}.languages": ["fr"]}, f"{WORKSHOP}.languages"),
    wrong("language-missing", "en", {"forum.working_languages": ["en", "pt"], f"{PANEL}.languages": ["pt"]}, f"{WORKSHOP}.languages", says="several"),
    wrong("language-missing", "fr", {"forum.working_languages": ["fr", "pt"], f"{WORKSHOP}.kind": "field-visit"}, f"{PANEL}.languages"),
    right("language-missing", "en", {"forum.working_languages": ["en", "pt"], f"{PANEL}.languages": ["pt"], f"{WORKSHOP}.languages": ["en", "pt"]}),
    right("language-missing", "en", {"forum.working_languages": [], f"{PANEL}.languages": ["en"], f"{WORKSHOP}.languages": ["en"]}),
    right("language-missing", "fr", {"forum.working_languages": ["fr"], f"{PANEL}.languages": []}),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
