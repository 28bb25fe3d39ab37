"""Linking employees who were there already: proposed, looked at, done in bulk (GR-2, WN-4)."""

import pytest

from blocking_world import somebody_waits, thread
from doors_world import Coupling
from live_world import until
from readiness_world import (
    check,
    in_order,
    judged,
    known_employee,
    load,
    other_account,
    signed_in,
)
from sending_world import cases, deliver, go_live, take, waiting, work
from verzuimbrug.application.readiness.link_persons import (
    Linked,
    create_despite,
    link,
    propose_links,
)
from verzuimbrug.domain.link_proposals import Strength
from verzuimbrug.domain.linking import Link
from verzuimbrug.store.lanes import take_all_lanes
from verzuimbrug.store.models import AccessLog, AccountEvent, Change, Employee, Employer, LinkKey
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def _link(employee: int, key: str = "b", employer: str = "FLSN1001") -> Link:
    return Link(employer=employer, employee=employee, key=key)


def _linked(coupling: Coupling, *links: Link) -> tuple[int, list[str]]:
    done = link(coupling.ref, links, "klantbeheerder")
    return done.count, [finding.code for finding in done.findings]


def _loaded() -> Coupling:
    coupling = signed_in()
    deliver(coupling, load())
    return coupling


def test_a_person_of_the_load_is_proposed_and_not_linked() -> None:
    employee = known_employee(other_account())
    coupling = _loaded()

    (found,) = propose_links(coupling.ref, "klantbeheerder")

    assert (found.proposal.employee, found.proposal.key) == (employee, "b")
    assert (found.proposal.strength, found.proposal.is_preselected) == (
        Strength.SAME_INITIALS,
        True,
    )
    assert judged(coupling.ref, "GR-2")[0] == "failed"


def test_the_name_is_shown_of_who_has_a_case_only() -> None:
    other = other_account()
    known_employee(other)
    coupling = _loaded()
    (found,) = propose_links(coupling.ref, "klantbeheerder")
    assert (found.surname, found.initials) == (None, None)

    take(other, load("a"))
    (found,) = propose_links(coupling.ref, "klantbeheerder")
    assert (found.surname, found.initials) == ("Smit", "J")


def test_that_proposals_were_seen_is_kept() -> None:
    employee = known_employee(other_account())
    coupling = _loaded()
    propose_links(coupling.ref, "klantbeheerder")
    with tenant(coupling.arbodienst):
        seen = AccessLog.objects.values_list("principal", "employees").get()
    assert seen == ("klantbeheerder", [employee])


def test_a_linked_employee_is_in_order_and_what_changed_is_kept() -> None:
    employee = known_employee(other_account())
    coupling = _loaded()

    assert _linked(coupling, _link(employee)) == (1, [])

    assert judged(coupling.ref, "GR-2") == ("ok", 0, ["GR200"])
    assert propose_links(coupling.ref, "klantbeheerder") == ()
    with tenant(coupling.arbodienst):
        change = Change.objects.get(by="klantbeheerder")
        event = AccountEvent.objects.get(by="klantbeheerder")
    assert (change.employee_id, change.fields) == (employee, {"link_key": [None, "b"]})
    assert (event.event, event.details) == ("persons-linked", {"count": 1})


def test_linking_twice_is_linking_once() -> None:
    employee = known_employee(other_account())
    coupling = _loaded()
    _linked(coupling, _link(employee))
    assert _linked(coupling, _link(employee)) == (0, [])
    with tenant(coupling.arbodienst):
        assert AccountEvent.objects.filter(event="persons-linked").count() == 1


def test_absence_of_a_linked_employee_is_compared_by_who_it_is() -> None:
    other = other_account()
    first = known_employee(other, "a")
    second = known_employee(other, "c")
    take(other, load("a"))
    coupling = _loaded()
    assert judged(coupling.ref, "GR-3")[2] == ["GR300", "GR302"]

    _linked(coupling, _link(first))
    assert judged(coupling.ref, "GR-3")[2] == ["GR300"]
    assert check(coupling.ref, "GR-2").rows[0].employee == second  # type: ignore[union-attr]


def test_what_waited_as_a_possible_duplicate_goes_on() -> None:
    employee = known_employee(other_account())
    coupling = go_live(in_order())
    take(coupling, load())
    assert waiting(coupling) == [("duplicate", "b")]
    (found,) = propose_links(coupling.ref, "klantbeheerder")

    assert _linked(coupling, _link(found.proposal.employee)) == (1, [])
    work()

    assert waiting(coupling) == []
    assert [case.employee_id for case in cases(coupling).values()] == [employee]


def test_somebody_else_is_created_and_goes_on() -> None:
    employee = known_employee(other_account())
    coupling = go_live(in_order())
    take(coupling, load())

    done = create_despite(coupling.ref, [("FLSN1001", "b"), ("ELDERS", "b")], "klantbeheerder")
    work()

    assert (done.count, [each.code for each in done.findings]) == (1, ["GR214"])
    assert [case.employee_id != employee for case in cases(coupling).values()] == [True]


def test_nothing_to_create_is_said() -> None:
    coupling = signed_in()
    done = create_despite(coupling.ref, [("FLSN1001", "b")], "klantbeheerder")
    assert (done.count, [each.code for each in done.findings]) == (0, ["GR214"])


def test_what_is_foreign_reads_as_what_does_not_exist() -> None:
    foreign = known_employee(other_account(in_order("FIT")))
    coupling = _loaded()
    for unknown in (_link(foreign), _link(99999), _link(foreign, employer="NERGENS")):
        assert _linked(coupling, unknown) == (0, ["GR211"])


def test_an_employee_out_of_scope_is_not_linked() -> None:
    coupling = _loaded()
    with tenant(coupling.arbodienst):
        own = {"arbodienst_id": coupling.arbodienst}
        elsewhere = Employer.objects.create(**own, code="ELDERS", name="Elders")
        employee = Employee.objects.create(**own, employer=elsewhere).id
    assert _linked(coupling, _link(employee, employer="ELDERS")) == (0, ["GR211"])


def test_keys_of_one_account_are_not_those_of_another() -> None:
    other = other_account()
    first = known_employee(other, "b")
    coupling = _loaded()
    assert _linked(coupling, _link(first)) == (1, [])
    with tenant(coupling.arbodienst):
        assert LinkKey.objects.filter(key="b", employee=first).count() == 2


def test_linking_waits_for_batches_at_work(owner_connection: object) -> None:
    employee = known_employee(other_account())
    coupling = _loaded()
    with thread() as other:
        with tenant(coupling.arbodienst):
            take_all_lanes(coupling.arbodienst)
            linking = other.start(lambda: link(coupling.ref, [_link(employee)], "test"))
            until(lambda: somebody_waits(owner_connection))  # type: ignore[arg-type]
        assert linking.result() == Linked(count=1)
