"""A person and the link keys, once a message that named them is undone (VE-4, WN-1 to WN-6)."""

from dataclasses import replace

from unit.domain.undo_turns import (
    PERSON,
    back,
    key,
    person,
    said,
    stamped,
    undo,
)
from verzuimbrug.domain.effects import Effect
from verzuimbrug.domain.fields import StampedFields
from verzuimbrug.domain.statements import ObjectKind
from verzuimbrug.domain.undoing import ObjectChange
from verzuimbrug.domain.undoing_people import RestoredPerson, restore_person
from verzuimbrug.domain.undoing_support import supported

SMIT = {"surname": "Smit"}


def keys(restored: RestoredPerson) -> dict[str, str]:
    """The keys that differ, and what they are."""
    return {
        each.key.key: "hidden" if each.hidden else "former" if each.superseded else "present"
        for each in restored.keys
    }


def told(restored: RestoredPerson) -> list[tuple[list[str], dict[str, list[object]]]]:
    """What happens to the person."""
    return [([str(e) for e in each.effects], dict(each.pairs)) for each in restored.changes]


def test_person_of_whom_nothing_stands_is_hidden_and_keeps_no_field() -> None:
    turn = undo(1)
    before = person(stamped(surname=("Smit", 1)), key("K1"))

    restored = restore_person(before, [said(turn, 1, SMIT)])

    assert restored.hidden
    assert restored.fields == StampedFields()
    assert keys(restored) == {"K1": "hidden"}
    assert told(restored) == [(["hidden"], {"surname": ["Smit", None], "hidden": [False, True]})]


def test_person_with_a_key_by_hand_stays() -> None:
    turn = undo(1)
    before = person(stamped(surname=("Smit", 1)), key("K1", by_hand=True))

    restored = restore_person(before, [said(turn, 1, SMIT)])

    assert not restored.hidden
    assert keys(restored) == {}
    assert told(restored) == [(["overwritten"], {"surname": ["Smit", None]})]


def test_person_of_whom_another_message_stands_stays() -> None:
    turn = undo(2)
    before = person(stamped(surname=("Smit", 2)), key("K1"))

    restored = restore_person(before, [said(turn, 1, {}), said(turn, 2, SMIT)])

    assert (restored.hidden, restored.fields) == (False, StampedFields())


def test_person_is_shown_again_when_the_undo_is_taken_back() -> None:
    turn = back(1)
    before = person(None, key("K1", hidden=True), hidden=True)

    restored = restore_person(before, [said(turn, 1, SMIT, undone=3, bsn="123456782")])

    assert keys(restored) == {"K1": "present"}
    assert (restored.hidden, restored.bsn) == (False, "123456782")
    assert told(restored) == [
        (["shown"], {"bsn": [None, "***"], "surname": [None, "Smit"], "hidden": [True, False]})
    ]


def test_former_key_is_the_present_one_again() -> None:
    turn = undo(2)
    before = person(None, key("K1", superseded=True), key("K2"))
    heard = [said(turn, 1, {}), said(turn, 2, {}, key="K2", key_old="K1")]

    restored = restore_person(before, heard)

    assert keys(restored) == {"K1": "present", "K2": "hidden"}
    assert told(restored) == [(["rekeyed"], {"link_key": ["K2", "K1"]})]


def test_new_key_takes_its_place_again_when_the_undo_is_taken_back() -> None:
    turn = back(2)
    before = person(None, key("K1"), key("K2", hidden=True))
    heard = [said(turn, 1, {}), said(turn, 2, {}, key="K2", key_old="K1", undone=3)]

    restored = restore_person(before, heard)

    assert keys(restored) == {"K1": "former", "K2": "present"}
    assert told(restored) == [(["rekeyed"], {"link_key": ["K1", "K2"]})]


def test_former_key_that_only_the_undone_message_named_is_hidden() -> None:
    turn = undo(2)
    before = person(None, key("K0", superseded=True), key("K1"))

    restored = restore_person(before, [said(turn, 1, {}), said(turn, 2, {}, key_old="K0")])

    assert keys(restored) == {"K0": "hidden"}
    assert told(restored) == [(["hidden"], {"link_key": ["K0", None]})]


def test_key_that_comes_back_beside_others_is_added() -> None:
    turn = back(2)
    before = person(None, key("K1"), key("K9", hidden=True))
    heard = [said(turn, 1, {}), said(turn, 2, {}, key="K9", undone=3)]

    assert told(restore_person(before, heard)) == [(["linked"], {"link_key": [None, "K9"]})]


def test_key_that_another_message_names_stays_and_one_by_hand_too() -> None:
    turn = undo(2)
    before = person(None, key("K1"), key("K2", by_hand=True))
    heard = [said(turn, 1, {}), said(turn, 2, {}), said(turn, 2, {}, key="K2")]

    assert keys(restore_person(before, heard)) == {}


def test_key_of_another_account_is_another_key() -> None:
    turn = undo(2)
    before = person(None, key("K1"))
    heard = [said(turn, 1, {}), said(turn, 2, {}, account=2)]

    assert keys(restore_person(before, heard)) == {}


def test_key_that_no_statement_names_stays() -> None:
    turn = undo(2)
    before = person(None, key("K1"), key("K9"))

    assert keys(restore_person(before, [said(turn, 1, {}), said(turn, 2, {})])) == {}


def test_what_only_found_the_person_stands_as_long_as_the_key_does() -> None:
    turn = undo(1)
    heard = [said(turn, 1, SMIT), said(turn, 2, {"call_name": "Jo"}, creates=False)]

    found = supported(person(), heard)

    assert [(each.stood, each.stands) for each in found] == [(True, False), (True, False)]
    assert restore_person(person(stamped(surname=("Smit", 1))), found).hidden


def test_what_found_the_person_by_a_key_from_elsewhere_stands() -> None:
    turn = undo(2)
    heard = [said(turn, 1, {}), said(turn, 2, {}), said(turn, 3, {}, creates=False)]
    by_hand = [said(undo(2), 3, {}, creates=False)]

    assert [each.stands for each in supported(person(), heard)] == [True, False, True]
    assert [each.stands for each in supported(person(None, key("K1", by_hand=True)), by_hand)]
    assert not any(each.stands for each in supported(person(), by_hand))


def test_what_found_the_person_by_a_key_that_such_a_message_gave_stands_with_it() -> None:
    turn = undo(1)
    heard = [
        said(turn, 3, {}, key="K3", key_old="K2", creates=False),
        said(turn, 2, {}, key="K2", key_old="K1", creates=False),
        said(turn, 1, {}),
    ]

    assert [each.stands for each in supported(person(), heard)] == [False, False, False]
    heard[2] = said(undo(9), 1, {})
    assert [each.stands for each in supported(person(), heard)] == [True, True, True]


def test_change_of_what_stays_as_it_is_has_no_mark() -> None:
    change = ObjectChange(
        kind=ObjectKind.EMPLOYEE, object=PERSON, employee=PERSON, effects=(), pairs={}
    )

    assert change.with_hidden(True, True) == change
    shown = replace(change, effects=(Effect.SHOWN,), pairs={"hidden": [True, False]})
    assert change.with_hidden(True, False) == shown
