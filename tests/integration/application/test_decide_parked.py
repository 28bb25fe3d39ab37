"""What a person decides on something parked (VZ-3, WN-4), and what a suspension stops (VE-1)."""

import pytest

from doors_world import Coupling
from sending_world import (
    EMPLOYEES,
    absence,
    cases,
    employees,
    employer,
    go_live,
    person,
    report,
    settings,
    sick,
    states,
    take,
    waiting,
    work,
)
from verzuimbrug.application.activation import suspend
from verzuimbrug.application.decide_parked import (
    ParkedKey,
    create_person,
    link_person,
    release_gap,
)
from verzuimbrug.application.decider import Decider
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.models import AbsenceReport, AccountEvent, Employee, Employer, Message, Work
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

CHANGE = Operation.CHANGE
_NAMESAKE = {"surname": "Müller"}


def _decider(coupling: Coupling) -> Decider:
    return Decider(arbodienst=coupling.arbodienst, by="beheerder")


def _report(coupling: Coupling, sequence: int) -> int:
    with tenant(coupling.arbodienst):
        return AbsenceReport.objects.get(sequence=sequence).id


def _events(coupling: Coupling) -> list[str]:
    with tenant(coupling.arbodienst):
        return list(AccountEvent.objects.filter(by="beheerder").values_list("event", flat=True))


def test_released_gap_lets_the_report_and_those_after_it_go_on() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    take(coupling, sick(report("VG1", 3, CHANGE, at=5)))
    take(coupling, sick(report("VG1", 4, CHANGE, at=6)))

    assert release_gap(_decider(coupling), _report(coupling, 3))
    work()

    assert [state for _, _, state in states(coupling)] == ["applied"] * 3
    assert _events(coupling) == ["gap-released"]


def test_report_that_waits_for_no_gap_is_not_released() -> None:
    coupling = go_live()
    take(coupling, sick(report("VG1", 2, CHANGE, at=5)))

    assert not release_gap(_decider(coupling), _report(coupling, 2))


def _parked_double() -> tuple[Coupling, ParkedKey, int]:
    """A key of a second account, parked as the possible double of a person of the first."""
    configuration = settings()
    (one,) = configuration["accounts"]
    configuration["accounts"] = [one, {**one, "name": "Andere volmacht"}]
    first = go_live(configuration)
    other = go_live(configuration, account="Andere volmacht")
    take(first, employees(person("a", fields=_NAMESAKE)), stream=EMPLOYEES)
    take(other, absence(employer("1001", person("b", report(), fields=_NAMESAKE))))
    with tenant(other.arbodienst):
        known = Employee.objects.get()
    return other, ParkedKey(account=other.account, employer=known.employer_id, key="b"), known.id


def test_linked_key_lets_go_on_what_waited_for_it() -> None:
    coupling, key, known = _parked_double()

    assert link_person(_decider(coupling), key, known)
    work()

    assert waiting(coupling) == []
    assert [case.employee_id for case in cases(coupling).values()] == [known]
    assert _events(coupling) == ["person-linked"]


def test_key_of_a_new_person_lets_go_on_what_waited_for_it() -> None:
    coupling, key, known = _parked_double()

    assert create_person(_decider(coupling), key)
    work()

    assert waiting(coupling) == []
    (case,) = cases(coupling).values()
    assert case.employee_id != known
    assert _events(coupling) == ["person-created"]


def test_key_that_does_not_wait_and_person_elsewhere_are_not_linked() -> None:
    coupling, key, known = _parked_double()
    other_key = ParkedKey(account=key.account, employer=key.employer, key="z")
    with tenant(coupling.arbodienst):
        elsewhere = Employer.objects.create(
            arbodienst_id=coupling.arbodienst, code="ELDERS", name="Elders"
        ).id

    assert not link_person(_decider(coupling), other_key, known)
    assert not create_person(_decider(coupling), other_key)
    moved = ParkedKey(account=key.account, employer=elsewhere, key="b")
    assert not link_person(_decider(coupling), moved, known)


def test_delivery_that_slipped_in_before_a_suspension_is_not_processed() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    suspend(coupling.ref, "test")
    with tenant(coupling.arbodienst):
        message = Message.objects.get()
        Message.objects.update(state="received")
    Work.objects.create(
        message=message.id, arbodienst_id=coupling.arbodienst, account=coupling.account
    )

    work()

    assert Work.objects.get().state == "waiting"
    with tenant(coupling.arbodienst):
        assert Message.objects.get().state == "received"
