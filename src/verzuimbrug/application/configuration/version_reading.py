"""The versions of configured objects, as somebody reads them, the newest first."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from verzuimbrug.application.access import Reader
from verzuimbrug.application.configuration.entries import Plain
from verzuimbrug.application.configuration.sealing import (
    place_of,
    unseal_content,
    unseal_difference,
)
from verzuimbrug.application.configuration.versions import (
    KINDS,
    ConfiguredObject,
    Key,
    find_object,
    object_names,
)
from verzuimbrug.application.employers.group_reading import open_groups
from verzuimbrug.application.pages import Page, Window, cut
from verzuimbrug.store.models import ConfigurationVersion, Stream
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionShown:
    """One version of one object: `content` is the object as a configuration file says it."""

    id: int
    kind: str
    object_id: int
    key: Key
    number: int
    at: datetime
    by: str
    content: Plain
    differences: Sequence[Plain]


def find_shown_object(reader: Reader, kind: str, number: int) -> ConfiguredObject | None:
    """The object with a store id; None when there is none that is open to the reader."""
    if not _is_open(reader, kind, number):
        return None
    return find_object(reader.arbodienst, kind, number)


def page_versions(
    reader: Reader, window: Window, kind: str | None = None, number: int | None = None
) -> Page[VersionShown]:
    """A page of the versions of one object, of one kind or of all that is open to the reader.

    The next page goes on before the version with that id.
    """
    with tenant(reader.arbodienst):
        query = _open_versions(reader)
        if kind is not None:
            query = query.filter(kind=kind)
        if number is not None:
            query = query.filter(object_id=number)
        if window.after:
            query = query.filter(id__lt=window.after)
        rows, next_after = cut(
            list(query.order_by("-id")[: window.take]), window, lambda row: row.id
        )
        return Page(tuple(_shown(rows)), next_after)


def show_version(reader: Reader, version: int) -> VersionShown | None:
    """One version; None when there is none that is open to the reader."""
    with tenant(reader.arbodienst):
        return next(iter(_shown(list(_open_versions(reader).filter(id=version)))), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveShown:
    """A save: what kinds of objects it touched, when and by whom."""

    at: datetime
    by: str
    kinds: frozenset[str]


def show_save(reader: Reader, save: int) -> SaveShown | None:
    """A save by the number of one of its versions; None unless all it touched is open."""
    with tenant(reader.arbodienst):
        row = ConfigurationVersion.objects.filter(id=save).first()
        if row is None:
            return None
        of_save = ConfigurationVersion.objects.filter(at=row.at, by=row.by)
        if of_save.exclude(id__in=_open_versions(reader).values("id")).exists():
            return None
        kinds = frozenset(of_save.values_list("kind", flat=True).distinct())
        return SaveShown(at=row.at, by=row.by, kinds=kinds)


def _is_open(reader: Reader, kind: str, number: int) -> bool:
    authority = reader.authority
    if kind == "employer":
        return authority.opens_employer(number)
    if kind == "account":
        return authority.opens_account(number)
    if kind == "employer group":
        with tenant(reader.arbodienst):
            return open_groups(authority).filter(id=number).exists()
    if kind == "export":
        # Its scope names employers.
        return authority.is_whole
    if kind == "stream":
        with tenant(reader.arbodienst):
            account = Stream.objects.filter(id=number).values_list("account_id", flat=True).first()
        return account is not None and authority.opens_account(account)
    return True


def _open_versions(reader: Reader) -> QuerySet[ConfigurationVersion]:
    query = ConfigurationVersion.objects.filter(kind__in=KINDS)
    employers, accounts = reader.authority.employers, reader.authority.accounts
    if employers is not None:
        groups = open_groups(reader.authority).values("id")
        query = query.filter(~Q(kind="employer") | Q(object_id__in=employers))
        query = query.filter(~Q(kind="employer group") | Q(object_id__in=groups))
        query = query.exclude(kind="export")
    if accounts is not None:
        streams = Stream.objects.filter(account__in=accounts).values("id")
        query = query.filter(~Q(kind="account") | Q(object_id__in=accounts))
        query = query.filter(~Q(kind="stream") | Q(object_id__in=streams))
    return query


def _shown(rows: Sequence[ConfigurationVersion]) -> Iterable[VersionShown]:
    keys = {kind: object_names(kind, ids) for kind, ids in _ids(rows).items()}
    for row in rows:
        yield VersionShown(
            id=row.id,
            kind=row.kind,
            object_id=row.object_id,
            key=keys[row.kind][row.object_id],
            number=row.number,
            at=row.at,
            by=row.by,
            content=unseal_content(row.content, place_of(row)),
            differences=[unseal_difference(each, place_of(row)) for each in row.differences],
        )


def _ids(rows: Iterable[ConfigurationVersion]) -> Mapping[str, Collection[int]]:
    found: dict[str, set[int]] = {}
    for row in rows:
        found.setdefault(row.kind, set()).add(row.object_id)
    return found
