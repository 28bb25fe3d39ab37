"""What the operations of the management side share: permission, answers, how a save is told."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from django.http import Http404, HttpRequest
from django.views.decorators.cache import cache_control
from ninja import Router

from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.configuration.configured_objects import SECTIONS, save_object
from verzuimbrug.application.configuration.entries import Plain
from verzuimbrug.application.configuration.versions import ConfiguredObject
from verzuimbrug.application.employers.importing import Imported
from verzuimbrug.application.own_account import find_own_account
from verzuimbrug.application.reports.findings import Audience
from verzuimbrug.domain.findings import Finding, Severity
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.gateways.refused import language_of
from verzuimbrug.gateways.rest.api_key import ApiKey, reader_of
from verzuimbrug.gateways.rest.consumer_schemas import ErrorOut
from verzuimbrug.gateways.rest.errors import NotDoneError
from verzuimbrug.gateways.rest.management_schemas import FindingsOut, SavedOut
from verzuimbrug.gateways.rest.parameters import known_parameters_only

UNKNOWN: dict[Any, Any] = {404: ErrorOut}
NOT_POSSIBLE: dict[Any, Any] = {409: ErrorOut}
SAVED: dict[Any, Any] = {200: SavedOut, 422: FindingsOut}
_REFUSED = frozenset({400, 401, 403, 413, 429, 503})
_PREFIXES = {kind: f"{section}[1]" for kind, section in SECTIONS.items()} | {
    "stream": "accounts[1].streams[1]",
    "arbodienst": "arbodienst",
}

Found = TypeVar("Found")


def management_router() -> Router:
    """A router whose answers nothing between here and the caller may keep."""
    router = Router(tags=["management"])
    router.add_decorator(cache_control(private=True, no_store=True), mode="view")
    router.add_decorator(known_parameters_only, mode="operation")
    return router


def asking(
    permission: Permission, answers: Mapping[Any, Any], body: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What an operation declares: the permission it asks, its answers, a body that is no JSON."""
    return {
        "auth": ApiKey(permission),
        "response": {**answers, _REFUSED: ErrorOut},
        "openapi_extra": {"x-permission": permission.value, **(body or {})},
    }


def raw_body(description: str, *media_types: str) -> dict[str, Any]:
    """The part of the description of a body that is taken byte for byte."""
    body = {"required": True, "description": description, "content": _raw(media_types)}
    return {"requestBody": body}


def raw_answer(description: str, *media_types: str) -> dict[str, Any]:
    """The part of the description of an answer that is a file."""
    return {"responses": {200: {"description": description, "content": _raw(media_types)}}}


def _raw(media_types: Sequence[str]) -> dict[str, Any]:
    return {name: {"schema": {"type": "string", "contentMediaType": name}} for name in media_types}


def found(what: Found | None) -> Found:
    """What was looked for; what is not there is answered as such."""
    if what is None:
        raise Http404
    return what


def account_of(request: HttpRequest, name: str) -> AccountRef:
    """The account of the caller's arbodienst that has the name."""
    return found(find_own_account(reader_of(request).arbodienst, name))


def object_of(request: HttpRequest, kind: str, *key: str) -> ConfiguredObject:
    """A configured object of the caller's arbodienst."""
    return ConfiguredObject(arbodienst=reader_of(request).arbodienst, kind=kind, key=key)


def save(
    request: HttpRequest, of: ConfiguredObject, content: Plain, *, dry_run: bool
) -> dict[str, object]:
    """Saves an object under the name in the address."""
    called = "name" if of.kind in ("account", "stream", "export") else "code"
    name = of.key[-1]
    if str(content.get(called, name)).strip() != name.strip():
        raise NotDoneError((Finding("MA102", {"name": name}, called),))
    by = reader_of(request).principal
    configured = save_object(of, {**content, called: name}, by=by, dry_run=dry_run)
    return told(request, without_place(configured, of.kind))


def without_place(configured: Configured, kind: str) -> Configured:
    """The findings as of a body that is one object: no lines, and paths that start there."""
    prefix = _PREFIXES[kind]
    findings = (
        replace(each, path=each.path.removeprefix(prefix).removeprefix("."), line=None)
        for each in configured.findings
    )
    return replace(configured, findings=tuple(findings))


def told(request: HttpRequest, configured: Configured | Imported) -> dict[str, object]:
    """What a save came to. Raises NotDoneError when an error kept it from being done."""
    if any(finding.severity is Severity.ERROR for finding in configured.findings):
        raise NotDoneError(configured.findings)
    audience = Audience(language_of(request))
    return {
        "applied": configured.applied,
        "differences": [difference.to_json() for difference in configured.differences],
        "findings": audience.explain(finding.to_json() for finding in configured.findings),
    }
