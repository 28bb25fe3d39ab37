"""The arbodiensten of the platform, for its operator: counts, and no personal data at all."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, Max
from django.utils import timezone

from verzuimbrug.application.users.inviting import make_invitation
from verzuimbrug.application.users.people import NewPerson, PersonError, create
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.permissions import Role
from verzuimbrug.store.models import Arbodienst, ClientAccount, Message, User
from verzuimbrug.store.tenancy import tenant

SHOWN_DAYS = 30
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,39}")
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ArbodienstSummary:
    """An arbodienst by numbers: `messages` by state are those of the last thirty days."""

    code: str
    name: str
    couplings: int
    active_couplings: int
    people: int
    messages: Mapping[str, int]
    last_message_at: datetime | None

    @property
    def received(self) -> int:
        """All messages of the last thirty days."""
        return sum(self.messages.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArbodienst:
    """An arbodienst to be, with its first beheerder."""

    code: str
    name: str
    manager_name: str
    manager_email: str


def list_arbodiensten() -> tuple[ArbodienstSummary, ...]:
    """All of the platform but sandboxes, by code: no query sees more than one of them."""
    people = dict(
        User.objects.filter(is_active=True, arbodienst__isnull=False)
        .values_list("arbodienst")
        .annotate(Count("id"))
    )
    rows = Arbodienst.objects.filter(sandbox_of=None).order_by("code")
    return tuple(_summary(row, people.get(row.id, 0)) for row in rows)


def create_arbodienst(new: NewArbodienst, by: str) -> str:
    """Makes an arbodienst and the link by which its first beheerder comes in.

    Raises PersonError for what will not do; then nothing is made.
    """
    name = new.name.strip()
    if not _CODE.fullmatch(new.code):
        raise PersonError("arbodienst-code")
    if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
        raise PersonError("arbodienst-name")
    with transaction.atomic():
        arbodienst = _make(new.code, name)
        person = NewPerson(
            arbodienst=arbodienst.id,
            email=new.manager_email,
            name=new.manager_name,
            role=Role.MANAGE,
        )
        return make_invitation(arbodienst.id, create(person, by), by)


def _make(code: str, name: str) -> Arbodienst:
    try:
        with transaction.atomic():
            return Arbodienst.objects.create(code=code, name=name)
    except IntegrityError:
        raise PersonError("arbodienst-taken") from None


def _summary(row: Arbodienst, people: int) -> ArbodienstSummary:
    since = timezone.now() - timedelta(days=SHOWN_DAYS)
    with tenant(row.id):
        messages = Message.objects.filter(received_at__gte=since).values_list("state")
        statuses = dict(ClientAccount.objects.values_list("status").annotate(Count("id")))
        return ArbodienstSummary(
            code=row.code,
            name=row.name,
            couplings=sum(statuses.values()),
            active_couplings=statuses.get(AccountStatus.ACTIVE, 0),
            people=people,
            messages=dict(messages.annotate(Count("id"))),
            last_message_at=Message.objects.aggregate(last=Max("received_at"))["last"],
        )
