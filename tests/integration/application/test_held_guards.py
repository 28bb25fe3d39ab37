"""Each guard on real messages: alone, with the hour, by percentage, or off (VE-2)."""

import psycopg
import pytest

from doors_world import Coupling
from held_world import approved, at_most, codes_of, dossiers, guarded, held, hold_employees
from sending_world import (
    EMPLOYEES,
    codes,
    course,
    employees,
    person,
    report,
    sick,
    take,
)
from verzuimbrug.domain.deliveries import DeliveredPerson, Operation

pytestmark = pytest.mark.usefixtures("database")


def everybody(number: int, **fields: str) -> list[DeliveredPerson]:
    """So many persons, with something said of each."""
    return [person(f"w-{key}", fields=fields) for key in range(number)]


def told(coupling: Coupling, *contents: bytes, stream: str = EMPLOYEES) -> list[tuple[str, ...]]:
    """State and codes of each message."""
    reports = take(coupling, *contents, stream=stream)
    return [(one.state, *codes(one.findings)) for one in reports]


def test_message_that_changes_too_many_persons_is_held_and_nothing_is_written() -> None:
    coupling = guarded(persons_changed=at_most(2))
    take(coupling, employees(*everybody(4)), stream=EMPLOYEES)
    before = dossiers(coupling)

    assert told(coupling, employees(*everybody(3, surname="Bos"))) == [("held", "VE201")]

    assert dossiers(coupling) == before
    assert codes_of(held(coupling)[0].reasons) == ["VE201"]


def test_message_at_the_limit_is_applied() -> None:
    coupling = guarded(persons_changed=at_most(2))
    take(coupling, employees(*everybody(4)), stream=EMPLOYEES)

    assert told(coupling, employees(*everybody(2, surname="Bos"))) == [("processed",)]


def test_hour_of_the_stream_holds_the_message_that_passes_the_limit_with_it() -> None:
    coupling = guarded(persons_changed=at_most(2))
    take(coupling, employees(*everybody(4)), stream=EMPLOYEES)
    one, two, three = (employees(person(f"w-{n}", fields={"surname": "Bos"})) for n in range(3))

    assert told(coupling, one) == [("processed",)]
    assert told(coupling, two, three) == [("processed",), ("held", "VE201")]


def test_hour_counts_a_person_once_however_often_it_was_touched() -> None:
    coupling = guarded(persons_changed=at_most(2))
    take(coupling, employees(*everybody(3)), stream=EMPLOYEES)
    names = ("Bos", "Vos", "Mos", "Los")
    again = [employees(*everybody(2, surname=name)) for name in names]

    assert told(coupling, *again) == [("processed",)] * 4


def test_hour_is_over_after_an_hour(owner_connection: psycopg.Connection) -> None:
    coupling = guarded(persons_changed=at_most(2))
    take(coupling, employees(*everybody(4)), stream=EMPLOYEES)
    take(coupling, employees(*everybody(2, surname="Bos")), stream=EMPLOYEES)
    owner_connection.execute("UPDATE store_change SET at = at - interval '61 minutes'")

    other = [person(f"w-{n}", fields={"surname": "Vos"}) for n in (2, 3)]
    assert told(coupling, employees(*other)) == [("processed",)]


def test_hour_of_one_stream_is_not_that_of_another() -> None:
    coupling = guarded(persons_changed=at_most(2))
    take(coupling, employees(*everybody(4)), stream=EMPLOYEES)
    take(coupling, employees(*everybody(2, surname="Bos")), stream=EMPLOYEES)

    absence = sick(report("VG3"), key="w-3", number="1001")
    assert told(coupling, absence, stream="Verzuimmeldingen") == [("processed",)]


def test_what_a_person_approved_does_not_count_for_the_hour() -> None:
    coupling = guarded(persons_changed=at_most(2))
    take(coupling, employees(*everybody(4)), stream=EMPLOYEES)
    receipt = hold_employees(coupling, employees(*everybody(4, surname="Bos")))
    assert approved(coupling, receipt).state == "processed"

    assert told(coupling, employees(person("w-1", fields={"surname": "Vos"}))) == [("processed",)]


def test_message_that_touches_nothing_never_waits_for_what_others_did() -> None:
    coupling = guarded(persons_changed=at_most(2))
    take(coupling, employees(*everybody(4)), stream=EMPLOYEES)
    take(coupling, employees(*everybody(2, surname="Bos")), stream=EMPLOYEES)

    supplement = employees(*everybody(4, surname="Bos", call_name="Jo")[:2])
    assert told(coupling, supplement) == [("processed",)]


def test_percentage_has_to_be_passed_too() -> None:
    coupling = guarded(persons_changed=at_most(2, percent=50))
    take(coupling, employees(*everybody(8)), stream=EMPLOYEES)

    assert told(coupling, employees(*everybody(4, surname="Bos"))) == [("processed",)]
    assert told(coupling, employees(*everybody(5, surname="Vos"))) == [("held", "VE201")]


def test_new_persons_never_count_and_absence_does_not_either() -> None:
    coupling = guarded(persons_changed=at_most(0))

    assert told(coupling, employees(*everybody(30))) == [("processed",)]
    messages = [sick(*course(f"VG{n}", 3), key=f"w-{n}") for n in range(3)]
    assert told(coupling, *messages, stream="Verzuimmeldingen") == [("processed",)] * 3


def test_fields_of_persons_in_messages_of_absence_count() -> None:
    coupling = guarded(persons_changed=at_most(0))
    take(coupling, sick(report()))

    changed = sick(report("VG1", 2, Operation.UNCHANGED), key="w-1")
    assert told(coupling, changed, stream="Verzuimmeldingen") == [("processed",)]
    (held_one,) = told(coupling, employees(person("w-1", fields={"surname": "Bos"})))
    assert held_one == ("held", "VE201")


def test_too_many_withdrawals_are_held() -> None:
    coupling = guarded(cases_withdrawn=at_most(1))
    take(coupling, *(sick(report(f"VG{n}"), key=f"w-{n}") for n in range(3)))

    withdrawals = [sick(report(f"VG{n}", 2, Operation.WITHDRAW), key=f"w-{n}") for n in range(3)]
    states = told(coupling, *withdrawals, stream="Verzuimmeldingen")
    assert states == [("processed",), ("held", "VE202"), ("held", "VE202")]


def test_percentage_of_withdrawals_is_of_the_cases_that_are_open() -> None:
    coupling = guarded(cases_withdrawn=at_most(0, percent=50))
    take(coupling, *(sick(report(f"VG{n}"), key=f"w-{n}") for n in range(3)))
    take(coupling, sick(report("VG9", ends=True), key="w-9"))

    one, two = (sick(report(f"VG{n}", 2, Operation.WITHDRAW), key=f"w-{n}") for n in range(2))
    assert told(coupling, one, stream="Verzuimmeldingen") == [("processed",)]
    assert told(coupling, two, stream="Verzuimmeldingen") == [("held", "VE202")]


def test_too_many_changed_keys_are_held() -> None:
    coupling = guarded(keys_changed=at_most(1))
    take(coupling, employees(*everybody(3)), stream=EMPLOYEES)

    renamed = [person(f"n-{n}", key_old=f"w-{n}", number=f"D-w-{n}") for n in range(2)]
    assert told(coupling, employees(*renamed)) == [("held", "VE203")]
    assert told(coupling, employees(renamed[0])) == [("processed",)]


def test_too_many_ended_employments_are_held() -> None:
    coupling = guarded(employments_ended=at_most(1))
    take(coupling, employees(*everybody(3)), stream=EMPLOYEES)

    ended = [person(f"w-{n}", employment={"end": "2026-03-01"}) for n in range(2)]
    assert told(coupling, employees(*ended)) == [("held", "VE204")]
    assert told(coupling, employees(ended[0])) == [("processed",)]


def test_guard_that_is_off_holds_nothing() -> None:
    coupling = guarded(persons_changed="off")
    take(coupling, employees(*everybody(30)), stream=EMPLOYEES)

    assert told(coupling, employees(*everybody(30, surname="Bos"))) == [("processed",)]


def test_default_guards_let_an_ordinary_message_pass_and_hold_a_shifted_column() -> None:
    coupling = guarded()
    take(coupling, employees(*everybody(30)), stream=EMPLOYEES)

    assert told(coupling, employees(*everybody(25, surname="Bos"))) == [("processed",)]
    assert told(coupling, employees(*everybody(30, surname="Vos"))) == [("held", "VE201")]


def test_message_behind_a_held_one_of_its_batch_is_judged_without_it() -> None:
    coupling = guarded(persons_changed=at_most(1))
    take(coupling, employees(*everybody(4)), stream=EMPLOYEES)
    much, little = employees(*everybody(2, surname="Bos")), employees(*everybody(1, surname="Vos"))

    assert told(coupling, much, little) == [("held", "VE201"), ("processed",)]


def test_every_guard_that_trips_is_named() -> None:
    coupling = guarded(persons_changed=at_most(0), keys_changed=at_most(0))
    take(coupling, employees(*everybody(1)), stream=EMPLOYEES)

    renamed = person("n-0", key_old="w-0", number="D-w-0", fields={"surname": "Bos"})
    assert told(coupling, employees(renamed)) == [("held", "VE201", "VE203")]
