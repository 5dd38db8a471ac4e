"""Those who speak, in an organiser's words: how far each is, what was asked and answered, what goes to whom and went."""

from collections.abc import Callable, Iterable

from forum_app import labels
from forum_app.domain.texts import pick
from forum_app.domain.times import in_zone
from forum_app.domain.vocabularies import RoleState
from forum_app.i18n import Words
from forum_app.services.desk import DeskForum
from forum_app.services.inviting import Asked
from forum_app.services.speaking_list import AskedPart, Taker

TONES = {RoleState.TO_INVITE: "warn", RoleState.INVITED: "chg", RoleState.CONFIRMED: "ok", RoleState.DECLINED: "bad"}
SHOWN = 6  # names in one sentence
EVERY_FORM = range(1, 120)  # numbers among which is one of every plural form of every language that we speak


def state_name(words: Words, state: RoleState) -> str:
    """How far somebody is."""
    return {
        RoleState.TO_INVITE: words.gettext("To invite"),
        RoleState.INVITED: words.gettext("Invited"),
        RoleState.CONFIRMED: words.pgettext("part", "Confirmed"),
        RoleState.DECLINED: words.gettext("Declined"),
    }[state]


def told(words: Words, asked: Asked) -> str:
    """What went, and whom nothing reaches."""
    said, invited = [], asked.mails - asked.again
    if invited:
        said.append(words.ngettext("%(num)d invitation is on its way.", "%(num)d invitations are on their way.", invited))  # fmt: skip
    if asked.again:
        said.append(words.ngettext("%(num)d reminder of an invitation is on its way.", "%(num)d reminders of an invitation are on their way.", asked.again))  # fmt: skip
    if asked.reminders:
        said.append(words.ngettext("%(num)d reminder of what is missing is on its way.", "%(num)d reminders of what is missing are on their way.", asked.reminders))  # fmt: skip
    if asked.without_address:
        said.append(words.gettext("No address: %(names)s.", names=_names(words, asked.without_address)))
    if asked.nothing:
        said.append(words.gettext("Nothing to answer or to send: %(names)s.", names=_names(words, asked.nothing)))
    return " ".join(said)


def _names(words: Words, names: tuple[str, ...]) -> str:
    return words.listed([*names[:SHOWN], *(["…"] if len(names) > SHOWN else [])])


def button_said(words: Words, shown: Iterable[Taker], ticked: Iterable[Taker]) -> str:
    """What the button does: how much goes to those who are ticked; where nobody is yet, what can go."""
    invitations, reminders = _sent(ticked)
    if invitations or reminders:
        return words.gettext("Send %(what)s", what=words.joined([
            *([_invitations(words, invitations)] if invitations else []),
            *([_reminders(words, reminders)] if reminders else []),
        ]))  # fmt: skip
    invitations, reminders = _sent(shown)
    if not reminders:
        return words.gettext("Send invitations")
    return words.gettext("Send invitations and reminders") if invitations else words.gettext("Send reminders")


def button_forms(words: Words) -> dict[str, object]:
    """What the page's button is made of while one ticks: each plural form with # for its number."""
    return {
        "invitations": _forms(words, _invitations),
        "reminders": _forms(words, _reminders),
        "both": words.joined(["#1", "#2"]),
        "send": words.gettext("Send %(what)s", what="#"),
    }


def _sent(takers: Iterable[Taker]) -> tuple[int, int]:
    sends = [taker.sends for taker in takers]
    return sum(first for first, _second in sends), sum(second for _first, second in sends)


def _invitations(words: Words, number: int) -> str:
    return words.ngettext("%(num)d invitation", "%(num)d invitations", number)


def _reminders(words: Words, number: int) -> str:
    return words.ngettext("%(num)d reminder", "%(num)d reminders", number)


def _forms(words: Words, say: Callable[[Words, int], str]) -> dict[str, str]:
    """By the name of each plural form (CLDR), the words with # for the number."""
    found: dict[str, str] = {}
    for number in EVERY_FORM:
        found.setdefault(words.locale.plural_form(number), say(words, number).replace(str(number), "#"))
    return found


def line(words: Words, forum: DeskForum, taker: Taker) -> dict[str, object]:
    """Somebody in the list."""
    at = words.short_month(in_zone(taker.reminded_at, forum.zone).date()) if taker.reminded_at else ""
    return {
        "id": taker.id,
        "name": taker.name,
        "asks": taker.to_ask,
        "sends": taker.sends,
        "has_address": taker.has_address,
        "linked": taker.linked,
        "recorded": taker.recorded,
        "parts": [_part(words, forum, part) for part in taker.parts],
        "missing": [labels.task(words, task) for task in taker.missing],
        "reminded": words.gettext("reminded on %(day)s", day=at) if at and taker.missing else "",
    }


def _part(words: Words, forum: DeskForum, part: AskedPart) -> dict[str, object]:
    at = words.listed((words.short_month(part.start.date()), words.time(part.start))) if part.start else ""
    return {
        "what": words.listed((labels.role(words, part.kind), pick(part.title, words.interface, forum.languages))),
        "at": at,
        "address": f"/manage/{forum.slug}/sessions/{part.session}",
        "state": state_name(words, part.state),
        "tone": TONES[part.state],
        "since": _since(words, forum, part),
        "reason": part.reason,
        "colleague": words.listed((part.colleague.get("name", ""), part.colleague.get("email", ""))) if part.colleague else "",
    }  # fmt: skip


def _since(words: Words, forum: DeskForum, part: AskedPart) -> str:
    """When they answered, or were asked, and how often reminded."""
    if part.answered_at and part.state != RoleState.INVITED:
        return words.gettext("answered on %(day)s", day=words.short_month(in_zone(part.answered_at, forum.zone).date()))
    if part.invited_at is None:
        return ""
    said = [words.gettext("asked on %(day)s", day=words.short_month(in_zone(part.invited_at, forum.zone).date()))]
    if part.reminders:
        said.append(words.ngettext("reminded once", "reminded %(num)d times", part.reminders))
    if part.answer_by:
        said.append(words.gettext("answer by %(day)s", day=words.short_month(part.answer_by)))
    return words.listed(said)
