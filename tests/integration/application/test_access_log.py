"""Who looked at what, newest first."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from configuring_world import apply, coupling, example
from people_world import limit, person, visiting
from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.access_log import (
    AccessFilter,
    export_access,
    list_access,
    who_looks,
)
from verzuimbrug.application.accounts import find_arbodienst
from verzuimbrug.application.pages import Window
from verzuimbrug.application.sign_in import apikeys
from verzuimbrug.store.models import Employer
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

TODAY = timezone.localdate()


def _reader() -> Reader:
    configuration = example()
    configuration["employers"].append({"code": "X1", "name": "Ander"})
    apply(configuration)
    return visiting(person(find_arbodienst().id, "audit")).reader


def _look(
    reader: Reader,
    *employees: int,
    by: str = "user:anna@example.nl",
    action: ReadAction = ReadAction.REPORT,
    employer: str | None = "FLSN1001",
) -> None:
    with tenant(reader.arbodienst):
        at = Employer.objects.get(code=employer).id if employer else None
        who = Reader(arbodienst=reader.arbodienst, principal=by)
        record_access(who, action, employees=employees, employer=at)


def test_looks_are_listed_newest_first() -> None:
    reader = _reader()
    _look(reader, 2, 1)
    _look(reader, by="api-key:zaaksysteem", action=ReadAction.EMPLOYEES, employer=None)
    last, first = list_access(reader).items
    assert (last.principal, last.action, last.employer) == (
        "api-key:zaaksysteem",
        "employees.read",
        "",
    )
    assert (first.principal, first.dossiers) == ("user:anna@example.nl", (1, 2))
    assert first.employer == "FLSN1001 Bakkerij De Korenbloem B.V."
    assert first.at <= last.at


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (AccessFilter(principal="user:ben@example.nl"), 1),
        (AccessFilter(principal="user:nemo@example.nl"), 0),
        (AccessFilter(action="changes.read"), 1),
        (AccessFilter(employer="X1"), 1),
        (AccessFilter(employer="WEG"), 0),
        (AccessFilter(dossier=7), 1),
        (AccessFilter(since=TODAY), 3),
        (AccessFilter(since=TODAY + timedelta(days=1)), 0),
        (AccessFilter(until=TODAY), 3),
        (AccessFilter(until=TODAY - timedelta(days=1)), 0),
    ],
)
def test_the_log_is_filtered(wanted: AccessFilter, found: int) -> None:
    reader = _reader()
    _look(reader, by="user:ben@example.nl")
    _look(reader, action=ReadAction.CHANGES)
    _look(reader, 7, 8, employer="X1")
    assert len(list_access(reader, wanted).items) == found
    assert len(list(export_access(reader, wanted))) == found


def test_the_log_comes_in_pages() -> None:
    reader = _reader()
    for number in range(5):
        _look(reader, number)
    seen: list[int] = []
    window: Window | None = Window(limit=2)
    while window:
        page = list_access(reader, window=window)
        seen += [entry.dossiers[0] for entry in page.items]
        window = Window(after=page.next, limit=2) if page.next else None
    assert seen == [4, 3, 2, 1, 0]


def test_an_export_goes_on_beyond_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verzuimbrug.application.access_log.MAX_LIMIT", 2)
    reader = _reader()
    for number in range(5):
        _look(reader, number)
    assert len(list(export_access(reader, AccessFilter()))) == 5


def test_who_is_limited_sees_looks_at_their_own_employers() -> None:
    reader = _reader()
    ben = person(reader.arbodienst, "audit", "ben@example.nl")
    limit(ben, employers=["X1"])
    _look(reader, 1)
    _look(reader, 2, employer="X1")
    _look(reader, 3, employer=None)
    assert [entry.dossiers for entry in list_access(visiting(ben).reader).items] == [(2,)]


def test_looks_of_another_arbodienst_are_not_there() -> None:
    reader = _reader()
    _look(reader, 1)
    theirs = Reader(arbodienst=coupling("FIT").arbodienst, principal="user:x@example.nl")
    assert list_access(theirs).items == ()


def test_people_and_keys_can_be_chosen() -> None:
    reader = _reader()
    apikeys.create(reader.arbodienst, "zaaksysteem", "read")
    anna, key = who_looks(reader)
    assert (anna.principal, anna.name) == ("user:anna@example.nl", "Anna")
    assert (key.principal, key.name) == ("api-key:zaaksysteem", "zaaksysteem")
    assert anna.choice.isdigit()
    assert key.choice.startswith("sleutel-")


def test_the_log_takes_the_same_queries_whatever_many() -> None:
    reader = _reader()
    _look(reader, 1)
    few = _queries(reader)
    for number in range(50):
        _look(reader, number, employer="X1")
    assert _queries(reader) == few


def _queries(reader: Reader) -> int:
    with CaptureQueriesContext(connection) as caught:
        list_access(reader)
    return len(caught)
