"""Several held messages approved at once, each as it was shown (VE-2)."""

import pytest

from held_world import codes_of, decider, held, hold, shown, watched
from sending_world import report, sick, work
from verzuimbrug.application.held.judge import approve_all
from verzuimbrug.application.held.show import find_held

pytestmark = pytest.mark.usefixtures("database")


def test_several_messages_are_approved_and_one_that_cannot_be_holds_up_no_other() -> None:
    coupling = watched()
    receipts = [hold(coupling, sick(report(f"VG{n}"), key=f"w-{n}")) for n in range(3)]
    digests = {each.receipt: each.digest for each in held(coupling)}
    assert digests[receipts[0]] == shown(coupling, receipts[0]).digest

    done = approve_all(decider(coupling), {**digests, receipts[1]: "iets anders"}, "gezien")
    work()

    told = {receipt: decided and codes_of(decided.findings) for receipt, decided in done.items()}
    assert told == {receipts[0]: [], receipts[1]: ["VE106"], receipts[2]: []}
    assert [each.receipt for each in held(coupling)] == [receipts[1]]


def test_held_messages_are_found_by_their_receipts() -> None:
    coupling = watched()
    receipts = [hold(coupling, sick(report(f"VG{n}"), key=f"w-{n}")) for n in range(2)]

    found = find_held(decider(coupling).reader, [receipts[1], "\0", "onbekend"])

    assert [each.receipt for each in found] == [receipts[1]]
    assert find_held(decider(coupling).reader, []) == ()
