"""A search compares letters of any script as whoever types them would, takes every sign as it stands, and wants all words."""

import pytest

from forum_app.domain.draft import Organisation, Talk
from forum_app.domain.freezing import freeze
from forum_app.domain.search import holding, words_of
from forum_app.domain.texts import folded
from forum_app.domain.vocabularies import Constituency
from tests.factories import PLENARY, UNION, WORKSHOP, a_draft, a_plain_session, a_session, an_id, people


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("İSTANBUL", "istanbul"),
        ("Isparta ve Iğdır", "ısparta ve ığdir"),
        ("Straße, STRASSE, STRAẞE", "strasse, strasse, strasse"),
        ("Οδός", "ΟΔΟΣ"),
        ("ﬁnance", "FINANCE"),
        ("ＡＢＣ １２", "abc 12"),
        ("Núñez", "nunez"),
        ("Núñez".encode().decode().replace("ñ", "n\u0303"), "Núñez"),
        ("Nguyễn Thị", "nguyen thi"),
        ("Łódź, Ørsted, Æsop", "lodz, orsted, aesop"),
        ("l’emploi", "l'emploi"),
        ("multi\u2011stake\u00adholder", "multi-stakeholder"),
        ("أحمد، إلى، آمن، ٱلعمل", "احمد، الي، امن، العمل"),
        ("مُؤَسَّسَة", "موسسه"),
        ("عـــمـل", "عمل"),
        ("على", "علي"),
        ("٢٠٢٥ و ۱۲", "2025 و 12"),
        ("کار", "كار"),
        ("שָׁלוֹם", "שלום"),
    ],
)
def test_what_is_written_is_found_as_it_is_typed(written: str, typed: str) -> None:
    assert folded(written) == folded(typed)


def test_different_letters_stay_different() -> None:
    for one, other in (("กิน", "กัน"), ("か", "が"), ("क्या", "कया"), ("ס", "ם"), ("й", "к"), ("a", "e")):
        assert folded(one) != folded(other)


def found(query: str) -> set[str]:
    union = Organisation(
        id=UNION,
        name={"en": "Farmers’ Union", "ar": "اتحاد المزارعين"},
        acronym={"en": "FU"},
        kind=Constituency.WORKERS,
    )
    talk = Talk(
        id=an_id(9, "k"), title={"fr": "Sécheresse"}, abstract={"en": "<p>Rain <em>is</em> kept &amp; sold.</p>"}
    )
    draft = a_draft(a_session(), a_plain_session(talks=[talk]), organisations=[union], people=people())
    return set(holding(freeze(draft), words_of(query)))


def test_titles_talks_abstracts_people_and_organisations_are_searched_in_all_languages() -> None:
    for query, sessions in {
        "water for ALL": {PLENARY},
        "l'eau": {PLENARY},
        "diallo director": {PLENARY},
        "المزارعين": {PLENARY},
        "fu wells": {PLENARY},
        "secheresse": {WORKSHOP},
        "kept sold": {WORKSHOP},
        "rain": {PLENARY, WORKSHOP},
        "rain seed": {WORKSHOP},
        "rain zzz": set(),
        "em": set(),
        "&amp;": set(),
    }.items():
        assert found(query) == sessions, query


@pytest.mark.parametrize("rubbish", ["%", "_", "*", '"', "(", "(a+)+$", "' OR 1=1 --", "\\", ".*", "\x00", "zz" * 5000])
def test_no_sign_has_a_meaning_of_its_own(rubbish: str) -> None:
    assert found(rubbish) == set()


def test_nothing_but_signs_that_can_not_be_seen_asks_for_nothing() -> None:
    assert words_of("\u200b \u0640 \u0301") == []
    assert words_of(" rain  RAIN ") == ["rain"]
