"""The published JSON Schema of forum.json is the one of the types that read it, and judges as they do."""

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from forum_app.paths import SAMPLES
from tools.schema import schema_text

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "forum.schema.json"


def test_the_published_schema_is_that_of_the_types() -> None:
    assert SCHEMA.read_text("utf-8") == schema_text()


def test_the_sample_is_valid_and_a_misspelt_field_is_not() -> None:
    validator = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    sample = json.loads((SAMPLES / "gssd2022.json").read_text("utf-8"))
    assert list(validator.iter_errors(sample)) == []
    sample["forum"]["titel"] = {"en": "x"}
    assert [error.json_path for error in validator.iter_errors(sample)] == ["$.forum"]
