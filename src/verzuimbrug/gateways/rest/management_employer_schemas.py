"""What managing employers, groups and classifications over REST says and expects."""

from datetime import date
from typing import Literal

from ninja import Field, Schema

from verzuimbrug.application.employers.group_members import MemberState
from verzuimbrug.gateways.rest.management_given import Given
from verzuimbrug.gateways.rest.management_schemas import SavedOut, Text


class ImportedOut(SavedOut):
    """What an employer file changed, or in a dry run would change; the counts are of employers."""

    created: int
    updated: int
    unchanged: int


class FileQuery(Schema):
    """Which employers to write, and in which language the headings are."""

    group: Text | None = Field(None, description="Only those that are in this group, or will be.")
    lang: Literal["nl", "en"] = "nl"


class NewCode(Given):
    """The code that an employer gets."""

    new_code: Text


class GroupOut(Schema):
    """An employer group, with how many employers are in it today."""

    code: str
    name: str
    notes: str
    is_open: bool = Field(serialization_alias="open")
    members: int


class GroupList(Schema):
    """The employer groups by code."""

    items: list[GroupOut]


class MemberOut(Schema):
    """A membership; the days are inclusive (WG-4)."""

    code: str
    name: str
    start: date | None = Field(serialization_alias="from")
    end: date | None = Field(serialization_alias="until")
    run_out: date | None = Field(serialization_alias="run_out_until")
    state: MemberState


class MemberPage(Schema):
    """A page of memberships, in the order in which they were made."""

    items: list[MemberOut]
    next: int | None


class Joining(Given):
    """The employer that becomes a member, from a day on or else from today."""

    employer: Text
    start: date | None = Field(None, alias="from")


class Leaving(Given):
    """The employer that leaves, its last day, and until when its open cases go on (WG-4)."""

    employer: Text
    until: date
    run_out_until: date | None = None


class SchemeChoice(Given):
    """The scheme that all members get."""

    scheme: Text


class DifferingOut(Schema):
    """A classification that some employers have and some have not."""

    classification: str
    having: list[str]
    lacking: list[str]


class ComparedOut(Schema):
    """In what the members of a group differ (GR-4)."""

    equal: bool
    differences: list[DifferingOut]
    without_scheme: list[str]
