"""What an undo comes to at an employer, as a list of changes and of conflicts (VE-4)."""

from dataclasses import replace

import pytest

from strategies.absence import day, new, report
from unit.domain.undo_cases import at, before as cases_before, hidden
from unit.domain.undo_turns import (
    ACCOUNT,
    CODES,
    EMPLOYER,
    EMPLOYMENT,
    PERSON,
    back,
    employment,
    key,
    of_employment,
    person,
    said,
    stamped,
    undo,
)
from verzuimbrug.domain.case_fields import described
from verzuimbrug.domain.cases import CaseState, CaseStatus
from verzuimbrug.domain.change_list import ChangeEntry
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.snapshot import CaseFacts, PersonKey
from verzuimbrug.domain.undoing import PersonBefore, Turn
from verzuimbrug.domain.undoing_decisions import Before, decide_turn
from verzuimbrug.domain.undoing_listing import changes_of, list_turn

ABSENT = CaseState(first_day=day(0))


def codes(before: Before, turn: Turn) -> list[tuple[str, dict[str, str]]]:
    return [(each.code, dict(each.params)) for each in decide_turn(before, turn).findings]


def listed(before: Before, turn: Turn) -> list[ChangeEntry]:
    return list_turn(decide_turn(before, turn), before)


def whole(turn: Turn) -> Before:
    """The person with an employment and a case, of whom message 1 said everything."""
    cases = cases_before(replace(at(1, new()), employee=PERSON))
    return Before(
        persons=(person(stamped(surname=("Smit", 1)), key("K1")),),
        employments=(employment(stamped(job=("bakker", 1))),),
        statements=(
            said(turn, 1, {"surname": "Smit"}),
            of_employment(turn, 1, {"job": "bakker"}),
        ),
        cases=replace(cases, cases=tuple(replace(c, employee=PERSON) for c in cases.cases)),
        codes=CODES,
    )


def test_list_names_everything_as_people_do() -> None:
    turn = undo(1)

    entries = listed(whole(turn), turn)

    assert [(e.kind.value, e.employer, e.person, e.name) for e in entries] == [
        ("case", "1001", "K1", "VG1"),
        ("employee", "1001", "K1", ""),
        ("employment", "1001", "K1", "D1"),
    ]
    assert {str(effect) for entry in entries for effect in entry.effects} == {"hidden"}
    assert all(entry.has_case for entry in entries)


def test_case_that_is_shown_again_has_its_state_from_nothing() -> None:
    turn = back(1)
    stored = hidden(cases_before(replace(at(1, new(), undone=90), employee=PERSON)), ABSENT)
    facts = replace(stored.cases[0], employee=PERSON)
    before = Before(
        persons=(person(None, key("K1")),),
        cases=replace(stored, cases=(facts,)),
        codes=CODES,
    )

    (entry,) = listed(before, turn)

    assert [str(effect) for effect in entry.effects] == ["shown"]
    assert entry.pairs["first_day"] == [None, str(day(0))]
    assert entry.pairs["hidden"] == [True, False]
    assert entry.pairs["classification"] == [None, "ziekte"]


def test_case_that_is_decided_anew_and_stays_as_it_was_is_not_listed() -> None:
    turn = undo(2)
    unchanged = replace(report(2, Operation.UNCHANGED), employee=PERSON, place=(2, 0))
    cases = cases_before(replace(at(1, new()), employee=PERSON), unchanged)
    state = replace(cases.cases[0].state, last_sequence=1)
    facts = replace(cases.cases[0], employee=PERSON, state=state)
    before = Before(persons=(person(),), cases=replace(cases, cases=(facts,)), codes=CODES)

    assert listed(before, turn) == []


def test_case_that_another_continues_is_named_by_its_key() -> None:
    turn = undo(1)
    cases = cases_before(replace(at(1, new()), employee=PERSON))
    first = replace(cases.cases[0], employee=PERSON)
    later = CaseFacts(
        id=8,
        key=first.key._replace(key="VG2"),
        employee=PERSON,
        state=CaseState(first_day=day(20)),
        continues=7,
    )
    before = Before(persons=(person(),), cases=replace(cases, cases=(first, later)), codes=CODES)

    entries = {entry.name: entry for entry in listed(before, turn)}

    assert entries["VG2"].pairs == {"continues": ["VG1", None]}
    assert [str(effect) for effect in entries["VG2"].effects] == ["changed"]


def test_person_without_a_case_that_counts_is_marked_so() -> None:
    turn = undo(2)
    withdrawn = CaseFacts(
        id=7,
        key=cases_before(at(1, new())).cases[0].key,
        employee=PERSON,
        state=replace(ABSENT, status=CaseStatus.WITHDRAWN),
    )
    before = Before(
        persons=(person(stamped(surname=("Smid", 2)), key("K1")),),
        statements=(said(turn, 1, {}), said(turn, 2, {"surname": "Smid"})),
        cases=replace(cases_before(at(1, new())), cases=(withdrawn,), reports=()),
        codes=CODES,
    )

    (entry,) = listed(before, turn)
    assert not entry.has_case
    assert entry.shielded().pairs == {"surname": ["***", None]}


def test_person_of_whom_nothing_turns_stays_as_it_is() -> None:
    before = Before(persons=(person(None, key("K1")),), codes=CODES)

    assert decide_turn(before, undo(1)).persons == ()


def test_fields_that_were_said_since_are_named_with_the_message() -> None:
    turn = undo(2)
    statements = [
        said(turn, number, {"surname": name})
        for number, name in enumerate(("Smit", "Smid", "Smidt"), start=1)
    ]
    before = Before(
        persons=(person(stamped(surname=("Smidt", 3)), key("K1")),),
        statements=tuple(statements),
        codes=CODES,
    )

    params = {"employer": "1001", "person": "K1", "fields": "surname", "receipt": "R3"}
    assert codes(before, turn) == [("VE401", params)]


def test_employment_that_keeps_its_number_is_named() -> None:
    turn = undo(2)
    other = employment(number="D1")
    other = replace(other, facts=replace(other.facts, id=EMPLOYMENT + 1))
    before = Before(
        persons=(person(None, key("K1")),),
        employments=(employment(None, "D1", number="D2"), other),
        statements=(
            said(turn, 1, {}),
            said(turn, 2, {}),
            of_employment(turn, 1, {}),
            of_employment(turn, 2, {}, key="D2", key_old="D1"),
        ),
        codes=CODES,
    )

    assert codes(before, turn) == [("VE405", {"employer": "1001", "person": "K1", "number": "D2"})]
    assert decide_turn(before, turn).employments == ()


def test_key_that_is_somebody_elses_by_now_is_named() -> None:
    turn = back(2)
    before = Before(
        persons=(person(None, key("K1")),),
        statements=(
            said(turn, 1, {}),
            said(turn, 2, {}, key="K2", key_old="K1", undone=3),
            of_employment(turn, 2, {}, undone=3),
        ),
        owners={
            PersonKey(ACCOUNT, EMPLOYER, "K1"): PERSON,
            PersonKey(ACCOUNT, EMPLOYER, "K2"): PERSON + 1,
        },
        codes=CODES,
    )

    assert codes(before, turn) == [("VE406", {"key": "K2"})]


def test_message_that_finds_the_person_no_more_is_told_of() -> None:
    turn = undo(1)
    before = Before(
        persons=(person(None, key("K1")),),
        statements=(said(turn, 1, {}), said(turn, 2, {}, creates=False)),
        codes=CODES,
    )

    assert decide_turn(before, turn).turned_along == {2}


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        ((), ""),
        ((key("K2", superseded=True), key("K9")), "K9"),
        ((key("K2", hidden=True), key("K3", superseded=True)), "K3"),
        ((key("K2", hidden=True),), "K2"),
    ],
)
def test_person_is_named_by_a_present_key_if_there_is_one(
    keys: tuple[object, ...], name: str
) -> None:
    assert PersonBefore(id=1, employer=1, fields=stamped(), keys=keys).name == name  # type: ignore[arg-type]


def test_change_of_a_case_says_field_by_field_what_it_was() -> None:
    turn = undo(1)

    (*_, case) = changes_of(decide_turn(whole(turn), turn))

    assert case.pairs == {"hidden": [False, True]}
    assert described(ABSENT)["first_day"] == str(day(0))
