"""How the checker does on three notes written without knowledge of its rules: hits, misses, false alarms.

    python -m tests.bench.unseen [--all]

An error counts as hit when a finding stands at its place, at one of the further places noted for it, in a part of it, or
at the thing that it is a field of. Findings that belong to no noted error are false alarms; those at a noted trap are told apart.
"""

import json
import sys
from pathlib import Path
from typing import Any

from forum_app.domain.checker import Finding, check
from forum_app.services.forum_files import parse_forum_json

FOLDER = Path(__file__).resolve().parents[1] / "data" / "checker" / "unseen"


def places_of(entry: dict[str, Any]) -> list[str]:
    return [entry["place"], *entry.get("also", [])]


def stands_at(finding: Finding, place: str) -> bool:
    """At the place, in a part of it, or at the thing that the place is a field of."""
    if finding.place == place or finding.place.startswith((f"{place}.", f"{place}[")):
        return True
    return finding.place.count("[") > 0 and place.startswith(f"{finding.place}.")


def main() -> None:
    print(
        "| note | errors noted | hit | missed | findings that are no noted error | of them at a trap |\n|---|---|---|---|---|---|"
    )
    for path in sorted(FOLDER.glob("*.errors.json")):
        name = path.name.removesuffix(".errors.json")
        noted = json.loads(path.read_text("utf-8"))
        findings = check(parse_forum_json((FOLDER / f"{name}.json").read_bytes()))
        known = [place for error in noted["errors"] for place in places_of(error)]
        hits = [error for error in noted["errors"] if any(stands_at(f, p) for f in findings for p in places_of(error))]
        missed = [error for error in noted["errors"] if error not in hits]
        others = [finding for finding in findings if not any(stands_at(finding, place) for place in known)]
        traps = [
            finding for finding in others if any(stands_at(finding, p) for t in noted["traps"] for p in places_of(t))
        ]
        print(f"| {name} | {len(noted['errors'])} | {len(hits)} | {len(missed)} | {len(others)} | {len(traps)} |")
        if "--all" in sys.argv:
            for error in missed:
                print("  missed:", error["place"], "·", error["kind"], "·", error["what"])
            for finding in others:
                print("  other:", finding.place, "·", finding.rule, "·", finding.reason)


if __name__ == "__main__":
    main()
