"""An employer that left its group: open cases go on until the run-out is over (WG-2, WG-4)."""

from datetime import date, timedelta

import pytest
from django.conf import settings as terms
from django.utils import timezone

from doors_world import Coupling
from sending_world import (
    EMPLOYEES,
    absence,
    cases,
    codes,
    deliver,
    employees,
    employer,
    go_live,
    outcome,
    person,
    persons,
    report,
    settings,
    sick,
    states,
    take,
    work,
)
from verzuimbrug.application.expire import expire_waiting
from verzuimbrug.application.housekeep import housekeep
from verzuimbrug.application.interpret import LOCAL
from verzuimbrug.application.release import release_employers, release_run_outs
from verzuimbrug.application.reports.report import processing_report
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.models import AbsenceReport, Employer, GroupMembership, Message, Waiting
from verzuimbrug.store.snapshots import read_employers
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

CHANGE = Operation.CHANGE
RECOVERY = report("VG1", 2, CHANGE, at=5, ends=True)


def _today() -> date:
    return timezone.now().astimezone(LOCAL).date()


def _in_days(number: int) -> date:
    return _today() + timedelta(days=number)


def _a_week_ago(coupling: Coupling) -> None:
    """What was received so far was received a week ago."""
    with tenant(coupling.arbodienst):
        Message.objects.update(received_at=timezone.now() - timedelta(days=7))
        AbsenceReport.objects.update(received_on=_in_days(-7))


def _membership(coupling: Coupling, ends_on: date, run_out_until: date | None) -> None:
    with tenant(coupling.arbodienst):
        GroupMembership.objects.update(ends_on=ends_on, run_out_until=run_out_until)


def _left(*contents: bytes) -> Coupling:
    """A coupling whose employer left yesterday, with a run-out, and what it sent before."""
    coupling = go_live()
    take(coupling, *contents)
    _a_week_ago(coupling)
    _membership(coupling, _in_days(-1), _in_days(1))
    return coupling


def _waits_with_employer(coupling: Coupling) -> list[bool]:
    with tenant(coupling.arbodienst):
        rows = Waiting.objects.order_by("id").values_list("employer_id", flat=True)
        return [each is not None for each in rows]


def test_open_case_goes_on_and_a_new_one_waits() -> None:
    coupling = _left(sick(report()))

    (found,) = take(coupling, sick(RECOVERY, report("VG2")))

    assert codes(found.findings) == ["WG401"]
    assert states(coupling)[1:] == [("VG1", 2, "applied"), ("VG2", 1, "parked")]
    assert cases(coupling)["VG1"].status == "recovered"
    assert _waits_with_employer(coupling) == [True]


def test_after_the_run_out_nothing_goes_on() -> None:
    coupling = _left(sick(report()))
    _membership(coupling, _in_days(-3), _in_days(-1))

    (found,) = take(coupling, sick(RECOVERY))

    assert codes(found.findings) == ["WG202"]


def test_persons_without_an_open_case_keep_the_data_of_before() -> None:
    coupling = _left(sick(report()), sick(report("VG2"), RECOVERY, key="w-2"))
    fields = {"call_name": "Jo"}
    sent = employees(*(person(key, fields=fields) for key in ("w-1", "w-3")))

    take(coupling, sent, stream=EMPLOYEES)

    assert [each.fields.get("call_name") for each in persons(coupling)] == ["Jo", None]


def test_streams_of_an_account_agree_on_which_cases_were_open() -> None:
    withdrawal = report("VG1", 2, Operation.WITHDRAW)
    coupling = _left(sick(report()), sick(withdrawal))

    (found,) = take(
        coupling, employees(person("w-1", fields={"call_name": "Jo"})), stream=EMPLOYEES
    )

    assert codes(found.findings) == ["WG401"]


def test_account_without_reports_has_no_open_cases() -> None:
    configuration = settings()
    del configuration["accounts"][0]["streams"][0]
    coupling = go_live(configuration)
    _membership(coupling, _in_days(-1), _in_days(1))

    (found,) = take(coupling, employees(person("w-1")), stream=EMPLOYEES)

    assert codes(found.findings) == ["WG401"]


def test_sender_reads_what_it_reads_of_an_unknown_employer() -> None:
    coupling = _left(sick(report()))
    receipt = deliver(coupling, sick(report("VG2")))
    work()

    told = processing_report(coupling.arbodienst, receipt, for_sender=True)

    assert told is not None
    assert codes(told.findings) == ["WG200"]


def test_what_waits_in_the_run_out_is_not_taken_up_again_and_again() -> None:
    coupling = _left(sick(report()))
    take(coupling, sick(report("VG2")))

    with tenant(coupling.arbodienst):
        assert release_employers(coupling.arbodienst) == 0


@pytest.mark.parametrize("ends_on", [0, 5], ids=["the day of receipt", "a day to come"])
def test_what_waits_goes_on_when_the_membership_is_extended(ends_on: int) -> None:
    coupling = _left(sick(report()))
    take(coupling, sick(report("VG2")))
    _membership(coupling, _in_days(ends_on), None)

    housekeep()
    work()

    assert states(coupling)[-1] == ("VG2", 1, "applied")


def test_what_was_received_while_in_scope_goes_on_also_when_that_is_over() -> None:
    coupling = _left()
    _membership(coupling, _in_days(-10), None)
    take(coupling, sick(report()))
    _a_week_ago(coupling)
    _membership(coupling, _in_days(-5), None)

    housekeep()
    work()

    assert states(coupling) == [("VG1", 1, "applied")]


def test_open_case_that_waited_goes_on_when_a_run_out_is_given() -> None:
    coupling = _left(sick(report()))
    _membership(coupling, _in_days(-1), None)
    (parked,) = take(coupling, sick(RECOVERY, report("VG2")))
    assert (codes(parked.findings), _waits_with_employer(coupling)) == (["WG202"], [False])
    _membership(coupling, _in_days(-1), _in_days(1))

    housekeep()
    work()

    assert states(coupling)[1:] == [("VG1", 2, "applied"), ("VG2", 1, "parked")]
    assert codes(outcome(coupling, parked.receipt).findings) == ["WG401"]
    with tenant(coupling.arbodienst):
        assert release_employers(coupling.arbodienst) == 0


def test_report_is_taken_up_again_when_a_late_one_shows_that_its_case_was_open() -> None:
    coupling = _left()
    deliver(coupling, sick(report()))
    _a_week_ago(coupling)

    take(coupling, sick(RECOVERY))

    assert states(coupling) == [("VG1", 1, "applied"), ("VG1", 2, "applied")]
    assert _waits_with_employer(coupling) == []


def test_part_that_waits_is_refused_after_its_term_and_the_rest_stays() -> None:
    coupling = _left(sick(report()))
    take(coupling, absence(employer("1001", person("w-1", RECOVERY), person("w-2", report("VG2")))))
    term = timedelta(days=terms.EMPLOYER_TERM_DAYS, minutes=5)

    with tenant(coupling.arbodienst):
        assert expire_waiting(timezone.now() + term) == 1

    assert states(coupling)[1:] == [("VG1", 2, "applied"), ("VG2", 1, "refused")]


def test_other_last_day_can_let_go_on_what_waits() -> None:
    coupling = _left()
    deliver(coupling, sick(report()))
    with tenant(coupling.arbodienst):
        Message.objects.update(received_at=timezone.now() - timedelta(days=3))
    _membership(coupling, _in_days(-5), _in_days(1))
    take(coupling, sick(RECOVERY))
    assert states(coupling) == [("VG1", 1, "parked"), ("VG1", 2, "parked")]
    _membership(coupling, _in_days(-1), _in_days(1))

    with tenant(coupling.arbodienst):
        assert release_run_outs(Employer.objects.values_list("id", flat=True)) == 2
        assert release_run_outs([]) == 0
    work()

    assert states(coupling) == [("VG1", 1, "applied"), ("VG1", 2, "applied")]


def test_employer_whose_own_time_is_over_is_not_in_scope() -> None:
    coupling = go_live()
    with tenant(coupling.arbodienst):
        Employer.objects.update(starts_on=_in_days(-9), ends_on=_in_days(-1))

    (found,) = take(coupling, sick(report()))

    assert codes(found.findings) == ["WG202"]


def test_employer_is_read_with_its_own_time_and_its_run_outs() -> None:
    coupling = _left()
    with tenant(coupling.arbodienst):
        Employer.objects.update(starts_on=_in_days(-9), ends_on=_in_days(9))
        tenure = read_employers({"FLSN1001"})["FLSN1001"].tenure

    (membership,) = tenure.memberships
    assert (tenure.period.start, tenure.period.end) == (_in_days(-9), _in_days(9))
    assert (membership.end, membership.run_out_until) == (_in_days(-1), _in_days(1))
