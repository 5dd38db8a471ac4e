"""Identities: one random public id for every thing, the key in addresses, exports, releases and calendars."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 10
PATTERN = f"^[{ALPHABET}]{{{LENGTH}}}$"
# A stored file: the SHA-256 of its content, and what it is.
FILE = "[0-9a-f]{64}\\.(?:png|webp|jpg|pdf|pptx|odp)"


def looks_like_id(text: str) -> bool:
    """Whether a text could be an id; not whether anything has it."""
    return len(text) == LENGTH and not set(text) - set(ALPHABET)


def new_id() -> str:
    """Ten random characters without look-alikes (49 bits): can't be guessed in order."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
