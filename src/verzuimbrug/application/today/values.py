"""What needs somebody, and what a day came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from verzuimbrug.application.parking.values import ParkedGroup
from verzuimbrug.domain.attention import Matter
from verzuimbrug.domain.balance import Balance
from verzuimbrug.domain.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing that needs somebody, in one coupling or of all of them.

    `count` is of messages, reports or links, as the matter has it. `since` is when it began,
    `until` when a token or link ends. `receipt` is that of the first held message, or of the last
    rejected one. Of what is parked `group` says all; `code` and `finding` are the first of what was
    rejected. `renewed`: a new token was issued, which the portal does not use yet. A
    `webhook` is of no coupling: its account is 0, and its name the address; so is an `export`.
    """

    matter: Matter
    account: int
    account_name: str
    count: int = 0
    since: datetime | None = None
    until: datetime | None = None
    receipt: str | None = None
    code: str = ""
    finding: Finding | None = None
    group: ParkedGroup | None = None
    renewed: bool = False
    webhook: int | None = None
    export: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What needs somebody, the most urgent first; `more_parked`: more groups wait than are told."""

    items: tuple[Need, ...]
    more_parked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeTaken:
    """From receipt to the decision, of so many processed messages; None of none."""

    messages: int
    median: timedelta | None
    most: timedelta | None
    """Of 95 in a hundred messages no more than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDay:
    """The messages of one coupling on the day, and when the last came."""

    messages: int
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """What was received in one hour."""

    start: datetime
    messages: int
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What was received on one day, and where all of it is now.

    `accounts` has the couplings that had messages, by the store's id. `hours` are all hours of the
    day; of today the last 24, this one included.
    """

    day: date
    messages: Balance
    reports: Balance
    taken: TimeTaken
    accounts: Mapping[int, AccountDay]
    hours: tuple[Hour, ...]
