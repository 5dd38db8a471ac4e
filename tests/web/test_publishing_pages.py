"""Publishing on the desk as organisers meet it: reviewed, published once, taken back, brought back, refused in words."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from forum_app.database import Database
from forum_app.domain.vocabularies import MessageState, NoteState, Severity, Visibility
from forum_app.models.accounts import Account
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.programme import Session
from forum_app.models.publishing import AuditEntry, Release
from forum_app.services.note_states import note_states, set_note_state
from forum_app.services.things import Edit, save_thing
from tests.cast import EDITOR, ORGANISER, OWNER, RECEPTION, VIEWER, Browser, browser_of, join

BASE = "/manage/gssd2022"


class Desk:
    """The sample forum with its cast."""

    def __init__(self, app: Flask, database: Database) -> None:
        self.app, self.database = app, database
        self.ids = join(database, "gssd2022")
        with database.reading() as connection:
            self.forum = connection.execute(select(Forum.id)).scalar_one()
            self.session = connection.execute(select(Session.id).order_by(Session.position).limit(1)).scalar_one()

    def browser(self, member: str = OWNER) -> Browser:
        return browser_of(self.app, self.database, self.ids[member])

    def edit(self, **values: Any) -> None:
        save_thing(self.database, self.forum, "session", self.session, Edit(values), actor=self.ids[EDITOR])

    def count(self, what: Any, *where: Any) -> int:
        with self.database.reading() as connection:
            return connection.execute(select(func.count()).select_from(what).where(*where)).scalar_one()


@pytest.fixture
def desk(app: Flask, sample: FlaskClient, database: Database) -> Desk:
    return Desk(app, database)


def fields(html: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(number|version|last)" value="(\d+)">', html))


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_the_review_says_what_changed_whom_it_tells_and_what_is_doubtful(desk: Desk) -> None:
    desk.edit(minutes=85, **{"title.en": "Another title"})
    page = desk.browser().get(f"{BASE}/publish")
    assert page.status_code == 200
    said = text_of(page.text)
    assert "2 changes since release 2. 9 September 2022, 16:40, sample" in said
    assert "now lasts 85 minutes instead of 80 minutes" in said
    assert "is now called “Another title”" in said
    assert "anir.chowdhury@example.org" in said
    assert "Tuesday 13 September 2022, 10:30–11:55, Bangkok time (UTC+7)" in said
    assert f'href="{BASE}/sessions/{desk.session}' in page.text
    assert "no-store" in page.headers["Cache-Control"]


def test_names_that_are_only_translated_rename_and_move_nothing(desk: Desk) -> None:
    with desk.database.writing() as connection:
        connection.execute(update(Account).where(Account.id == desk.ids[OWNER]).values(language="fr"))
        venue = connection.execute(select(Forum.venue)).scalar_one()
    venue["name"] |= {"fr": "Maison commune"}
    values = {"venue": venue, "title.en": "A shorter title"}
    save_thing(desk.database, desk.forum, "forum", desk.forum, Edit(values), actor=desk.ids[EDITOR])
    said = text_of(desk.browser().get(f"{BASE}/publish").text)
    assert "Des noms de lieux ont changé en français : Maison commune." in said
    assert "s’intitule désormais « A shorter title »" in said and "change de lieu" not in said
    assert "2 changements depuis la version 2" in said and "Heures et lieux" not in said


def test_publishing_makes_one_release_however_often_it_is_pressed(desk: Desk) -> None:
    desk.edit(minutes=85)
    browser = desk.browser()
    form = fields(browser.get(f"{BASE}/publish").text)
    answers = [browser.post(f"{BASE}/publish", {**form, "note": "Five minutes more"}) for _ in range(3)]
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, f"{BASE}/releases/3")] * 3
    assert desk.count(Release) == 3
    assert desk.count(Message, Message.state == MessageState.WAITING) == 2
    said = text_of(browser.get(f"{BASE}/releases/3").text)
    assert re.search(r"Release 3 is published\. 2 people will be told at \d\d:\d\d, Bangkok time \(UTC\+7\)\.", said)
    assert "Take release 3 back" in said
    assert "Five minutes more" in said
    assert "Owner" in said


def test_what_somebody_else_did_meanwhile_is_said_and_nothing_is_published(desk: Desk) -> None:
    desk.edit(minutes=85)
    browser, other = desk.browser(), desk.browser(ORGANISER)
    form = fields(browser.get(f"{BASE}/publish").text)
    desk.edit(minutes=75)
    stale = browser.post(f"{BASE}/publish", {**form, "note": "kept words"})
    assert stale.status_code == 409
    assert "The draft was changed while you looked at it." in stale.text
    assert "kept words" in stale.text
    assert "75 minutes" in stale.text
    form = fields(stale.text)
    assert other.post(f"{BASE}/publish", fields(other.get(f"{BASE}/publish").text)).status_code == 303
    desk.edit(minutes=70)
    late = browser.post(f"{BASE}/publish", form)
    assert late.status_code == 409
    assert "Release 3 was published meanwhile." in late.text
    assert desk.count(Release) == 3
    bar = text_of(browser.get(f"{BASE}/release-bar?since=2").text)
    assert "Organiser published release 3." in bar


@pytest.mark.parametrize("form", [{}, {"number": "x", "version": "9" * 40}, {"number": "-1", "version": "²"}])
def test_a_form_that_is_no_form_publishes_nothing(desk: Desk, form: dict[str, str]) -> None:
    desk.edit(minutes=85)
    assert desk.browser().post(f"{BASE}/publish", form).status_code == 409
    assert desk.count(Release) == 2


@pytest.mark.parametrize(("note", "said"), [("x" * 301, "has 301 characters"), ("a\nb", "is one line"), ("\x00", "")])
def test_a_note_that_does_not_fit_is_refused_beside_what_was_typed(desk: Desk, note: str, said: str) -> None:
    desk.edit(minutes=85)
    browser = desk.browser()
    form = fields(browser.get(f"{BASE}/publish").text)
    answer = browser.post(f"{BASE}/publish", {**form, "note": note})
    assert answer.status_code == 422
    assert said in text_of(answer.text)
    assert desk.count(Release) == 2


def test_taken_back_after_mails_had_gone_says_who_is_told(desk: Desk) -> None:
    """“Send now” is there within the ten minutes: whoever read of another time is told that it is the old one again."""
    desk.edit(start="2022-09-13T16:00:00")
    browser = desk.browser()
    browser.post(f"{BASE}/publish", fields(browser.get(f"{BASE}/publish").text))
    with desk.database.writing() as connection:
        sent = connection.execute(update(Message).values(state=MessageState.SENT, sent_at=datetime.now(UTC)))
    assert sent.rowcount == 2
    browser.post(f"{BASE}/releases/3/take-back")
    said = text_of(browser.get(f"{BASE}/releases").text)
    assert "as release 4. 2 people will be told how it is now." in said and "Nobody is told" not in said
    assert desk.count(Message, Message.state == MessageState.WAITING) == 2


def test_taken_back_within_ten_minutes_and_refused_afterwards(desk: Desk) -> None:
    desk.edit(minutes=85)
    browser = desk.browser()
    browser.post(f"{BASE}/publish", fields(browser.get(f"{BASE}/publish").text))
    assert "Release 3 is published." in text_of(browser.get(f"{BASE}/release-bar?since=3").text)
    done = browser.post(f"{BASE}/releases/3/take-back")
    assert (done.status_code, done.location) == (303, f"{BASE}/releases")
    said = text_of(browser.get(f"{BASE}/releases").text)
    assert "Release 3 is taken back. The public sees what release 2 held, as release 4. Nobody is told." in said
    assert "Takes release 3 back, shows release 2 again" in said
    assert desk.count(Message, Message.state == MessageState.WAITING) == 0
    assert "1 change since release 4" in said or "One change since release 4" in text_of(
        browser.get(f"{BASE}/release-bar?since=4").text
    )
    browser.post(f"{BASE}/publish", fields(browser.get(f"{BASE}/publish").text))
    with desk.database.writing() as connection:
        connection.execute(update(Release).values(made_at=datetime.now(UTC) - timedelta(minutes=11)))
    browser.post(f"{BASE}/releases/5/take-back")
    assert "Ten minutes have passed" in browser.get(f"{BASE}/releases/5").text
    assert desk.count(Release) == 5
    assert browser.post(f"{BASE}/releases/77/take-back").status_code == 404


def test_an_old_release_is_brought_back_once_after_it_was_asked(desk: Desk) -> None:
    browser = desk.browser()
    page = browser.get(f"{BASE}/releases/1/bring-back")
    assert "as release 3" in page.text
    form = fields(page.text)
    answers = [browser.post(f"{BASE}/releases/1/bring-back", form) for _ in range(2)]
    assert [answer.location for answer in answers] == [f"{BASE}/releases/3"] * 2
    assert desk.count(Release) == 3
    assert "Brings back release 1" in browser.get(f"{BASE}/releases").text
    assert browser.post(f"{BASE}/releases/2/bring-back", {"last": "2"}).status_code == 409
    assert browser.get(f"{BASE}/releases/9/bring-back").status_code == 404
    assert browser.get(f"{BASE}/releases/{'9' * 30}/bring-back").status_code == 404


def test_any_two_releases_are_compared_and_odd_numbers_are_not_found(desk: Desk) -> None:
    browser = desk.browser(VIEWER)
    page = browser.get(f"{BASE}/releases/compare?first=1&second=2")
    assert "From release 1 to release 2" in page.text
    for odd in (
        "first=1",
        "first=1&second=9",
        "first=%C2%B2&second=1",
        "first=-1&second=1",
        f"first={'1' * 50}&second=1",
    ):
        assert browser.get(f"{BASE}/releases/compare?{odd}").status_code == 404


def test_findings_that_stop_leave_the_button_off_and_a_forged_press_refused(desk: Desk) -> None:
    desk.edit(minutes=30)  # the talks need more
    browser = desk.browser()
    page = browser.get(f"{BASE}/checker").text
    found = re.search(r'<article class="ck-rule">.*?<p class="hint" id="([a-z-]+)"', page, re.S)
    assert found
    rule = found[1]
    browser.post(
        f"{BASE}/checker", {f"does.{rule}": "stop", f"was.{rule}": "warn", "does.nonsense": "stop", "was.x": ""}
    )
    with desk.database.reading() as connection:
        assert connection.execute(select(Forum.severities)).scalar_one() == {rule: Severity.STOP}
    review = browser.get(f"{BASE}/publish")
    assert "Findings that stop publishing" in review.text
    assert " disabled" in review.text
    refused = browser.post(f"{BASE}/publish", fields(review.text))
    assert refused.status_code == 422
    assert "Nothing was published" in refused.text
    assert desk.count(Release) == 2
    browser.post(f"{BASE}/checker", {f"does.{rule}": "ignore", f"was.{rule}": "stop"})
    assert browser.post(f"{BASE}/publish", fields(browser.get(f"{BASE}/publish").text)).status_code == 303


def test_a_forum_that_nobody_sees_is_shown_as_it_was_chosen(desk: Desk) -> None:
    with desk.database.writing() as connection:
        connection.execute(update(Forum).values(visibility=Visibility.DRAFT))
    browser = desk.browser()
    page = browser.get(f"{BASE}/publish")
    assert "Show release 2 again" in page.text
    browser.post(f"{BASE}/publish", {**fields(page.text), "unlisted": "yes"})
    with desk.database.reading() as connection:
        assert connection.execute(select(Forum.visibility)).scalar_one() == Visibility.UNLISTED


@pytest.mark.parametrize("member", [EDITOR, RECEPTION, VIEWER])
def test_who_may_not_publish_sees_changes_and_no_names(desk: Desk, member: str) -> None:
    desk.edit(minutes=85)
    owner = desk.browser()
    owner.post(f"{BASE}/publish", fields(owner.get(f"{BASE}/publish").text))
    desk.edit(minutes=90)
    browser = desk.browser(member)
    for address in ("publish", "releases/1/bring-back"):
        assert browser.get(f"{BASE}/{address}").status_code == 403
    for address in ("publish", "releases/1/bring-back", "releases/3/take-back", "checker"):
        assert browser.post(f"{BASE}/{address}").status_code == 403
    page = browser.get(f"{BASE}/releases/3")
    assert page.status_code == 200
    assert "@example.org" not in page.text
    bar = browser.get(f"{BASE}/release-bar?since=3").text
    assert "One change since release 3" in bar
    assert "publish" not in bar.replace("Publishing tells", "")


def test_the_state_of_a_note_is_set_said_and_logged(desk: Desk) -> None:
    actor = desk.ids[OWNER]
    assert set_note_state(desk.database, desk.forum, desk.forum, "fr", NoteState.CLEARED, actor=actor) is True
    assert set_note_state(desk.database, desk.forum, desk.forum, "fr", NoteState.CLEARED, actor=actor) is False
    with desk.database.reading() as connection:
        states = {each.language: each for each in note_states(connection, desk.forum, desk.forum)}
        entry = connection.execute(select(AuditEntry).where(AuditEntry.action == "note.state")).one()
    assert (states["fr"].state, states["fr"].by) == (NoteState.CLEARED, "Owner")
    assert states["fr"].at is not None
    assert states["en"].at is None
    assert (entry.actor, entry.after) == (actor, {"fr": "cleared"})


def test_the_pages_say_how_many_are_not_told_of_what_is_over(desk: Desk) -> None:
    browser = desk.browser()
    desk.edit(minutes=85)
    before = desk.app.extensions["forum"]
    desk.app.extensions["forum"] = replace(
        before, config=replace(before.config, now_at=datetime(2026, 11, 26, tzinfo=UTC))
    )
    page = browser.get(f"{BASE}/publish").text
    said = text_of(page)
    assert re.search(r"Whom publishing tells \d+ people aren’t told: what changed for them is over\.", said)
    assert "anir.chowdhury@example.org" not in said and "no slot moved" not in said
    assert "Publishing tells" not in browser.get(f"{BASE}/release-bar").text
    assert browser.post(f"{BASE}/publish", fields(page)).status_code == 303
    assert "told" not in text_of(browser.get(f"{BASE}/release-bar").text).replace("Nobody is told by this release.", "")
    assert desk.count(Message) == 0
    assert "aren’t told" in browser.get(f"{BASE}/releases/1/bring-back").text
