"""Uploaded files in a draft: kept, shown, cut, taken out, and gone from disk when nothing refers to them any more."""

import hashlib
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select, update

from forum_app.database import Database
from forum_app.domain.draft_parts import StoredFile
from forum_app.domain.errors import NoSpace, NotFound, PictureRefused
from forum_app.domain.freezing import freeze
from forum_app.domain.trees import digests
from forum_app.models.forum import StoredFile as Row
from forum_app.models.forum import UnusedFile
from forum_app.models.publishing import AuditEntry
from forum_app.pictures.jobs import Box, Use
from forum_app.pictures.making import PictureMaker
from forum_app.services.file_clearing import clear_files, forget_files
from forum_app.services.forum_files import draft_named, export_draft, import_forum
from forum_app.services.media import Media
from forum_app.services.publishing import publish_release
from forum_app.services.removing import bring_back_thing, remove_thing
from forum_app.services.things import EditClash, thing_named
from forum_app.services.uploads import (
    FLOOR_PLAN,
    FORUM_LOGO,
    MATERIAL,
    ORGANISATION_LOGO,
    PHOTO,
    Desk,
    cut_picture,
    keep_picture,
    put_picture,
    remove_picture,
)
from tests.pictures import files

FORUM = {
    "version": 1,
    "forum": {
        "id": "frumaa2222",
        "slug": "pictures",
        "title": {"en": "Pictures"},
        "first_day": "2027-03-01",
        "last_day": "2027-03-01",
        "zone": "UTC",
        "languages": ["en", "fr"],
        "roles": [{"person": "persna2222", "role": "focal-point"}],
        "materials": [{"id": "matrea2222", "title": {"en": "A brief"}}],
    },
    "organisations": [{"id": "rganza2222", "name": {"en": "An office"}, "kind": "government"}],
    "people": [{"id": "persna2222", "name": {"en": "Ann"}}, {"id": "persna3333", "name": {"en": "Bo"}}],
}
RED = files.saved(Image.new("RGB", (400, 400), files.RED), "JPEG")
SCENE = files.saved(files.scene(), "JPEG")


@pytest.fixture
def desk(database: Database, media: Media) -> Desk:
    import_forum(database, media, json.dumps(FORUM).encode(), actor="test")
    return Desk(database, media, PictureMaker(), "frumaa2222", "accnt22222")


def photo(desk: Desk, key: str = "persna2222") -> dict:
    return thing_named(desk.database, desk.forum_id, "person", key).tree["photo"]


def seen(desk: Desk, kind: str = "person", key: str = "persna2222") -> dict[str, str]:
    tree = thing_named(desk.database, desk.forum_id, kind, key).tree
    return digests(tree, ["photo", "photo.file", "photo.original", "photo.crop", "logo", "file", "floor_plan"])


def listed(desk: Desk) -> set[str]:
    with desk.database.reading() as connection:
        return set(connection.execute(select(Row.name)).scalars())


def on_disk(desk: Desk) -> set[str]:
    return {path.name for path in desk.media.folder.glob("*/*")}


def test_a_photo_is_kept_by_its_content_and_shown(desk: Desk) -> None:
    kept, saved = put_picture(desk, PHOTO, "persna2222", SCENE, seen(desk))
    data = desk.media.path(kept.name).read_bytes()
    assert kept.name == f"{hashlib.sha256(data).hexdigest()}.jpg" and saved.changed == ("photo.file",)
    assert photo(desk) == {"file": kept.name, "alt": {}, "original": None, "crop": None}
    assert listed(desk) == on_disk(desk) == {kept.name}
    with desk.database.reading() as connection:
        entry = connection.execute(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.actor, entry.action, entry.thing) == ("accnt22222", "person.changed", "persna2222")
    assert entry.after["photo.file"] == kept.name


def test_the_same_photo_twice_is_one_file_and_changes_nothing(desk: Desk) -> None:
    put_picture(desk, PHOTO, "persna2222", SCENE, seen(desk))
    _kept, saved = put_picture(desk, PHOTO, "persna2222", SCENE, seen(desk))
    assert (saved.changed, len(listed(desk))) == ((), 1)


def test_a_refused_photo_leaves_the_old_one(desk: Desk) -> None:
    kept, _saved = put_picture(desk, PHOTO, "persna2222", SCENE, seen(desk))
    with pytest.raises(PictureRefused):
        put_picture(desk, PHOTO, "persna2222", SCENE[:2000], seen(desk))
    with pytest.raises(NotFound):
        put_picture(desk, PHOTO, "nbdy222222", RED, {})
    assert photo(desk)["file"] == kept.name and on_disk(desk) == {kept.name}


def test_a_square_is_shown_and_the_whole_picture_stays(desk: Desk) -> None:
    whole, _ = put_picture(desk, PHOTO, "persna2222", SCENE, seen(desk))
    cut_picture(desk, PHOTO, "persna2222", Box(0, 0, 0.5), {"photo.alt.en": "Ann in red"}, seen(desk))
    found = photo(desk)
    assert found["original"] == whole.name and found["crop"] == {"x": 0, "y": 0, "size": 0.5}
    assert found["alt"] == {"en": "Ann in red"}
    with Image.open(desk.media.path(found["file"])) as image:
        assert image.size == (240, 240) and files.corners(image) == ["red"] * 4
    # another square is cut from the whole picture, not from the square
    cut_picture(desk, PHOTO, "persna2222", Box(0.625, 0.5, 0.5), {}, seen(desk))
    with Image.open(desk.media.path(photo(desk)["file"])) as image:
        assert files.corners(image) == ["white"] * 4
    cut_picture(desk, PHOTO, "persna2222", None, {}, seen(desk))
    assert photo(desk) == {"file": whole.name, "alt": {"en": "Ann in red"}, "original": None, "crop": None}


def test_another_photo_forgets_the_old_square(desk: Desk) -> None:
    put_picture(desk, PHOTO, "persna2222", SCENE, seen(desk))
    cut_picture(desk, PHOTO, "persna2222", Box(0, 0, 0.5), {}, seen(desk))
    kept, _ = put_picture(desk, PHOTO, "persna2222", RED, seen(desk))
    assert photo(desk) == {"file": kept.name, "alt": {}, "original": None, "crop": None}


def test_of_two_people_the_second_is_told(desk: Desk) -> None:
    first, second = seen(desk), seen(desk)
    kept, _ = put_picture(desk, PHOTO, "persna2222", SCENE, first)
    with pytest.raises(EditClash):
        put_picture(desk, PHOTO, "persna2222", RED, second)
    with pytest.raises(EditClash):
        cut_picture(desk, PHOTO, "persna2222", Box(0, 0, 0.5), {}, second)
    assert photo(desk)["file"] == kept.name
    put_picture(desk, PHOTO, "persna2222", RED, seen(desk))


def test_a_photo_is_taken_out(desk: Desk) -> None:
    put_picture(desk, PHOTO, "persna2222", SCENE, seen(desk))
    remove_picture(desk, PHOTO, "persna2222", seen(desk))
    assert photo(desk) is None
    with pytest.raises(PictureRefused, match="it was removed"):
        cut_picture(desk, PHOTO, "persna2222", None, {}, {})


def test_logos_plans_and_materials_have_their_places(desk: Desk) -> None:
    logo, _ = put_picture(desk, ORGANISATION_LOGO, "rganza2222", files.saved(files.scene(), "PNG"), {})
    mark, _ = put_picture(desk, FORUM_LOGO, "frumaa2222", files.saved(files.scene(300, 100), "WEBP"), {})
    plan, _ = put_picture(desk, FLOOR_PLAN, "frumaa2222", SCENE, {})
    paper, _ = put_picture(desk, MATERIAL, "matrea2222", files.pdf(), {})
    text = keep_picture(desk, RED, Use.TEXT)
    draft = draft_named(desk.database, desk.media, "pictures")
    assert draft.organisations[0].logo == logo.name and draft.forum.logo == mark.name
    assert draft.forum.floor_plan and draft.forum.floor_plan.file == plan.name
    assert draft.forum.materials[0].file == paper.name and paper.name.endswith(".pdf")
    assert {file.name for file in draft.files} == {logo.name, mark.name, plan.name, paper.name, text.name}
    for slot, key in (
        (ORGANISATION_LOGO, "rganza2222"),
        (FORUM_LOGO, "frumaa2222"),
        (FLOOR_PLAN, "frumaa2222"),
        (MATERIAL, "matrea2222"),
    ):
        remove_picture(desk, slot, key, {})
    draft = draft_named(desk.database, desk.media, "pictures")
    assert (draft.organisations[0].logo, draft.forum.logo, draft.forum.floor_plan, draft.forum.materials[0].file) == (
        None,
    ) * 4


def test_what_was_cut_away_is_not_published_and_travels_in_the_file(
    desk: Desk, databases, database_kind, tmp_path
) -> None:
    whole, _ = put_picture(desk, PHOTO, "persna2222", SCENE, seen(desk))
    cut_picture(desk, PHOTO, "persna2222", Box(0.1, 0, 0.5), {}, seen(desk))
    content = freeze(draft_named(desk.database, desk.media, "pictures"))
    assert content.people[0].photo and content.people[0].photo.file == photo(desk)["file"]
    assert content.people[0].photo.original is None and content.people[0].photo.crop is None
    exported = export_draft(desk.database, desk.media, "pictures", actor="test")
    assert whole.name.encode() in exported
    import_forum(desk.database, desk.media, exported, replace=True, actor="test")
    assert export_draft(desk.database, desk.media, "pictures", actor="test") == exported


def waited(desk: Desk, days: int) -> None:
    """As if so many days had gone by: for the marks and for the files."""
    with desk.database.writing() as connection:
        connection.execute(update(UnusedFile).values(since=datetime.now(UTC) - timedelta(days=days)))
    for path in desk.media.folder.glob("*/*"):
        os.utime(path, (time.time() - days * 86_400,) * 2)


def test_what_nothing_refers_to_goes_after_a_month(desk: Desk) -> None:
    old, _ = put_picture(desk, PHOTO, "persna2222", SCENE, seen(desk))
    new, _ = put_picture(desk, PHOTO, "persna2222", RED, seen(desk))
    waited(desk, 100)
    assert (clear_files(desk.database, desk.media), on_disk(desk)) == (0, {old.name, new.name})
    waited(desk, 29)
    assert (clear_files(desk.database, desk.media), listed(desk)) == (0, {old.name, new.name})
    waited(desk, 31)
    assert (clear_files(desk.database, desk.media), on_disk(desk), listed(desk)) == (1, {new.name}, {new.name})


def test_what_is_brought_back_in_time_stays(desk: Desk) -> None:
    kept, _ = put_picture(desk, PHOTO, "persna2222", SCENE, seen(desk))
    entry = remove_thing(desk.database, desk.forum_id, "person", "persna2222", actor="test")
    clear_files(desk.database, desk.media)
    waited(desk, 20)
    bring_back_thing(desk.database, desk.forum_id, entry, actor="test")
    clear_files(desk.database, desk.media)
    waited(desk, 100)
    assert (clear_files(desk.database, desk.media), on_disk(desk)) == (0, {kept.name})


def test_what_a_text_shows_or_another_forum_lists_stays(desk: Desk) -> None:
    text = keep_picture(desk, RED, Use.TEXT)
    other = json.loads(json.dumps(FORUM).replace('"pictures"', '"others"'))
    data = desk.media.path(text.name).read_bytes()
    copied = import_forum(desk.database, desk.media, json.dumps(other).encode(), actor="test")
    elsewhere = Desk(desk.database, desk.media, desk.maker, copied.forum_id, "accnt22222")
    keep_picture(elsewhere, RED, Use.TEXT)
    from forum_app.services.things import Edit, save_thing

    body = f'<p><img src="media:{text.name}" alt="Red"></p>'
    save_thing(desk.database, desk.forum_id, "person", "persna2222", Edit({"biography.en": body}), actor="test")
    clear_files(desk.database, desk.media)
    waited(desk, 40)
    assert clear_files(desk.database, desk.media) == 0
    assert desk.media.path(text.name).read_bytes() == data
    with desk.database.reading() as connection:
        assert connection.execute(select(Row.forum_id)).scalars().all() == ["frumaa2222"]


def test_what_an_old_release_shows_stays_on_disk(desk: Desk) -> None:
    shown, _ = put_picture(desk, PHOTO, "persna2222", SCENE, seen(desk))
    publish_release(
        desk.database, "pictures", host="localhost", base_url="http://localhost", actor="test", now=datetime.now(UTC)
    )
    put_picture(desk, PHOTO, "persna2222", RED, seen(desk))
    clear_files(desk.database, desk.media)
    waited(desk, 40)
    assert (clear_files(desk.database, desk.media), shown.name in on_disk(desk), shown.name in listed(desk)) == (
        0,
        True,
        False,
    )


def test_what_a_broken_transaction_left_goes_and_what_is_on_its_way_stays(desk: Desk) -> None:
    name = f"{hashlib.sha256(RED).hexdigest()}.jpg"
    desk.media.keep(StoredFile(name=name, data=RED))
    assert (clear_files(desk.database, desk.media), on_disk(desk)) == (0, {name})
    waited(desk, 2)
    desk.media.keep(StoredFile(name=name, data=RED))  # asked for again: it is young again
    assert clear_files(desk.database, desk.media) == 0
    waited(desk, 2)
    assert (clear_files(desk.database, desk.media), on_disk(desk)) == (1, set())


def test_what_is_to_be_erased_goes_at_once_and_nothing_that_is_shown(desk: Desk) -> None:
    shown, _ = put_picture(desk, PHOTO, "persna2222", SCENE, seen(desk))
    other = keep_picture(desk, RED, Use.TEXT)
    kept = keep_picture(desk, files.saved(files.scene(500, 500), "PNG"), Use.TEXT)
    assert forget_files(desk.database, desk.media, [shown.name, other.name]) == 1
    assert on_disk(desk) == listed(desk) == {shown.name, kept.name}
    remove_picture(desk, PHOTO, "persna2222", seen(desk))
    assert forget_files(desk.database, desk.media, [shown.name]) == 1 and on_disk(desk) == {kept.name}
    assert forget_files(desk.database, desk.media, [shown.name, "0" * 64 + ".jpg"]) == 0


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("no file system of a given size can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="mounts")
def test_a_full_disk_keeps_nothing_and_recovers(desk: Desk, tmp_path: Path) -> None:
    with small_disk(tmp_path / "full") as folder:
        full = Desk(desk.database, Media(folder), desk.maker, desk.forum_id, desk.actor)
        noise = files.saved(Image.merge("RGB", [Image.effect_noise((1600, 1200), 90) for _ in range(3)]), "JPEG")
        with pytest.raises(NoSpace, match="no room left"):
            put_picture(full, PHOTO, "persna2222", noise, seen(desk))
        assert photo(desk) is None and [path for path in folder.rglob("*") if path.is_file()] == []
        put_picture(full, PHOTO, "persna2222", RED, seen(desk))
        assert len(on_disk(full)) == 1 and io.BytesIO(full.media.path(photo(desk)["file"]).read_bytes())
