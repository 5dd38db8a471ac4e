"""Pictures at the door where people upload them: pages, refusals beside the field, who may see a file."""

import gc
import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import insert, select, update
from werkzeug.test import TestResponse

from forum_app.database import Database
from forum_app.domain.identity import new_id
from forum_app.models.forum import Forum
from forum_app.models.people import Organisation, Person
from forum_app.models.publishing import AuditEntry
from forum_app.models.registrations import Delegation
from forum_app.pictures.jobs import Use
from forum_app.pictures.making import PictureMaker
from forum_app.services.media import Media
from forum_app.services.uploads import Desk, keep_picture
from tests.cast import (
    CAST,
    EDITOR,
    NEIGHBOUR,
    ORGANISER,
    OWNER,
    RECEPTION,
    STRANGER,
    VIEWER,
    WHOLE,
    Browser,
    browser_of,
    join,
)
from tests.houses import Start
from tests.pictures import files

JPEG = files.saved(files.scene(), "JPEG")
FORM = "multipart/form-data"
HALF = JPEG[: len(JPEG) // 2]


@dataclass
class House:
    """A forum with its cast, and somebody in it without a photo of their own."""

    app: Flask
    database: Database
    media: Media
    ids: dict[str, str]
    person: str
    organisation: str

    def browser(self, member: str) -> Browser:
        return browser_of(self.app, self.database, self.ids.get(member, ""))

    @property
    def photo(self) -> str:
        return f"/manage/gssd2022/people/{self.person}/photo"


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",))


@pytest.fixture
def house(app: Flask, database: Database, media: Media) -> House:
    ids = join(database, "gssd2022")
    with database.reading() as connection:
        person = connection.execute(select(Person.id).order_by(Person.position)).scalars().first()
        organisation = connection.execute(select(Organisation.id)).scalars().first()
    return House(app, database, media, ids, str(person), str(organisation))


def send(
    browser: Browser, address: str, data: bytes, name: str = "me.jpg", script: bool = False, **fields: str
) -> TestResponse:
    """Uploads a file, as a browser's form or as a script of the page."""
    headers = {"Accept": "application/json"} if script else {}
    body = {"file": (io.BytesIO(data), name), **fields}
    answer = browser.post(address, body, content_type="multipart/form-data", headers=headers)
    answer.request.environ["wsgi.input"].close()  # the test client leaves large bodies open
    return answer


def file_at(browser: Browser, address: str) -> TestResponse:
    """An answer read whole, so that its file is closed."""
    return browser.get(address, buffered=True)


def base_of(page: TestResponse) -> str:
    found = re.search(r'name="_base" value="([^"]*)"', page.get_data(as_text=True))
    return found[1].replace("&#34;", '"') if found else ""


def photo_of(house: House) -> dict:
    with house.database.reading() as connection:
        return connection.execute(select(Person.photo).where(Person.id == house.person)).scalar_one()


def error_of(page: TestResponse) -> str:
    found = re.search(r'id="file-error".*?<span>(.*?)</span>', page.get_data(as_text=True), re.DOTALL)
    return found[1] if found else ""


def test_a_photo_is_uploaded_seen_cut_described_and_removed(house: House) -> None:
    editor = house.browser(EDITOR)
    before = photo_of(house)
    answer = send(editor, house.photo, files.turned(6))
    assert (answer.status_code, answer.location.partition("?")[0]) == (303, house.photo)
    page = editor.get(house.photo)
    assert "The photo is kept." in page.get_data(as_text=True)
    shown = photo_of(house)
    assert shown["file"] != before["file"] and shown["alt"] == before["alt"]
    picture = file_at(editor, f"/manage/gssd2022/media/{shown['file']}")
    with Image.open(io.BytesIO(picture.data)) as image:
        assert (image.size, files.corners(image)) == ((640, 480), ["red", "green", "blue", "white"])

    fields = {"_base": base_of(page), "cut": "square", "focus": "2-2", "size": "50", "photo.alt.en": " In a  field "}
    assert editor.post(f"{house.photo}/shown", fields).status_code == 303
    cut = photo_of(house)
    assert cut["original"] == shown["file"] and cut["crop"] == {"x": 0.625, "y": 0.5, "size": 0.5}
    assert cut["alt"]["en"] == "In a field"
    with Image.open(house.media.path(cut["file"])) as image:
        assert (image.size, files.corners(image)) == ((240, 240), ["white"] * 4)
    page = editor.get(house.photo).get_data(as_text=True)
    assert 'value="2-2" checked' in page and '<option value="50" selected' in page

    exact = {"cut": "square", "crop.x": "0.1", "crop.y": "0.05", "crop.size": "0.45", "focus": "1-1", "size": "100"}
    editor.post(f"{house.photo}/shown", exact)
    assert photo_of(house)["crop"] == {"x": 0.1, "y": 0.05, "size": 0.45}
    editor.post(f"{house.photo}/shown", {"cut": "whole"})
    assert photo_of(house)["file"] == shown["file"] and "crop" not in photo_of(house)

    assert editor.post(f"{house.photo}/remove", {}).status_code == 303
    assert photo_of(house) is None
    assert "initials stand in its place" in editor.get(house.photo).get_data(as_text=True)


def test_words_that_told_of_the_photo_before_are_to_be_looked_at_again(house: House) -> None:
    editor = house.browser(EDITOR)
    editor.post(f"{house.photo}/shown", {"cut": "whole", "photo.alt.en": "In a field"})
    assert "written for the picture before" not in editor.get(house.photo).text
    answer = send(editor, house.photo, files.turned(6))
    page = editor.get(answer.location).text
    assert "written for the picture before" in page and 'value="In a field"' in page
    assert 'aria-describedby="alt-again"' in page
    editor.post(f"{house.photo}/remove", {})
    answer = send(editor, house.photo, files.turned(1))
    assert answer.location == house.photo, "nothing was said of it yet"


def test_a_photo_is_chosen_in_the_form_of_a_person_and_leads_back_to_it(house: House) -> None:
    editor, person = house.browser(EDITOR), house.photo.removesuffix("/photo")
    card = editor.get(person).text.split('id="photo"')[1].split("</section>")[0]
    assert 'type="file"' not in card and f'href="{house.photo}"' in card and "Cut and describe" in card
    editor.post(f"{house.photo}/remove", {})
    card = editor.get(person).text.split('id="photo"')[1].split("</section>")[0]
    assert f'action="{house.photo}"' in card and 'data-stay="photo"' in card and 'id="photo-file"' in card
    fields = dict(re.findall(r'<input type="hidden" name="(_base|to)" value="([^"]*)"', card))
    fields["_base"] = fields["_base"].replace("&#34;", '"')
    assert "photo-file" not in house.browser(VIEWER).get(person).text
    answer = send(editor, house.photo, JPEG, **fields)
    assert (answer.status_code, answer.location) == (303, f"{person}#photo")
    page = editor.get(person).text
    assert "The photo is kept." in page and photo_of(house)["file"] in page
    editor.post(f"{house.photo}/remove", {})
    told = send(editor, house.photo, JPEG, script=True, to="thing")
    assert told.get_json() == {"go": f"{person}#photo"}
    refused = send(editor, house.photo, b"no picture", to="thing", _base=fields["_base"])
    assert refused.status_code == 422 and error_of(refused) and house.photo in refused.text


@pytest.mark.parametrize(
    "crop",
    [
        {"crop.x": "nan", "crop.y": "0", "crop.size": "1"},
        {"crop.x": "-1", "crop.y": "0", "crop.size": "1"},
        {"crop.x": "0", "crop.y": "0", "crop.size": "0"},
        {"crop.x": "1e400", "crop.y": "0", "crop.size": "1"},
        {"focus": "9-9", "size": "-5"},
        {"focus": "", "size": "²"},
        {"focus": "x", "size": "100000000000000000000"},
        {},
    ],
)
def test_a_square_that_is_none_becomes_the_middle(house: House, crop: dict[str, str]) -> None:
    editor = house.browser(EDITOR)
    send(editor, house.photo, JPEG)
    assert editor.post(f"{house.photo}/shown", {"cut": "square", **crop}).status_code == 303
    assert photo_of(house)["crop"] == {"x": 0.125, "y": 0.0, "size": 1.0}


def test_a_refused_file_is_told_beside_the_field_and_the_old_one_stays(house: House) -> None:
    editor, before = house.browser(EDITOR), photo_of(house)
    for data, status, sentence in (
        (HALF, 422, "The file was cut off"),
        (b"<svg/>", 422, "SVG drawings can hold programs"),
        (b"", 422, "The file is empty"),
        (JPEG + b"\0" * 20 * 1024 * 1024, 422, "The file has 21 MB; at most 20 MB"),
        (JPEG + b"\0" * 50 * 1024 * 1024, 413, "MB; at most 20 MB"),
    ):
        page = send(editor, house.photo, data)
        assert page.status_code == status and sentence in error_of(page), error_of(page)
        assert 'aria-invalid="true"' in page.get_data(as_text=True)
    nothing = editor.post(house.photo, {}, content_type="multipart/form-data")
    assert (nothing.status_code, error_of(nothing)[:20]) == (422, "No file was chosen. ")
    assert photo_of(house) == before


def test_a_script_is_told_in_its_own_way(house: House) -> None:
    editor = house.browser(EDITOR)
    refused = send(editor, house.photo, HALF, script=True)
    assert refused.status_code == 422 and refused.json["error"].startswith("The file was cut off")
    large = send(editor, house.photo, b"\0" * 30_000_000, script=True)
    assert large.status_code == 413 and "at most 20 MB" in large.json["error"]
    moves = send(editor, house.photo, files.animated("GIF"), "x.gif", script=True)
    assert (moves.status_code, moves.json) == (200, {"go": f"{house.photo}?look=alt"})
    assert "The photo is kept. The picture moves; its first frame was kept." in editor.get(house.photo).text


@pytest.mark.parametrize(
    "name", ["../../x.png", "a\0.png", "CON", "n" * 300 + ".jpg", "\u202egpj.exe", "x.svg.png", "x.php"]
)
def test_what_a_file_is_called_means_nothing(house: House, name: str, tmp_path: Path) -> None:
    editor = house.browser(EDITOR)
    assert send(editor, house.photo, JPEG, name).status_code == 303
    kept = sorted(path.name for path in tmp_path.rglob("*") if path.is_file() and "uploads" in path.parts)
    assert all(re.fullmatch(r"[0-9a-f]{64}\.(png|jpg)", each) for each in kept) and photo_of(house)["file"] in kept


def test_of_two_who_upload_the_second_is_told_and_may_do_it_again(house: House) -> None:
    one, two = house.browser(EDITOR), house.browser(ORGANISER)
    first, second = base_of(one.get(house.photo)), base_of(two.get(house.photo))
    assert send(one, house.photo, JPEG, _base=first).status_code == 303
    kept = photo_of(house)
    page = send(two, house.photo, files.turned(3), _base=second)
    assert page.status_code == 409 and "Editor changed this meanwhile" in page.text and photo_of(house) == kept
    assert two.post(f"{house.photo}/remove", {"_base": second}).status_code == 409
    again = send(one, house.photo, files.turned(3), _base=first)
    assert again.status_code == 409 and "You changed this meanwhile, in another window" in again.text
    assert (
        send(two, house.photo, files.saved(Image.new("RGB", (300, 300)), "PNG"), _base=base_of(page)).status_code == 303
    )
    assert photo_of(house) != kept


def test_logos_plans_and_images_of_texts(house: House) -> None:
    owner = house.browser(OWNER)
    logo = f"/manage/gssd2022/organisations/{house.organisation}/logo"
    assert send(owner, logo, files.saved(files.scene(200, 60, "RGBA"), "PNG")).status_code == 303
    assert send(owner, "/manage/gssd2022/settings/logo", files.saved(files.scene(200, 60), "WEBP")).status_code == 303
    plan = "/manage/gssd2022/settings/floor-plan"
    assert send(owner, plan, JPEG).status_code == 303
    assert owner.post(f"{plan}/shown", {"floor_plan.alt.en": "Two halls", "cut": "square"}).status_code == 303
    with house.database.reading() as connection:
        forum = connection.execute(select(Forum.logo, Forum.floor_plan)).one()
        assert connection.execute(select(Organisation.logo).where(Organisation.id == house.organisation)).scalar()
    assert forum.logo.endswith(".png") and forum.floor_plan["alt"] == {"en": "Two halls"}
    assert "crop" not in forum.floor_plan
    text = send(owner, "/manage/gssd2022/pictures", JPEG)
    assert text.status_code == 201
    assert (text.json["width"], text.json["height"], text.json["said"]) == (640, 480, [])
    assert text.json["src"].removeprefix("media:") == text.json["address"].rpartition("/")[2]
    assert file_at(owner, text.json["address"]).status_code == 200
    for bad, status in ((HALF, 422), (b"\0" * 30_000_000, 413)):
        refused = send(owner, "/manage/gssd2022/pictures", bad)
        assert refused.status_code == status and refused.json["error"].endswith(".")
    for address in (logo, "/manage/gssd2022/settings/logo", plan):
        assert owner.get(address).status_code == 200
        assert owner.post(f"{address}/remove", {}).status_code == 303


ADDRESSES = (
    "people/{person}/photo",
    "organisations/{organisation}/logo",
    "settings/logo",
    "settings/floor-plan",
    "pictures",
)


@pytest.mark.parametrize("path", ADDRESSES)
def test_who_may_upload(house: House, path: str) -> None:
    address = "/manage/gssd2022/" + path.format(person=house.person, organisation=house.organisation)
    may = {OWNER, ORGANISER} if "settings" in path else {OWNER, ORGANISER, EDITOR}
    found = {member: send(house.browser(member), address, JPEG).status_code for member in CAST}
    done = 201 if path == "pictures" else 303
    wanted = {member: done if member in may else 403 for member in CAST}
    assert found == wanted | {NEIGHBOUR: 404, "administrator": 404, STRANGER: 403}


def test_without_a_script_a_page_gives_the_line_for_the_text(house: House) -> None:
    editor, address = house.browser(EDITOR), "/manage/gssd2022/pictures"
    page = {"Accept": "text/html"}
    answer = editor.post(address, {"file": (io.BytesIO(JPEG), "x.jpg")}, content_type=FORM, headers=page)
    assert answer.status_code == 303
    shown = editor.get(answer.location).text
    name = answer.location.partition("name=")[2]
    assert f"![what it shows](media:{name})" in shown and f"/manage/gssd2022/media/{name}" in shown
    assert name not in editor.get(f"{address}?name={'0' * 64}.jpg").text
    refused = editor.post(address, {"file": (io.BytesIO(HALF), "x.jpg")}, content_type=FORM, headers=page)
    assert refused.status_code == 422 and error_of(refused).startswith("The file was cut off")
    fields = {"biography.en": f"In a field:\n\n![Four quarters](media:{name})", "biography.en@form": "markdown"}
    editor.post(f"/manage/gssd2022/people/{house.person}", {**WHOLE, **fields, "name.en": "Ann"})
    with house.database.reading() as connection:
        text = connection.execute(select(Person.biography).where(Person.id == house.person)).scalar_one()["en"]
    assert f'<img src="media:{name}" alt="Four quarters">' in text


def test_nothing_large_of_strangers_is_read(house: House) -> None:
    answer = send(house.browser(STRANGER), house.photo, b"\0" * 3_000_000)
    assert answer.status_code == 403 and "Your sign-in has ended" in answer.text
    elsewhere = send(house.browser(EDITOR), f"/manage/gssd2022/people/{house.person}", b"\0" * 3_000_000)
    assert elsewhere.status_code == 413


def test_a_draft_s_files_are_for_those_who_see_its_desk(house: House) -> None:
    desk = Desk(house.database, house.media, PictureMaker(), _forum(house), "test")
    kept = keep_picture(desk, JPEG, Use.TEXT)
    address = f"/manage/gssd2022/media/{kept.name}"
    found = {member: file_at(house.browser(member), address).status_code for member in CAST}
    assert found == dict.fromkeys(CAST, 200) | {NEIGHBOUR: 404, "administrator": 404, STRANGER: 303}
    answer = file_at(house.browser(VIEWER), address)
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.mimetype == "image/jpeg"
    public = house.app.test_client()
    assert public.get(f"/media/{kept.name}").status_code == 404
    for odd in ("x", f"{'0' * 64}.jpg", f"{kept.name}x", kept.name.upper()):
        assert house.browser(OWNER).get(f"/manage/gssd2022/media/{odd}").status_code == 404
    house.media.path(kept.name).unlink()
    assert house.browser(OWNER).get(address).status_code == 404


def _forum(house: House) -> str:
    with house.database.reading() as connection:
        return str(connection.execute(select(Forum.id)).scalar_one())


def test_letters_are_for_those_who_see_registrations(house: House) -> None:
    desk = Desk(house.database, house.media, PictureMaker(), _forum(house), "test")
    kept = keep_picture(desk, files.pdf(), Use.MATERIAL)
    row = {"id": new_id(), "forum_id": desk.forum_id, "position": 0, "name": {}, "country": "KE", "letter": kept.name}
    with house.database.writing() as connection:
        connection.execute(insert(Delegation).values(row))
    address = f"/manage/gssd2022/media/{kept.name}"
    may = (OWNER, ORGANISER, EDITOR, RECEPTION, VIEWER)
    found = {member: file_at(house.browser(member), address).status_code for member in may}
    assert found == {OWNER: 200, ORGANISER: 200, EDITOR: 404, RECEPTION: 200, VIEWER: 404}


def test_who_did_what_is_in_the_log(house: House) -> None:
    editor = house.browser(EDITOR)
    send(editor, house.photo, JPEG)
    send(editor, "/manage/gssd2022/pictures", files.turned(3))
    with house.database.reading() as connection:
        rows = connection.execute(
            select(AuditEntry.actor, AuditEntry.action).order_by(AuditEntry.id.desc()).limit(2)
        ).all()
    assert [tuple(row) for row in rows] == [(house.ids[EDITOR], "file.added"), (house.ids[EDITOR], "person.changed")]


def test_an_imported_photo_whose_file_is_gone_shows_a_page(house: House) -> None:
    editor, name = house.browser(EDITOR), photo_of(house)["file"]
    house.media.path(name).unlink()
    assert editor.get(house.photo).status_code == 200
    with house.database.writing() as connection:
        connection.execute(update(Person).where(Person.id == house.person).values(photo={"file": name}))
    answer = editor.post(f"{house.photo}/shown", {"cut": "square", "focus": "0-0", "size": "50"})
    assert answer.status_code == 303 and photo_of(house)["file"] == name


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_is_said_and_the_old_photo_stays(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise = Image.merge("RGB", [Image.effect_noise((1500, 1500), 90) for _ in range(3)])
    large, editor, before = files.saved(noise, "JPEG", quality=90), house.browser(EDITOR), photo_of(house)
    shutil.rmtree(house.media.folder)
    with small_disk(house.media.folder, "256k"):
        page = send(editor, house.photo, large)
        assert page.status_code == 507 and "no room left on the server" in error_of(page)
        assert photo_of(house) == before
        assert send(editor, house.photo, JPEG).status_code == 303
    with small_disk(tmp_path / "temporary", "64k") as folder, monkeypatch.context() as here:
        here.setattr(tempfile, "tempdir", str(folder))  # where bodies are kept while they come
        here.setattr(sys, "unraisablehook", lambda _: None)  # Werkzeug leaves the half of it to the collector
        answer = editor.client.post(house.photo, data=whole_body(editor, large), content_type=f"{FORM}; boundary=xyz")
        found = (answer.status_code, "There is no room" in answer.text)
        del answer
        gc.collect()
        assert found == (507, True)
    assert send(editor, house.photo, large).status_code == 303


def whole_body(browser: Browser, data: bytes) -> bytes:
    """A form with a file, as a browser sends it."""
    parts = (b'name="_csrf"\r\n\r\n' + browser.csrf.encode(), b'name="file"; filename="x.jpg"\r\n\r\n' + data)
    return b"".join(b"--xyz\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts) + b"--xyz--\r\n"
