"""People are asked to take part: invitations and reminders, one mail a person and session; who was asked, and answered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, delete, insert, select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.preparing import Task, due_of
from forum_app.domain.vocabularies import RoleState
from forum_app.models.people import Role
from forum_app.models.speaking import Invitation, SpeakerReminder
from forum_app.services.audit import record
from forum_app.services.erased_people import erased_in
from forum_app.services.personal_keys import keep_key, new_personal_key
from forum_app.services.speaking import MyPart, Speaker, speaker_of
from forum_app.services.speaking_list import ASKED, asked_again, takers_of
from forum_app.services.speaking_mail import SpeakingMails, speaking_mails
from forum_app.services.things import touch

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Asked:
    """What inviting some people came to: how many mails with an invitation were queued (``again``: those of them that
    remind of one) and how many that name what is missing; who has no address, who had nothing left to answer or to send;
    names in the forum's first language."""

    mails: int
    again: int
    reminders: int
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
    """Invites these people to all that they are to be invited to, and reminds them of what they haven't answered; whoever
    has answered is reminded of what is still missing. ``note`` stands in the mails in place of our own opening. Raises
    NotFound for somebody of another forum."""

    def job(connection: Connection) -> Asked:
        mails, erased = speaking_mails(connection, config, forum_id), erased_in(connection, forum_id)
        missing = {taker.id: taker.missing for taker in takers_of(connection, forum_id, "", mails.head.languages)}
        count, again, reminded, without, nothing = 0, 0, 0, [], []
        for key in list(dict.fromkeys(people))[:MOST_AT_ONCE]:
            speaker = speaker_of(connection, forum_id, key)
            name = next(iter(speaker.person.name.values()), key)
            open_parts = open_parts_of(speaker)
            if key in erased or not (open_parts or missing.get(key)):
                nothing.append(name)
            elif not speaker.email:
                without.append(name)
            elif open_parts:
                again += len(asked_again(open_parts))
                count += ask(connection, mails, speaker, open_parts, answer_by=answer_by, note=note, actor=actor)
            else:
                remind(connection, mails, speaker, missing[key], note=note, actor=actor)
                reminded += 1
        if count:
            touch(connection, forum_id)
        return Asked(count, again, reminded, tuple(without), tuple(nothing))

    return database.in_turn(forum_id, job)


def open_parts_of(speaker: Speaker) -> list[MyPart]:
    """What somebody is to be invited to, or hasn't answered."""
    return [part for part in speaker.parts if part.state in ASKED and not part.gone]


def ask(
    connection: Connection,
    mails: SpeakingMails,
    speaker: Speaker,
    parts: list[MyPart],
    *,
    answer_by: date | None = None,
    note: str = "",
    actor: str,
) -> int:
    """Invites somebody to these parts, or reminds them; how many mails that takes. In the forum's turn."""
    reminds = asked_again(parts)
    for part in parts:
        _asked(connection, speaker.forum_id, part, answer_by)
        if part.state == RoleState.TO_INVITE:
            connection.execute(update(Role).where(Role.id == part.role).values(state=RoleState.INVITED))
    asked_now = speaker_of(connection, speaker.forum_id, speaker.person.id)
    sessions = list(dict.fromkeys(part.session for part in parts))
    for session in sessions:
        mails.invite(connection, asked_now, session, answer_by=answer_by, note=note, again=session in reminds)
    told = {"roles": [part.role for part in parts], "answer_by": str(answer_by or "")}
    record(connection, actor, "person.invited", speaker.forum_id, after=told, thing=speaker.person.id)
    return len(sessions)


def remind(
    connection: Connection,
    mails: SpeakingMails,
    speaker: Speaker,
    missing: Sequence[Task],
    *,
    note: str = "",
    actor: str,
) -> None:
    """Tells somebody what is still missing of them, and notes of which days they were told. In the forum's turn."""
    mails.remind(connection, speaker, missing, note=note)
    days = {due for task in missing if (due := due_of(speaker.plan, task))}
    here = (SpeakerReminder.person == speaker.person.id, SpeakerReminder.due.in_(days))
    connection.execute(delete(SpeakerReminder).where(*here))
    row = {"person": speaker.person.id, "forum_id": speaker.forum_id, "sent_at": datetime.now(UTC)}
    if days:
        connection.execute(insert(SpeakerReminder), [{**row, "due": day} for day in sorted(days)])
    told = {"missing": [task.value for task in missing]}
    record(connection, actor, "person.reminded", speaker.forum_id, after=told, thing=speaker.person.id)


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
