"""What `forum check` says: a few of each rule with what to do, all on demand, what stops first, and what was not read."""

import json
from pathlib import Path
from typing import Any

import pytest

from forum_app.paths import SAMPLES
from tests.commands.conftest import Forum
from tests.domain.checker.a_note import a_note
from tests.factories import an_id


@pytest.fixture
def orchards(forum: Forum, tmp_path: Path) -> Forum:
    """A forum where fourteen people have no photo and twelve texts hold an acronym each, one session is a draft."""
    note: dict[str, Any] = a_note("en")
    note["forum"]["languages"] = ["en", "ar"]
    note["forum"]["severities"] = {"moderator-missing": "stop", "text-missing": "ignore"}
    someone = note["people"][1]
    for number in range(14):
        role = {"id": an_id(number, "q"), "person": an_id(number, "v"), "role": "panellist"}
        note["sessions"][0]["roles"].append(role)
        note["people"].append({**someone, "id": an_id(number, "v"), "name": {"en": f"Grower {number}"}})
    for person in note["people"]:
        person["photo"] = None
    note["sessions"][0]["summary"] = {"en": "".join(f"<p>We greet the {letter}XQ.</p>" for letter in "BCDFGHJKLMNP")}
    note["sessions"][1]["roles"][0]["role"] = "rapporteur"
    note["sessions"].append({"id": an_id(9, "s"), "title": {"en": "Later"}, "status": "draft"})
    file = tmp_path / "orchards.json"
    file.write_text(json.dumps(note))
    assert forum("import", file).status == 0
    return forum


def test_a_few_of_each_rule_are_listed_with_what_to_do_once(orchards: Forum) -> None:
    done = orchards("check", "orchards")
    lines = done.out.splitlines()
    assert (done.status, done.err) == (1, "")
    assert lines[:3] == [
        "STOP  sessions[1].roles  (moderator-missing)",
        "    Session “Mending what we have”: Nobody is named who leads the session.",
        "    → Name somebody who moderates the session.",
    ]
    photos = lines.index("WARN  people[0].photo  (person-without-photo)")
    assert lines[photos + 1] == "    Person “Inês Abrantes” and 17 more: There is no photo."
    assert lines[photos + 2].startswith("    also at people[1].photo (Person “Tomé Vilar”), people[2].photo")
    assert lines[photos + 2].endswith("people[8].photo (Person “Grower 4”) …")
    assert lines[photos + 3] == "    → Ask the person for a photo."
    assert sum("(acronym-not-expanded)" in line for line in lines) == 8
    assert "    … and 4 more of acronym-not-expanded; --all lists them" in lines
    assert lines[-4].startswith("not checked in ar: ")
    assert lines[-3].startswith("partly checked in ar: ")
    assert lines[-2:] == ["not read: 1 session in draft", "14 findings, at 31 places"]


def test_all_are_listed_on_demand(orchards: Forum) -> None:
    lines = orchards("check", "orchards", "--all").out.splitlines()
    assert sum("(acronym-not-expanded)" in line for line in lines) == 12
    assert any("people[17].photo (Person “Grower 13”)" in line for line in lines)
    assert not any("more of" in line for line in lines)


def test_scripts_get_every_finding_and_place(orchards: Forum) -> None:
    done = orchards("check", "orchards", "--json")
    findings = json.loads(done.out)
    assert (done.status, len(findings)) == (1, 14)
    (photos,) = [finding for finding in findings if finding["rule"] == "person-without-photo"]
    assert [spot["place"] for spot in photos["also"]] == [f"people[{number}].photo" for number in range(1, 18)]


def test_what_stops_is_said_where_publishing_is_refused(orchards: Forum) -> None:
    done = orchards("publish", "orchards")
    said = "forum: A finding stops publishing: Session “Mending what we have”: Nobody is named who leads the session.\n"
    assert (done.status, done.out, done.err) == (1, "", said)
    assert orchards("releases", "orchards").out == ""


def test_the_sample_has_no_finding(forum: Forum) -> None:
    forum("import", SAMPLES / "gssd2022.json")
    done = forum("check", "gssd2022")
    assert (done.status, done.out, done.err) == (0, "0 findings\n", "")
