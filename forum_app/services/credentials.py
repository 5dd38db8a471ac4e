"""Random keys and what is kept of them, passwords and second factors: all on libraries that are made for it."""

import hashlib
import secrets
import time

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from forum_app.domain.sentences import Said, said

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 128
TOKEN_LENGTH = 43
GUESSABLE = 2  # of zxcvbn's scores 0 to 4: what is up to this is found within hours
_HASHER = PasswordHasher()
# Compared against where nobody has this address, so that both answers take the same work.
_NOBODY = _HASHER.hash(secrets.token_urlsafe(24))


def new_token() -> str:
    """256 random bits, as ``TOKEN_LENGTH`` characters."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Eight random digits."""
    return f"{secrets.randbelow(10**8):08d}"


def hashed(text: str) -> str:
    """What is kept of a random key: its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()


def password_problem(password: str, about: list[str]) -> Said | None:
    """Why a password can't be used; ``about`` are words that a guesser would try first."""
    if len(password) < SHORTEST_PASSWORD:
        return said("A password needs at least %(least)s characters.", least=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        return said("A password has at most %(most)s characters.", most=LONGEST_PASSWORD)
    if "\x00" in password:
        return said("A password can't hold this character.")
    if zxcvbn(password[:72], [word for word in about if word])["score"] < GUESSABLE:
        return said("This password is easily guessed: take several words that don't belong together.")
    return None


def password_hash(password: str) -> str:
    return _HASHER.hash(password)


def password_fits(kept: str, password: str) -> bool:
    """Whether a password is the one that was set; takes the same work where none was."""
    if len(password) > LONGEST_PASSWORD:
        return False
    try:
        return _HASHER.verify(kept or _NOBODY, password) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def new_second_factor() -> str:
    return pyotp.random_base32()


def second_factor_address(secret: str, email: str, issuer: str) -> str:
    """What an authenticator's camera reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def step_of(secret: str, code: str, last: int) -> int | None:
    """The step of time that a code belongs to, one before and after now allowed; None for a wrong or used one."""
    digits = "".join(char for char in code if char.isascii() and char.isdigit())
    factor, now = pyotp.TOTP(secret), int(time.time())
    for step in (now // 30 - 1, now // 30, now // 30 + 1):
        if step > last and secrets.compare_digest(factor.at(step * 30), digits):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Ten codes of 50 random bits, in two halves."""
    alphabet = "23456789abcdefghjkmnpqrstuvwxyz"
    return ["-".join("".join(secrets.choice(alphabet) for _ in range(5)) for _half in range(2)) for _code in range(10)]


def recovery_hash(account: str, code: str) -> str:
    return hashed(f"{account}:{code.strip().lower().replace('-', '').replace(' ', '')}")
