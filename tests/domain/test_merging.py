"""Two people's edits of one thing: merged where they touch different places, asked where they touch the same."""

from forum_app.domain.draft import Session
from forum_app.domain.merging import keep_in_step, merge
from forum_app.domain.texts import fingerprint
from forum_app.domain.trees import digests, tree_of

PLACES = ["title.en", "title.fr", "minutes", "themes"]


def a_session() -> Session:
    return Session(id="s222222222", title={"en": "Opening", "fr": "Ouverture"}, minutes=30)


def test_what_two_people_change_in_different_places_is_kept_of_both() -> None:
    seen = digests(tree_of(a_session()), PLACES)
    now = {**tree_of(a_session()), "minutes": 45}
    merged = merge(now, {"title.en": "Welcome", "title.fr": "Ouverture", "minutes": 30, "themes": []}, seen)
    assert merged.clashes == ()
    assert (merged.tree["title"]["en"], merged.tree["minutes"]) == ("Welcome", 45)
    assert (merged.before, merged.after) == ({"title.en": "Opening"}, {"title.en": "Welcome"})


def test_what_two_people_change_in_one_place_is_asked() -> None:
    seen = digests(tree_of(a_session()), PLACES)
    now = {**tree_of(a_session()), "minutes": 45}
    (clash,) = merge(now, {"minutes": 60}, seen).clashes
    assert (clash.place, clash.theirs, clash.mine) == ("minutes", 45, 60)


def test_two_who_write_the_same_agree() -> None:
    seen = digests(tree_of(a_session()), PLACES)
    merged = merge({**tree_of(a_session()), "minutes": 45}, {"minutes": 45}, seen)
    assert (merged.clashes, merged.after) == ((), {})


def test_nothing_an_empty_text_and_no_are_one() -> None:
    tree = tree_of(a_session())
    assert merge(tree, {"room": "", "summary.en": "", "sign_up": False, "online.url": ""}, {}).after == {}


def test_a_translation_written_now_is_in_step_and_falls_behind_when_the_original_changes() -> None:
    old = a_session()
    keep_in_step(None, old, "en")
    assert old.title["fr@en"] == fingerprint("Opening")
    new = Session(id=old.id, title={**old.title, "en": "Welcome"})
    keep_in_step(old, new, "en")
    assert new.title["fr@en"] == fingerprint("Opening")
    later = Session(id=old.id, title={**new.title, "fr": "Bienvenue"})
    keep_in_step(new, later, "en")
    assert later.title["fr@en"] == fingerprint("Welcome")


def test_a_translation_without_a_mark_gets_one_of_the_original_as_it_was() -> None:
    old = a_session()
    new = Session(id=old.id, title={"en": "Welcome", "fr": "Ouverture"})
    keep_in_step(old, new, "en")
    assert new.title == {"en": "Welcome", "fr": "Ouverture", "fr@en": fingerprint("Opening")}


def test_a_text_that_is_emptied_goes_with_its_mark() -> None:
    old = Session(id="s222222222", title={"en": "Opening", "fr": "Ouverture", "fr@en": fingerprint("Opening")})
    new = Session(id=old.id, title={**old.title, "fr": ""})
    keep_in_step(old, new, "en")
    assert new.title == {"en": "Opening"}
