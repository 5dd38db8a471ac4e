"""Writes the JSON Schema of forum.json from the types that read it.

python tools/schema.py           prints it
python tools/schema.py --write   keeps it in docs/forum.schema.json
"""

import json
import sys
from pathlib import Path

import msgspec

from forum_app.domain.draft import Draft

TARGET = Path(__file__).resolve().parent.parent / "docs" / "forum.schema.json"


def schema_text() -> str:
    schema = msgspec.json.schema(Draft)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "forum.json"
    for definition in schema["$defs"].values():
        definition.pop("form", None)
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    if "--write" in sys.argv:
        TARGET.write_text(schema_text(), "utf-8")
    else:
        sys.stdout.write(schema_text())
