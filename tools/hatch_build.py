"""Puts templates, static files and migrations into the wheel, where ``forum_app.paths`` looks for them.

An editable installation reads them from the project folder, so nothing is copied there.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = ("templates", "static", "migrations")
LEFT_OUT = {"__pycache__", ".cache"}


class DataFolders(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        if not (root / "static" / "built" / "manifest.json").is_file():
            raise SystemExit(
                "static/built is empty: run `make setup` first, it builds the assets that the wheel ships."
            )
        for folder in FOLDERS:
            for path in sorted((root / folder).rglob("*")):
                inside = path.relative_to(root)
                if path.is_file() and not LEFT_OUT.intersection(inside.parts):
                    build_data["force_include"][str(path)] = f"forum_app/_data/{inside.as_posix()}"
