"""The mails of a registration, in the language that whoever registers chose: what arrived, a place that is offered, and that
it is cancelled; on both databases."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from forum_app.database import Database
from forum_app.models.messages import Message
from forum_app.models.registrations import Registration
from tests.houses import Start
from tests.services.opened import open_registration
from tests.web.test_registering import hidden, key_of, page_of, send

# What each mail says: its heading, a sentence of it, its button.
FRENCH = {
    "confirmed": ("Vous êtes inscrit(e)", "Vous avez une place.", "Ouvrir votre inscription"),
    "waiting": (
        "Vous êtes sur la liste d’attente",
        "Il n’y a plus de place pour le moment.",
        "Ouvrir votre inscription",
    ),
    "offered": ("Une place est libre pour vous", "Elle vous est gardée jusqu’au", "Répondre à la proposition"),
    "cancelled": (
        "Votre inscription est annulée",
        "Votre place revient à quelqu’un d’autre.",
        "Ouvrir votre inscription",
    ),
}
ARABIC = {
    "confirmed": ("أنت مسجَّل", "لديك مكان.", "فتح تسجيلك"),
    "waiting": ("أنت على قائمة الانتظار", "لم يبق مكان حالياً.", "فتح تسجيلك"),
    "offered": ("شغر مقعد لك", "اقبله أو اتركه على صفحتك الخاصة", "الرد على العرض"),
    "cancelled": ("أُلغي تسجيلك", "يذهب مكانك إلى شخص آخر.", "فتح تسجيلك"),
}
ENGLISH = (
    "Dear",
    "You are",
    "your own page",
    "Open your registration",
    "Answer the offer",
    "The link opens",
    "You get this",
)


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def one_place(database: Database) -> None:
    """A forum with one place, to which nobody comes yet; whoever waits is offered it."""
    database.write(lambda connection: connection.execute(delete(Registration)))
    open_registration(database, seats_in_person=1, offer_hours=24)


def mails(database: Database) -> dict[tuple[str, str], Any]:
    """Every mail, by its address and its heading."""
    with database.reading() as connection:
        found = connection.execute(select(Message)).all()
    by_heading = {(mail.address, plain(mail.subject).partition(":")[0].strip()): mail for mail in found}
    assert len(by_heading) == len(found)
    return by_heading


def plain(text: str) -> str:
    """A text without the signs that say which way it runs."""
    return "".join(sign for sign in text if sign not in "\u200e\u200f\u2066\u2067\u2068\u2069")


def own_page(mail: Any) -> str:
    return "/r/" + str(mail.text).partition("/r/")[2].split()[0]


@pytest.mark.parametrize(
    ("start", "language", "direction", "greeting", "said"),
    [
        (Start(published=("gssd2022",)), "fr", "ltr", "Bonjour", FRENCH),
        (Start(published=("eiip2025",)), "ar", "rtl", "عزيزي/عزيزتي", ARABIC),
    ],
    ids=["French", "Arabic"],
)
def test_every_mail_of_a_registration_is_in_the_language_that_was_chosen(
    client: FlaskClient,
    database: Database,
    start: Start,
    language: str,
    direction: str,
    greeting: str,
    said: dict[str, tuple[str, str, str]],
) -> None:
    """On an English page, by who reads English."""
    one_place(database)
    [slug] = start.published
    address, english = f"/forums/{slug}/register", {"Accept-Language": "en"}
    for given_name in ("Amina", "Basma"):
        carried = hidden(page_of(client, f"{address}?lang=en", headers=english))
        email = f"{given_name}@example.org"
        answer = send(client, address=address, carried=carried, given_name=given_name, email=email, language=language)
        assert answer.status_code == 303
    first, second = "amina@example.org", "basma@example.org"
    receipt = mails(database)[first, said["confirmed"][0]]
    sure = page_of(client, f"{own_page(receipt)}/cancel", headers=english)
    assert (sure.get("lang"), sure.get("dir")) == (language, direction)
    assert client.post(f"{own_page(receipt)}/cancel", data=hidden(sure)).status_code == 303
    offer = own_page(mails(database)[second, said["offered"][0]])
    leaves = {**hidden(page_of(client, offer)), "answer": "leave"}
    assert client.post(f"{offer}/offer", data=leaves).status_code == 303
    told = mails(database)
    expected = [
        (first, "confirmed"),
        (first, "cancelled"),
        (second, "waiting"),
        (second, "offered"),
        (second, "cancelled"),
    ]
    assert set(told) == {(to, said[what][0]) for to, what in expected}
    for to, what in expected:
        mail = told[to, said[what][0]]
        text = plain(mail.text)
        assert mail.language == language and f'<html lang="{language}" dir="{direction}">' in mail.html
        assert [words for words in (greeting, *said[what]) if words not in text] == [], what
        assert [words for words in ENGLISH if words in text] == [], what


def test_who_chooses_no_language_gets_mails_in_that_of_the_page(client: FlaskClient, database: Database) -> None:
    one_place(database)
    address = "/forums/gssd2022/register?lang=fr"
    page = page_of(client, address)
    assert page.xpath("//main//input[@name='language'][@checked]/@value") == ["fr"]
    assert send(client, address=address, carried=hidden(page)).status_code == 303
    assert set(mails(database)) == {("amina@example.org", FRENCH["confirmed"][0])}


def test_whoever_changes_the_language_gets_the_next_mail_in_the_other(client: FlaskClient, database: Database) -> None:
    one_place(database)
    send(client, address="/forums/gssd2022/register", language="en")
    mine = f"/r/{key_of(database)}"
    changed = send(client, address=f"{mine}/change", language="fr")
    assert changed.status_code == 303
    assert client.post(f"{mine}/cancel", data=hidden(page_of(client, f"{mine}/cancel"))).status_code == 303
    headings = {heading for _to, heading in mails(database)}
    assert headings == {"You are registered", FRENCH["cancelled"][0]}
