"""Linking over REST: employees who were there already get the keys of an account (GR-2, WN-4)."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest

from verzuimbrug.application.readiness.link_keys_file import read_keys
from verzuimbrug.application.readiness.link_persons import (
    Linked,
    ShownProposal,
    create_despite,
    link,
    propose_links,
)
from verzuimbrug.application.receiving.receive import MAX_BYTES
from verzuimbrug.domain.linking import Link
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.gateways.requests import read_body
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.management import (
    UNKNOWN,
    account_of,
    asking,
    management_router,
    raw_body,
)
from verzuimbrug.gateways.rest.management_explained import explained
from verzuimbrug.gateways.rest.management_links_schemas import (
    KeysReadOut,
    LinkedOut,
    LinksIn,
    NewPersonsIn,
    ProposalsOut,
)
from verzuimbrug.gateways.rest.management_readiness import SHEETS

_KEYS = raw_body("Employer code, birth date, surname, initials and key in each row.", *SHEETS)

router = management_router()


@router.get(
    "/accounts/{path:name}/link-proposals",
    operation_id="list_link_proposals",
    **asking(Permission.LINKS_READ, {200: ProposalsOut, **UNKNOWN}),
)
def proposals(request: HttpRequest, name: str) -> dict[str, Any]:
    """Propose which employees may be persons in messages that wait; nothing is linked."""
    proposed = propose_links(account_of(request, name), reader_of(request).principal)
    return {"items": _shown(proposed)}


@router.post(
    "/accounts/{path:name}/link-proposals/import",
    operation_id="import_link_keys",
    **asking(Permission.LINKS_WRITE, {200: KeysReadOut, **UNKNOWN}, _KEYS),
)
def import_keys(request: HttpRequest, name: str) -> dict[str, Any]:
    """Set a list of keys, CSV or XLSX, beside the employees; nothing is linked."""
    ref = account_of(request, name)
    read = read_keys(ref, read_body(request, MAX_BYTES), reader_of(request).principal)
    return {
        "items": _shown(read.proposals),
        "findings": explained(request, read.findings),
        "unmatched": read.unmatched,
    }


@router.post(
    "/accounts/{path:name}/links",
    operation_id="link_employees",
    **asking(Permission.LINKS_WRITE, {200: LinkedOut, **UNKNOWN}),
)
def link_employees(request: HttpRequest, name: str, body: LinksIn) -> dict[str, Any]:
    """Give employees the keys that somebody chose for them; what waited for a key goes on."""
    chosen = [Link(employer=one.employer, employee=one.employee, key=one.key) for one in body.links]
    ref = account_of(request, name)
    return _told(request, link(ref, chosen, reader_of(request).principal))


@router.post(
    "/accounts/{path:name}/new-persons",
    operation_id="create_new_persons",
    **asking(Permission.LINKS_WRITE, {200: LinkedOut, **UNKNOWN}),
)
def create_new_persons(request: HttpRequest, name: str, body: NewPersonsIn) -> dict[str, Any]:
    """Say of keys that wait as a possible duplicate that they are somebody else's."""
    keys = [(one.employer, one.key) for one in body.keys]
    ref = account_of(request, name)
    return _told(request, create_despite(ref, keys, reader_of(request).principal))


def _told(request: HttpRequest, done: Linked) -> dict[str, Any]:
    return {"linked": done.count, "findings": explained(request, done.findings)}


def _shown(proposed: Iterable[ShownProposal]) -> list[dict[str, Any]]:
    return [
        {
            **asdict(each.proposal),
            "is_preselected": each.proposal.is_preselected,
            "surname": each.surname,
            "initials": each.initials,
        }
        for each in proposed
    ]
