"""Lists and forms of the desk as their users meet them: kept, refused beside the field, merged, chosen, undone."""

import html
import re
from html.parser import HTMLParser

import pytest
from flask import Flask
from sqlalchemy import event, select, update

from forum_app.database import Database
from forum_app.domain.draft import Draft
from forum_app.models.forum import Forum
from forum_app.models.people import Person, PersonPrivate
from forum_app.paths import SAMPLES
from forum_app.services.forum_files import draft_named, import_forum
from forum_app.services.media import Media
from forum_app.services.things import Edit, add_thing
from tests.cast import EDITOR, ORGANISER, OWNER, VIEWER, Browser, Browsers, join
from tests.houses import Start

SLUG, DESK = "eiip2025", "/manage/eiip2025"


class Form(HTMLParser):
    """The fields of the first form with this action, as a browser would send them untouched."""

    def __init__(self, page: str, action: str) -> None:
        super().__init__(convert_charrefs=True)
        self.action, self.fields, self.inside = action, [], False
        self.select = self.area = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        at = dict(attrs)
        if tag == "form":
            self.inside = at.get("action") == self.action
        if not self.inside:
            return
        name, value = at.get("name"), at.get("value", "")
        if tag == "input" and name and at.get("type") not in ("checkbox", "radio"):
            self.fields.append((name, value))
        elif tag == "input" and name and "checked" in at:
            self.fields.append((name, value or "on"))
        elif tag == "select":
            self.select = [name, None]
        elif tag == "option" and self.select and (self.select[1] is None or "selected" in at):
            self.select[1] = value
        elif tag == "textarea":
            self.area = [name, ""]

    def handle_data(self, data: str) -> None:
        if self.area:
            self.area[1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "select" and self.select:
            self.fields.append((self.select[0], self.select[1] or ""))
            self.select = None
        if tag == "textarea" and self.area:
            self.fields.append((self.area[0], self.area[1].removeprefix("\n")))
            self.area = None

    def sent(self, **changed) -> dict[str, list[str]]:
        """What is sent when some fields were changed; names with __ for a point."""
        found: dict[str, list[str]] = {}
        for name, value in self.fields:
            found.setdefault(name, []).append(value)
        for name, value in changed.items():
            found[name.replace("__", ".")] = value if isinstance(value, list) else [value]
        return found


def the_form(browser: Browser, address: str) -> Form:
    answer = browser.get(address)
    assert answer.status_code == 200
    return Form(answer.get_data(as_text=True), address.split("?")[0])


@pytest.fixture
def start() -> Start:
    return Start(drafts=("eiip2025",))


@pytest.fixture
def cast(app: Flask, database: Database, media: Media) -> dict[str, Browser]:
    return Browsers(app, database, join(database, SLUG))


def draft(database: Database, media: Media) -> Draft:
    return draft_named(database, media, SLUG)


@pytest.mark.parametrize("noun", ["sessions", "people", "organisations", "themes", "rooms", "talks", "roles"])
@pytest.mark.parametrize("beside", ["", "?in=ar"])
def test_a_form_sent_back_untouched_changes_nothing(
    cast: dict[str, Browser], database: Database, media: Media, noun: str, beside: str
) -> None:
    before = draft(database, media)
    session = next(item for item in before.sessions if item.talks and item.roles)
    keys = {"sessions": session.id, "people": session.roles[0].person, "organisations": before.organisations[0].id,
            "themes": before.themes[0].id, "rooms": before.rooms[0].id, "talks": session.talks[0].id,
            "roles": session.roles[0].id}  # fmt: skip
    address = f"{DESK}/{noun}/{keys[noun]}"
    form = the_form(cast[OWNER], address + beside)
    answer = cast[OWNER].client.post(address, data=form.sent())
    assert answer.status_code == 303, Form(answer.get_data(as_text=True), address)
    assert draft(database, media) == before
    page = cast[OWNER].get(answer.headers["Location"]).get_data(as_text=True)
    assert "Nothing was changed." in page


@pytest.mark.parametrize(
    "text",
    [
        "R&D <x> \"y\" 'z' &amp; &lt;",
        "None",
        "{{7*7}} ${7*7} %(x)s %n",
        "</script><img onerror=1>",
        "İstanbul ﬁ 👩🏽‍🚀",
    ],
)
def test_a_title_comes_back_exactly_as_it_was_written(
    cast: dict[str, Browser], database: Database, media: Media, text: str
) -> None:
    form = the_form(cast[EDITOR], f"{DESK}/rooms/new")
    answer = cast[EDITOR].client.post(f"{DESK}/rooms/new", data=form.sent(name__en=text, capacity="12"))
    assert answer.status_code == 303
    assert draft(database, media).rooms[-1].name["en"] == text
    page = cast[EDITOR].get(answer.headers["Location"]).get_data(as_text=True)
    assert html.escape(text, quote=False).replace("'", "&#39;").replace('"', "&#34;") in page
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page)  # where nothing is drawn at random
    assert heading is not None and "49" not in heading[1]


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"title__en": ""}, "title.en", "This is needed"),
        ({"title__en": "\u200b \u00a0\u3000"}, "title.en", "This is needed"),
        ({"title__en": "x" * 301}, "title.en", "at most 300"),
        ({"minutes": "an hour"}, "minutes", "This is no number"),
        ({"minutes": "0"}, "minutes", "from 1 to"),
        ({"minutes": "99999999999999999999"}, "minutes", "from 1 to"),
        ({"start@day": "31.12.2026"}, "start", "This is no date"),
        ({"start@day": "2026-02-29"}, "start", "This is no date"),
        ({"start@time": "25:00"}, "start", "This is no time of day"),
        ({"start@time": ""}, "start", "The time of day is missing"),
        ({"start@day": "1969-01-01"}, "start", "The year must be"),
        ({"kind": "party"}, "kind", "This can&#39;t be chosen here"),
        ({"room": "2222222222"}, "room", "This can&#39;t be chosen here"),
        ({"themes": ["2222222222"]}, "themes", "can&#39;t be chosen here"),
        ({"online__url": "javascript:alert(1)"}, "online.url", "This is no web address"),
        ({"online__url": "https://bank@evil.example"}, "online.url", "hide where it leads"),
        ({"online__url": "https://bank.example:x@evil.example/a"}, "online.url", "hide where it leads"),
        ({"label__en": "a\x07b"}, "label.en", "control character"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_is_kept(
    cast: dict[str, Browser], database: Database, media: Media, changed: dict, field: str, words: str
) -> None:
    before = draft(database, media)
    session = next(item for item in before.sessions if item.talks)
    address = f"{DESK}/sessions/{session.id}"
    form = the_form(cast[EDITOR], address)
    changed = {**changed, "equipment": ""}
    answer = cast[EDITOR].client.post(address, data=form.sent(**changed, summary__en="Kept *so far*"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'href="#{field}"' in page
    beside = page.split(f'id="{field}-error"')[1].split("</p>")[0]
    assert words in beside
    assert "Kept *so far*" in page
    assert draft(database, media) == before


def test_fields_that_are_no_part_of_the_form_change_nothing(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = draft(database, media)
    room = before.rooms[0]
    form = the_form(cast[EDITOR], f"{DESK}/rooms/{room.id}")
    more = {
        "id": "x222222222",
        "forum_id": "x222222222",
        "position": "99",
        "version": "1",
        "origin.source": "x",
        "role": "owner",
    }
    answer = cast[EDITOR].client.post(f"{DESK}/rooms/{room.id}", data={**form.sent(), **more})
    assert answer.status_code == 303
    assert draft(database, media) == before


def test_two_people_who_change_different_fields_both_keep_them(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    address = f"{DESK}/rooms/{draft(database, media).rooms[0].id}"
    hers, mine = the_form(cast[OWNER], address), the_form(cast[EDITOR], address)
    assert cast[OWNER].client.post(address, data=hers.sent(capacity="321")).status_code == 303
    assert cast[EDITOR].client.post(address, data=mine.sent(building="Annex")).status_code == 303
    room = draft(database, media).rooms[0]
    assert (room.capacity, room.building) == (321, "Annex")


def test_a_rich_text_that_only_one_of_two_touched_is_no_clash(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    """Markdown is not the stored form to the byte, so what came back untouched asks for nothing."""
    here = draft(database, media)
    person = here.people[0]
    address = f"{DESK}/people/{person.id}"
    first = the_form(cast[OWNER], address)
    two = "First *words*.\n\nSecond paragraph.\n\n- a\n- b"
    assert cast[OWNER].client.post(address, data=first.sent(biography__en=two)).status_code == 303
    hers, mine = the_form(cast[OWNER], address), the_form(cast[EDITOR], address)
    assert cast[OWNER].client.post(address, data=hers.sent(biography__en="Hers now.\n\nAll.")).status_code == 303
    assert cast[EDITOR].client.post(address, data=mine.sent(letters="PhD")).status_code == 303
    after = next(one for one in draft(database, media).people if one.id == person.id)
    assert (after.letters, "Hers now." in after.biography["en"]) == ("PhD", True)


def test_a_link_of_a_text_with_a_name_before_its_host_loses_the_link_and_keeps_its_words(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    address = f"{DESK}/people/{draft(database, media).people[0].id}"
    text = "My [bank](https://bank@evil.example/in) and [me](https://ok.example/@me)."
    assert (
        cast[EDITOR].client.post(address, data=the_form(cast[EDITOR], address).sent(biography__en=text)).status_code
        == 303
    )
    kept = draft(database, media).people[0].biography["en"]
    assert "bank" in kept and "evil.example" not in kept and 'href="https://ok.example/@me"' in kept


@pytest.mark.parametrize(("choice", "kept"), [("mine", "Mine"), ("theirs", "Hers")])
def test_the_second_of_two_sees_both_versions_and_chooses(
    cast: dict[str, Browser], database: Database, media: Media, choice: str, kept: str
) -> None:
    address = f"{DESK}/rooms/{draft(database, media).rooms[0].id}"
    hers, mine = the_form(cast[OWNER], address), the_form(cast[EDITOR], address)
    cast[OWNER].client.post(address, data=hers.sent(name__en="Hers", capacity="77"))
    answer = cast[EDITOR].client.post(address, data=mine.sent(name__en="Mine", building="Annex"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Owner changed this at" in page and "Hers" in page and 'value="Mine"' in page
    again = Form(page, address)
    undecided = cast[EDITOR].client.post(address, data=again.sent())
    assert undecided.status_code == 422 and "Choose which of the two" in undecided.get_data(as_text=True)
    last = Form(undecided.get_data(as_text=True), address)
    assert cast[EDITOR].client.post(address, data=last.sent(**{"name.en@choose": choice})).status_code == 303
    room = draft(database, media).rooms[0]
    assert (room.name["en"], room.building, room.capacity) == (kept, "Annex", 77)


def test_a_clash_with_oneself_is_told_as_of_another_window(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    address = f"{DESK}/rooms/{draft(database, media).rooms[0].id}"
    first, second = the_form(cast[EDITOR], address), the_form(cast[EDITOR], address)
    cast[EDITOR].client.post(address, data=first.sent(name__en="First"))
    answer = cast[EDITOR].client.post(address, data=second.sent(name__en="Second"))
    assert answer.status_code == 409
    assert "You changed this at" in answer.text and "You saved changes at" in answer.text
    assert "Editor changed this" not in answer.text and 'value="Second"' in answer.text


def test_parts_are_added_moved_and_taken_out_without_a_script(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = draft(database, media)
    person, organisation = before.people[0], before.organisations[1]
    address, client = f"{DESK}/people/{person.id}", cast[OWNER].client
    page = client.post(address, data=the_form(cast[OWNER], address).sent(_do="add:posts")).get_data(as_text=True)
    number = len(person.posts)
    label = next(value for value in re.findall(r'<option value="([^"]+)">', page) if organisation.name["en"][:20] in html.unescape(value))  # fmt: skip
    typed = {f"posts[{number}].title.en": "Chair", f"posts[{number}].organisation": html.unescape(label)}
    page = client.post(address, data={**Form(page, address).sent(_do=f"up:posts:{number}"), **typed}).get_data(
        as_text=True
    )
    assert draft(database, media) == before
    assert client.post(address, data=Form(page, address).sent()).status_code == 303
    posts = draft(database, media).people[0].posts
    assert (posts[number - 1].title["en"], posts[number - 1].organisation) == ("Chair", organisation.id)
    assert [post.title for post in posts if post.title["en"] != "Chair"] == [post.title for post in person.posts]
    page = client.post(address, data=the_form(cast[OWNER], address).sent(_do=f"drop:posts:{number - 1}"))
    assert client.post(address, data=Form(page.get_data(as_text=True), address).sent()).status_code == 303
    assert draft(database, media).people[0].posts == person.posts


@pytest.mark.parametrize("name", ["Nobody Here", "<script>alert(1)</script>"])
def test_a_name_that_nobody_has_is_refused_beside_its_field(
    cast: dict[str, Browser], database: Database, media: Media, name: str
) -> None:
    session = draft(database, media).sessions[1]
    address = f"{DESK}/roles/new"
    form = the_form(cast[EDITOR], f"{address}?of={session.id}")
    answer = cast[EDITOR].client.post(address, data=form.sent(person=name))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Nothing here is called" in page and html.escape(name, quote=False) in html.unescape(page).replace("<", "&lt;").replace(">", "&gt;")  # fmt: skip
    assert "<script>alert" not in page


def test_a_form_sent_twice_makes_one_thing(cast: dict[str, Browser], database: Database, media: Media) -> None:
    form = the_form(cast[EDITOR], f"{DESK}/themes/new").sent(title__en="Water")
    for _ in range(3):
        assert cast[EDITOR].client.post(f"{DESK}/themes/new", data=form).status_code == 303
    assert [theme.title["en"] for theme in draft(database, media).themes].count("Water") == 1


def test_what_is_deleted_is_brought_back_by_undo(cast: dict[str, Browser], database: Database, media: Media) -> None:
    before = draft(database, media)
    person = before.sessions[1].roles[0].person if before.sessions[1].roles else before.people[0].id
    answer = cast[EDITOR].post(f"{DESK}/people/{person}/delete")
    page = cast[EDITOR].get(answer.headers["Location"]).get_data(as_text=True)
    undo = re.search(rf'action="({DESK}/undo/\d+)"', page)[1]
    assert draft(database, media) != before
    assert cast[VIEWER].post(undo).status_code == 403
    assert cast[EDITOR].post(undo).status_code == 303
    assert draft(database, media) == before
    assert cast[EDITOR].post(undo).status_code == 303 and draft(database, media) == before


def test_an_hour_that_comes_twice_is_asked(cast: dict[str, Browser], database: Database, media: Media) -> None:
    from sqlalchemy import update

    from forum_app.models.forum import Forum

    database.write(lambda connection: connection.execute(update(Forum).values(zone="Europe/Paris")))
    session = draft(database, media).sessions[1]
    address, client = f"{DESK}/sessions/{session.id}", cast[EDITOR].client
    twice = {"start@day": "2026-10-25", "start@time": "02:30"}
    answer = client.post(address, data={**the_form(cast[EDITOR], address).sent(), **twice})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "twice on that day" in page
    assert client.post(address, data=Form(page, address).sent(fold="1")).status_code == 303
    assert draft(database, media).sessions[1].fold == 1
    skipped = {"start@day": "2026-03-29", "start@time": "02:30"}
    answer = client.post(address, data={**the_form(cast[EDITOR], address).sent(), **skipped})
    assert answer.status_code == 422 and "03:00" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "noun",
    [
        "sessions",
        "people",
        "organisations",
        "themes",
        "rooms",
        "key-questions",
        "materials",
        "references",
        "terms",
        "focal-points",
    ],
)
@pytest.mark.parametrize(
    "query",
    [
        "",
        "?q=%25",
        "?q=(a%2B)%2B$",
        "?page=-1",
        "?page=99999",
        "?page=10e9",
        "?sort=-1",
        "?sort=99",
        "?only=rubbish",
        "?sort=0&page=2",
    ],
)
def test_lists_answer_whatever_is_asked(cast: dict[str, Browser], noun: str, query: str) -> None:
    answer = cast[VIEWER].get(f"{DESK}/{noun}{query}")
    assert answer.status_code == 200
    assert answer.get_data(as_text=True).count("<h1") == 1


def test_lists_are_searched_without_regard_to_accents_and_sorted(cast: dict[str, Browser]) -> None:
    page = cast[VIEWER].get(f"{DESK}/people?q=JOAO").get_data(as_text=True)
    assert re.findall(r'<a href="/manage/eiip2025/people/\w{10}" dir="auto">([^<]+)<', page) == ["João Belo Soares"]
    names = re.findall(
        r'/rooms/\w{10}" dir="auto">([^<]+)<', cast[VIEWER].get(f"{DESK}/rooms?sort=-0").get_data(as_text=True)
    )
    assert names == sorted(names, reverse=True) and len(names) == 5


@pytest.mark.parametrize("noun", ["sessions", "people", "organisations"])
def test_a_list_runs_the_same_queries_for_few_and_for_many(
    cast: dict[str, Browser], database: Database, noun: str
) -> None:
    """Few more for the first who sees an edit; from memory none that reads the list."""

    def queries() -> int:
        seen = []
        listener = lambda *arguments: seen.append(arguments[2])  # noqa: E731
        event.listen(database.engine, "before_cursor_execute", listener)
        cast[ORGANISER].get(f"{DESK}/{noun}")
        event.remove(database.engine, "before_cursor_execute", listener)
        return len([statement for statement in seen if statement.lstrip().upper().startswith("SELECT")])

    cast[ORGANISER].get(DESK)  # signed in by now
    few, from_memory = queries(), queries()
    with database.reading() as connection:
        forum = connection.execute(select(Forum.id).where(Forum.slug == "eiip2025")).scalar_one()
    kind, name = {
        "sessions": ("session", "title"),
        "people": ("person", "name"),
        "organisations": ("organisation", "name"),
    }[noun]
    more = {"kind": "government"} if kind == "organisation" else {}
    for number in range(60):
        add_thing(database, forum, kind, Edit({f"{name}.en": f"Another {number}", **more}), actor="test")
    assert from_memory < few == queries() < 14
    assert from_memory == queries()


def test_a_new_thing_begins_with_what_it_would_be(cast: dict[str, Browser]) -> None:
    talk = dict(the_form(cast[EDITOR], f"{DESK}/talks/new").fields)
    session = dict(the_form(cast[EDITOR], f"{DESK}/sessions/new").fields)
    assert (talk["kind"], session["status"], session["mode"]) == ("presentation", "confirmed", "in-person")


def test_what_was_deleted_while_somebody_wrote_comes_back_with_what_was_written(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = draft(database, media)
    session = next(one for one in before.sessions if one.talks and one.roles and one.summary)
    address = f"{DESK}/sessions/{session.id}"
    form = the_form(cast[EDITOR], address)
    assert cast[OWNER].post(f"{address}/delete").status_code == 303
    answer = cast[EDITOR].client.post(address, data=form.sent(title__en="Written meanwhile", minutes="77"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "Owner deleted this on" in page
    again = Form(page, address)
    assert again.sent()["title.en"] == ["Written meanwhile"]
    answer = cast[EDITOR].client.post(address, data=again.sent(_then="bring-back"))
    assert answer.status_code == 303
    after = draft(database, media)
    back = next(one for one in after.sessions if one.id == session.id)
    assert (back.title["en"], back.minutes) == ("Written meanwhile", 77)
    back.title, back.minutes = session.title, session.minutes
    assert after == before


def test_a_part_whose_session_was_deleted_says_so_and_keeps_what_was_written(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = draft(database, media)
    session = next(one for one in before.sessions if one.talks)
    address = f"{DESK}/talks/{session.talks[0].id}"
    form = the_form(cast[EDITOR], address)
    cast[OWNER].post(f"{DESK}/sessions/{session.id}/delete")
    shown = cast[EDITOR].get(address)
    assert shown.status_code == 404 and "and this went with it" in shown.get_data(as_text=True)
    answer = cast[EDITOR].client.post(address, data=form.sent(title__en="Kept all the same"))
    assert answer.status_code == 409 and 'value="Kept all the same"' in answer.get_data(as_text=True)
    again = Form(answer.get_data(as_text=True), address)
    assert cast[EDITOR].client.post(address, data=again.sent(_then="bring-back")).status_code == 303
    talk = next(one for one in draft(database, media).sessions if one.id == session.id).talks[0]
    assert talk.title["en"] == "Kept all the same"


def test_what_never_was_is_not_found(cast: dict[str, Browser]) -> None:
    assert cast[EDITOR].get(f"{DESK}/sessions/9999999999").status_code == 404
    assert cast[EDITOR].post(f"{DESK}/sessions/9999999999", {"title.en": "x"}).status_code == 404


def test_what_can_not_be_read_and_what_the_rules_refuse_are_said_at_once(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = draft(database, media)
    address = f"{DESK}/sessions/{next(item for item in before.sessions if item.talks).id}"
    form = the_form(cast[EDITOR], address)
    typed = {"minutes": "an hour", "title.en": "", "online.url": "javascript:x", "label.en": "a\x07b"}
    answer = cast[EDITOR].client.post(address, data=form.sent(**typed, equipment=""))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for field in typed:
        assert page.count(f'href="#{field}"') == 1, field
    assert draft(database, media) == before


NEW = ("sessions", "talks", "roles", "people", "organisations", "themes", "rooms", "key-questions", "materials",
       "focal-points", "references", "terms")  # fmt: skip


@pytest.mark.parametrize("noun", NEW)
def test_a_new_thing_without_what_is_needed_is_refused_in_our_words_alone(
    cast: dict[str, Browser], database: Database, media: Media, noun: str
) -> None:
    within = noun in ("talks", "roles")
    page = f"{DESK}/{noun}/new" + (f"?of={draft(database, media).sessions[0].id}" if within else "")
    answer = cast[EDITOR].client.post(f"{DESK}/{noun}/new", data=the_form(cast[EDITOR], page).sent())
    assert answer.status_code == 422 and "This is needed" in answer.text
    assert "Object missing" not in answer.text and "Expected `" not in answer.text


def test_a_speaker_who_is_new_is_added_with_the_talk_once(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = draft(database, media)
    talk = next(talk for session in before.sessions for talk in session.talks if not talk.speakers)
    address = f"{DESK}/talks/{talk.id}"
    form = the_form(cast[EDITOR], address)
    typed = {"speakers[0]@item": "{}", "speakers[0].person": "Nobody Yet-Known", "speakers[0].state": "confirmed"}
    answer = cast[EDITOR].client.post(address, data=form.sent(**typed))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "“Nobody Yet-Known” is new: add it too" in page
    new = re.search(r'name="speakers\[0\]\.person@new" value="(\w{10})"', page)[1]
    again = Form(page, address).sent(**{"speakers[0].person@new": new})
    assert [cast[EDITOR].client.post(address, data=again).status_code for _ in range(2)] == [303, 409]  # pressed twice
    after = draft(database, media)
    added = [person for person in after.people if person.id == new]
    assert [person.name["en"] for person in added] == ["Nobody Yet-Known"]
    assert len(after.people) == len(before.people) + 1
    now = next(one for session in after.sessions for one in session.talks if one.id == talk.id)
    assert [speaker.person for speaker in now.speakers] == [new]


def test_an_organisation_that_is_new_is_added_with_a_post_and_what_else_is_wrong_keeps_it_ticked(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = draft(database, media)
    address = f"{DESK}/people/new"
    form = the_form(cast[EDITOR], address)
    key = "2345678abc"
    typed = {"posts[0]@item": "{}", "posts[0].title.en": "Head", "posts[0].organisation": "Guild of Weavers & Co",
             "posts[0].organisation@new": key}  # fmt: skip
    answer = cast[EDITOR].client.post(address, data=form.sent(**typed))  # the name is missing
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and draft(database, media) == before
    assert re.search(rf'name="posts\[0\]\.organisation@new" value="{key}" checked', page)
    again = Form(page, address).sent(name__en="Wanda Weaver")
    assert again["posts[0].organisation"] == ["Guild of Weavers & Co"]
    assert cast[EDITOR].client.post(address, data=again).status_code == 303
    after = draft(database, media)
    assert [one.name["en"] for one in after.organisations if one.id == key] == ["Guild of Weavers & Co"]
    assert next(one for one in after.people if one.name["en"] == "Wanda Weaver").posts[0].organisation == key


def test_an_id_that_is_taken_elsewhere_makes_nothing_new(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    import_forum(database, media, (SAMPLES / "gssd2022.json").read_bytes(), actor="test")
    other = draft_named(database, media, "gssd2022")
    form = the_form(cast[EDITOR], f"{DESK}/rooms/new")
    taken = form.sent(name__en="Mine", _key=other.rooms[0].id)
    assert cast[EDITOR].client.post(f"{DESK}/rooms/new", data=taken).status_code == 404
    assert draft_named(database, media, "gssd2022") == other


def test_who_only_reads_sees_no_link_that_lets_people_in(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    room = next(one for one in draft(database, media).rooms if one.online and one.online.url)
    assert room.online.url in cast[EDITOR].get(f"{DESK}/rooms/{room.id}").get_data(as_text=True)
    for member in (VIEWER, "reception"):
        assert room.online.url not in cast[member].get(f"{DESK}/rooms/{room.id}").get_data(as_text=True)


def test_a_choice_that_is_offered_no_more_stays_as_it_is(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    person = next(one for one in draft(database, media).people if one.private)
    address = f"{DESK}/people/{person.id}"
    form = the_form(cast[OWNER], address)
    database.write(
        lambda writing: writing.execute(
            update(PersonPrivate).where(PersonPrivate.parent == person.id).values(zone="Asia/Calcutta")
        )
    )
    form = the_form(cast[OWNER], address)
    assert form.sent()["private.zone"] == ["Asia/Calcutta"]
    assert cast[OWNER].client.post(address, data=form.sent(pronouns="she")).status_code == 303
    kept = next(one for one in draft(database, media).people if one.id == person.id)
    assert (kept.private.zone, kept.pronouns) == ("Asia/Calcutta", "she")


def test_a_language_that_no_list_offers_stays_with_who_speaks_it_until_it_is_taken_out(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    person = draft(database, media).people[0]
    address = f"{DESK}/people/{person.id}"
    spoken = ["qu", "en", "nah"]
    database.write(
        lambda writing: writing.execute(update(Person).where(Person.id == person.id).values(languages=spoken))
    )
    form = the_form(cast[OWNER], address)
    assert form.sent()["languages"] == spoken
    assert cast[OWNER].client.post(address, data=form.sent(pronouns="she")).status_code == 303
    kept = next(one for one in draft(database, media).people if one.id == person.id)
    assert (kept.languages, kept.pronouns) == (spoken, "she")
    form = the_form(cast[OWNER], address)
    assert cast[OWNER].client.post(address, data=form.sent(languages=["en"])).status_code == 303
    assert next(one for one in draft(database, media).people if one.id == person.id).languages == ["en"]
    assert cast[OWNER].client.post(address, data=form.sent(languages=["en", "xx"])).status_code == 422


def test_a_page_that_arrived_in_part_changes_nothing_and_keeps_what_was_typed(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = draft(database, media)
    session = next(one for one in before.sessions if one.themes and one.room)
    address = f"{DESK}/sessions/{session.id}"
    whole = the_form(cast[EDITOR], address).sent(title__en="Sent too early")
    part = {name: value for name, value in whole.items() if name in ("_csrf", "_base", "title.en")}
    for fields in (part, {name: value for name, value in whole.items() if name != "_base"}):
        answer = cast[EDITOR].client.post(address, data=fields)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422 and "The page had not arrived whole" in page
        again = Form(page, address).sent()
        assert (again["title.en"], again["room"]) == (["Sent too early"], [session.room])
        assert again["minutes"] == [str(session.minutes)] and set(again["themes"]) == set(session.themes)
    assert draft(database, media) == before
    assert cast[EDITOR].client.post(address, data=again).status_code == 303
    now = next(one for one in draft(database, media).sessions if one.id == session.id)
    assert now.title["en"] == "Sent too early" and now.room == session.room and now.themes == session.themes


@pytest.mark.parametrize("noun", ["talks", "key-questions", "materials", "roles"])
def test_the_next_part_is_of_the_same_session_in_both_languages(
    cast: dict[str, Browser], database: Database, media: Media, noun: str
) -> None:
    session = draft(database, media).sessions[1]
    address = f"{DESK}/{noun}/new"
    page = cast[EDITOR].get(f"{address}?of={session.id}").get_data(as_text=True)
    beside = html.unescape(re.search(r'href="([^"]+new\?[^"]*in=ar)"', page)[1])
    both = Form(cast[EDITOR].get(beside).get_data(as_text=True), address)
    assert both.sent()["of"] == [session.id] and both.sent()["in"] == ["ar"]
    field = {"talks": "title", "key-questions": "text", "materials": "title", "roles": "person"}[noun]
    person = draft(database, media).people[0].name["en"]
    typed = {"person": person} if noun == "roles" else {f"{field}.en": "One of several", f"{field}.ar": "واحد"}
    answer = cast[EDITOR].client.post(address, data=both.sent(_then="another", **typed))
    assert answer.status_code == 303
    following = answer.headers["Location"]
    assert f"of={session.id}" in following and "in=ar" in following
    again = Form(cast[EDITOR].get(following).get_data(as_text=True), address)
    assert cast[EDITOR].client.post(address, data=again.sent(**typed)).status_code == 303
    before, now = session, draft(database, media).sessions[1]
    name = noun.replace("-", "_")
    assert len(getattr(now, name)) == len(getattr(before, name)) + 2


def test_a_talk_without_a_session_is_refused_in_words(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = draft(database, media)
    form = the_form(cast[EDITOR], f"{DESK}/talks/new")
    answer = cast[EDITOR].client.post(f"{DESK}/talks/new", data=form.sent(title__en="Homeless"))
    assert answer.status_code == 422 and "This is a part of a session" in answer.get_data(as_text=True)
    assert draft(database, media) == before


def test_undo_pressed_twice_is_said_on_a_page_of_the_desk(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = draft(database, media)
    answer = cast[EDITOR].post(f"{DESK}/rooms/{before.rooms[0].id}/delete")
    page = cast[EDITOR].get(answer.headers["Location"]).get_data(as_text=True)
    address = "/manage/eiip2025/undo/" + page.split('action="/manage/eiip2025/undo/')[1].split('"')[0]
    assert [cast[EDITOR].post(address).status_code for _ in range(2)] == [303, 303]
    assert "This is here again" in cast[EDITOR].get(f"{DESK}/").get_data(as_text=True)
    assert draft(database, media) == before


@pytest.mark.parametrize("kept", ["{", "[]", "null", '{"title":', "x" * 200_000])
def test_a_part_that_arrived_broken_drops_no_translation(
    cast: dict[str, Browser], database: Database, media: Media, kept: str
) -> None:
    before = draft(database, media)
    person = next(one for one in before.people if one.posts and one.posts[0].title.get("ar"))
    address = f"{DESK}/people/{person.id}"
    form = the_form(cast[OWNER], address)
    answer = cast[OWNER].client.post(address, data=form.sent(**{"posts[0]@item": kept, "pronouns": "she"}))
    assert answer.status_code == 422 and "Part of this list had not arrived" in answer.get_data(as_text=True)
    assert draft(database, media) == before


def test_the_page_of_a_part_is_headed_by_whose_it_is(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    whole = draft(database, media)
    role = next(session.roles[0] for session in whole.sessions if session.roles)
    name = next(person.name["en"] for person in whole.people if person.id == role.person)
    page = cast[OWNER].get(f"{DESK}/roles/{role.id}").get_data(as_text=True)
    assert re.search(rf"<h1[^>]*>{re.escape(html.escape(name))}</h1>", page)
