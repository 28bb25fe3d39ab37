"""The people of an arbodienst as a beheerder sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.application.employers.group_reading import open_groups
from verzuimbrug.application.users.scopes import ScopeCodes, scopes_of
from verzuimbrug.application.users.second_factor import have_second_factor
from verzuimbrug.store.models import Invitation, User, UserEvent
from verzuimbrug.store.tenancy import tenant

_EVENTS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody of the arbodienst; `invited_until` while a link of theirs can still be opened."""

    id: int
    name: str
    email: str
    role: str
    is_active: bool
    scope: ScopeCodes
    last_sign_in_at: datetime | None
    has_second_factor: bool
    has_password: bool
    invited_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEvent:
    """What was done to somebody, or by them, about signing in."""

    at: datetime
    by: str
    event: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColleagueDetails:
    """Somebody with what was done to them, the newest first."""

    colleague: Colleague
    events: tuple[PersonEvent, ...]


def list_colleagues(reader: Reader) -> tuple[Colleague, ...]:
    """The people of the arbodienst by name, those who were shut out last: in four queries."""
    with tenant(reader.arbodienst):
        people = User.objects.filter(arbodienst=reader.arbodienst)
        return _colleagues(reader, list(people.order_by("-is_active", "name", "id")))


def show_colleague(reader: Reader, user_id: int) -> ColleagueDetails | None:
    """One of them; None when nobody of this arbodienst has this id."""
    with tenant(reader.arbodienst):
        row = User.objects.filter(arbodienst=reader.arbodienst, id=user_id).first()
        if row is None:
            return None
        events = UserEvent.objects.filter(user=row).order_by("-id")[:_EVENTS]
        (colleague,) = _colleagues(reader, [row])
        return ColleagueDetails(
            colleague=colleague,
            events=tuple(
                PersonEvent(at=one.at, by=one.by, event=one.event, details=one.details)
                for one in events
            ),
        )


def group_choices(reader: Reader) -> tuple[tuple[str, str], ...]:
    """The groups that the reader can limit somebody to: code and name."""
    with tenant(reader.arbodienst):
        groups = open_groups(reader.authority).order_by("name")
        return tuple(groups.values_list("code", "name"))


def _colleagues(reader: Reader, people: Sequence[User]) -> tuple[Colleague, ...]:
    scopes = scopes_of(people, reader.authority)
    factors = have_second_factor(one.id for one in people)
    now = timezone.now()
    links = Invitation.objects.filter(opened_at=None, withdrawn_at=None, expires_at__gt=now)
    until = dict(links.values_list("user", "expires_at"))
    return tuple(
        Colleague(
            id=row.id,
            name=row.name,
            email=row.email,
            role=row.role,
            is_active=row.is_active,
            scope=scopes[row.id],
            last_sign_in_at=row.last_login,
            has_second_factor=row.id in factors,
            has_password=row.has_usable_password(),
            invited_until=until.get(row.id),
        )
        for row in people
    )
