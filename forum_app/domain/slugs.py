"""Short names of forums: suggested from a title, and which words they can't be."""

import re
from collections.abc import Container

from forum_app.domain.identity import new_id
from forum_app.domain.texts import folded

LONGEST = 60
# Words that stand in addresses where a short name could, below /manage/ and elsewhere.
RESERVED = frozenset(
    {
        "account",
        "accounts",
        "admin",
        "api",
        "forums",
        "invitation",
        "invitations",
        "login",
        "logout",
        "manage",
        "media",
        "new",
        "practices",
        "sign-in",
        "sign-out",
        "static",
    }
)
_LONGEST_SUGGESTED = 40
_SMALL_WORDS = frozenset("a an and at by de des du for from in la le les of on or the to und y".split())


def suggested(title: str, year: int, taken: Container[str] = ()) -> str:
    """A short name for a title: its words in small letters and digits, the year where it doesn't say one; another
    one where that is taken or reserved. A title without letters or digits of the Latin script gives a random one."""
    words = [word for word in re.findall("[a-z0-9]+", folded(title)) if word not in _SMALL_WORDS]
    while len("-".join(words)) > _LONGEST_SUGGESTED and len(words) > 1:
        words.pop()
    base = "-".join(words)[:_LONGEST_SUGGESTED].strip("-")
    if len(base) < 2:
        base = f"forum-{new_id()}"
    elif not re.search(r"(19|20)\d\d", base):
        base = f"{base}-{year}"
    found, number = base, 2
    while found in taken or found in RESERVED:
        found, number = f"{base}-{number}", number + 1
    return found
