"""The pages of one registration: the ticket with its code, the answers changed, what is asked before something final."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from forum_app import labels
from forum_app.domain.draft_parts import Online
from forum_app.domain.my_agenda import MOST_STARS
from forum_app.domain.registration_rules import is_address
from forum_app.domain.registrations import Registration
from forum_app.domain.seats import HOLDING
from forum_app.domain.times import in_zone
from forum_app.domain.vocabularies import Mode, RegistrationStatus
from forum_app.forms.fields import Field
from forum_app.forms.registering import Asked, Filled, RegistrationForm
from forum_app.pages import calendar_links
from forum_app.pages.about import contacts, general_contact
from forum_app.pages.rendering import rendered
from forum_app.pages.view import View
from forum_app.qr import qr
from forum_app.web.personal.my_agenda import MyAgenda
from forum_app.web.personal.register_page import event_of, personal_frame

CONFIRMED, OFFERED = RegistrationStatus.CONFIRMED, RegistrationStatus.OFFERED
_TONES = {CONFIRMED: "ok", RegistrationStatus.CANCELLED: "", RegistrationStatus.DECLINED: "bad"}


@dataclass(frozen=True)
class Mine:
    """A registration with what its pages need: the key that opened them and the token of their forms, the place on the
    waiting list (0 for who isn't on it), where one joins online, for how many hours a place is offered, and by session the
    links by which those of the agenda are joined."""

    registration: Registration
    place: int
    key: str
    token: str
    online: Online | None
    offer_hours: int
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"/r/{self.key}"


def is_online(item: Registration) -> bool:
    """Whether somebody has a place and joins online."""
    return item.status == CONFIRMED and item.mode == Mode.ONLINE


def registration_page(view: View, mine: Mine, agenda: MyAgenda, base_url: str, *, done: str = "") -> str:
    """What became of a registration, its code, its agenda, and what can be done with it."""
    item = mine.registration
    title, says = _state(view, mine)
    code = view.at.check_in(item.code)
    has_place = item.status == CONFIRMED
    return rendered(
        "personal/registration.html",
        view,
        personal_frame(view, mine.address, title),
        title=title,
        says=says,
        done=_done(view, done),
        tone=_TONES.get(item.status, "warn"),
        mine=mine,
        item=item,
        is_offer=item.status == OFFERED,
        is_reached=is_address(item.email),
        is_gone=item.status in (RegistrationStatus.CANCELLED, RegistrationStatus.DECLINED),
        can_register=item.status == RegistrationStatus.CANCELLED,
        qr=qr(f"{base_url}{code}", view.words.gettext("Code %(code)s", code=item.code)) if has_place else "",
        code=f"{item.code[:3]} {item.code[3:]}".upper() if has_place else "",
        who=view.words.listed((item.institution, view.words.country_name(item.country) if item.country else "")),
        mode=labels.mode(view.words, item.mode),
        join=mine.online.url if mine.online and is_online(item) else "",
        platform=mine.online.platform if mine.online else "",
        agenda=agenda,
        kept_of=view.forum.id,
        calendar=calendar_links.for_forum(view) if item.status != RegistrationStatus.DECLINED else None,
        event=event_of(view),
        register=view.links.page(view.at.register()),
        programme=view.links.page(view.at.agenda()),
        general_contact=general_contact(view),
        focal_points=contacts(view),
    )


def _state(view: View, mine: Mine) -> tuple[str, str]:
    """Heading and a sentence about it."""
    _, item = view.words.gettext, mine.registration
    if item.status == OFFERED:
        said = _("It is kept for you until %(moment)s. After that it goes to the next on the list.", moment=_moment(view, item.offer_until)) if item.offer_until else ""  # fmt: skip
        return _("A place is free for you"), said
    if item.status == RegistrationStatus.WAITING:
        place = (
            _("You are number %(number)d on the list.", number=mine.place) if mine.place > 1 else _("You are the next.")
        )
        return _("You are on the waiting list"), " ".join((place, _got(view, mine.offer_hours)))
    return {
        CONFIRMED: (_("You are registered"), _("Show this code at the desk.") if item.mode == Mode.IN_PERSON else ""),
        RegistrationStatus.PENDING: (_("Your registration has arrived"), _("The organisers confirm each registration. You get a mail as soon as they have answered.")),
        RegistrationStatus.DECLINED: (_("Your registration was not accepted"), _("The organisers could not give you a place.")),
        RegistrationStatus.CANCELLED: (_("Your registration is cancelled"), ""),
    }[item.status]  # fmt: skip


def _got(view: View, offer_hours: int) -> str:
    """How whoever waits gets a place."""
    if not offer_hours:
        return view.words.gettext("As soon as a place is yours you get a mail.")
    return view.words.ngettext("As soon as a place is free for you, you get a mail, and have %(num)d hour to take it.", "As soon as a place is free for you, you get a mail, and have %(num)d hours to take it.", offer_hours)  # fmt: skip


def _done(view: View, done: str) -> str:
    _ = view.words.gettext
    said = {
        "changed": _("Your answers are changed."),
        "agenda": _("Your agenda is changed."),
        "many": _("An agenda of one's own holds at most %(most)s sessions.", most=MOST_STARS),
        "late": _("The time in which you could take the place is over."),
    }
    return said.get(done, "")


def _moment(view: View, moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = in_zone(moment, view.forum.zone)
    return view.words.comma.join([view.words.day(local.date()), view.words.time(local), view.zone_words(local)])


def change_page(
    view: View,
    mine: Mine,
    asked: Asked,
    filled: Filled,
    base: str,
    kept: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """The answers, to be changed. ``base`` is the digest of what they were filled from; ``kept`` is what is kept now
    where that was changed meanwhile."""
    title = view.words.gettext("Change your answers")
    form = RegistrationForm(asked, view.words, filled, mine=mine.registration)
    parts = form.parts()
    differing = []
    if kept is not None:
        before = RegistrationForm(asked, view.words, Filled(kept), mine=mine.registration)
        fields = zip((f for p in before.parts() for f in p.fields), (f for p in parts for f in p.fields), strict=True)
        differing = [(there.label, _shown(there)) for there, here in fields if there.value != here.value]
    return rendered(
        "personal/change.html",
        view,
        personal_frame(view, mine.address, title),
        title=title,
        parts=parts,
        problems=form.problems,
        whole="",
        meanwhile=kept is not None,
        is_reached=is_address(mine.registration.email),
        differing=differing,
        mine=mine,
        base=base,
    )


def _shown(field: Field) -> str:
    """What stands in a field, in the words of its choices."""
    named = {choice.value: choice.label for choice in field.choices}
    several = [field.value] if isinstance(field.value, str) else field.value
    return ", ".join(named.get(one, one) for one in several if one)


def sure_page(view: View, mine: Mine, what: str, *, in_programme: bool = False) -> str:
    """What is asked before something final, and that a link was replaced."""
    _ = view.words.gettext
    title = {
        "cancel": _("Cancel your registration?"),
        "erase": _("Erase all that is kept of you?"),
        "replaced": _("A new link is on its way"),
    }[what]
    return rendered(
        "personal/sure.html",
        view,
        personal_frame(view, mine.address, title),
        title=title,
        what=what,
        mine=mine,
        email=mine.registration.email,
        has_place=mine.registration.status in HOLDING,
        in_programme=in_programme,
        general_contact=general_contact(view),
        focal_points=contacts(view),
    )


def erased_page(view: View) -> str:
    """Nothing is kept any more of whoever asked for that."""
    title = view.words.gettext("Everything is erased")
    return rendered(
        "personal/erased.html",
        view,
        personal_frame(view, view.at.register(), title),
        title=title,
        programme=view.links.page(view.at.agenda()),
    )
