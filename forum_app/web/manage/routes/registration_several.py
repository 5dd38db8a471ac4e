"""Several registrations at once: chosen in the list, looked at with what becomes of each, then confirmed, declined or
cancelled in one turn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import Blueprint, Response, request

from forum_app.domain.deciding import Decision, Step
from forum_app.domain.draft_rules import several_lines
from forum_app.domain.errors import NotFound
from forum_app.domain.identity import looks_like_id
from forum_app.domain.permissions import may_change_registrations
from forum_app.domain.registrations import Registration
from forum_app.domain.vocabularies import RegistrationStatus
from forum_app.i18n import Words
from forum_app.lists.columns import UnknownColumn
from forum_app.services.registration_changes import MOST, Outcome, foreseen, reason_problem, take_step
from forum_app.services.registration_pages import keys_shown
from forum_app.services.registrations_at_once import registrations_of
from forum_app.web.access import guest, needs
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here
from forum_app.web.manage.registration_asked import address_of, query_of, wanted_of
from forum_app.web.manage.registration_words import refused

blueprint = Blueprint("registration_several", __name__, url_prefix="/manage/<slug>/registrations/several")
STEPS = {Step.CONFIRM.value: Step.CONFIRM, Step.DECLINE.value: Step.DECLINE, Step.CANCEL.value: Step.CANCEL}


@dataclass
class _Group:
    """Those of whom the same becomes: in a sentence, with their names by id."""

    said: str
    tone: str
    names: dict[str, str] = field(default_factory=dict)


def _step(typed: str) -> Step:
    if typed not in STEPS:
        raise NotFound("Nothing of that kind is done to several.")
    return STEPS[typed]


def _keys(typed: Sequence[str]) -> list[str]:
    return [key for key in dict.fromkeys(typed) if looks_like_id(key)][: MOST + 1]


@blueprint.get("")
@needs(may_change_registrations)
def choose(slug: str) -> Response:
    """Who was ticked, or all that the filters show, with what would become of each."""
    forum, words, args = forum_here(slug), desk_words(), {name: request.args.getlist(name) for name in request.args}
    step = _step(request.args.get("step", ""))
    keys = _keys(request.args.getlist("key"))
    if request.args.get("every"):
        try:
            keys = keys_shown(installed().database, forum, words, wanted_of(args), MOST + 1)
        except UnknownColumn:
            keys = []
    return _page(slug, step, keys, back=address_of(slug, query_of(wanted_of(args))))


@blueprint.post("")
@needs(may_change_registrations)
def take(slug: str) -> Response:
    forum, words, step = forum_here(slug), desk_words(), _step(request.form.get("step", ""))
    seen = _seen(request.form.get("keys", ""))
    reason, back = several_lines(request.form.get("reason", "")), _back(slug, request.form.get("back", ""))
    if sentence := reason_problem(reason):
        return _page(slug, step, list(seen), back=back, wrong=words.said(sentence), reason=reason, status=422)
    outcome = take_step(
        installed().database, installed().config, forum.id, step, seen, actor=guest().account.id, reason=reason
    )
    text, tone = _told(words, outcome)
    return done(back, text, tone)


def _back(slug: str, typed: str) -> str:
    """The list with the filters that it had; nothing but an address of this very list."""
    home = f"/manage/{slug}/registrations"
    fine = typed.startswith(f"{home}?") and typed.isascii() and typed.isprintable() and len(typed) < 4_000
    return typed if fine else home


def _seen(typed: str) -> dict[str, int]:
    """Ids with how many changes of state the page knew of each: ``abc…:1 def…:3``."""
    found = {}
    for each in typed.split()[:MOST]:
        key, _colon, number = each.partition(":")
        if looks_like_id(key) and number.isascii() and number.isdigit() and len(number) < 7:
            found[key] = int(number)
    return found


def _page(
    slug: str, step: Step, keys: Sequence[str], *, back: str, wrong: str = "", reason: str = "", status: int = 200
) -> Response:
    forum, words = forum_here(slug), desk_words()
    with installed().database.reading() as connection:
        people = registrations_of(connection, forum.id, keys[:MOST])
        decisions = foreseen(connection, forum.id, step, people)
    groups = _grouped(words, people, decisions)
    changing = sum(decision.status is not None for decision in decisions.values())
    return desk_page(
        "manage/registrations_several.html",
        forum,
        here="registrations",
        title=_title(words, step, changing),
        status=status,
        step=step.value,
        groups=groups,
        changing=changing,
        without=sum(not one.email for one in people if decisions[one.id].status is not None),
        keys=" ".join(f"{one.id}:{len(one.changes)}" for one in people),
        most=MOST if len(keys) > MOST else 0,
        back=back,
        wrong=wrong,
        reason=reason,
    )


def _title(words: Words, step: Step, number: int) -> str:
    if step == Step.CONFIRM:
        return words.ngettext("Confirm %(num)d registration", "Confirm %(num)d registrations", number)
    if step == Step.DECLINE:
        return words.ngettext("Decline %(num)d registration", "Decline %(num)d registrations", number)
    return words.ngettext("Cancel %(num)d registration", "Cancel %(num)d registrations", number)


def _grouped(words: Words, people: Sequence[Registration], decisions: Mapping[str, Decision]) -> list[_Group]:
    """Those who become something first, then those who stay, by why."""
    _ = words.gettext
    groups: dict[str, _Group] = {}
    first = {
        RegistrationStatus.CONFIRMED: (_("Get a place"), "ok"),
        RegistrationStatus.WAITING: (_("Go to the end of the waiting list, in this order: no place is free for them"), "warn"),
        RegistrationStatus.DECLINED: (_("Are declined"), "bad"),
        RegistrationStatus.CANCELLED: (_("Are cancelled; the places they had go to those who wait"), "bad"),
    }  # fmt: skip
    for status, (text, tone) in first.items():
        groups[text] = _Group(text, tone)
        for one in people:
            if decisions[one.id].status == status:
                groups[text].names[one.id] = one.name
    for one in people:
        if decisions[one.id].status is None:
            text = _("Stay as they are. %(why)s", why=refused(words, decisions[one.id]))
            groups.setdefault(text, _Group(text, "")).names[one.id] = one.name
    return [group for group in groups.values() if group.names]


def _told(words: Words, outcome: Outcome) -> tuple[str, str]:
    """What was done, what wasn't, and why; with its tone."""
    found = [decision.status for decision in outcome.decided.values()]
    count = {status: found.count(status) for status in RegistrationStatus}
    n = words.ngettext
    confirmed, waiting = count[RegistrationStatus.CONFIRMED], count[RegistrationStatus.WAITING]
    declined, cancelled = count[RegistrationStatus.DECLINED], count[RegistrationStatus.CANCELLED]
    stay, again, others, gone = found.count(None), len(outcome.repeated), len(outcome.meanwhile), outcome.gone
    parts = [
        (confirmed, n("%(num)d is confirmed.", "%(num)d are confirmed.", confirmed)),
        (waiting, n("%(num)d is on the waiting list.", "%(num)d are on the waiting list.", waiting)),
        (declined, n("%(num)d is declined.", "%(num)d are declined.", declined)),
        (cancelled, n("%(num)d is cancelled.", "%(num)d are cancelled.", cancelled)),
        (stay, n("%(num)d stays as it was.", "%(num)d stay as they were.", stay)),
        (again, n("%(num)d was done already.", "%(num)d were done already.", again)),
        (others, n("%(num)d was changed by somebody else meanwhile and stays.", "%(num)d were changed by others meanwhile and stay.", others)),
        (gone, n("%(num)d isn’t there any more.", "%(num)d aren’t there any more.", gone)),
    ]  # fmt: skip
    said = [text for number, text in parts if number]
    whole = outcome.changed or outcome.repeated
    tone = "ok" if whole and not outcome.meanwhile and not found.count(None) else "warn"
    return " ".join(said) or words.gettext("Nobody was chosen."), tone
