"""The form with which people register: what a forum asks, in parts, with what was typed and what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from datetime import datetime

from msgspec.structs import replace

from forum_app import labels
from forum_app.domain.answering import choices_of
from forum_app.domain.draft_parts import RegistrationPlan
from forum_app.domain.registrations import Delegation, Question, Registration
from forum_app.domain.seats import Seats, modes_of
from forum_app.domain.texts import Text, language_for, pick
from forum_app.domain.vocabularies import Constituency, Gender, Mode, RegistrationStatus
from forum_app.forms import vocabulary
from forum_app.forms.fields import WORD, Choice, Field, FormPart, Input
from forum_app.i18n import Words

ANSWER = "answer-"  # before the id of a question, in the names of fields
LONG = 4_000
UNSAID = "unsaid"
FEW = 10  # places
ASKED_OF = tuple(kind for kind in Constituency if kind != Constituency.ALLIANCE)


@dataclass(frozen=True)
class OfferedSession:
    """A session that one signs up for: its title in the reader's words, when it is, how many seats are left (None: no
    limit). Instants are aware."""

    id: str
    title: str
    language: str
    when: str
    left: int | None
    starts_at: datetime | None
    ends_at: datetime | None
    in_room: bool = False  # and nowhere else: whoever joins online can't be in it


@dataclass(frozen=True)
class Asked:
    """What a forum asks of those who register, as it stands now; ``venue`` is a line about where it is."""

    plan: RegistrationPlan
    languages: Sequence[str]
    seats: Mapping[Mode, Seats]
    questions: Sequence[Question] = ()
    delegations: Sequence[Delegation] = ()
    sessions: Sequence[OfferedSession] = ()
    venue: str = ""

    def with_kept(self, registration: Registration) -> "Asked":
        """The same with the fields in which something is kept of somebody, asked for or not: so that it can be taken back."""
        has_needs = bool(registration.access_needs or registration.dietary_needs)
        plan = replace(
            self.plan,
            asks_needs=self.plan.asks_needs or has_needs,
            asks_gender=self.plan.asks_gender or registration.gender is not None,
        )
        return replaced(self, plan=plan)


def full_said(words: Words, asked: Asked, sessions: Sequence[str]) -> str:
    """That these sessions have no place left by now, by their titles; of one that is offered no more, that it is gone."""
    titles = {one.id: one.title for one in asked.sessions}
    if any(key not in titles for key in sessions):
        return words.gettext("This can't be chosen any more: choose again.")
    named = words.joined([f"“{titles[key]}”" for key in sessions])
    return words.gettext("Full by now: %(sessions)s. Choose another, or none.", sessions=named)


@dataclass(frozen=True)
class Filled:
    """What stands in a form: the values of each field as typed, and what is wrong, by field."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)

    def one(self, name: str) -> str:
        found = self.values.get(name, ())
        return found[0] if found else ""


class RegistrationForm:
    """The form in one language. ``mine``: what somebody wrote who changes it, whose address and way to come are known."""

    def __init__(self, asked: Asked, words: Words, filled: Filled, *, mine: Registration | None = None) -> None:
        self.asked, self.words, self.filled, self.mine = asked, words, filled, mine

    def parts(self) -> list[FormPart]:
        _ = self.words.gettext
        parts = [
            FormPart(_("About you"), list(self._about())),
            FormPart(_("How you join"), list(self._joining())),
            FormPart(_("What you need"), [*self._questions(), *self._needs()]),
        ]
        return [part for part in parts if part.fields]

    def consent(self) -> Field:
        """The tick with which all of it may be kept."""
        return self._field("consent", Input.TICK, consent_text(self.asked.plan, self.words, self.asked.languages))

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """Fields with what they are called and what is wrong, in the order of the form."""
        fields = [one for part in self.parts() for one in part.fields] + [self.consent()]
        short = {"consent": self.words.gettext("Agreement"), "needs_consent": self.words.gettext("Agreement")}
        return [(one.name, short.get(one.name, one.label), one.error) for one in fields if one.error]

    def _field(self, name: str, kind: Input, label: str, **more: object) -> Field:
        several = kind == Input.BOXES
        value = list(self.filled.values.get(name, ())) if several else self.filled.one(name)
        return Field(name, kind, label, value, error=self.filled.problems.get(name, ""), **more)  # type: ignore[arg-type]

    def _about(self) -> Iterator[Field]:
        _, plan = self.words.gettext, self.asked.plan
        yield self._field(
            "given_name", Input.WORD, _("Given name"), required=True, half=True, autocomplete="given-name"
        )
        yield self._field("family_name", Input.WORD, _("Family name"), half=True, autocomplete="family-name")
        yield self._field("name", Input.WORD, _("Name on your badge"), hint=_("If it should differ from your given and family name."), autocomplete="name")  # fmt: skip
        if self.mine is None:
            yield self._field("email", Input.EMAIL, _("E-mail"), required=True, most=254, hint=_("Your place and every change are told here."), autocomplete="email")  # fmt: skip
        yield self._field("institution", Input.WORD, _("Institution"), half=True, autocomplete="organization")
        yield self._field("post", Input.WORD, _("Post"), half=True, autocomplete="organization-title")
        countries = [Choice(one.value, one.label) for one in vocabulary.countries(self.words.interface)]
        yield self._field("country", Input.SELECT, _("Country or territory"), required=True, choices=countries, half=True, autocomplete="country")  # fmt: skip
        if plan.asks_delegation and self.asked.delegations:
            said = [self._said(item.id, item.name) for item in self.asked.delegations]
            yield self._field("delegation", Input.SELECT, _("Delegation"), choices=said, half=True)
        kinds = [Choice(kind, labels.constituency(self.words, kind)) for kind in ASKED_OF]
        yield self._field("constituency", Input.CHIPS, _("You come for"), choices=kinds, hint=_("This helps to keep governments, employers and workers in balance."))  # fmt: skip
        if plan.asks_gender:
            genders = [Choice(kind, labels.gender(self.words, kind)) for kind in Gender]
            yield self._field("gender", Input.CHIPS, _("Gender"), choices=[*genders, Choice(UNSAID, _("Prefer not to say"))], hint=_("Counted, and told as numbers only."))  # fmt: skip

    def _joining(self) -> Iterator[Field]:
        _, modes = self.words.gettext, modes_of(self.asked.plan)
        if len(modes) > 1:
            cards = [Choice(mode, labels.mode(self.words, mode), self._about_mode(mode)) for mode in modes]
            yield self._field("mode", Input.CARDS, _("How you come"), required=True, choices=cards)
        if self.asked.sessions:
            chosen = set(self.filled.values.get("sessions", ()))
            boxes = [self._session(one, one.id in chosen) for one in self.asked.sessions]
            yield self._field("sessions", Input.BOXES, _("Sessions with places of their own"), choices=boxes, hint=_("Choose those that you want a place in."))  # fmt: skip
        if len(self.asked.languages) > 1:
            tongues = [Choice(code, self.words.own_name(code), language=code) for code in self.asked.languages]
            yield self._field("language", Input.CHIPS, _("Language in which we write to you"), choices=tongues)

    def _about_mode(self, mode: Mode) -> str:
        """UN Conference Centre, Bangkok. Few places left."""
        where = self.asked.venue if mode == Mode.IN_PERSON else ""
        left = self._seats_said(mode, self.asked.seats[mode])
        return " ".join(f"{part}." if part == where else part for part in (where, left) if part)

    def _seats_said(self, mode: Mode, seats: Seats) -> str:
        """What is said of the seats of a way to come."""
        _, plan, mine = self.words.gettext, self.asked.plan, self.mine
        if mine is not None and mine.mode == mode:
            return ""  # what they have, or wait for, is theirs
        if plan.approval and (mine is None or mine.status == RegistrationStatus.PENDING):
            return _("The organisers confirm each registration.")
        if seats.left is None:
            return ""
        if seats.is_free:
            return f"{self._places(seats.left)}."
        if plan.waiting_list and (mine is None or mine.status == RegistrationStatus.WAITING):
            return _("No place is left: you would be on the waiting list.")
        return _("No place is left.")

    def _places(self, left: int) -> str:
        """How many places are left, without their number: it would fall with an address that is new, and not with one that
        is registered."""
        return self.words.gettext("Few places left") if left <= FEW else self.words.gettext("Places left")

    def _session(self, one: OfferedSession, is_chosen: bool) -> Choice:
        is_full = one.left == 0
        left = "" if one.left is None else self.words.gettext("Full") if is_full else self._places(one.left)
        where = labels.mode(self.words, Mode.IN_PERSON) if one.in_room and Mode.ONLINE in self.asked.plan.modes else ""
        note = self.words.listed((one.when, where, left))
        return Choice(one.id, one.title, note, is_full and not is_chosen, one.language)

    def _questions(self) -> Iterator[Field]:
        known = {question.id: question for question in self.asked.questions}
        for question in self.asked.questions:
            hint, condition = pick(question.hint, self.words.language, self.asked.languages), ""
            only_if = None
            if question.only_if is not None and (other := known.get(question.only_if.question)):
                only_if = (f"{ANSWER}{other.id}", question.only_if.answer)
                condition = self._condition(other, question.only_if.answer)
            kind = Input.AREA if question.long else Input.WORD
            kept = choices_of(question, self.asked.languages)
            choices = [self._said(value, text) for value, text in zip(kept, question.choices, strict=True)]
            if choices:
                kind = Input.BOXES if question.several else Input.CHIPS if len(choices) <= 6 else Input.SELECT
            label = pick(question.text, self.words.language, self.asked.languages)
            yield self._field(
                f"{ANSWER}{question.id}",
                kind,
                label,
                hint=hint,
                required=question.required,
                choices=choices,
                most=LONG if question.long else WORD,
                language=self._tongue(question.text),
                only_if=only_if,
                condition=condition,
            )

    def _condition(self, other: Question, answer: str) -> str:
        """When a question is asked, for those who see all of them at once."""
        asked = pick(other.text, self.words.language, self.asked.languages)
        if not answer:
            return self.words.gettext("If you answered “%(question)s”:", question=asked)
        kept = choices_of(other, self.asked.languages)
        shown = next(
            (
                pick(choice, self.words.language, self.asked.languages)
                for value, choice in zip(kept, other.choices, strict=True)
                if value == answer
            ),
            answer,
        )
        return self.words.gettext("If your answer to “%(question)s” is “%(answer)s”:", question=asked, answer=shown)

    def _needs(self) -> Iterator[Field]:
        if not self.asked.plan.asks_needs:
            return
        _ = self.words.gettext
        yield self._field("access_needs", Input.AREA, _("What you need to take part"), most=LONG, hint=_("A step-free way, sign language, large print …"))  # fmt: skip
        yield self._field("dietary_needs", Input.AREA, _("What you eat or don't eat"), most=LONG)
        yield self._field("needs_consent", Input.TICK, needs_text(self.words))

    def _said(self, value: str, text: Text) -> Choice:
        return Choice(value, pick(text, self.words.language, self.asked.languages), language=self._tongue(text))

    def _tongue(self, text: Text) -> str:
        """The language of a text where it isn't the page's."""
        shown = language_for(text, self.words.language, self.asked.languages)
        return shown if shown != self.words.language else ""


def consent_text(plan: RegistrationPlan, words: Words, languages: Sequence[str]) -> str:
    """What somebody agrees to who registers: the forum's own words, else ours."""
    own = pick(plan.consent, words.language, languages)
    return own or words.ngettext(
        "The organisers may keep these answers until %(num)d month after the forum, to run it and to report numbers.",
        "The organisers may keep these answers until %(num)d months after the forum, to run it and to report numbers.",
        plan.keep_months,
    )


def needs_text(words: Words) -> str:
    """What somebody agrees to who writes what they need."""
    return words.gettext("The organisers may keep what I wrote in the two fields above, to meet these needs.")


def all_full(asked: Asked) -> bool:
    """Whether nobody can register any more: no seat is left in any way to come, and there is no waiting list."""
    if asked.plan.approval or asked.plan.waiting_list:
        return False
    return not any(asked.seats[mode].is_free for mode in modes_of(asked.plan))
