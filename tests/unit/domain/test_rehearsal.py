"""The portal's state by its own words: what messages make when nothing is known yet (GR-3)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from strategies.absence import new, report
from unit.domain.deliveries import (
    BORN,
    KNOWN,
    NOON,
    SETTINGS,
    TODAY,
    employer,
    employment,
    message,
    of_baker,
    person,
    vrzm,
)
from verzuimbrug.domain.conversion import ConversionTable, Unknown
from verzuimbrug.domain.deliveries import DeliveredPerson, MessageKind, Operation
from verzuimbrug.domain.employer_code import EmployerCodeTemplate
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.rehearsal import PortalState, makes_every_code, rehearse
from verzuimbrug.domain.reports import Report
from verzuimbrug.domain.streams import Mode

CHANGE = Operation.CHANGE


def _sick(key: str, *reports: Report, former: str | None = None) -> DeliveredPerson:
    return person(key, employment(*(vrzm(each) for each in reports)), former=former)


def _state(*messages: MessageInput) -> PortalState:
    return rehearse(messages, KNOWN.employers, TODAY)


def test_cases_are_those_that_the_reports_make_over_all_messages() -> None:
    first = of_baker(1, _sick("a", new()))
    second = of_baker(2, _sick("a", report(2, CHANGE, at=5, percentage="50.00")))
    (case,) = _state(second, first).cases
    assert (case.employer, case.key, case.person) == ("1001", "VG1", "a")
    assert [str(part) for part in case.state.periods.values()] == ["100.00", "50.00"]


def test_gaps_are_accepted() -> None:
    (case,) = _state(of_baker(1, _sick("a", new(), report(5, CHANGE, at=5)))).cases
    assert case.state.last_sequence == 5


def test_what_is_held_for_approval_is_taken() -> None:
    settings = replace(SETTINGS, mode=Mode.APPROVAL)
    held = message(1, employer("1001", _sick("a", new())), settings=settings)
    assert len(_state(held).cases) == 1


def test_namesakes_are_not_taken_for_one() -> None:
    found = _state(of_baker(1, _sick("a")), of_baker(2, _sick("b")))
    assert [each.key for each in found.persons] == ["a", "b"]


def test_persons_come_with_what_they_are_compared_by() -> None:
    (found,) = _state(of_baker(1, person("a", initials="J"))).persons
    said = found.particulars
    assert (said.employer, said.birth_date) == ("1001", str(BORN))
    assert (said.surname, said.initials) == ("Jansen", "J")


def test_a_person_goes_by_the_present_key() -> None:
    found = _state(of_baker(1, _sick("b", former="a"))).persons
    assert [each.key for each in found] == ["b"]


def test_a_person_whose_keys_were_exchanged_keeps_one() -> None:
    moved = [of_baker(1, _sick("b", former="a")), of_baker(2, _sick("a", former="b"))]
    (found,) = _state(*moved).persons
    assert found.key in {"a", "b"}


def test_codes_count_persons_of_employers_that_are_not_known_too() -> None:
    found = _state(of_baker(1, _sick("a"), _sick("b")), message(2, employer("9", _sick("c"))))
    assert found.codes == {"1001": 2, "9": 1}
    assert len(found.persons) == 2


def test_a_code_that_cannot_be_made_is_none() -> None:
    nameless = message(1, employer(" ", _sick("a")))
    table = ConversionTable(unknown=Unknown.FINDING)
    template = EmployerCodeTemplate(template="[IdWrkgvrArbdnst]", conversion=table)
    strange = message(
        2, employer("1001", _sick("a")), settings=replace(SETTINGS, employer_code=template)
    )
    found = _state(nameless, strange, of_baker(3))
    assert (found.codes, found.made) == ({"1001": 0}, frozenset({3}))


def test_a_message_without_employers_makes_no_code() -> None:
    assert not makes_every_code(message(1))


@pytest.mark.parametrize(("kind", "count"), [(MessageKind.ABSENCE, 1), (MessageKind.EMPLOYEES, 0)])
def test_messages_with_absence_are_counted(kind: MessageKind, count: int) -> None:
    found = _state(message(1, employer("1001", _sick("a")), kind=kind))
    assert found.with_absence == count


def test_a_message_from_the_future_says_nothing() -> None:
    late = message(1, employer("1001", _sick("a", new())), made_at=NOON + timedelta(days=9))
    assert _state(late).persons == ()
