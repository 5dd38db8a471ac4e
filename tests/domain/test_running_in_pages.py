"""A page counts by itself, so that it goes on without a network: it comes to the same run and numbers as the server."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec

from forum_app.domain.run_times import expected_end, late, left, lines, planned_end, way_out
from forum_app.domain.running import MINUTE, Run, fold
from forum_app.pages.run_of_show import tone
from forum_app.pages.run_parts import span
from tests.domain.runs import PLAN, START, invented

INSTANTS = [START + minutes * MINUTE + 250 for minutes in (-1, 4, 9, 17, 33, 50, 80)]


def by_node(given: Any) -> Any:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    node = shutil.which("node", path=path)
    assert node, "node is missing: `make setup` brings it"
    script = Path(__file__).with_name("runs.mjs")
    done = subprocess.run([node, script], input=msgspec.json.encode(given), capture_output=True, check=True)
    return json.loads(done.stdout)


def here(run: Run, now: int) -> dict[str, Any]:
    out = way_out(run, now)
    return {
        "tone": tone(run, now),
        "left": left(run, now) if run.runs else 0,
        "span": span(left(run, now)) if run.runs else "",
        "late": late(run, now),
        "ends": [expected_end(run, now), planned_end(run)] if run.plan else [],
        "lines": [
            [
                line.item.id,
                line.length,
                line.planned_at,
                line.expected_at,
                line.is_over,
                line.is_now,
                line.late,
            ]
            for line in lines(run, PLAN, now)
        ],
        "out": out and {"minutes": out.minutes, "lengths": out.lengths, "short": out.short},
    }


def test_pages_make_the_same_of_the_same_presses() -> None:
    cases = [sorted(invented(seed, 18), key=lambda step: (step.round, step.at, step.id)) for seed in range(500)]
    assert sum(fold(steps).plan is not None for steps in cases) > 150
    told = by_node({"plan": PLAN, "instants": INSTANTS, "cases": cases})
    for steps, page in zip(cases, told, strict=True):
        run = fold(steps)
        assert msgspec.convert(page["run"], Run) == run
        assert page["at"] == [here(run, now) for now in INSTANTS]
