"""Photos, logos, floor plans and files of materials: uploaded, cut, described, taken out, shown at the desk."""

import re
from collections.abc import Callable

from babel.numbers import format_percent
from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

from forum_app.domain.errors import NoSpace, NotFound, PictureRefused, PicturesBusy
from forum_app.domain.identity import FILE
from forum_app.domain.permissions import Place, may_see_desk, may_see_registrations
from forum_app.i18n import Words
from forum_app.pictures.cropping import SIZES
from forum_app.services.desk import DeskForum
from forum_app.services.things import EditClash, name_of, thing_named
from forum_app.services.uploads import cut_picture, file_of, put_picture, remove_picture
from forum_app.web.access import guest, needs, takes
from forum_app.web.installed import installed
from forum_app.web.manage.desk import desk_page, desk_words, done, forum_here
from forum_app.web.manage.picture_form import (
    PAGES,
    Page,
    accepted,
    alts_in,
    box_in,
    least_of,
    say,
    seen_in,
    sending,
    shown_picture,
)
from forum_app.web.manage.receiving import desk_of, too_much_said, words_on
from forum_app.web.sent_files import FORM_BYTES, STATUS, refused_in_json, sent_file, wants_json
from forum_app.web.sent_media import sent_media

blueprint = Blueprint("pictures", __name__, url_prefix="/manage/<slug>")
_NAME = re.compile(FILE)


def _page(page: Page, slug: str, key: str, status: int = 200, error: str = "", clash: str = "") -> Response:
    forum, words = forum_here(slug), desk_words()
    key = key or forum.id
    stored = thing_named(installed().database, forum.id, page.slot.kind, key)
    saying = say(page.slot, words)
    name = name_of(stored.thing, words.interface)
    return desk_page(
        "manage/picture.html",
        forum,
        here=page.here,
        title=f"{saying.noun} – {name}",
        status=status,
        saying=saying,
        name=name,
        slot=page.slot,
        picture=shown_picture(page.slot, stored.tree, forum, installed().media, words),
        address=_address(page, slug, key),
        back=f"/manage/{slug}{page.back.format(key=key)}",
        sizes=[(size, format_percent(size / 100, locale=words.locale)) for size in SIZES],
        least=least_of(page.slot),
        accept=accepted(page.slot),
        sending=sending(words),
        error=error,
        clash=clash,
        look=request.args.get("look") == "alt",
    )


def _address(page: Page, slug: str, key: str) -> str:
    return f"/manage/{slug}{page.path.replace('<key>', key)}"


def _show(page: Page) -> Callable[..., Response]:
    def show(slug: str, key: str = "") -> Response:
        return _page(page, slug, key)

    return show


def _tried(
    page: Page, slug: str, key: str, job: Callable[[DeskForum, str], str], *, back: bool = False, query: str = ""
) -> Response:
    """Does something to a slot and leads back to its page, which says what was done; or shows why it wasn't.

    With ``back`` to the page of what the picture belongs to: there is nothing left to do here. ``query`` is what the
    slot's page is told."""
    forum, words = forum_here(slug), desk_words()
    try:
        text = job(forum, key or forum.id)
    except (PictureRefused, PicturesBusy, NoSpace) as error:
        return _refused(page, slug, key, STATUS[type(error)], words.gettext(error.message, **error.values))
    except EditClash as clash:
        said = _clash_told(clash, words)
        return _refused(page, slug, key, 409, said, clash=True)
    key = key or forum.id
    to_thing = request.form.get("to") == "thing"  # from the card beside its form
    address = f"/manage/{slug}{page.back.format(key=key)}" if back or to_thing else _address(page, slug, key) + query
    address += f"#{page.name}" if to_thing else ""
    answer = done(address, text)
    if wants_json():  # a script goes there itself, and takes the cookie with it
        answer = _with_cookies(jsonify(go=address), answer)
    return answer


def _clash_told(clash: EditClash, words: Words) -> str:
    if clash.by == guest().account.id:
        return words.gettext("You changed this meanwhile, in another window: what you see is how it is now. Nothing was saved from this one; do it again if it should still be.")  # fmt: skip
    who = clash.who or words.gettext("Somebody")
    return words.gettext("%(who)s changed this meanwhile: what you see is how it is now. Nothing of yours was saved; do it again if it should still be.", who=who)  # fmt: skip


def _with_cookies(answer: Response, other: Response) -> Response:
    for cookie in other.headers.getlist("Set-Cookie"):
        answer.headers.add("Set-Cookie", cookie)
    return answer


def _refused(page: Page, slug: str, key: str, status: int, sentence: str, *, clash: bool = False) -> Response:
    if wants_json():
        return refused_in_json(sentence, status)
    return _page(page, slug, key, status, "" if clash else sentence, sentence if clash else "")


def _put(page: Page) -> Callable[..., Response]:
    def put(slug: str, key: str = "") -> Response:
        def job(forum: DeskForum, key: str) -> str:
            kept, _saved = put_picture(desk_of(forum), page.slot, key, sent_file(), seen_in(request.form))
            return words_on(kept, say(page.slot, desk_words()).kept)

        query = "?look=alt" if _is_described(page, slug, key) else ""
        return _tried(page, slug, key, job, query=query)

    return put


def _is_described(page: Page, slug: str, key: str) -> bool:
    """Whether there is a picture with an alternative text, which another picture would take over."""
    forum, words = forum_here(slug), desk_words()
    stored = thing_named(installed().database, forum.id, page.slot.kind, key or forum.id)
    return any(alt.value for alt in shown_picture(page.slot, stored.tree, forum, installed().media, words).alts)


def _cut(page: Page) -> Callable[..., Response]:
    def cut(slug: str, key: str = "") -> Response:
        def job(forum: DeskForum, key: str) -> str:
            words, here = desk_words(), installed()
            tree = thing_named(here.database, forum.id, page.slot.kind, key).tree
            shown = shown_picture(page.slot, tree, forum, here.media, words)
            alts = alts_in(page.slot, request.form, forum)
            box = box_in(request.form, shown) if page.slot.cropped else None
            saved = cut_picture(desk_of(forum), page.slot, key, box, alts, seen_in(request.form))
            return words.gettext("Saved.") if saved.changed else words.gettext("Nothing was changed.")

        return _tried(page, slug, key, job, back=True)

    return cut


def _remove(page: Page) -> Callable[..., Response]:
    def remove(slug: str, key: str = "") -> Response:
        def job(forum: DeskForum, key: str) -> str:
            remove_picture(desk_of(forum), page.slot, key, seen_in(request.form))
            return say(page.slot, desk_words()).gone

        return _tried(page, slug, key, job)

    return remove


def _register() -> None:
    for page in PAGES:
        door = needs(page.rule)
        blueprint.add_url_rule(page.path, page.name, door(_show(page)))
        put = takes(FORM_BYTES)(door(_put(page)))
        blueprint.add_url_rule(page.path, f"{page.name}_put", put, methods=["POST"])
        if page.slot.described:
            blueprint.add_url_rule(f"{page.path}/shown", f"{page.name}_cut", door(_cut(page)), methods=["POST"])
        blueprint.add_url_rule(f"{page.path}/remove", f"{page.name}_remove", door(_remove(page)), methods=["POST"])


_register()


@blueprint.get("/media/<name>")
@needs(may_see_desk)
def media(slug: str, name: str) -> Response:
    """A stored file of a forum, as its desk shows it. Letters of nomination are for those who see registrations."""
    forum = forum_here(slug)
    letter = file_of(installed().database, forum.id, name) if _NAME.fullmatch(name) else None
    if letter is None or (letter and not may_see_registrations(guest().actor, Place(forum.id))):
        raise NotFound("There is no such file.")
    path = installed().media.path(name)
    if not path.is_file():
        raise NotFound("There is no such file.")
    response = sent_media(path)
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


@blueprint.errorhandler(RequestEntityTooLarge)
def too_much(error: RequestEntityTooLarge) -> Response:
    """A file that is larger than any is taken: said beside its field."""
    page = next((page for page in PAGES if request.endpoint == f"pictures.{page.name}_put"), None)
    if page is None:
        raise error
    arguments: dict[str, str] = {"key": "", **(request.view_args or {})}
    return _refused(page, arguments["slug"], arguments["key"], 413, too_much_said(page.rule))
