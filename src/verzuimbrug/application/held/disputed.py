"""The reports that wait for a person to choose or refuse them (VZ-2, VZ-12)."""

import json

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.held.values import DisputedReport
from verzuimbrug.application.pages import Page, Window, cut
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.held_reads import disputed_reports
from verzuimbrug.store.sql import Row
from verzuimbrug.store.tenancy import tenant


def list_disputed(reader: Reader, window: Window) -> Page[DisputedReport]:
    """A page of them in order of receipt, and the row that says so."""
    with tenant(reader.arbodienst):
        read = disputed_reports(reader.authority.accounts, window.after, window.take)
        rows, next_after = cut(read, window, lambda row: int(row[0]))
        employees = {row[11] for row in rows} - {None}
        record_access(reader, ReadAction.REPORT, employees=employees)
        return Page(tuple(_disputed(row) for row in rows), next_after)


def _disputed(row: Row) -> DisputedReport:
    number, receipt, position, account, stream, employer, case, sequence, state, *rest = row
    received_at, findings, employee = rest
    return DisputedReport(
        number=number,
        receipt=receipt,
        position=position,
        account=account,
        stream=stream,
        employer=employer,
        case=case,
        sequence=sequence,
        state=state,
        received_at=received_at,
        findings=tuple(Finding.from_json(each) for each in json.loads(findings)),
        is_known=employee is not None,
    )
