"""Where somebody is signed in, and ending that."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

_LONGEST = 80
_PORTION = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """One browser in which somebody is signed in."""

    id: int
    since: datetime
    address: str
    browser: str
    is_this_one: bool


def sessions_of(user: int, current: str) -> tuple[SignedIn, ...]:
    """Where somebody is signed in now, the last first; `current` is the key of the present one."""
    rows = UserSession.objects.filter(user_id=user, session_key__in=_alive()).order_by("-id")
    return tuple(
        SignedIn(
            id=row.id,
            since=row.created_at,
            address=row.ip,
            browser=row.user_agent[:_LONGEST],
            is_this_one=row.session_key == current,
        )
        for row in rows
    )


def end_sessions(user: int, *, but: str = "") -> int:
    """Signs somebody out everywhere, but not where the key is this; how many that were."""
    rows = UserSession.objects.filter(user_id=user).exclude(session_key=but)
    keys = list(rows.values_list("session_key", flat=True))
    rows.delete()
    ended, _ = Session.objects.filter(session_key__in=keys).delete()
    return ended


def forget_expired_sessions(now: datetime) -> None:
    """Sessions that are over are gone, and what was known of their browsers: so many at a time."""
    expired = Session.objects.filter(expire_date__lte=now)
    keys = list(expired.values_list("session_key", flat=True)[:_PORTION])
    if keys:
        UserSession.objects.filter(session_key__in=keys).delete()
        Session.objects.filter(session_key__in=keys, expire_date__lte=now).delete()


def _alive() -> object:
    return Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
