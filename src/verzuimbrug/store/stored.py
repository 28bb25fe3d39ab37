"""Between rows and the values of the domain."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from verzuimbrug.domain.cases import CaseState, CaseStatus
from verzuimbrug.domain.fields import Stamp, StampedFields
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.reports import Report, ReportState, Standing, content_from_json
from verzuimbrug.domain.snapshot import CaseFacts, CaseKey, EmploymentFacts, StoredReport
from verzuimbrug.store.sql import Row

REPORT_COLUMNS = (
    "r.account_id, r.employer_id, r.case_key, r.message_id, r.position, r.employee_id, r.sequence, "
    "r.content, r.received_on, r.employment, r.impossible_year, r.state, r.findings, "
    "m.edition, r.standing, u.horizon"
)
EMPLOYMENT_COLUMNS = "id, employee_id, account_id, number, former, fields, stamps, hidden"
CASE_COLUMNS = (
    "c.id, c.account_id, c.employer_id, c.key, c.employee_id, c.first_day, c.recovered_on, "
    "c.status, c.periods, c.cause, c.safety_net, c.leave, c.end_reason, c.expected_recovery, "
    "c.last_sequence, c.employment, c.classification, c.continues_id, c.released_gaps, c.hidden"
)


def stamps_to_json(stamps: Mapping[str, Stamp]) -> dict[str, Any]:
    """Each stamp once (`said`), and per field the number of its stamp (`by`).

    One message says most fields of a person at the same time; a stamp is longer than most values.
    """
    said = list(dict.fromkeys(stamps.values()))
    number = {stamp: at for at, stamp in enumerate(said)}
    return {
        "said": [stamp.to_json() for stamp in said],
        "by": {name: number[stamp] for name, stamp in stamps.items()},
    }


def stamped(fields: str, stamps: str) -> StampedFields:
    """Stored fields with their stamps, as `stamps_to_json` stored those."""
    stored = json.loads(stamps)
    said = [Stamp(*stamp) for stamp in stored.get("said", ())]
    by = stored.get("by", {})
    return StampedFields(json.loads(fields), {name: said[at] for name, at in by.items()})


def report(row: Row) -> StoredReport:
    """A report of `REPORT_COLUMNS`, from message_id on; `m` is its message, `u` its undo."""
    message, position, employee, sequence, content, received_on, employment, year, *rest = row
    state, findings, edition, standing, horizon = rest
    return StoredReport(
        report=Report(
            place=(message, position),
            employee=employee,
            sequence=sequence,
            content=content_from_json(json.loads(content)),
            received_on=received_on,
            employment=employment,
            edition=edition,
            impossible_year=year,
            standing=Standing(standing),
            undone=horizon,
        ),
        state=ReportState(state),
        findings=tuple(Finding.from_json(each) for each in json.loads(findings)),
    )


def employment_facts(row: Row) -> EmploymentFacts:
    """An employment of `EMPLOYMENT_COLUMNS`."""
    key, employee, account, number, former, fields, stamps, hidden = row
    return EmploymentFacts(
        id=key,
        employee=employee,
        account=account,
        number=number,
        former=frozenset(former),
        fields=stamped(fields, stamps),
        hidden=hidden,
    )


def case_facts(row: Row) -> CaseFacts:
    """A case of `CASE_COLUMNS`."""
    number, account, employer, key, employee, *state, classification, continues, gaps, hidden = row
    return CaseFacts(
        id=number,
        key=CaseKey(account, employer, key),
        employee=employee,
        state=_case_state(state),
        classification=classification,
        continues=continues,
        released_gaps=frozenset(gaps),
        hidden=hidden,
    )


def _case_state(values: list[Any]) -> CaseState:
    first_day, recovered_on, status, periods, cause, safety_net, leave, *rest = values
    end_reason, expected_recovery, last_sequence, employment = rest
    return CaseState(
        first_day=first_day,
        recovered_on=recovered_on,
        status=CaseStatus(status),
        periods=periods_from_json(json.loads(periods)),
        cause=cause,
        safety_net=safety_net,
        leave=leave,
        end_reason=end_reason,
        expected_recovery=expected_recovery,
        last_sequence=last_sequence,
        employment=employment,
    )


def periods_to_json(periods: Mapping[date, Decimal]) -> dict[str, str]:
    """Periods by ISO date, percentages as text."""
    return {start.isoformat(): str(percentage) for start, percentage in sorted(periods.items())}


def periods_from_json(stored: Mapping[str, str]) -> dict[date, Decimal]:
    """The periods that `periods_to_json` stored."""
    return {date.fromisoformat(start): Decimal(value) for start, value in stored.items()}
