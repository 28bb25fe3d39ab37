"""What of a batch the guards count, per message (VE-2)."""

from dataclasses import replace
from datetime import timedelta

from strategies.absence import new, report
from unit.domain.deliveries import (
    KNOWN,
    NOON,
    TODAY,
    employer,
    employment,
    message,
    of_baker,
    person,
    vrzm,
)
from unit.domain.snapshots import Stored
from verzuimbrug.domain.deciding import decide
from verzuimbrug.domain.decisions import CaseDecision, Decisions
from verzuimbrug.domain.deliveries import DeliveredPerson, Operation
from verzuimbrug.domain.guards import Guard
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.touching import touched_by

PERSONS, CASES, KEYS, EMPLOYMENTS = Guard
WITHDRAW = vrzm(report(2, Operation.WITHDRAW))
SICK = employment(vrzm(new()))


def later(number: int, *persons: DeliveredPerson) -> MessageInput:
    """A message made after the ones before it."""
    made_at = NOON + timedelta(hours=number)
    return message(number, employer("1001", *persons), made_at=made_at)


def known(*persons: DeliveredPerson) -> Stored:
    """What is stored once these persons were delivered."""
    stored = Stored(KNOWN)
    stored.take([of_baker(1, *persons)])
    return stored


def counts(stored: Stored, *messages: MessageInput) -> dict[tuple[int, Guard], int]:
    """How many are touched, by message and guard."""
    touched = touched_by(decide(messages, stored.snapshot, TODAY))
    return {
        (number, guard): len(things)
        for number, of in touched.items()
        for guard, things in of.of.items()
    }


def touched_of(case: CaseDecision) -> dict[tuple[int, Guard], int]:
    touched = touched_by(Decisions(cases=(case,)))
    return {(n, guard): len(found) for n, of in touched.items() for guard, found in of.of.items()}


def test_person_counts_as_changed_when_a_field_that_had_a_value_gets_another() -> None:
    stored = known(person("K1", job="baker"), person("K2"))

    told = counts(stored, later(2, person("K1", surname="Smit"), person("K2")))

    assert told == {(2, PERSONS): 1}


def test_person_who_is_only_supplemented_does_not_count() -> None:
    assert counts(known(person("K1")), later(2, person("K1", gender="V"))) == {}


def test_new_person_never_counts_also_when_a_later_message_of_the_batch_changes_it() -> None:
    messages = later(2, person("K1")), later(3, person("K1", surname="Smit"))

    assert counts(known(), *messages) == {}


def test_person_counts_once_for_own_fields_and_those_of_employments() -> None:
    stored = known(person("K1", employment(job="baker")))

    told = counts(stored, later(2, person("K1", employment(job="cook"), surname="Smit")))

    assert told == {(2, PERSONS): 1}


def test_field_of_an_employment_counts_for_its_person() -> None:
    stored = known(person("K1", employment(job="baker")))

    assert counts(stored, later(2, person("K1", employment(job="cook")))) == {(2, PERSONS): 1}


def test_new_employment_of_a_known_person_counts_for_nothing() -> None:
    stored = known(person("K1"))

    assert counts(stored, later(2, person("K1", employment(number="D2")))) == {}


def test_end_of_an_employment_counts_as_an_end_and_not_as_a_changed_person() -> None:
    stored = known(person("K1", employment()))

    told = counts(stored, later(2, person("K1", employment(end="2026-03-01"))))

    assert told == {(2, EMPLOYMENTS): 1}


def test_reports_of_absence_never_count_as_a_changed_person() -> None:
    stored = known(person("K1", SICK))
    change = vrzm(report(2, Operation.CHANGE, 3, "50.00"))

    assert counts(stored, later(2, person("K1", employment(change)))) == {}


def test_withdrawal_of_an_open_case_counts() -> None:
    told = counts(known(person("K1", SICK)), later(2, person("K1", employment(WITHDRAW))))

    assert told == {(2, CASES): 1}


def test_withdrawal_of_a_case_that_was_recovered_does_not_count() -> None:
    stored = known(person("K1", employment(vrzm(new(ends=True)))))

    assert counts(stored, later(2, person("K1", employment(WITHDRAW)))) == {}


def test_withdrawal_of_a_case_that_the_batch_starts_does_not_count() -> None:
    assert counts(known(), later(2, person("K1", SICK, employment(WITHDRAW)))) == {}


def test_withdrawal_counts_for_its_own_message_whichever_touched_the_case_last() -> None:
    stored = known(person("K1", SICK))
    conflict = vrzm(report(3, Operation.CHANGE, 3))

    told = counts(
        stored,
        later(2, person("K1", employment(WITHDRAW))),
        later(3, person("K1", employment(conflict))),
    )

    assert told == {(2, CASES): 1}


def test_withdrawal_that_waited_counts_for_the_message_that_lets_it_go_on() -> None:
    stored = known(person("K1", SICK))
    waits = vrzm(report(3, Operation.WITHDRAW))
    stored.take([later(2, person("K1", employment(waits)))])

    missing = vrzm(report(2, Operation.UNCHANGED))

    assert counts(stored, later(3, person("K1", employment(missing)))) == {(3, CASES): 1}


def test_withdrawal_that_is_not_told_step_by_step_counts_for_the_last_message() -> None:
    (case,) = decide(
        [later(2, person("K1", employment(WITHDRAW)))],
        known(person("K1", SICK)).snapshot,
        TODAY,
    ).cases

    whole = replace(case, steps={})
    assert touched_of(whole) == {(2, CASES): 1}
    assert touched_of(replace(whole, hidden_before=True)) == {}
    assert touched_of(replace(whole, before=None)) == {}


def test_key_that_takes_the_place_of_another_counts() -> None:
    told = counts(known(person("K1")), later(2, person("K2", former="K1")))

    assert told == {(2, KEYS): 1}


def test_key_that_is_added_or_was_replaced_before_does_not_count() -> None:
    stored = known(person("K1"))
    stored.take([later(2, person("K2", former="K1"))])

    assert counts(stored, later(3, person("K2", former="K1"))) == {}
    assert counts(stored, later(3, person("K2", former="K0"))) == {}


def test_key_of_a_person_whom_the_batch_creates_does_not_count() -> None:
    assert counts(known(), later(2, person("K2", former="K1"))) == {}
