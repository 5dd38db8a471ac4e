"""One registration at the desk: its page, changed and written anew by organisers, its steps; for whom, and in words."""

import html
import re

import pytest
from flask import Flask
from lxml.html import document_fromstring as document_of
from sqlalchemy import event, select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.errors import EditRefused
from forum_app.models.publishing import AuditEntry
from forum_app.models.registrations import Registration as Row
from forum_app.services.forum_files import draft_named
from forum_app.services.media import Media
from forum_app.services.things import Edit, save_thing
from tests.cast import CAST, EDITOR, ORGANISER, OWNER, RECEPTION, STRANGER, VIEWER, WHOLE, Browser, Browsers, join
from tests.houses import Start
from tests.services.opened import comes, mails, open_registration, people, states
from tests.web.test_log import text_of
from tests.web.test_things import Form

DESK = "/manage/gssd2022/registrations"


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",))


@pytest.fixture
def cast(app: Flask, database: Database, media: Media) -> dict[str, Browser]:
    return Browsers(app, database, join(database, "gssd2022"))


def key_of(database: Database, number: int = 1) -> str:
    return str(people(database)[f"person{number}@example.org"].id)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


def test_the_page_tells_what_is_kept_and_needs_only_to_those_who_may(
    cast: dict[str, Browser], database: Database, config: Config
) -> None:
    forum_id = open_registration(database)
    comes(database, config, forum_id, 1, access_needs="A step-free way", institution="Ministry")
    address = f"{DESK}/{key_of(database)}"
    for member in CAST:
        answer = cast[member].get(address)
        if member in (OWNER, ORGANISER, RECEPTION):
            said = text_of(answer.get_data(as_text=True))
            assert answer.status_code == 200 and "Person1 Diallo" in said and "Ministry" in said
            assert ("A step-free way" in said) == ("person1@example.org" in said) == (member != RECEPTION)
            assert ("Cancel the registration" in said) == (member != RECEPTION)
        else:
            assert answer.status_code in (302, 303, 403, 404), member


def test_steps_are_for_organisers_and_leave_their_words(
    cast: dict[str, Browser], database: Database, config: Config
) -> None:
    forum_id = open_registration(database, approval=True)
    comes(database, config, forum_id, 1)
    address = f"{DESK}/{key_of(database)}"
    for member in (RECEPTION, EDITOR, VIEWER, STRANGER):
        cast[member].post(f"{address}/confirm", {"_seen": "1"})
        assert states(database) == {"pending": 1}
    page = cast[ORGANISER].get(address).get_data(as_text=True)
    assert "A place is free: they get it." in text_of(page)
    answer = cast[ORGANISER].post(f"{address}/confirm", {"_seen": hidden(page, "_seen")})
    assert (answer.status_code, answer.location) == (303, address)
    said = text_of(cast[ORGANISER].get(address).get_data(as_text=True))
    assert "The registration is now: Confirmed." in said and "by Organiser" in said
    cast[ORGANISER].post(f"{address}/confirm", {"_seen": "1"})
    assert states(database) == {"confirmed": 1} and len(mails(database)) == 2
    cast[OWNER].post(f"{address}/decline", {"_seen": "1", "reason": "late"})
    assert "Nothing was changed" in text_of(cast[OWNER].get(address).get_data(as_text=True))
    assert states(database) == {"confirmed": 1}


def pressed(browser: Browser, query: str) -> str:
    """The page that says what becomes of several, sent as it is; what the list says then."""
    page = browser.get(f"{DESK}/several?{query}").get_data(as_text=True)
    fields = {name: html.unescape(hidden(page, name)) for name in ("step", "keys", "back")}
    answer = browser.post(f"{DESK}/several", fields)
    assert answer.status_code == 303
    return text_of(browser.get(answer.location).get_data(as_text=True))


def test_several_are_confirmed_with_what_becomes_of_each_said_before(
    cast: dict[str, Browser], database: Database, config: Config
) -> None:
    forum_id = open_registration(database, approval=True, seats_in_person=2)
    for number in (1, 2, 3):
        comes(database, config, forum_id, number)
    keys = "&".join(f"key={key_of(database, number)}" for number in (1, 2, 3))
    page = text_of(cast[ORGANISER].get(f"{DESK}/several?step=confirm&{keys}").get_data(as_text=True))
    assert "Confirm 3 registrations" in page and "2 Get a place" in page
    assert "1 Go to the end of the waiting list" in page and states(database) == {"pending": 3}
    said = pressed(cast[ORGANISER], f"step=confirm&every=1&status=pending&{keys}")
    assert "2 are confirmed. 1 is on the waiting list." in said
    assert states(database) == {"confirmed": 2, "waiting": 1}
    assert "Nothing would change" in cast[ORGANISER].get(f"{DESK}/several?step=confirm&{keys}").get_data(as_text=True)
    said = pressed(cast[ORGANISER], f"step=cancel&key={key_of(database, 1)}")
    assert "1 is cancelled." in said and states(database) == {"cancelled": 1, "confirmed": 2}


def test_several_are_nobodys_but_organisers_and_rubbish_does_nothing(
    cast: dict[str, Browser], database: Database, config: Config
) -> None:
    forum_id = open_registration(database)
    comes(database, config, forum_id, 1)
    fields = {"step": "cancel", "keys": f"{key_of(database)}:1", "back": "//elsewhere.example/"}
    for member in CAST:
        if member in (OWNER, ORGANISER):
            continue
        assert cast[member].get(f"{DESK}/several?step=cancel").status_code != 200, member
        cast[member].post(f"{DESK}/several", fields)
        assert states(database) == {"confirmed": 1}
    for keys in ("", "x", "2222222222:1", f"{key_of(database)}:", f"{key_of(database)}:99", f"{key_of(database)}:-1"):
        answer = cast[OWNER].post(f"{DESK}/several", {**fields, "keys": keys})
        assert (answer.status_code, answer.location) == (303, DESK) and states(database) == {"confirmed": 1}, keys
    assert cast[OWNER].get(f"{DESK}/several?step=erase").status_code == 404
    assert cast[OWNER].post(f"{DESK}/several", {**fields, "step": "put-back"}).status_code == 404
    assert cast[OWNER].post(f"{DESK}/several", {**fields, "step": "decline", "reason": "x" * 1001}).status_code == 422


def test_a_registration_of_another_forum_is_nowhere(app: Flask, database: Database, config: Config) -> None:
    forum_id = open_registration(database)
    comes(database, config, forum_id, 1)
    cast = Browsers(app, database, join(database, "gssd2022"))
    with database.reading() as connection:
        known = connection.execute(select(Row.id)).scalar_one()
    for address in (f"{DESK}/2222222222", f"{DESK}/2222222222/change", f"/manage/elsewhere/registrations/{known}"):
        assert cast[OWNER].get(address).status_code in (403, 404), address
    assert cast[OWNER].post(f"{DESK}/2222222222/cancel", {"_seen": "1"}).status_code == 404
    assert cast[OWNER].post(f"{DESK}/{known}/erase", {"_seen": "1"}).status_code in (404, 405)
    for seen in ("", "-1", "x", "9" * 9):
        cast[OWNER].post(f"{DESK}/{known}/cancel", {"_seen": seen})
        assert states(database) == {"confirmed": 1}, seen


def test_an_organiser_changes_what_is_kept_and_sees_what_others_wrote_meanwhile(
    cast: dict[str, Browser], database: Database, config: Config
) -> None:
    forum_id = open_registration(database)
    for number in (1, 2):
        comes(database, config, forum_id, number)
    address = f"{DESK}/{key_of(database)}"
    base = hidden(cast[OWNER].get(f"{address}/change").get_data(as_text=True), "_base")
    typed = {"given_name": "Person1", "family_name": "Diallo", "email": "person1@example.org", "country": "KE"}
    answer = cast[OWNER].post(f"{address}/change", {**typed, "_base": base, "institution": "Ministry of Works"})
    assert (answer.status_code, answer.location) == (303, address)
    late = cast[ORGANISER].post(f"{address}/change", {**typed, "_base": base, "institution": "Ministry of Labour"})
    page = late.get_data(as_text=True)
    assert late.status_code == 409 and "Ministry of Works" in page and "Ministry of Labour" in page
    assert people(database)["person1@example.org"].institution == "Ministry of Works"
    again = {**typed, "_base": hidden(page, "_base"), "institution": "Ministry of Labour"}
    assert cast[ORGANISER].post(f"{address}/change", again).status_code == 303
    assert people(database)["person1@example.org"].institution == "Ministry of Labour"
    base = hidden(cast[OWNER].get(f"{address}/change").get_data(as_text=True), "_base")
    taken = cast[OWNER].post(f"{address}/change", {**again, "_base": base, "email": "person2@example.org"})
    assert taken.status_code == 409 and "each address registers once" in taken.get_data(as_text=True)
    wrong = cast[OWNER].post(f"{address}/change", {"_base": base, "email": "no address"})
    assert wrong.status_code == 422 and "Write a name." in wrong.get_data(as_text=True)
    log = text_of(cast[OWNER].get("/manage/gssd2022/log").get_data(as_text=True))
    assert "Registration changed" in log and "Ministry of Works" in log


def test_an_organiser_registers_somebody_once_for_one_form(cast: dict[str, Browser], database: Database) -> None:
    open_registration(database, seats_in_person=1)
    page = cast[ORGANISER].get(f"{DESK}/new").get_data(as_text=True)
    typed = {"_key": hidden(page, "_key"), "given_name": "Ana", "email": "ana@example.org", "tell": "1"}
    assert cast[ORGANISER].post(f"{DESK}/new", typed).location == cast[ORGANISER].post(f"{DESK}/new", typed).location
    assert states(database) == {"confirmed": 1} and len(mails(database)) == 1
    other = cast[ORGANISER].post(f"{DESK}/new", {**typed, "_key": "2222222222"})
    assert other.status_code == 409 and "ana@example.org" in other.get_data(as_text=True)
    cast[ORGANISER].post(f"{DESK}/new", {"_key": "2222222223", "given_name": "Bea"})
    assert states(database) == {"confirmed": 1, "waiting": 1}
    said = text_of(cast[ORGANISER].get(f"{DESK}?status=waiting").get_data(as_text=True))
    assert "1 of 1 taken" in said and "is number 1’s at once" in said


def test_views_stand_above_the_list_and_are_used_renamed_and_deleted(
    cast: dict[str, Browser], database: Database, config: Config
) -> None:
    forum_id = open_registration(database)
    comes(database, config, forum_id, 1)
    kept = cast[ORGANISER].post(f"{DESK}/views", {"name": "From Kenya", "country": "KE", "sort": "country"})
    assert kept.location == f"{DESK}?country=KE&sort=country"
    page = cast[RECEPTION].get(kept.location).get_data(as_text=True)
    assert 'aria-current="true" dir="auto">From Kenya</a>' in page and "registrations/views" not in page
    again = cast[OWNER].post(f"{DESK}/views", {"name": "from kenya", "country": "BD"})
    assert again.status_code == 422 and "There is a view with this name already" in again.get_data(as_text=True)
    page = cast[OWNER].get(f"{DESK}/views").get_data(as_text=True)
    address = re.findall(rf'action="({DESK}/views/\w+)"', page)[0]
    for member in (RECEPTION, EDITOR, VIEWER, STRANGER):
        cast[member].post(f"{address}/delete")
    assert cast[OWNER].post(address, {"name": "Kenya"}).status_code == 303
    assert ">Kenya</a>" in cast[OWNER].get(DESK).get_data(as_text=True)
    cast[OWNER].post(f"{address}/delete")
    assert cast[OWNER].post(f"{address}/delete").status_code == 303
    assert ">Kenya</a>" not in cast[OWNER].get(DESK).get_data(as_text=True)


def test_list_and_page_take_the_same_queries_however_many_there_are(
    cast: dict[str, Browser], database: Database, config: Config
) -> None:
    forum_id = open_registration(database, seats_in_person=3)

    def counted(address: str) -> int:
        cast[ORGANISER].get(address)
        seen: list[str] = []
        listener = lambda *told: seen.append(told[2])  # noqa: E731 - one to take off again
        event.listen(database.engine, "before_cursor_execute", listener)
        assert cast[ORGANISER].get(address).status_code == 200
        event.remove(database.engine, "before_cursor_execute", listener)
        return len(seen)

    comes(database, config, forum_id, 1)
    comes(database, config, forum_id, 2)
    one = f"{DESK}/{key_of(database)}"
    several = f"{DESK}/several?step=cancel&every=1"
    few = [counted(address) for address in (DESK, one, several)]
    for number in range(3, 12):
        comes(database, config, forum_id, number)
    assert [counted(address) for address in (f"{DESK}?sort=queue", one, several)] == [few[0] + 1, few[1], few[2] + 1]
    assert max(few) <= 30


def test_an_answered_question_is_deleted_only_once_it_was_said_how_many_answers_go(
    cast: dict[str, Browser], database: Database, config: Config, media: Media
) -> None:
    forum_id = open_registration(database)
    asked = "/manage/gssd2022/registration-questions"
    visa, passport = "vvvv222222", "pppp222222"
    form = {**WHOLE, "_key": visa, "text.en": "Do you need a visa?"}
    assert cast[EDITOR].post(f"{asked}/new", form).status_code == 303
    hanging = {**WHOLE, "_key": passport, "text.en": "Passport", "only_if.question": visa}
    assert cast[EDITOR].post(f"{asked}/new", hanging).status_code == 303
    wrong = cast[EDITOR].post(f"{asked}/{visa}", {**WHOLE, "text.en": "Do you need a visa?", "only_if.question": visa})
    assert wrong.status_code == 422 and "hang on itself" in wrong.get_data(as_text=True)
    comes(database, config, forum_id, 1, answers={visa: "Yes"})
    refused = cast[EDITOR].post(f"{asked}/{visa}/delete", {"sure": "1"})
    assert refused.status_code == 409 and "Passport" in refused.get_data(as_text=True)
    cast[EDITOR].post(f"{asked}/{passport}/delete")
    asks = cast[EDITOR].post(f"{asked}/{visa}/delete")
    assert asks.status_code == 409 and "1 person answered it." in text_of(asks.get_data(as_text=True))
    assert cast[EDITOR].post(f"{asked}/{visa}/delete", {"sure": "1"}).status_code == 303
    page = text_of(cast[OWNER].get(f"{DESK}/{key_of(database)}").get_data(as_text=True))
    assert "A question that was deleted" in page
    whole = draft_named(database, media, "gssd2022", everybody=True)
    assert [one.answers for one in whole.registrations] == [{}] and whole.questions == []


def test_settings_open_with_ways_to_come_that_were_chosen_and_refuse_what_cant_be(
    cast: dict[str, Browser], database: Database
) -> None:
    open_registration(database, modes=["in-person", "online"])
    settings = "/manage/gssd2022/settings"
    page = cast[OWNER].get(settings)
    assert page.status_code == 200 and "Places and the waiting list" in page.get_data(as_text=True)
    forum_id = open_registration(database)
    for changes, place in (
        ({"opens_at": "2022-09-02T10:00:00", "closes_at": "2022-09-01T10:00:00"}, "registration.closes_at"),
        ({"modes": ["hybrid"]}, "registration.modes"),
    ):
        edit = Edit({f"registration.{name}": value for name, value in changes.items()})
        with pytest.raises(EditRefused) as refused:
            save_thing(database, forum_id, "forum", forum_id, edit, actor="test")
        assert [where for where, _sentence in refused.value.problems] == [place]


def test_the_link_is_sent_again_in_one_press_within_the_limits_of_every_address(
    app: Flask, cast: dict[str, Browser], database: Database, config: Config
) -> None:
    forum_id = open_registration(database)
    comes(database, config, forum_id, 1)
    key = key_of(database)
    address = f"{DESK}/{key}"
    page = cast[ORGANISER].get(address).get_data(as_text=True)
    said = "A new link to their own page goes to person1@example.org. Those that were sent before stay good."
    assert f'action="{address}/link"' in page and said in text_of(page)
    for member in (RECEPTION, EDITOR, VIEWER, STRANGER):
        assert f'action="{address}/link"' not in cast[member].get(address).get_data(as_text=True)
        cast[member].post(f"{address}/link")
    assert len(mails(database)) == 1, "the receipt"
    for _press in range(4):
        assert cast[ORGANISER].post(f"{address}/link").location == address
        assert "The link is on its way." in text_of(cast[ORGANISER].get(address).get_data(as_text=True))
    keys = [re.search(r"/r/(\w{22})", mail.text)[1] for mail in mails(database)]
    assert len(set(keys)) == 5 and {mail.to for mail in mails(database)} == {"person1@example.org"}
    assert [app.test_client().get(f"/r/{each}").status_code for each in keys] == [200] * 5
    assert "The organisers send you the link to your own page again." in mails(database)[-1].text
    cast[ORGANISER].post(f"{address}/link")
    assert "Nothing was sent: this address got as many" in text_of(cast[ORGANISER].get(address).get_data(as_text=True))
    assert len(mails(database)) == 5, "with the receipt as many as an address gets in an hour"
    with database.reading() as connection:
        sent = select(AuditEntry).where(AuditEntry.action == "registration.link-sent")
        assert {(row.actor, row.thing) for row in connection.execute(sent)} == {(cast[ORGANISER].account, key)}
        assert len(connection.execute(sent).all()) == 4


def test_no_link_goes_to_who_has_no_address(cast: dict[str, Browser], database: Database, config: Config) -> None:
    forum_id = open_registration(database)
    comes(database, config, forum_id, 1)
    address = f"{DESK}/{key_of(database)}"
    for email in ("", "person..1@example.org"):  # none, and one that nothing can be sent to
        gone = update(Row).values(email=email, address=email or None)
        with database.writing() as connection:
            connection.execute(gone)
        assert f'action="{address}/link"' not in cast[OWNER].get(address).get_data(as_text=True)
        assert cast[OWNER].post(f"{address}/link").status_code == 404
    assert len(mails(database)) == 1


def test_cancelling_is_asked_first(cast: dict[str, Browser], database: Database, config: Config) -> None:
    """Of one: what it means stands beside a button that a first press uncovers. Of several: on a page of its own."""
    forum_id = open_registration(database, seats_in_person=1)
    for number in (1, 2):
        comes(database, config, forum_id, number)
    address = f"{DESK}/{key_of(database)}"
    page = document_of(cast[ORGANISER].get(address).text)
    [button] = page.xpath(f"//button[@formaction='{address}/cancel']")
    [asked] = button.xpath("ancestor::details[not(@open)]")
    said = " ".join(asked.text_content().split())
    assert said == "Cancel the registration … Their place goes to the next on the waiting list at once. Put back later, they get a place only where one is free. Cancel the registration"  # fmt: skip
    form = button.xpath("ancestor::form")[0]
    assert form.get("action") != f"{address}/cancel", "a press of the Enter key is no cancelling"
    listed = document_of(cast[ORGANISER].get(DESK).text)
    [several] = listed.xpath("//button[@name='step'][@value='cancel']/ancestor::form[1]")
    assert (several.get("method") or "get").lower() == "get"
    assert states(database) == {"confirmed": 1, "waiting": 1}
    sent = {field.get("name"): field.get("value") for field in form.xpath(".//input[@type='hidden']")}
    cast[ORGANISER].post(f"{address}/cancel", sent)
    assert states(database) == {"cancelled": 1, "confirmed": 1}


def test_an_address_that_leads_nowhere_is_told_at_its_field_and_nothing_is_lost(
    cast: dict[str, Browser], database: Database, config: Config
) -> None:
    """Also one that was kept before today's rules: it is told where it can be mended, and every other step is free."""
    forum_id = open_registration(database)
    comes(database, config, forum_id, 1)
    address, old = f"{DESK}/{key_of(database)}", "person..1@example.org"
    database.write(lambda connection: connection.execute(update(Row).values(email=old, address=old)))
    assert f"No mail can be sent to {old}: nobody is told." in text_of(cast[ORGANISER].get(address).text)
    filled = dict(Form(cast[ORGANISER].get(f"{address}/change").text, f"{address}/change").fields)
    assert filled["email"] == old
    for email in (old, "person@straße.example", f"{'a' * 65}@example.org"):
        answer = cast[ORGANISER].post(f"{address}/change", {**filled, "email": email, "institution": "Union"})
        page = document_of(answer.text)
        said = page.xpath("//*[@id='email-error']")[0].text_content().strip()
        assert (answer.status_code, said) == (422, "This is no e-mail address: write one such as name@example.org.")
        assert [page.xpath(f"//input[@name='{name}']/@value") for name in ("email", "institution")] == [
            [email],
            ["Union"],
        ]
    answer = cast[ORGANISER].post(
        f"{address}/change", {**filled, "email": "person1@example.org.", "institution": "Union"}
    )
    assert answer.status_code == 303
    assert people(database)["person1@example.org"].institution == "Union"
