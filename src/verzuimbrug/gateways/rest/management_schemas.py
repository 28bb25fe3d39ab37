"""What the management side of the REST API says besides configured objects."""

from datetime import datetime
from typing import Any

from ninja import Schema

from verzuimbrug.gateways.rest.consumer_schemas import FindingOut


class FindingsOut(Schema):
    """Nothing was changed; `details` are the findings that say why."""

    code: str
    text: str
    details: list[FindingOut]
    trace: str


class DifferenceOut(Schema):
    """One field of one object, before and after; of a new object the field is null."""

    kind: str
    key: list[str]
    field: str | None
    before: Any
    after: Any


class SavedOut(Schema):
    """What a save changed, or in a dry run would change."""

    applied: bool
    differences: list[DifferenceOut]
    findings: list[FindingOut]


class VersionOut(Schema):
    """One save of an object: how it then was, and what changed."""

    number: int
    at: datetime
    by: str
    content: dict[str, Any]
    differences: list[DifferenceOut]


class VersionsOut(Schema):
    """The versions, the newest first."""

    items: list[VersionOut]
