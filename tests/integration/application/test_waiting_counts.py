"""What the navigation says is waiting: counted in two queries, and never beyond a thousand."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from held_world import hold, reader, watched
from parking_world import house, park_double, park_gap, park_unknown_employer
from sending_world import EMPLOYMENTS, employments, go_live, person, report, sick, take
from verzuimbrug.application import waiting_counts as counting
from verzuimbrug.application.waiting_counts import Counted, WaitingCounts, waiting_counts
from verzuimbrug.domain.authority import Authority

pytestmark = pytest.mark.usefixtures("database")


def _told(counts: WaitingCounts) -> tuple[str, str, str, str]:
    return str(counts.parked), str(counts.held), str(counts.disputed), str(counts.total)


def test_groups_held_messages_and_disputed_reports_are_counted() -> None:
    coupling = go_live(house())
    park_unknown_employer(coupling)
    park_gap(coupling)
    park_double(coupling)
    take(coupling, sick(report("VG9"), report("VG9", 1, at=1), key="w-9"))

    assert _told(waiting_counts(reader(coupling))) == ("3", "0", "1", "4")


def test_what_waits_quietly_for_a_person_is_not_counted() -> None:
    coupling = go_live()
    take(coupling, employments(person("w-1")), stream=EMPLOYMENTS)

    assert _told(waiting_counts(reader(coupling))) == ("0", "0", "0", "0")


def test_of_a_held_message_the_reports_are_not_counted_beside_it() -> None:
    coupling = watched()
    hold(coupling, sick(report(), report("VG2"), key="w-2"))

    assert _told(waiting_counts(reader(coupling))) == ("0", "1", "0", "1")


def test_only_open_accounts_are_counted() -> None:
    coupling = go_live(house())
    park_unknown_employer(coupling)
    take(coupling, sick(report("VG9"), report("VG9", 1, at=1), key="w-9"))
    closed = replace(reader(coupling), authority=Authority(accounts=frozenset()))
    open_ = replace(reader(coupling), authority=Authority(accounts=frozenset({coupling.account})))

    assert _told(waiting_counts(closed)) == ("0", "0", "0", "0")
    assert _told(waiting_counts(open_)) == ("1", "0", "1", "2")


def test_beyond_so_many_it_is_told_that_there_are_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST", 2)
    coupling = watched()
    for number in range(3):
        hold(coupling, sick(report(f"VG{number}"), key=f"w-{number}"))

    assert _told(waiting_counts(reader(coupling))) == ("0", "2+", "0", "2+")

    parking = go_live(house("ANDERS"))
    park_unknown_employer(parking)
    assert _told(waiting_counts(reader(parking))) == ("1+", "0", "0", "1+")


def test_it_takes_two_queries_whatever_waits() -> None:
    coupling = go_live(house())

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            waiting_counts(reader(coupling))
        return len([each for each in captured if "SAVEPOINT" not in each["sql"]])

    before = queries()
    park_unknown_employer(coupling)
    park_gap(coupling)

    assert queries() == before
    assert str(Counted(number=3)) == "3"
