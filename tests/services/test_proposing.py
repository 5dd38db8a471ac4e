"""What speakers propose: one open proposal for each field, taken over as an edit like any other, or left and told so."""

import pytest
from sqlalchemy import select

from forum_app.database import Database
from forum_app.domain.errors import EditRefused, NotFound
from forum_app.domain.identity import new_id
from forum_app.domain.trees import digest
from forum_app.domain.vocabularies import ProposalState
from forum_app.models.people import Organisation
from forum_app.models.publishing import AuditEntry
from forum_app.models.speaking import Proposal
from forum_app.services.file_clearing import files_of_draft
from forum_app.services.proposals import count_open, leave, open_proposals, take_over
from forum_app.services.proposing import NEW, Wish, proposals_of, propose, write_mine
from forum_app.services.speaking import Speaker
from forum_app.services.things import Edit, EditClash, save_thing, thing_named
from tests.houses import Start
from tests.services.speakers import asks, person_named, speaker_named

HELDER = "Helder"


@pytest.fixture
def start() -> Start:
    return Start(drafts=("gssd2022",))


@pytest.fixture
def helder(database: Database) -> Speaker:
    return speaker_named(database, HELDER)


def write(
    database: Database, helder: Speaker, made: dict[str, tuple[str, str]] | None = None, **values: object
) -> None:
    wish = {place.replace("_", "."): value for place, value in values.items()}
    write_mine(database, helder.forum_id, helder.person.id, Wish("person", helder.person.id, wish, made=made or {}))


def waiting(database: Database, helder: Speaker) -> list[tuple[str, str]]:
    with database.reading() as connection:
        return [(each.id, each.place) for each in open_proposals(connection, helder.forum_id)]


def now(database: Database, helder: Speaker, place: str) -> object:
    found: object = thing_named(database, helder.forum_id, "person", helder.person.id).tree
    for name in place.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def test_a_second_change_of_a_field_takes_the_place_of_the_first(database: Database, helder: Speaker) -> None:
    write(database, helder, pronouns="he")
    write(database, helder, pronouns="he/him", letters="PhD")
    with database.reading() as connection:
        found = [(each.place, each.value) for each in open_proposals(connection, helder.forum_id)]
    assert sorted(found) == [("letters", "PhD"), ("pronouns", "he/him")]
    assert now(database, helder, "pronouns") == helder.person.pronouns


def test_writing_what_stands_there_takes_a_proposal_back(database: Database, helder: Speaker) -> None:
    write(database, helder, pronouns="he/him")
    write(database, helder, pronouns=helder.person.pronouns)
    assert waiting(database, helder) == []


def test_what_the_draft_refuses_is_not_proposed(database: Database, helder: Speaker) -> None:
    with pytest.raises(EditRefused):
        write(database, helder, links=[{"url": "javascript:alert(1)", "label": {}}])
    assert waiting(database, helder) == []


def test_nobody_proposes_anything_of_somebody_else(database: Database, helder: Speaker) -> None:
    other = person_named(database, "Rie Vejs")
    for kind, thing in (("person", other), ("talk", new_id()), ("session", helder.parts[0].session)):
        with pytest.raises(NotFound):
            write_mine(database, helder.forum_id, helder.person.id, Wish(kind, thing, {"pronouns": "x"}))


def test_taking_over_is_an_edit_in_the_log_by_the_organiser(database: Database, helder: Speaker) -> None:
    write(database, helder, biography_en="<p>He leads it.</p><script>alert(1)</script>")
    [(key, _place)] = waiting(database, helder)
    seen = {key: digest(now(database, helder, "biography.en"))}
    done = take_over(database, helder.forum_id, seen, actor="a234567892")
    assert (done.taken, done.changed, done.refused) == (1, [], {})
    assert now(database, helder, "biography.en") == "<p>He leads it.</p>"
    with database.reading() as connection:
        entry = connection.execute(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
        assert count_open(connection, helder.forum_id) == (0, 0)
    assert (entry.action, entry.actor, entry.thing) == ("person.changed", "a234567892", helder.person.id)


def test_a_field_changed_since_it_was_looked_at_stays_and_the_others_are_taken(
    database: Database, helder: Speaker
) -> None:
    write(database, helder, pronouns="he/him", letters="PhD")
    places = {place: key for key, place in waiting(database, helder)}
    seen = {key: digest(now(database, helder, place)) for place, key in places.items()}
    save_thing(database, helder.forum_id, "person", helder.person.id, Edit({"letters": "MSc"}), actor="b234567892")
    done = take_over(database, helder.forum_id, seen, actor="a234567892")
    assert (done.taken, done.changed) == (1, [places["letters"]])
    assert (now(database, helder, "pronouns"), now(database, helder, "letters")) == ("he/him", "MSc")
    again = take_over(database, helder.forum_id, {places["letters"]: digest("MSc")}, actor="a234567892")
    assert (again.taken, now(database, helder, "letters")) == (1, "PhD")


def test_what_is_left_is_told_and_can_be_proposed_anew(database: Database, helder: Speaker) -> None:
    write(database, helder, pronouns="he/him")
    leave(database, helder.forum_id, [waiting(database, helder)[0][0]], actor="a234567892")
    person = helder.person.id
    with database.reading() as connection:
        assert proposals_of(connection, person, person, ProposalState.REFUSED) == {"pronouns": "he/him"}
    write(database, helder, pronouns="he")
    with database.reading() as connection:
        assert proposals_of(connection, person, person, ProposalState.REFUSED) == {}
        assert proposals_of(connection, person, person, ProposalState.OPEN) == {"pronouns": "he"}


def test_an_organisation_that_is_new_is_made_when_it_is_taken_over_once(database: Database, helder: Speaker) -> None:
    key = new_id()
    posts = [{"title": {"en": "Adviser"}, "organisation": key}]
    write(database, helder, {key: ("organisation", "University of Dili")}, posts=posts)
    with database.reading() as connection:
        [each] = open_proposals(connection, helder.forum_id)
        known = select(Organisation.id).where(Organisation.id == key)
        assert connection.execute(known).first() is None
    assert each.value[0][NEW] == "University of Dili"
    take_over(database, helder.forum_id, {each.id: digest(now(database, helder, "posts"))}, actor="a234567892")
    assert now(database, helder, "posts") == [{"title": {"en": "Adviser"}, "organisation": key}]
    with database.reading() as connection:
        assert connection.execute(known).first() is not None


def test_without_proposals_it_is_kept_at_once_and_merged_by_field(database: Database, helder: Speaker) -> None:
    asks(database, propose=False)
    seen = {"letters": digest(helder.person.letters)}
    wish = Wish("person", helder.person.id, {"letters": "PhD"}, seen)
    assert write_mine(database, helder.forum_id, helder.person.id, wish).kept == 1
    assert (now(database, helder, "letters"), waiting(database, helder)) == ("PhD", [])
    late = Wish("person", helder.person.id, {"letters": "MA"}, seen)
    with pytest.raises(EditClash) as clash:
        write_mine(database, helder.forum_id, helder.person.id, late)
    assert clash.value.by == "speaker"


def test_the_files_of_what_waits_are_not_cleared_away(database: Database, helder: Speaker) -> None:
    name = f"{'a' * 64}.jpg"
    photo = {"photo": {"file": name, "alt": {}, "original": None, "crop": None}}
    of = (helder.forum_id, helder.person.id, "person", helder.person.id)
    database.write(lambda connection: propose(connection, *of, photo))
    with database.reading() as connection:
        assert name in files_of_draft(connection, helder.forum_id)
    leave(database, helder.forum_id, [waiting(database, helder)[0][0]], actor="a234567892")
    with database.reading() as connection:
        assert name not in files_of_draft(connection, helder.forum_id)
        assert connection.execute(select(Proposal.state)).scalars().all() == [ProposalState.REFUSED]
