"""Which requests are plain, and how their bodies are read."""

import asyncio
from typing import Any

import pytest

from verzuimbrug.gateways.gathering import requests
from verzuimbrug.gateways.gathering.requests import (
    MOST_BYTES,
    Event,
    PlainRequest,
    Receive,
    read_body,
    read_plain,
    repeat,
)

PLAIN = {
    "method": "POST",
    "raw_path": b"/a",
    "query_string": b"",
    "headers": [(b"content-length", b"12"), (b"x-a", b"\xe9")],
    "client": ("192.0.2.7", "40000"),
}


class _Caller:
    """Sends these events, and then nothing any more."""

    def __init__(self, *events: Event) -> None:
        self._events = list(events)

    async def receive(self) -> Event:
        if not self._events:
            await asyncio.Event().wait()
        return self._events.pop(0)


def _part(body: bytes, *, more: bool = True) -> Event:
    return {"type": "http.request", "body": body, "more_body": more}


def test_a_plain_request_has_a_length_and_headers() -> None:
    request = read_plain(dict(PLAIN))
    assert request == PlainRequest(b"/a", "192.0.2.7", dict(PLAIN["headers"]), 12)  # type: ignore[arg-type]
    assert (request.header(b"x-a"), request.header(b"x-b")) == ("é", "")


@pytest.mark.parametrize(
    "other",
    [
        {"method": "PUT"},
        {"query_string": b"a=b"},
        {"headers": []},
        {"headers": [(b"content-length", b"-1")]},
        {"headers": [(b"content-length", b"%d" % (MOST_BYTES + 1))]},
        {"headers": [(b"content-length", b"1"), (b"x", b"1"), (b"x", b"2")]},
        {"headers": [(b"content-length", b"1"), (b"transfer-encoding", b"chunked")]},
    ],
)
def test_what_is_odd_is_not_plain(other: dict[str, Any]) -> None:
    assert read_plain({**PLAIN, **other}) is None


def test_a_body_is_read_as_far_as_it_is_long() -> None:
    caller = _Caller(_part(b"abc"), _part(b""), _part(b"def"))
    assert asyncio.run(read_body(caller.receive, 6)) == b"abcdef"
    assert asyncio.run(read_body(caller.receive, 0)) == b""


def test_a_body_ends_where_the_caller_hangs_up() -> None:
    caller = _Caller(_part(b"abc"), {"type": "http.disconnect"})
    assert asyncio.run(read_body(caller.receive, 6)) == b"abc"


def test_a_body_that_takes_too_long_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "PATIENCE_SECONDS", 0.01)
    assert asyncio.run(read_body(_Caller(_part(b"abc")).receive, 6)) == b"abc"


def test_a_body_can_be_given_once_more() -> None:
    again = repeat(b"abc", _Caller({"type": "http.disconnect"}).receive)
    first, second = asyncio.run(_both(again))
    assert (first, second) == (_part(b"abc", more=False), {"type": "http.disconnect"})


async def _both(receive: Receive) -> tuple[Event, Event]:
    return await receive(), await receive()
