"""What somebody typed into the form that registers, read: a registration that can be kept, or what is wrong, by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

import msgspec

from forum_app.domain.answering import choices_of, chosen, is_asked
from forum_app.domain.draft_rules import several_lines, tidy_line, unfit
from forum_app.domain.registration_rules import LONGEST_ADDRESS, UnfitAddress, email_of
from forum_app.domain.registrations import Consent, Question, Registration
from forum_app.domain.seats import modes_of
from forum_app.domain.texts import is_blank
from forum_app.domain.vocabularies import Constituency, Gender, Mode
from forum_app.forms import vocabulary
from forum_app.forms.fields import WORD
from forum_app.forms.registering import ANSWER, LONG, UNSAID, Asked, OfferedSession, consent_text, needs_text
from forum_app.i18n import Words

REGISTERED, NEEDS = "registration", "needs"
NEEDED = ("access_needs", "dietary_needs")
MOST_CHOSEN = 200
_WORDS = ("given_name", "family_name", "name", "institution", "post")


@dataclass(frozen=True)
class Read:
    """What was understood, and what is wrong, by field, in the reader's words."""

    registration: Registration
    problems: Mapping[str, str]


def read_registration(
    asked: Asked,
    words: Words,
    posted: Mapping[str, Sequence[str]],
    now: datetime,
    before: Registration | None = None,
) -> Read:
    """The registration that was typed; ``before`` is what is changed by it, whose address, state and code stay. ``now``
    (aware) is when it is agreed to."""
    return Reading(asked, words, posted, now, before).read()


class Reading:
    """One form being read; the desk's asks less and keeps more (``forms.desk_registering``)."""

    def __init__(
        self,
        asked: Asked,
        words: Words,
        posted: Mapping[str, Sequence[str]],
        now: datetime,
        before: Registration | None,
    ) -> None:
        self.asked, self.words, self.posted, self.now, self.before = asked, words, posted, now, before
        self.problems: dict[str, str] = {}

    def read(self) -> Read:
        values: dict[str, Any] = {name: self._line(name) for name in _WORDS}
        self._needed("given_name", values["given_name"], self.words.gettext("Write your name."))
        whole = " ".join(part for part in (values["given_name"], values["family_name"]) if part)
        values["name"] = values["name"] or whole[:WORD]
        if self.before is None:
            values["email"] = self._email()
        values |= self._chosen()
        values["answers"] = self._answers()
        if self.asked.plan.asks_needs:
            values |= {name: self._area(name) for name in NEEDED}
        values["consents"] = self._consents(values)
        start = self.before or Registration(name="", registered_at=self.now)
        return Read(msgspec.structs.replace(start, **values), self.problems)

    def _first(self, name: str) -> str:
        found = self.posted.get(name, ())
        return found[0] if found else ""

    def _line(self, name: str) -> str:
        return self._fit(name, tidy_line(self._first(name)), WORD)

    def _area(self, name: str, most: int = LONG) -> str:
        return self._fit(name, several_lines(self._first(name)), most)

    def _fit(self, name: str, value: str, most: int) -> str:
        """A text as it is kept; what is wrong with it is noted."""
        if len(value) > most:
            self.problems[name] = self.words.gettext(
                "This has %(length)s characters; at most %(most)s are kept. Shorten it.", length=len(value), most=most
            )
        elif reason := unfit(value):
            self.problems[name] = self.words.said(reason)
        return "" if is_blank(value) else value

    def _needed(self, name: str, value: object, sentence: str) -> None:
        if not value:
            self.problems.setdefault(name, sentence)

    def _email(self) -> str:
        _, typed = self.words.gettext, self._first("email").strip()
        if not typed:
            self.problems["email"] = _("Write your e-mail address.")
            return ""
        try:
            return email_of(typed)
        except UnfitAddress:
            before, at, after = typed.partition("@")
            if before and (not at or not after):
                self.problems["email"] = _("Add the part after the @ sign, such as name@example.org.")
            elif len(typed) > LONGEST_ADDRESS:
                self.problems["email"] = _("An e-mail address has at most %(most)s characters.", most=LONGEST_ADDRESS)
            else:
                self.problems["email"] = _("This is no e-mail address: write one such as name@example.org.")
        return ""

    def _one_of(self, name: str, known: Sequence[str], sentence: str = "") -> str:
        """What was chosen of these; anything else is nothing, and told where something is needed."""
        found = self._first(name)
        if found and found not in known:
            self.problems[name] = self.words.gettext("This can't be chosen any more: choose again.")
            return ""
        if sentence:
            self._needed(name, found, sentence)
        return found

    def _chosen(self) -> dict[str, Any]:
        _, plan = self.words.gettext, self.asked.plan
        codes = [option.value for option in vocabulary.countries(self.words.interface)]
        values: dict[str, Any] = {"country": self._one_of("country", codes, _("Choose your country or territory."))}
        kind = self._one_of("constituency", list(Constituency))
        values["constituency"] = Constituency(kind) if kind else None
        if plan.asks_gender:
            gender = self._one_of("gender", [*Gender, UNSAID])
            values["gender"] = Gender(gender) if gender and gender != UNSAID else None
        if plan.asks_delegation and self.asked.delegations:
            values["delegation"] = self._one_of("delegation", [item.id for item in self.asked.delegations]) or None
        language = self._one_of("language", list(self.asked.languages))
        if language or self.before is None:
            values["language"] = language or self.words.language
        values["mode"] = self._mode()
        values["sessions"] = self._sessions(values["mode"])
        return values

    def _mode(self) -> Mode:
        modes = modes_of(self.asked.plan)
        if len(modes) == 1:
            return self.before.mode if self.before is not None else modes[0]
        found = self._one_of("mode", list(modes), self.words.gettext("Choose how you come."))
        return Mode(found) if found else modes[0]

    def _sessions(self, mode: Mode) -> list[str]:
        known = {one.id: one for one in self.asked.sessions}
        wanted = list(dict.fromkeys(self.posted.get("sessions", ())))[:MOST_CHOSEN]
        mine = self.before.sessions if self.before is not None else []
        _, said = self.words.gettext, []
        for key in wanted:
            if key not in known:
                said.append(_("This can't be chosen any more: choose again."))
            elif known[key].left == 0 and key not in mine:
                said.append(_("“%(title)s” is full by now: choose another.", title=known[key].title))
            elif known[key].in_room and mode == Mode.ONLINE:
                said.append(_("“%(title)s” is in a room only, and you join online: choose another.", title=known[key].title))  # fmt: skip
        found = [key for key in known if key in wanted]
        for one, other in combinations((known[key] for key in found), 2):
            if _at_once(one, other):
                said.append(_("“%(one)s” and “%(other)s” are at the same time: choose one of them.", one=one.title, other=other.title))  # fmt: skip
        if said:
            self.problems["sessions"] = " ".join(dict.fromkeys(said))
        kept = [key for key in mine if key not in known]  # chosen when they could be, and nothing is asked of them now
        return [*kept, *found]

    def _answers(self) -> dict[str, str]:
        questions = {question.id: question for question in self.asked.questions}
        typed = {key: self._answer(question) for key, question in questions.items()}
        kept = {}
        for key, question in questions.items():
            name = f"{ANSWER}{key}"
            if not is_asked(question, questions, typed):
                self.problems.pop(name, None)
                continue
            if question.required and not typed[key]:
                self._needed(name, typed[key], self._unanswered(question))
            if typed[key]:
                kept[key] = typed[key]
        old = self.before.answers if self.before is not None else {}
        return {**{key: answer for key, answer in old.items() if key not in questions}, **kept}

    def _answer(self, question: Question) -> str:
        name = f"{ANSWER}{question.id}"
        if not question.choices:
            return self._area(name) if question.long else self._line(name)
        known = choices_of(question, self.asked.languages)
        if not question.several:
            return self._one_of(name, known)
        wanted = self.posted.get(name, ())
        if any(value not in known for value in wanted):
            self.problems[name] = self.words.gettext("This can't be chosen any more: choose again.")
        return "\n".join(value for value in known if value in wanted)

    def _unanswered(self, question: Question) -> str:
        _ = self.words.gettext
        return _("Choose an answer.") if question.choices else _("Write an answer.")

    def _consents(self, values: Mapping[str, Any]) -> list[Consent]:
        """What is agreed to, with the text that was shown; what was agreed to before stays as it is, what they need only as
        long as something of it is kept, and as it was worded where none of that is changed."""
        _, kept = self.words.gettext, list(self.before.consents) if self.before is not None else []
        if self.before is None:
            text = consent_text(self.asked.plan, self.words, self.asked.languages)
            kept.append(Consent(purpose=REGISTERED, given_at=self.now, text=text))
            if not self._first("consent"):
                self.problems["consent"] = _("Tick this to send your registration.")
        if not self.asked.plan.asks_needs:
            return kept
        if not any(values[name] for name in NEEDED):
            return [one for one in kept if one.purpose != NEEDS]
        if not self._first("needs_consent"):
            self.problems["needs_consent"] = _("Tick this so that we may keep what you wrote, or leave both fields empty.")  # fmt: skip
        agreed = Consent(purpose=NEEDS, given_at=self.now, text=needs_text(self.words))
        if any(one.purpose == NEEDS and (one.text == agreed.text or self._needs_as_before(values)) for one in kept):
            return kept
        return [*(one for one in kept if one.purpose != NEEDS), agreed]

    def _needs_as_before(self, values: Mapping[str, Any]) -> bool:
        """Whether what they need is what is kept of it."""
        return all(values[name] == getattr(self.before, name, "") for name in NEEDED)


def _at_once(one: OfferedSession, other: OfferedSession) -> bool:
    """Whether nobody can be in both."""
    if one.starts_at is None or other.starts_at is None or one.ends_at is None or other.ends_at is None:
        return False
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def typed_of(registration: Registration, asked: Asked) -> dict[str, list[str]]:
    """What is kept, as it stands in the fields of the form."""
    values = {name: [getattr(registration, name)] for name in (*_WORDS, "email", "country", "language", "mode", *NEEDED)}  # fmt: skip
    values["constituency"] = [registration.constituency or ""]
    values["gender"] = [registration.gender or ""]
    values["delegation"] = [registration.delegation or ""]
    values["sessions"] = list(registration.sessions)
    whole = f"{registration.given_name} {registration.family_name}".strip()
    values["name"] = [registration.name if registration.name != whole else ""]
    agreed = {consent.purpose for consent in registration.consents}
    values["needs_consent"] = ["1"] if NEEDS in agreed else [""]
    for question in asked.questions:
        answer = registration.answers.get(question.id, "")
        values[f"{ANSWER}{question.id}"] = chosen(question, answer) if question.several else [answer]
    return values
