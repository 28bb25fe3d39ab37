"""One configured object at a time: read as a configuration file says it, and saved as one."""

import json
from collections.abc import Mapping
from typing import Any

from verzuimbrug.application.configuration.configure import Configured, configure
from verzuimbrug.application.configuration.differences import Objects, plain_objects
from verzuimbrug.application.configuration.entries import Plain
from verzuimbrug.application.configuration.export import (
    export_configuration,
    stored_configuration,
)
from verzuimbrug.application.configuration.versions import ConfiguredObject
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import Arbodienst
from verzuimbrug.store.tenancy import tenant

SECTIONS: Mapping[str, str] = {
    "employer group": "employer_groups",
    "scheme": "classification_schemes",
    "conversion table": "conversion_tables",
    "employer": "employers",
    "account": "accounts",
    "export": "exports",
}
"""Where an object of a kind stands in a configuration file."""

_MEBIBYTE = 2**20
MOST_MEBIBYTES = 5
"""Of a configuration file: it is read as a whole."""
MOST_BYTES = MOST_MEBIBYTES * _MEBIBYTE


def list_objects(arbodienst: int, kind: str) -> Objects:
    """The objects of a kind, in order, by key."""
    own = Arbodienst.objects.get(id=arbodienst)
    with tenant(arbodienst):
        stored = stored_configuration(own, with_employers=kind == "employer")
        return plain_objects(stored)[kind]


def read_object(of: ConfiguredObject) -> Plain | None:
    """The object as a configuration file says it; None when there is no such object."""
    return list_objects(of.arbodienst, of.kind).get(of.key)


def save_object(
    of: ConfiguredObject, content: Plain, *, by: str, dry_run: bool = False
) -> Configured:
    """Brings one object to what is said, by the same checks as a file; made when not there yet.

    A stream is saved into its account, which has to be there. What the object is called in its
    content is what it is called in `of`.
    """
    own = Arbodienst.objects.get(id=of.arbodienst)
    named: dict[str, Any] = {"arbodienst": {"code": own.code, "name": own.name}}
    if of.kind == "stream":
        account = read_object(ConfiguredObject(arbodienst=own.id, kind="account", key=of.key[:1]))
        named["accounts"] = [{**(account or {}), "streams": [content]}]
    elif of.kind == "arbodienst":
        named = {"arbodienst": content}
    else:
        named[SECTIONS[of.kind]] = [content]
    return configure(json.dumps(named).encode(), by, dry_run=dry_run)


def own_arbodienst(arbodienst: int) -> ConfiguredObject:
    """The arbodienst itself, as the configured object that it is too."""
    code = Arbodienst.objects.get(id=arbodienst).code
    return ConfiguredObject(arbodienst=arbodienst, kind="arbodienst", key=(code,))


def export_own(arbodienst: int) -> str:
    """The configuration file of this arbodienst; applied, it changes nothing."""
    return export_configuration(Arbodienst.objects.get(id=arbodienst))


def configure_own(arbodienst: int, content: bytes, by: str, *, dry_run: bool = False) -> Configured:
    """Applies a configuration file that has to be that of this arbodienst."""
    if len(content) > MOST_BYTES:
        params = {"size": f"{len(content) / _MEBIBYTE:.1f}", "maximum": str(MOST_MEBIBYTES)}
        return Configured(findings=(Finding("MA103", params),))
    own = Arbodienst.objects.get(id=arbodienst)
    return configure(content, by, dry_run=dry_run, own=own.code)
