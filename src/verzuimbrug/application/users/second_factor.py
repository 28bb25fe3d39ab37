"""The second factor that people sign in with, beside a password (docs/adr)."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator

_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as one; recovery codes only stand in for it."""


def have_second_factor(users: Iterable[int]) -> frozenset[int]:
    """Those who have one."""
    rows = Authenticator.objects.filter(user_id__in=list(users), type__in=_FACTORS)
    return frozenset(rows.values_list("user_id", flat=True))


def is_last_factor(user: int, authenticator: int) -> bool:
    """Whether somebody would have none left without this one."""
    rows = Authenticator.objects.filter(user_id=user, type__in=_FACTORS)
    return not rows.exclude(id=authenticator).exists()


def take_away_factors(user: int) -> int:
    """Takes away all that somebody has, recovery codes too; how many that were."""
    return int(Authenticator.objects.filter(user_id=user).delete()[0])
