"""What is said of accounts over REST, and what it takes to change their status."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import StringConstraints

from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.readiness import CHECKS
from verzuimbrug.gateways.rest.management_given import Given
from verzuimbrug.gateways.rest.management_objects import ConfiguredAccount

Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=500, pattern=r"^[^\x00]*$")
]
Checks = Annotated[
    list[Annotated[str, Field(json_schema_extra={"enum": list(CHECKS)})]],
    Field(max_length=len(CHECKS)),
]


class ScopeOut(Schema):
    """Which employers an account is authorised for."""

    all: bool = Field(validation_alias="everything")
    employer_groups: list[str]
    employers: list[str]


class AccountOut(Schema):
    """An account in a list; `last_message_at` is null when it never took a message in."""

    name: str
    type: str = Field(validation_alias="kind")
    portal: str
    insurer: str
    underwriting_agent: str
    scope: ScopeOut
    status: AccountStatus
    last_message_at: datetime | None
    streams: list[str]


class AccountsOut(Schema):
    """All accounts, by name."""

    items: list[AccountOut]


class AccountDetailsOut(Schema):
    """An account; `configuration` can be saved again as it is."""

    name: str
    status: AccountStatus
    last_message_at: datetime | None
    configuration: ConfiguredAccount


class EventOut(Schema):
    """What was done to an account."""

    event: str
    at: datetime
    by: str
    details: dict[str, Any]


class EventsOut(Schema):
    """The log of an account, the newest first."""

    items: list[EventOut]


class AttemptOut(Schema):
    """An attempt that a door refused, and why."""

    at: datetime
    door: str
    address: str
    reason: str
    stream: str
    size: int | None


class AttemptsOut(Schema):
    """The latest hundred, the newest first."""

    items: list[AttemptOut]


class TurnIn(Given):
    """Checks that are passed over by name, and why (GR-6)."""

    waive: Checks = []
    reason: Reason = ""


class SuspendIn(Given):
    """Why the account stops."""

    reason: Reason = ""


class CloseIn(Given):
    """Why the account ends, for good."""

    reason: Annotated[Reason, Field(min_length=1)]


class StatusOut(Schema):
    """The status that the account has now."""

    name: str
    status: AccountStatus


class ClosedOut(StatusOut):
    """How many messages were not processed; they are kept."""

    waiting: int
