"""Sending what is due: every webhook by itself, in order, whatever becomes of the others.

Who has the turn of a webhook sends to it; that is kept in the row, not in a transaction, for none
is open while something is sent. A turn that shows no sign of life is given to another.
"""

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import BoundedSemaphore, Thread
from typing import TYPE_CHECKING, Any

import structlog
from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from verzuimbrug.application.webhooks.parcels import Parcel, acknowledge, next_parcel
from verzuimbrug.application.webhooks.sending import Sent, log_try, post
from verzuimbrug.domain.account_status import SHUT
from verzuimbrug.domain.webhooks import OffBecause, Outcome, after_failure
from verzuimbrug.store.models import Answer, Arbodienst, ClientAccount, Event, Webhook
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from django.db.models import QuerySet

LEASE = timedelta(seconds=60)
"""So long a turn holds after the last sign of life; one parcel takes ten seconds at most."""
TURN_SECONDS = 5.0
"""After so long another webhook can have the thread."""
MOST_TURNS = 32
"""So many webhooks are sent to at the same time."""

_NEVER = datetime.min.replace(tzinfo=UTC)
log = structlog.get_logger()
_places = BoundedSemaphore(MOST_TURNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The right to send to one webhook."""

    arbodienst: int
    webhook: int
    lease: str


_EVENT_WAITS = Q(account=None) & Exists(Event.objects.filter(id__gt=OuterRef("taken")))
_OF_ITS_ACCOUNT = {"account": OuterRef("account"), "acknowledged_at": None}
_ANSWER_WAITS = Exists(Answer.objects.filter(**_OF_ITS_ACCOUNT)) & Exists(
    ClientAccount.objects.filter(id=OuterRef("account")).exclude(status__in=SHUT)
)
"""What a suspended or closed account cannot collect is not brought to it either."""


def send_due() -> bool:
    """Begins with what is due, and waits for none of it; whether there was anything."""
    return bool(start_turns())


def start_turns() -> tuple[Thread, ...]:
    """Begins with every webhook that has something to get, each in a thread of its own.

    Who had a turn longest ago comes first when there are more than places.
    """
    started = []
    for _, arbodienst, webhook in sorted(_waiting()):
        if not _places.acquire(blocking=False):
            break
        turn = claim_turn(arbodienst, webhook)
        if turn is None:
            _places.release()
            continue
        thread = Thread(target=_run, args=(turn,), name=f"webhook-{webhook}")
        thread.start()
        started.append(thread)
    return tuple(started)


def _run(turn: Turn) -> None:
    try:
        take_turn(turn)
    except Exception:
        # The lease ends by itself, and then another tries.
        log.exception("webhook_turn_failed", webhook=turn.webhook)
    finally:
        connection.close()
        _places.release()


def _waiting() -> Iterator[tuple[datetime, int, int]]:
    """When each had its last turn, the arbodienst, and the webhook."""
    now = timezone.now()
    for arbodienst in Arbodienst.objects.values_list("id", flat=True):
        with tenant(arbodienst):
            rows = list(_due(now).values_list("leased_until", "id"))
        yield from ((last or _NEVER, arbodienst, webhook) for last, webhook in rows)


def _due(now: datetime) -> "QuerySet[Webhook]":
    return Webhook.objects.filter(
        Q(next_at=None) | Q(next_at__lte=now),
        Q(lease="") | Q(leased_until__lte=now),
        _EVENT_WAITS | _ANSWER_WAITS,
        is_enabled=True,
    )


def claim_turn(arbodienst: int, webhook: int) -> Turn | None:
    """The turn of a webhook; None when another has it, or nothing is due."""
    lease, now = secrets.token_hex(16), timezone.now()
    with tenant(arbodienst):
        is_ours = _due(now).filter(id=webhook).update(lease=lease, leased_until=now + LEASE)
    return Turn(arbodienst=arbodienst, webhook=webhook, lease=lease) if is_ours else None


def take_turn(turn: Turn) -> None:
    """Sends until there is no more, one is not taken, or it has taken long enough."""
    ends = time.monotonic() + TURN_SECONDS
    while _send_next(turn) and time.monotonic() < ends:
        pass
    with tenant(turn.arbodienst):
        _ours(turn).update(lease="", leased_until=timezone.now())


def _ours(turn: Turn) -> "QuerySet[Webhook]":
    return Webhook.objects.filter(id=turn.webhook, lease=turn.lease)


def _send_next(turn: Turn) -> bool:
    """Sends the next parcel, if there is one; whether to go on."""
    with tenant(turn.arbodienst):
        webhook = _ours(turn).filter(is_enabled=True).first()
        parcel = None if webhook is None else next_parcel(webhook)
    if webhook is None or parcel is None:
        return False
    sent = post(webhook, parcel)
    with tenant(turn.arbodienst):
        log_try(webhook, parcel, sent, attempt=webhook.failures + 1)
        return _keep(turn, webhook, parcel, sent) and sent.outcome is Outcome.TAKEN


def _keep(turn: Turn, webhook: Webhook, parcel: Parcel, sent: Sent) -> bool:
    """Keeps how far the webhook is now, unless somebody else decided otherwise meanwhile.

    That is who has the turn by now, who has events sent again, and who switched it off.
    """
    now = timezone.now()
    still = _ours(turn).filter(taken=webhook.taken)
    if sent.outcome is Outcome.TAKEN:
        if webhook.account_id is not None:
            acknowledge(parcel, now)
        got: dict[str, Any] = {"taken": parcel.number, "failures": 0, "next_at": None}
        return still.update(**got, leased_until=now + LEASE) > 0
    failures = webhook.failures + 1
    return still.filter(is_enabled=True).update(failures=failures, **_then(failures, sent, now)) > 0


def _then(failures: int, sent: Sent, now: datetime) -> dict[str, Any]:
    then = after_failure(failures, sent.status)
    if isinstance(then, OffBecause):
        return {"is_enabled": False, "next_at": None, "off_at": now, "off_because": then}
    return {"next_at": now + then}
