"""What it takes to link known employees over REST, and what is said of it (GR-2)."""

from typing import Annotated

from ninja import Field, Schema

from verzuimbrug.application.spreadsheets import MOST_ROWS
from verzuimbrug.domain.link_proposals import Strength
from verzuimbrug.gateways.rest.consumer_schemas import FindingOut
from verzuimbrug.gateways.rest.management_credentials_schemas import Number
from verzuimbrug.gateways.rest.management_given import Given
from verzuimbrug.gateways.rest.management_schemas import Text


class ProposalOut(Schema):
    """That a link key may be a known employee's; without an absence case the name is null."""

    employer: str
    employee: int
    key: str
    birth_date: str
    strength: Strength
    is_ambiguous: bool
    is_preselected: bool
    surname: str | None
    initials: str | None


class ProposalsOut(Schema):
    """Who may be who; nothing is linked by it."""

    items: list[ProposalOut]


class KeysReadOut(ProposalsOut):
    """What a list of keys comes to: lines that cannot be used, and keys that fit nobody."""

    findings: list[FindingOut]
    unmatched: int


class LinkIn(Given):
    """That a key is that of an employee, by its number in a proposal."""

    employer: Text
    employee: Number
    key: Text


class LinksIn(Given):
    """What somebody chose."""

    links: Annotated[list[LinkIn], Field(max_length=MOST_ROWS)]


class KeyIn(Given):
    """A key that waits."""

    employer: Text
    key: Text


class NewPersonsIn(Given):
    """Keys that wait as a possible duplicate, and are somebody else's."""

    keys: Annotated[list[KeyIn], Field(max_length=MOST_ROWS)]


class LinkedOut(Schema):
    """How many were linked, and why others were not."""

    linked: int
    findings: list[FindingOut]
