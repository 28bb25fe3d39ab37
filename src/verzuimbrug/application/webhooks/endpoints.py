"""Addresses that events go to: made with a secret that is shown once, and switched off and on."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.domain.webhooks import OffBecause, UrlProblem, check_url, new_secret
from verzuimbrug.store.encryption import seal
from verzuimbrug.store.models import Event, Webhook
from verzuimbrug.store.tenancy import tenant

SECRET_PURPOSE = "webhook"  # noqa: S105 -- what is encrypted, not with what
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookShown:
    """A webhook without its secret, and how far it is.

    `behind` is how many events it has yet to get. After `failures` in a row the next try is at
    `next_at`; `off_because` says why it was switched off by itself.
    """

    id: int
    url: str
    is_enabled: bool
    made_at: datetime
    made_by: str
    behind: int
    failures: int
    next_at: datetime | None
    off_at: datetime | None
    off_because: OffBecause | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookMade:
    """A new webhook, and its secret: this once."""

    id: int
    secret: str


def make_webhook(reader: Reader, url: str) -> WebhookMade | UrlProblem:
    """A new webhook, that gets what is told from now on; or what is not right about its address."""
    problem = check_url(url, private=settings.WEBHOOKS_TO_PRIVATE)
    if problem is not None:
        return problem
    secret = new_secret(secrets.token_bytes(_SECRET_BYTES))
    with tenant(reader.arbodienst):
        row = Webhook.objects.create(
            arbodienst_id=reader.arbodienst,
            url=url,
            secret=seal(secret.encode(), SECRET_PURPOSE),
            made_at=timezone.now(),
            made_by=reader.principal,
            taken=Event.objects.aggregate(last=Max("id"))["last"] or 0,
        )
    return WebhookMade(id=row.id, secret=secret)


def list_webhooks(reader: Reader) -> tuple[WebhookShown, ...]:
    """All webhooks, in the order in which they were made."""
    with tenant(reader.arbodienst):
        return tuple(_shown(row) for row in Webhook.objects.order_by("id"))


def show_webhook(reader: Reader, webhook: int) -> WebhookShown | None:
    """One webhook; None when there is none with this id."""
    with tenant(reader.arbodienst):
        row = Webhook.objects.filter(id=webhook).first()
        return _shown(row) if row else None


def switch_webhook(reader: Reader, webhook: int, *, is_enabled: bool) -> None:
    """Has events sent to it, from where it was, or not any more; what failed before is forgotten.

    Of one that is off because somebody wants it so, nothing is kept beyond its term.
    """
    with tenant(reader.arbodienst):
        Webhook.objects.filter(id=webhook).update(
            is_enabled=is_enabled, failures=0, next_at=None, off_at=None, off_because=""
        )


def _shown(row: Webhook) -> WebhookShown:
    return WebhookShown(
        id=row.id,
        url=row.url,
        is_enabled=row.is_enabled,
        made_at=row.made_at,
        made_by=row.made_by,
        behind=Event.objects.filter(id__gt=row.taken).count(),
        failures=row.failures,
        next_at=row.next_at,
        off_at=row.off_at,
        off_because=OffBecause(row.off_because) if row.off_because else None,
    )
