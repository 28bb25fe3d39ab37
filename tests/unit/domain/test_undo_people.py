"""Somebody who is hidden since an undo, and who is named again (VE-4, WN-2 to WN-4)."""

from dataclasses import replace

from strategies.absence import day, new
from unit.domain.deliveries import (
    BAKER,
    KNOWN,
    TODAY,
    codes,
    employer,
    employment,
    message,
    of_baker,
    person,
    told,
    vrzm,
)
from verzuimbrug.domain.cases import CaseState
from verzuimbrug.domain.change_listing import list_changes
from verzuimbrug.domain.deciding import decide
from verzuimbrug.domain.deliveries import MessageKind
from verzuimbrug.domain.fields import StampedFields
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.snapshot import CaseFacts, CaseKey, EmploymentFacts, PersonFacts, PersonKey

K1, K2 = PersonKey(1, BAKER.id, "K1"), PersonKey(1, BAKER.id, "K2")
HIDDEN = replace(
    KNOWN,
    persons={5: PersonFacts(id=5, employer=BAKER.id)},
    link_keys={K1: 5, K2: 5},
    hidden_keys=frozenset({K1, K2}),
)
"""A person of the baker who is hidden, with both keys."""


def test_hidden_person_is_there_again_when_a_message_names_the_key() -> None:
    decisions = decide([of_baker(1, person("K1"))], HIDDEN, TODAY)

    assert [(link.key, link.employee) for link in decisions.links] == [(K1, 5)]
    assert [(each.id, each.is_new) for each in decisions.persons] == [(5, False)]


def test_employments_alone_do_not_bring_a_hidden_person_back() -> None:
    sent = message(1, employer("1001", person("K1", employment())), kind=MessageKind.EMPLOYMENTS)
    decisions = decide([sent], HIDDEN, TODAY)

    assert codes(decisions) == ["WN201"]
    assert (decisions.links, decisions.persons, decisions.employments) == ((), (), ())


def test_second_key_of_a_hidden_person_is_another_person_once_the_first_is_back() -> None:
    decisions = decide([of_baker(1, person("K1"), person("K2"))], HIDDEN, TODAY)

    assert [each.id for each in decisions.persons] == [5, -1]
    assert {link.key: link.employee for link in decisions.links} == {K1: 5, K2: -1}


def test_hidden_person_who_may_be_somebody_else_by_now_is_parked() -> None:
    values = {"surname": "Jansen", "birth_date": "1990-05-04"}
    double = PersonFacts(id=6, employer=BAKER.id, fields=StampedFields(values))
    decisions = decide(
        [of_baker(1, person("K1"))], replace(HIDDEN, persons={**HIDDEN.persons, 6: double}), TODAY
    )

    assert codes(decisions) == ["WN401"]
    assert decisions.persons == ()


def test_report_of_a_held_message_keeps_its_place_with_a_hidden_person() -> None:
    sent = of_baker(1, person("K1", employment(vrzm(new()))))
    decisions = decide([sent], HIDDEN, TODAY, {1: (Finding("VE101"),)})

    assert told(decisions.reports) == {(1, 0): "held VE103"}
    assert [each.employee for each in decisions.reports] == [5]
    assert decisions.links == ()


def test_both_keys_of_a_hidden_person_come_back_with_a_message_that_names_both() -> None:
    decisions = decide([of_baker(1, person("K2", former="K1"))], HIDDEN, TODAY)

    keys = {link.key: (link.employee, link.superseded) for link in decisions.links}
    assert keys == {K2: (5, False), K1: (5, True)}


def test_death_with_a_case_that_is_hidden_gets_no_finding() -> None:
    state = CaseState(first_day=day(0))
    facts = CaseFacts(id=7, key=CaseKey(1, BAKER.id, "VG1"), employee=5, state=state, hidden=True)
    known = replace(HIDDEN, hidden_keys=frozenset(), cases=(facts,))
    decisions = decide([of_baker(1, person("K1", deceased_on="2026-03-01"))], known, TODAY)

    assert codes(decisions) == []


def test_message_that_brings_somebody_back_is_told_with_what_it_says() -> None:
    hidden = EmploymentFacts(id=7, employee=5, account=1, number="D1", hidden=True)
    known = replace(HIDDEN, employments=(hidden,))
    sent = [of_baker(1, person("K1", employment(job="bakker"))), of_baker(2, person("K1"))]
    decisions = decide(sent, known, TODAY)

    assert [each.shown_by for each in decisions.persons] == [1]
    assert [each.shown_by for each in decisions.employments] == [1]
    entries = list_changes(sent[0], decide(sent[:1], known, TODAY), known).changes
    assert [(entry.kind.value, [str(e) for e in entry.effects]) for entry in entries] == [
        ("employee", ["shown"]),
        ("employment", ["shown"]),
    ]
    assert all(entry.pairs["hidden"] == [True, False] for entry in entries)


def test_key_that_goes_to_another_person_brings_nobody_back() -> None:
    decisions = decide([of_baker(1, person("K1"), person("K2"))], HIDDEN, TODAY)

    assert [(each.id, each.shown_by) for each in decisions.persons] == [(5, 1), (-1, None)]
