"""Signing in by people: who may, what is kept of it, and how often it may fail."""

from collections.abc import Iterable

from verzuimbrug.application.receiving.refusals import RefusedError
from verzuimbrug.application.sign_in.throttling import (
    Claimed,
    count_failure,
    forgive,
    look_up_person,
    use_once,
)
from verzuimbrug.application.users.people import log_user_event
from verzuimbrug.application.users.visitor import principal_of
from verzuimbrug.store.models import User

__all__ = ["Claimed", "claim", "count_failure", "first_use", "forgive", "keep_sign_in", "known_by"]


def claim(name: str, address: str) -> Claimed | None:
    """What is counted of an attempt to sign in; None when it failed too often to try again."""
    try:
        return look_up_person(name, address)
    except RefusedError:
        return None


def first_use(user: int, code: str) -> bool:
    """Whether a code of somebody's second factor was not used before; from now on it was."""
    return use_once(f"code:{user}", code)


def known_by(addresses: Iterable[str]) -> User | None:
    """The one person who may sign in with one of these addresses, which a provider vouches for."""
    wanted = {address.strip().lower() for address in addresses}
    found = list(User.objects.filter(email__in=wanted, is_active=True)[:2])
    return found[0] if len(found) == 1 else None


def keep_sign_in(user: int, how: str) -> None:
    """Keeps that somebody signed in, and how."""
    row = User.objects.get(id=user)
    log_user_event(row, principal_of(row.email), "signed-in", {"how": how})
