"""The REST door, portal side (docs/interfaces): HTTP Basic with customer code and token."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from verzuimbrug.portal.connection import Connection, Reply
from verzuimbrug.portal.exchange import (
    NOT_UNDERSTOOD,
    CollectedAnswer,
    PortalFault,
    Receipt,
)

_PATH = "/api/v1"
_SUCCESS = range(200, 300)


class RestDoor:
    """Delivers and collects over REST."""

    def __init__(self, connection: Connection, customer_code: str, token: str) -> None:
        pair = b64encode(f"{customer_code}:{token}".encode()).decode()
        self._connection = connection
        self._headers = {"Authorization": f"Basic {pair}"}

    def send(self, stream: str, file_name: str, content: bytes) -> Receipt:
        """Deliver one file; its name goes percent-encoded, since a header holds ASCII only."""
        headers = {"Content-Type": "application/xml", "X-Bestandsnaam": quote(file_name, safe=" ")}
        path = f"/streams/{quote(stream, safe='')}/messages"
        said = self._call("POST", path, headers, content)
        return Receipt(number=said["receipt"], sha256=said["sha256"], duplicate=said["duplicate"])

    def collect_answers(self, maximum: int) -> tuple[CollectedAnswer, ...]:
        """Return the oldest answers that are not acknowledged."""
        said = self._call("GET", f"/answers?max={maximum}")
        return tuple(_answer(item) for item in said["items"])

    def acknowledge(self, numbers: Iterable[int]) -> int:
        """Say that answers are stored; return how many were."""
        body = json.dumps({"numbers": list(numbers)}).encode()
        headers = {"Content-Type": "application/json"}
        return int(self._call("POST", "/answers/acknowledge", headers, body)["acknowledged"])

    def message(self, receipt: Receipt) -> Mapping[str, Any]:
        """Return state, outcome per report and findings of a message."""
        return self._call("GET", f"/messages/{quote(receipt.number, safe='')}")

    def conformance(self, edition: str, *, examples: bool) -> Mapping[str, Any]:
        """Return how the cases of a sandbox stand, of one edition or, for "", of all."""
        wished = urlencode({"edition": edition, "examples": "true" if examples else "false"})
        return self._call("GET", f"/conformance?{wished}")

    def _call(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Mapping[str, Any]:
        reply = self._connection.call(
            method, _PATH + path, {**self._headers, **(headers or {})}, body
        )
        said = _read(reply)
        if reply.status not in _SUCCESS:
            raise PortalFault(str(said.get("code")), str(said.get("text")))
        return said


def _read(reply: Reply) -> Mapping[str, Any]:
    try:
        said = json.loads(reply.body)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise PortalFault(NOT_UNDERSTOOD, f"HTTP {reply.status}")
    return said


def _answer(item: Mapping[str, Any]) -> CollectedAnswer:
    return CollectedAnswer(
        number=item["number"],
        kind=item["kind"],
        file_name=item["file_name"],
        content=b64decode(item["content"]),
    )
