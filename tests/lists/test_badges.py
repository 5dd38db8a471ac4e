"""Badges: whose they are, what stands on each, what a camera reads; nobody's name is cut off."""

from typing import Any

import pytest
from sqlalchemy import select

from forum_app.branding import contrast
from forum_app.database import Database
from forum_app.domain.draft import Draft
from forum_app.domain.draft_parts import Role
from forum_app.domain.registrations import Registration
from forum_app.domain.vocabularies import Mode, RegistrationStatus, RoleKind, RoleState
from forum_app.lists.badges import COLOURS, PARTICIPANT, colours
from forum_app.lists.columns import UnknownColumn
from forum_app.models.publishing import AuditEntry
from tests.factories import AMINA, BORIS, CARLA, a_draft, a_person, an_id
from tests.lists.conftest import BASE, Printed
from tests.lists.cut import headings, heard, pictures, scanned, words_of
from tests.services.comers import a_registration

CODES = "abcdefghjkmnpqrstuvwxyz"


def comer(number: int, name: str, **changes: Any) -> Registration:
    values = {"given_name": "", "family_name": "", "code": f"{CODES[number % 20]}23456"}
    return a_registration(number % 6, **{**values, "id": f"n{number:09}".replace("0", "x").replace("1", "y"),
        "name": name, "email": f"p{number}@example.org", **changes})  # fmt: skip


def coming(*names: str, **changes: Any) -> Draft:
    return a_draft(registrations=[comer(number, name, **changes) for number, name in enumerate(names)])


def address(code: str) -> str:
    return f"{BASE}/manage/harvest/check-in?code={code}"


def test_eight_stand_on_a_sheet_and_the_ninth_on_the_next(printed: Printed) -> None:
    names = [f"Person {letter}" for letter in "ABCDEFGHI"]
    paper = printed(coming(*names))
    assert paper.faults == set()
    assert headings(paper) == [(1, "Harvest Forum"), *((2, name) for name in names)]
    assert paper.outline == ["Harvest Forum", *names]
    assert scanned(paper) == [[address(f"{CODES[n]}23456") for n in range(8)], [address("j23456")]]
    first, second = paper.pages
    assert heard(paper).count("Harvest Forum Bangkok, 14–15 May 2030") == 9
    assert "Person I Institution no. 2 Nepal Participant EN j23456" in heard(paper)
    assert (first[-6:], second[-6:]) == ("1 of 2", "2 of 2")
    assert [tag.alt for tag in paper.tags if tag.kind == "Figure"] == ["QR code for the reception"] * 9
    assert [round(float(size) / 72 * 25.4) for size in paper.reader.pages[0].mediabox[2:]] == [210, 297]


def test_without_anybody_it_says_so(printed: Printed) -> None:
    paper = printed(a_draft())
    assert (paper.faults, len(paper.pages), scanned(paper)) == (set(), 1, [[]])
    assert "Nobody is on this list." in paper.text


def test_empty_ones_come_last_and_hold_nobodys_code(printed: Printed) -> None:
    paper = printed(coming("Amina Diallo"), blanks="9")
    assert (paper.faults, len(paper.pages), scanned(paper)) == (set(), 2, [[address("a23456")], []])
    assert headings(paper) == [(1, "Harvest Forum"), (2, "Amina Diallo")]
    assert heard(paper).count("Name Institution Participant") == 9
    alone = printed(a_draft(), blanks="1")
    assert (alone.faults, "Nobody" in alone.text, len(alone.pages)) == (set(), False, 1)


def test_somebody_without_institution_and_country_has_a_badge(printed: Printed) -> None:
    paper = printed(coming("O", institution="", country="", language=""))
    assert paper.faults == set()
    assert heard(paper) == "Harvest Forum Bangkok, 14–15 May 2030 O Participant a23456"


@pytest.mark.parametrize(("paper", "wide", "high"), [("card", 96, 65), ("a6", 105, 148)])
def test_other_papers_have_one_a_page_and_no_number(printed: Printed, paper: str, wide: int, high: int) -> None:
    made = printed(coming("Amina Diallo", "Boris Petrov"), paper=paper, blanks="1")
    assert made.faults == set()
    assert scanned(made) == [[address("a23456")], [address("b23456")], []]
    assert [round(float(size) / 72 * 25.4) for size in made.reader.pages[0].mediabox[2:]] == [wide, high]
    assert "1 of" not in made.text
    assert headings(made) == [(1, "Harvest Forum"), (2, "Amina Diallo"), (2, "Boris Petrov")]


LONG = [
    "W" * 120, "x" * 200, "Maria das Dores " * 7, "王" * 120, "ธนพงศ์ ศรีสุวรรณ กิตติคุณวัฒนา", "अमिताभ श्रीवास्तव",
    "محمد بن عبد الرحمن بن عبد العزيز الأنصاري", "Wolfeschlegelsteinhausenbergerdorff", "i " * 100, "W " * 60,
    "Đặng Thị Ngọc Ánh Tuyết", "ליאורה כהן־לוי",
]  # fmt: skip


@pytest.mark.parametrize(("paper", "wide", "high", "below"), [("card", 96, 65, 36.8), ("a6", 105, 148, 76.5)])
def test_every_name_is_whole_and_keeps_its_place(
    printed: Printed, paper: str, wide: int, high: int, below: float
) -> None:
    names = [name.strip() for name in LONG]
    made = printed(coming(*names, institution="W" * 200, country="GS"), paper=paper)
    assert made.faults == set()
    by_page = [[word for word in words_of(made) if word.page == page] for page in range(len(names))]
    outside = [w for words in by_page for w in words if w.left < 4 or w.right > wide - 3 or w.bottom > high]
    assert outside == []
    for words in by_page:
        name = [word for word in words if 15 < word.top < below]
        letters = "".join(word.text for word in name).replace("-", "")
        if letters.isascii():
            assert letters in [each.replace(" ", "") for each in names]
        assert max(word.bottom for word in name) < below + 1
        assert sum(word.text.count("W") for word in words if word.top >= below) == 200
    assert len({code for page in scanned(made) for code in page}) == len(names)


def test_whatever_was_typed_is_printed_as_it_stands(printed: Printed) -> None:
    names = ["R&D <x> \"y\" &amp; {{7*7}}", "Ana \u202egnp.exe", "ليلى حداد", "=1+1"]  # fmt: skip
    paper = printed(coming(*names, institution="<b>R&D</b>"))
    assert paper.faults == set()
    for piece in ("R&D <x> \"y\" &amp; {{7*7}}", "=1+1 <b>R&D</b>"):  # fmt: skip
        assert piece in heard(paper)
    override = next(text for _level, text in headings(paper) if text.startswith("Ana"))
    assert override in ("Ana exe.png", "Ana \u202egnp.exe", "Ana gnp.exe")
    assert heard(paper).count("<b>R&D</b>") == 4  # nothing that stands after a name is turned round by it


def test_on_an_arabic_sheet_all_runs_from_the_right_and_names_keep_their_own_way(printed: Printed) -> None:
    draft = coming("ليلى حداد", "Smith-Jones \"Jo\" & Co.", institution="Ministry of Labour")  # fmt: skip
    draft.forum.languages.append("ar")
    draft.forum.title["ar"] = "منتدى الحصاد"
    paper = printed(draft, language="ar")
    assert paper.faults == set()
    assert 'Smith-Jones "Jo" & Co.' in paper.text
    words = words_of(paper)
    ministries = sorted(word.right for word in words if word.text == "Labour")
    assert [round(right) for right in ministries] == [105 - 6, 201 - 6]
    assert {code for page in scanned(paper) for code in page} == {address("a23456"), address("b23456")}


def in_the_programme() -> Draft:
    """Amina moderates and speaks, Boris speaks, Carla was invited only; Dora is in no programme, Emil joins online."""
    draft = coming("Amina", "Boris", "Carla", "Dora", "Emil")
    for registration, person in zip(draft.registrations, (AMINA, BORIS, CARLA), strict=False):
        registration.person = person
    draft.registrations[4].mode = Mode.ONLINE
    roles = [
        (AMINA, RoleKind.SPEAKER),
        (AMINA, RoleKind.MODERATOR),
        (BORIS, RoleKind.SPEAKER),
        (CARLA, RoleKind.SPEAKER),
    ]
    draft.forum.roles = [Role(id=an_id(n, "k"), person=person, role=role) for n, (person, role) in enumerate(roles)]
    draft.forum.roles[3].state = RoleState.INVITED
    draft.people[0].languages = ["ar", "en", "fr"]
    for session in draft.sessions:
        session.roles, session.talks = [], []
    return draft


def test_each_has_the_first_of_their_roles_as_a_word(printed: Printed) -> None:
    text = heard(printed(in_the_programme()))
    for piece in ("Moderator EN AR FR a23456", "Speaker EN b23456", "Participant EN c23456", "Participant EN d23456"):
        assert piece in text
    assert "Emil" not in text
    assert headings(printed(where=("mode=online",))) == [(1, "Harvest Forum"), (2, "Emil")]


def test_a_sheet_of_one_role_has_empty_ones_of_that_role_too(printed: Printed) -> None:
    paper = printed(in_the_programme(), where=("role=Speaker",), blanks="2")
    assert headings(paper) == [(1, "Harvest Forum"), (2, "Boris")]
    assert heard(paper).count("Name Institution Speaker") == 2
    assert [text for _level, text in headings(printed(where=("role!=participant",)))][1:] == ["Amina", "Boris"]


def test_by_role_each_role_begins_a_sheet_in_their_order(printed: Printed) -> None:
    paper = printed(in_the_programme(), group="role")
    assert paper.faults == set()
    feet = [
        " ".join(word.text for word in words_of(paper) if word.page == page and word.top > 280) for page in range(3)
    ]
    roles = ("Moderator", "Speaker", "Participant")
    assert feet == [f"Badges · Harvest Forum, {role} {number} of 3" for number, role in enumerate(roles, 1)]


def test_who_is_not_confirmed_has_none_unless_asked_for(printed: Printed) -> None:
    draft = coming("Amina", "Boris")
    draft.registrations[1].status = RegistrationStatus.PENDING
    assert "Boris" not in printed(draft).text
    assert "Boris" in printed(where=("status=pending",)).text


def test_what_badges_are_not_asked_for_is_said(printed: Printed) -> None:
    printed(coming("Amina"))
    for asked, sentence in (
        ({"columns": "name"}, "Badges and name plates have a form of their own: leave --columns out."),
        ({"paper": "a5"}, "Badges are not printed on “a5”. There are: sheet, card, a6."),
        ({"blanks": "-1"}, "“-1” is no number of empty badges: write one from 0 to 400."),
        ({"blanks": "401"}, "“401” is no number of empty badges: write one from 0 to 400."),
        ({"blanks": "٣"}, "“٣” is no number of empty badges"),
        ({"group": "shoe"}, "Lists have no order or groups by “shoe”."),
        ({"where": ("role=cook",)}, "Nobody has the role “cook”. There are: moderator (Moderator), speaker (Speaker)"),
        ({"kind": "name-plates.pdf", "paper": "a6"}, "--paper and --blanks are for badges.pdf only."),
        ({"kind": "attendance.pdf", "blanks": "1"}, "--paper and --blanks are for badges.pdf only."),
    ):
        with pytest.raises(UnknownColumn) as error:
            printed(**asked)
        assert str(error.value).startswith(sentence)


def test_the_log_tells_what_was_printed(printed: Printed, house: Database) -> None:
    printed(coming("Amina", "Boris"), where=("country=BD",), paper="card", blanks="3")
    query = select(AuditEntry.subject, AuditEntry.after).where(AuditEntry.action == "list.exported")
    with house.reading() as connection:
        entry = connection.execute(query).one()
    assert (entry.subject, entry.after) == (
        "badges.pdf",
        {
            "columns": ["name", "institution", "country", "role", "language", "code"],
            "where": ["country=BD"],
            "group": "",
            "people": 1,
            "paper": "card",
            "blanks": 3,
        },
    )


def test_a_long_address_is_still_read_from_paper(printed: Printed) -> None:
    base = "https://registration.forums.and.conferences.example.org/some/path/of/events"
    assert scanned(printed(coming("Amina"), base_url=base)) == [[f"{base}/manage/harvest/check-in?code=a23456"]]


@pytest.mark.parametrize("accent", ["#0b6b55", "#2440b0", "#7d2f5a", "#ffdd00", "#000000", "#ffffff", "#5a5a5a"])
def test_every_role_has_a_colour_of_its_own_on_which_words_are_read(accent: str) -> None:
    made = colours(accent)
    assert set(made) == {PARTICIPANT, *(kind.value for kind in RoleKind)}
    assert all(contrast(band, ink) >= 4.5 and contrast("#ffffff", word) >= 4.5 for band, ink, word in made.values())
    assert len({band for band, _ink, _word in made.values()}) == len(made)
    assert all(contrast("#ffffff", colour) >= 4.5 for colour in COLOURS.values())


def test_bands_are_dark_on_a_grey_printer_too_and_their_roles_told_by_words(printed: Printed) -> None:
    paper = printed(in_the_programme(), group="role", paper="card")
    shades = [page.convert("L").getpixel((page.width - 20, 30)) for page in pictures(paper)]
    assert [40 < shade < 110 for shade in shades if isinstance(shade, int)] == [True] * 4
    roles = [next(word.text for word in words_of(paper) if word.page == page and word.top > 57) for page in range(4)]
    assert roles == ["Moderator", "Speaker", "Participant", "Participant"]


def test_a_long_title_of_a_forum_stays_in_its_band(printed: Printed) -> None:
    title = ("International technical conference on everything and more " * 5).strip()
    draft = a_draft(forum={"title": {"en": title}, "venue": None}, registrations=[comer(0, "Amina")])
    paper = printed(draft, paper="card")
    assert paper.faults == set()
    band = [word for word in words_of(paper) if word.text in ("International", "everything", "2030")]
    assert max(word.bottom for word in band) < 13.2


@pytest.mark.broad
def test_a_hundred_are_made_in_parts_with_one_heading_over_all(printed: Printed) -> None:
    people = [a_registration(number, status=RegistrationStatus.CONFIRMED) for number in range(110)]
    paper = printed(a_draft(registrations=people))
    assert (paper.faults, len(paper.pages)) == (set(), 13)
    assert [level for level, _text in headings(paper)] == [1, *[2] * 99]
    assert paper.pages[-1].endswith("13 of 13")


def test_a_person_of_the_programme_is_joined_by_no_other_forum(printed: Printed) -> None:
    draft = coming("Amina")
    draft.people.append(a_person("pxxxxxxxx9", "Somebody Else"))
    assert headings(printed(draft)) == [(1, "Harvest Forum"), (2, "Amina")]
