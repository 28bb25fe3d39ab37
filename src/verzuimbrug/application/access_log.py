"""Who looked at what (NEN 7513), newest first, for a beheerder or an auditor."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from verzuimbrug.application.access import Reader
from verzuimbrug.application.exports.leaving import principal_of
from verzuimbrug.application.local_days import day_bounds
from verzuimbrug.application.pages import MAX_LIMIT, Page, Window, cut
from verzuimbrug.store.models import AccessLog, ApiKey, Employer, Export, User
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessFilter:
    """Which rows: of whom, in which days, what was done, at which employer, of which dossier."""

    principal: str = ""
    since: date | None = None
    until: date | None = None
    action: str = ""
    employer: str = ""
    dossier: int | None = None


EVERYTHING = AccessFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessEntry:
    """One look: when, by whom, at what, at which employer, and of which dossiers."""

    id: int
    at: datetime
    principal: str
    action: str
    employer: str
    dossiers: tuple[int, ...]


def list_access(
    reader: Reader, wanted: AccessFilter = EVERYTHING, window: Window | None = None
) -> Page[AccessEntry]:
    """A page of the log; `window.after` is the row that the page before it ended with."""
    window = window or Window()
    with tenant(reader.arbodienst):
        rows, following = cut(_rows(reader, wanted, window), window, lambda row: row.id)
        return Page(items=tuple(_entries(rows)), next=following)


def export_access(reader: Reader, wanted: AccessFilter) -> Iterator[AccessEntry]:
    """All of the log that is wanted, read in portions."""
    window = Window(limit=MAX_LIMIT)
    while True:
        page = list_access(reader, wanted, window)
        yield from page.items
        if page.next is None:
            return
        window = replace(window, after=page.next)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looker:
    """Whose looking can be in the log: the name it is kept under, and what they are called.

    `choice` is what chooses them in an address: a number, since `principal` may be a mail address.
    """

    choice: str
    principal: str
    name: str


def who_looks(reader: Reader) -> tuple[Looker, ...]:
    """Everybody whose looking can be in the log: people, then API keys, then receivers of exports.

    Each of them by name.
    """
    with tenant(reader.arbodienst):
        people = User.objects.filter(arbodienst=reader.arbodienst).order_by("name", "id")
        keys = ApiKey.objects.order_by("name").values_list("id", "name")
        exports = Export.objects.order_by("name").values_list("id", "name")
        return (
            *(
                Looker(choice=str(number), principal=f"user:{email}", name=name)
                for number, email, name in people.values_list("id", "email", "name")
            ),
            *(
                Looker(choice=f"sleutel-{number}", principal=f"api-key:{name}", name=name)
                for number, name in keys
            ),
            *(
                Looker(choice=f"export-{number}", principal=principal_of(name), name=name)
                for number, name in exports
            ),
        )


def _rows(reader: Reader, wanted: AccessFilter, window: Window) -> list[AccessLog]:
    rows = AccessLog.objects.order_by("-id")
    if window.after:
        rows = rows.filter(id__lt=window.after)
    if reader.authority.employers is not None:
        rows = rows.filter(employer__in=reader.authority.employers)
    return list(_wanted(rows, wanted)[: window.take])


def _wanted(rows: "QuerySet[AccessLog]", wanted: AccessFilter) -> "QuerySet[AccessLog]":
    if wanted.principal:
        rows = rows.filter(principal=wanted.principal)
    if wanted.action:
        rows = rows.filter(action=wanted.action)
    if wanted.since:
        rows = rows.filter(at__gte=day_bounds(wanted.since)[0])
    if wanted.until:
        rows = rows.filter(at__lt=day_bounds(wanted.until)[1])
    if wanted.employer:
        employers = Employer.objects.filter(code=wanted.employer)
        rows = rows.filter(employer__in=list(employers.values_list("id", flat=True)))
    if wanted.dossier is not None:
        rows = rows.filter(employees__contains=[wanted.dossier])
    return rows


def _entries(rows: Sequence[AccessLog]) -> Iterator[AccessEntry]:
    names = _employers({row.employer_id for row in rows if row.employer_id})
    for row in rows:
        yield AccessEntry(
            id=row.id,
            at=row.at,
            principal=row.principal,
            action=row.action,
            employer=names.get(row.employer_id or 0, ""),
            dossiers=tuple(row.employees),
        )


def _employers(ids: set[int]) -> Mapping[int, str]:
    rows = Employer.objects.filter(id__in=ids).values_list("id", "code", "name")
    return {number: f"{code} {name}" for number, code, name in rows}
