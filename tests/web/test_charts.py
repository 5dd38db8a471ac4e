"""Charts begin at zero, say their numbers, run in the direction of reading and hold nothing that a policy refuses."""

import re
from xml.etree import ElementTree

import pytest

from forum_app.charts import NARROW, WIDE, Frame, bar_drawing, bars, line_chart, shares, stack_drawing, step_of

POINTS = [("6 Jan", 4), ("13 Jan", 11), ("20 Jan", 19), ("27 Jan", 80)]


def drawn(
    points: list[tuple[str, int]] = POINTS, frame: Frame = WIDE, *, mirrored: bool = False
) -> ElementTree.Element:
    return ElementTree.fromstring(
        str(line_chart(points, "It rose.", f"{points[-1][1]} people", frame, mirrored=mirrored))
    )


def texts(chart: ElementTree.Element) -> dict[str, ElementTree.Element]:
    return {(item.text or "").strip("\u2068\u2069"): item for item in chart.iter("text")}


@pytest.mark.parametrize(
    ("most", "step"),
    [(1, 1), (5, 1), (6, 2), (11, 5), (25, 5), (26, 10), (80, 20), (101, 50), (251, 100), (20_000, 5000)],
)
def test_lines_stand_at_round_numbers_and_are_few(most: int, step: int) -> None:
    assert step_of(most) == step
    assert 1 <= -(-most // step) <= 5


@pytest.mark.parametrize("frame", [WIDE, NARROW])
def test_a_line_begins_at_zero_and_its_heights_are_in_proportion(frame: Frame) -> None:
    chart = drawn(frame=frame)
    ground, top = frame.height - frame.bottom, frame.top
    heights = [ground - float(point.get("cy", "")) for point in chart.iter("circle")]
    assert heights == pytest.approx([(ground - top) * number / 80 for _label, number in POINTS], abs=0.1)
    assert float(texts(chart)["0"].get("y", "")) == ground + 4
    assert chart.get("role") == "img" and chart.get("aria-label") == "It rose."
    assert "80 people" in texts(chart)
    inside = [float(item.get("x", "")) for item in chart.iter("text")]
    assert all(0 <= x <= frame.width for x in inside)


def test_from_right_to_left_time_runs_the_other_way_and_numbers_stand_upright() -> None:
    ltr, rtl = drawn(), drawn(mirrored=True)
    for one, other in zip(ltr.iter("circle"), rtl.iter("circle"), strict=True):
        assert float(one.get("cx", "")) + float(other.get("cx", "")) == pytest.approx(WIDE.width)
        assert one.get("cy") == other.get("cy")
    assert texts(ltr)["20"].get("text-anchor") == "end" and texts(rtl)["20"].get("text-anchor") == "start"
    assert "transform" not in str(line_chart(POINTS, "", "", mirrored=True))


@pytest.mark.parametrize("weeks", [1, 2, 9, 60])
def test_labels_are_few_and_the_last_week_has_one(weeks: int) -> None:
    points = [(f"week {number}", number) for number in range(1, weeks + 1)]
    named = [label for label in texts(drawn(points, NARROW)) if label.startswith("week")]
    assert len(named) <= NARROW.most and named[-1] == f"week {weeks}"


def test_what_people_typed_is_text_and_no_chart_has_a_style() -> None:
    chart = str(line_chart([("<b>", 1), ("&", 2)], '"><script>', "<i>"))
    assert "<script>" not in chart and "<b>" not in chart and "<i>" not in chart
    for drawing in (chart, str(bar_drawing(40)), str(stack_drawing(shares([("a", 1), ("b", 2)])))):
        ElementTree.fromstring(drawing)
        assert not re.search(r"style=|on\w+=", drawing)


def test_nothing_is_drawn_of_nothing() -> None:
    assert line_chart([], "", "") == "" and bars([]) == [] and shares([]) == []
    assert [bar.share for bar in bars([("a", 0), ("b", 0)])] == [0, 0]
    drawn([("only", 0)])


@pytest.mark.parametrize("counted", [[1, 1, 1], [46, 33, 1], [1, 999], [7], [0, 5], [3, 3, 3, 3, 3, 3]])
def test_shares_make_a_hundred(counted: list[int]) -> None:
    found = shares([(str(number), number) for number in counted])
    assert sum(share.percent for share in found) == 100
    assert all(abs(share.percent - 100 * share.number / sum(counted)) < 1 for share in found)


def test_every_part_of_a_bar_is_seen_and_they_fill_it() -> None:
    stack = ElementTree.fromstring(str(stack_drawing(shares([("a", 999), ("b", 1)]))))
    parts = [(float(part.get("x", "")), float(part.get("width", ""))) for part in stack.iter("rect")]
    assert all(width > 0 for _x, width in parts)
    assert parts[-1][0] + parts[-1][1] == pytest.approx(float(stack.get("viewBox", "").split()[2]))
