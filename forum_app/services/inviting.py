"""The desk asks people to take part: invitations and reminders, one mail a person and session; who was asked, and answered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, insert, select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.vocabularies import RoleState
from forum_app.models.people import Role
from forum_app.models.speaking import Invitation
from forum_app.services.audit import record
from forum_app.services.erased_people import erased_in
from forum_app.services.personal_keys import keep_key, new_personal_key
from forum_app.services.speaking import MyPart, Speaker, speaker_of
from forum_app.services.speaking_mail import SpeakingMails, speaking_mails
from forum_app.services.things import touch

MOST_AT_ONCE = 500
ASKED = (RoleState.TO_INVITE, RoleState.INVITED)


@dataclass(frozen=True)
class Asked:
    """What inviting some people came to: how many mails were queued, who has no address, who had nothing left to
    answer; names in the forum's first language."""

    mails: int
    without_address: tuple[str, ...]
    nothing: tuple[str, ...]


def invite(
    database: Database,
    config: Config,
    forum_id: str,
    people: Collection[str],
    *,
    answer_by: date | None,
    note: str,
    actor: str,
) -> Asked:
    """Invites these people to all that they are to be invited to, and reminds them of what they haven't answered. ``note``
    stands in the mails in place of our own opening. Raises NotFound for somebody of another forum."""

    def job(connection: Connection) -> Asked:
        mails, erased = speaking_mails(connection, config, forum_id), erased_in(connection, forum_id)
        count, without, nothing = 0, [], []
        for key in list(dict.fromkeys(people))[:MOST_AT_ONCE]:
            speaker = speaker_of(connection, forum_id, key)
            name = next(iter(speaker.person.name.values()), key)
            open_parts = [part for part in speaker.parts if part.state in ASKED and not part.gone]
            if key in erased or not open_parts:
                nothing.append(name)
            elif not speaker.email:
                without.append(name)
            else:
                count += _invite(connection, mails, speaker, open_parts, answer_by, note, actor)
        if count:
            touch(connection, forum_id)
        return Asked(count, tuple(without), tuple(nothing))

    return database.in_turn(forum_id, job)


def _invite(
    connection: Connection,
    mails: SpeakingMails,
    speaker: Speaker,
    parts: list[MyPart],
    answer_by: date | None,
    note: str,
    actor: str,
) -> int:
    reminded = {part.session for part in parts if part.state == RoleState.INVITED}
    for part in parts:
        _asked(connection, speaker.forum_id, part, answer_by)
        if part.state == RoleState.TO_INVITE:
            connection.execute(update(Role).where(Role.id == part.role).values(state=RoleState.INVITED))
    asked_now = speaker_of(connection, speaker.forum_id, speaker.person.id)
    sessions = list(dict.fromkeys(part.session for part in parts))
    for session in sessions:
        again = session in reminded and all(
            part.state == RoleState.INVITED for part in parts if part.session == session
        )
        mails.invite(connection, asked_now, session, answer_by=answer_by, note=note, again=again)
    told = {"roles": [part.role for part in parts], "answer_by": str(answer_by or "")}
    record(connection, actor, "person.invited", speaker.forum_id, after=told, thing=speaker.person.id)
    return len(sessions)


def _asked(connection: Connection, forum_id: str, part: MyPart, answer_by: date | None) -> None:
    """Notes that somebody was asked, or reminded."""
    now, here = datetime.now(UTC), Invitation.role == part.role
    known = connection.execute(select(Invitation.reminders).where(here)).scalar()
    if known is None:
        blank = {"answered_at": None, "reason": "", "colleague": None, "reminded_at": None, "reminders": 0}
        values = {"role": part.role, "forum_id": forum_id, "invited_at": now, "answer_by": answer_by, **blank}
        connection.execute(insert(Invitation).values(**values))
        return
    values = {"reminded_at": now, "reminders": known + 1, **({"answer_by": answer_by} if answer_by else {})}
    connection.execute(update(Invitation).where(here).values(**values))


def new_link(database: Database, forum_id: str, person: str, *, actor: str) -> str:
    """A new personal link's key for somebody of the programme, to be handed over by other ways than mail; logged."""

    def job(connection: Connection) -> str:
        speaker_of(connection, forum_id, person)  # raises NotFound
        key = new_personal_key()
        keep_key(connection, key, forum_id, person=person)
        record(connection, actor, "person.link-made", forum_id, thing=person)
        return key

    return database.write(job)
