"""Which processing reports: of a period, at a coupling or one of its streams, with a cause."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from verzuimbrug.application.access import Reader
from verzuimbrug.application.local_days import day_bounds
from verzuimbrug.domain.findings import finding_codes
from verzuimbrug.store.report_reads import Choice, streams_by_account
from verzuimbrug.store.tenancy import tenant

MOST_DAYS = 31
"""A selection is of a month at most, so that it is read at once."""
USUAL_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The messages received on these days, both included; None leaves the choice open.

    `account` and `stream` are the store's ids, `code` a finding that was said of the message or of
    one of its reports.
    """

    first: date
    last: date
    account: int | None = None
    stream: int | None = None
    with_findings: bool = False
    rejected: bool = False
    code: str | None = None


def days_of(first: date | None, last: date | None, today: date) -> tuple[date, date]:
    """The days that somebody chose: a week up to today without a choice, a month at most."""
    end = last or (min(first + timedelta(days=MOST_DAYS - 1), today) if first else today)
    start = first or end - timedelta(days=USUAL_DAYS - 1)
    start, end = min(start, end), max(start, end)
    return max(start, end - timedelta(days=MOST_DAYS - 1)), end


def choice_of(reader: Reader, selection: Selection) -> Choice | None:
    """The selection within what is open to somebody; None when nothing of it can be there."""
    accounts = reader.authority.accounts
    if selection.account is not None:
        if not reader.authority.opens_account(selection.account):
            return None
        accounts = frozenset({selection.account})
    if selection.code is not None and selection.code not in finding_codes():
        return None
    start, end = day_bounds(selection.first, selection.last)
    return Choice(
        start=start,
        end=end,
        first=selection.first,
        last=selection.last,
        accounts=accounts,
        stream=selection.stream,
        with_findings=selection.with_findings,
        rejected=selection.rejected,
        code=selection.code,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoosableCoupling:
    """A coupling that reports can be chosen of, with its streams by the store's id."""

    id: int
    name: str
    streams: Mapping[int, str]


def choosable_couplings(reader: Reader) -> tuple[ChoosableCoupling, ...]:
    """The couplings that are open to somebody, by name; one query."""
    with tenant(reader.arbodienst):
        rows = streams_by_account(reader.authority.accounts)
    streams: dict[tuple[int, str], dict[int, str]] = defaultdict(dict)
    for account, name, stream, stream_name in rows:
        streams[account, name][stream] = stream_name
    return tuple(
        ChoosableCoupling(id=account, name=name, streams=own)
        for (account, name), own in streams.items()
    )
