"""Who of those registered a row of a list is: by our id, the address, its own id with the name, or what a badge says."""

from collections.abc import Mapping
from typing import Any

import msgspec

from forum_app.domain.errors import ImportRefused
from forum_app.domain.registration_rules import address_of, kept_address_of
from forum_app.domain.registrations import Registration
from forum_app.domain.texts import folded
from forum_app.lists.comers import Comer


class Known:
    """Those who are registered, by all that they are known by."""

    def __init__(self, registrations: list[Registration]) -> None:
        self.by_id = {item.id: item for item in registrations}
        self.by_address = {kept_address_of(item.email): item for item in registrations if item.email}
        self.by_key = {item.origin.foreign_id: item for item in registrations if item.origin}
        self.by_badge = {badge(msgspec.structs.asdict(item)): item for item in registrations if not item.email}

    def who(self, comer: Comer) -> Registration | None:
        """Who of them the row is; None for somebody new."""
        if comer.key in self.by_id:
            return self.by_id[comer.key]
        by_address = self.by_address.get(address_of(comer.values.get("email", "")))
        if by_address is not None:
            return by_address
        by_key = self.by_key.get(comer.key) if comer.key else None
        if by_key is not None and folded(by_key.name) == folded(comer.values["name"]):
            return by_key
        # Whoever has neither address nor number is known by all that a badge says.
        return None if comer.key or "email" in comer.values else self.by_badge.get(badge(comer.values))


def badge(values: Mapping[str, Any]) -> tuple[str, str, str]:
    """What a badge says of somebody, as it is compared."""
    return folded(values["name"]), folded(values.get("institution", "")), values.get("country", "")


def refuse_doubles(comers: list[Comer]) -> None:
    """Two rows with one address are two registrations of one person, or one person's address given for another."""
    seen: dict[str, Comer] = {}
    problems = []
    for comer in comers:
        address = address_of(comer.values.get("email", ""))
        if address is None:
            continue
        first = seen.setdefault(address, comer)
        if first is not comer:
            sentence = (
                f"The address {comer.values['email']} stands in {first.place} too: each person needs one of their own."
            )
            problems.append((comer.place, sentence))
    if problems:
        raise ImportRefused(problems)
