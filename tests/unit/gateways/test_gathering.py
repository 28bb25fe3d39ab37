"""What the intake gathers, and what it passes on."""

import asyncio
import threading
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from verzuimbrug.application.receiving.receive import Receipt
from verzuimbrug.application.receiving.receive_many import Delivery, SignIn
from verzuimbrug.gateways.gathering import application, gatherer
from verzuimbrug.gateways.gathering.application import Intake
from verzuimbrug.gateways.gathering.doors import PlainDelivery, Response
from verzuimbrug.gateways.gathering.gatherer import MOST_TOGETHER, Gatherer
from verzuimbrug.gateways.gathering.requests import Event, PlainRequest, Receive, Scope, Send

RECEIPT = Receipt(
    receipt="20260302-1", sha256="00", received_at=datetime(2026, 3, 2, tzinfo=UTC), duplicate=False
)


def delivery(content: bytes = b"<a/>") -> Delivery:
    sign_in = SignIn(customer_code="code", token="token", address="192.0.2.7")
    return Delivery(sign_in=sign_in, stream="s", file_name="a.xml", content=content, door="rest")


class _Door:
    """Takes in what does not begin with an exclamation mark."""

    def is_here(self, path: bytes) -> bool:
        return path == b"/here"

    def read(self, request: PlainRequest, body: bytes) -> PlainDelivery | None:
        del request
        if body.startswith(b"!"):
            return None
        return PlainDelivery(delivery(body), lambda _: Response(202, b"text/plain", b"kept"))


class _Store:
    """Keeps everything but what begins with a question mark; knows what came together.

    And after how many calls of that the workers were called.
    """

    def __init__(self) -> None:
        self.together: list[list[bytes]] = []
        self.called_after: list[int] = []
        self.called = threading.Event()

    def receive_many(self, deliveries: Sequence[Delivery]) -> list[Receipt | None]:
        self.together.append([each.content for each in deliveries])
        if any(each.content == b"fault" for each in deliveries):
            raise OSError
        return [None if each.content.startswith(b"?") else RECEIPT for each in deliveries]

    def call_workers(self) -> None:
        self.called_after.append(len(self.together))
        self.called.set()


async def _others(scope: Scope, receive: Receive, send: Send) -> None:
    del scope
    event = await receive()
    await send({"type": "others", "body": event["body"]})


def ask(*bodies: bytes, path: bytes = b"/here") -> tuple[list[bytes], _Store]:
    """Deliver these at once; what each is answered, by whom, and what was received together.

    Comes back when the workers were called, as they are when something is kept.
    """
    store = _Store()
    answers: list[bytes] = [b""] * len(bodies)

    async def one(intake: Intake, place: int, body: bytes) -> None:
        async def receive() -> Event:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(event: Event) -> None:
            who = b"others: " if event["type"] == "others" else b""
            answers[place] = who + event.get("body", b"")

        length = str(len(body)).encode()
        scope = {
            "method": "POST",
            "raw_path": path,
            "query_string": b"",
            "headers": [(b"content-length", length)],
            "client": ("192.0.2.7", "40000"),
        }
        await intake(scope, receive, send)

    async def all_at_once() -> None:
        intake = Intake([_Door()], Gatherer(store.receive_many, store.call_workers), _others)
        await asyncio.gather(*(one(intake, place, body) for place, body in enumerate(bodies)))
        if b"kept" in answers:
            assert await asyncio.to_thread(store.called.wait, 10)

    asyncio.run(all_at_once())
    return answers, store


def test_what_comes_at_once_is_received_together_and_answered_each() -> None:
    answers, store = ask(b"a", b"b", b"c")
    assert answers == [b"kept"] * 3
    assert store.together == [[b"a", b"b", b"c"]]


def test_workers_are_called_once_for_all_that_is_kept_within_a_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gatherer, "CALL_SECONDS", 1.0)
    _, store = ask(*[b"a"] * (2 * MOST_TOGETHER + 1))
    assert store.called_after == [3]


def test_nobody_is_called_for_what_was_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gatherer, "CALL_SECONDS", 0.0)
    _, store = ask(*[b"?a"] * MOST_TOGETHER, b"b")
    assert store.called_after == [2]


def test_no_more_than_a_bound_are_received_together() -> None:
    answers, store = ask(*[b"a"] * (MOST_TOGETHER + 1))
    assert answers == [b"kept"] * (MOST_TOGETHER + 1)
    assert [len(each) for each in store.together] == [MOST_TOGETHER, 1]


def test_what_is_not_plain_goes_to_the_others_with_its_body() -> None:
    answers, store = ask(b"a", b"!b", b"?c")
    assert answers == [b"kept", b"others: !b", b"others: ?c"]
    assert store.together == [[b"a", b"?c"]]


def test_of_a_call_that_fails_each_goes_to_the_others() -> None:
    answers, _ = ask(b"a", b"fault")
    assert answers == [b"others: a", b"others: fault"]


def test_another_address_goes_to_the_others() -> None:
    answers, store = ask(b"a", path=b"/there")
    assert (answers, store.together) == ([b"others: a"], [])


def test_what_does_not_fit_beside_the_others_goes_to_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(application, "MOST_HELD_BYTES", 5)
    answers, store = ask(b"aaa", b"bbb", b"cc")
    assert answers == [b"kept", b"others: bbb", b"kept"]
    assert store.together == [[b"aaa", b"cc"]]
