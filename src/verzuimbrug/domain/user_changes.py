"""What may be done to the rights of somebody who signs in, and by whom."""

from dataclasses import dataclass
from enum import StrEnum

from verzuimbrug.domain.permissions import Role


class Hindrance(StrEnum):
    """Why a change is not made."""

    OWN_RIGHTS = "own-rights"
    """Nobody changes their own rights: a colleague does."""

    LAST_MANAGER = "last-manager"
    """An arbodienst keeps a beheerder who can sign in."""

    BEYOND_OWN = "beyond-own"
    """Who is limited to employers gives rights at those only, to people who have no other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What somebody may: a role, at employers (None is all of them), and whether at all."""

    role: str
    employers: frozenset[int] | None = None
    is_active: bool = True

    @property
    def manages(self) -> bool:
        """Whether this is a beheerder of the whole arbodienst, who can sign in."""
        return self.is_active and self.role == Role.MANAGE and self.employers is None


def hindrance(
    before: Rights | None,
    after: Rights,
    *,
    own: frozenset[int] | None,
    is_self: bool,
    managers: int,
) -> Hindrance | None:
    """What is in the way of giving somebody these rights; None when nothing is.

    `before` is None for somebody new; `own` are the employers of who does it; `managers` counts
    the beheerders of the whole arbodienst, who can sign in.
    """
    if is_self and before != after:
        return Hindrance.OWN_RIGHTS
    if not all(_within(rights, own) for rights in (before, after) if rights is not None):
        return Hindrance.BEYOND_OWN
    if before is not None and before.manages and not after.manages and managers <= 1:
        return Hindrance.LAST_MANAGER
    return None


def _within(rights: Rights, own: frozenset[int] | None) -> bool:
    if own is None:
        return True
    return rights.employers is not None and rights.employers <= own
