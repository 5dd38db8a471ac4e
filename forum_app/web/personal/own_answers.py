"""What somebody is asked about one session, and what they answered, as their page puts it: what is open first, then what
they accepted, then what they declined, each to be answered by itself."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from forum_app import labels
from forum_app.domain.vocabularies import RoleKind, RoleState
from forum_app.services.speaking import SPEAKING, MyPart, Speaker
from forum_app.web.personal.speaker import Mine

_ORDER = (RoleState.INVITED, RoleState.CONFIRMED, RoleState.DECLINED)


@dataclass(frozen=True)
class Answering:
    """What somebody says, chose by a mail's link, or sent and has to change: for which session and roles, whether they
    come (``yes``, ``no`` or empty), what else they ``typed``, and what is wrong with it, by field."""

    session: str = ""
    answer: str = ""
    roles: Collection[str] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Ask:
    """What is asked about those parts in a session that are in one state. ``parts`` are role and name, ``ticked`` the
    roles that the answer is for as the page stands; ``named``: others of the session are asked about beside them.
    ``answer`` is what is chosen by a link, or was sent."""

    key: str
    session: str
    state: RoleState
    parts: list[tuple[str, str]]
    named: bool
    yes: str
    answer_by: str
    answer: str
    ticked: Collection[str]
    typed: Mapping[str, str]
    problems: Mapping[str, str]

    @property
    def told_why(self) -> bool:
        """Whether they said why they can't, or who could."""
        return any(self.typed.values())


def roles_meant(speaker: Speaker, session: str, named: Collection[str]) -> list[str] | None:
    """The roles that an answer about a session is for: those that it names; where it names none, what is open, else all
    that they were asked. None where it names what is not theirs there to answer."""
    asked = [part for part in speaker.parts if part.session == session and part.state in _ORDER]
    known = {part.role for part in asked}
    if named:
        chosen = [role for role in named if role]
        return chosen if known and known.issuperset(chosen) else None
    still_open = [part.role for part in asked if part.state == RoleState.INVITED]
    return still_open or [part.role for part in asked] or None


def asks_of(mine: Mine, session: str, parts: Collection[MyPart], sent: Answering) -> list[Ask]:
    """What is asked about somebody's parts in one session."""
    groups = {state: [part for part in parts if part.state == state] for state in _ORDER}
    there = [state for state, found in groups.items() if found]
    about = _about(groups, there, sent) if sent.session == session else None
    asks = []
    for state in there:
        found, is_meant = groups[state], state == about
        key = session if state == there[0] else f"{session}-{state}"
        asks.append(
            Ask(
                key=key,
                session=session,
                state=state,
                parts=[(part.role, part_name(mine, part)) for part in found],
                named=len(there) > 1,
                yes=_yes(mine, found),
                answer_by=_answer_by(mine, found),
                answer=sent.answer if is_meant else "",
                ticked=sent.roles if is_meant and sent.problems else [part.role for part in found],
                typed=sent.typed if is_meant and sent.typed else _said(found),
                problems=sent.problems if is_meant else {},
            )
        )
    return asks


def _about(groups: Mapping[RoleState, list[MyPart]], there: list[RoleState], sent: Answering) -> RoleState:
    """Which of the questions what was sent is an answer to: the first, where it names no role."""
    roles = set(sent.roles)
    return next((state for state in there if any(part.role in roles for part in groups[state])), there[0])


def _said(parts: Iterable[MyPart]) -> dict[str, str]:
    """What they said when they declined, as the form's fields have it."""
    for part in parts:
        if part.reason or part.colleague:
            name, email = (part.colleague.get(each, "") for each in ("name", "email"))
            return {"reason": part.reason, "colleague": name, "colleague_email": email}
    return {}


def part_name(mine: Mine, part: MyPart) -> str:
    """What somebody does: their role, with the talk where it is one."""
    words = mine.view.words
    role = labels.role(words, part.kind)
    return words.gettext("%(label)s: %(value)s", label=role, value=mine.view.plain(part.title)) if part.talk else role


def _yes(mine: Mine, parts: Iterable[MyPart]) -> str:
    kinds, _ = {part.kind for part in parts}, mine.view.words.gettext
    if kinds == {RoleKind.MODERATOR}:
        return _("I will moderate")
    return _("I will speak") if kinds <= set(SPEAKING) else _("I will come")


def _answer_by(mine: Mine, parts: Iterable[MyPart]) -> str:
    days = [part.answer_by for part in parts if part.answer_by and part.state == RoleState.INVITED]
    return mine.view.words.day(min(days), weekday=False) if days else ""
