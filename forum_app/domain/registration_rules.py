"""What registrations must hold to be kept, and the forms in which their names and addresses are compared."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from forum_app.domain.draft import Draft
from forum_app.domain.errors import ForumError
from forum_app.domain.registrations import Registration
from forum_app.domain.texts import folded, one_line
from forum_app.domain.vocabularies import Mode

Problem = tuple[str, str]
_NO = r"\x00-\x20\x7f\s@<>,;:\"()\[\]\\"  # a control character ends up in no mail, and one database refuses NUL
_LABEL = "[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?"
# No dot at an end of what is before the @, nor two of them together (RFC 5321, 4.1.2); labels begin and end with no hyphen.
EMAIL = re.compile(
    f"(?=[^@]{{1,64}}@)[^{_NO}.]+(?:\\.[^{_NO}.]+)*@(?:{_LABEL}\\.)+(?=..){_LABEL}", re.IGNORECASE | re.ASCII
)
_DEVIATING = frozenset("ßẞς\u200c\u200d")
LONGEST_ADDRESS = 254  # characters, of the whole (RFC 5321, 4.5.3.1.3)


class UnfitAddress(ForumError):
    """The text is no e-mail address that a message could be sent to."""


def email_of(value: str) -> str:
    """An e-mail address in the form that is kept: without blanks around it, its domain in small ASCII letters.

    ``" Ana@Bücher.example. "`` is ``"Ana@xn--bcher-kva.example"``. Raises UnfitAddress where the domain has no such form,
    or two: the letters of _DEVIATING are kept in a domain since IDNA 2008 (RFC 5894, 7.2), and the codec here makes other
    letters, another domain, of them.
    """
    local, at, domain = value.strip().rpartition("@")
    if set(domain) & _DEVIATING:
        raise UnfitAddress(f"“{value}” is no e-mail address: write one such as name@example.org.")
    try:
        email = f"{local}{at}{domain.rstrip('.').encode('idna').decode().lower()}"
    except UnicodeError:
        email = ""
    if not email.isascii() or len(email) > LONGEST_ADDRESS or not EMAIL.fullmatch(email):
        raise UnfitAddress(f"“{value}” is no e-mail address: write one such as name@example.org.")
    return email


def address_of(email: str) -> str | None:
    """The form of an address in which two are the same person's; None for no address."""
    return email_of(email).casefold() if email else None


def is_address(email: str) -> bool:
    """Whether a mail could be sent there."""
    try:
        return address_of(email) is not None
    except UnfitAddress:
        return False


def kept_address_of(email: str) -> str | None:
    """The same of an address that is kept: one that was taken before today's rules were stays what it was, so that whoever
    has it can be changed, found and erased."""
    try:
        return address_of(email)
    except UnfitAddress:
        return email.strip().casefold() or None


def same_address(kept: str, typed: str) -> bool:
    """Whether what was typed is an address that is kept, however it is written."""
    try:
        return address_of(kept) == address_of(typed.strip())
    except UnfitAddress:
        return False


def sorted_by(registration: Registration) -> str:
    """What a list of names is sorted by: family name, given name, without case and accents."""
    parts = (registration.family_name, registration.given_name) if registration.family_name else (registration.name,)
    return folded(" ".join(part for part in parts if part))


def searched(registration: Registration) -> str:
    """All that a search looks at, without case and accents."""
    looked_at = (
        registration.name,
        registration.given_name,
        registration.family_name,
        registration.institution,
        registration.post,
        registration.email,
        registration.code,
    )
    return folded(one_line(" ".join(part for part in looked_at if part)))


def registration_problems(draft: Draft) -> Iterator[Problem]:
    """Everything that makes a tidied draft's registrations unfit to be kept, each with its place."""
    questions = {question.id for question in draft.questions}
    addresses = _Once(
        lambda item: address_of(item.email), "The address {} stands in {} too: each person registers once."
    )
    codes = _Once(lambda item: item.code or None, "The code {} stands in {} too.")
    for index, item in enumerate(draft.registrations):
        place = f"registrations[{index}]"
        if item.mode == Mode.HYBRID:
            yield f"{place}.mode", "A person comes in person or joins online: choose one of the two."
        for key in item.answers:
            if key not in questions:
                yield f"{place}.answers", f"No question in this file has the id {key}."
        with suppress(UnfitAddress):  # which is told of every address
            yield from addresses.problems(item, f"{place}.email")
        yield from codes.problems(item, f"{place}.code")


class _Once:
    """Values that only one registration may have."""

    def __init__(self, value: Callable[[Registration], Any], sentence: str) -> None:
        self.value = value
        self.sentence = sentence
        self.seen: dict[Any, str] = {}

    def problems(self, item: Registration, place: str) -> Iterator[Problem]:
        value = self.value(item)
        if value is None:
            return
        first = self.seen.setdefault(value, place)
        if first != place:
            yield place, self.sentence.format(value, first.rpartition(".")[0])
