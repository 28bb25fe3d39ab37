"""The versions of configured objects over REST, and back to one of them."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path

from verzuimbrug.application.configuration.configured_objects import own_arbodienst
from verzuimbrug.application.configuration.restore_version import restore_version
from verzuimbrug.application.configuration.versions import ConfiguredObject, list_versions
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.management import (
    SAVED,
    UNKNOWN,
    asking,
    found,
    management_router,
    object_of,
    told,
    without_place,
)
from verzuimbrug.gateways.rest.management_schemas import DryRun, VersionsOut

_VERSIONS = {200: VersionsOut, **UNKNOWN}
_RESTORED = {**SAVED, **UNKNOWN}

_KINDS = (
    ("employer", "/employers", Permission.EMPLOYERS_READ, Permission.EMPLOYERS_WRITE),
    ("employer group", "/employer-groups", Permission.GROUPS_READ, Permission.GROUPS_WRITE),
    (
        "scheme",
        "/classification-schemes",
        Permission.CLASSIFICATIONS_READ,
        Permission.CLASSIFICATIONS_WRITE,
    ),
    (
        "conversion table",
        "/conversion-tables",
        Permission.CONVERSION_TABLES_READ,
        Permission.CONVERSION_TABLES_WRITE,
    ),
    ("account", "/accounts", Permission.ACCOUNTS_READ, Permission.ACCOUNTS_WRITE),
    ("export", "/exports", Permission.EXPORTS_READ, Permission.EXPORTS_WRITE),
)
"""The kinds of object with one name or code: where they are, and who may see and change them."""

router = management_router()


@router.get(
    "/arbodienst/versions",
    operation_id="list_arbodienst_versions",
    **asking(Permission.CONFIGURATION_READ, {200: VersionsOut}),
)
def arbodienst_versions(request: HttpRequest) -> dict[str, Any]:
    """List the versions of the arbodienst's own name."""
    return _versions(own_arbodienst(reader_of(request).arbodienst))


@router.post(
    "/arbodienst/versions/{number}/restore",
    operation_id="restore_arbodienst",
    **asking(Permission.CONFIGURATION_WRITE, SAVED),
)
def restore_arbodienst(
    request: HttpRequest, number: int, *, dry_run: DryRun = False
) -> dict[str, Any]:
    """Bring the arbodienst's own name back to a version."""
    own = own_arbodienst(reader_of(request).arbodienst)
    return _restored(request, own, number, dry_run=dry_run)


@router.get(
    "/accounts/{path:name}/streams/{path:stream}/versions",
    operation_id="list_stream_versions",
    **asking(Permission.STREAMS_READ, _VERSIONS),
)
def stream_versions(request: HttpRequest, name: str, stream: str) -> dict[str, Any]:
    """List the versions of a stream, the newest first."""
    return _versions(object_of(request, "stream", name, stream))


@router.post(
    "/accounts/{path:name}/streams/{path:stream}/versions/{number}/restore",
    operation_id="restore_stream",
    **asking(Permission.STREAMS_WRITE, _RESTORED),
)
def restore_stream(
    request: HttpRequest, name: str, stream: str, number: int, *, dry_run: DryRun = False
) -> dict[str, Any]:
    """Bring a stream back to a version; that is a new version in turn."""
    of = object_of(request, "stream", name, stream)
    return _restored(request, of, number, dry_run=dry_run)


def _add(kind: str, place: str, read: Permission, write: Permission) -> None:
    """The operations on the versions of a kind of object that has one name or code."""
    called = "name" if kind in ("account", "export") else "code"
    said = kind.removeprefix("employer ").replace(" ", "_")

    @router.get(
        f"{place}/{{path:{called}}}/versions",
        operation_id=f"list_{said}_versions",
        description="List the versions, the newest first.",
        **asking(read, _VERSIONS),
    )
    def versions(request: HttpRequest, code: Annotated[str, Path(alias=called)]) -> dict[str, Any]:
        return _versions(object_of(request, kind, code))

    @router.post(
        f"{place}/{{path:{called}}}/versions/{{number}}/restore",
        operation_id=f"restore_{said}",
        description="Bring it back to a version; that is a new version in turn.",
        **asking(write, _RESTORED),
    )
    def restore(
        request: HttpRequest,
        code: Annotated[str, Path(alias=called)],
        number: int,
        *,
        dry_run: DryRun = False,
    ) -> dict[str, Any]:
        return _restored(request, object_of(request, kind, code), number, dry_run=dry_run)


def _versions(of: ConfiguredObject) -> dict[str, Any]:
    return {"items": found(list_versions(of))}


def _restored(
    request: HttpRequest, of: ConfiguredObject, number: int, *, dry_run: bool
) -> dict[str, Any]:
    found(list_versions(of))
    by = reader_of(request).principal
    restored = restore_version(of, number, by=by, dry_run=dry_run)
    return told(request, without_place(restored, of.kind))


for _kind in _KINDS:
    _add(*_kind)
