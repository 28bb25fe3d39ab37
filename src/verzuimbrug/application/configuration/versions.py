"""Every save of a configured object is a version: who, when, what changed, how it then was."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from verzuimbrug.application.configuration.differences import Difference, plain_objects
from verzuimbrug.application.configuration.entries import Configuration, Plain
from verzuimbrug.application.configuration.sealing import (
    VersionPlace,
    place_of,
    seal_content,
    seal_difference,
    unseal_content,
    unseal_difference,
)
from verzuimbrug.store.models import (
    Arbodienst,
    ClassificationScheme,
    ClientAccount,
    ConfigurationVersion,
    ConversionTable,
    Employer,
    EmployerGroup,
    Export,
    Stream,
)
from verzuimbrug.store.tenancy import tenant

Key = tuple[str, ...]

_NAMES: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "arbodienst": (Arbodienst, ("code",)),
    "employer group": (EmployerGroup, ("code",)),
    "scheme": (ClassificationScheme, ("code",)),
    "conversion table": (ConversionTable, ("code",)),
    "employer": (Employer, ("code",)),
    "account": (ClientAccount, ("name",)),
    "stream": (Stream, ("account__name", "name")),
    "export": (Export, ("name",)),
}
"""Per kind of object its table, and the fields that make its key."""

KINDS = tuple(_NAMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfiguredObject:
    """One configured object of an arbodienst, by kind and key."""

    arbodienst: int
    kind: str
    key: Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One save: `content` is the object as a configuration file says it."""

    number: int
    at: datetime
    by: str
    content: Plain
    differences: Sequence[Plain]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What was saved, in which arbodienst, and by whom."""

    arbodienst: int
    by: str
    differences: Sequence[Difference]


def write_versions(wanted: Configuration, saved: Saved) -> None:
    """One version for each object that is new or differs; a query or two per kind.

    The versions of one save have one moment.
    """
    now = timezone.now()
    found: dict[str, dict[Key, list[Difference]]] = defaultdict(lambda: defaultdict(list))
    for difference in saved.differences:
        found[difference.kind][difference.key].append(difference)
    contents = plain_objects(wanted)
    for kind, objects in found.items():
        rows = list(_rows(kind, objects, saved, contents[kind]))
        for row in rows:
            row.at = now
        ConfigurationVersion.objects.bulk_create(rows)


def _rows(
    kind: str,
    objects: Mapping[Key, Sequence[Difference]],
    saved: Saved,
    contents: Mapping[Key, Plain],
) -> Iterator[ConfigurationVersion]:
    ids = object_ids(kind)
    versions = ConfigurationVersion.objects.filter(
        kind=kind, object_id__in=[ids[key] for key in objects]
    )
    last = dict(versions.values_list("object_id").annotate(Max("number")))
    for key, differences in objects.items():
        number = last.get(ids[key], 0) + 1
        place = VersionPlace(saved.arbodienst, ids[key], number)
        yield ConfigurationVersion(
            arbodienst_id=saved.arbodienst,
            kind=kind,
            object_id=ids[key],
            number=number,
            by=saved.by,
            content=seal_content(contents[key], place),
            differences=[seal_difference(each.to_json(), place) for each in differences],
        )


def object_ids(kind: str) -> Mapping[Key, int]:
    """The store id of each object of a kind, by its key; within the tenant."""
    model, fields = _NAMES[kind]
    return {tuple(key): number for number, *key in model.objects.values_list("id", *fields)}


def find_object(arbodienst: int, kind: str, number: int) -> ConfiguredObject | None:
    """The configured object with a store id; None when there is none of this kind."""
    if kind not in _NAMES:
        return None
    model, fields = _NAMES[kind]
    with tenant(arbodienst):
        own = {"id": arbodienst} if kind == "arbodienst" else {}
        key = model.objects.filter(**own).filter(id=number).values_list(*fields).first()
    return key and ConfiguredObject(arbodienst=arbodienst, kind=kind, key=tuple(key))


def object_names(kind: str, numbers: Collection[int]) -> Mapping[int, Key]:
    """The keys of these objects, by store id; within the tenant."""
    model, fields = _NAMES[kind]
    rows = model.objects.filter(id__in=numbers).values_list("id", *fields)
    return {number: tuple(key) for number, *key in rows}


def list_versions(of: ConfiguredObject) -> tuple[Version, ...] | None:
    """The versions of an object, the newest first; None when there is no such object."""
    with tenant(of.arbodienst):
        object_id = object_ids(of.kind).get(of.key)
        if object_id is None:
            return None
        rows = ConfigurationVersion.objects.filter(kind=of.kind, object_id=object_id)
        return tuple(
            Version(
                number=row.number,
                at=row.at,
                by=row.by,
                content=unseal_content(row.content, place_of(row)),
                differences=[unseal_difference(each, place_of(row)) for each in row.differences],
            )
            for row in rows.order_by("-number")
        )
