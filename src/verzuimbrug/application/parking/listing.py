"""What waits, in groups by cause and subject; and the reports of one group, page by page."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.pages import DEFAULT_LIMIT, Page, Window, cut
from verzuimbrug.application.parking.places import read_place, write_place
from verzuimbrug.application.parking.values import (
    GroupKey,
    GroupPage,
    InTheWay,
    Numbers,
    ParkedGroup,
    ParkedReport,
)
from verzuimbrug.domain.authority import Authority
from verzuimbrug.domain.findings import Finding, finding_codes
from verzuimbrug.domain.parking import Healing, healings_behind, missing_numbers, parking_cause
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.store.models import ClientAccount
from verzuimbrug.store.parking_contents import (
    CaseNumbers,
    GroupContents,
    Reminded,
    read_case_numbers,
    read_contents,
    read_group,
    read_reminders,
    read_reports,
)
from verzuimbrug.store.parking_reads import GroupChoice, GroupRow, read_groups
from verzuimbrug.store.sql import Row
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedFilter:
    """Which groups to list; None leaves the choice open."""

    account: str | None = None
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class GroupWindow:
    """At most `limit` groups after the place of another, as the page before gave it."""

    after: str = ""
    limit: int = DEFAULT_LIMIT


def list_parked(reader: Reader, chosen: ParkedFilter, window: GroupWindow) -> GroupPage:
    """A page of the groups, those that wait longest first, and the row that says who looked.

    The place after which the page begins is one that a page before gave.
    """
    with tenant(reader.arbodienst):
        accounts = _accounts(reader, chosen)
        is_limited = chosen.account is not None or reader.authority.accounts is not None
        choice = GroupChoice(
            accounts=tuple(accounts) if is_limited else None,
            cause=chosen.cause,
            after=read_place(window.after) if window.after else None,
            limit=window.limit + 1,
        )
        rows = read_groups(choice) if accounts else []
        shown = rows[: window.limit]
        items = _groups(reader, shown, accounts)
    is_last = len(rows) == len(shown)
    return GroupPage(items=items, next=None if is_last else write_place(shown[-1].place))


def list_account_names(reader: Reader) -> tuple[str, ...]:
    """The accounts that are open to somebody, by name: what a list of groups can be of."""
    with tenant(reader.arbodienst):
        return tuple(sorted(row.name for row in _accounts(reader, ParkedFilter()).values()))


def show_group(reader: Reader, key: GroupKey) -> ParkedGroup | None:
    """One group of an account, and the row that says who looked; None when nothing waits there."""
    with tenant(reader.arbodienst):
        row = find_group(key, reader.authority)
        if row is None:
            return None
        account = ClientAccount.objects.get(id=key.account)
        (group,) = _groups(reader, [row], {key.account: account})
    return group


def find_group(key: GroupKey, authority: Authority) -> GroupRow | None:
    """The group as it is stored, when its account is open; within the tenant."""
    if not authority.opens_account(key.account):
        return None
    # PostgreSQL refuses to compare with a NUL; no stored name has one.
    if key.cause not in finding_codes() or not key.subject or "\0" in "".join(key.subject):
        return None
    return read_group(key.account, key.cause, key.subject)


def list_parked_reports(reader: Reader, key: GroupKey, window: Window) -> Page[ParkedReport] | None:
    """A page of the reports of a group, and the row that says who looked.

    None when nothing waits there; persons whose data wait without a report are on no page.
    """
    with tenant(reader.arbodienst):
        group = find_group(key, reader.authority)
        if group is None:
            return None
        found = read_reports(group, window.after, window.take)
        rows, next_after = cut(found, window, lambda row: row[0])
        reports = tuple(_report(row) for row in rows)
        shown = {report.employee for report in reports if report.employee is not None}
        record_access(reader, ReadAction.PARKED, employees=shown)
    return Page(reports, next_after)


def _accounts(reader: Reader, chosen: ParkedFilter) -> Mapping[int, ClientAccount]:
    """The account that is chosen, or all that are open; none for what cannot be there."""
    if chosen.cause is not None and chosen.cause not in finding_codes():
        return {}
    rows = ClientAccount.objects.all()
    if reader.authority.accounts is not None:
        rows = rows.filter(id__in=reader.authority.accounts)
    if chosen.account is not None:
        # PostgreSQL refuses to compare with a NUL; no stored name has one.
        rows = rows.filter(name__in=[] if "\0" in chosen.account else [chosen.account])
    return {row.id: row for row in rows}


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read of one group."""

    contents: GroupContents
    case: CaseNumbers | None
    reminders: tuple[Reminded, ...]
    now: datetime


def _groups(
    reader: Reader, rows: Sequence[GroupRow], accounts: Mapping[int, ClientAccount]
) -> tuple[ParkedGroup, ...]:
    """The groups with all that is in them: a fixed number of queries."""
    contents, cases, reminders = read_contents(rows), read_case_numbers(rows), read_reminders(rows)
    shown = {employee for case in cases.values() for employee in case.employees}
    record_access(reader, ReadAction.PARKED, employees=shown)
    now = timezone.now()
    return tuple(
        _group(
            row,
            accounts[row.account],
            _Found(contents[number], cases.get(number), reminders.get(number, ()), now),
        )
        for number, row in enumerate(rows)
    )


def _group(row: GroupRow, account: ClientAccount, found: _Found) -> ParkedGroup:
    contents, case = found.contents, found.case
    in_the_way = _in_the_way(case.in_the_way) if case and case.in_the_way else None
    return ParkedGroup(
        key=GroupKey(account=row.account, cause=row.cause, subject=row.subject),
        account=account.name,
        portal=account.portal,
        streams=contents.streams,
        reports=row.reports,
        persons=contents.persons,
        messages=contents.messages,
        since=contents.since,
        age_days=(found.now - contents.since).days,
        healings=_healings(row, in_the_way),
        numbers=_numbers(case) if case else None,
        in_the_way=in_the_way,
        reminders=found.reminders,
    )


def _in_the_way(row: Row) -> InTheWay:
    sequence, receipt, position, state, finding = row
    return InTheWay(
        sequence=sequence,
        receipt=receipt,
        position=position,
        state=ReportState(state),
        finding=Finding.from_json(json.loads(finding)) if finding else None,
    )


def _healings(row: GroupRow, in_the_way: InTheWay | None) -> tuple[Healing, ...]:
    if in_the_way is None or in_the_way.finding is None:
        return parking_cause(row.cause).healings
    return healings_behind(in_the_way.state, in_the_way.finding)


def _numbers(case: CaseNumbers) -> Numbers:
    missing = (
        () if case.awaited is None else missing_numbers(case.awaited, case.highest, case.received)
    )
    return Numbers(sequence=case.lowest, awaited=case.awaited, missing=missing)


def _report(row: Row) -> ParkedReport:
    _, receipt, position, stream, employer_code, case, sequence, employee, received_at, found = row
    return ParkedReport(
        receipt=receipt,
        position=position,
        stream=stream,
        employer_code=employer_code,
        case=case,
        sequence=sequence,
        received_at=received_at,
        findings=tuple(Finding.from_json(each) for each in json.loads(found)),
        employee=employee,
    )
