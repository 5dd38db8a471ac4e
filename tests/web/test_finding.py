"""Find anything: registrations, mails, the desk's pages and words inside texts, each found by whoever may see them only."""

import re
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import event, insert, select, update

from forum_app.database import Database
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.people import Person, PersonPrivate
from forum_app.models.programme import KeyQuestion, Section, Session, Talk
from forum_app.models.registrations import Registration
from tests.cast import CAST, EDITOR, NEIGHBOUR, ORGANISER, OWNER, RECEPTION, STRANGER, VIEWER, Browser, Browsers, join
from tests.houses import Start

DESK = "/manage/eiip2025"
SEEING_THE_DESK = (OWNER, ORGANISER, EDITOR, RECEPTION, VIEWER)
RUNNING = (OWNER, ORGANISER)


@pytest.fixture
def start() -> Start:
    return Start(drafts=("eiip2025",))


@pytest.fixture
def cast(app: Flask, database: Database) -> dict[str, Browser]:
    return Browsers(app, database, join(database, "eiip2025"))


def found(browser: Browser, query: str) -> str:
    answer = browser.get(f"{DESK}/find", query_string={"q": query})
    assert answer.status_code == 200
    return answer.get_data(as_text=True).partition('class="found')[2].partition("</main>")[0]


def set_one(database: Database, model: type, key: str, **values: object) -> None:
    with database.writing() as connection:
        connection.execute(update(model).where(model.id == key).values(**values))  # type: ignore[attr-defined]


def first(database: Database, model: type) -> str:
    with database.reading() as connection:
        query = select(model.id).order_by(model.position).limit(1)  # type: ignore[attr-defined]
        return str(connection.execute(query).scalar_one())


def a_mail(database: Database, subject: str, to: str) -> None:
    from datetime import UTC, datetime

    now = datetime.now(UTC)
    with database.writing() as connection:
        forum = connection.execute(select(Forum.id)).scalar_one()
        empty = dict.fromkeys(("reply_to", "text", "html", "method", "error", "worker"), "")
        some = {"attempts": 0, "unsure": 0, "priority": 5, "not_before": now, "created_at": now, "language": "en"}
        connection.execute(
            insert(Message).values(
                id="mmmmmmmmmm", forum_id=forum, kind="letter", to=to, address=to, subject=subject, state="sent", **some, **empty
            )
        )  # fmt: skip


def a_registration(database: Database) -> tuple[str, str, str, str]:
    with database.reading() as connection:
        columns = (Registration.name, Registration.institution, Registration.email, Registration.code)
        here = select(*columns).where(
            Registration.institution != "", Registration.email != "", Registration.person.is_(None)
        )
        return tuple(connection.execute(here.order_by(Registration.position)).first())  # type: ignore[arg-type, return-value]


def test_who_registered_is_found_by_name_institution_address_and_code_for_whom_the_list_is(
    cast: dict[str, Browser], database: Database
) -> None:
    name, institution, address, code = a_registration(database)
    leads = f'href="{DESK}/registrations?q={code}"'
    for query in (name, name.upper(), institution, address, code):
        for member in (OWNER, ORGANISER, RECEPTION):
            assert leads in found(cast[member], query), (query, member)
        for member in (EDITOR, VIEWER):
            page = found(cast[member], query)
            assert "/registrations" not in page and code not in page and address not in page, (query, member)
    listed = cast[RECEPTION].get(f"{DESK}/registrations?q={code}").get_data(as_text=True)
    assert listed.count("<td data-label") and name in unescape(listed) and "1 " in listed
    assert address not in found(cast[RECEPTION], name)


def test_words_inside_texts_are_found_with_their_place_and_a_marked_passage(
    cast: dict[str, Browser], database: Database
) -> None:
    section, session, talk = first(database, Section), first(database, Session), first(database, Talk)
    person, question = first(database, Person), first(database, KeyQuestion)
    html = "<h2>Then</h2><p>It began with the Zwölfaxing <strong>plat</strong>form &amp; more, <em>for</em> years.</p>"
    set_one(database, Section, section, body={"en": html})
    set_one(database, Session, session, summary={"en": "<p>x</p>", "ar": "<p>منصة فريدة جدا</p>"})
    set_one(database, Talk, talk, abstract={"en": "<p>quixotic one</p>"})
    set_one(database, Person, person, biography={"en": "<p>quixotic two</p>"})
    set_one(database, KeyQuestion, question, sub_questions=[{"en": "One?"}, {"en": "quixotic three?"}])
    for member in SEEING_THE_DESK:
        page = found(cast[member], "zwolfaxing PLATFORM")
        assert f"{DESK}/concept-note?section={section}&amp;in=en" in page
        assert (
            "It began with the <mark>Zwölfaxing</mark> platform &amp; more, for years." in page and "&lt;" not in page
        )
        page = found(cast[member], "quixotic")
        for address in (f"talks/{talk}", f"people/{person}", f"key-questions/{question}"):
            assert f'{DESK}/{address}"' in page
        assert "Abstract" in page and "Biography" in page and "Sub-questions" in page
    page = found(cast[VIEWER], "فريده")
    assert f'{DESK}/sessions/{session}"' in page and '<q lang="ar" dir="auto">منصة <mark>فريدة</mark> جدا</q>' in page
    assert "<mark>" not in found(cast[VIEWER], "strong platform zwolfaxing")  # a tag is no word
    assert cast[OWNER].get(f"{DESK}/concept-note?section={section}&in=en").status_code == 200


def test_names_stand_before_registrations_pages_and_texts(cast: dict[str, Browser], database: Database) -> None:
    person, section = first(database, Person), first(database, Section)
    set_one(database, Person, person, name={"en": "Import Registrations"})
    set_one(database, Section, section, body={"en": "<p>import</p>"})
    key = a_registration(database)[3]
    with database.writing() as connection:
        connection.execute(update(Registration).where(Registration.code == key).values(searched="import of me"))
    page = found(cast[OWNER], "import")
    places = [page.index(part) for part in (f"people/{person}", f"registrations?q={key}", "people/paste", "<mark>")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("query", "address", "members"),
    [
        ("invitation", "members", RUNNING),
        ("branding", "settings/branding", RUNNING),
        ("backup", "forum.json", RUNNING),
        ("merge", "people/merge", (OWNER, ORGANISER, EDITOR)),
        ("translations", "languages", (OWNER, ORGANISER, EDITOR)),
        ("take back", "releases", SEEING_THE_DESK),
        ("participants", "registrations", (OWNER, ORGANISER, RECEPTION)),
        ("newsletter", "messages/write", RUNNING),
    ],
)
def test_pages_are_found_by_what_is_done_there_and_open_for_whoever_finds_them(
    cast: dict[str, Browser], query: str, address: str, members: tuple[str, ...]
) -> None:
    for member in SEEING_THE_DESK:
        page = found(cast[member], query)
        assert (f'href="{DESK}/{address}"' in page) == (member in members), member
        for link in re.findall(r'href="([^"]*)"', page):
            assert cast[member].get(unescape(link)).status_code == 200, (member, link)


def test_mails_are_found_by_address_and_subject_for_who_writes_them(
    cast: dict[str, Browser], database: Database
) -> None:
    a_mail(database, "Quizzical news 100% sure", "nobody@quizzes.example")
    for query in ("quizzical", "nobody@quizzes.example", "100%"):
        for member in SEEING_THE_DESK:
            page = found(cast[member], query)
            assert (f"{DESK}/messages/mmmmmmmmmm" in page) == (member in RUNNING), (query, member)
    assert "mmmmmmmmmm" not in found(cast[OWNER], "100_")


def test_nothing_private_is_found_inside_anything(cast: dict[str, Browser], database: Database) -> None:
    with database.writing() as connection:
        key = connection.execute(select(PersonPrivate.parent)).scalars().first()
        private = {"notes": "canary-one", "access_needs": "canary-two", "dietary_needs": "canary-three"}
        connection.execute(update(PersonPrivate).where(PersonPrivate.parent == key).values(**private))
        connection.execute(update(Registration).values(notes="canary-four", dietary_needs="canary-five"))
    for member in SEEING_THE_DESK:
        assert "href" not in found(cast[member], "canary"), member
    for member in (NEIGHBOUR, STRANGER):
        assert member in CAST and cast[member].get(f"{DESK}/find?q=a").status_code in (303, 302, 401, 403, 404)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("query", ["%", "_%", "\\", "'", '"', "(a+)+$", "' OR 1=1--", "[[", "a' ; --", "{language}"])
def test_signs_are_looked_for_as_they_stand_everywhere(
    cast: dict[str, Browser], query: str, database: Database
) -> None:
    with database.reading() as connection:
        for model in (Section, Session):
            assert connection.execute(select(model.id)).first()
    page = found(cast[OWNER], query)
    assert "/registrations?q=" not in page or query in ("'", '"')
    found(cast[OWNER], query * (200 // len(query)))


def test_what_is_too_long_is_refused_in_words(cast: dict[str, Browser]) -> None:
    answer = cast[VIEWER].get(f"{DESK}/find?q={'a' * 10_000}")
    assert answer.status_code == 422
    assert "too long to search for" in answer.text and "a" * 201 not in answer.text
    assert "too long to search for" in cast[VIEWER].get(f"{DESK}/find?q={'a' * 201}", headers={"X-Fragment": "1"}).text


def test_what_is_found_takes_the_same_number_of_queries(cast: dict[str, Browser], database: Database) -> None:
    def queries(query: str) -> int:
        seen: list[str] = []
        listener = lambda *arguments: seen.append(arguments[2])  # noqa: E731
        found(cast[OWNER], query)
        event.listen(database.engine, "before_cursor_execute", listener)
        found(cast[OWNER], query)
        event.remove(database.engine, "before_cursor_execute", listener)
        return len(seen)

    assert queries("zzzzzzz") == queries("a") == queries("employment") < 40


def test_a_long_text_shows_a_short_passage(cast: dict[str, Browser], database: Database) -> None:
    section = first(database, Section)
    set_one(
        database,
        Section,
        section,
        body={"en": f"<p>{'long words ' * 5_000} needle{'x' * 5_000} {'and more ' * 99}</p>"},
    )
    page = found(cast[VIEWER], "needle")
    assert re.search(r"… words long .*<mark>needlex+…</mark> and more .* …</q>", page) and len(page) < 4_000
