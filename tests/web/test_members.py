"""Members and accounts: invited by mail, given and taken roles, and a forum that keeps an owner whoever goes at once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from forum_app.database import Database
from forum_app.domain.messages import MessageKind
from forum_app.domain.vocabularies import MemberRole, MessageState
from forum_app.models.accounts import Account, OneTimeKey
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.services.accounts import give_role, role_of
from forum_app.services.credentials import new_second_factor, password_hash
from forum_app.services.media import Media
from tests.cast import ADMINISTRATOR, OWNER, Browser, address_of, browser_of, join
from tests.houses import Start

MEMBERS = "/manage/gssd2022/members"
LINK = re.compile(r"/invitation/([\w-]{43})")


@pytest.fixture
def start() -> Start:
    return Start(drafts=("gssd2022",))


@pytest.fixture
def ids(database: Database, media: Media) -> dict[str, str]:
    return join(database, "gssd2022")


@pytest.fixture
def owner(app: Flask, database: Database, ids: dict[str, str]) -> Browser:
    return browser_of(app, database, ids[OWNER])


def role(database: Database, account: str) -> MemberRole | None:
    with database.reading() as connection:
        return role_of(connection, connection.execute(select(Forum.id)).scalar_one(), account)


def invitation(database: Database, to: str) -> str:
    with database.reading() as connection:
        query = select(Message.text).where(func.lower(Message.to) == to).order_by(Message.created_at.desc())
        return LINK.search(connection.execute(query).scalars().first() or "")[1]


def accept(app: Flask, database: Database, key: str) -> tuple[Browser, int]:
    browser = browser_of(app, database)
    return browser, browser.post(f"/invitation/{key}").status_code


def test_an_invitation_makes_a_member_once_of_its_own_address(app: Flask, database: Database, owner: Browser) -> None:
    assert owner.post(MEMBERS, {"email": "Dina@New.example", "role": "editor"}).status_code == 303
    key = invitation(database, "dina@new.example")
    assert owner.get(f"/invitation/{key}").status_code == 200
    browser, status = accept(app, database, key)
    assert status == 303
    assert b"dina@new.example" in browser.get("/manage/account").data.lower()
    with database.reading() as connection:
        dina = connection.execute(select(Account.id).where(Account.address == "dina@new.example")).scalar_one()
    assert role(database, dina) == MemberRole.EDITOR
    assert accept(app, database, key)[1] == 410


def invitations(database: Database, *states: MessageState) -> list[str]:
    with database.reading() as connection:
        query = select(Message.to).where(Message.kind == MessageKind.INVITATION, Message.state.in_(states))
        return sorted(connection.execute(query).scalars())


def test_an_invitation_that_is_sent_twice_is_one_mail(app: Flask, database: Database, ids: dict[str, str]) -> None:
    owner, same = (browser_of(app, database, ids[OWNER]) for _ in range(2))
    dina = {"email": "dina@new.example", "role": "editor"}
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda browser: browser.post(MEMBERS, dina).status_code, (owner, same)))
    answers.append(owner.post(MEMBERS, {**dina, "email": " Dina@NEW.example"}).status_code)
    assert answers == [303] * 3
    assert invitations(database, *MessageState) == ["dina@new.example"]
    assert accept(app, database, invitation(database, "dina@new.example"))[1] == 303


def test_a_mail_whose_invitation_is_no_longer_good_does_not_leave(database: Database, owner: Browser) -> None:
    owner.post(MEMBERS, {"email": "dina@new.example", "role": "editor"})
    owner.post(MEMBERS, {"email": "dina@new.example", "role": "organiser"})  # another role
    past = datetime.now(UTC) - timedelta(minutes=2)
    database.write(lambda connection: connection.execute(update(OneTimeKey).values(made_at=past)))
    owner.post(MEMBERS, {"email": "dina@new.example", "role": "organiser"})  # once more, later
    assert invitations(database, MessageState.WAITING) == ["dina@new.example"]
    assert len(invitations(database, MessageState.CANCELLED)) == 2
    withdraw = re.search(r"/invitations/\w+/withdraw", owner.get(MEMBERS).get_data(as_text=True))[0]
    owner.post(f"/manage/gssd2022{withdraw}")
    assert invitations(database, MessageState.WAITING) == []


def test_an_invitation_pressed_by_somebody_else_gives_that_account_nothing(
    app: Flask, database: Database, owner: Browser, ids: dict[str, str]
) -> None:
    owner.post(MEMBERS, {"email": "dina@new.example", "role": "organiser"})
    viewer = browser_of(app, database, ids["viewer"])
    viewer.post(f"/invitation/{invitation(database, 'dina@new.example')}")
    assert role(database, ids["viewer"]) == MemberRole.VIEWER


def test_an_invitation_that_is_late_or_withdrawn_opens_nothing(app: Flask, database: Database, owner: Browser) -> None:
    owner.post(MEMBERS, {"email": "dina@new.example", "role": "editor"})
    key = invitation(database, "dina@new.example")
    past = datetime.now(UTC) - timedelta(seconds=1)
    database.write(lambda connection: connection.execute(update(OneTimeKey).values(expires_at=past)))
    assert accept(app, database, key)[1] == 410
    owner.post(MEMBERS, {"email": "eva@new.example", "role": "editor"})
    key = invitation(database, "eva@new.example")
    withdraw = re.search(r"/invitations/\w+/withdraw", owner.get(MEMBERS).get_data(as_text=True))[0]
    assert owner.post(f"/manage/gssd2022{withdraw}").status_code == 303
    assert accept(app, database, key)[1] == 410


def test_no_invitation_takes_from_an_owner_what_she_has(
    app: Flask, database: Database, owner: Browser, ids: dict[str, str]
) -> None:
    organiser = browser_of(app, database, ids["organiser"])
    organiser.post(MEMBERS, {"email": address_of(OWNER), "role": "viewer"})
    assert accept(app, database, invitation(database, address_of(OWNER)))[1] == 303
    assert role(database, ids[OWNER]) == MemberRole.OWNER


def test_an_organiser_makes_and_changes_no_owner(app: Flask, database: Database, ids: dict[str, str]) -> None:
    organiser = browser_of(app, database, ids["organiser"])
    assert organiser.post(MEMBERS, {"email": "x@new.example", "role": "owner"}).status_code == 403
    for account, wanted in ((ids["organiser"], "owner"), (ids[OWNER], "viewer"), (ids[OWNER], "none")):
        assert organiser.post(f"{MEMBERS}/{account}", {"role": wanted}).status_code == 403
    assert (role(database, ids[OWNER]), role(database, ids["organiser"])) == (MemberRole.OWNER, MemberRole.ORGANISER)


@pytest.mark.parametrize("wanted", [{}, {"role": ""}, {"role": "zzz"}])
def test_a_role_that_is_none_changes_nobody(
    owner: Browser, database: Database, ids: dict[str, str], wanted: dict[str, str]
) -> None:
    for answer in (
        owner.post(f"{MEMBERS}/{ids['editor']}", wanted),
        owner.post(MEMBERS, {"email": "dina@new.example", **wanted}),
    ):
        assert (answer.status_code, "Choose a role." in answer.get_data(as_text=True)) == (422, True)
    assert 'value="dina@new.example"' in answer.get_data(as_text=True)
    assert role(database, ids["editor"]) == MemberRole.EDITOR
    assert invitations(database, *MessageState) == []


def test_the_last_owner_stays_until_the_forum_is_handed_over(
    owner: Browser, database: Database, ids: dict[str, str]
) -> None:
    for wanted in ("none", "viewer"):
        owner.post(f"{MEMBERS}/{ids[OWNER]}", {"role": wanted})
        assert role(database, ids[OWNER]) == MemberRole.OWNER
    assert "A forum keeps an owner" in owner.get(MEMBERS).get_data(as_text=True)
    owner.post(f"{MEMBERS}/{ids['editor']}", {"role": "owner"})
    owner.post(f"{MEMBERS}/{ids[OWNER]}", {"role": "none"})
    assert (role(database, ids["editor"]), role(database, ids[OWNER])) == (MemberRole.OWNER, None)


def go_at_once(app: Flask, database: Database, ids: dict[str, str], pair: tuple[str, str], how: str) -> list[int]:
    """One owner leaves while the other one leaves or is disabled: what each is answered."""
    first = browser_of(app, database, pair[0])
    other = browser_of(app, database, pair[1] if how == "leave" else ids[ADMINISTRATOR])
    address, fields = f"{MEMBERS}/{pair[1]}", {"role": "none"}
    if how != "leave":
        address, fields = f"/manage/accounts/{pair[1]}", {"do": "disable"}
    with ThreadPoolExecutor(2) as pool:
        going = [
            pool.submit(first.post, f"{MEMBERS}/{pair[0]}", {"role": "none"}),
            pool.submit(other.post, address, fields),
        ]
        return [future.result().status_code for future in going]


@pytest.mark.parametrize("how", ["leave", "leave and disable"])
def test_of_two_owners_who_go_at_once_one_stays(app: Flask, database: Database, ids: dict[str, str], how: str) -> None:
    with database.reading() as connection:
        forum = connection.execute(select(Forum.id)).scalar_one()
    pair = (ids[OWNER], ids["editor"])
    for _ in range(5):
        for account in pair:
            database.write(lambda writing, who=account: give_role(writing, forum, who, MemberRole.OWNER, "test"))
        answers = go_at_once(app, database, ids, pair, how)
        assert answers == [303, 303] or sorted(answers) == [303, 404]
        with database.reading() as connection:
            query = select(Account.id).where(Account.id.in_(pair), Account.disabled.is_(False))
            left = [key for key in connection.execute(query).scalars() if role(database, key) == MemberRole.OWNER]
        assert len(left) >= 1
        database.write(lambda writing: writing.execute(update(Account).values(disabled=False)))


def test_guesses_at_ones_own_account_are_counted(app: Flask, database: Database, ids: dict[str, str]) -> None:
    secret = new_second_factor()
    values = {"second_factor": secret, "password": password_hash("four quiet herons wade")}
    database.write(lambda c: c.execute(update(Account).where(Account.id == ids["editor"]).values(**values)))
    editor = browser_of(app, database, ids["editor"])
    pages = [editor.post("/manage/account/second-factor/off", {"code": "1"}).get_data(as_text=True) for _ in range(11)]
    assert ["Too many attempts" in page for page in pages] == [False] * 10 + [True]
    fields = {"old": "wrong", "new": "seven slow barges pass", "again": "seven slow barges pass"}
    page = editor.post("/manage/account/password", fields)
    assert (page.status_code, "Too many attempts" in page.get_data(as_text=True)) == (422, True)


def test_an_installation_keeps_an_administrator(app: Flask, database: Database, ids: dict[str, str]) -> None:
    def administrators() -> set[str]:
        with database.reading() as connection:
            found = select(Account.id).where(Account.administrator.is_(True), Account.disabled.is_(False))
            return set(connection.execute(found).scalars())

    first, second = ids[ADMINISTRATOR], ids["editor"]
    browser = browser_of(app, database, first)
    browser.post(f"/manage/accounts/{first}", {"do": "administrator-no-more"})
    assert administrators() == {first}
    assert "An installation keeps an administrator" in browser.get("/manage/accounts").get_data(as_text=True)
    browser.post(f"/manage/accounts/{second}", {"do": "administrator"})
    assert administrators() == {first, second}
    for _ in range(3):
        other = browser_of(app, database, second)
        with ThreadPoolExecutor(2) as pool:
            answers = [
                pool.submit(browser.post, f"/manage/accounts/{second}", {"do": "administrator-no-more"}),
                pool.submit(other.post, f"/manage/accounts/{first}", {"do": "disable"}),
            ]
            assert {answer.result().status_code for answer in answers} <= {303, 403, 404}
        assert len(administrators()) >= 1
        database.write(
            lambda writing: writing.execute(
                update(Account).where(Account.id.in_([first, second])).values(administrator=True, disabled=False)
            )
        )
        browser = browser_of(app, database, first)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("a\x00b", "U+0000"),
        ("Zoé\x1b[31m", "U+001B"),
        ("x" * 201, "This has 201 characters"),
        ("e" + "\u0301" * 20, "marks"),
    ],
)
def test_a_name_that_can_not_be_kept_is_refused_beside_it_and_stays_as_it_was_typed(
    app: Flask, database: Database, ids: dict[str, str], owner: Browser, typed: str, told: str
) -> None:
    with database.reading() as connection:
        before = connection.execute(select(Account.id, Account.name, Account.language).order_by(Account.id)).all()
    administrator = browser_of(app, database, ids[ADMINISTRATOR])
    own = owner.post("/manage/account", {"name": typed, "language": "en"})
    made = administrator.post("/manage/accounts", {"email": "zoe@new.example", "name": typed})
    for answer in (own, made):
        page = answer.get_data(as_text=True)
        assert (answer.status_code, 'id="name-error"' in page, told in page) == (422, True, True)
        assert f'value="{typed}"' in page
    assert 'value="zoe@new.example"' in made.get_data(as_text=True)
    assert 'value="en" lang="en" selected' in own.get_data(as_text=True)
    with database.reading() as connection:
        now = connection.execute(select(Account.id, Account.name, Account.language).order_by(Account.id)).all()
    assert now == before
    assert owner.post("/manage/account", {"name": " Zoé  O’Brien ", "language": ""}).status_code == 303
    with database.reading() as connection:
        assert connection.execute(select(Account.name).where(Account.id == owner.account)).scalar_one() == "Zoé O’Brien"
