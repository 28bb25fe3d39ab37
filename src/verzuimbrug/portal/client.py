"""The sending side of a coupling: delivers files and collects answers, over either web door."""

from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any, Protocol, Self

from verzuimbrug.portal.connection import Connection
from verzuimbrug.portal.exchange import CollectedAnswer, Receipt
from verzuimbrug.portal.rest import RestDoor
from verzuimbrug.portal.soap import SoapDoor


class Door(Protocol):
    """What the doors have in common."""

    def send(self, stream: str, file_name: str, content: bytes) -> Receipt:
        """Deliver one file."""

    def collect_answers(self, maximum: int) -> tuple[CollectedAnswer, ...]:
        """Return the oldest answers that are not acknowledged."""

    def acknowledge(self, numbers: Iterable[int]) -> int:
        """Say that answers are stored; return how many were."""


class PortalClient:
    """A portal, signed in with customer code and token. Faults are raised as `PortalFault`."""

    def __init__(self, url: str, customer_code: str, token: str, *, soap: bool = False) -> None:
        self._connection = Connection(url)
        self._rest = RestDoor(self._connection, customer_code, token)
        self._door: Door = SoapDoor(self._connection, customer_code, token) if soap else self._rest

    def send(self, stream: str, file_name: str, content: bytes) -> Receipt:
        """Deliver one file; it is stored durably when this returns."""
        return self._door.send(stream, file_name, content)

    def collect_answers(self, maximum: int = 100) -> tuple[CollectedAnswer, ...]:
        """Return the oldest answers that are not acknowledged, at most so many."""
        return self._door.collect_answers(maximum)

    def acknowledge(self, numbers: Iterable[int]) -> int:
        """Say that the answers with these numbers are stored; return how many were."""
        stored = list(numbers)
        return self._door.acknowledge(stored) if stored else 0

    def message(self, receipt: Receipt) -> Mapping[str, Any]:
        """Return what became of a message; REST has it only, so that is the door used."""
        return self._rest.message(receipt)

    def conformance(self, edition: str = "", *, examples: bool = False) -> Mapping[str, Any]:
        """Return how the cases of a sandbox stand; REST has it only, so that is the door used."""
        return self._rest.conformance(edition, examples=examples)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
