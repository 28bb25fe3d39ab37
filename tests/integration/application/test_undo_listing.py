"""Undos as somebody finds them, and the streams of which something can be undone (VE-4)."""

from dataclasses import replace

import pytest

from configuring_world import ACCOUNT
from sending_world import ABSENCE, go_live, report, sick, take
from undo_world import of, reader, undone
from verzuimbrug.application.undoing.listing import find_undo, list_latest_undos
from verzuimbrug.application.undoing.streams import find_stream
from verzuimbrug.domain.authority import Authority
from verzuimbrug.store.models import Stream
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def test_undos_are_listed_the_latest_first_and_found_by_number() -> None:
    coupling = go_live()
    (first, second) = take(coupling, sick(report()), sick(report("VG2"), key="w-2"))
    made = [undone(coupling, of(each.receipt)).undo for each in (first, second)]
    who = reader(coupling)

    page = list_latest_undos(who, None, 1)
    assert ([each.id for each in page.items], page.next) == ([made[1]], made[1])
    rest = list_latest_undos(who, page.next, 9)
    assert ([each.id for each in rest.items], rest.next) == ([made[0]], None)
    found = find_undo(who, made[0])
    assert found is not None
    assert (found.receipt, found.reason) == (first.receipt, "vergissing")
    assert find_undo(who, 999) is None


def test_stream_is_found_by_its_account_and_when_that_is_open() -> None:
    coupling = go_live()
    who, account = reader(coupling), coupling.account
    with tenant(coupling.arbodienst):
        stream = Stream.objects.get(name=ABSENCE).id

    found = find_stream(who, account, stream)

    assert found is not None
    assert (found.account_name, found.name) == (ACCOUNT, ABSENCE)
    assert find_stream(who, account, 0) is None
    closed = replace(who, authority=Authority(accounts=frozenset()))
    assert find_stream(closed, account, stream) is None
