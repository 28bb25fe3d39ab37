"""The queue: what is claimed, in which order, and how much at once."""

from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, strategies as st

from blocking_world import thread
from doors_world import Coupling
from sending_world import (
    deliver,
    go_live,
    message_states,
    report,
    settings,
    sick,
    take,
    work,
)
from verzuimbrug.project import embedded
from verzuimbrug.store.models import Arbodienst, Message, Work
from verzuimbrug.store.queue import (
    LONGEST_PAUSE,
    SHARDS,
    Claim,
    claim,
    claim_one,
    is_idle,
    requeue,
)
from verzuimbrug.store.queue_front import Front
from verzuimbrug.store.sql import execute, select
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

_ANY = 10**9
_READ = """
SELECT sum(pg_stat_get_xact_tuples_returned(indexrelid)) FROM pg_index
WHERE indrelid = 'store_work'::regclass
"""
"""How many rows of the queue were looked at, those that are gone too."""


def _claimed(most: int = 200, most_bytes: int = _ANY) -> Claim | None:
    with transaction.atomic():
        return claim(most, most_bytes, Front())


def test_batch_is_of_the_arbodienst_whose_work_is_oldest() -> None:
    one, other = go_live(), go_live(settings("FIT"))
    for number, coupling in enumerate((one, other, one)):
        deliver(coupling, sick(report(f"VG{number}")))
    found = _claimed()
    assert found is not None
    assert (found.arbodienst, found.messages) == (one.arbodienst, (1, 3))


def test_batch_is_bounded_in_messages_and_bytes() -> None:
    coupling = go_live()
    contents = [sick(report(f"VG{number}")) for number in range(4)]
    for content in contents:
        deliver(coupling, content)
    few = _claimed(most=2)
    small = _claimed(most_bytes=sum(map(len, contents[:3])))
    one = _claimed(most_bytes=1)
    assert few is not None
    assert small is not None
    assert one is not None
    assert [len(each.messages) for each in (few, small, one)] == [2, 3, 1]


@pytest.mark.parametrize(
    ("pause", "is_due"),
    [(timedelta(seconds=-1), True), (LONGEST_PAUSE / 2, False), (timedelta(days=300), True)],
    ids=["over", "not over", "by a clock that was set back"],
)
def test_a_message_waits_for_its_pause(pause: timedelta, is_due: bool) -> None:  # noqa: FBT001
    deliver(go_live(), sick(report()))
    Work.objects.update(not_before=timezone.now() + pause)
    assert (_claimed() is not None) == is_due


def test_claimed_messages_are_passed_by() -> None:
    deliver(go_live(), sick(report()))
    with thread() as other, transaction.atomic():
        assert claim(200, _ANY, Front()) is not None
        assert other.start(_claimed).result() is None
        assert not is_idle()


def _deliver(coupling: Coupling, number: str, count: int) -> None:
    """As many messages of the employer with this number."""
    for nth in range(count):
        deliver(coupling, sick(report(f"VG{number}-{nth}"), number=number))


def test_what_is_of_one_employer_is_in_one_pair_of_hands() -> None:
    coupling = go_live()
    _deliver(coupling, "1001", 4)
    with thread() as other, transaction.atomic():
        mine = claim(2, _ANY, Front())
        assert mine is not None
        assert mine.messages == (1, 2)
        assert other.start(_claimed).result() is None


def test_work_of_other_employers_is_left_to_others() -> None:
    coupling = go_live()
    for number in ("1001", "1002"):
        _deliver(coupling, number, 3)
    with thread() as other, transaction.atomic():
        mine = claim(3, _ANY, Front())
        theirs = other.start(_claimed).result()
        assert mine is not None
        assert theirs is not None
        assert (mine.messages, theirs.messages) == ((1, 2, 3), (4, 5, 6))


def test_of_large_messages_more_is_left_to_others() -> None:
    coupling = go_live()
    for number in ("1001", "1002", "1003"):
        _deliver(coupling, number, 2)
    Work.objects.update(size=1000)
    with thread() as other, transaction.atomic():
        mine = claim(200, 2000, Front())
        theirs = other.start(lambda: _claimed(most_bytes=2000)).result()
        assert mine is not None
        assert theirs is not None
        assert (mine.messages, theirs.messages) == ((1, 2), (3, 4))


def test_much_work_of_one_arbodienst_does_not_hold_up_another() -> None:
    one, other_house = go_live(), go_live(settings("FIT"))
    _deliver(one, "1001", 3)
    _deliver(other_house, "1001", 1)
    with thread() as other, transaction.atomic():
        assert claim(1, _ANY, Front()) is not None
        theirs = other.start(_claimed).result()
        assert theirs is not None
        assert theirs.arbodienst == other_house.arbodienst


def test_work_of_before_there_were_shards_is_claimed_too() -> None:
    coupling = go_live()
    _deliver(coupling, "1001", 3)
    Work.objects.update(shard=None)
    found = _claimed()
    assert found is not None
    assert found.messages == (1, 2, 3)


@given(queued=st.lists(st.integers(0, SHARDS - 1), max_size=40), most=st.integers(1, 40))
def test_whatever_is_queued_two_workers_have_no_part_together(queued: list[int], most: int) -> None:
    house = Arbodienst.objects.create(code=uuid4().hex, name="")
    Work.objects.bulk_create(
        Work(message=number, arbodienst=house, account=1, shard=shard)
        for number, shard in enumerate(queued)
    )
    with thread() as other, transaction.atomic():
        mine = claim(most, _ANY, Front())
        found = list(mine.messages) if mine else []
        theirs = other.start(lambda: _all_claimed(most)).result()
    rest = _all_claimed(most)

    assert sorted(found + theirs) == sorted({*found, *theirs})
    assert not {queued[number] for number in found} & {queued[number] for number in theirs}
    assert bool(found) == bool(queued)
    assert sorted(theirs + rest) == list(range(len(queued)))


def _all_claimed(most: int) -> list[int]:
    """What a worker does by itself, batch after batch."""
    done: list[int] = []
    while found := _claimed(most):
        Work.objects.filter(message__in=found.messages).delete()
        done += found.messages
    return done


def test_message_that_is_done_cannot_be_claimed() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    with transaction.atomic():
        assert claim_one(1) is None
    assert is_idle()


def test_message_in_the_queue_stands_there_once() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    with tenant(coupling.arbodienst):
        messages = list(Message.objects.values_list("id", flat=True))
        requeue(messages)
        requeue(messages)
        requeue([])
    assert Work.objects.count() == 1
    work()
    assert message_states(coupling) == ["processed"]


def test_what_is_put_back_behind_where_the_queue_begins_is_found() -> None:
    coupling = go_live()
    front = Front(iter([0.0, 1.0, 2.0, 100.0, 101.0]).__next__)
    deliver(coupling, sick(report()))
    with transaction.atomic():
        assert claim(1, _ANY, front) is not None
    front.begins(10**6)
    with transaction.atomic():
        assert claim(1, _ANY, front) is None
    assert not is_idle()
    with transaction.atomic():
        assert claim(1, _ANY, front) is not None


def test_what_went_through_while_a_transaction_was_left_open_is_passed_by_seldom(
    database_server: embedded.Server, owner_connection: psycopg.Connection
) -> None:
    coupling = go_live()
    front = Front(iter([0.0, 1.0, 2.0]).__next__)
    with psycopg.connect(database_server.owner_url) as left_open:
        left_open.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        left_open.execute("SELECT 1")
        with owner_connection.transaction():
            owner_connection.execute(
                "INSERT INTO store_work (message, arbodienst_id, account, size, state, attempts) "
                "SELECT n, %s, %s, 1, 'ready', 0 FROM generate_series(1, 5000) AS n",
                [coupling.arbodienst, coupling.account],
            )
            owner_connection.execute("DELETE FROM store_work")
        # As the server does of itself every few seconds: plans are made anew.
        owner_connection.execute("ANALYZE store_work")
        owner_connection.execute("SELECT setval('store_message_id_seq', 5000)")
        deliver(coupling, sick(report()))
        from_the_beginning, from_the_front = _read_by(front), _read_by(front)
    assert from_the_beginning > 5000
    assert from_the_front < 2500


def _read_by(front: Front) -> int:
    """How many rows a claim looked at, by index: rows that a scan passes by are not counted."""
    with transaction.atomic():
        execute("SET LOCAL enable_seqscan = off")
        ((before,),) = select(_READ)
        assert claim(1, _ANY, front) is not None
        ((after,),) = select(_READ)
    return int(after - before)
