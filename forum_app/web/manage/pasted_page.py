"""The page of a pasted list: its columns, what each line becomes, what is asked; from request to answer."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from forum_app import labels
from forum_app.domain.errors import ImportRefused
from forum_app.domain.identity import LENGTH, looks_like_id, new_id
from forum_app.domain.permissions import Place, may_see_private
from forum_app.domain.texts import one_line
from forum_app.domain.vocabularies import Constituency, RoleKind, RoleState
from forum_app.forms.controls import Option
from forum_app.forms.shown import sentence_in
from forum_app.forms.vocabulary import role_states, roles
from forum_app.i18n import Words
from forum_app.i18n import words as words_in
from forum_app.lists.meanings import LEFT_OUT
from forum_app.lists.pasted import (
    FIELDS,
    MOST_BYTES,
    MOST_WIDTH,
    PEOPLE,
    PRIVATE,
    Row,
    Shape,
    Table,
    table_of,
    text_of_file,
)
from forum_app.services.desk import DeskForum
from forum_app.services.form_options import DraftOptions
from forum_app.services.pasting_plan import NEW, SAME, Asked, Plan, Planned, What, plan_for
from forum_app.web.access import guest
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_words

LONGEST = 300  # of a cell on the page


@dataclass(frozen=True)
class Cell:
    """A cell as it stands in the list, what its column means, why it can't be kept."""

    text: str
    label: str
    told: str


@dataclass(frozen=True)
class Line:
    """A line as the page draws it: ``tone`` and ``what`` of its mark, ``under`` in words, ``choices`` of a question."""

    number: int
    what: str
    tone: str
    state: str
    under: list[str]
    cells: list[Cell]
    choices: list[tuple[str, str]]
    answer: str
    asked: bool


def pasted_text() -> str:
    """The list that was pasted, or the file in its place, as text. Raises ImportRefused."""
    words, file = desk_words(), request.files.get("file")
    data = file.stream.read(MOST_BYTES + 1) if file is not None and file.filename else b""
    text = request.form.get("text", "")
    if len(data) > MOST_BYTES or len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise ImportRefused([("", words.gettext("The list is larger than 1 MiB: take it in parts."))])
    return text_of_file(data)[0] if data else text


def answers_by_line() -> dict[int, str]:
    """What was answered to lines of the list, by their numbers."""
    return {
        int(number): value[:LENGTH]
        for name, value in request.form.items()
        if (number := name.removeprefix("line-")) != name and number.isascii() and number.isdigit() and len(number) < 6
    }


def key_of_list() -> str:
    """The id that this list will have in the log, chosen when it was first shown."""
    key = request.form.get("_key", "")
    return key if looks_like_id(key) else new_id()


def columns_of(table: Table, hidden: Container[str] = ()) -> list[dict[str, Any]]:
    """Every column: its heading, something that stands in it, what it means; what is ``hidden`` is left out."""
    found = []
    for index, (heading, meaning) in enumerate(zip(table.headings, table.meanings, strict=True)):
        first = next((line.cells[index] for line in table.lines if line.cells[index]), "")
        shown = LEFT_OUT if meaning in hidden else meaning
        found.append({"index": index, "heading": heading, "example": first[:60], "meaning": shown})
    return found


def cells_of(words: Words, row: Row, table: Table, names: Mapping[str, str]) -> list[Cell]:
    """The cells of a line as they stand there, with what their columns mean and why one can't be kept."""
    return [
        Cell(
            text if len(text) <= LONGEST else f"{text[:LONGEST]}…",
            names.get(meaning, ""),
            sentence_in(words, row.told[index]) if index in row.told else "",
        )
        for index, (text, meaning) in enumerate(zip(row.cells, table.meanings, strict=True))
    ]


class PastedList:
    """A list in this request: its text, what its columns were taken for, what is said of all its lines."""

    missing = False  # whether a line was asked something and not answered

    def __init__(self, forum: DeskForum, text: str, shape: Shape = PEOPLE) -> None:
        self.forum, self.text, self.words = forum, text, desk_words()
        given = [request.form.get(f"column-{index}", "") for index in range(MOST_WIDTH)]
        self.table: Table = table_of(text, given, shape)

    @property
    def key(self) -> str:
        return key_of_list()

    @property
    def language(self) -> str:
        wanted = request.form.get("language", "")
        return wanted if wanted in self.forum.languages else self.forum.languages[0]

    @property
    def constituency(self) -> Constituency:
        wanted = request.form.get("constituency", "")
        return Constituency(wanted) if wanted in list(Constituency) else Constituency.GOVERNMENT


class PastedPage(PastedList):
    """A list of people. Raises ImportRefused where it can't be read as one."""

    def __init__(self, forum: DeskForum, text: str) -> None:
        super().__init__(forum, text)
        self.private = may_see_private(guest().actor, Place(forum.id))
        self.plan: Plan = plan_for(installed().database, forum, self.table, self.asked)

    @property
    def post(self) -> str:
        """The post of those who come from somewhere and have none in the list."""
        typed = request.form.get("post")
        return one_line(typed)[:300] if typed is not None else words_in(self.language).gettext("Representative")

    @property
    def alike(self) -> str:
        wanted = request.form.get("alike", "")
        return wanted if wanted in (NEW, SAME) else ""

    @property
    def asked(self) -> Asked:
        part = (self.session, self.role, self.state)
        return Asked(answers_by_line(), self.alike, self.language, self.post, self.private, *part)

    @property
    def session(self) -> str:
        """The session in which all of them get a part; empty for none."""
        return request.values.get("session", "")[:LENGTH]

    @property
    def role(self) -> RoleKind:
        wanted = request.form.get("role", "")
        return RoleKind(wanted) if wanted in list(RoleKind) and wanted != RoleKind.FOCAL_POINT else RoleKind.SPEAKER

    @property
    def state(self) -> RoleState:
        wanted = request.form.get("state", "")
        return RoleState(wanted) if wanted in list(RoleState) else RoleState.CONFIRMED

    def sessions(self) -> Sequence[Option]:
        return DraftOptions(installed().database, self.forum, self.words.interface).of("sessions")

    def roles(self) -> Sequence[Option]:
        return roles(self.words, [kind for kind in RoleKind if kind != RoleKind.FOCAL_POINT])

    def states(self) -> Sequence[Option]:
        return role_states(self.words)

    def columns(self) -> list[dict[str, Any]]:
        return columns_of(self.table, () if self.private else PRIVATE)

    def meanings(self) -> list[tuple[str, str]]:
        """What a column can be taken for."""
        names = meaning_names(self.words)
        fields = [name for name in FIELDS if self.private or name not in PRIVATE]
        return [(LEFT_OUT, self.words.gettext("(left out)")), *((name, names[name]) for name in fields)]

    def constituencies(self) -> list[tuple[str, str]]:
        return [(kind.value, labels.constituency(self.words, kind)) for kind in Constituency if kind != Constituency.ALLIANCE]  # fmt: skip

    def lines(self) -> list[Line]:
        options = DraftOptions(installed().database, self.forum, self.words.interface)
        names = meaning_names(self.words)
        return [self._line(planned, options, names) for planned in self.plan.rows]

    def _line(self, planned: Planned, options: DraftOptions, names: Mapping[str, str]) -> Line:
        _, row = self.words.gettext, planned.row
        states = {
            What.NEW: ("ok", _("New")),
            What.KNOWN: self._known(planned),
            What.ASKED: ("warn", _("A question")),
            What.LEFT: ("", _("Left out")),
            What.TWICE: ("", _("Twice in the list")),
            What.NOBODY: ("bad", _("No name")),
        }
        tone, state = states[planned.what]
        choices = [(key, _("The same as %(name)s", name=options.label("people", key))) for key in planned.candidates]
        choices += [(NEW, _("Somebody else: a new entry"))] if choices else []
        cells = cells_of(self.words, row, self.table, names)
        answer = planned.answer or (planned.person if planned.candidates else "")
        return Line(
            row.number, planned.what, tone, state, self._under(planned, options, names), cells, choices, answer,
            planned.what == What.ASKED,
        )  # fmt: skip

    def _known(self, planned: Planned) -> tuple[str, str]:
        _ = self.words.gettext
        if planned.fills.any:
            return "chg", _("Completed")
        return ("chg", _("Gets a part")) if planned.has_part else ("", _("Here already"))

    def _under(self, planned: Planned, options: DraftOptions, names: Mapping[str, str]) -> list[str]:
        _, words = self.words.gettext, self.words
        if planned.what == What.TWICE:
            return [_("Stands in line %(number)s already.", number=planned.twice)]
        if planned.what in (What.NOBODY, What.LEFT):
            return []
        said = []
        if planned.what == What.KNOWN and not planned.candidates:
            said.append(_("Known by the address: %(name)s", name=options.label("people", planned.person)))
        if planned.what == What.KNOWN:
            filled = [*planned.fills.person, *planned.fills.private, *(["post"] if planned.fills.post else [])]
            fields = words.listed(names.get(name, name) for name in filled)
            said.append(
                _("Gets: %(fields)s", fields=fields) if filled else _("Nothing of theirs is empty that stands here.")
            )
        if planned.what == What.NEW and (country := planned.row.values.get("country")):
            said.append(words.country_name(country))
        if planned.organisation and planned.what == What.NEW and (planned.row.values.get("post") or self.post):
            label = (
                planned.organisation
                if planned.is_new_organisation
                else options.label("organisations", planned.organisation)
            )
            said.append(_("New organisation: %(name)s", name=label) if planned.is_new_organisation else label)
        if planned.has_part:
            said.append(_("Part in the session: %(role)s", role=labels.role(words, self.role)))
        return said


def meaning_names(words: Words) -> dict[str, str]:
    """What columns can mean, by the names that the form of a person gives its fields."""
    _ = words.gettext
    return {
        "name": _("Name"),
        "given_name": _("Given name"),
        "family_name": _("Family name"),
        "honorific": _("Form of address"),
        "post": _("Title of the post"),
        "institution": _("Organisation"),
        "constituency": _("Constituency"),
        "country": _("Country or territory"),
        "email": _("E-mail"),
        "phone": _("Telephone"),
        "language": _("Language to write in"),
        "access_needs": _("Access needs"),
        "dietary_needs": _("Dietary needs"),
        "notes": _("Notes"),
    }
