"""Where a moderator's questions are put, and to whom."""

import pytest

from forum_app.domain.draft_parts import KeyQuestion, Role
from forum_app.domain.run_plan import RunMaterial, items_of, next_question, plan_of, put_to, questions_in, session_alone
from forum_app.domain.running import Run
from forum_app.domain.vocabularies import RoleKind, TalkKind
from tests.factories import AMINA, BORIS, CARLA, DINH, PLENARY, a_draft, a_session, a_talk, an_id

ONE, TWO, TALKED, OPEN = an_id(1, "k"), an_id(2, "k"), an_id(3, "k"), an_id(4, "k")
ABSENT = an_id(9, "p")


def question(number: int, *to: str) -> KeyQuestion:
    return KeyQuestion(id=an_id(number, "q"), text={"en": f"Why {number}?"}, to=list(to))


def material(*questions: KeyQuestion, named: bool = True, stage: tuple[str, ...] = (), talks: int = 3) -> RunMaterial:
    """A plenary with two talks and a discussion, in which nobody is named; or where talks name nobody, and a stage."""
    plenary = a_session()
    programme = [*plenary.talks, a_talk(3, title={"en": "All talk"}, kind=TalkKind.DISCUSSION)]
    if not named:
        programme = [a_talk(number, title={"en": f"Part {number}"}) for number in (1, 2)]
    roles = [
        *plenary.roles,
        *(Role(id=an_id(5 + place, "m"), person=who, role=RoleKind.PANELLIST) for place, who in enumerate(stage)),
    ]
    draft = a_draft(a_session(talks=programme[:talks], roles=roles))
    content = session_alone(draft, PLENARY)
    [session] = [each for each in content.sessions if each.id == PLENARY]
    return RunMaterial(content, session, plan_of(session), list(questions), {}, {}, {})


@pytest.mark.parametrize(
    ("to", "items", "whom"),
    [
        ((), [ONE, TWO], {ONE: [BORIS], TWO: [CARLA, DINH], TALKED: []}),
        ((CARLA,), [TWO], {ONE: [CARLA], TWO: [CARLA], TALKED: [CARLA]}),
        ((BORIS, DINH), [ONE, TWO], {ONE: [BORIS], TWO: [DINH], TALKED: [BORIS, DINH]}),
        ((ABSENT,), [], {ONE: [BORIS], TWO: [CARLA, DINH], TALKED: []}),
    ],
)
def test_a_question_is_put_where_those_speak_whom_it_is_meant_for(
    to: tuple[str, ...], items: list[str], whom: dict[str, list[str]]
) -> None:
    asked = question(1, *to)
    here = material(asked)
    assert items_of(here, asked) == items
    assert {item: put_to(here, asked, item) for item in whom} == whom


def test_one_for_somebody_who_is_on_the_stage_without_a_talk_is_put_where_nobody_is_named() -> None:
    asked = question(1, AMINA)
    here = material(asked, stage=(AMINA,))
    assert here.speakers == [BORIS, CARLA, DINH, AMINA]
    assert items_of(here, asked) == [TALKED]
    assert put_to(here, asked, TALKED) == [AMINA]


def test_where_every_talk_names_somebody_it_is_put_at_the_end() -> None:
    asked = question(1, AMINA)
    here = material(asked, stage=(AMINA,), talks=2)
    assert items_of(here, asked) == [TWO]
    assert put_to(here, asked, TWO) == [AMINA]


def test_what_was_kept_for_an_item_that_is_gone_is_put_where_it_was_before() -> None:
    asked = question(1, BORIS)
    here = material(asked)
    assert questions_in(here, Run(assigned={asked.id: OPEN}), ONE) == [asked]


def test_where_no_talk_names_anybody_questions_are_put_in_all_of_them() -> None:
    theirs, everybodys = question(1, CARLA), question(2)
    here = material(theirs, everybodys, named=False, stage=(BORIS, CARLA))
    assert items_of(here, theirs) == items_of(here, everybodys) == [ONE, TWO]
    assert (put_to(here, theirs, ONE), put_to(here, everybodys, ONE)) == ([CARLA], [])


def test_what_is_kept_for_an_item_is_put_there_alone_and_ticked_off_in_each() -> None:
    first, second = question(1), question(2)
    here = material(first, second)
    run = Run(assigned={second.id: TALKED}, order=[second.id], asked=[f"{first.id} {ONE}"])
    assert [each.id for each in questions_in(here, run, TALKED)] == [second.id]
    assert [each.id for each in questions_in(here, run, TWO)] == [first.id]
    assert next_question(here, run, ONE) is None
    shown = next_question(here, run, TWO)
    assert shown is not None
    assert (shown.question.id, shown.number, shown.in_all) == (first.id, 1, 1)
