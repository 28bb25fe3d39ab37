"""The configuration of the arbodienst as a whole over REST, as a file (docs/interfaces)."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from verzuimbrug.application.configuration.configured_objects import configure_own, export_own
from verzuimbrug.application.receiving.receive import MAX_BYTES
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.gateways.requests import read_body
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.management import (
    asking,
    management_router,
    raw_answer,
    raw_body,
    told,
)
from verzuimbrug.gateways.rest.management_schemas import AppliedOut, DryRun, FindingsOut

_YAML = "application/yaml"
_FILE = raw_body("The file, in YAML or JSON.", _YAML)
_FILE["requestBody"]["content"]["application/json"] = {"schema": {"type": "object"}}

router = management_router()


@router.get(
    "/configuration",
    operation_id="get_configuration",
    **asking(Permission.CONFIGURATION_READ, {}, raw_answer("The file.", _YAML)),
)
def export(request: HttpRequest) -> HttpResponse:
    """Give the configuration as a file that, applied, changes nothing."""
    text = export_own(reader_of(request).arbodienst)
    return HttpResponse(text, content_type=f"{_YAML}; charset=utf-8")


@router.put(
    "/configuration",
    operation_id="apply_configuration",
    **asking(
        Permission.CONFIGURATION_WRITE,
        {200: AppliedOut, 422: FindingsOut},
        _FILE,
    ),
)
def apply(request: HttpRequest, *, dry_run: DryRun = False) -> dict[str, Any]:
    """Bring the configuration to what a file says: all of it or, with a fault in it, nothing."""
    content, reader = read_body(request, MAX_BYTES), reader_of(request)
    outcome = configure_own(reader.arbodienst, content, reader.principal, dry_run=dry_run)
    return {**told(request, outcome), "kept": outcome.kept}
