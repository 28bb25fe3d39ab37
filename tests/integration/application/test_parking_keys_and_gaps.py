"""Link keys that wait are decided on and gaps released: what waited for them goes on."""

import pytest

from parking_world import (
    CHANGE,
    go_live_beside,
    house,
    park_behind_held,
    park_double,
    park_gap,
    parked,
    refused,
    treat,
)
from readiness_world import OTHER
from sending_world import (
    EMPLOYEES,
    cases,
    employees,
    go_live,
    person,
    report,
    sick,
    states,
    take,
    work,
)
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.parking.healing import heal
from verzuimbrug.application.parking.treatment import Treatment
from verzuimbrug.application.parking.values import GroupKey
from verzuimbrug.domain.parking import Healing
from verzuimbrug.store.models import Employee
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def test_waiting_key_is_linked_to_the_known_employee() -> None:
    coupling = go_live(house())
    known = park_double(coupling)
    (group,) = parked(coupling)

    assert treat(coupling, group, Healing.LINK_PERSON, employee=known, dry_run=True).reports == 1
    assert treat(coupling, group, Healing.LINK_PERSON, employee=known).reports == 1
    work()

    assert parked(coupling) == ()
    assert [case.employee_id for case in cases(coupling).values()] == [known]


def test_waiting_key_is_that_of_a_new_employee() -> None:
    coupling = go_live(house())
    known = park_double(coupling)
    (group,) = parked(coupling)

    assert treat(coupling, group, Healing.CREATE_PERSON, dry_run=True).reports == 1
    assert treat(coupling, group, Healing.CREATE_PERSON).reports == 1
    work()

    assert parked(coupling) == ()
    (case,) = cases(coupling).values()
    assert case.employee_id != known


def test_key_is_linked_to_an_employee_of_the_employer_who_has_no_other_key() -> None:
    coupling = go_live(house())
    park_double(coupling)
    take(coupling, employees(person("w-9")), stream=EMPLOYEES)
    (group,) = parked(coupling)
    with tenant(coupling.arbodienst):
        keyed = Employee.objects.latest("id").id

    for employee, code in ((None, "PK104"), (keyed, "GR213"), (999_999, "GR211")):
        healed = treat(coupling, group, Healing.LINK_PERSON, employee=employee)
        assert refused(healed) == [code]


@pytest.mark.parametrize("healing", [Healing.LINK_PERSON, Healing.CREATE_PERSON])
def test_key_that_was_decided_on_is_not_decided_on_again(healing: Healing) -> None:
    coupling = go_live(house())
    known = park_double(coupling)
    (group,) = parked(coupling)
    treat(coupling, group, Healing.CREATE_PERSON)

    assert refused(treat(coupling, group, healing, employee=known)) == ["GR214"]


def test_released_gap_lets_the_report_and_those_after_it_go_on() -> None:
    coupling = go_live(house())
    park_gap(coupling)
    (group,) = parked(coupling)

    assert treat(coupling, group, Healing.RELEASE_GAP, dry_run=True).reports == 2
    assert states(coupling)[1] == ("VG30", 3, "parked")
    assert treat(coupling, group, Healing.RELEASE_GAP).reports == 2
    work()

    assert [state for _, _, state in states(coupling)] == ["applied"] * 3


def test_what_waits_beyond_the_next_gap_goes_on_waiting() -> None:
    coupling = go_live(house())
    park_gap(coupling)
    take(coupling, sick(report("VG30", 6, CHANGE, at=9), key="w-30"))

    assert treat(coupling, parked(coupling)[0], Healing.RELEASE_GAP).reports == 2
    work()

    (group,) = parked(coupling)
    assert group.numbers is not None
    assert (group.reports, group.numbers.missing) == (1, (5,))


def test_gap_that_is_released_twice_is_released_once() -> None:
    coupling = go_live(house())
    park_gap(coupling)
    (group,) = parked(coupling)
    treat(coupling, group, Healing.RELEASE_GAP)
    treat(coupling, group, Healing.RELEASE_GAP)
    work()
    assert cases(coupling)["VG30"].released_gaps == [3]


def test_gaps_of_all_cases_of_an_account_are_released_together() -> None:
    coupling = go_live(house())
    other = go_live_beside(coupling)
    park_gap(coupling)
    park_gap(coupling, "VG31", "w-31")
    park_gap(other, "VG32", "w-32")
    every = GroupKey(account=coupling.account, cause="VZ301", subject=())
    decider = Decider(arbodienst=coupling.arbodienst, by="beheerder")

    assert heal(decider, every, Treatment(healing=Healing.RELEASE_GAP)).reports == 4
    work()

    assert [(group.account, group.subject[-1]) for group in parked(coupling)] == [(OTHER, "VG32")]


def test_what_waits_for_a_held_report_is_healed_by_a_decision_only() -> None:
    coupling = go_live(house())
    park_behind_held(coupling)
    (group,) = parked(coupling)

    assert refused(treat(coupling, group, Healing.RELEASE_GAP)) == ["PK101"]
    assert refused(treat(coupling, group, Healing.DECIDE_HELD)) == ["PK103"]
