"""Registering as somebody meets it: the form, what is wrong beside its field, the receipt, one's own page and its doors."""

import json
import re
import unicodedata
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import insert, select, update

from forum_app.database import Database
from forum_app.domain.identity import new_id
from forum_app.domain.vocabularies import Mode, RegistrationStatus, Visibility
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.registrations import Question
from forum_app.models.registrations import Registration as Row
from forum_app.services.personal_keys import new_personal_key
from tests.cast import CAST, ORGANISER, Browsers, browser_of, join
from tests.houses import Start
from tests.services.opened import open_registration

ADDRESS = "/forums/gssd2022/register"
PERSONAL = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
AMINA = {
    "given_name": "Amina",
    "family_name": "Haddad",
    "email": "Amina@Example.org",
    "country": "JO",
    "institution": "Ministry of Labour",
    "constituency": "government",
    "consent": "1",
}


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def page_of(client: FlaskClient, address: str = ADDRESS, **more: Any) -> Any:
    answer = client.get(address, **more)
    assert answer.status_code == 200, answer.text[:500]
    return html.fromstring(answer.text)


def hidden(page: Any) -> dict[str, str]:
    """What a page's form carries beside what is typed."""
    return {field.get("name"): field.get("value") for field in page.xpath("//main//form//input[@type='hidden']")}


def send(client: FlaskClient, *, address: str = ADDRESS, carried: dict[str, str] | None = None, **changes: Any) -> Any:
    fields = {**(carried or hidden(page_of(client, address))), **AMINA, **changes}
    return client.post(address, data={name: value for name, value in fields.items() if value is not None})


def wrong(answer: Any) -> dict[str, str]:
    """What is said beside each field."""
    page = html.fromstring(answer.text)
    said = page.xpath("//p[@class='wrong']")
    return {item.get("id").removesuffix("-error"): item.text_content().strip() for item in said}


def key_of(database: Database) -> str:
    """The key in the last mail."""
    with database.reading() as connection:
        query = select(Message.text).where(Message.text.contains("/r/")).order_by(Message.created_at.desc())
        text = connection.execute(query).scalars().first()
    return str(text).partition("/r/")[2].split()[0]


def registered(database: Database) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(select(Row).order_by(Row.position)))


def ask(database: Database, forum_id: str, **values: Any) -> str:
    """A question of the forum's own."""
    key = new_id()
    blank = {"hint": {}, "choices": [], "several": False, "long": False, "required": False, "only_if": None}
    row = {"id": key, "forum_id": forum_id, "position": 0, **blank, **values}
    database.write(lambda connection: connection.execute(insert(Question).values(row)))
    return key


def test_the_form_registers_and_answers_with_a_receipt_that_can_be_loaded_again(
    client: FlaskClient, database: Database
) -> None:
    open_registration(database)
    answer = send(client)
    assert answer.status_code == 303
    for _ in range(2):
        receipt = page_of(client, answer.location)
        assert receipt.xpath("//h1")[0].text == "You are registered"
        assert "Amina@example.org" in receipt.text_content()
    [row] = registered(database)
    assert (row.name, row.email, row.address, row.country) == (
        "Amina Haddad",
        "Amina@example.org",
        "amina@example.org",
        "JO",
    )
    [consent] = row.consents
    assert consent["purpose"] == "registration" and "12 months after the forum" in consent["text"]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"given_name": ""}, "given_name", "Write your name."),
        ({"given_name": "\u200b \u00a0\u3000"}, "given_name", "Write your name."),
        ({"given_name": "x" * 201}, "given_name", "This has 201 characters; at most 200 are kept. Shorten it."),
        ({"institution": "a\x00b"}, "institution", "The text holds a control character (U+0000): take it out."),
        ({"email": ""}, "email", "Write your e-mail address."),
        ({"email": "amina@"}, "email", "Add the part after the @ sign, such as name@example.org."),
        ({"email": "amina"}, "email", "Add the part after the @ sign, such as name@example.org."),
        ({"email": "a@b.org,c@d.org"}, "email", "This is no e-mail address: write one such as name@example.org."),
        ({"email": "<a@b.org>"}, "email", "This is no e-mail address: write one such as name@example.org."),
        ({"email": "a@b.org\r\nBcc: x@y.org"}, "email", "This is no e-mail address: write one such as name@example.org."),
        ({"country": "XX"}, "country", "This can't be chosen any more: choose again."),
        ({"country": None}, "country", "Choose your country or territory."),
        ({"consent": None}, "consent", "Tick this to send your registration."),
        ({"access_needs": "A ramp"}, "needs_consent", "Tick this so that we may keep what you wrote, or leave both fields empty."),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    client: FlaskClient, database: Database, changes: dict[str, Any], field: str, sentence: str
) -> None:
    """B001, B002, B004, B031."""
    open_registration(database)
    answer = send(client, **changes)
    assert answer.status_code == 422
    assert wrong(answer) == {field: sentence}
    page = html.fromstring(answer.text)
    assert page.xpath(f"//*[@role='alert']//a[@href='#{field}']")
    kept = {name: page.xpath(f"//main//input[@name='{name}']/@value") for name in ("family_name", "institution")}
    assert kept["family_name"] == ["Haddad"]
    assert registered(database) == []


@pytest.mark.parametrize(
    "name", ["Null", "O'Brien", "D'Angelo-Ñandú", "R&D <x> \"y\" 'z' &amp; &lt;", "{{7*7}}", "李", "a" * 120]
)
def test_names_come_back_as_they_were_typed(client: FlaskClient, database: Database, name: str) -> None:
    """B003, B016, B017, B028: also on one's own page."""
    open_registration(database)
    send(client, given_name=name, family_name="")
    assert registered(database)[0].name == name
    assert name in page_of(client, f"/r/{key_of(database)}").text_content()


def test_one_name_composed_and_decomposed_is_two_people_who_are_called_the_same(
    app: Flask, client: FlaskClient, database: Database
) -> None:
    """B011: in the list too, where both are found and stand together."""
    open_registration(database)
    composed = unicodedata.normalize("NFC", "Zoë Ñandú")
    for number, name in enumerate((composed, unicodedata.normalize("NFD", composed))):
        assert send(client, given_name=name, family_name="", email=f"zoe{number}@example.org").status_code == 303
    one, two = registered(database)
    assert one.name == two.name == "Zoë Ñandú" and one.sorted_by == two.sorted_by
    organiser = browser_of(app, database, join(database, "gssd2022")[ORGANISER])
    for sought in ("Zoë", unicodedata.normalize("NFD", "Zoë"), "zoe nandu"):
        listed = organiser.get("/manage/gssd2022/registrations?" + urlencode({"q": sought})).text
        assert one.id in listed and two.id in listed, sought


def test_a_form_that_comes_twice_registers_once(client: FlaskClient, database: Database) -> None:
    """B064, B117: the same press again, then the page sent again with the back button and another name."""
    open_registration(database)
    carried = hidden(page_of(client))
    first, second = send(client, carried=carried), send(client, carried=carried)
    third = send(client, carried=carried, given_name="Other")
    assert first.location == second.location == third.location
    assert [row.name for row in registered(database)] == ["Amina Haddad"]


@pytest.mark.parametrize("carried", [{}, {"_csrf": "0" * 64}, {"_form": "x" * 22}])
def test_a_form_without_its_token_is_shown_again_with_all_that_was_typed(
    client: FlaskClient, database: Database, carried: dict[str, str]
) -> None:
    """B055: sending it once more is enough."""
    open_registration(database)
    given = {**hidden(page_of(client)), **carried} if carried else {"_csrf": "", "_form": ""}
    answer = send(client, carried=given)
    assert answer.status_code == 403
    page = html.fromstring(answer.text)
    assert page.xpath("//main//input[@name='given_name']/@value") == ["Amina"]
    assert registered(database) == []
    assert send(client, carried=hidden(page)).status_code == 303


def test_another_site_sends_nothing_here(client: FlaskClient, database: Database) -> None:
    open_registration(database)
    fields = {**hidden(page_of(client)), **AMINA}
    for headers in ({"Origin": "https://evil.test"}, {"Sec-Fetch-Site": "cross-site"}):
        assert client.post(ADDRESS, data=fields, headers=headers).status_code == 403
    assert registered(database) == []
    assert (
        client.post(ADDRESS, data=fields, headers={"Origin": "null", "Sec-Fetch-Site": "same-origin"}).status_code
        == 303
    )


def test_no_cookie_is_set_or_needed(app: Flask, database: Database) -> None:
    """B065."""
    open_registration(database)
    client = app.test_client(use_cookies=False)
    answer = send(client)
    assert answer.status_code == 303
    for address in (ADDRESS, answer.location, f"/r/{key_of(database)}"):
        assert "Set-Cookie" not in client.get(address).headers


def test_fields_that_a_form_does_not_have_change_nothing(client: FlaskClient, database: Database) -> None:
    """B045, WEB-11."""
    open_registration(database, seats_in_person=0)
    send(client, status="confirmed", id="aaaaaaaaaa", code="222222", forum_id="x", person="p", queue="1", source="organiser", mode="online")  # fmt: skip
    [row] = registered(database)
    assert (row.status, row.mode, row.source, row.person) == (RegistrationStatus.WAITING, Mode.IN_PERSON, "form", None)
    assert row.id != "aaaaaaaaaa" and row.code != "222222"


def test_a_known_address_gets_the_very_page_that_a_new_one_gets(client: FlaskClient, database: Database) -> None:
    """B033, AUTH-5."""
    open_registration(database)
    send(client)
    known, new = send(client), send(client, email="amira@example.org")
    texts = [page_of(client, answer.location).text_content() for answer in (known, new)]
    assert texts[0].replace("Amina@example.org", "amira@example.org") == texts[1]
    assert not re.search("/r/", client.get(known.location).text)


@pytest.mark.parametrize(
    ("plan", "heading"),
    [
        ({"opens_at": datetime(2022, 9, 5, 9, 0)}, "Registration is not open yet"),
        ({"closes_at": datetime(2022, 8, 5, 9, 0)}, "Registration is over"),
        ({"seats_in_person": 0, "waiting_list": False}, "No place is left"),
    ],
)
def test_where_nobody_can_register_the_page_says_why_and_what_can_be_done(
    client: FlaskClient, database: Database, plan: dict[str, Any], heading: str
) -> None:
    open_registration(database, **plan)
    page = page_of(client)
    assert page.xpath("//h1")[0].text == heading
    assert page.xpath("//main//a[contains(@href, '/register/link')]")


def test_it_closes_while_somebody_fills_in_the_form(client: FlaskClient, database: Database) -> None:
    """B122."""
    open_registration(database)
    carried = hidden(page_of(client))
    open_registration(database, closes_at=datetime(2022, 8, 5, 9, 0))
    answer = send(client, carried=carried)
    assert answer.status_code == 409 and "Registration is over" in answer.text
    assert registered(database) == []


def test_the_last_seat_goes_while_somebody_fills_in_the_form(client: FlaskClient, database: Database) -> None:
    both = [Mode.IN_PERSON, Mode.ONLINE]
    open_registration(database, modes=both, seats_in_person=1, waiting_list=False)
    carried = hidden(page_of(client))
    send(client, email="first@example.org", mode="in-person")
    answer = send(client, carried=carried, mode="in-person")
    assert answer.status_code == 409
    assert wrong(answer) == {"mode": "No place is left in this way of coming."}
    assert send(client, carried=hidden(html.fromstring(answer.text)), mode="online").status_code == 303


def test_questions_of_the_forum_are_asked_in_the_readers_language_and_only_where_they_hang_together(
    client: FlaskClient, database: Database
) -> None:
    forum_id = open_registration(database)
    choices = [{"en": "Yes", "fr": "Oui"}, {"en": "No", "fr": "Non"}]
    visa = ask(database, forum_id, text={"en": "Visa?", "fr": "Un visa ?"}, choices=choices, required=True)
    passport = ask(
        database, forum_id, text={"en": "Passport"}, required=True, only_if={"question": visa, "answer": "Yes"}
    )
    topics = ask(database, forum_id, text={"en": "Topics"}, choices=[{"en": "Roads"}, {"en": "Bridges"}], several=True)
    french = page_of(client, f"{ADDRESS}?lang=fr")
    assert french.xpath(f"//fieldset[@id='answer-{visa}']//span")[0].text_content().strip() == "Oui"
    assert wrong(send(client)) == {f"answer-{visa}": "Choose an answer."}
    assert wrong(send(client, **{f"answer-{visa}": "Yes"})) == {f"answer-{passport}": "Write an answer."}
    assert wrong(send(client, **{f"answer-{visa}": "Perhaps"}))[f"answer-{visa}"].startswith("This can't be chosen")
    given = {f"answer-{visa}": "No", f"answer-{passport}": "P1", f"answer-{topics}": ["Bridges", "Roads"]}
    assert send(client, **given).status_code == 303
    assert registered(database)[0].answers == {visa: "No", topics: "Roads\nBridges"}


def test_ones_own_page_shows_the_code_changes_cancels_and_gives_the_data(
    client: FlaskClient, database: Database
) -> None:
    open_registration(database)
    send(client)
    mine = f"/r/{key_of(database)}"
    page, [row] = page_of(client, mine), registered(database)
    assert page.xpath("//p[@class='ticket-c']")[0].text == f"{row.code[:3]} {row.code[3:]}".upper()
    change = page_of(client, f"{mine}/change")
    assert change.xpath("//input[@id='institution']/@value") == ["Ministry of Labour"]
    answer = client.post(
        f"{mine}/change", data={**hidden(change), **AMINA, "institution": "Union", "email": "x@evil.test"}
    )
    assert answer.location == f"{mine}?done=changed"
    assert (registered(database)[0].institution, registered(database)[0].email) == ("Union", "Amina@example.org")
    data = json.loads(client.get(f"{mine}/data.json").text)
    assert data["registrations"][0]["institution"] == "Union"
    assert len(data["registrations"][0]["status_changes"]) == 1
    for _ in range(2):
        assert (
            client.post(
                f"{mine}/cancel",
                data=hidden(page_of(client, f"{mine}/cancel")) if _ == 0 else hidden(page_of(client, mine)),
            ).status_code
            == 303
        )
    assert registered(database)[0].status == RegistrationStatus.CANCELLED
    assert "Your registration is cancelled" in client.get(mine).text


def test_what_was_changed_meanwhile_is_shown_beside_what_was_typed(client: FlaskClient, database: Database) -> None:
    """REL-7."""
    open_registration(database)
    send(client)
    mine = f"/r/{key_of(database)}"
    carried = hidden(page_of(client, f"{mine}/change"))
    client.post(f"{mine}/change", data={**carried, **AMINA, "institution": "Union"})
    second = client.post(f"{mine}/change", data={**carried, **AMINA, "institution": "Academy"})
    assert second.status_code == 409
    page = html.fromstring(second.text)
    assert "Institution: Union" in page.xpath("//div[@class='note warn']")[0].text_content()
    assert page.xpath("//input[@id='institution']/@value") == ["Academy"]
    assert client.post(f"{mine}/change", data={**hidden(page), **AMINA, "institution": "Academy"}).status_code == 303
    assert registered(database)[0].institution == "Academy"


def test_whoever_asks_is_erased_and_the_key_opens_nothing_any_more(client: FlaskClient, database: Database) -> None:
    """GDPR-3, B049: the seat goes to the next."""
    open_registration(database, seats_in_person=1)
    send(client)
    mine = f"/r/{key_of(database)}"
    send(client, email="next@example.org", given_name="Next")
    answer = client.post(f"{mine}/erase", data=hidden(page_of(client, f"{mine}/erase")))
    assert answer.status_code == 200 and "Everything is erased" in answer.text
    assert client.get(mine).status_code == 404
    # the sample's forum is over by the real clock: its seats are given up, and stay counted
    assert [row.name for row in registered(database)] == ["Name removed", "Next Haddad"]
    with database.reading() as connection:
        words = " ".join(f"{row.to} {row.text} {row.html}" for row in connection.execute(select(Message)))
    assert "Amina" not in words


def test_a_replaced_link_opens_nothing_and_the_new_one_comes_by_mail(client: FlaskClient, database: Database) -> None:
    open_registration(database)
    send(client)
    mine = f"/r/{key_of(database)}"
    assert client.post(f"{mine}/new-link", data=hidden(page_of(client, mine))).status_code == 200
    assert client.get(mine).status_code == 404
    assert client.get(f"/r/{key_of(database)}").status_code == 200


def test_every_answer_behind_a_key_is_one_persons_own(client: FlaskClient, database: Database) -> None:
    """WEB-12: also what is refused."""
    open_registration(database)
    answer = send(client)
    mine = f"/r/{key_of(database)}"
    addresses = [
        ADDRESS,
        answer.location,
        f"{ADDRESS}/link",
        mine,
        f"{mine}/change",
        f"{mine}/data.json",
        f"/r/{'x' * 22}",
    ]
    for address in addresses:
        got = client.get(address)
        assert {name: got.headers.get(name) for name in PERSONAL} == PERSONAL, address
        assert "canonical" not in got.text


def test_a_scanner_that_opens_every_link_of_a_mail_changes_nothing(client: FlaskClient, database: Database) -> None:
    """B050: three times, by GET and HEAD, an offer's too."""
    open_registration(database, seats_in_person=1)
    send(client)
    mine = f"/r/{key_of(database)}"
    before = registered(database)
    for _ in range(3):
        for end in ("", "/change", "/cancel", "/erase", "/offer", "/new-link", "/data.json"):
            client.get(mine + end)
            client.head(mine + end)
    assert registered(database) == before


@pytest.mark.parametrize("key", ["", "a", "%", "_" * 22, "%25" * 22, "x" * 22, "x" * 5000, "..%2f..%2fetc"])
def test_a_key_is_found_whole_and_exact_or_not_at_all(client: FlaskClient, database: Database, key: str) -> None:
    """B048."""
    open_registration(database)
    send(client)
    good = key_of(database)
    for tried in (key, good[:-1], good + "x", good.swapcase()):
        if tried != good:
            assert client.get(f"/r/{tried}").status_code == 404


def test_nobody_of_the_cast_comes_in_by_a_role(app: Flask, database: Database) -> None:
    """B043, B047: only the key itself opens a registration, and its forms need their token."""
    open_registration(database)
    client = app.test_client()
    send(client)
    mine, other = f"/r/{key_of(database)}", f"/r/{new_personal_key()}"
    browsers = Browsers(app, database, join(database, "gssd2022"))
    before = registered(database)
    for member in CAST:
        browser = browsers[member]
        assert browser.get(other).status_code == 404
        assert browser.get(mine).status_code == 200, "whoever has the key is let in"
        for end in ("/cancel", "/change", "/offer", "/erase", "/new-link"):
            assert browser.post(f"{other}{end}").status_code == 404
            assert browser.post(f"{mine}{end}").status_code == 403, "a token of the desk is none of this page's"
    assert registered(database) == before


def test_a_forum_that_nobody_sees_has_no_registration(client: FlaskClient, database: Database) -> None:
    """B046."""
    open_registration(database)
    send(client)
    mine = f"/r/{key_of(database)}"
    for visibility in (Visibility.DRAFT, Visibility.ARCHIVED):
        database.write(lambda connection, v=visibility: connection.execute(update(Forum).values(visibility=v)))
        client.application.extensions["forum"].live.read_at = -1.0
        assert client.get(ADDRESS).status_code == 404
        assert client.get(mine).status_code == (404 if visibility == Visibility.DRAFT else 200)


def test_the_link_is_sent_again_with_the_same_answer_for_every_address(client: FlaskClient, database: Database) -> None:
    open_registration(database)
    send(client)
    answers = []
    for email in ("amina@example.org", "nobody@example.org"):
        carried = hidden(page_of(client, f"{ADDRESS}/link"))
        answers.append(client.post(f"{ADDRESS}/link", data={**carried, "email": email}).text.replace(email, "X"))
    assert answers[0] == answers[1]
    with database.reading() as connection:
        assert len(connection.execute(select(Message.id)).all()) == 2


@pytest.mark.parametrize(
    "email",
    [
        "amina@straße.example",
        "amina@STRAẞE.example",
        "amina@παράδειγμα.ελλάς",
        "amina@نامه\u200cای.example",
        "amina@क्\u200dष.example",
        "amina..h@example.org",
        ".amina@example.org",
        "amina.@example.org",
        f"{'a' * 65}@example.org",
        f"amina@{'b' * 64}.example",
        "amina@example..org",
        "amina@-example.org",
        "amina@example-.org",
        "amina@xn--ü.example",
        "ámina@example.org",
    ],
)
def test_an_address_that_leads_nowhere_or_elsewhere_is_told_at_its_field_as_it_was_typed(
    client: FlaskClient, database: Database, email: str
) -> None:
    open_registration(database)
    answer = send(client, email=email)
    assert answer.status_code == 422
    assert wrong(answer) == {"email": "This is no e-mail address: write one such as name@example.org."}
    page = html.fromstring(answer.text)
    typed = {name: page.xpath(f"//main//input[@name='{name}']/@value") for name in ("email", "given_name")}
    assert typed == {"email": [email], "given_name": ["Amina"]}
    assert page.xpath("//main//select[@name='country']/option[@selected]/@value") == ["JO"]
    assert registered(database) == []


def test_an_address_that_is_too_long_is_told_how_long_one_may_be(client: FlaskClient, database: Database) -> None:
    open_registration(database)
    email = f"amina@{'.'.join(['b' * 60] * 4)}.example"
    assert wrong(send(client, email=email)) == {"email": "An e-mail address has at most 254 characters."}
    assert registered(database) == []


def test_an_address_is_the_same_one_however_its_domain_is_written(client: FlaskClient, database: Database) -> None:
    """A dot at its end, capitals, and letters beyond ASCII: the second of these is known, and registers nobody."""
    open_registration(database)
    for email in ("amina@bücher.example.", "Amina@XN--BCHER-KVA.example"):
        answer = send(client, email=email)
        assert answer.status_code == 303
        assert page_of(client, answer.location).xpath("//h1")[0].text == "You are registered"
    assert [row.email for row in registered(database)] == ["amina@xn--bcher-kva.example"]


def test_a_form_that_was_sent_registers_somebody_else_only_once_that_is_said(
    client: FlaskClient, database: Database
) -> None:
    """The back button, and another address in the same form: what was kept stays as it is, and all that is typed stands
    in a form of its own."""
    open_registration(database)
    carried = hidden(page_of(client))
    send(client, carried=carried)
    [before] = registered(database)
    answer = send(client, carried=carried, given_name="Basma", email="basma@example.org")
    page = html.fromstring(answer.text)
    said = (
        "This form was sent already, for Amina@example.org. Send it once more to register with what stands in it now."
    )
    assert (answer.status_code, page.xpath("//*[@role='alert']")[0].text_content().strip()) == (409, said)
    assert registered(database) == [before]
    assert before.code not in answer.text.lower() and "/r/" not in answer.text
    typed = {name: page.xpath(f"//main//input[@name='{name}']/@value")[0] for name in ("given_name", "email")}
    assert typed == {"given_name": "Basma", "email": "basma@example.org"}
    assert hidden(page)["_form"] != carried["_form"]
    assert send(client, carried=hidden(page), **typed).status_code == 303
    assert [row.email for row in registered(database)] == ["Amina@example.org", "basma@example.org"]
    receipts = [page_of(client, f"{ADDRESS}/sent/{key}").text_content() for key in (carried["_form"], hidden(page)["_form"])]  # fmt: skip
    assert ["basma@" in text for text in receipts] == [False, True]
    assert ["Amina@" in text for text in receipts] == [True, False]


def test_a_form_that_was_sent_and_comes_again_with_no_address_shows_and_changes_nothing(
    client: FlaskClient, database: Database
) -> None:
    open_registration(database)
    carried = hidden(page_of(client))
    send(client, carried=carried)
    before = registered(database)
    for email in ("", "amina", "amina@straße.example"):
        answer = send(client, carried=carried, email=email, given_name="Other")
        assert answer.status_code == 409
        assert html.fromstring(answer.text).xpath("//main//input[@name='email']/@value") == [email]
    assert registered(database) == before


def test_whoever_has_an_address_from_before_todays_rules_changes_other_fields_and_keeps_the_link(
    client: FlaskClient, database: Database
) -> None:
    """A new link would reach nobody: the one that they have is all they have."""
    open_registration(database)
    send(client)
    mine, old = f"/r/{key_of(database)}", "amina..h@example.org"
    database.write(lambda connection: connection.execute(update(Row).values(email=old, address=old)))
    page = page_of(client, f"{mine}/change")
    assert (
        f"Your address is {old}. To change it, write to the organisers. No mail can be sent there."
        in page.text_content()
    )
    answer = send(client, address=f"{mine}/change", carried=hidden(page), institution="Union")
    assert answer.location == f"{mine}?done=changed"
    assert [(row.institution, row.email) for row in registered(database)] == [("Union", old)]
    page = page_of(client, mine)
    assert page.xpath("//form[contains(@action, '/new-link')]") == []
    assert client.post(f"{mine}/new-link", data=hidden(page_of(client, f"{mine}/cancel"))).status_code == 404
    assert client.post(f"{mine}/cancel", data=hidden(page_of(client, f"{mine}/cancel"))).status_code == 303
    assert [row.status for row in registered(database)] == [RegistrationStatus.CANCELLED]
