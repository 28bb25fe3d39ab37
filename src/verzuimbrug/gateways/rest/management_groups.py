"""Employer groups over REST, and who is in them when (WG-4)."""

from typing import Any

from django.http import HttpRequest
from ninja import Query

from verzuimbrug.application.configuration.configured_objects import read_object
from verzuimbrug.application.configuration.entries import MembershipEntry, Plain
from verzuimbrug.application.employers.group_members import (
    Member,
    add_member,
    end_membership,
    page_members,
)
from verzuimbrug.application.employers.groups import Group, find_group, list_groups
from verzuimbrug.application.pages import Page
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.consumer_schemas import WindowQuery
from verzuimbrug.gateways.rest.management import (
    SAVED,
    UNKNOWN,
    asking,
    found,
    management_router,
    object_of,
    save,
    told,
)
from verzuimbrug.gateways.rest.management_employer_schemas import (
    GroupList,
    Joining,
    Leaving,
    MemberPage,
)
from verzuimbrug.gateways.rest.management_objects import ConfiguredGroup, plain
from verzuimbrug.gateways.rest.management_schemas import DryRun

_KIND = "employer group"

router = management_router()


@router.get(
    "/employer-groups",
    operation_id="list_groups",
    **asking(Permission.GROUPS_READ, {200: GroupList}),
    by_alias=True,
)
def show_list(request: HttpRequest) -> dict[str, tuple[Group, ...]]:
    """List the employer groups."""
    return {"items": list_groups(reader_of(request).arbodienst)}


@router.get(
    "/employer-groups/{path:code}/members",
    operation_id="list_members",
    **asking(Permission.GROUPS_READ, {200: MemberPage, **UNKNOWN}),
    by_alias=True,
)
def members(request: HttpRequest, code: str, query: Query[WindowQuery]) -> Page[Member]:
    """List every membership of a group, those that are over too."""
    return found(page_members(reader_of(request).arbodienst, code, query.window()))


@router.post(
    "/employer-groups/{path:code}/members",
    operation_id="add_member",
    **asking(Permission.GROUPS_WRITE, {**SAVED, **UNKNOWN}),
)
def add(
    request: HttpRequest, code: str, body: Joining, *, dry_run: DryRun = False
) -> dict[str, Any]:
    """Make an employer a member of a group; of one that is to leave, take that back."""
    reader = reader_of(request)
    found(find_group(reader.arbodienst, code))
    joined = MembershipEntry(group=code, start=body.start)
    outcome = add_member(
        reader.arbodienst, body.employer, joined, by=reader.principal, dry_run=dry_run
    )
    return told(request, outcome)


@router.post(
    "/employer-groups/{path:code}/members/end",
    operation_id="end_membership",
    **asking(Permission.GROUPS_WRITE, {**SAVED, **UNKNOWN}),
)
def end(
    request: HttpRequest, code: str, body: Leaving, *, dry_run: DryRun = False
) -> dict[str, Any]:
    """End a membership on a date, and not before; in a run-out open cases go on after it."""
    reader = reader_of(request)
    found(find_group(reader.arbodienst, code))
    ended = MembershipEntry(group=code, end=body.until, run_out=body.run_out_until)
    outcome = end_membership(
        reader.arbodienst, body.employer, ended, by=reader.principal, dry_run=dry_run
    )
    return told(request, outcome)


@router.get(
    "/employer-groups/{path:code}",
    operation_id="get_group",
    **asking(Permission.GROUPS_READ, {200: ConfiguredGroup, **UNKNOWN}),
    by_alias=True,
    exclude_unset=True,
)
def show(request: HttpRequest, code: str) -> Plain:
    """Give an employer group."""
    return found(read_object(object_of(request, _KIND, code)))


@router.put(
    "/employer-groups/{path:code}",
    operation_id="save_group",
    **asking(Permission.GROUPS_WRITE, SAVED),
)
def put(
    request: HttpRequest, code: str, body: ConfiguredGroup, *, dry_run: DryRun = False
) -> dict[str, Any]:
    """Make an employer group, or bring it to this; what is left out it has no more."""
    return save(request, object_of(request, _KIND, code), plain(body), dry_run=dry_run)
