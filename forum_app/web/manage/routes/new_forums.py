"""New forums: from nothing, as a copy of an earlier one, from a file."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, request

from forum_app.domain.copying import CHOICES, Basics, Choice
from forum_app.domain.errors import EditRefused, ImportRefused, NotFound, SlugTaken
from forum_app.domain.permissions import Place, may_create_forum, may_see_private
from forum_app.domain.texts import pick
from forum_app.forms.posted import Posted, Problem, Reading, read_posted
from forum_app.forms.settings import new_form
from forum_app.forms.shown import Filling, sentence_in, shown_form
from forum_app.i18n import Words
from forum_app.services.form_options import StandardOptions
from forum_app.services.forum_files import LARGEST
from forum_app.services.forum_uploads import make_from_file
from forum_app.services.media import Media
from forum_app.services.new_forums import Made, Source, copy_forum, make_forum, sources_for, suggested_slug
from forum_app.web.access import guest, needs, takes
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, done

blueprint = Blueprint("new_forums", __name__, url_prefix="/manage/new")
WAYS = ("blank", "copy", "file")
MOST_TOLD = 6
ROOM = 64 * 1024  # beside a file, for the other fields of its form


@dataclass
class _Asked:
    """What the page is drawn with."""

    way: str
    source: Source | None = None
    posted: Posted | None = None
    problems: list[Problem] | None = None
    choice: Choice | None = None
    file: dict[str, Any] | None = None
    status: int = 200


@blueprint.get("")
@needs(may_create_forum)
def new() -> Response:
    way = request.args.get("way", "blank")
    source = _source(request.args.get("source", "")) if way == "copy" else None
    return _page(_Asked(way if way in WAYS else "blank", source))


@blueprint.post("")
@needs(may_create_forum)
def make() -> Response:
    words = desk_words()
    source = _source(request.form.get("source", "")) if request.form.get("way") == "copy" else None
    if request.form.get("way") == "copy" and source is None:
        raise NotFound("There is no such forum to copy.")
    asked = _Asked("copy" if source else "blank", source, choice=_choice() if source else None)
    reading = Reading([words.interface], StandardOptions(words.interface), {})
    asked.posted = read_posted(new_form(words), request.form, reading)
    asked.problems = list(asked.posted.problems)
    if not asked.problems:
        try:
            return _made(words, _make(asked))
        except EditRefused as error:
            asked.problems += error.problems  # type: ignore[arg-type]
    asked.status = 422
    return _page(asked)


def _make(asked: _Asked) -> Made:
    assert asked.posted is not None
    values, database = asked.posted.values, installed().database
    first = date.fromisoformat(values["first_day"])
    languages, original = list(values["languages"]), values["original"]
    if original:
        languages = [original, *(code for code in languages if code != original)]
    basics = Basics(
        title=values["title"],
        slug=values["slug"] or suggested_slug(database, values["title"], first.year),
        first_day=first,
        last_day=date.fromisoformat(values["last_day"] or values["first_day"]),
        zone=values["zone"],
        languages=tuple(languages),
        city=values["city"],
    )
    if asked.source is None or asked.choice is None:
        return make_forum(database, basics, guest().actor)
    return copy_forum(database, asked.source.id, basics, asked.choice, guest().actor)


def _choice() -> Choice:
    return Choice(**{name: bool(request.form.get(f"take.{name}")) for name in CHOICES})


@blueprint.post("/file")
@needs(may_create_forum)
@takes(LARGEST + ROOM)
def from_file() -> Response:
    """A forum from a file; where it is refused nothing is kept, and everything that is wrong is listed."""
    words = desk_words()
    slug, zone = request.form.get("slug", "").strip()[:60], request.form.get("zone", "")[:64]
    file: dict[str, Any] = {"slug": slug, "zone": zone, "error": "", "problems": []}
    upload = request.files.get("file")
    data = upload.read() if upload else b""
    if not data:
        file["error"] = words.gettext("Choose a file: it was missing or empty.")
        return _page(_Asked("file", file=file, status=422))
    media = Media(installed().config.instance)
    try:
        return _made(words, make_from_file(installed().database, media, data, slug, zone, guest().actor))
    except ImportRefused as error:
        file["problems"] = [
            (sentence_in(words, place), sentence_in(words, text)) for place, text in error.problems[:200]
        ]
        file["more"] = max(0, len(error.problems) - 200)
    except SlugTaken as error:
        file["error"] = words.gettext("A forum “%(slug)s” is here already: write another short name.", **error.values)  # fmt: skip
    return _page(_Asked("file", file=file, status=422))


@blueprint.get("/short-name")
@needs(may_create_forum)
def short_name() -> Response:
    """A short name for a title, that no forum here has."""
    title, day = request.args.get("title", "")[:300], request.args.get("day", "")[:4]
    year = int(day) if day.isascii() and day.isdigit() and len(day) == 4 else installed().config.now().year
    name = suggested_slug(installed().database, title, year) if title.strip() else ""
    return Response(name, content_type="text/plain; charset=utf-8")


def _made(words: Words, made: Made) -> Response:
    """On to the new forum, which says what was moved or left out on the way."""
    said = [words.gettext("The forum is made. You are its owner.")]
    told = list(dict.fromkeys(sentence_in(words, sentence) for _place, sentence in made.told))
    said += told[:MOST_TOLD]
    if len(told) > MOST_TOLD:
        said.append(words.ngettext("One more thing was told.", "%(num)d more things were told.", len(told) - MOST_TOLD))
    return done(f"/manage/{made.slug}/settings", " ".join(said), "warn" if told else "ok")


def _source(key: str) -> Source | None:
    return next((one for one in sources_for(installed().database, guest().actor) if one.id == key), None)


def _page(asked: _Asked) -> Response:
    words = desk_words()
    options = StandardOptions(words.interface)
    stored = _filled(asked.source, words) if asked.source else {"languages": [words.interface]}
    filling = Filling(
        words=words,
        reading=Reading([words.interface], options, stored),
        typed=asked.posted.values if asked.posted else {},
        problems=asked.problems or (),
    )
    private = asked.source is not None and may_see_private(guest().actor, Place(asked.source.id))
    return desk_page(
        "manage/new.html",
        None,
        title=words.gettext("New forum"),
        status=asked.status,
        way=asked.way,
        form=shown_form(new_form(words), filling),
        languages=[words.interface],
        source=asked.source,
        sources=sources_for(installed().database, guest().actor) if asked.way == "copy" else (),
        choice=asked.choice or Choice(),
        private=private,
        file=asked.file or {"slug": "", "zone": "", "error": "", "problems": []},
        zones=options.of("zones"),
    )


def _filled(source: Source, words: Words) -> dict[str, Any]:
    """What a copy's form is filled with at first."""
    title = pick(source.title, source.languages[0], source.languages)
    return {"title": title, "zone": source.zone, "languages": list(source.languages), "original": source.languages[0]}
