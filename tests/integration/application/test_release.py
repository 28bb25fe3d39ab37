"""What waits for an employer goes on by itself once the cause is gone (WG-1, WG-2)."""

from typing import Any

import pytest

from configuring_world import apply
from sending_world import (
    ABSENCE,
    absence,
    add_employer,
    cases,
    codes,
    deliver,
    employer,
    go_live,
    message_states,
    outcome,
    person,
    persons,
    report,
    settings,
    sick,
    states,
    take,
    waiting,
    work,
)
from verzuimbrug.application.activation import suspend
from verzuimbrug.application.housekeep import housekeep
from verzuimbrug.application.release import release_employers
from verzuimbrug.application.reports.report import processing_report
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.models import Employer, EmployerGroup, GroupMembership, Work
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

_UNKNOWN = "1002"


def _without_group(configuration: dict[str, Any]) -> dict[str, Any]:
    return add_employer(configuration, "FLSN1002")


def _with_group(configuration: dict[str, Any]) -> dict[str, Any]:
    return add_employer(configuration, "FLSN1002", "FELISON-VI")


def test_unknown_employer_parks_with_the_code_as_made_and_as_received() -> None:
    coupling = go_live()
    (found,) = take(coupling, sick(report(), number=_UNKNOWN))
    (finding,) = found.findings
    assert (found.state, finding.code) == ("processed", "WG201")
    assert "FLSN1002" in finding.text
    assert "IdWrkgvrArbdnst=1002" in finding.text
    assert states(coupling) == [("VG1", 1, "parked")]
    assert persons(coupling) == []


def test_employer_outside_the_scope_parks_with_the_other_cause() -> None:
    coupling = go_live(_without_group(settings()))
    (found,) = take(coupling, sick(report(), number=_UNKNOWN))
    assert codes(found.findings) == ["WG202"]
    assert persons(coupling) == []


def test_both_causes_read_alike_to_the_sender() -> None:
    coupling = go_live(_without_group(settings()))
    receipts = [deliver(coupling, sick(report(), number=number)) for number in ("1002", "1003")]
    work()
    told = [
        processing_report(coupling.arbodienst, receipt, for_sender=True) for receipt in receipts
    ]
    assert [codes(each.findings) for each in told if each] == [["WG200"], ["WG200"]]


@pytest.mark.parametrize("before", [settings, lambda: _without_group(settings())])
def test_configuration_lets_go_on_what_waited(before: Any) -> None:  # noqa: ANN401 -- a builder
    coupling = go_live(before())
    parked = take(
        coupling,
        sick(report(), number=_UNKNOWN),
        sick(report("VG1", 2, Operation.CHANGE, at=5), number=_UNKNOWN),
    )
    assert [one.reports[0].state for one in parked] == ["parked", "parked"]

    apply(_with_group(settings()))
    assert message_states(coupling) == ["received", "received"]
    work()
    assert states(coupling) == [("VG1", 1, "applied"), ("VG1", 2, "applied")]
    assert cases(coupling)["VG1"].last_sequence == 2
    assert waiting(coupling) == []
    again = [outcome(coupling, one.receipt) for one in parked]
    assert [codes(one.findings) for one in again] == [[], []]


def test_housekeeping_lets_go_on_what_a_membership_by_date_brought_in() -> None:
    coupling = go_live(_without_group(settings()))
    take(coupling, sick(report(), number=_UNKNOWN))
    with tenant(coupling.arbodienst):
        GroupMembership.objects.create(
            arbodienst_id=coupling.arbodienst,
            group=EmployerGroup.objects.get(),
            employer=Employer.objects.get(code="FLSN1002"),
        )
    housekeep()
    work()
    assert states(coupling) == [("VG1", 1, "applied")]


def test_part_for_a_known_employer_is_applied_while_the_other_waits() -> None:
    coupling = go_live()
    content = absence(
        employer("1001", person("w-1", report())),
        employer(_UNKNOWN, person("w-2", report("VG2"))),
    )
    take(coupling, content)
    assert states(coupling) == [("VG1", 1, "applied"), ("VG2", 1, "parked")]

    apply(_with_group(settings()))
    work()
    assert states(coupling) == [("VG1", 1, "applied"), ("VG2", 1, "applied")]
    assert len(persons(coupling)) == 2


def test_what_waits_for_an_employer_still_unknown_stays() -> None:
    coupling = go_live()
    take(coupling, sick(report(), number=_UNKNOWN))
    with tenant(coupling.arbodienst):
        assert release_employers(coupling.arbodienst) == 0
    assert message_states(coupling) == ["processed"]


def test_message_of_a_suspended_account_waits_on() -> None:
    coupling = go_live()
    take(coupling, sick(report(), number=_UNKNOWN))
    suspend(coupling.ref, "test")
    apply(_with_group(settings()))
    work()
    assert Work.objects.get().state == "waiting"
    assert states(coupling) == [("VG1", 1, "parked")]


def test_empty_tag_in_the_template_parks() -> None:
    coupling = go_live()
    (found,) = take(coupling, sick(report(), number=" "))
    assert codes(found.findings) == ["WG101"]
    assert states(coupling) == [("VG1", 1, "parked")]


def test_code_of_an_empty_tag_is_nobodys_code() -> None:
    coupling = go_live(add_employer(settings(), "FLSN", "FELISON-VI"))
    take(coupling, sick(report(), number=" "))
    with tenant(coupling.arbodienst):
        assert release_employers(coupling.arbodienst) == 0


def test_other_template_lets_go_on_what_it_heals() -> None:
    coupling = go_live(settings(employer_code="X[IdWrkgvrArbdnst]"))
    (found,) = take(coupling, sick(report()))
    assert codes(found.findings) == ["WG201"]
    apply(settings())
    work()
    assert states(coupling) == [("VG1", 1, "applied")]


def test_deliveries_on_other_streams_wait_too() -> None:
    coupling = go_live()
    take(coupling, sick(report(), number=_UNKNOWN), stream=ABSENCE)
    assert waiting(coupling) == [("employer", None)]
