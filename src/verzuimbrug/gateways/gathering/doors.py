"""Where plain deliveries come in: how one is read from a request, and answered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from verzuimbrug.application.receiving.receive import Receipt
from verzuimbrug.application.receiving.receive_many import Delivery
from verzuimbrug.gateways.gathering.requests import PlainRequest


@dataclass(frozen=True, slots=True)
class Response:
    """An answer with all of its body."""

    status: int
    content_type: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class PlainDelivery:
    """A delivery that was read, and how it is answered when it is kept."""

    delivery: Delivery
    answer: Callable[[Receipt], Response]


class Door(Protocol):
    """Where plain deliveries come in."""

    def is_here(self, path: bytes) -> bool:
        """Whether a path is the address of this door."""

    def read(self, request: PlainRequest, body: bytes) -> PlainDelivery | None:
        """The delivery in a request, or None where it is not plain; never raises."""
