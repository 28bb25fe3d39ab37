"""Fields go back to what stands, unless something was said of them since (VE-4, WN-5)."""

from unit.domain.undo_turns import back, person, said, stamp, stamped, undo
from verzuimbrug.domain.fields import FieldChange, StampedFields
from verzuimbrug.domain.undoing_fields import field_changes, fields_said_since, restore


def test_field_goes_back_to_what_was_said_before() -> None:
    turn = undo(2)
    heard = [said(turn, 1, {"surname": "Smit"}), said(turn, 2, {"surname": "Smid"})]

    assert restore(stamped(surname=("Smid", 2)), heard) == stamped(surname=("Smit", 1))


def test_field_that_nobody_else_said_is_gone() -> None:
    turn = undo(2)
    heard = [said(turn, 1, {"surname": "Smit"}), said(turn, 2, {"call_name": "Jo"})]
    before = stamped(surname=("Smit", 1), call_name=("Jo", 2))

    assert restore(before, heard) == stamped(surname=("Smit", 1))


def test_field_that_was_said_later_stays() -> None:
    turn = undo(1)
    heard = [said(turn, 1, {"surname": "Smid"}), said(turn, 2, {"surname": "Smit"})]

    assert restore(stamped(surname=("Smit", 2)), heard) == stamped(surname=("Smit", 2))


def test_value_from_elsewhere_stays() -> None:
    turn = undo(2)
    before = StampedFields({"surname": "Smit"}, {"surname": stamp(9)})

    assert restore(before, [said(turn, 2, {"surname": "Smid"})]) == before


def test_empty_value_that_was_said_before_is_back() -> None:
    turn = undo(2)
    heard = [said(turn, 1, {"end": None}), said(turn, 2, {"end": "2026-12-31"})]

    assert restore(stamped(end=("2026-12-31", 2)), heard) == stamped(end=(None, 1))


def test_fields_that_no_turned_message_names_stay_as_they_are() -> None:
    turn = undo(2)
    heard = [said(turn, 1, {"surname": "Other by now"}), said(turn, 2, {"call_name": "Jo"})]
    before = stamped(surname=("Smit", 1), call_name=("Jo", 2))

    assert restore(before, heard).values == {"surname": "Smit"}


def test_what_is_taken_back_is_said_again() -> None:
    turn = back(2)
    heard = [said(turn, 1, {"surname": "Smit"}), said(turn, 2, {"surname": "Smid"}, undone=3)]

    assert restore(stamped(surname=("Smit", 1)), heard) == stamped(surname=("Smid", 2))


def test_fields_made_anew_hold_all_that_stands() -> None:
    turn = back(2)
    heard = [said(turn, 1, {"call_name": "Jo"}), said(turn, 2, {"surname": "Smid"}, undone=3)]

    after = restore(StampedFields(), heard, anew=True)
    assert after == stamped(call_name=("Jo", 1), surname=("Smid", 2))


def test_changes_are_told_in_order_and_a_bsn_without_its_digits() -> None:
    before, after = stamped(surname=("Smid", 2), bsn=("123456782", 2)), stamped(call_name=("Jo", 1))

    assert field_changes(before, after) == (
        FieldChange("bsn", "***", None),
        FieldChange("call_name", None, "Jo"),
        FieldChange("surname", "Smid", None),
    )


def test_field_that_another_message_changed_since_is_named() -> None:
    turn = undo(2)
    heard = [
        said(turn, 1, {"surname": "Smit", "call_name": "Jo"}),
        said(turn, 2, {"surname": "Smid", "call_name": "Jo"}),
        said(turn, 3, {"surname": "Smidt", "call_name": "Jo"}),
    ]

    assert fields_said_since(heard, turn) == {"R3": ("surname",)}


def test_field_that_another_message_said_once_more_is_named_too() -> None:
    turn = undo(2)
    heard = [said(turn, n, {"surname": "Smit" if n == 1 else "Smid"}) for n in (1, 2, 3)]

    assert fields_said_since(heard, turn) == {"R3": ("surname",)}


def test_field_that_is_back_already_is_not_named() -> None:
    turn = undo(2)
    heard = [said(turn, n, {"surname": "Smid" if n == 2 else "Smit"}) for n in (1, 2, 3)]

    assert fields_said_since(heard, turn) == {}


def test_field_without_a_value_before_is_not_named() -> None:
    turn = undo(1)
    heard = [said(turn, 1, {"surname": "Smid"}), said(turn, 2, {"surname": "Smid"})]

    assert fields_said_since(heard, turn) == {}


def test_field_that_does_not_come_back_because_of_what_was_said_since_is_named() -> None:
    turn = back(2)
    heard = [
        said(turn, 1, {"surname": "Smit"}),
        said(turn, 2, {"surname": "Smid", "call_name": "Jo"}, undone=3),
        said(turn, 91, {"surname": "Smidt", "call_name": "Jo"}),
    ]

    assert fields_said_since(heard, turn) == {"R91": ("surname",)}


def test_field_that_was_overruled_before_the_undo_too_is_not_named() -> None:
    turn = back(2)
    heard = [said(turn, 2, {"surname": "Smid"}, undone=3), said(turn, 3, {"surname": "Smidt"})]

    assert fields_said_since(heard, turn) == {}


def test_bsn_is_one_of_the_fields() -> None:
    turn = undo(2)
    heard = [said(turn, 2, {}, bsn="123456782")]

    assert restore(stamped(bsn=("123456782", 2)), heard) == StampedFields()
    assert person().bsn is None
