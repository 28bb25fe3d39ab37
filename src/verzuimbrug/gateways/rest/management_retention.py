"""Erasing by term over REST: what would go, the approval of just that, and how far it is (VE-6).

The terms are configuration (`/configuration`, `arbodienst.retention`).
"""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Schema

from verzuimbrug.application.decider import Decider
from verzuimbrug.application.erasing.runs import (
    Approved,
    RetentionPreview,
    approve_retention,
    list_runs,
    list_terms,
    preview_retention,
)
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.domain.retention import RetentionKind, Unfinished
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.errors import NotDoneError
from verzuimbrug.gateways.rest.management import asking, management_router
from verzuimbrug.gateways.rest.management_given import Given
from verzuimbrug.gateways.rest.management_schemas import FindingsOut

router = management_router()


class RetentionPreviewOut(Schema):
    """What would be erased: by kind how much, by employer code, and which by receipt or number.

    `kept` are over their term and stay, for `reasons`; `digest` is what an approval names.
    """

    counts: dict[RetentionKind, int]
    employers: dict[RetentionKind, dict[str, int]]
    references: dict[RetentionKind, list[str]]
    kept: int
    reasons: dict[Unfinished, int]
    digest: str


class RetentionRunOut(Schema):
    """A run and how far it is; `reasons` is what of it came to be open again and stays."""

    number: int
    at: datetime
    by: str
    shown: dict[str, int]
    erased: dict[str, int]
    reasons: dict[str, int]
    left: int
    finished_at: datetime | None


class RetentionOut(Schema):
    """The terms in days by kind, and the last runs, the newest first."""

    terms: dict[RetentionKind, int]
    runs: list[RetentionRunOut]


class ApproveRetentionIn(Given):
    """What was shown, by its digest."""

    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class ApprovedRetentionOut(Schema):
    """The run that begins."""

    number: int


@router.get(
    "/retention",
    operation_id="get_retention",
    **asking(Permission.SETTINGS_READ, {200: RetentionOut}),
)
def show(request: HttpRequest) -> dict[str, Any]:
    """Give the terms of the arbodienst, and the last runs."""
    reader = reader_of(request)
    return {"terms": list_terms(reader), "runs": list_runs(reader)}


@router.get(
    "/retention/preview",
    operation_id="preview_retention",
    **asking(Permission.SETTINGS_READ, {200: RetentionPreviewOut}),
)
def preview(request: HttpRequest) -> RetentionPreview:
    """Give what would be erased now; nothing changes."""
    return preview_retention(reader_of(request))


@router.post(
    "/retention/approve",
    operation_id="approve_retention",
    **asking(Permission.SETTINGS_WRITE, {200: ApprovedRetentionOut, 422: FindingsOut}),
)
def approve(request: HttpRequest, body: ApproveRetentionIn) -> Approved:
    """Have just what was shown erased; when that is something else by now, nothing is."""
    reader = reader_of(request)
    decider = Decider(arbodienst=reader.arbodienst, by=reader.principal, authority=reader.authority)
    approved = approve_retention(decider, body.digest)
    if approved.findings:
        raise NotDoneError(approved.findings)
    return approved
