"""What is said of many things is told once, with where it stands; what is no reader's business is not told at all."""

from typing import Any

from forum_app.domain.checker import RULES, check
from forum_app.domain.checker.findings import Spot
from forum_app.domain.vocabularies import Severity
from tests.domain.checker.a_note import a_note
from tests.domain.checker.agenda_examples import a_session
from tests.domain.checker.examples import changed
from tests.factories import an_id


def panels(many: int, **more: Any) -> dict[str, Any]:
    """So many panels behind the two sessions, each half an hour after another and without a moderator."""
    found = {}
    for number in range(many):
        clock = f"{6 + number // 2:02d}:{number % 2 * 30:02d}"
        session = a_session(4, f"11 {clock}", 20, kind="panel", id=an_id(number, "s"))
        found[f"sessions[{number + 2}]"] = session | more
    return found


def test_a_few_things_are_findings_of_their_own() -> None:
    found = check(changed(a_note("en"), panels(10)))
    assert [(finding.place, finding.also) for finding in found] == [(f"sessions[{n}].roles", []) for n in range(2, 12)]


def test_the_same_of_many_things_is_one_finding_with_all_places() -> None:
    (finding,) = check(changed(a_note("en"), panels(11)))
    assert (finding.place, finding.thing, finding.reason) == (
        "sessions[2].roles",
        "Session “Meeting 4”",
        "Nobody moderates the session.",
    )
    assert finding.also == [Spot(f"sessions[{n}].roles", "Session “Meeting 4”") for n in range(3, 13)]


def test_what_differs_stays_apart() -> None:
    """Each clash says where and until when: nothing of that can be said once for all."""
    found = check(changed(a_note("en"), panels(12, start="2031-06-11T09:00:00", kind="other")))
    assert {(finding.rule, len(finding.also)) for finding in found} == {("room-taken-twice", 10)}
    apart = [{**panels(12)[f"sessions[{n}]"], "kind": "other", "minutes": 31 + n} for n in range(2, 14)]
    found = check(changed(a_note("en"), {f"sessions[{n + 2}]": session for n, session in enumerate(apart)}))
    assert len([finding for finding in found if finding.rule == "room-taken-twice"]) == 11


def test_so_many_acronyms_that_nobody_looks_at_each_are_told_together() -> None:
    talks = "sessions[0].talks[0].abstract.en"
    few = [f"X{one}{two}Q" for one in "BCDFG" for two in "BCDFGHJK"]
    said = "".join(f"<p>We greet the {acronym}.</p>" for acronym in few)
    changes = {"sessions[0].summary": {"en": said}, talks: "<p>Ask the XGKQ.</p>"}
    assert len(check(changed(a_note("en"), changes))) == 40
    found = check(changed(a_note("en"), {**changes, talks: "<p>Ask the XGKQ or the ZZTQ.</p>"}))
    assert [finding.place for finding in found] == ["sessions[0].summary.en", talks]
    (reason,) = {finding.reason for finding in found}
    assert reason.startswith("41 acronyms are never expanded; those in most texts are XGKQ, XBBQ, XBCQ, ")


def test_nothing_of_a_draft_session_is_read() -> None:
    wrong = {
        "status": "draft",
        "kind": "panel",
        "title": {"en": "TBC"},
        "summary": {"en": "<p>It lasts three hours. It lasts three hours. See the XKLM on Monday 10 June 2031.</p>"},
        "mode": "hybrid",
        "capacity": 5,
        "roles": [{"id": "m922222222", "person": "p222222222", "role": "speaker", "state": "declined"}],
        "talks": [{"id": "k922222222", "title": {}, "minutes": 900}],
    }
    assert check(changed(a_note("en"), panels(1, **wrong)), None, {an_id(0, "s"): 90}) == []


def test_a_cancelled_session_is_told_to_lack_nothing() -> None:
    bare = {"status": "cancelled", "room": None, "start": None, "minutes": None, "sign_up": True}
    changes = {**panels(1, **bare), "forum.working_languages": ["en", "pt"]}
    changes |= {f"sessions[{number}].languages": ["en"] for number in (0, 1)}
    assert check(changed(a_note("en"), changes), None, {an_id(0, "s"): 90}) == []


def test_every_rule_can_stop_or_be_ignored() -> None:
    wrong = {**panels(1), "sessions[0].start": "2031-07-01T10:00:00", "forum.zone": ""}
    severities = {"moderator-missing": "stop", "session-outside-days": "ignore", "time-zone-missing": "warn"}
    found = check(changed(a_note("en"), {**wrong, "forum.severities": severities}))
    assert {(finding.rule, finding.severity) for finding in found} == {
        ("moderator-missing", Severity.STOP),
        ("time-zone-missing", Severity.WARN),
    }
    everything = dict.fromkeys(RULES, "ignore")
    assert check(changed(a_note("en"), {**wrong, "forum.severities": everything})) == []
