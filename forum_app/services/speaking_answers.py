"""What somebody of the programme does on their own page: accepts or declines, prepares answers, says what they need."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.errors import NotFound
from forum_app.domain.merging import Clash, merge
from forum_app.domain.trees import digest
from forum_app.domain.vocabularies import RoleState
from forum_app.models.people import PersonPrivate, Role
from forum_app.models.speaking import Invitation, PreparedAnswer
from forum_app.services.audit import record
from forum_app.services.personal_keys import mark_of_keys, replace_keys
from forum_app.services.slot_mail import Site
from forum_app.services.speaking import THERE, parts_of, questions_for, speaker_of
from forum_app.services.speaking_mail import speaking_mails
from forum_app.services.telling import tell_again
from forum_app.services.things import touch

SPEAKER = "speaker"  # who it was, in the log


@dataclass(frozen=True)
class Answer:
    """What somebody says to an invitation: for which roles, and where they can't, why, and whom they propose instead
    (name, address, or both; empty where nobody)."""

    roles: Collection[str]
    yes: bool
    reason: str = ""
    colleague: str = ""
    colleague_email: str = ""


def answer_invitation(database: Database, config: Config, forum_id: str, person: str, answer: Answer) -> int:
    """Keeps an answer; how many roles it changed. It can be changed later; the same answer twice changes nothing.
    Raises NotFound for a role that is not theirs."""

    def job(connection: Connection) -> int:
        mine = {part.role: part for part in parts_of(connection, forum_id, person)}
        if not answer.roles or any(role not in mine for role in answer.roles):
            raise NotFound("This part of the programme is not yours, or is gone.")
        state = RoleState.CONFIRMED if answer.yes else RoleState.DECLINED
        chosen = [mine[role] for role in answer.roles if mine[role].state != RoleState.TO_INVITE]
        changed = [part for part in chosen if part.state != state]
        for part in chosen:
            _note(connection, forum_id, part.role, answer)
        for part in changed:
            connection.execute(update(Role).where(Role.id == part.role).values(state=state))
            before, after = {"state": part.state.value}, {"state": state.value, "reason": answer.reason}
            record(connection, SPEAKER, "role.answered", forum_id, "", before, after, thing=person)
        if changed:
            touch(connection, forum_id)
            _tell_calendars(connection, config, forum_id, person, answer.yes, {part.session for part in changed})
        return len(changed)

    return database.in_turn(forum_id, job)


def _note(connection: Connection, forum_id: str, role: str, answer: Answer) -> None:
    proposed = answer.colleague or answer.colleague_email
    colleague = {"name": answer.colleague, "email": answer.colleague_email} if proposed else None
    values: dict[str, Any] = {"answered_at": datetime.now(UTC), "reason": "" if answer.yes else answer.reason}
    values["colleague"] = None if answer.yes else colleague
    here = Invitation.role == role
    if not connection.execute(update(Invitation).where(here).values(**values)).rowcount:
        fresh = {"invited_at": datetime.now(UTC), "answer_by": None, "reminded_at": None, "reminders": 0}
        connection.execute(insert(Invitation).values(role=role, forum_id=forum_id, **fresh, **values))


def _tell_calendars(
    connection: Connection, config: Config, forum_id: str, person: str, yes: bool, sessions: Collection[str]
) -> None:
    """Whoever declines has the entry taken out of their calendar where no other part of theirs is in that session;
    whoever accepts gets it, or gets it again."""
    speaker = speaker_of(connection, forum_id, person)
    still = {part.session for part in speaker.parts if part.state in THERE}
    mails = speaking_mails(connection, config, forum_id)
    if not yes:
        tell_again(connection, forum_id, person, config.now(), Site(config.base_url, config.sender))
    for session in sorted(sessions):
        if yes:
            mails.confirm(connection, speaker, session)
        elif session not in still:
            mails.withdraw(connection, speaker, session)


class WrittenMeanwhile(Exception):
    """Texts were saved otherwise from another page while this one was open: nothing was kept. ``now`` is what is saved, by
    question, field or speaker."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        self.now = {clash.place: str(clash.theirs) for clash in clashes}
        super().__init__(", ".join(self.now))


def keep_answers(
    database: Database, forum_id: str, person: str, answers: Mapping[str, str], seen: Mapping[str, str] = {}
) -> None:
    """Keeps what somebody prepared, by the id of the question; empty ones go. ``seen`` are the digests of what their page
    showed: what is as it was there changes nothing. Raises NotFound for a question that is not put to them, and
    WrittenMeanwhile."""

    def job(connection: Connection) -> None:
        sessions = {part.session for part in parts_of(connection, forum_id, person) if part.state in THERE}
        known = {each.question.id: each.answer for each in questions_for(connection, forum_id, person, sessions)}
        if any(key not in known for key in answers):
            raise NotFound("A question is not put to you any more. Load the page again.")
        changed = changes_to_write(known, answers, seen)
        for key, text in changed.items():
            mine = (PreparedAnswer.question == key, PreparedAnswer.person == person)
            connection.execute(delete(PreparedAnswer).where(*mine))
            if text:
                values = {"forum_id": forum_id, "text": text, "updated_at": datetime.now(UTC)}
                connection.execute(insert(PreparedAnswer).values(question=key, person=person, **values))
        if changed:
            record(connection, SPEAKER, "answers.written", forum_id, thing=person)

    database.in_turn(forum_id, job)


def changes_to_write(kept: Mapping[str, str], typed: Mapping[str, str], seen: Mapping[str, str]) -> dict[str, str]:
    """What of the typed texts is to be written; raises WrittenMeanwhile."""
    merged = merge(dict(kept), typed, seen)
    if merged.clashes:
        raise WrittenMeanwhile(merged.clashes)
    return merged.after


def keep_needs(
    database: Database, forum_id: str, person: str, values: Mapping[str, str], seen: Mapping[str, str], asked: str
) -> None:
    """Keeps what somebody needs, and whether they agree to be recorded (``recording``: yes or no, to the text that was
    ``asked``). What isn't among the values stays, and so does what is as their page showed it. Raises WrittenMeanwhile."""

    def job(connection: Connection) -> None:
        columns = (PersonPrivate.access_needs, PersonPrivate.dietary_needs, PersonPrivate.recording)
        row = connection.execute(select(*columns).where(PersonPrivate.parent == person)).first()
        said = row.recording if row is not None else None
        kept = {"recording": said_on_recording(said["agrees"]) if said else ""}
        kept |= {name: getattr(row, name, "") for name in ("access_needs", "dietary_needs")}
        answer, shown = values.get("recording"), dict(seen)
        if answer == "no" and shown.get("recording") != digest("no"):
            shown.pop("recording", None)  # an agreement can be taken back from every page
        changed: dict[str, Any] = changes_to_write(kept, values, shown)
        # The same answer as before stays as it was worded then: the form comes with it chosen.
        if "recording" in changed:
            changed["recording"] = {"agrees": answer == "yes", "given_at": datetime.now(UTC).isoformat(), "text": asked}
        if changed:
            _write_private(connection, forum_id, person, changed)

    database.in_turn(forum_id, job)


def said_on_recording(agrees: bool) -> str:
    """Yes or no, as the form has it."""
    return "yes" if agrees else "no"


def keep_private(database: Database, forum_id: str, person: str, values: Mapping[str, Any]) -> None:
    """Keeps private fields of theirs (telephone, zone, language) as they say them."""
    database.in_turn(forum_id, lambda connection: _write_private(connection, forum_id, person, values))


def _write_private(connection: Connection, forum_id: str, person: str, values: Mapping[str, Any]) -> None:
    mine = PersonPrivate.parent == person
    if connection.execute(select(PersonPrivate.parent).where(mine)).first() is None:
        blank = dict.fromkeys(("email", "phone", "language", "zone", "access_needs", "dietary_needs", "notes"), "")
        row = {"parent": person, "forum_id": forum_id, "position": 0, "unavailable": [], "recording": None}
        connection.execute(insert(PersonPrivate).values(**row, **blank))
    connection.execute(update(PersonPrivate).where(mine).values(**values))
    touch(connection, forum_id)
    record(connection, SPEAKER, "person.own-data", forum_id, after=dict.fromkeys(values), thing=person)


def replace_link(
    database: Database, config: Config, forum_id: str, person: str, *, actor: str = SPEAKER, seen: str | None = None
) -> bool:
    """Makes every link to somebody's page useless and mails a new one, where they have an address; whether it did.
    ``seen`` is the mark of the links that are meant: where they are replaced already, or are none, nothing is done."""

    def job(connection: Connection) -> bool:
        speaker = speaker_of(connection, forum_id, person)
        if seen is not None and seen != (mark_of_keys(connection, person) or None):
            return False
        replace_keys(connection, forum_id, speaker.email, person=person)
        if speaker.email:  # else a key would be kept that reaches nobody
            speaking_mails(connection, config, forum_id).link(connection, speaker)
        record(connection, actor, "speaker.link-replaced", forum_id, thing=person)
        return True

    return database.in_turn(forum_id, job)
