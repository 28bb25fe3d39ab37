"""What it takes to correct a message or to process messages again, and what comes of it."""

from typing import Annotated

from ninja import Field, Schema

from verzuimbrug.gateways.rest.consumer_schemas import FindingOut
from verzuimbrug.gateways.rest.management_given import Given
from verzuimbrug.gateways.rest.management_schemas import Text


class ReasonQuery(Schema):
    """Why a message is corrected; it stays with the correction."""

    reason: Annotated[Text, Field(min_length=1, description="why, in a few words")]


class CorrectedOut(Schema):
    """A correction that waits for approval: its own receipt, and what approving it changes."""

    receipt: str
    digest: str
    counts: dict[str, int]
    findings: list[FindingOut]


class ReplayIn(Given):
    """Which messages go through again: one by its receipt, or all with a cause."""

    receipt: Text | None = None
    cause: Text | None = None
    account: Text | None = None
    stream: Text | None = None


class ReplayedOut(Schema):
    """How many messages go through again; of a dry run what would become of `shown` of them."""

    messages: int
    applied: bool
    shown: int
    counts: dict[str, int]
