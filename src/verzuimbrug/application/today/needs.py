"""What needs somebody now, of the couplings that are open to them, the most urgent first."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.application.exports.managing import ExportShown, list_exports
from verzuimbrug.application.parking.listing import GroupWindow, ParkedFilter, list_parked
from verzuimbrug.application.parking.values import GroupPage
from verzuimbrug.application.today.values import Need, Needs
from verzuimbrug.application.webhooks.endpoints import WebhookShown, list_webhooks
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.attention import (
    FAILED_TRIES,
    LINK_ENDS_WITHIN,
    NOT_MAILED_WITHIN,
    REJECTED_WITHIN,
    URGENCY,
    Matter,
    Token,
    token_matters,
)
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store import today_reads
from verzuimbrug.store.sql import Row
from verzuimbrug.store.tenancy import tenant

MOST_GROUPS = 6
"""So many groups of the parking lot are told; the others are there."""

_NOT_LIVE = (AccountStatus.CONCEPT, AccountStatus.READY)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Account:
    name: str
    status: str
    since: datetime
    waiting: int


_Accounts = Mapping[int, _Account]


def what_needs(reader: Reader) -> Needs:
    """Everything that needs somebody: a fixed number of queries, whatever there is of it."""
    with tenant(reader.arbodienst):
        parked = list_parked(reader, ParkedFilter(), GroupWindow(limit=MOST_GROUPS))
        found = list(_found(reader, parked, timezone.now()))
    ordered = sorted(found, key=_order)
    return Needs(items=tuple(ordered), more_parked=parked.next is not None)


def _order(need: Need) -> tuple[int, float, str]:
    """By what is the matter, then by what waits longest or ends first."""
    moment = need.since or need.until
    return URGENCY[need.matter], moment.timestamp() if moment else 0, need.account_name


def _found(reader: Reader, parked: GroupPage, now: datetime) -> Iterator[Need]:
    chosen = reader.authority.accounts
    rows = today_reads.accounts_to_watch(chosen)
    accounts = {
        number: _Account(name=name, status=status, since=since or now, waiting=waiting)
        for number, name, status, since, waiting in rows
    }
    yield from _parked(parked, accounts)
    yield from _held(today_reads.held_by_account(chosen), accounts)
    yield from _counted(Matter.DISPUTED, today_reads.disputed_by_account(chosen), accounts)
    yield from _counted(Matter.PROPOSED, today_reads.proposed_by_account(chosen), accounts)
    refused = today_reads.refused_by_account(now - REJECTED_WITHIN, chosen)
    yield from (_refused(row, accounts) for row in refused if row[0] in accounts)
    unmailed = today_reads.not_mailed_by_account(now - NOT_MAILED_WITHIN, chosen)
    yield from _counted(Matter.NOT_MAILED, unmailed, accounts)
    yield from _not_live(accounts)
    yield from _tokens(today_reads.tokens_of(chosen), accounts, now)
    yield from _webhooks(list_webhooks(reader))
    yield from _exports(list_exports(reader))
    yield from _links(today_reads.unopened_links(now + LINK_ENDS_WITHIN, chosen), accounts)


def _parked(parked: GroupPage, accounts: _Accounts) -> Iterator[Need]:
    numbers = {account.name: number for number, account in accounts.items()}
    for group in parked.items:
        if group.account in numbers:
            yield Need(
                matter=Matter.PARKED,
                account=numbers[group.account],
                account_name=group.account,
                count=group.reports,
                since=group.since,
                code=group.cause,
                group=group,
            )


def _held(rows: Iterable[Row], accounts: _Accounts) -> Iterator[Need]:
    for account, count, since, receipt in rows:
        if account in accounts:
            yield Need(
                matter=Matter.HELD,
                account=account,
                account_name=accounts[account].name,
                count=count,
                since=since,
                receipt=receipt,
            )


def _counted(matter: Matter, rows: Iterable[Row], accounts: _Accounts) -> Iterator[Need]:
    for account, count, since in rows:
        if account in accounts:
            yield Need(
                matter=matter,
                account=account,
                account_name=accounts[account].name,
                count=count,
                since=since,
            )


def _refused(row: Row, accounts: _Accounts) -> Need:
    account, state, code, count, since, receipt, findings = row
    said = json.loads(findings)
    return Need(
        matter=Matter(state),
        account=account,
        account_name=accounts[account].name,
        count=count,
        since=since,
        receipt=receipt,
        code=code,
        finding=Finding.from_json(said[0]) if said else None,
    )


def _not_live(accounts: _Accounts) -> Iterator[Need]:
    for number, account in accounts.items():
        if account.status != AccountStatus.ACTIVE:
            is_new = account.status in _NOT_LIVE
            yield Need(
                matter=Matter.NOT_LIVE if is_new else Matter.SUSPENDED,
                account=number,
                account_name=account.name,
                count=account.waiting,
                since=account.since,
            )


def _tokens(rows: Iterable[Row], accounts: _Accounts, now: datetime) -> Iterator[Need]:
    tokens = (
        Token(account=account, issued_at=issued, valid_until=until, last_used_at=used)
        for account, issued, until, used in rows
    )
    live = [n for n, account in accounts.items() if account.status == AccountStatus.ACTIVE]
    for found in token_matters(tokens, live, now):
        yield Need(
            matter=found.matter,
            account=found.account,
            account_name=accounts[found.account].name,
            until=found.until,
            renewed=found.renewed,
        )


def _webhooks(webhooks: Iterable[WebhookShown]) -> Iterator[Need]:
    for each in webhooks:
        if each.off_because is not None:
            yield Need(
                matter=Matter.WEBHOOK_OFF,
                account=0,
                account_name=each.url,
                count=each.behind,
                since=each.off_at,
                code=each.off_because,
                webhook=each.id,
            )


def _exports(exports: Iterable[ExportShown]) -> Iterator[Need]:
    for each in exports:
        if each.is_enabled and each.failures >= FAILED_TRIES:
            yield Need(
                matter=Matter.EXPORT_FAILS,
                account=0,
                account_name=each.name,
                count=each.waiting,
                until=each.next_at,
                export=each.id,
            )


def _links(rows: Iterable[Row], accounts: _Accounts) -> Iterator[Need]:
    for account, count, until in rows:
        if account in accounts:
            yield Need(
                matter=Matter.LINK_UNOPENED,
                account=account,
                account_name=accounts[account].name,
                count=count,
                until=until,
            )
