"""The accounts of an arbodienst, as somebody reads them: a fixed number of queries, whatever many.

Nothing of what an account signs in with is in it; that is `credentials_listing`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from verzuimbrug.application.accounts import AccountRef, LoggedEvent, account_log
from verzuimbrug.application.configuration.entries import ScopeEntry
from verzuimbrug.application.streams import StreamSummary, streams_of
from verzuimbrug.store.models import AccountScope, ClientAccount
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSummary:
    """An account in a list. Its last activity is the last message it took in."""

    name: str
    kind: str
    portal: str
    insurer: str
    underwriting_agent: str
    scope: ScopeEntry
    status: str
    last_message_at: datetime | None
    streams: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDetails:
    """An account with all that is configured, and what was done to it, the newest first."""

    summary: AccountSummary
    culture: str
    report_recipients: tuple[str, ...]
    report_mail: str
    bsn: bool
    allowed_addresses: tuple[str, ...]
    streams: tuple[StreamSummary, ...]
    events: tuple[LoggedEvent, ...]


def list_accounts(arbodienst: int) -> tuple[AccountSummary, ...]:
    """The accounts by name."""
    with tenant(arbodienst):
        rows = list(ClientAccount.objects.order_by("name"))
        ids = [row.id for row in rows]
        streams, scopes = streams_of(ids), _scopes(ids)
        return tuple(_summary(row, scopes[row.id], streams.get(row.id, ())) for row in rows)


def show_account(ref: AccountRef) -> AccountDetails:
    """Everything of one account."""
    with tenant(ref.arbodienst):
        row = ClientAccount.objects.get(id=ref.account)
        streams = streams_of([row.id]).get(row.id, ())
        return AccountDetails(
            summary=_summary(row, _scopes([row.id])[row.id], streams),
            culture=row.culture,
            report_recipients=tuple(row.report_recipients),
            report_mail=row.report_mail,
            bsn=row.bsn,
            allowed_addresses=tuple(row.allowed_addresses),
            streams=streams,
            events=tuple(reversed(account_log(ref))),
        )


def _summary(
    row: ClientAccount, scope: ScopeEntry, streams: Sequence[StreamSummary]
) -> AccountSummary:
    moments = [stream.last_message_at for stream in streams if stream.last_message_at]
    return AccountSummary(
        name=row.name,
        kind=row.kind,
        portal=row.portal,
        insurer=row.insurer,
        underwriting_agent=row.underwriting_agent,
        scope=ScopeEntry(everything=True) if row.scope_all else scope,
        status=row.status,
        last_message_at=max(moments, default=None),
        streams=tuple(stream.name for stream in streams),
    )


def _scopes(accounts: Sequence[int]) -> Mapping[int, ScopeEntry]:
    """The groups and employers that each account is authorised for, by code."""
    groups: dict[int, list[str]] = defaultdict(list)
    employers: dict[int, list[str]] = defaultdict(list)
    rows = AccountScope.objects.filter(account__in=accounts)
    for account, group, employer in rows.values_list("account", "group__code", "employer__code"):
        (groups if group else employers)[account].append(group or employer)
    return {
        account: ScopeEntry(
            employer_groups=tuple(sorted(groups[account])),
            employers=tuple(sorted(employers[account])),
        )
        for account in accounts
    }
