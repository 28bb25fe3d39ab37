"""The queue: what is claimed, in which order, and how much at once."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from blocking_world import thread
from sending_world import deliver, go_live, message_states, report, settings, sick, take, work
from verzuimbrug.store.models import Message, Work
from verzuimbrug.store.queue import (
    LONGEST_PAUSE,
    Claim,
    claim,
    claim_one,
    is_idle,
    requeue,
)
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

_ANY = 10**9


def _claimed(most: int = 200, most_bytes: int = _ANY) -> Claim | None:
    with transaction.atomic():
        return claim(most, most_bytes)


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
        assert claim(200, _ANY) is not None
        assert other.start(_claimed).result() is None
        assert not is_idle()


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
