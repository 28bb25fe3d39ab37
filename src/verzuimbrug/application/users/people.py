"""People who sign in: made, listed and shut out, and the log of what was done to them."""

from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

import structlog
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from verzuimbrug.application.accounts import UnknownNameError
from verzuimbrug.domain.permissions import ARBODIENST_ROLES, Role
from verzuimbrug.store.models import User, UserEvent
from verzuimbrug.store.models.people import LONGEST_EMAIL
from verzuimbrug.store.tenancy import tenant

_log = structlog.get_logger()
_LONGEST_NAME = 100


_WRONG = MappingProxyType(
    {
        "taken": "somebody signs in with this address already",
        "address": "this is no e-mail address",
        "long-address": f"an address has at most {LONGEST_EMAIL} characters",
        "name": f"a name has at most {_LONGEST_NAME} characters, on one line",
        "role": "an arbodienst has the roles manage, setup and audit; outside of one is operator",
        "employers": "there is no employer with this code",
        "groups": "there is no group with this code",
        "arbodienst-code": "a code has capitals, digits and dashes, two to forty of them",
        "arbodienst-name": "an arbodienst has a name of at most 200 characters, on one line",
        "arbodienst-taken": "there is an arbodienst with this code already",
        "language": "there is no such language",
        "nothing": "who is limited, is limited to at least one employer or group",
        "own-rights": "nobody changes their own rights",
        "last-manager": "an arbodienst keeps a beheerder who can sign in",
        "beyond-own": "who is limited gives rights at their own employers only",
    }
)


class PersonError(ValueError):
    """Somebody cannot be made or changed like this; `code` says why, `about` what it is about."""

    def __init__(self, code: str, about: str = "") -> None:
        self.code, self.about = code, about
        super().__init__(_WRONG.get(code, about))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Who is to sign in; `arbodienst` is None for an operator of the platform."""

    arbodienst: int | None
    email: str
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEntry:
    """Somebody as a list shows them."""

    email: str
    name: str
    role: str
    is_active: bool
    last_sign_in_at: datetime | None


def create(person: NewPerson, by: str) -> User:
    """Makes somebody who may sign in, once a password is set."""
    email = _checked(person)
    try:
        with transaction.atomic():
            user = User(
                arbodienst_id=person.arbodienst,
                email=email,
                name=person.name.strip(),
                role=person.role,
                created_at=timezone.now(),
            )
            user.set_unusable_password()
            user.save(force_insert=True)
    except IntegrityError:
        raise PersonError("taken") from None
    log_user_event(user, by, "created", {"role": person.role})
    return user


def find(email: str) -> User:
    """The person who signs in with an address, of whichever arbodienst."""
    row = User.objects.filter(email=email.strip().lower()).first()
    if row is None:
        raise UnknownNameError(f"nobody signs in with {email}")
    return row


def list_people(arbodienst: int | None) -> tuple[PersonEntry, ...]:
    """The people of an arbodienst by address, or for None the operators of the platform."""
    return tuple(
        PersonEntry(
            email=row.email,
            name=row.name,
            role=row.role,
            is_active=row.is_active,
            last_sign_in_at=row.last_login,
        )
        for row in User.objects.filter(arbodienst=arbodienst).order_by("email")
    )


def log_user_event(user: User, by: str, event: str, details: dict[str, Any] | None = None) -> None:
    """Keeps what was done to somebody; what is done to an operator is in the log of the program."""
    if user.arbodienst_id is None:
        _log.info("operator-changed", user=user.id, event_kind=event)
        return
    with tenant(user.arbodienst_id):
        UserEvent.objects.create(
            arbodienst_id=user.arbodienst_id,
            user_id=user.id,
            at=timezone.now(),
            by=by,
            event=event,
            details=details or {},
        )


def _checked(person: NewPerson) -> str:
    """The address as it is kept, of somebody who can be made."""
    email = person.email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise PersonError("address") from None
    if len(email) > LONGEST_EMAIL:
        raise PersonError("long-address")
    check_name(person.name)
    roles = (Role.OPERATOR,) if person.arbodienst is None else ARBODIENST_ROLES
    if person.role not in roles:
        raise PersonError("role")
    return email


def check_name(name: str) -> None:
    """Raises PersonError for what is no name of a person."""
    if not 0 < len(name.strip()) <= _LONGEST_NAME or not name.strip().isprintable():
        raise PersonError("name")
