"""Why a document could not be made: kept as a reason with its facts, said in the reader's language."""

import pytest

from forum_app.domain.errors import RenderingFailed
from forum_app.domain.failures import Failure, Reason, failure_from, fault

FACTS: dict[Reason, dict[str, str | int]] = {Reason.LATE: {"limit": 20}, Reason.FAULT: {"name": "KeyError"}}


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_kept_and_said_again(reason: Reason) -> None:
    failure = Failure(reason, FACTS.get(reason, {}))
    assert failure_from(failure.kept()) == failure
    assert failure.said and "%" not in failure.said
    assert str(RenderingFailed(failure)) == failure.said


@pytest.mark.parametrize(
    "kept",
    ["", "The document could not be made (ValueError).", '{"reason":"new"}', '{"reason":"late"}', "[]", "{", "null"],
)
def test_what_another_version_kept_is_a_reason_that_nobody_knows(kept: str) -> None:
    assert failure_from(kept) == Failure(Reason.UNKNOWN)


def test_a_fault_tells_its_name_and_not_its_words() -> None:
    assert "KeyError" in fault(KeyError("jane@example.org")).said
    assert "jane" not in fault(KeyError("jane@example.org")).kept()
