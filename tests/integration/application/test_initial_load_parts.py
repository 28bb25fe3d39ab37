"""A load is compared in parts: what hangs together stays together (GR-3)."""

import pytest

from doors_world import Coupling
from portal_delivery_world import TODAY, bring, loading, two_employers
from readiness_world import known_employee, other_account
from sending_world import EMPLOYEES, employees, person, report, sick
from verzuimbrug.application.portal_deliveries import portions
from verzuimbrug.application.portal_deliveries.deliveries import open_delivery
from verzuimbrug.application.portal_deliveries.portions import Part, Place, parts_of
from verzuimbrug.application.portal_deliveries.reading import configurations_of
from verzuimbrug.application.readiness.link_persons import link
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.linking import Link
from verzuimbrug.store.snapshots import read_employers
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _one_key_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions, "MOST_KEYS", 1)


def _parts(coupling: Coupling) -> list[Part]:
    with tenant(coupling.arbodienst):
        delivery = open_delivery(coupling.account)
        assert delivery is not None
        place = Place(
            delivery=delivery.id,
            account=coupling.account,
            employer=read_employers(["FLSN1001"])["FLSN1001"],
            configurations=configurations_of(coupling.account),
            today=TODAY,
        )
        return list(parts_of(place))


def _persons(coupling: Coupling) -> list[list[str]]:
    return [[person.key for person in part.state.persons] for part in _parts(coupling)]


def _cases(coupling: Coupling) -> list[list[tuple[str, str]]]:
    return [[(c.key, c.person) for c in part.state.cases] for part in _parts(coupling)]


def test_each_person_comes_once_however_many_messages_name_it() -> None:
    coupling = loading()
    bring(coupling, sick(report(), key="a"), sick(report("VG2"), key="b"))
    bring(coupling, sick(report("VG3"), key="a"))
    assert _persons(coupling) == [["a"], ["b"]]


def test_a_person_comes_with_its_former_key_whichever_sorts_first() -> None:
    coupling = loading()
    bring(coupling, sick(report(), key="a"), sick(report("VG2"), key="c"))
    renamed = employees(person("b", key_old="a"), person("0", key_old="c"))
    bring(coupling, renamed, stream=EMPLOYEES)
    assert _persons(coupling) == [["0"], ["b"], [], []]


def test_a_case_that_two_report_on_is_decided_once() -> None:
    coupling = loading()
    bring(coupling, sick(report(), key="b"), sick(report(), key="a"))
    assert _cases(coupling) == [[("VG1", "b")], []]


def test_a_case_comes_with_the_reports_on_its_former_key() -> None:
    coupling = loading()
    bring(coupling, sick(report(), key="a"))
    change = report("VG2", 2, Operation.CHANGE, at=2, case_key_old="VG1")
    bring(coupling, sick(change, key="b"), sick(report("VG3"), key="c"))
    assert _cases(coupling) == [[("VG1", "a")], [], [("VG3", "c")]]


def test_keys_of_one_employee_of_ours_come_together() -> None:
    configuration = two_employers()
    other = other_account(configuration)
    known = known_employee(other)
    coupling = loading(configuration)
    links = [Link(employer="FLSN1001", employee=known, key=key) for key in ("a", "b")]
    assert link(coupling.ref, links[:1], "test").count == 1
    bring(coupling, sick(report(), key="a"), sick(report("VG2"), key="b"))
    assert [part.linked for part in _parts(coupling)] == [{"a": known}, {}]
