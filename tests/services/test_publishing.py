"""Releases: numbered, complete, only growing; a ledger that calendars can trust; what nobody may see stays unseen."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from forum_app.database import Database
from forum_app.domain.compare import ChangeKind
from forum_app.domain.errors import NotFound, UnfitNote
from forum_app.domain.release import Release
from forum_app.domain.vocabularies import Visibility
from forum_app.paths import SAMPLES
from forum_app.services.forum_files import import_forum
from forum_app.services.live_releases import LiveReleases, release_history
from forum_app.services.media import Media
from forum_app.services.publishing import (
    bring_back,
    preview_release,
    publish_changes,
    publish_release,
    release_numbered,
    set_visibility,
)

SAMPLE = json.loads((SAMPLES / "gssd2022.json").read_bytes())
START = datetime(2022, 8, 1, tzinfo=UTC)
SESSION = SAMPLE["sessions"][0]["id"]


class Desk:
    """Publishes one state of the sample after another, a day apart."""

    def __init__(self, database: Database, media: Media) -> None:
        self.database, self.media, self.now = database, media, START

    def publish(self, **session: Any) -> Release:
        data = json.loads(json.dumps(SAMPLE))
        data["sessions"][0].update(session)
        if session.get("gone"):
            data["sessions"] = []
        import_forum(self.database, self.media, json.dumps(data).encode(), replace=True, actor="test")
        self.now += timedelta(days=1)
        return publish_release(self.database, "gssd2022", now=self.now, host="forum.test", actor="test")


@pytest.fixture
def desk(database: Database, media: Media) -> Desk:
    return Desk(database, media)


def test_sequence_grows_with_times_place_and_status_only(desk: Desk, database: Database) -> None:
    told = [
        desk.publish(),
        desk.publish(capacity=81),
        desk.publish(title={"en": "Another title"}),
        desk.publish(title={"en": "Another title"}, minutes=85),
        desk.publish(title={"en": "Another title"}, minutes=85, status="cancelled"),
        desk.publish(title={"en": "Another title"}, minutes=85),
    ]
    entries = [release.ledger[SESSION] for release in told]
    assert [entry.sequence for entry in entries] == [0, 0, 0, 1, 2, 3]
    assert {entry.uid for entry in entries} == {f"{SESSION}@forum.test"}
    changed = [entry.changed_at for entry in entries]
    assert changed[0] == changed[1]
    assert sorted(set(changed)) == changed[1:]


def test_an_old_release_comes_back_as_the_next_number_with_a_higher_sequence(desk: Desk, database: Database) -> None:
    desk.publish()
    desk.publish(start="2022-09-13T14:00:00")
    back = bring_back(database, "gssd2022", 1, now=START + timedelta(days=9), host="other.host", actor="test")
    assert (back.number, back.brought_back, back.ledger[SESSION].sequence) == (3, 1, 2)
    assert back.content == release_numbered(database, "gssd2022", 1).content
    assert back.ledger[SESSION].uid == f"{SESSION}@forum.test"
    kinds = [[change.kind for change in news.changes] for news in release_history(database, _id(database))]
    assert kinds == [[ChangeKind.SESSION_MOVED], [ChangeKind.SESSION_MOVED], []]


def test_the_clock_stepping_back_never_makes_a_calendar_older(desk: Desk, database: Database) -> None:
    first = desk.publish()
    desk.now -= timedelta(days=30)
    second = desk.publish(minutes=85)
    assert second.ledger[SESSION].changed_at > first.ledger[SESSION].changed_at
    assert first.published_at is not None and second.published_at is not None
    assert second.published_at >= first.published_at


def test_a_preview_is_what_publishing_makes_and_is_never_kept(desk: Desk, database: Database) -> None:
    desk.publish()
    preview = preview_release(database, "gssd2022")
    assert (preview.number, preview.published_at, preview.ledger) == (None, None, {})
    assert preview.content == release_numbered(database, "gssd2022").content
    assert len(release_history(database, _id(database))) == 1


def test_nothing_private_is_in_a_release(database: Database, media: Media) -> None:
    data = json.loads(json.dumps(SAMPLE))
    canaries = {"email": "canary@example.org", "phone": "canary1", "notes": "canary2", "access_needs": "canary3"}
    data["people"][0]["private"] = canaries
    data["forum"]["online"] = {"platform": "Zoom", "url": "https://zoom.example/canary4"}
    data["forum"]["roles"].append({"person": data["people"][0]["id"], "role": "interpreter", "state": "declined"})
    data["sessions"][0]["materials"] = [{"title": {"en": "canary5"}, "url": "https://x.example/", "audience": "staff"}]
    import_forum(database, media, json.dumps(data).encode(), actor="test")
    release = publish_release(database, "gssd2022", now=START, host="h", actor="test")
    assert b"canary" not in msgspec.json.encode(release)


def test_visibility_is_live_and_a_draft_is_nowhere(desk: Desk, database: Database) -> None:
    desk.publish()
    assert [forum.visibility for forum in LiveReleases(database).all().values()] == [Visibility.PUBLISHED]
    set_visibility(database, "gssd2022", Visibility.DRAFT, actor="test")
    assert LiveReleases(database).all() == {}


def test_what_was_never_published_can_not_be_shown_or_brought_back(database: Database, media: Media) -> None:
    import_forum(database, media, json.dumps(SAMPLE).encode(), actor="test")
    with pytest.raises(NotFound):
        set_visibility(database, "gssd2022", Visibility.PUBLISHED, actor="test")
    with pytest.raises(NotFound):
        bring_back(database, "gssd2022", 1, now=START, host="h", actor="test")
    with pytest.raises(NotFound):
        release_numbered(database, "nowhere")


def test_where_nothing_changed_no_release_is_made(desk: Desk, database: Database) -> None:
    first = desk.publish()
    how = {"now": START + timedelta(days=9), "host": "forum.test", "actor": "test"}
    again, made = publish_changes(database, "gssd2022", **how)
    assert (again, made) == (first, False)
    assert [news.number for news in release_history(database, _id(database))] == [1]
    assert bring_back(database, "gssd2022", 1, **how).number == 2
    desk.publish(minutes=85)
    assert publish_changes(database, "gssd2022", **how)[1] is False


def test_publishing_a_hidden_forum_shows_it_also_where_nothing_changed(desk: Desk, database: Database) -> None:
    desk.publish()
    before = LiveReleases(database).all()["gssd2022"].epoch
    how = {"now": START + timedelta(days=9), "host": "forum.test", "actor": "test"}
    for unlisted, seen in ((True, Visibility.UNLISTED), (False, Visibility.PUBLISHED)):
        set_visibility(database, "gssd2022", Visibility.DRAFT, actor="test")
        assert publish_changes(database, "gssd2022", unlisted=unlisted, **how)[1] is False
        shown = LiveReleases(database).all()["gssd2022"]
        assert (shown.visibility, shown.number) == (seen, 1)
        assert shown.epoch > before


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("x" * 301, "has 301 characters; at most 300"),
        ("two\nlines", "is one line"),
        ("two\u2028lines", "is one line"),
        ("a\x07bell", "control character"),
    ],
)
def test_the_words_about_a_release_are_one_line_of_300_characters(
    note: str, said: str, database: Database, media: Media
) -> None:
    import_forum(database, media, json.dumps(SAMPLE).encode(), actor="test")
    how = {"now": START, "host": "h", "actor": "test"}
    for attempt in (
        lambda: publish_release(database, "gssd2022", note=note, **how),
        lambda: bring_back(database, "gssd2022", 1, note=note, **how),
    ):
        with pytest.raises(UnfitNote, match=said):
            attempt()
    assert publish_release(database, "gssd2022", note=f" {'x' * 300}\n", **how).note == "x" * 300


def _id(database: Database) -> str:
    return str(release_numbered(database, "gssd2022").content.forum.id)
