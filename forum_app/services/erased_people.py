"""Who was erased in a forum, by id: for what asks nothing of them any more."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from forum_app.domain.errors import ErasedMeanwhile
from forum_app.domain.trees import Tree, digest, value_at
from forum_app.models.erasures import Erasure


def erased_in(connection: Connection, forum_id: str) -> frozenset[str]:
    """Ids of people and registrations whose data was erased."""
    return frozenset(connection.execute(select(Erasure.thing).where(Erasure.forum_id == forum_id)).scalars())


def must_not_return(connection: Connection, forum_id: str, key: str, tree: Tree, seen: Mapping[str, str]) -> None:
    """Raises ErasedMeanwhile where a form was filled before this person was erased: it would write about them again.

    ``tree`` is what is kept of the person, ``seen`` the digests of what the form was filled from, by place.
    """
    names = [at for at in seen if at.startswith("name.")]
    if any(digest(value_at(tree, at)) != seen[at] for at in names) and key in erased_in(connection, forum_id):
        raise ErasedMeanwhile("There is nothing left of this person: their data was erased.")
