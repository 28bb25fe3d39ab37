"""What is said of credentials over REST: never what they are."""

from datetime import datetime
from typing import Annotated

from ninja import Field, Schema
from pydantic import StringConstraints

from verzuimbrug.application.sign_in.handover import Part
from verzuimbrug.application.sign_in.listing import CredentialState, LinkState
from verzuimbrug.gateways.rest.management_given import Given

Number = Annotated[int, Field(ge=1, le=2**63 - 1)]
Recipient = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$"),
]


class HandoverOut(Schema):
    """A one-time link, and what became of it."""

    id: int
    part: Part
    recipient: str
    state: LinkState
    expires_at: datetime
    opened_at: datetime | None


class CredentialOut(Schema):
    """A customer code with a token, and the links by which these were handed over."""

    id: int
    state: CredentialState
    issued_at: datetime
    valid_until: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None
    links: list[HandoverOut]


class CredentialsOut(Schema):
    """The credentials of an account in order of issue, revoked ones too."""

    items: list[CredentialOut]


class IssueIn(Given):
    """Who gets the customer code and who the token: two people, or nobody in particular."""

    code_to: Recipient = ""
    token_to: Recipient = ""


class RotateIn(Given):
    """How many days the present tokens go on, and who gets the new one."""

    overlap_days: Annotated[int, Field(ge=0, le=365)] = 7
    token_to: Recipient = ""


class RenewIn(Given):
    """Who gets the new link; left out, whoever the old one was for."""

    recipient: Recipient = ""


class RevokedOut(Schema):
    """How many were revoked."""

    revoked: int


class WithdrawnOut(Schema):
    """The link that does not open any more."""

    withdrawn: int
