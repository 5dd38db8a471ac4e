"""Countries and territories are called as the United Nations call them, in each language of the desk, and found so."""

import pytest
from flask import Flask

from forum_app.database import Database
from forum_app.domain.country_names import COUNTRY_NAMES
from forum_app.forms.vocabulary import countries
from forum_app.i18n import interface_languages, words
from forum_app.lists.values import country_of
from tests.cast import EDITOR, Browser, Browsers, join
from tests.houses import Start

NAMES = {
    "MM": ("Myanmar", "Myanmar", "ميانمار"),
    "TR": ("Türkiye", "Türkiye", "تركيا"),
    "CZ": ("Czechia", "Tchéquie", "تشيكيا"),
    "VN": ("Viet Nam", "Viet Nam", "فييت نام"),
    "KR": ("Republic of Korea", "République de Corée", "جمهورية كوريا"),
    "CD": ("Democratic Republic of the Congo", "République démocratique du Congo", "جمهورية الكونغو الديمقراطية"),
    "IR": ("Iran (Islamic Republic of)", "Iran (République islamique d’)", "إيران (جمهورية - الإسلامية)"),
    "BO": ("Bolivia (Plurinational State of)", "Bolivie (État plurinational de)", "بوليفيا (دولة - المتعددة القوميات)"),
    "PS": ("Occupied Palestinian Territory", "Territoire palestinien occupé", "الأرض الفلسطينية المحتلة"),
    "LA": (
        "Lao People’s Democratic Republic", "République démocratique populaire lao", "جمهورية لاو الديمقراطية الشعبية"
    ),
    "BD": ("Bangladesh", "Bangladesh", "بنغلاديش"),
}  # fmt: skip


@pytest.fixture
def start() -> Start:
    return Start(drafts=("gssd2022",))


@pytest.mark.parametrize("at", range(3))
def test_the_form_of_a_person_offers_them_by_these_names(app: Flask, database: Database, at: int) -> None:
    editor: Browser = Browsers(app, database, join(database, "gssd2022"))[EDITOR]
    language = ("en", "fr", "ar")[at]
    page = editor.get("/manage/gssd2022/people/new", headers={"Accept-Language": language}).text
    assert f'<html lang="{language}"' in page
    for code, names in NAMES.items():
        assert f'<option value="{code}">{names[at]}</option>' in page


@pytest.mark.parametrize("language", interface_languages())
def test_no_two_are_called_the_same_and_lists_know_each_by_its_name(language: str) -> None:
    labels = [option.label for option in countries(language)]
    assert len(labels) == len(set(labels)) > 240
    assert {name: country_of(name) for name in COUNTRY_NAMES[language].values()} == {
        name: code for code, name in COUNTRY_NAMES[language].items()
    }
    # The table holds nothing that is called so without it.
    own = {code: str(words(language).locale.territories.get(code)) for code in COUNTRY_NAMES[language]}
    assert [code for code, name in COUNTRY_NAMES[language].items() if own[code] == name] == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("OPT", "PS"), ("State of Palestine", "PS"), ("Lao PDR", "LA"), ("RDP lao", "LA"), ("Vietnam", "VN"),
        ("South Korea", "KR"), ("Burma", "MM"), ("Congo - Kinshasa", "CD"), ("Turquie", "TR"), ("Iran", "IR"),
    ],
)  # fmt: skip
def test_lists_know_them_by_other_names_too(said: str, code: str) -> None:
    assert country_of(said) == code
