"""The processing report: what became of a message, for the beheerder and for the sender."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from reading_world import NOON, House, house
from verzuimbrug.application.access import Reader
from verzuimbrug.application.reports.findings import language_of
from verzuimbrug.application.reports.report import processing_report, read_report
from verzuimbrug.application.reports.values import (
    ExplainedFinding,
    ProcessingReport,
    ReportOutcome,
    StageOutcome,
)
from verzuimbrug.application.stages import STAGES
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import AccessLog
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

UNKNOWN = Finding("WG201", {"code": "W1", "received": "1"}, "/Verzuimmeldingen/Wrkgvr[1]", 12)
NOT_IN_SCOPE = replace(UNKNOWN, code="WG202")


def _report(of: House, receipt: str, language: str | None = None) -> ProcessingReport:
    report = processing_report(of.arbodienst, receipt, language)
    assert report is not None
    return report


def _explained(finding: Finding, language: str = "nl") -> ExplainedFinding:
    return ExplainedFinding(
        code=finding.code,
        severity=finding.severity,
        path=finding.path,
        line=finding.line,
        text=finding.text(language),
        cause=finding.cause(language),
        action=finding.action(language),
    )


def _parked(of: House, receipt: str, finding: Finding) -> None:
    of.report(of.message(receipt), 0, "parked", findings=[finding.to_json()])


def test_a_report_tells_what_became_of_a_message_and_of_each_of_its_reports() -> None:
    gezond = house("GEZOND")
    employer = gezond.employer("W1")
    person = gezond.employee(employer, "123")
    message = gezond.message("r1", decided_at=NOON, stages={STAGES[0]: "done"})
    gezond.report(message, 1, "parked", case_key=None, findings=[UNKNOWN.to_json()])
    gezond.report(message, 0, "applied", employer_id=employer, employee_id=person, sequence=3)

    applied = ReportOutcome(
        position=0,
        employer_code="W1",
        case="VG1",
        sequence=3,
        state="applied",
        findings=(),
        employee=person,
    )
    parked = ReportOutcome(
        position=1,
        employer_code="W1",
        case=None,
        sequence=1,
        state="parked",
        findings=(_explained(UNKNOWN),),
        employee=None,
    )
    assert _report(gezond, "r1") == ProcessingReport(
        receipt="r1",
        account="Portaal",
        stream="Verzuimmeldingen",
        message="Verzuimmeldingen",
        edition="2026",
        state="processed",
        dry_run=False,
        received_at=NOON,
        decided_at=datetime(2026, 3, 2, 12, tzinfo=UTC),
        stages=(StageOutcome(stage=STAGES[0], outcome="done"),),
        findings=(),
        reports=(applied, parked),
    )


def test_stages_stand_in_the_order_of_processing() -> None:
    gezond = house("GEZOND")
    gezond.message("r1", stages=dict.fromkeys(reversed(STAGES), "skipped"))

    stages = _report(gezond, "r1").stages

    assert [stage.stage for stage in stages] == list(STAGES)


def test_a_dry_run_is_reported_as_it_was_worked_out() -> None:
    gezond = house("GEZOND")
    outcome: dict[str, Any] = {
        "position": 0,
        "employer_code": "W1",
        "case_key": "VG7",
        "sequence": 2,
        "state": "parked",
        "findings": [UNKNOWN.to_json()],
    }
    gezond.message("r1", dry_run=True, dry_report=[outcome])

    (worked_out,) = _report(gezond, "r1").reports

    assert (worked_out.case, worked_out.sequence, worked_out.state) == ("VG7", 2, "parked")
    assert worked_out.findings == (_explained(UNKNOWN),)


@pytest.mark.parametrize(
    ("culture", "asked", "told"),
    [("nl", None, "nl"), ("en", None, "en"), ("nl", "en", "en"), ("en", "nl", "nl")],
)
def test_findings_are_in_the_language_asked_or_else_that_of_the_account(
    culture: str, asked: str | None, told: str
) -> None:
    gezond = house("GEZOND", culture=culture)
    gezond.message("r1", state="rejected", findings=[UNKNOWN.to_json()])

    assert _report(gezond, "r1", asked).findings == (_explained(UNKNOWN, told),)


@pytest.mark.parametrize(
    ("culture", "language"),
    [("nl", "nl"), ("nl-BE", "nl"), ("EN-gb", "en"), ("de", "nl"), ("", "nl")],
)
def test_the_language_of_a_culture_is_dutch_when_we_do_not_speak_it(
    culture: str, language: str
) -> None:
    assert language_of(culture) == language


def test_both_causes_of_an_unusable_employer_read_alike_to_the_sender() -> None:
    gezond = house("GEZOND")
    _parked(gezond, "r1", UNKNOWN)
    _parked(gezond, "r2", NOT_IN_SCOPE)

    told = [
        processing_report(gezond.arbodienst, receipt, for_sender=True) for receipt in ("r1", "r2")
    ]

    neutral = replace(UNKNOWN, code="WG200", params={"code": "W1"})
    assert [report and report.reports[0].findings for report in told] == [
        (_explained(neutral),)
    ] * 2


def test_the_beheerder_reads_which_cause_it_is() -> None:
    gezond = house("GEZOND")
    _parked(gezond, "r2", NOT_IN_SCOPE)

    assert _report(gezond, "r2").reports[0].findings == (_explained(NOT_IN_SCOPE),)


def test_the_sender_reads_other_findings_as_they_are() -> None:
    gezond = house("GEZOND")
    conflict = Finding("WG101", {"tags": "IdWrkgvrArbdnst", "received": ""})
    _parked(gezond, "r1", conflict)

    report = processing_report(gezond.arbodienst, "r1", for_sender=True)

    assert report is not None
    assert report.reports[0].findings == (_explained(conflict),)


@pytest.mark.parametrize("code", ["VZ111", "VZ129"])
def test_the_sender_does_not_read_the_key_of_another_case(code: str) -> None:
    gezond = house("GEZOND")
    of_another_sender = Finding(code, {"case": "GEHEIM-7"})
    _parked(gezond, "r1", of_another_sender)

    report = processing_report(gezond.arbodienst, "r1", for_sender=True)

    assert report is not None
    (finding,) = report.reports[0].findings
    assert finding == _explained(replace(of_another_sender, params={}))
    assert "GEHEIM-7" not in repr(finding)
    assert "GEHEIM-7" in repr(_report(gezond, "r1").reports[0].findings)


def test_an_account_has_only_its_own_messages() -> None:
    gezond = house("GEZOND")
    gezond.message("r1")

    own = processing_report(gezond.arbodienst, "r1", account=gezond.account)
    foreign = processing_report(gezond.arbodienst, "r1", account=gezond.account + 1)

    assert own == _report(gezond, "r1")
    assert foreign is None


@pytest.mark.parametrize("receipt", ["r1", "r9", "r\0"])
def test_a_foreign_or_unknown_receipt_has_no_report(receipt: str) -> None:
    gezond, fit = house("GEZOND"), house("FIT")
    gezond.message("r1")
    fit.message("r2")

    assert processing_report(fit.arbodienst, receipt) is None


def test_reading_a_report_keeps_who_looked_at_whom() -> None:
    gezond = house("GEZOND")
    employer = gezond.employer("W1")
    person = gezond.employee(employer, "123")
    message = gezond.message("r1")
    for position, employee in enumerate((person, None, person)):
        gezond.report(message, position, "parked", employee_id=employee)

    shown = read_report(Reader(arbodienst=gezond.arbodienst, principal="auditor"), "r1")

    assert shown == _report(gezond, "r1")
    assert _looks(gezond) == [("auditor", "report.read", None, [person])]


def test_a_report_that_is_not_there_is_no_look() -> None:
    gezond = house("GEZOND")

    assert read_report(Reader(arbodienst=gezond.arbodienst, principal="auditor"), "r1") is None
    assert _looks(gezond) == []


def _looks(of: House) -> list[tuple[Any, ...]]:
    with tenant(of.arbodienst):
        rows = AccessLog.objects.values_list("principal", "action", "employer", "employees")
        return list(rows)
