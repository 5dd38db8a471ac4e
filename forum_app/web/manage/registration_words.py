"""A registration in an organiser's words: how it came to its state, what can be done next and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from forum_app import labels
from forum_app.domain.answering import chosen
from forum_app.domain.deciding import Decision, Step, Why, fits
from forum_app.domain.registrations import Registration
from forum_app.domain.texts import pick
from forum_app.domain.vocabularies import Mode, RegistrationStatus
from forum_app.i18n import Words
from forum_app.services.desk import DeskForum
from forum_app.services.one_registration import OneRegistration
from forum_app.web.manage.message_words import kind_name, state_names
from forum_app.web.manage.release_words import by_whom, moment

TONES = {"confirmed": "ok", "pending": "warn", "waiting": "warn", "offered": "chg", "declined": "bad"}


@dataclass(frozen=True)
class Change:
    """One change of state: what, by whom, when; ``first`` is how it came in."""

    what: str
    who: str
    when: str
    tone: str


@dataclass(frozen=True)
class Button:
    """What can be done: the step, its label, an icon, and what would come of it in a sentence."""

    step: str
    label: str
    sign: str
    about: str
    kind: str = ""


def history(words: Words, forum: DeskForum, found: OneRegistration) -> list[Change]:
    """How it came to its state, the latest first."""
    _, item = words.gettext, found.registration
    done = [
        Change(
            labels.registration_status(words, change.status),
            _who(words, found.names, change.by),
            moment(words, change.at, forum.zone),
            TONES.get(change.status, ""),
        )
        for change in item.changes
    ]
    came = Change(_("Registered"), labels.registration_source(words, item.source), moment(words, item.registered_at, forum.zone), "")  # fmt: skip
    return [*reversed(done), came]


def _who(words: Words, names: Mapping[str, str], by: str) -> str:
    _ = words.gettext
    known = {
        "registrant": _("by themselves"),
        "waiting list": _("from the waiting list, because a place became free"),
        "deadline": _("because the time to take the place was over"),
    }
    return known.get(by) or _("by %(name)s", name=names.get(by) or by_whom(words, by))


def state_said(words: Words, forum: DeskForum, found: OneRegistration) -> str:
    """What the state means now, in a sentence."""
    _, item = words.gettext, found.registration
    if item.status == RegistrationStatus.WAITING:
        if found.place == 1:
            return _("Next on the waiting list of this way to come.")
        return _("Number %(place)d on the waiting list of this way to come.", place=found.place)
    if item.status == RegistrationStatus.OFFERED and item.offer_until:
        return _("The place is kept for them until %(moment)s.", moment=moment(words, item.offer_until, forum.zone))
    return {
        RegistrationStatus.PENDING: _("Waits for an organiser to confirm it."),
        RegistrationStatus.CONFIRMED: _("Has a place."),
        RegistrationStatus.DECLINED: _("Has no place, and was told so."),
        RegistrationStatus.CANCELLED: _("Has no place; it was given up."),
    }.get(item.status, "")


def step_label(words: Words, step: Step) -> str:
    """What the button of a step says."""
    _ = words.gettext
    return {
        Step.CONFIRM: _("Confirm"),
        Step.DECLINE: _("Decline"),
        Step.CANCEL: _("Cancel the registration"),
        Step.PUT_BACK: _("Put back"),
    }[step]


SIGNS = {Step.CONFIRM: "check", Step.DECLINE: "ban", Step.CANCEL: "x", Step.PUT_BACK: "undo-2"}


def buttons(words: Words, found: OneRegistration, decisions: Mapping[Step, Decision]) -> list[Button]:
    """The steps that fit this state; one that would be refused says why instead."""
    made = []
    for step in Step:
        if fits(step, found.registration.status):
            decision = decisions[step]
            about = decided(words, decision)
            off = "off" if decision.status is None else "pri" if step in (Step.CONFIRM, Step.PUT_BACK) else "quiet bad"
            made.append(Button(step.value, step_label(words, step), SIGNS[step], about, off))
    return made


def decided(words: Words, decision: Decision) -> str:
    """What a decision means for one person."""
    _ = words.gettext
    if decision.status == RegistrationStatus.CONFIRMED:
        return _("A place is free: they get it.")
    if decision.status == RegistrationStatus.WAITING:
        return _("No place is free for them now: they go to the end of the waiting list.")
    return refused(words, decision)


def refused(words: Words, decision: Decision) -> str:
    """Why somebody stays what they are; nothing where they don't."""
    _ = words.gettext
    if decision.why == Why.FULL:
        return _("No place is free: raise the places in the settings.")
    if decision.why == Why.BEFORE:
        return words.ngettext("%(num)d person is before them on the waiting list.", "%(num)d people are before them on the waiting list.", decision.before)  # fmt: skip
    if decision.why == Why.GONE:
        return _("It was declined or cancelled: put it back instead.")
    return _("It is that already.") if decision.why == Why.SAME else ""


def facts(words: Words, forum: DeskForum, found: OneRegistration, *, private: bool) -> list[tuple[str, str]]:
    """What is kept, by what it is called; what says nothing is left out."""
    _, item = words.gettext, found.registration
    delegations = {one.id: pick(one.name, words.interface, forum.languages) for one in found.asked.delegations}
    told = [
        (_("Form of address"), item.honorific),
        (_("Given name"), item.given_name),
        (_("Family name"), item.family_name),
        (_("E-mail"), item.email if private else ""),
        (_("Phone"), item.phone if private else ""),
        (_("Institution"), item.institution),
        (_("Post"), item.post),
        (_("Country or territory"), words.country_name(item.country) if item.country else ""),
        (_("Delegation"), delegations.get(item.delegation or "", "")),
        (_("They come for"), labels.constituency(words, item.constituency) if item.constituency else ""),
        (_("Gender"), labels.gender(words, item.gender) if item.gender and private else ""),
        (_("How they join"), labels.mode(words, item.mode)),
        (_("Language in which we write to them"), words.language_name(item.language) if item.language else ""),
        (_("Badge code"), f"{item.code[:3]} {item.code[3:]}".upper()),
        (_("Signed up for"), words.semicolon.join(found.sessions.get(key, "") for key in item.sessions)),
    ]
    return [(label, value) for label, value in told if value]


def answers(words: Words, forum: DeskForum, found: OneRegistration) -> list[tuple[str, str]]:
    """The answers to the forum's own questions, by the questions' words; also those to a question that was deleted."""
    given = dict(found.registration.answers)
    told = []
    for question in found.asked.questions:
        answer = given.pop(question.id, "")
        if answer:
            text = pick(question.text, words.interface, forum.languages)
            kept = {pick(one, forum.languages[0], forum.languages): one for one in question.choices}
            shown = [pick(kept[one], words.interface, forum.languages) if one in kept else one for one in chosen(question, answer)]  # fmt: skip
            told.append((text, words.semicolon.join(shown)))
    gone = words.gettext("A question that was deleted")
    return told + [(gone, answer) for answer in given.values() if answer]


def needs(words: Words, item: Registration) -> list[tuple[str, str]]:
    """What is for those alone who may see private things."""
    _ = words.gettext
    told = [(_("What they need to take part"), item.access_needs), (_("What they eat or don’t eat"), item.dietary_needs), (words.pgettext("list", "Notes"), item.notes)]  # fmt: skip
    return [(label, value) for label, value in told if value]


def consents(words: Words, forum: DeskForum, item: Registration) -> list[tuple[str, str, str]]:
    """What they agreed to: about what, the text that they were shown, when."""
    _ = words.gettext
    called = {"registration": _("That their answers are kept"), "needs": _("That what they need is kept")}
    return [
        (called.get(one.purpose, one.purpose), one.text, moment(words, one.given_at, forum.zone))
        for one in item.consents
    ]


def check_ins(words: Words, forum: DeskForum, found: OneRegistration) -> list[tuple[str, str]]:
    """When they were here, and where."""
    whole = words.gettext("At the forum")
    return [
        (found.sessions.get(one.session or "", "") or whole, moment(words, one.at, forum.zone))
        for one in found.registration.check_ins
    ]


def mails(words: Words, forum: DeskForum, found: OneRegistration) -> list[dict[str, str]]:
    """What was written to them, the latest first, each with how far it is."""
    names = state_names(words)
    return [
        {
            "id": row.id,
            "subject": row.subject or kind_name(words, row.kind),
            "state": names["waiting" if row.state == "sending" else row.state],
            "tone": {"sent": "ok", "failed": "bad", "held": "warn"}.get(row.state, ""),
            "when": moment(words, row.sent_at or row.created_at, forum.zone),
            "error": row.error if row.state == "failed" else "",
        }
        for row in found.mails
    ]


def seats_line(words: Words, mode: Mode, taken: int, limit: int | None) -> str:
    """42 of 50 places in person are taken."""
    way = labels.mode(words, mode)
    if limit is None:
        return words.gettext("%(way)s: %(taken)s taken, no limit", way=way, taken=taken)
    return words.gettext("%(way)s: %(taken)s of %(limit)s taken", way=way, taken=taken, limit=limit)
