"""Addresses that events or answers go to: made with a secret that is shown once, and switched."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Case, Max, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.webhooks import OffBecause, UrlProblem, check_url, new_secret
from verzuimbrug.store.counting import counted
from verzuimbrug.store.models import Answer, ClientAccount, Event, Webhook
from verzuimbrug.store.sealed import WEBHOOK_SECRET
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from django.db.models import QuerySet

_SECRET_BYTES = 32
_OFF = {"is_enabled": False, "next_at": None, "off_at": None, "off_because": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookShown:
    """A webhook without its secret, and how far it is.

    It gets the answers for `account`, or events when that is None. `behind` is how many of them it
    has yet to get. After `failures` in a row the next try is at
    `next_at`; `off_because` says why it was switched off by itself.
    """

    id: int
    account: int | None
    account_name: str | None
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


def make_webhook(reader: Reader, url: str, account: int | None = None) -> WebhookMade | UrlProblem:
    """A new webhook; or what is not right about its address.

    It gets what is told from now on; or all answers that an account has yet to collect (AN-1), and
    then another address that got them gets no more.
    """
    problem = check_url(url, private=settings.WEBHOOKS_TO_PRIVATE)
    if problem is not None:
        return problem
    secret = new_secret(secrets.token_bytes(_SECRET_BYTES))
    with tenant(reader.arbodienst):
        _take_over(account)
        row = Webhook.objects.create(
            arbodienst_id=reader.arbodienst,
            account_id=account,
            url=url,
            secret=b"",
            made_at=timezone.now(),
            made_by=reader.principal,
            taken=Event.objects.aggregate(last=Max("id"))["last"] or 0,
        )
        # Sealed for the row, which has its number now.
        sealed = WEBHOOK_SECRET.seal(secret.encode(), row.id)
        Webhook.objects.filter(id=row.id).update(secret=sealed)
    return WebhookMade(id=row.id, secret=secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An account whose answers can be brought to an address.

    `waiting` of them were not collected yet; `url` is the address that gets them now, or empty.
    """

    id: int
    name: str
    waiting: int
    url: str


def answered_accounts(reader: Reader) -> tuple[Answered, ...]:
    """The accounts that are not closed, by name."""
    with tenant(reader.arbodienst):
        rows = ClientAccount.objects.exclude(status=AccountStatus.CLOSED).order_by("name")
        on = Webhook.objects.filter(account=OuterRef("id"), is_enabled=True).values("url")
        found = rows.annotate(waiting=_waiting("id"), url=Coalesce(Subquery(on), Value("")))
        named = found.values("id", "name", "waiting", "url")
        return tuple(Answered(**each) for each in named)


def list_webhooks(reader: Reader) -> tuple[WebhookShown, ...]:
    """All webhooks, in the order in which they were made."""
    with tenant(reader.arbodienst):
        return tuple(map(_shown, _rows().order_by("id")))


def show_webhook(reader: Reader, webhook: int) -> WebhookShown | None:
    """One webhook; None when there is none with this id."""
    with tenant(reader.arbodienst):
        row = _rows().filter(id=webhook).first()
        return _shown(row) if row else None


def switch_webhook(reader: Reader, webhook: int, *, is_enabled: bool) -> None:
    """Has it sent to, from where it was, or not any more; what failed before is forgotten.

    Of one that is off because somebody wants it so, no event is kept beyond its term. Of those for
    the answers of an account one is on at most.
    """
    with tenant(reader.arbodienst):
        rows = Webhook.objects.filter(id=webhook)
        if is_enabled:
            _take_over(rows.values_list("account_id", flat=True).first())
        rows.update(**{**_OFF, "is_enabled": is_enabled, "failures": 0})


def _take_over(account: int | None) -> None:
    """No other address gets the answers for an account from now on."""
    if account is not None:
        # Whoever else gives these answers an address comes after.
        ClientAccount.objects.select_for_update().get(id=account)
        Webhook.objects.filter(account=account).update(**_OFF)


def _rows() -> "QuerySet[Webhook, Any]":
    """Webhooks with their account and how far each is behind, in one query."""
    events = counted(Event.objects.filter(id__gt=OuterRef("taken")))
    behind = Case(When(account=None, then=events), default=_waiting("account"))
    return Webhook.objects.select_related("account").annotate(behind=behind)


def _waiting(account: str) -> Subquery:
    """How many answers wait for the account in this column."""
    return counted(Answer.objects.filter(account=OuterRef(account), acknowledged_at=None))


def _shown(row: Any) -> WebhookShown:  # noqa: ANN401 -- a webhook of `_rows`
    return WebhookShown(
        id=row.id,
        account=row.account_id,
        account_name=row.account.name if row.account else None,
        url=row.url,
        is_enabled=row.is_enabled,
        made_at=row.made_at,
        made_by=row.made_by,
        behind=row.behind,
        failures=row.failures,
        next_at=row.next_at,
        off_at=row.off_at,
        off_because=OffBecause(row.off_because) if row.off_because else None,
    )
