"""Data at the edges: nothing at all, far too much, broken pictures, every script; always a valid, whole document."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from forum_app.documents.kinds import render
from forum_app.documents.rendering import Renderer
from tests.documents import forums
from tests.documents.conftest import Paper

Make = Callable[..., Paper]
SCRIPTS = {
    "ar": "مهندسة مياه من عمان تعمل على التأمين",
    "he": "מהנדסת מים מחיפה",
    "th": "วิศวกรชลประทานจากกรุงเทพมหานคร",
    "hi": "क्षेत्रीय सिंचाई अभियंता, दिल्ली",
    "bn": "ঢাকার সেচ প্রকৌশলী",
    "am": "የውሃ መሐንዲስ ከአዲስ አበባ",
    "lo": "ວິສະວະກອນນ້ຳຈາກວຽງຈັນ",
    "km": "វិស្វករទឹកពីភ្នំពេញ",
    "my": "ရန်ကုန်မှ ရေအင်ဂျင်နီယာ",
    "zh": "来自北京的水利工程师",
    "ja": "東京の水利技術者です",
    "ko": "서울의 수자원 기술자",
    "ru": "Инженер-гидролог из Омска",
    "el": "Μηχανικός υδάτων από την Πάτρα",
}


def test_a_forum_with_nothing_in_it(paper: Make) -> None:
    data = forums.plan(sessions=[], people=[], themes=[], organisations=[])
    for key in ("roles", "partners", "registration", "venue", "theme", "short_title", "note", "part_of"):
        data["forum"].pop(key)
    made = paper(forums.release(data))
    assert made.faults == set()
    assert "Place to be announced" in made.text


def test_a_session_without_title_and_people_without_anything(paper: Make) -> None:
    data = forums.plan()
    data["sessions"][0]["title"] = {"en": ""}
    data["sessions"][0]["talks"][0]["title"] = data["sessions"][0]["talks"][0]["flagship"] = {"en": " "}
    data["people"] = [
        {"id": one["id"], "name": {"en": ""} if number == 2 else one["name"]}
        for number, one in enumerate(data["people"])
    ]
    for kind in ("concept-note.pdf", "agenda.pdf"):
        made = paper(forums.release(data), kind)
        assert made.faults == set()
        assert "None" not in made.text


def test_missing_and_broken_portraits_leave_initials(renderer: Renderer, tmp_path: Path) -> None:
    data = forums.plan()
    (_one, good), (two, _two), (three, _three), (four, _four) = (forums.photo(number) for number in range(2, 6))
    (tmp_path / forums.photo(2)[0]).write_bytes(good)
    (tmp_path / two).write_bytes(b"")
    (tmp_path / three).write_bytes(good[: len(good) // 2])
    wide = BytesIO()
    Image.new("L", (20_000, 1)).save(wide, "PNG")
    (tmp_path / four).write_bytes(wide.getvalue())
    made = Paper(
        render("concept-note.pdf", forums.release(data), "en", forums.BASE, lambda name: tmp_path / name, renderer)
    )
    assert made.faults == set()
    portraits = [tag.alt for tag in made.tags if "Portrait" in tag.alt]
    assert portraits == ["Portrait of Ms Hari Costas"]


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_is_drawn_and_can_be_read_out(paper: Make, script: str) -> None:
    data = forums.plan()
    data["forum"]["languages"] = ["en", script]
    data["people"][1]["biography"] = {script: f"<p>{SCRIPTS[script]}</p>"}
    data["people"][1]["name"] = {script: SCRIPTS[script].split()[0][:40]}
    data["sessions"][0]["talks"] = data["sessions"][0]["talks"][:1]
    data["forum"]["note"]["sections"] = [{"kind": "speakers"}]
    made = paper(forums.release(data))
    assert made.faults == set()
    assert _missing_glyphs(made) == []
    letters = {letter for letter in SCRIPTS[script] if letter.isalpha()}
    assert len(letters - set(made.text)) <= len(letters) // 4


def test_emoji_are_drawn_or_replaced_and_flags_become_letters(paper: Make) -> None:
    data = forums.plan()
    data["people"][1]["name"] = {"en": "Hari 👩🏽‍🌾 🇫🇷 🫨 Costas"}
    data["forum"]["title"] = {"en": "🎉🎉"}
    made = paper(forums.release(data))
    assert made.faults == set()
    assert _missing_glyphs(made) == []
    assert "FR" in made.text and "Costas" in made.text


def _missing_glyphs(made: Paper) -> list[str]:
    """Texts that are drawn with the box of a missing glyph: poppler reads them back as U+FFFD or nothing."""
    return [text for text in made.pages if "\ufffd" in text]


def test_long_words_and_addresses_wrap_inside_the_page(paper: Make) -> None:
    data = forums.plan()
    word, url = "W" * 299, "https://example.org/" + "a" * 1_970
    data["forum"]["title"] = {"en": word}
    data["people"][1]["name"] = {"en": word}
    data["people"][1]["biography"] = {"en": f"<p>{word} <a href='{url}'>{url}</a></p>"}
    data["sessions"][0]["talks"][0]["title"] = {"en": word}
    data["forum"]["references"] = [{"id": forums.an_id("q", 1), "title": {"en": word}, "url": url}]
    data["forum"]["registration"] = {"state": "elsewhere", "url": url}
    for kind in ("concept-note.pdf", "agenda.pdf"):
        made = paper(forums.release(data), kind)
        assert made.faults == set()
        assert made.text.replace(" ", "").count("W") >= 299
        assert not _outside(made)


def _outside(made: Paper) -> list[float]:
    """Right ends of words that lie beyond the page, by poppler."""
    import re
    import subprocess

    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=made.bytes, capture_output=True, check=True)
    return [float(end) for end in re.findall(r'xMax="([\d.]+)"', done.stdout.decode()) if float(end) > 596]


def test_headings_in_a_biography_keep_the_order_of_levels(paper: Make) -> None:
    data = forums.plan()
    data["people"][1]["biography"] = {"en": "<h1>One</h1><h6>Six</h6><h3></h3><p>Text</p><h2>Two</h2>"}
    assert paper(forums.release(data)).faults == set()


def test_tables_quotes_and_pictures_in_texts(paper: Make) -> None:
    data = forums.plan()
    picture = forums.photo(1)[0]
    data["forum"]["note"]["sections"][1]["body"] = {
        "en": "<table><thead><tr><th>Year</th><th>Rain</th></tr></thead><tbody><tr><td>2030</td><td>300</td></tr></tbody></table>"
        f'<blockquote><p>Quoted</p></blockquote><p><img src="media:{picture}" alt="A field"></p>'
        f'<p><img src="media:{"0" * 64}.png" alt="Not there"></p><ul><li>One<ul><li>Inner</li></ul></li></ul>'
    }
    made = paper(forums.release(data))
    assert made.faults == set()
    assert "A field" in [tag.alt for tag in made.tags]
    assert "Not there" in made.text


@pytest.mark.soak
def test_far_too_much_of_everything_is_made_in_time(renderer: Renderer, photos: Path) -> None:
    data = forums.plan()
    data["people"] = [forums.person(number, f"Person Number{number}") for number in range(1, 61)]
    data["people"][0]["biography"] = {"en": f"<p>{forums.LOREM * 145}</p>"}
    data["sessions"][0]["talks"] = [forums.talk(number, number) for number in range(1, 61)]
    data["sessions"][0]["key_questions"] = [
        {"id": forums.an_id("k", number), "text": {"en": f"Question {number}: {forums.LOREM}"}} for number in range(200)
    ]
    cells = "".join(f"<td>{forums.LOREM[:110]}</td>" for _ in range(4))
    rows = "".join(f"<tr>{cells}</tr>" for _ in range(100))
    data["forum"]["note"]["sections"][0]["body"] = {
        "en": f"<table><thead><tr><th>HeadA</th><th>B</th><th>C</th><th>D</th></tr></thead><tbody>{rows}</tbody></table>"
    }
    made = Paper(
        render("concept-note.pdf", forums.release(data), "en", forums.BASE, lambda name: photos / name, renderer)
    )
    assert made.faults == set()
    pages = made.pages
    assert all(text for text in pages)
    assert sum("HeadA" in text for text in pages) > 5
    assert all(f"Question {number}:" in made.text for number in range(200))
    assert all(f"Number{number}" in made.text for number in range(1, 61))
