"""The score: a forum drawn as its own programme, one row a room and one block a session, as inline SVG.

Colours come from two places only: the ink that the ground asks for and the signal yellow of what is in view.
No style attributes, no ids, nothing random: the same content gives the same bytes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from markupsafe import Markup

from forum_app.domain.release import Content, SessionEntry
from forum_app.domain.texts import pick
from forum_app.domain.vocabularies import SessionKind
from forum_app.i18n import Words

SIGNAL = "#ffc83d"
ON_ACCENT, ON_PAPER = "#ffffff", "#17212b"
WIDTH, HEAD, GAP, TALLEST = 1200.0, 30.0, 26.0, 112.0
MOST_DAYS, MOST_ROWS = 7, 40
_SHADES = ("0.62", "0.46", "0.54", "0.38")
_USUAL_HOURS = (9.0, 18.0)


@dataclass(frozen=True)
class _Block:
    """A session as drawn, in hours since its day's midnight. A break without a room spans all rows."""

    start: float
    end: float
    row: int
    spans: bool
    lit: bool


@dataclass(frozen=True)
class _Plan:
    days: list[date]
    rows: int
    first_hour: float
    last_hour: float
    blocks: dict[date, list[_Block]]

    @property
    def row_height(self) -> float:
        return min(TALLEST / self.rows, 20.0 if self.rows > 2 else 34.0)


def score(
    content: Content,
    words: Words,
    *,
    highlight: frozenset[str] = frozenset(),
    dark: bool = False,
    dated: bool = True,
) -> Markup:
    """The programme as SVG, 1200 units wide and at most 142 high, white on an accent; ``dark``: ink on a light ground.

    Days stand side by side, each on the same scale of hours. Sessions named by ``highlight`` are yellow; when none is
    and the forum is part of a host event, all of the forum's are, with the host's days drawn around them.
    Right to left, the days run from the right. Without sessions only the lines of the rows are drawn. ``dated``:
    with the names of the days over them, which ``day_names`` tells to whom writes them otherwise.
    """
    plan = _planned(content, lit_sessions(content, highlight))
    width = (WIDTH - GAP * (len(plan.days) - 1)) / len(plan.days)
    mirrored = words.direction == "rtl"
    parts = []
    for index, day in enumerate(plan.days):
        left = index * (width + GAP)
        if mirrored:
            left = WIDTH - width - left
        parts.append(_drawn_day(plan, day, words.short_day(day) if dated else "", (left, width, mirrored), dark))
    return Markup(
        '<svg class="score" viewBox="0 {} 1200 {}" width="100%" role="img" aria-label="{}">'
        '<g fill="{}" font-size="17" font-weight="500">{}</g></svg>'
    ).format(
        "0" if dated else _figure(HEAD),
        _figure((HEAD if dated else 0) + plan.rows * plan.row_height),
        spoken(content, words, highlight=highlight),
        ON_PAPER if dark else ON_ACCENT,
        Markup("").join(parts),
    )


def day_names(content: Content, words: Words) -> list[str]:
    """What stands over the days of the drawing, in their order."""
    return [words.short_day(day) for day in _days(content)]


def legend(content: Content, words: Words, *, highlight: frozenset[str] = frozenset()) -> str:
    """What the yellow blocks are, in words; ``""`` when none is yellow."""
    lit = lit_sessions(content, highlight)
    named = [session for session in content.sessions if session.id in lit and session.id in highlight]
    if len(named) == 1:
        return pick(named[0].title, words.language, content.forum.languages)
    if named:
        return words.ngettext("%(num)d session in view", "%(num)d sessions in view", len(named))
    if not lit:
        return ""
    order = content.forum.languages
    return pick(content.forum.short_title, words.language, order) or pick(content.forum.title, words.language, order)


def spoken(content: Content, words: Words, *, highlight: frozenset[str] = frozenset()) -> str:
    """The drawing in one or two sentences: how many sessions, days and rooms, and what is yellow."""
    number = sum(session.starts_at is not None for session in content.sessions)
    parts = [words.ngettext("%(num)d session", "%(num)d sessions", number)]
    parts.append(words.ngettext("%(num)d day", "%(num)d days", len(_days(content))))
    if content.rooms:
        parts.append(words.ngettext("%(num)d room", "%(num)d rooms", len(content.rooms)))
    text = words.gettext("The programme drawn on a time scale: %(what)s.", what=words.joined(parts))
    name = legend(content, words, highlight=highlight)
    return text + (" " + words.gettext("In yellow: %(name)s.", name=name) if name else "")


def lit_sessions(content: Content, highlight: frozenset[str]) -> frozenset[str]:
    """Ids of the scheduled sessions that are drawn yellow."""
    scheduled = frozenset(session.id for session in content.sessions if session.starts_at)
    if highlight & scheduled:
        return highlight & scheduled
    return scheduled if content.forum.part_of else frozenset()


def _days(content: Content) -> list[date]:
    """The host event's days where there is one, else the forum's, and every day with a session; at most seven."""
    forum = content.forum
    days = {entry.day for entry in content.days}
    host = forum.part_of
    days |= set(_range(forum.first_day, forum.last_day))
    if host and host.first_day and host.last_day:
        days |= set(_range(host.first_day, host.last_day))
    if len(days) > MOST_DAYS:
        days = {entry.day for entry in content.days} or days
    return sorted(days)[:MOST_DAYS]


def _range(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=number) for number in range(min((last - first).days + 1, 366)))


def _planned(content: Content, lit: frozenset[str]) -> _Plan:
    days = _days(content)
    rows = {room.id: number for number, room in enumerate(content.rooms[:MOST_ROWS])}
    blocks: dict[date, list[_Block]] = {}
    deepest = len(rows)
    for entry in content.days:
        if entry.day not in days:
            continue
        sessions = [content.session[key] for key in entry.sessions if key in content.session]
        blocks[entry.day] = _placed(sessions, entry.day, rows, lit)
        deepest = max([deepest, *(block.row + 1 for block in blocks[entry.day] if not block.spans)])
    every = [block for found in blocks.values() for block in found]
    first = min([_USUAL_HOURS[0], *(block.start for block in every)])
    last = max([_USUAL_HOURS[1], *(block.end for block in every)])
    return _Plan(days, max(deepest, 1), first, min(last, first + 30), blocks)


def _placed(sessions: list[SessionEntry], day: date, rows: dict[str, int], lit: frozenset[str]) -> list[_Block]:
    """Each session in its room's row; those without a room in the first free row after the rooms."""
    blocks = []
    busy_until: list[float] = []
    for session in sessions:
        if session.starts_at is None or session.ends_at is None:
            continue
        start, end = _hours(session.starts_at, day), _hours(session.ends_at, day)
        spans = session.kind == SessionKind.BREAK and session.room is None
        row = rows.get(session.room or "", -1)
        if row < 0 and not spans:
            lane = next((lane for lane, until in enumerate(busy_until) if until <= start), len(busy_until))
            busy_until[lane:] = [end, *busy_until[lane + 1 :]]
            row = min(len(rows) + lane, MOST_ROWS - 1)
        blocks.append(_Block(start, max(end, start + 0.1), row, spans, session.id in lit))
    return blocks


def _hours(moment: datetime, day: date) -> float:
    return (moment.replace(tzinfo=None) - datetime.combine(day, time())).total_seconds() / 3600


def _drawn_day(plan: _Plan, day: date, label: str, frame: tuple[float, float, bool], dark: bool) -> Markup:
    left, width, mirrored = frame
    scale = width / (plan.last_hour - plan.first_hour)
    step = plan.row_height
    edge = f' stroke="{ON_PAPER}" stroke-width="2"' if dark else ""
    parts = (
        [Markup("")]
        if not label
        else [
            Markup('<text x="{}" y="13" text-anchor="{}">{}</text>').format(
                _figure(left + width if mirrored else left),
                # a page's direction would turn the anchor round, a document's doesn't
                Markup('end" direction="ltr') if mirrored else "start",
                label,
            )
        ]
    )
    for row in range(plan.rows):
        middle = HEAD + row * step + step * 0.35
        parts.append(_rect(left, middle - 0.5, width, 1, ' opacity="0.2"'))
    if plan.rows <= 2:
        parts += [_hour(plan, hour, frame) for hour in range(int(plan.first_hour), int(plan.last_hour) + 1)]
    for number, block in enumerate(plan.blocks.get(day, [])):
        long = max((min(block.end, plan.last_hour) - block.start) * scale - 1.5, 2.0)
        start = (block.start - plan.first_hour) * scale
        at = left + (width - start - long if mirrored else start)
        top = HEAD if block.spans else HEAD + block.row * step
        high = plan.rows * step - step * 0.3 if block.spans else step * 0.7
        shade = _SHADES[(block.row * 3 + number) % len(_SHADES)]
        paint = f' fill="{SIGNAL}"{edge}' if block.lit else f' opacity="{"0.14" if block.spans else shade}"'
        parts.append(_rect(at, top, long, high, f' rx="{_figure(min(2.0, high / 4))}"{paint}'))
    return Markup("").join(parts)


def _hour(plan: _Plan, hour: int, frame: tuple[float, float, bool]) -> Markup:
    """A tick for a full hour, longer every third: a sparse score says when, not only that."""
    left, width, mirrored = frame
    part = (hour - plan.first_hour) / (plan.last_hour - plan.first_hour) * width
    if not 0 <= part <= width:
        return Markup("")
    at = left + (width - part if mirrored else part)
    high = 9 if hour % 3 == 0 else 5
    middle = HEAD + (plan.rows - 1) * plan.row_height + plan.row_height * 0.35
    return _rect(min(at, left + width - 1), middle - high / 2, 1, high, ' opacity="0.45"')


def _rect(x: float, y: float, width: float, height: float, rest: str) -> Markup:
    """A rectangle; ``rest`` is attributes of ours."""
    return Markup('<rect x="{}" y="{}" width="{}" height="{}"{}/>').format(
        _figure(x),
        _figure(y),
        _figure(width),
        _figure(height),
        Markup(rest),  # noqa: S704 - numbers and own colours
    )


def _figure(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
