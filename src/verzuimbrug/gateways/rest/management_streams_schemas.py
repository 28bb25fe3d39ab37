"""What is said of streams over REST, and what a try-out takes and shows."""

import base64
from datetime import datetime
from typing import Annotated, Self

from ninja import Field, Schema
from pydantic import AfterValidator, ConfigDict, model_validator

from verzuimbrug.application.trying.values import PersonMatch, Step
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.scope import Reach
from verzuimbrug.gateways.rest.consumer_schemas import FindingOut
from verzuimbrug.gateways.rest.management_given import Given
from verzuimbrug.gateways.rest.management_objects import ConfiguredStream
from verzuimbrug.gateways.rest.management_schemas import Text

_BASE64 = r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
_Content = Annotated[str, Field(pattern=_BASE64), AfterValidator(base64.b64decode)]


class StreamOut(Schema):
    """A stream; `configuration` holds all settings and can be saved again as it is."""

    last_message_at: datetime | None
    configuration: ConfiguredStream


class StreamsOut(Schema):
    """The streams of an account, by name."""

    items: list[StreamOut]


class TryIn(Given):
    """A message to try: its content in base64, or the receipt of one that was received.

    `settings` are tried instead of the stored ones: those of the whole stream.
    """

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["receipt"]}, {"required": ["content"]}]}
    )

    receipt: Text | None = None
    content: _Content | None = None
    settings: ConfiguredStream | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.receipt is None) is (self.content is None):
            raise ValueError
        return self

    @property
    def message(self) -> bytes | str:
        """What is tried."""
        return self.receipt if self.receipt is not None else self.content or b""


class StepOut(Schema):
    """The value after a step; null when the conversion table does not have it."""

    step: Step
    value: str | None


class TriedTagOut(Schema):
    """A tag of the template: its value as received, and after each step."""

    tag: str
    received: str
    steps: list[StepOut]


class TriedEmployerOut(Schema):
    """An employer group: how its code is made, and whose it is; the finding says why it waits."""

    path: str
    line: int | None
    tags: list[TriedTagOut]
    code: str
    is_made: bool
    exists: bool
    reach: Reach
    name: str
    finding: FindingOut | None
    persons: int
    reports: int


class TriedReportOut(Schema):
    """A report: what its code means here, and the classification it leads to."""

    path: str
    line: int | None
    case: str
    sequence: int
    processing_code: str
    operation: Operation | None
    classification: str | None
    is_classified: bool | None


class TriedPersonOut(Schema):
    """A person by initials and year of birth, and by the link keys found."""

    path: str
    line: int | None
    employer_code: str
    initials: str
    birth_year: int | None
    keys: list[str]
    match: PersonMatch
    finding: FindingOut | None
    reports: list[TriedReportOut]


class CountsOut(Schema):
    """All that is in the message, shown or not."""

    employers: int
    unmade: int
    made: int
    matched: int
    persons: int
    known: int
    new: int
    possible_doubles: int
    reports: int
    without_operation: int


class TriedOutOut(Schema):
    """How the stream would read the message; nothing of it was processed."""

    fits: bool
    stream: str
    template: str
    stored: bool
    receipt: str
    message: str
    edition: str
    valid: bool
    accepted: bool
    confirmed: bool
    findings: list[FindingOut]
    employers: list[TriedEmployerOut]
    persons: list[TriedPersonOut]
    counts: CountsOut
