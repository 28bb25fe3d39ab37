"""Deliveries that are gathered end as the same deliveries do one by one, whatever they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st

from doors_world import STREAM, Coupling, coupling
from rigour import tries
from verzuimbrug.application.receiving.receive import Receipt, receive
from verzuimbrug.application.receiving.receive_many import Delivery, SignIn, receive_many
from verzuimbrug.application.receiving.refusals import RefusedError
from verzuimbrug.application.sign_in.credentials import verify
from verzuimbrug.store.models import Message, MessageBody, Redelivery, SignInFailures, Work
from verzuimbrug.store.sealed import MESSAGE_BODY
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

_STATUSES = ("active", "active", "concept", "suspended")
_houses = count()
Outcome = tuple[str, bool, int] | str


@dataclass(frozen=True, slots=True)
class _Wish:
    """A delivery before it is known whose: the number of its sender."""

    sender: int
    is_token_right: bool
    stream: str
    content: bytes


_wishes = st.builds(
    _Wish,
    st.integers(0, len(_STATUSES)),
    st.sampled_from([True, True, True, True, False]),
    st.sampled_from([STREAM, STREAM, STREAM, "Onbekend"]),
    st.sampled_from([b"<a/>", b"<b/>", b"<c/>", b"", b"\0"]),
)


# Fewer wrong tokens than shut a sender out: whether one was counted before the others came is a
# matter of moments.
@given(st.lists(st.lists(_wishes, max_size=6), max_size=3))
@hypothesis_settings(max_examples=tries(12), suppress_health_check=list(HealthCheck))
def test_gathered_is_one_by_one(batches: list[list[_Wish]]) -> None:
    SignInFailures.objects.all().delete()
    gathered, single = _world(), _world()
    together: list[Receipt | str] = []
    apart: list[Receipt | str] = []
    for batch in batches:
        together += _gather([_delivery(gathered, wish) for wish in batch])
        apart += [_alone(_delivery(single, wish)) for wish in batch]
    assert _told(together) == _told(apart)
    assert [_rows(each) for each in gathered] == [_rows(each) for each in single]


def _world() -> list[Coupling]:
    """Couplings of as many arbodiensten, and one of nobody."""
    known = [coupling(f"HUIS-{next(_houses)}", status) for status in _STATUSES]
    nobody = Coupling(arbodienst=0, account=0, code=f"NIEMAND-{next(_houses)}", token="x")
    return [*known, nobody]


def _delivery(world: Sequence[Coupling], wish: _Wish) -> Delivery:
    who = world[wish.sender]
    token = who.token if wish.is_token_right else "onjuist"
    return Delivery(
        sign_in=SignIn(customer_code=who.code, token=token, address=f"192.0.2.{wish.sender}"),
        stream=wish.stream,
        file_name="a.xml",
        content=wish.content,
        door="rest",
    )


def _gather(deliveries: list[Delivery]) -> list[Receipt | str]:
    """As a door does it: what is not plain goes by itself."""
    receipts = receive_many(deliveries)
    return [
        receipt or _alone(delivery) for delivery, receipt in zip(deliveries, receipts, strict=True)
    ]


def _alone(delivery: Delivery) -> Receipt | str:
    who = delivery.sign_in
    try:
        sender = verify(who.customer_code, who.token, who.address)
        return receive(sender, delivery.stream, delivery.file_name, delivery.content, delivery.door)
    except RefusedError as refused:
        return refused.code.value


def _told(said: list[Receipt | str]) -> list[Outcome]:
    """What the senders are told, with receipts numbered as they are first given."""
    numbers: dict[str, int] = {}
    for place, each in enumerate(said):
        if isinstance(each, Receipt):
            numbers.setdefault(each.receipt, place)
    return [
        each if isinstance(each, str) else (each.sha256, each.duplicate, numbers[each.receipt])
        for each in said
    ]


def _rows(who: Coupling) -> list[tuple[object, ...]]:
    if not who.arbodienst:
        return []
    with tenant(who.arbodienst):
        bodies = dict(MessageBody.objects.values_list("id", "content"))
        again = list(Redelivery.objects.values_list("message_id", flat=True))
        work = dict(Work.objects.values_list("message", "state"))
        return sorted(
            (
                MESSAGE_BODY.unseal(bodies[row.id], bytes(row.sha256).hex()),
                bytes(row.sha256).hex(),
                row.size,
                row.state,
                row.door,
                row.file_name,
                work[row.id],
                again.count(row.id),
            )
            for row in Message.objects.all()
        )
