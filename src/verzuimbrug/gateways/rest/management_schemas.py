"""What the management side of the REST API says besides configured objects."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Field, Query, Schema

from verzuimbrug.gateways.rest.consumer_schemas import FindingOut

Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]
DryRun = Annotated[bool, Query(description="True: say what would change, and change nothing.")]


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


class NamedOut(Schema):
    """An object by its code; without a name the name is null."""

    code: str
    name: str | None


class NamedList(Schema):
    """Objects by code."""

    items: list[NamedOut]


class AppliedOut(SavedOut):
    """What a file changed; `kept` names the accounts and streams that it does not hold."""

    kept: list[str]
