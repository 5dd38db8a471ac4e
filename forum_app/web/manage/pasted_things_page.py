"""The page of a pasted list of organisations or sessions: its columns, what each line becomes; from request to answer."""

from typing import Any

from flask import request

from forum_app import labels
from forum_app.domain.draft import Organisation, Session
from forum_app.domain.times import in_zone, instant
from forum_app.domain.vocabularies import Constituency
from forum_app.forms.shown import sentence_in
from forum_app.lists.meanings import LEFT_OUT
from forum_app.lists.pasted import Shape
from forum_app.lists.pasted_things import ORGANISATIONS, SESSIONS
from forum_app.services.desk import DeskForum
from forum_app.services.form_options import DraftOptions
from forum_app.services.pasting_plan import What
from forum_app.services.pasting_things import Chosen, Things, things_for
from forum_app.services.pasting_things import Line as Planned
from forum_app.web.installed import installed
from forum_app.web.manage.nouns import Noun
from forum_app.web.manage.pasted_page import Line, PastedList, answers_by_line, cells_of, columns_of

SHAPES: dict[str, Shape] = {"organisation": ORGANISATIONS, "session": SESSIONS}


class PastedThings(PastedList):
    """A list of organisations or sessions. Raises ImportRefused where it can't be read as one."""

    def __init__(self, forum: DeskForum, noun: Noun, text: str) -> None:
        super().__init__(forum, text, SHAPES[noun.kind])
        self.kind = noun.kind
        self.many = noun.say(self.words).many
        self.things: Things = things_for(installed().database, forum, noun.kind, self.table, self.chosen)

    @property
    def minutes(self) -> int:
        """The length of sessions that say none."""
        wanted = request.form.get("minutes", "")
        fine = wanted.isascii() and wanted.isdigit() and 0 < int(wanted[:5]) <= 24 * 60
        return int(wanted[:5]) if fine else 60

    @property
    def chosen(self) -> Chosen:
        return Chosen(answers_by_line(), self.language, self.constituency, self.minutes)

    def constituencies(self) -> list[tuple[str, str]]:
        return [(kind.value, labels.constituency(self.words, kind)) for kind in Constituency]

    def columns(self) -> list[dict[str, Any]]:
        return columns_of(self.table)

    def names(self) -> dict[str, str]:
        """What columns can mean, by the names that the forms give their fields."""
        _ = self.words.gettext
        return {
            "name": _("Name"),
            "acronym": _("Acronym"),
            "constituency": _("Constituency"),
            "country": _("Country or territory"),
            "url": _("Web page"),
            "title": _("Title"),
            "kind": _("Kind"),
            "day": _("Day"),
            "time": _("Start"),
            "end": _("End"),
            "minutes": _("Length in minutes"),
            "room": _("Room"),
        }

    def meanings(self) -> list[tuple[str, str]]:
        names = self.names()
        fields = [(name, names[name]) for name in SHAPES[self.kind].fields]
        return [(LEFT_OUT, self.words.gettext("(left out)")), *fields]

    def lines(self) -> list[Line]:
        options, names = DraftOptions(installed().database, self.forum, self.words.interface), self.names()
        return [self._line(line, options, names) for line in self.things.lines]

    def _line(self, line: Planned, options: DraftOptions, names: dict[str, str]) -> Line:
        _, row = self.words.gettext, line.row
        states = {
            What.NEW: ("ok", _("New")),
            What.KNOWN: ("", _("Here already")),
            What.LEFT: ("", _("Left out")),
            What.TWICE: ("", _("Twice in the list")),
            What.NOBODY: ("bad", _("No name")),
        }
        tone, state = states[line.what]
        cells = cells_of(self.words, row, self.table, names)
        again = "twice" if line.what == What.KNOWN else line.what.value  # it can be taken all the same
        return Line(row.number, again, tone, state, self._under(line, options), cells, [], "", False)

    def _under(self, line: Planned, options: DraftOptions) -> list[str]:
        _, words, thing = self.words.gettext, self.words, line.thing
        if line.what == What.TWICE:
            return [_("Stands in line %(number)s already.", number=line.twice)]
        said = []
        if isinstance(thing, Organisation):
            said.append(labels.constituency(words, thing.kind))
            said += [words.country_name(thing.country)] if thing.country else []
        if isinstance(thing, Session):
            said.append(self._when(thing))
            if line.room:
                said.append(_("New room: %(name)s", name=line.row.values["room"]))
            elif thing.room:
                said.append(options.label("rooms", thing.room))
            said += [sentence_in(words, line.unfit)] if line.unfit else []
        return said

    def _when(self, session: Session) -> str:
        _, words = self.words.gettext, self.words
        if session.start is None:
            return _("Not scheduled yet")
        start = in_zone(instant(session.start, self.forum.zone, session.fold), self.forum.zone)
        when = _("%(day)s, %(time)s", day=words.day(start.date()), time=words.time(start))
        return words.listed([when, words.ngettext("%(num)d minute", "%(num)d minutes", session.minutes or 0)])
