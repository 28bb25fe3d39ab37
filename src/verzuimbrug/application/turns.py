"""Turns: every receiver is sent to by itself, in order, whatever becomes of the others.

Who has the turn of a receiver sends to it; that is kept in the row, not in a transaction, for none
is open while something is sent. A turn that shows no sign of life is given to another.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import BoundedSemaphore, Thread
from typing import TYPE_CHECKING, Generic, TypeVar

import structlog
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone

from verzuimbrug.store.models import Arbodienst
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from django.db.models import QuerySet

Receiver = TypeVar("Receiver", bound=models.Model)

_NEVER = datetime.min.replace(tzinfo=UTC)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The right to send to one receiver; `receiver` is the id of its row."""

    arbodienst: int
    receiver: int
    lease: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """So long a turn holds after the last sign of life, longer than one thing can take.

    After so many `seconds` another receiver can have the thread; `places` are sent to at a time.
    """

    lease: timedelta
    seconds: float
    places: int


class Turns(Generic[Receiver]):
    """The turns of one kind of receiver.

    Its rows have `lease`, `leased_until` and `next_at`. `due` are those that have something to get,
    within a tenant; `send_next` sends one thing, if there is one, and says whether to go on.
    """

    def __init__(
        self,
        name: str,
        limits: Limits,
        due: "Callable[[], QuerySet[Receiver]]",
        send_next: Callable[[Turn], bool],
    ) -> None:
        self.name = name
        self.lease = limits.lease
        self.seconds = limits.seconds
        self.places = BoundedSemaphore(limits.places)
        self._due = due
        self._send_next = send_next

    def send_due(self) -> bool:
        """Begins with what is due, and waits for none of it; whether there was anything."""
        return bool(self.start())

    def start(self) -> tuple[Thread, ...]:
        """Begins with every receiver that has something to get, each in a thread of its own.

        Who had a turn longest ago comes first when there are more than places.
        """
        started = []
        for _, arbodienst, receiver in sorted(self.waiting()):
            if not self.places.acquire(blocking=False):
                break
            turn = self.claim(arbodienst, receiver)
            if turn is None:
                self.places.release()
                continue
            thread = Thread(target=self._run, args=(turn,), name=f"{self.name}-{receiver}")
            thread.start()
            started.append(thread)
        return tuple(started)

    def _run(self, turn: Turn) -> None:
        try:
            self.take(turn)
        except Exception:
            # The lease ends by itself, and then another tries.
            log.exception("turn_failed", kind=self.name, receiver=turn.receiver)
        finally:
            connection.close()
            self.places.release()

    def waiting(self) -> Iterator[tuple[datetime, int, int]]:
        """When each had its last turn, the arbodienst, and the receiver."""
        for arbodienst in Arbodienst.objects.values_list("id", flat=True):
            with tenant(arbodienst):
                rows = list(self._free().values_list("leased_until", "id"))
            yield from ((last or _NEVER, arbodienst, receiver) for last, receiver in rows)

    def _free(self) -> "QuerySet[Receiver]":
        now = timezone.now()
        return self._due().filter(
            Q(next_at=None) | Q(next_at__lte=now),
            # One that seems to hold longer than any does, was given before a clock was set back.
            Q(lease="") | Q(leased_until__lte=now) | Q(leased_until__gt=now + self.lease),
        )

    def claim(self, arbodienst: int, receiver: int) -> Turn | None:
        """The turn of a receiver; None when another has it, or nothing is due."""
        lease, until = secrets.token_hex(16), timezone.now() + self.lease
        with tenant(arbodienst):
            is_ours = self._free().filter(id=receiver).update(lease=lease, leased_until=until)
        return Turn(arbodienst=arbodienst, receiver=receiver, lease=lease) if is_ours else None

    def take(self, turn: Turn) -> None:
        """Sends until there is no more, one is not taken, or it has taken long enough."""
        ends = time.monotonic() + self.seconds
        while self._send_next(turn) and time.monotonic() < ends:
            pass
        with tenant(turn.arbodienst):
            rows = self._due().model._default_manager.all()  # noqa: SLF001 -- a manager of any model
            of_turn(rows, turn).update(lease="", leased_until=timezone.now())


def of_turn(rows: "QuerySet[Receiver]", turn: Turn) -> "QuerySet[Receiver]":
    """The receiver of a turn, as long as nobody else has it."""
    return rows.filter(id=turn.receiver, lease=turn.lease)
