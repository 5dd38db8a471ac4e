"""Who takes part: nobody moderates, somebody has not confirmed, somebody declined."""

import pytest

from tests.domain.checker.agenda_examples import PANEL, WORKSHOP, a_session, with_role
from tests.domain.checker.examples import GONE, Example, right, wrong

NO_MODERATOR, UNCONFIRMED, DECLINED = "moderator-missing", "speaker-unconfirmed", "declined-still-listed"
SPEAKER, OTHER = f"{PANEL}.talks[0].speakers[0].state", f"{PANEL}.talks[1].speakers[0].state"
STATE = f"{PANEL}.roles[0].state"
SPEAKERS = [{"id": f"m{number}22222222", "person": f"p{number}22222222", "role": "speaker"} for number in (2, 3, 4)]

EXAMPLES = [
    wrong(NO_MODERATOR, "en", {f"{PANEL}.roles": []}, says="Nobody moderates"),
    wrong(NO_MODERATOR, "en", {f"{WORKSHOP}.roles": []}, says="Nobody is named who leads"),
    wrong(NO_MODERATOR, "fr", {f"{PANEL}.roles[0].role": "rapporteur"}, f"{PANEL}.roles"),
    wrong(NO_MODERATOR, "fr", {f"{WORKSHOP}.roles": SPEAKERS[:2]}, f"{WORKSHOP}.roles", says="Nobody moderates"),
    wrong(NO_MODERATOR, "en", {f"{PANEL}.kind": "plenary", f"{PANEL}.roles": []}),
    wrong(NO_MODERATOR, "en", {"sessions[2]": a_session(4, "11 09:00", 60, kind="group-discussion")}, "sessions[2].roles"),
    wrong(NO_MODERATOR, "en", {STATE: "declined"}, f"{PANEL}.roles", says="Inês Abrantes has declined to moderate the session, and nobody else does"),  # told once
    right(NO_MODERATOR, "en", {f"{PANEL}.kind": "opening", f"{PANEL}.roles": []}),
    right(NO_MODERATOR, "fr", {f"{PANEL}.kind": "plenary", f"{PANEL}.roles": [], f"{PANEL}.talks[1]": GONE}),
    right(NO_MODERATOR, "en", {f"{WORKSHOP}.roles": SPEAKERS[:1]}),  # a trainer leads alone
    right(NO_MODERATOR, "en", {"sessions[2]": a_session(4, "11 09:00", 60, kind="networking"), "sessions[3]": a_session(5, "11 10:30", 60, kind="other", roles=SPEAKERS)}),
    right(NO_MODERATOR, "fr", {"sessions[2]": a_session(4, "11 09:00", 60, kind="panel", status="cancelled"), "sessions[3]": a_session(5, "11 09:00", 60, kind="panel", status="draft")}),
    wrong(UNCONFIRMED, "en", {SPEAKER: "invited"}, says="The session is confirmed, and Tomé Vilar has not confirmed yet"),
    wrong(UNCONFIRMED, "fr", {STATE: "to-invite"}, says="Inês Abrantes has not been invited yet"),
    wrong(UNCONFIRMED, "en", {SPEAKER: "invited", OTHER: "to-invite"}, (SPEAKER, OTHER)),
    wrong(UNCONFIRMED, "en", {**with_role(PANEL, "p322222222", "panellist", "invited"), SPEAKER: "invited"}, f"{PANEL}.roles[1].state"),  # once for one person
    right(UNCONFIRMED, "en", {f"{PANEL}.status": "tentative", SPEAKER: "invited"}),
    right(UNCONFIRMED, "fr", {SPEAKER: "confirmed", STATE: "confirmed"}),
    right(UNCONFIRMED, "en", with_role(PANEL, "p322222222", "focal-point", "invited")),
    right(UNCONFIRMED, "en", {"sessions[2]": a_session(4, "11 09:00", 60, status="draft", roles=[{**SPEAKERS[0], "state": "invited"}])}),
    wrong(DECLINED, "en", {SPEAKER: "declined"}, says="Tomé Vilar has declined and is still listed"),
    wrong(DECLINED, "fr", with_role(PANEL, "p522222222", "moderator", "declined"), f"{PANEL}.roles[1].state"),  # somebody else moderates
    right(DECLINED, "en", {SPEAKER: "confirmed"}),
    right(DECLINED, "fr", {"sessions[2]": a_session(4, "11 09:00", 60, status="cancelled", roles=[{**SPEAKERS[0], "state": "declined"}])}),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
