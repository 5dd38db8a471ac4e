"""Every kind of change as a sentence, in both languages of the interface."""

from typing import Any

import pytest

from forum_app.domain.compare import Change, ChangeKind, compare
from forum_app.domain.draft import Draft, Room
from forum_app.domain.draft_parts import Online
from forum_app.domain.freezing import freeze
from forum_app.domain.vocabularies import Mode, SessionStatus
from forum_app.feeds.change_words import sentence
from forum_app.i18n import words
from tests.factories import HALL, STUDIO, a_draft, a_person, a_plain_session, a_session, a_talk, a_venue, people, wall

PARIS = {"zone": "Europe/Paris", "venue": None}


def said(old: Draft, new: Draft, language: str = "en") -> list[str]:
    before, after = freeze(old), freeze(new)
    return [sentence(change, words(language), after.forum.zone) for change in compare(before, after)]


def said_of_a_session(old: dict[str, Any], new: dict[str, Any], language: str = "en") -> list[str]:
    return said(a_draft(a_plain_session(**old)), a_draft(a_plain_session(**new)), language)


CANCELLED = {"status": SessionStatus.CANCELLED}
TENTATIVE = {"status": SessionStatus.TENTATIVE}


@pytest.mark.parametrize(
    ("old", "new", "english", "french"),
    [
        (
            {},
            {"start": wall(14, 30), "minutes": 80},
            "“Seed swap” moved from 14 May 2030, 14:00–15:00 to 14:30–15:50, Bangkok time (UTC+7).",
            "« Seed swap » est déplacé le 14 mai 2030 de 14:00–15:00 à 14:30–15:50, heure de Bangkok (UTC+7).",
        ),
        (
            {},
            {"start": wall(9, day=wall(0).date().replace(day=15))},
            "“Seed swap” moved from 14 May 2030, 14:00–15:00, Bangkok time (UTC+7) to 15 May 2030, 09:00–10:00, "
            "Bangkok time (UTC+7).",
            "« Seed swap » est déplacé ; avant : 14 mai 2030, 14:00–15:00, heure de Bangkok (UTC+7) ; "
            "désormais : 15 mai 2030, 09:00–10:00, heure de Bangkok (UTC+7).",
        ),
        (
            {},
            {"minutes": 80},
            "“Seed swap” now lasts 80 minutes instead of 60 minutes: 14 May 2030, 14:00–15:20, Bangkok time (UTC+7).",
            "« Seed swap » dure désormais 80 minutes au lieu de 60 minutes : 14 mai 2030, 14:00–15:20, "
            "heure de Bangkok (UTC+7).",
        ),
        (
            {},
            {"minutes": 1500},
            "“Seed swap” now lasts 1500 minutes instead of 60 minutes: 14 May 2030, 14:00 to 15 May 2030, 15:00, "
            "Bangkok time (UTC+7).",
            "« Seed swap » dure désormais 1500 minutes au lieu de 60 minutes : du 14 mai 2030, 14:00, au 15 mai 2030, "
            "15:00, heure de Bangkok (UTC+7).",
        ),
        (
            {"start": None},
            {},
            "“Seed swap” now has a time: 14 May 2030, 14:00–15:00, Bangkok time (UTC+7).",
            "« Seed swap » a désormais un horaire : 14 mai 2030, 14:00–15:00, heure de Bangkok (UTC+7).",
        ),
        (
            {},
            {"start": None},
            "“Seed swap” no longer has a time; it was planned for 14 May 2030, 14:00–15:00, Bangkok time (UTC+7).",
            "« Seed swap » n’a plus d’horaire ; c’était prévu pour : 14 mai 2030, 14:00–15:00, heure de Bangkok (UTC+7).",
        ),
        (
            {},
            CANCELLED,
            "“Seed swap” (14 May 2030, 14:00–15:00, Bangkok time (UTC+7)) is cancelled.",
            "« Seed swap » (14 mai 2030, 14:00–15:00, heure de Bangkok (UTC+7)) est annulé.",
        ),
        (
            {"start": None},
            {"start": None, **CANCELLED},
            "“Seed swap” is cancelled.",
            "« Seed swap » est annulé.",
        ),
        (
            CANCELLED,
            {},
            "“Seed swap” takes place after all: 14 May 2030, 14:00–15:00, Bangkok time (UTC+7).",
            "« Seed swap » a finalement lieu : 14 mai 2030, 14:00–15:00, heure de Bangkok (UTC+7).",
        ),
        (
            {"start": None, **CANCELLED},
            {"start": None},
            "“Seed swap” takes place after all.",
            "« Seed swap » a finalement lieu.",
        ),
        (TENTATIVE, {}, "“Seed swap” is now confirmed.", "« Seed swap » est désormais confirmé."),
        ({}, TENTATIVE, "“Seed swap” is to be confirmed again.", "« Seed swap » est de nouveau à confirmer."),
        (
            {},
            {"title": {"en": "R&D <x> 100%"}},
            "“Seed swap” is now called “R&D <x> 100%”.",
            "« Seed swap » s’intitule désormais « R&D <x> 100% ».",
        ),
        (
            {"title": {"en": "Seed swap", "fr": "Troc"}},
            {"title": {"en": "Seed swap", "fr": "Troc de semences"}},
            "The translation of “Seed swap” changed.",
            "« Troc » s’intitule désormais « Troc de semences ».",
        ),
        (
            {},
            {"room": STUDIO},
            "The place of “Seed swap” is now Studio, River House, Bangkok instead of River House, Bangkok.",
            "« Seed swap » change de lieu : Studio, Maison du fleuve, Bangkok au lieu de Maison du fleuve, Bangkok.",
        ),
        (
            {},
            {"summary": {"en": "<p>Bring seeds.</p>"}},
            "The description of “Seed swap” changed.",
            "La présentation de « Seed swap » a changé.",
        ),
    ],
    ids=str,
)
def test_a_change_of_a_session_is_a_plain_sentence(
    old: dict[str, Any], new: dict[str, Any], english: str, french: str
) -> None:
    assert said_of_a_session(old, new) == [english]
    assert [text.replace("\u00a0", " ") for text in said_of_a_session(old, new, "fr")] == [french]


@pytest.mark.parametrize(
    ("old", "new", "english"),
    [
        (
            {"mode": Mode.ONLINE},
            {"mode": Mode.ONLINE, "room": STUDIO},
            "The place of “Seed swap” is now known: Studio.",
        ),
        (
            {"mode": Mode.ONLINE, "room": STUDIO},
            {"mode": Mode.ONLINE},
            "The place of “Seed swap” is no longer known; it was Studio.",
        ),
    ],
)
def test_a_place_becomes_known_and_unknown(old: dict[str, Any], new: dict[str, Any], english: str) -> None:
    assert said_of_a_session(old, new) == [english]


def test_an_online_session_is_at_its_platform() -> None:
    online = {"mode": Mode.ONLINE, "online": Online(platform="Zoom")}

    assert said_of_a_session({}, online) == [
        "The place of “Seed swap” is now Zoom instead of River House, Bangkok.",
        "The description of “Seed swap” changed.",
    ]


def test_sessions_come_and_go() -> None:
    one, both, untimed = a_draft(a_session()), a_draft(), a_draft(a_session(), a_plain_session(start=None))
    when = "14 May 2030, 14:00–15:00, Bangkok time (UTC+7)"

    assert said(one, both) == [f"“Seed swap” was added: {when}."]
    assert said(both, one) == [f"“Seed swap” ({when}) is no longer in the programme."]
    assert said(one, untimed) == ["“Seed swap” was added; its time is not known yet."]
    assert said(untimed, one) == ["“Seed swap” is no longer in the programme."]


def test_talks_and_people_come_and_go() -> None:
    first, second = a_session().talks
    without = a_draft(a_session(talks=[first]))
    with_it = a_draft(a_session(talks=[first, second]))

    assert said(without, with_it) == [
        "“Rain, kept” was added to “Water for all”.",
        "Carla Núñez takes part in “Water for all”.",
        "Dinh takes part in “Water for all”.",
    ]
    assert said(with_it, without) == [
        "“Rain, kept” was taken out of “Water for all”.",
        "Carla Núñez no longer takes part in “Water for all”.",
        "Dinh no longer takes part in “Water for all”.",
    ]


def test_talks_are_renamed_and_put_in_another_order() -> None:
    one, two = a_talk(1), a_talk(2)
    old = a_draft(a_session(talks=[one, two]))

    assert said(old, a_draft(a_session(talks=[two, one]))) == [
        "The order or the times of the talks in “Water for all” changed."
    ]
    assert said(old, a_draft(a_session(talks=[a_talk(1, title={"en": "Wells"}), two]))) == [
        "“Talk 1” is now called “Wells”."
    ]


def test_people_are_renamed_and_described_anew() -> None:
    def draft(**changes: Any) -> Draft:
        return a_draft(a_session(), people=[a_person(**changes), *people()[1:]])

    assert said(draft(), draft(name="Amina Ba")) == ["Amina Diallo is now listed as Amina Ba."]
    assert said(draft(), draft(biography={"en": "<p>x</p>"})) == ["The entry on Amina Diallo changed."]


def test_the_forum_and_its_note_change() -> None:
    assert said(a_draft(), a_draft(forum={"title": {"en": "x"}, "goals": ["8"]})) == [
        "“Harvest Forum” is now called “x”.",
        "The concept note changed.",
    ]
    assert said(a_draft(), a_draft(forum={"practical": {"en": "<p>x</p>"}})) == [
        "The description of the forum changed."
    ]


def in_french(old: Draft, new: Draft) -> list[str]:
    return [text.replace("\u00a0", " ") for text in said(old, new, "fr")]


def test_a_first_translation_of_a_title_renames_nothing() -> None:
    drafts = a_draft(a_plain_session()), a_draft(a_plain_session(title={"en": "Seed swap", "fr": "Troc"}))
    assert said(*drafts) == ["“Seed swap” was translated into French."]
    assert in_french(*drafts) == ["« Seed swap » est traduit : « Troc »."]
    forums = a_draft(forum={"title": {"en": "Harvest"}}), a_draft(forum={"title": {"fr": "Récolte", "en": "Harvest"}})
    assert said(*forums) == ["“Harvest” was translated into French."]
    assert in_french(*forums) == ["« Harvest » est traduit : « Récolte »."]


def test_a_title_that_is_another_in_the_original_alone_is_told_by_it() -> None:
    old, new = ({"title": {"en": title, "fr": "Troc"}} for title in ("Seed swap", "Seed fair"))
    assert said_of_a_session(old, new) == ["“Seed swap” is now called “Seed fair”."]
    assert in_french(a_draft(a_plain_session(**old)), a_draft(a_plain_session(**new))) == [
        "« Seed swap » s’intitule désormais « Seed fair »."
    ]


def test_names_of_places_that_are_translated_move_no_session() -> None:
    only, first, again = (
        a_draft(forum={"venue": a_venue(name={"en": "River House", **french}, city={"en": "Bangkok"})})
        for french in ({}, {"fr": "Maison du fleuve"}, {"fr": "Pavillon du fleuve"})
    )
    assert said(only, first) == ["Names of places were translated into French: Maison du fleuve."]
    assert in_french(only, first) == ["Des noms de lieux ont été traduits en français : Maison du fleuve."]
    assert said(first, again) == ["Names of places are others in French: Pavillon du fleuve."]
    assert in_french(first, again) == ["Des noms de lieux ont changé en français : Pavillon du fleuve."]


def test_a_place_that_is_another_in_the_original_alone_is_told_by_it() -> None:
    was, now = (
        a_draft(a_plain_session(), forum={"venue": a_venue(name={"en": name, "fr": "Maison"}, city={})})
        for name in ("River House", "Hill House")
    )
    for french in (said(was, now)[1:], said(was, now, "fr")[1:]):
        assert len(french) == 1 and "Hill House" in french[0] and "River House" in french[0]


def test_a_session_that_goes_to_a_room_of_the_same_name_is_told() -> None:
    rooms = [Room(id=HALL, name={"en": "Hall", "fr": "Salle"}), Room(id=STUDIO, name={"en": "Hall", "fr": "Studio"})]
    was, now = (a_draft(a_plain_session(room=room), rooms=rooms) for room in (HALL, STUDIO))
    assert in_french(was, now) == [
        "« Seed swap » change de lieu : Studio, Maison du fleuve, Bangkok au lieu de Salle, Maison du fleuve, Bangkok."
    ]


def test_a_name_written_in_another_script_lists_nobody_anew() -> None:
    def draft(name: dict[str, str]) -> Draft:
        amina = a_person()
        amina.name = name
        return a_draft(a_session(), people=[amina, *people()[1:]])

    named = draft({"en": "Amina Diallo"}), draft({"en": "Amina Diallo", "fr": "Aminata Diallo"})
    assert said(*named, "fr") == ["La fiche de Aminata Diallo a changé."]


def test_a_move_over_a_change_of_the_clocks_says_both_offsets() -> None:
    old = a_draft(a_plain_session(start=wall(2, 30, wall(0).date().replace(month=10, day=27))), forum=PARIS)
    new = a_draft(a_plain_session(start=wall(2, 30, wall(0).date().replace(month=10, day=27)), fold=1), forum=PARIS)

    assert said(old, new) == [
        "“Seed swap” moved from 27 October 2030, 02:30–02:30, Paris time (UTC+2) to 27 October 2030, 02:30–03:30, "
        "Paris time (UTC+1)."
    ]


def test_a_session_that_grows_over_a_change_of_the_clocks_counts_real_minutes() -> None:
    start = wall(1, 30, wall(0).date().replace(month=3, day=31))
    old = a_draft(a_plain_session(start=start), forum=PARIS)
    new = a_draft(a_plain_session(start=start, minutes=120), forum=PARIS)

    assert said(old, new) == [
        "“Seed swap” now lasts 120 minutes instead of 60 minutes: 31 March 2030, 01:30–04:30, Paris time (UTC+1)."
    ]


@pytest.mark.parametrize("language", ["en", "fr", "ar", "xx"])
def test_every_kind_has_a_sentence_in_every_language(language: str) -> None:
    moment = freeze(a_draft()).sessions[0]
    assert moment.starts_at is not None
    assert moment.ends_at is not None
    span = (moment.starts_at, moment.ends_at)
    filled = {"subject": {"en": "Title"}, "before": {"en": "a"}, "after": {"en": "b"}, "was_at": span, "is_at": span}
    sentences = [sentence(Change(kind=kind, **filled), words(language), "UTC") for kind in ChangeKind]

    assert [text for text in sentences if not text.endswith(".") or "%" in text or "None" in text] == []
