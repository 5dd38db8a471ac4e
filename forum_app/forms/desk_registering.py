"""The form that registers as organisers fill it in: the same fields and more, of which no more than the name is needed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec

from forum_app.domain.draft_parts import RegistrationPlan
from forum_app.domain.registrations import Consent, Registration
from forum_app.domain.seats import modes_of
from forum_app.domain.vocabularies import Mode
from forum_app.forms.fields import Field, FormPart, Input
from forum_app.forms.registering import Asked, Filled, RegistrationForm, consent_text
from forum_app.forms.registering_read import NEEDED, NEEDS, REGISTERED, Read, Reading, typed_of
from forum_app.i18n import Words

NOTES = 4_000


class DeskForm(RegistrationForm):
    """The form in an organiser's words, with the address, a form of address, a phone number and notes. ``fresh``: of
    somebody who isn't registered yet."""

    def __init__(self, asked: Asked, words: Words, filled: Filled, *, fresh: bool = False) -> None:
        super().__init__(asked, words, filled)
        self.fresh = fresh

    def parts(self) -> list[FormPart]:
        _ = self.words.gettext
        needs = list(self._needs())
        notes = self._field("notes", Input.AREA, self.words.pgettext("list", "Notes"), hint=_("For organisers only; in files only where somebody asks for them."), most=NOTES)  # fmt: skip
        parts = [
            FormPart(_("Person"), [*self._person(), *([self.consent()] if self.fresh else [])]),
            FormPart(_("How they join"), list(self._joining())),
            FormPart(_("Answers to the forum’s questions"), list(self._questions())),
            FormPart(_("What they need"), needs),
            FormPart(self.words.pgettext("list", "Notes"), [notes]),
        ]
        said = _labels(self)
        return [
            FormPart(part.heading, [self._for_desk(one, said) for one in part.fields]) for part in parts if part.fields
        ]

    def _about_mode(self, mode: Mode) -> str:
        """42 of 50 places are taken."""
        seats = self.asked.seats.get(mode)
        if seats is None or seats.limit is None:
            return ""
        return self.words.gettext("%(taken)s of %(limit)s places are taken.", taken=seats.taken, limit=seats.limit)

    def _places(self, left: int) -> str:
        return self.words.ngettext("%(num)d place left", "%(num)d places left", left)

    def consent(self) -> Field:
        """The tick that says they agreed: on paper, by mail, by word of mouth."""
        return self._field("consent", Input.TICK, consent_said(self.words, self.asked.plan, self.asked.languages))

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        fields = [one for part in self.parts() for one in part.fields]
        short = {"consent": self.words.gettext("Agreement"), "needs_consent": self.words.gettext("Agreement")}
        return [(one.name, short.get(one.name, one.label), one.error) for one in fields if one.error]

    def _person(self) -> Iterator[Field]:
        _ = self.words.gettext
        yield self._field("honorific", Input.WORD, _("Form of address"), hint=_("Mr, Ms, Prof., or none."), half=True)
        for one in self._about():
            yield one
            if one.name == "email":
                yield self._field("phone", Input.WORD, _("Phone"), half=True)

    def _for_desk(self, one: Field, said: Mapping[str, tuple[str, str]]) -> Field:
        label, hint = said.get(one.name, (one.label, one.hint))
        half = one.half or one.name in ("name", "email")
        return replace(one, label=label, hint=hint, required=one.name == "given_name", autocomplete="", half=half)


def _labels(form: DeskForm) -> dict[str, tuple[str, str]]:
    """What fields are called that speak to whoever registers, with their hints."""
    _ = form.words.gettext
    again = _("With another address, links that were sent before open nothing any more; a new one is mailed to it.")
    return {
        "name": (_("Name on the badge"), _("If it should differ from given and family name.")),
        "email": (_("E-mail"), _("Empty: no mail, and no page of their own.") if form.fresh else again),
        "constituency": (_("They come for"), ""),
        "gender": (_("Gender"), ""),
        "mode": (_("Way to come"), ""),
        "sessions": (_("Sessions with places of their own"), ""),
        "language": (_("Language in which we write to them"), ""),
        "access_needs": (_("What they need to take part"), ""),
        "dietary_needs": (_("What they eat or don’t eat"), ""),
        "needs_consent": (needs_said(form), ""),
    }


def consent_said(words: Words, plan: RegistrationPlan, languages: Sequence[str]) -> str:
    """What an organiser says of somebody's agreement."""
    text = consent_text(plan, words, languages)
    return words.gettext("They agreed, and I can show it: “%(text)s”", text=text)


def needs_said(form: RegistrationForm) -> str:
    """The same of what they need."""
    return form.words.gettext("They agreed that the organisers keep this, to meet these needs.")


class DeskReading(Reading):
    """The form read: nothing but a name is needed, and no address; agreement is what an organiser says of it."""

    def read(self) -> Read:
        read = super().read()
        more: dict[str, Any] = {name: self._line(name) for name in ("honorific", "phone")}
        more["email"], more["notes"] = self._email(), self._area("notes")
        return Read(msgspec.structs.replace(read.registration, **more), self.problems)

    def _needed(self, name: str, value: object, sentence: str) -> None:
        if name == "given_name" and not value and not self._line("name"):
            self.problems.setdefault(name, self.words.gettext("Write a name."))

    def _email(self) -> str:
        if not self._first("email").strip():
            return ""
        return super()._email()

    def _mode(self) -> Mode:
        if self.before is None or self._first("mode") in modes_of(self.asked.plan):
            return super()._mode()
        return self.before.mode

    def _consents(self, values: Mapping[str, Any]) -> list[Consent]:
        kept = list(self.before.consents) if self.before is not None else []
        form = DeskForm(self.asked, self.words, Filled())
        if self.before is None and self._first("consent"):
            kept.append(
                Consent(
                    purpose=REGISTERED,
                    given_at=self.now,
                    text=consent_said(self.words, self.asked.plan, self.asked.languages),
                )
            )
        if not self.asked.plan.asks_needs:
            return kept
        if not any(values[name] for name in NEEDED):
            return [one for one in kept if one.purpose != NEEDS]
        is_agreed = any(one.purpose == NEEDS for one in kept)
        if not self._first("needs_consent"):
            # What came without an agreement, in a list, stands in the way of no other field.
            if is_agreed or not self._needs_as_before(values):
                self.problems["needs_consent"] = self.words.gettext("Tick this so that it may be kept, or leave both fields empty.")  # fmt: skip
        elif not is_agreed:
            kept.append(Consent(purpose=NEEDS, given_at=self.now, text=needs_said(form)))
        return kept


def read_at_desk(
    asked: Asked, words: Words, posted: Mapping[str, Sequence[str]], now: datetime, before: Registration | None = None
) -> Read:
    """What an organiser typed; ``before`` is what is changed by it."""
    return DeskReading(asked, words, posted, now, before).read()


def desk_typed(registration: Registration, asked: Asked) -> dict[str, list[str]]:
    """What is kept, as it stands in the fields of the desk's form."""
    more = {name: [getattr(registration, name)] for name in ("honorific", "phone", "notes")}
    return {**typed_of(registration, asked), **more}
