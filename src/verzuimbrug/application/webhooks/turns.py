"""Sending what is due: every webhook by itself, in order, whatever becomes of the others."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from verzuimbrug.application.turns import Limits, Turn, Turns, of_turn
from verzuimbrug.application.webhooks.parcels import Parcel, acknowledge, next_parcel
from verzuimbrug.application.webhooks.sending import Sent, log_try, post
from verzuimbrug.domain.account_status import SHUT
from verzuimbrug.domain.webhooks import OffBecause, Outcome, after_failure
from verzuimbrug.store.models import Answer, ClientAccount, Event, Webhook
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from django.db.models import QuerySet

_LIMITS = Limits(lease=timedelta(seconds=60), seconds=5.0, places=32)
"""One parcel takes ten seconds at most."""

_EVENT_WAITS = Q(account=None) & Exists(Event.objects.filter(id__gt=OuterRef("taken")))
_OF_ITS_ACCOUNT = {"account": OuterRef("account"), "acknowledged_at": None}
_ANSWER_WAITS = Exists(Answer.objects.filter(**_OF_ITS_ACCOUNT)) & Exists(
    ClientAccount.objects.filter(id=OuterRef("account")).exclude(status__in=SHUT)
)
"""What a suspended or closed account cannot collect is not brought to it either."""


def _due() -> "QuerySet[Webhook]":
    return Webhook.objects.filter(_EVENT_WAITS | _ANSWER_WAITS, is_enabled=True)


def _send_next(turn: Turn) -> bool:
    """Sends the next parcel, if there is one; whether to go on."""
    with tenant(turn.arbodienst):
        webhook = of_turn(Webhook.objects.all(), turn).filter(is_enabled=True).first()
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
    still = of_turn(Webhook.objects.all(), turn).filter(taken=webhook.taken)
    if sent.outcome is Outcome.TAKEN:
        if webhook.account_id is not None:
            acknowledge(parcel, now)
        got: dict[str, Any] = {"taken": parcel.number, "failures": 0, "next_at": None}
        return still.update(**got, leased_until=now + _LIMITS.lease) > 0
    failures = webhook.failures + 1
    return still.filter(is_enabled=True).update(failures=failures, **_then(failures, sent, now)) > 0


def _then(failures: int, sent: Sent, now: datetime) -> dict[str, Any]:
    then = after_failure(failures, sent.status)
    if isinstance(then, OffBecause):
        return {"is_enabled": False, "next_at": None, "off_at": now, "off_because": then}
    return {"next_at": now + then}


TURNS = Turns("webhook", _LIMITS, _due, _send_next)
send_due, start_turns, claim_turn, take_turn = TURNS.send_due, TURNS.start, TURNS.claim, TURNS.take
