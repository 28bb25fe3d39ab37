"""Lanes: no two workers decide on one employer at a time, and none waits for a busy one."""

import psycopg
import pytest
from django.db import transaction

from blocking_world import somebody_waits, thread
from live_world import until
from sending_world import (
    absence,
    add_employer,
    deliver,
    employer,
    go_live,
    person,
    report,
    settings,
    sick,
    states,
    take,
)
from verzuimbrug.application.process import Processed, process_batch
from verzuimbrug.store.lanes import MOST_LANES, take_lanes

pytestmark = pytest.mark.usefixtures("database")


def _lanes(arbodienst: int, *codes: str) -> frozenset[int]:
    """Which of one message per code get their lane, in a transaction of their own."""
    with transaction.atomic():
        return take_lanes(arbodienst, {place: frozenset({c}) for place, c in enumerate(codes)})


def test_message_with_a_busy_lane_is_left() -> None:
    with thread() as other, transaction.atomic():
        assert take_lanes(1, {1: frozenset({"A"})}) == {1}
        assert other.start(lambda: _lanes(1, "A", "B")).result() == {1}


def test_message_needs_all_of_its_lanes() -> None:
    with thread() as other, transaction.atomic():
        take_lanes(1, {1: frozenset({"A"})})
        wanted = {1: frozenset({"A", "B"}), 2: frozenset({"C"})}

        def take_both() -> frozenset[int]:
            with transaction.atomic():
                return take_lanes(1, wanted)

        assert other.start(take_both).result() == {2}


def test_lanes_of_another_arbodienst_are_others() -> None:
    with thread() as other, transaction.atomic():
        take_lanes(1, {1: frozenset({"A"})})
        assert other.start(lambda: _lanes(2, "A")).result() == {0}


def test_batch_of_very_many_employers_is_alone(owner_connection: psycopg.Connection) -> None:
    many = [str(number) for number in range(MOST_LANES + 1)]
    with thread() as other:
        with transaction.atomic():
            assert _lanes(1, *many) == set(range(len(many)))
            waiting = other.start(lambda: _lanes(1, "Z"))
            until(lambda: somebody_waits(owner_connection))
            assert not waiting.done()
        assert waiting.result() == {0}


def test_message_whose_lane_is_busy_is_taken_up_later() -> None:
    coupling = go_live(add_employer(settings(), "FLSN1002", "FELISON-VI"))
    deliver(coupling, sick(report("VG1")))
    deliver(coupling, sick(report("VG2"), key="w-2", number="1002"))
    with thread() as other, transaction.atomic():
        take_lanes(coupling.arbodienst, {1: frozenset({"FLSN1001"})})
        assert other.start(process_batch).result() == Processed(claimed=2, decided=1)
    assert states(coupling) == [("VG2", 1, "applied")]
    assert process_batch() == Processed(claimed=1, decided=1)


def test_batch_whose_lanes_are_all_busy_is_left() -> None:
    coupling = go_live()
    deliver(coupling, sick(report("VG1")))
    deliver(coupling, sick(report("VG2"), key="w-2"))
    with thread() as other, transaction.atomic():
        take_lanes(coupling.arbodienst, {1: frozenset({"FLSN1001"})})
        assert other.start(process_batch).result() == Processed(claimed=2, decided=0)
    assert process_batch() == Processed(claimed=2, decided=2)


def test_message_that_needs_no_lane_waits_for_none() -> None:
    coupling = go_live()
    deliver(coupling, sick(report("VG1")))
    deliver(coupling, b"<no message>")
    with thread() as other, transaction.atomic():
        take_lanes(coupling.arbodienst, {1: frozenset({"FLSN1001"})})
        assert other.start(process_batch).result() == Processed(claimed=2, decided=1)


def test_message_of_very_many_employers_is_processed() -> None:
    configuration = settings()
    numbers = [str(number) for number in range(2000, 2000 + MOST_LANES + 5)]
    for number in numbers:
        configuration = add_employer(configuration, f"FLSN{number}", "FELISON-VI")
    content = absence(
        *(employer(number, person("w-1", report(f"VG{number}"))) for number in numbers)
    )
    (found,) = take(go_live(configuration), content)
    assert {one.state for one in found.reports} == {"applied"}
    assert len(found.reports) == len(numbers)
