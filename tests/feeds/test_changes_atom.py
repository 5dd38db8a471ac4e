"""The feed of changes, as other people's readers of Atom and XML see it."""

from datetime import timedelta
from typing import Any

import feedparser
import pytest
from lxml import etree

from forum_app.addresses import Addresses
from forum_app.domain.compare import compare
from forum_app.domain.draft_parts import Partner
from forum_app.domain.news import ReleaseNews
from forum_app.domain.release import Release
from forum_app.domain.vocabularies import Partnership
from forum_app.feeds.atom import changes_atom
from tests.factories import (
    ADDRESSES,
    MINISTRY,
    NOW,
    UNION,
    a_draft,
    a_plain_session,
    a_preview,
    a_release,
    a_session,
    wall,
)

NASTY = "R&D <x> \"y\" 'z' &amp; &lt; ]]> a,b;c\\d"
ATOM = "{http://www.w3.org/2005/Atom}"


def news(release: Release, before: Release | None, **changes: Any) -> ReleaseNews:
    assert release.number is not None
    assert release.published_at is not None
    found = compare(before.content, release.content) if before else []
    given = {"note": release.note, "brought_back": release.brought_back, "changes": found, **changes}
    return ReleaseNews(number=release.number, published_at=release.published_at, **given)


def three() -> tuple[Release, list[ReleaseNews]]:
    """A forum published three times: the second time changed with a note, the third time as it was at first."""
    partners = [Partner(organisation=UNION, kind=Partnership.ORGANISER), Partner(organisation=MINISTRY)]
    first = a_release(a_draft(forum={"partners": partners}))
    moved = a_draft(a_session(), a_plain_session(start=wall(15), title={"en": NASTY}), forum={"partners": partners})
    second = a_release(moved, after=first, note=f"Note {NASTY}\x00\x1b")
    third = a_release(content=first.content, after=second, brought_back=1)
    return third, [news(third, second), news(second, first), news(first, None)]


def test_the_feed_says_what_each_release_changed_newest_first() -> None:
    release, history = three()
    seen = feedparser.parse(changes_atom(release, history, "en", ADDRESSES))

    assert (bool(seen.bozo), seen.version, seen.feed.title, seen.feed.language) == (
        False,
        "atom10",
        "Harvest Forum: changes",
        "en",
    )
    assert (seen.feed.updated, seen.feed.author) == ("2030-04-03T09:00:00Z", "Farmers’ Union")
    assert {link.rel: link.href for link in seen.feed.links} == {
        "self": "https://forum.example/forums/harvest/changes.atom?lang=en",
        "alternate": "https://forum.example/forums/harvest/changes?lang=en",
    }
    assert [(entry.title, entry.updated, entry.published, entry.link) for entry in seen.entries] == [
        (
            f"Release {number}",
            f"2030-04-0{number}T09:00:00Z",
            f"2030-04-0{number}T09:00:00Z",
            f"https://forum.example/forums/harvest/changes?lang=en#release-{number}",
        )
        for number in (3, 2, 1)
    ]


def lines(data: bytes, entry: int) -> list[str]:
    """What stands in an entry, line by line, as an XML parser reads it."""
    content = etree.fromstring(data).findall(f"{ATOM}entry/{ATOM}content")[entry]
    return [text for element in content.iter() if (text := (element.text or "").strip())]


def test_entries_hold_their_note_and_one_sentence_a_change_exactly_as_typed() -> None:
    release, history = three()
    data = changes_atom(release, history, "en", ADDRESSES)

    moved = "moved from 14 May 2030, {} to {}, Bangkok time (UTC+7)."
    assert [lines(data, entry) for entry in range(3)] == [
        [
            "Release 1 was brought back.",
            f"“{NASTY}” is now called “Seed swap”.",
            "“Seed swap” " + moved.format("15:00–16:00", "14:00–15:00"),
        ],
        [
            f"Note {NASTY}",
            f"“Seed swap” is now called “{NASTY}”.",
            f"“{NASTY}” " + moved.format("14:00–15:00", "15:00–16:00"),
        ],
        ["The first release."],
    ]


def test_a_release_that_changed_nothing_says_so() -> None:
    first = a_release()
    second = a_release(after=first)
    data = changes_atom(second, [news(second, first), news(first, None)], "en", ADDRESSES)

    assert lines(data, 0) == ["Nothing that readers see changed."]


def test_releases_after_the_one_shown_are_left_out_whatever_the_order_of_the_history() -> None:
    _release, history = three()
    first = a_release()
    seen = feedparser.parse(changes_atom(first, list(reversed(history)), "en", ADDRESSES))

    assert [entry.title for entry in seen.entries] == ["Release 1"]
    assert seen.feed.updated == "2030-04-01T09:00:00Z"


def ids(data: bytes) -> list[str | None]:
    return [element.text for element in etree.fromstring(data).iter(f"{ATOM}id")]


def test_ids_outlive_another_host_short_name_and_title_and_are_of_one_language() -> None:
    release, history = three()
    renamed = a_release(
        a_draft(forum={"slug": "sowing", "title": {"en": "x"}}), after=release, now=NOW + timedelta(days=2), number=3
    )
    usual = ids(changes_atom(release, history, "en", ADDRESSES))
    elsewhere = ids(changes_atom(renamed, history, "en", Addresses("sowing", "https://elsewhere.example")))
    french = ids(changes_atom(release, history, "fr", ADDRESSES))

    assert elsewhere == usual
    assert len(set(usual) | set(french)) == 8
    assert {(key or "").startswith("urn:uuid:") for key in usual} == {True}


def test_the_feed_speaks_the_readers_language() -> None:
    release, history = three()
    seen = feedparser.parse(changes_atom(release, history, "fr", ADDRESSES))

    assert (seen.feed.language, seen.feed.title) == ("fr", "Forum des récoltes\u00a0: modifications")
    assert "est déplacé le 14 mai 2030 de 14:00–15:00 à 15:00–16:00, heure de Bangkok (UTC+7)." in lines(
        changes_atom(release, history, "fr", ADDRESSES), 1
    )[-1].replace("\u00a0", " ")


@pytest.mark.parametrize("preview", [True, False])
def test_a_feed_without_entries_is_sound_and_dated(preview: bool) -> None:
    release = a_preview() if preview else a_release()
    seen = feedparser.parse(changes_atom(release, [], "en", ADDRESSES))

    assert (bool(seen.bozo), seen.entries) == (False, [])
    assert seen.feed.updated == ("2030-05-14T00:00:00Z" if preview else "2030-04-01T09:00:00Z")


def test_the_same_release_gives_the_same_bytes() -> None:
    assert len({changes_atom(*three(), "en", ADDRESSES) for _time in range(2)}) == 1
