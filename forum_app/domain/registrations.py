"""Who comes: registrations, delegations and the forum's own questions, as ``forum.json`` holds them.

They are live: no release holds them, publishing never reads them, and they leave only by lists that are logged.
"""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from forum_app.domain.draft_parts import Country, FileName, Id, Line, NewId, Origin, Part, Word
from forum_app.domain.identity import ALPHABET
from forum_app.domain.vocabularies import (
    Constituency,
    Gender,
    Mode,
    RegistrationSource,
    RegistrationStatus,
)

CODE_LENGTH = 6
Code = Annotated[str, Meta(pattern=f"^$|^[{ALPHABET}]{{{CODE_LENGTH}}}$", description="left out: a new code is given")]
Moment = Annotated[datetime, Meta(tz=True, description="an instant, with its offset")]
Words = Annotated[str, Meta(max_length=4_000)]
# The states of somebody who has a place, or may still have one.
COMING = (RegistrationStatus.PENDING, RegistrationStatus.CONFIRMED, RegistrationStatus.OFFERED)
GONE = (RegistrationStatus.DECLINED, RegistrationStatus.CANCELLED)


class OnlyIf(Part, kw_only=True):
    """The answer to another question with which a question is asked; ``answer`` as it is kept, in the forum's first
    language, empty for any."""

    question: Id
    answer: Annotated[str, Meta(max_length=300)] = ""


class Question(Part, kw_only=True):
    """Something that this forum asks of those who register; with ``choices``, one of them is the answer, or ``several``.

    The answer that is kept is the choice in the forum's first language, one a line where there are several; with
    ``long`` it is a text of several lines."""

    id: NewId = ""
    text: Line  # T
    hint: Line = {}  # T
    choices: list[Line] = []  # T
    several: bool = False
    long: bool = False
    required: bool = False
    only_if: OnlyIf | None = None


class Delegation(Part, kw_only=True):
    """A country or an organisation that comes together; its head can register the team within the quota of seats."""

    id: NewId = ""
    name: Line  # T
    country: Country = ""
    organisation: Id | None = None
    head: Id | None = None  # a registration
    seats: Annotated[int, Meta(ge=0, le=100_000)] | None = None
    letter: FileName | None = None  # of nomination


class Consent(Part, kw_only=True):
    """What somebody agreed to, when, and the text that they were shown."""

    purpose: Word
    given_at: Moment
    text: Words


class StatusChange(Part, kw_only=True):
    status: RegistrationStatus
    at: Moment
    by: Word  # an account, “command line”, or “registrant”


class CheckIn(Part, kw_only=True):
    """Somebody was here: on a day of the forum, or in one session."""

    at: Moment
    day: date
    session: Id | None = None


class Registration(Part, kw_only=True):
    """Somebody who comes in person or joins online. ``person`` is who they are in the programme, if they are in it."""

    id: NewId = ""
    person: Id | None = None
    honorific: Word = ""
    given_name: Word = ""
    family_name: Word = ""
    name: Word  # as it is to be shown
    post: Word = ""
    institution: Word = ""
    constituency: Constituency | None = None
    country: Country = ""
    gender: Gender | None = None
    email: Annotated[str, Meta(max_length=254)] = ""
    phone: Word = ""
    language: Annotated[str, Meta(max_length=35)] = ""
    mode: Mode = Mode.IN_PERSON
    delegation: Id | None = None
    letter: FileName | None = None  # of nomination
    status: RegistrationStatus = RegistrationStatus.PENDING
    queue: Annotated[int, Meta(ge=1)] | None = None  # the place in the order of the waiting list, as it was given
    offer_until: Moment | None = None
    registered_at: Moment
    code: Code = ""
    source: RegistrationSource = RegistrationSource.FORM
    sessions: list[Id] = []  # signed up for
    answers: dict[Id, Words] = {}  # by question
    access_needs: Words = ""
    dietary_needs: Words = ""
    notes: Words = ""
    consents: list[Consent] = []
    changes: list[StatusChange] = []
    check_ins: list[CheckIn] = []
    origin: Origin | None = None
