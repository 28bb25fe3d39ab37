"""Reconciliations as somebody finds them: by account, how far, and some employers at a time."""

from dataclasses import replace

import pytest

from configuring_world import ACCOUNT
from parking_world import go_live_beside, house
from readiness_world import OTHER
from reconciliation_world import decider, differences_shown, start
from sending_world import add_employer, go_live, report, settings, sick, take
from verzuimbrug.application.access import Reader
from verzuimbrug.application.portal_deliveries.deliveries import DeliveryError
from verzuimbrug.application.portal_deliveries.reconciliation import finish_reconciliation
from verzuimbrug.application.portal_deliveries.reconciliations import (
    compare_some,
    find_reconcilable,
    list_reconcilable,
    progress_of_reconciliation,
)
from verzuimbrug.domain.authority import Authority
from verzuimbrug.domain.comparison import Outcome

pytestmark = pytest.mark.usefixtures("database")


def _closed(reader: Reader) -> Reader:
    return replace(reader, authority=Authority(accounts=frozenset()))


def test_active_accounts_are_listed_with_what_they_have_open() -> None:
    coupling = go_live(house())
    who = decider(coupling).reader
    assert [(each.name, each.is_open) for each in list_reconcilable(who)] == [(ACCOUNT, False)]
    go_live_beside(coupling)
    start(coupling, sick(report()))

    told = {each.name: each for each in list_reconcilable(who)}

    assert {name: each.is_open for name, each in told.items()} == {ACCOUNT: True, OTHER: False}
    assert told[ACCOUNT].started_by == "klantbeheerder"
    finish_reconciliation(decider(coupling), coupling.account)
    ended = find_reconcilable(who, coupling.account)
    assert ended is not None
    assert (ended.is_open, ended.finished_at is None) == (False, False)


def test_accounts_that_are_closed_to_somebody_are_not_listed() -> None:
    coupling = go_live()
    start(coupling)
    closed = _closed(decider(coupling).reader)

    assert list_reconcilable(closed) == ()
    assert find_reconcilable(closed, coupling.account) is None
    assert progress_of_reconciliation(closed, coupling.account) is None
    with pytest.raises(DeliveryError, match="no reconciliation"):
        compare_some(closed, coupling.account)


def test_how_far_the_files_are_read_is_told_while_it_is_open() -> None:
    coupling = go_live()
    who = decider(coupling).reader
    assert progress_of_reconciliation(who, coupling.account) is None

    start(coupling, sick(report()), b"<geen bericht>")
    told = progress_of_reconciliation(who, coupling.account)

    assert told is not None
    assert (told.received.messages, told.read.messages, told.share_done) == (1, 1, 1.0)


def test_employers_are_compared_some_at_a_time_and_the_counts_add_up() -> None:
    coupling = go_live(add_employer(settings(), "FLSN1002", "FELISON-VI"))
    take(coupling, sick(report()))
    start(coupling, sick(report()), sick(report("VG2"), key="b", number="1002"))
    who = decider(coupling).reader

    first = compare_some(who, coupling.account, most=1)
    rest = compare_some(who, coupling.account, first.next or "", most=9)

    rows = (*first.reconciled.employers, *rest.reconciled.employers)
    assert [each.employer for each in rows] == ["FLSN1001", "FLSN1002"]
    assert [(each.counts[Outcome.EQUAL], each.total) for each in rows] == [(1, 1), (0, 1)]
    assert (first.next, rest.next) == ("FLSN1001", None)
    whole, _ = differences_shown(coupling)
    assert sum(each.total for each in rows) == sum(whole.counts.values())
