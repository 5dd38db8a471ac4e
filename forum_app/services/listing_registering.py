"""The lists of what stands around registrations: the forum's own questions, delegations."""

from forum_app.domain.texts import folded, in_short
from forum_app.i18n import Words
from forum_app.models.people import Organisation
from forum_app.models.registrations import Delegation, Question
from forum_app.services.listing import Reading, Row, row_of_list


def questions(here: Reading) -> list[Row]:
    words, columns = here.words, (Question.text, Question.choices, Question.several, Question.long, Question.required, Question.only_if)  # fmt: skip
    rows = here.all(Question, *columns)
    texts = {row.id: here.say(row.text) for row in rows}
    found = []
    for row in rows:
        kind = _answered(words, len(row.choices), row.several, row.long)
        needed = words.gettext("Yes") if row.required else ""
        found.append(row_of_list(row.id, texts[row.id], (kind, needed, _condition(words, row.only_if, texts))))
    return found


def _answered(words: Words, choices: int, several: bool, long: bool) -> str:
    if several:
        return words.ngettext("Several of %(num)d choice", "Several of %(num)d choices", choices)
    if choices:
        return words.ngettext("One of %(num)d choice", "One of %(num)d choices", choices)
    return words.gettext("Text of several lines") if long else words.gettext("A line")


def _condition(words: Words, only_if: dict[str, str] | None, texts: dict[str, str]) -> str:
    if not only_if:
        return ""
    asked = in_short(texts.get(only_if["question"], "")) or words.gettext("a question that was deleted")
    if not only_if.get("answer"):
        return words.gettext("“%(question)s” is answered", question=asked)
    return words.gettext("“%(question)s”: %(answer)s", question=asked, answer=only_if["answer"])


def delegations(here: Reading) -> list[Row]:
    houses = {row.id: here.say(row.name) for row in here.all(Organisation, Organisation.name)}
    rows = here.all(Delegation, Delegation.name, Delegation.country, Delegation.organisation, Delegation.seats)
    found = []
    for row in rows:
        country = here.words.country_name(row.country) if row.country else ""
        house, seats = houses.get(row.organisation or "", ""), "" if row.seats is None else str(row.seats)
        order = (folded(country), folded(house), row.seats or 0)
        found.append(row_of_list(row.id, here.say(row.name), (country, house, seats), order))
    return found
