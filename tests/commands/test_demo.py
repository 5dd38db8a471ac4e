"""``forum demo``: the samples, and who owns them."""

from sqlalchemy import select

from forum_app.commands.context import house
from forum_app.models.accounts import Account, Membership
from forum_app.models.forum import Forum
from tests.commands.conftest import Forum as Command


def owners() -> list[tuple[str, str, str]]:
    with house.database.reading() as connection:
        rows = connection.execute(
            select(Forum.slug, Account.address, Membership.role)
            .join(Forum, Forum.id == Membership.forum_id)
            .join(Account, Account.id == Membership.account)
            .order_by(Forum.slug, Account.address)
        )
        return [(slug, email, str(role)) for slug, email, role in rows]


def test_who_starts_it_owns_the_samples_that_are_loaded_then(forum: Command) -> None:
    assert forum("demo", "gssd2022", "--owner", "Ana@Example.org").out == "gssd2022: loaded\n"
    assert owners() == [("gssd2022", "ana@example.org", "owner")]


def test_a_sample_that_is_here_keeps_its_owners(forum: Command) -> None:
    forum("demo", "gssd2022", "--owner", "ana@example.org")
    assert forum("demo", "gssd2022", "--owner", "bo@example.org").out == "gssd2022: here already\n"
    assert owners() == [("gssd2022", "ana@example.org", "owner")]


def test_an_owner_without_an_address_is_refused_before_anything_is_loaded(forum: Command) -> None:
    done = forum("demo", "gssd2022", "--owner", "ana")
    assert (done.status, done.out) == (1, "")
    assert "“ana” is no e-mail address" in done.err
    assert forum("demo", "gssd2022").out == "gssd2022: loaded\n"
    assert owners() == []
