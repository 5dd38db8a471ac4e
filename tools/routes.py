"""Writes docs/routes.md anew: every route with its methods and door. What is said of keeping stays as it is.

python tools/routes.py            says which routes the list lacks
python tools/routes.py --write    writes it
"""

import sys
from pathlib import Path

from flask import Flask

from forum_app.application import create_app
from forum_app.web.access import door_of

LIST = Path(__file__).resolve().parent.parent / "docs" / "routes.md"


def rows(app: Flask) -> list[tuple[str, str, str]]:
    """Address, methods and door of every route."""
    return [
        (
            rule.rule,
            " ".join(sorted((rule.methods or set()) - {"OPTIONS", "HEAD"})),
            door_of(app.view_functions[rule.endpoint]) or "",
        )
        for rule in app.url_map.iter_rules()
    ]


def main() -> None:
    lines = LIST.read_text("utf-8").splitlines()
    said = {}
    for line in lines:
        if line.startswith("| `"):
            address, methods, _door, kept = (part.strip() for part in line.strip("|").split("|"))
            said[(address.strip("`"), methods)] = kept
    found = rows(create_app())
    missing = [f"{methods} {address}" for address, methods, _door in found if (address, methods) not in said]
    print("\n".join(missing) or "nothing is missing")
    if "--write" in sys.argv:
        head = [line for line in lines if not line.startswith("| `")]
        table = [
            f"| `{address}` | {methods} | {door} | {said.get((address, methods), 'never')} |"
            for address, methods, door in found
        ]
        LIST.write_text("\n".join([*head, *table]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
