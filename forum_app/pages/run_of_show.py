"""The page from which a session is run, the speaker's screen, and the page on which it is prepared."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import msgspec
from markupsafe import Markup

from forum_app.domain.identity import new_id
from forum_app.domain.run_plan import RunMaterial, in_order, next_question, questions_in
from forum_app.domain.run_times import Line, expected_end, late, left, lines, planned_end, way_out
from forum_app.domain.running import MINUTE, Item, Plan, Run
from forum_app.domain.times import in_zone
from forum_app.domain.trees import digest
from forum_app.pages.frame import Frame
from forum_app.pages.rendering import rendered
from forum_app.pages.run_parts import Part, clock, parts, questions, span, told
from forum_app.pages.sessions import room_name, when
from forum_app.pages.view import View

WARNED = 12_000  # milliseconds that the speaker is shown that two minutes are left
UNNOTICED = 15  # seconds
YELLOW, RED = 2 * MINUTE, MINUTE // 2


@dataclass(frozen=True)
class Stand:
    """Where somebody stands who runs a session: the session's address behind their door, and the token of its forms.
    ``back`` is where they come from, ``query`` the language that they chose; ``private``: they see what speakers prepared and
    what is noted for them; ``at_desk``: they came by their account."""

    address: str
    token: str
    back: str = ""
    query: str = ""
    private: bool = True
    at_desk: bool = False


@dataclass(frozen=True)
class Stage:
    """A run as a page shows it at an instant. ``version`` tells one state from another, ``screens`` look at it, ``facing`` of
    them are the speaker's."""

    run: Run
    version: int
    screens: int
    now: int
    facing: int = 0

    def told(self, plan: Plan) -> dict[str, Any]:
        """What scripts are told of it."""
        return {
            "version": self.version,
            "now": self.now,
            "screens": self.screens,
            "facing": self.facing,
            "mark": "" if self.run.plan else digest(plan),
            "plan": msgspec.to_builtins(self.run.plan or plan),
            "run": msgspec.to_builtins(self.run),
        }


@dataclass(frozen=True)
class Clockwork:
    """The time as it stood when the page was made. ``tone`` is one of waiting, plain, last, end, over, paused, ended."""

    tone: str
    text: str
    used: int
    length: int
    late: int
    ends: str


def clockwork(view: View, run: Run, plan: Plan, now: int) -> Clockwork:
    item = run.item
    if item is None or run.plan is None:
        first = plan.items[0].length
        ended = run.ended_at is not None
        return Clockwork("ended" if ended else "waiting", span(0 if ended else first), 0, first, late(run, now) if ended else 0, "")  # fmt: skip
    length = run.length(item)
    rest = min(length, left(run, now))
    ends = clock(view, expected_end(run, now), seconds=True)
    return Clockwork(tone(run, now), span(rest), length - rest, length, late(run, now), ends)


def tone(run: Run, now: int) -> str:
    """How it stands with the time, in one word for styles and scripts."""
    if run.plan is None or run.ended_at is not None:
        return "ended" if run.plan is not None else "waiting"
    rest = left(run, now)
    if run.paused_at is not None:
        return "paused"
    return "over" if rest <= 0 else "end" if rest <= RED else "last" if rest <= YELLOW else "plain"


def run_frame(view: View, title: str, style: str) -> Frame:
    """The frame of a page that fills the screen by itself."""
    return Frame(title=f"{title} – {view.plain(view.short_title)}", site_title=view.plain(view.short_title), style=style, indexed=False)  # fmt: skip


def _common(view: View, material: RunMaterial, stage: Stage, stand: Stand) -> dict[str, Any]:
    session = material.session
    at = session.starts_at or view.first_moment
    offset = in_zone(at, view.forum.zone).utcoffset() or timedelta()
    return {
        "stand": stand,
        "stage": stage,
        "state": msgspec.json.encode(stage.told(material.plan)).decode(),
        "offset": int(offset.total_seconds() // 60),
        "zone": view.zone_words(at),
        "when": when(view, session),
        "room": room_name(view, session),
        "title": view.text(session.title),
        "phase": "waiting" if stage.run.plan is None else "going" if stage.run.runs else "ended",
        "clockwork": clockwork(view, stage.run, material.plan, stage.now),
        "clock": clock(view, stage.now, seconds=True),
        "new_id": new_id,
    }


def run_page(view: View, material: RunMaterial, stage: Stage, stand: Stand, style: str) -> str:
    """The run of show, drawn as it stands; a script keeps it going."""
    run, now = stage.run, stage.now
    plan = run.plan or material.plan
    all_parts = {part.id: part for part in parts(view, material)}
    listed = [(line, _part(all_parts, line.item, view)) for line in lines(run, material.plan, now)]
    place = min(run.current, len(plan.items) - 1)
    here = plan.items[place]
    going = replace(material, plan=plan)  # what runs may be another than the programme is by now
    put = questions_in(going, run, here.id) if stand.private else []
    asked = next_question(going, run, here.id) if stand.private else None
    were_asked = {each.id for each in put if f"{each.id} {here.id}" in run.asked}
    out = way_out(run, now)
    return rendered(
        "personal/run.html",
        view,
        run_frame(view, view.plain(material.session.title), style),
        listed=listed,
        place=place,
        here=_part(all_parts, here, view),
        after=_part(all_parts, plan.items[place + 1], view) if place + 1 < len(plan.items) else None,
        asked=asked,
        were_asked=were_asked,
        questions=questions(view, going, in_order(material.questions, run)) if stand.private else [],
        told=told(view, material),
        out=out,
        out_words=_out_words(view, out.minutes, all_parts) if out else "",
        late_words=_late_words(view, late(run, now)) if run.plan is not None else "",
        remaining=_remaining(run, material.plan, now),
        line_times=[(_at(view, line), _late(line)) for line, _part_of in listed],
        **_common(view, material, stage, stand),
    )


def _part(known: dict[str, Part], item: Item, view: View) -> Part:
    """A part of the programme; one that was taken out of it since the start keeps its time."""
    if item.id in known:
        return known[item.id]
    gone = view.words.gettext("Taken out of the programme")
    nothing = Markup()
    return Part(item.id, view.text({view.language: gone}), "", [], [], nothing, "", item.length // MINUTE, None, False, view.words.minutes(item.length // MINUTE), "", 0, "")  # fmt: skip


def _at(view: View, line: Line) -> tuple[str, str]:
    """When an item should begin, and when it began or will where that is another minute."""
    planned, expected = clock(view, line.planned_at), clock(view, line.expected_at)
    return planned, expected if expected != planned and not (line.is_over or line.is_now) else ""


def _late(line: Line) -> str:
    if not (line.is_over or line.is_now) or abs(line.late) < 1000:
        return ""
    return ("+" if line.late > 0 else "−") + span(abs(line.late) // 1000 * 1000)


def _late_words(view: View, behind: int) -> str:
    """1 min 30 s behind; nothing where nobody would notice."""
    words, seconds = view.words, abs(behind) // 1000
    if seconds < UNNOTICED:
        return ""
    minutes, rest = divmod(seconds, 60)
    parts = [words.gettext("%(num)s min", num=minutes)] if minutes else []
    parts += [words.gettext("%(num)s s", num=rest)] if rest else []
    if behind > 0:
        return words.gettext("%(time)s behind", time=" ".join(parts))
    return words.gettext("%(time)s ahead", time=" ".join(parts))


def _out_words(view: View, minutes: dict[str, int], known: dict[str, Part]) -> str:
    """Take 2 minutes from Discussion, 1 minute from Closing."""
    told = [
        view.words.ngettext("%(num)d minute from %(what)s", "%(num)d minutes from %(what)s", count, what=str(known[key].title.striptags()))
        for key, count in minutes.items()
        if key in known
    ]  # fmt: skip
    return view.words.joined(told)


def _remaining(run: Run, plan: Plan, now: int) -> int:
    """Whole minutes until the session should end, or that it takes where it has not begun."""
    if run.plan is None:
        return sum(item.length for item in plan.items) // MINUTE
    return max(0, -(-(planned_end(run) - now) // MINUTE)) if run.runs else 0


def screen_page(view: View, material: RunMaterial, stage: Stage, address: str, style: str) -> str:
    """The speaker's screen: the time, large, and what the moderator shows."""
    title = view.words.gettext("Time for the speaker")
    stand = Stand(address, "")
    warned = stage.run.warned_at
    shown = warned is not None and stage.now - warned < WARNED
    return rendered(
        "personal/run_screen.html",
        view,
        run_frame(view, title, style),
        is_warned=shown,
        **_common(view, material, stage, stand),
    )
