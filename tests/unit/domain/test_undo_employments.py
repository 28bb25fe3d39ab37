"""Employments, once a message that named them is undone (VE-4, WN-7)."""

from dataclasses import replace

from unit.domain.undo_turns import (
    EMPLOYMENT,
    back,
    employment,
    of_employment,
    said,
    stamped,
    undo,
)
from verzuimbrug.domain.fields import StampedFields
from verzuimbrug.domain.undoing import EmploymentBefore
from verzuimbrug.domain.undoing_employments import RestoredEmployment, restore_employments

OTHER = EMPLOYMENT + 1
JOB = {"job": "bakker"}


def restored(
    before: EmploymentBefore, *heard: object, person_hidden: bool = False
) -> RestoredEmployment:
    """The one employment after a turn."""
    (found,) = restore_employments([before], list(heard), person_hidden=person_hidden)  # type: ignore[arg-type]
    return found


def other(number: str, *former: str) -> EmploymentBefore:
    """Another employment of the same person."""
    before = employment(None, *former, number=number)
    return replace(before, facts=replace(before.facts, id=OTHER))


def test_field_goes_back_and_an_end_is_taken_away() -> None:
    turn = undo(2)
    before = employment(stamped(end=("2026-12-31", 2)))

    found = restored(
        before, of_employment(turn, 1, {"end": None}), of_employment(turn, 2, {"end": "2026-12-31"})
    )

    assert found.facts.fields == stamped(end=(None, 1))
    assert [str(effect) for effect in found.change.effects] == ["overwritten"]
    assert found.change.pairs == {"end": ["2026-12-31", None]}


def test_end_that_comes_back_ends_the_employment() -> None:
    turn = back(2)
    heard = of_employment(turn, 2, {"end": "2026-12-31"}, undone=3)

    found = restored(employment(), of_employment(turn, 1, {}), heard)

    assert [str(effect) for effect in found.change.effects] == ["supplemented", "ended"]


def test_employment_of_which_nothing_stands_is_hidden_under_its_first_number() -> None:
    turn = undo(1, 2)
    before = employment(stamped(job=("bakker", 1)), "D1", number="D2")

    found = restored(
        before, of_employment(turn, 1, JOB), of_employment(turn, 2, {}, key="D2", key_old="D1")
    )

    assert (found.hidden, found.facts.number, found.facts.former) == (True, "D1", frozenset())
    assert found.facts.fields == StampedFields()
    assert found.change.pairs == {"job": ["bakker", None], "hidden": [False, True]}


def test_employment_of_a_hidden_person_is_hidden() -> None:
    turn = undo(1)

    assert restored(employment(), of_employment(turn, 2, JOB), person_hidden=True).hidden


def test_employment_is_shown_with_its_numbers_when_the_undo_is_taken_back() -> None:
    turn = back(1, 2)
    heard = [
        of_employment(turn, 1, JOB, undone=3),
        of_employment(turn, 2, {}, key="D2", key_old="D1", undone=3),
    ]

    found = restored(employment(hidden=True), *heard)

    assert (found.hidden, found.facts.number, found.facts.former) == (
        False,
        "D2",
        frozenset({"D1"}),
    )
    assert found.change.pairs == {"job": [None, "bakker"], "hidden": [True, False]}


def test_number_from_before_is_back() -> None:
    turn = undo(2)
    before = employment(None, "D1", number="D2")

    found = restored(
        before, of_employment(turn, 1, {}), of_employment(turn, 2, {}, key="D2", key_old="D1")
    )

    assert (found.facts.number, found.facts.former) == ("D1", frozenset())
    assert found.change.pairs == {"number": ["D2", "D1"]}
    assert [str(effect) for effect in found.change.effects] == ["overwritten"]


def test_number_that_a_later_message_used_still_finds_the_employment() -> None:
    turn = undo(2)
    before = employment(None, "D1", number="D2")
    heard = [
        of_employment(turn, 1, {}),
        of_employment(turn, 2, {}, key="D2", key_old="D1"),
        of_employment(turn, 3, {}, key="D2"),
    ]

    assert restored(before, *heard).facts.former == {"D2"}


def test_renaming_of_another_number_stays() -> None:
    turn = undo(3)
    before = employment(None, "D1", "D2", number="D3")
    heard = [
        of_employment(turn, 1, {}),
        of_employment(turn, 2, {}, key="D2", key_old="D1"),
        of_employment(turn, 3, {}, key="D3", key_old="D2"),
        of_employment(turn, 4, {}, key="D4", key_old="D1"),
    ]

    found = restored(before, *heard)
    assert (found.facts.number, found.facts.former) == ("D2", frozenset({"D1", "D4"}))


def test_numbers_stay_when_two_employments_would_have_the_same() -> None:
    turn = undo(2)
    before = employment(None, "D1", number="D2")
    heard = [of_employment(turn, 1, {}), of_employment(turn, 2, {}, key="D2", key_old="D1")]

    (found,) = restore_employments([before, other("D1")], heard, person_hidden=False)

    assert (found.collides, found.is_changed, found.facts.number) == (True, False, "D2")


def test_hidden_employment_keeps_its_number_silently_when_another_has_it() -> None:
    turn = undo(1, 2)
    before = employment(None, "D1", number="D2")
    heard = [of_employment(turn, 1, {}), of_employment(turn, 2, {}, key="D2", key_old="D1")]

    (found,) = restore_employments([before, other("D1")], heard, person_hidden=False)

    assert (found.hidden, found.collides, found.facts.number) == (True, False, "D2")


def test_employment_that_no_statement_is_known_of_stays_as_it_is() -> None:
    turn = undo(1)

    assert restore_employments([employment()], [said(turn, 1, {})], person_hidden=True) == ()


def test_employment_that_nothing_changes_is_not_among_them() -> None:
    turn = undo(2)
    heard = [of_employment(turn, 1, JOB), of_employment(turn, 2, {})]

    before = employment(stamped(job=("bakker", 1)))
    assert restore_employments([before], heard, person_hidden=False) == ()
