"""An organiser at the agenda's builder, as its script is: takes steps with what the page showed, hears what others did."""

import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from lxml import html as lxml_html

from forum_app.domain.identity import new_id
from tests.factories import FIRST_DAY, an_id
from tests.quality.many import DESK, Caller

AGENDA = f"{DESK}/agenda"
PLACES = ("start", "fold", "minutes", "room")
ALL_MOVE = [an_id(number, "s") for number in range(17, 24)]  # what everybody moves; each has a session of its own too
ROOMS = [an_id(number, "r") for number in range(2)]
DOINGS = (
    "place",
    "place",
    "several",
    "longer",
    "unschedule",
    "swap",
    "shift",
    "copy",
    "delete",
    "undo",
    "undo",
    "redo",
)
RULES = ("unschedule", "swap", "shift")

Slot = dict[str, Any]


@dataclass(frozen=True)
class Done:
    """A step that the server said it did: its id, what was asked to differ from what the page showed, the step it undid."""

    key: str
    doing: str
    asked: dict[str, Slot]
    undid: str = ""
    changed: bool = True
    made: str = ""


@dataclass
class Mover(Caller):
    """``shown`` are the cards of its page, by session; ``entry`` the last of the log that the page knows of."""

    port: int = 0
    csrf: str = ""
    entry: int = 0
    shown: dict[str, Slot] = field(default_factory=dict)
    seen: dict[str, dict[str, str]] = field(default_factory=dict)
    copies: list[str] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    undos: list[str] = field(default_factory=list)
    redos: list[str] = field(default_factory=list)
    lost: int = 0
    chosen: int = 0
    repeated: int = 0

    def open(self) -> None:
        """The page anew, as after something was refused."""
        status, page = self.ask(self.port, "GET", f"{AGENDA}?day={FIRST_DAY}")
        assert status == 200, page
        root = lxml_html.fromstring(page)
        self.csrf = root.xpath("//meta[@name='csrf']/@content")[0]
        self.entry = int(root.xpath("//*[@data-entry]/@data-entry")[0])
        self.shown, self.seen = {}, {}
        for card in root.xpath("//article[@data-key]"):
            self._draw(card)

    def _draw(self, card: Any) -> None:
        key = card.get("data-key")
        start, minutes, room = card.get("data-start"), card.get("data-minutes"), card.get("data-room")
        self.seen[key] = json.loads(card.get("data-seen"))
        self.shown[key] = {
            "start": start or None,
            "fold": int(card.get("data-fold")),
            "minutes": int(minutes) if minutes else None,
            "room": room or None,
        }

    def hear(self) -> None:
        """What others did since."""
        status, body = self.ask(self.port, "GET", f"{AGENDA}/changes?after={self.entry}&day={FIRST_DAY}")
        assert status == 200, body
        self._told(json.loads(body))

    def _told(self, told: dict[str, Any]) -> None:
        self.entry = max(self.entry, told["entry"])
        for markup in told.get("cards", {}).values():
            self._draw(lxml_html.fragment_fromstring(markup.strip()))
        for key in told.get("gone", []):
            self.shown.pop(key, None)
        if told.get("reload"):
            self.open()

    def moves(self, turns: int, end: float) -> None:
        """One step after the other, mostly without looking first, until the end and for so many turns at least."""
        chance = random.Random(self.number)
        self.open()
        turn = 0
        while turn < turns or time.monotonic() < end:
            turn += 1
            if chance.random() < 0.3:
                self.hear()
            self._step(chance.choice(DOINGS), chance)

    def _step(self, doing: str, chance: random.Random) -> None:
        if doing in ("undo", "redo"):
            return self._back(doing, chance)
        fields, asked, made = self._fields(doing, chance)
        if not fields:
            return None
        told, key = self._choosing(f"{AGENDA}/steps", fields, chance)
        if told is None:
            return None
        self.done.append(Done(key, doing, asked, changed=told["changed"], made=made))
        if told["changed"]:
            self.undos, self.redos = [*self.undos, key], []
        return None

    def _back(self, doing: str, chance: random.Random) -> None:
        here, there = (self.undos, self.redos) if doing == "undo" else (self.redos, self.undos)
        if not here:
            return
        told, key = self._choosing(f"{AGENDA}/steps/{here[-1]}/undo", {}, chance)
        if told is None:
            return
        self.done.append(Done(key, doing, {}, here.pop(), told["changed"]))
        if told["changed"]:
            there.append(key)

    def _choosing(self, path: str, fields: dict[str, list[str]], chance: random.Random) -> tuple[Any, str]:
        """What the server answered and the step's id; where somebody was faster theirs is kept, or one's own all the same."""
        told, key = self._sent(path, fields, chance)
        if told is None:
            self.lost += 1
            self.open()
            while (
                told is None and chance.random() < 0.5
            ):  # what comes of a rule is worked out anew, and may clash again
                self.chosen += 1
                told, key = self._sent(path, {**fields, "all": ["yes"]}, chance)
                assert told is not None or fields.get("do", [""])[0] in RULES
        if told is not None:
            self._told(told)
        return told, key

    def _sent(self, path: str, fields: dict[str, list[str]], chance: random.Random) -> tuple[Any, str]:
        """Now and then a step is sent twice at once, as where the first answer was lost on its way."""
        key = new_id()
        known = {"_csrf": [self.csrf], "_step": [key], "day": [str(FIRST_DAY)], "after": [str(self.entry)]}
        twice = chance.random() < 0.15
        self.repeated += twice
        with ThreadPoolExecutor(2) as pool:
            sent = [
                pool.submit(self.ask, self.port, "POST", path, {**known, **fields}, "application/json")
                for _ in range(1 + twice)
            ]
        answers = [each.result() for each in sent]
        allowed = {200, 409, 422} if fields.get("do") == ["shift"] else {200, 409}  # what has no time moves nothing
        assert {status for status, _body in answers} <= allowed, answers
        told = [json.loads(body) for status, body in answers if status == 200]
        assert all(each["step"] == key and each["changed"] == told[0]["changed"] for each in told)
        return (told[0] if told else None), key

    def _fields(self, doing: str, chance: random.Random) -> tuple[dict[str, list[str]], dict[str, Slot], str]:
        own, others = an_id(self.number, "s"), [key for key in ALL_MOVE if key in self.shown]
        some = [key for key in [own, *chance.sample(others, min(2, len(others)))] if key in self.shown]
        one = chance.choice(some) if some else ""
        if doing in ("place", "several", "longer"):
            return self._placed(some if doing == "several" else [one], doing, chance) if one else ({}, {}, "")
        if doing == "copy":
            self.copies.append(new_id())
            return {"do": ["copy"], "session": [own], "new": [self.copies[-1]]}, {}, self.copies[-1]
        if doing == "delete":
            waiting = [key for key in self.copies if key in self.shown]
            return ({"do": ["delete"], "session": [waiting[0]]} if waiting else {}), {}, ""
        if not one or not self.shown[one]["start"]:
            return {}, {}, ""
        by = (
            {"other": [chance.choice(others)] if others else [own]}
            if doing == "swap"
            else {"by": [chance.choice(["5", "-5"])]}
        )
        return {"do": [doing], "session": [one], **by}, {}, ""

    def _placed(
        self, keys: list[str], doing: str, chance: random.Random
    ) -> tuple[dict[str, list[str]], dict[str, Slot], str]:
        asked, wishes = {}, []
        for key in keys:
            shown = self.shown[key]
            if doing == "longer":
                values = {**shown, "minutes": 5 * chance.randint(1, 24)}
            else:
                start = datetime.combine(FIRST_DAY, datetime.min.time()) + timedelta(
                    minutes=5 * chance.randint(96, 216)
                )
                values = {**shown, "start": start.isoformat(), "fold": 0, "room": chance.choice(ROOMS)}
            wishes.append({"session": key, "values": values, "seen": self.seen[key]})
            asked[key] = {place: values[place] for place in PLACES if values[place] != shown[place]}
        return {"do": ["place"], "wishes": [json.dumps(wishes)]}, asked, ""
