"""The conformance of a sandbox for machines: the same as its page says, as JSON."""

from base64 import b64encode
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.sandboxes.editions import Editions, editions_of
from verzuimbrug.application.sandboxes.finding import Sandbox, sandbox_at
from verzuimbrug.application.sandboxes.telling import ToldEdition, tell_conformance
from verzuimbrug.application.sign_in.credentials import SignedIn
from verzuimbrug.gateways.refused import language_of
from verzuimbrug.gateways.rest.conformance_schemas import ConformanceOut, ConformanceQuery
from verzuimbrug.gateways.rest.consumer_schemas import ErrorOut
from verzuimbrug.gateways.rest.errors import NoSandboxError
from verzuimbrug.gateways.rest.sign_in import PortalSignIn

router = Router(auth=PortalSignIn(), tags=["portal"])


@router.get(
    "/conformance",
    operation_id="get_conformance",
    response={200: ConformanceOut, frozenset({400, 401, 409, 429, 503}): ErrorOut},
)
def conformance(request: HttpRequest, query: Query[ConformanceQuery]) -> dict[str, Any]:
    """Give how each conformance case of a sandbox stands, with examples when asked for."""
    sandbox = _sandbox(request.auth)  # type: ignore[attr-defined]  # ninja puts it there
    if sandbox is None:
        raise NoSandboxError
    told = tell_conformance(sandbox, query.lang or language_of(request))
    found = editions_of(sandbox) if query.examples else None
    editions = [each for each in told.editions if query.edition in (None, each.edition)]
    return {
        "account": sandbox.account,
        "proven": all(each.proven == len(each.cases) for each in editions),
        "editions": [_edition(each, found) for each in editions],
        "others": told.others,
    }


def _sandbox(sender: SignedIn) -> Sandbox | None:
    return sandbox_at(AccountRef(arbodienst=sender.arbodienst, account=sender.account))


def _edition(edition: ToldEdition, found: Editions | None) -> dict[str, Any]:
    cases = [
        {**asdict(each), "examples": _examples(edition, each.id, found)} for each in edition.cases
    ]
    return {**asdict(edition), "total": len(cases), "cases": cases}


def _examples(edition: ToldEdition, case: str, found: Editions | None) -> list[dict[str, str]]:
    if found is None:
        return []
    files = found.examples(edition.stream, edition.edition, case, timezone.localdate())
    return [
        {
            "stream": file.stream,
            "file_name": file.file_name,
            "content": b64encode(file.content).decode(),
        }
        for file in files
    ]
