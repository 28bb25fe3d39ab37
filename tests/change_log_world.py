"""The change log, asked in a few words, and filled by hand where no message does it yet."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TypedDict, Unpack

from django.db import connection

from configuring_world import ACCOUNT
from doors_world import Coupling
from verzuimbrug.application.access import Reader
from verzuimbrug.application.change_log.addresses import (
    Address,
    OfCase,
    OfEmployer,
    OfEmployment,
    OfPerson,
)
from verzuimbrug.application.change_log.timelines import timeline
from verzuimbrug.application.change_log.values import LogEntry
from verzuimbrug.application.pages import Window
from verzuimbrug.store.models import Change, Undo
from verzuimbrug.store.tenancy import tenant

EMPLOYER = "FLSN1001"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WHOLE = Window(limit=1000)


def reader(coupling: Coupling) -> Reader:
    """Somebody of the coupling's arbodienst who reads."""
    return Reader(arbodienst=coupling.arbodienst, principal="test")


def of_person(key: str = "w-1") -> OfPerson:
    """A person at the employer of the example."""
    return OfPerson(employer=EMPLOYER, account=ACCOUNT, key=key)


def of_case(key: str = "VG1") -> OfCase:
    """A case at the employer of the example."""
    return OfCase(employer=EMPLOYER, account=ACCOUNT, key=key)


def of_employment(number: str = "D-w-1", key: str = "w-1") -> OfEmployment:
    """An employment at the employer of the example."""
    return OfEmployment(employer=EMPLOYER, account=ACCOUNT, key=key, number=number)


OF_EMPLOYER = OfEmployer(code=EMPLOYER)


def entries(
    coupling: Coupling, of: Address, known_at: datetime | None = None
) -> tuple[LogEntry, ...]:
    """All changes of what is there."""
    page = timeline(reader(coupling), of, WHOLE, known_at)
    assert page is not None
    return page.items


def fields_of(entry: LogEntry) -> dict[str, tuple[object, object]]:
    """The fields of a change that are shown."""
    return {one.field: (one.before, one.after) for one in entry.fields if not one.is_shielded}


def shielded_in(entry: LogEntry) -> set[str]:
    """The fields of a change that are not."""
    return {one.field for one in entry.fields if one.is_shielded}


def minute(number: int) -> datetime:
    """So many minutes after noon of the first day."""
    return NOON + timedelta(minutes=number)


class Written(TypedDict, total=False):
    """What a row of the log says besides what it is of."""

    at: datetime
    by: str
    undo_id: int
    effects: list[str]
    fields: Mapping[str, Sequence[object]]


def write_change(
    coupling: Coupling, kind: str, number: int, employee: int, **values: Unpack[Written]
) -> None:
    """A row of the log as somebody or something else than a message writes it."""
    with tenant(coupling.arbodienst):
        Change.objects.create(
            arbodienst_id=coupling.arbodienst,
            object_kind=kind,
            object_id=number,
            employee_id=employee,
            **{"at": NOON, **values},
        )


def write_undo(coupling: Coupling, by: str) -> int:
    """An undo; its number."""
    with tenant(coupling.arbodienst):
        return Undo.objects.create(
            arbodienst_id=coupling.arbodienst, at=NOON, by=by, reason="proef", horizon=0
        ).id


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that the database is given inside the block, read off the wire."""
    given: list[str] = []
    connection.ensure_connection()
    wire = connection.connection.pgconn
    with tempfile.TemporaryFile("w+") as trace:
        wire.trace(trace.fileno())
        try:
            yield given
        finally:
            wire.untrace()
        trace.seek(0)
        given += [line for line in trace if "\tParse\t" in line or "\tQuery\t" in line]


def reading_changes(given: list[str]) -> list[str]:
    """Those of the statements that read the change log."""
    return [statement for statement in given if "store_change" in statement]
