"""Links by which people choose a password: handed over by a colleague, opened once.

Somebody new gets one, and somebody who forgot their password. Looking at the page behind it opens
nothing; choosing a password does.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from verzuimbrug.application.sign_in.secret_values import digest
from verzuimbrug.application.users.passwords import set_password
from verzuimbrug.application.users.people import log_user_event
from verzuimbrug.application.users.sessions import end_sessions
from verzuimbrug.application.users.visitor import principal_of
from verzuimbrug.store.models import Invitation, SignIn, User
from verzuimbrug.store.models.open import SignInKind
from verzuimbrug.store.tenancy import tenant

OPEN_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Who is behind a link that can still be opened."""

    name: str
    email: str
    arbodienst_name: str
    language: str


def make_invitation(arbodienst: int, user: User, by: str) -> str:
    """A link for somebody of an arbodienst; its secret is not kept.

    It takes the place of those that were made before and not opened.
    """
    secret, now = secrets.token_urlsafe(32), timezone.now()
    with tenant(arbodienst):
        withdraw_invitations(user)
        link = Invitation.objects.create(
            arbodienst_id=arbodienst,
            user_id=user.id,
            made_at=now,
            made_by=by,
            expires_at=now + OPEN_FOR,
        )
        SignIn.objects.create(
            hash=digest(secret),
            kind=SignInKind.INVITATION,
            arbodienst_id=arbodienst,
            target=link.id,
        )
        log_user_event(user, by, "link-made", {"link": link.id})
    return secret


def withdraw_invitations(user: User) -> int:
    """Ends the links of somebody that were not opened; how many that were. Within the tenant."""
    links = Invitation.objects.filter(user=user, opened_at=None, withdrawn_at=None)
    return links.update(withdrawn_at=timezone.now())


def show_invitation(secret: str) -> Invited | None:
    """Who the link is for; None when it was opened, withdrawn, has expired, or never was."""
    arbodienst, link = _whose(secret)
    with tenant(arbodienst):
        row = _openable(link)
        if row is None:
            return None
        user = row.user
        return Invited(
            name=user.name,
            email=user.email,
            arbodienst_name=user.arbodienst.name,
            language=user.language,
        )


def accept_invitation(secret: str, password: str) -> User | None:
    """Sets the password of who the link is for, once; None when it cannot be opened any more.

    Raises PersonError for a password that will not do: then the link can still be opened.
    """
    arbodienst, link = _whose(secret)
    with tenant(arbodienst):
        row = _openable(link, lock=True)
        if row is None:
            return None
        user: User = row.user
        set_password(user, password)
        Invitation.objects.filter(id=row.id).update(opened_at=timezone.now())
        log_user_event(user, principal_of(user.email), "password-chosen", {"link": row.id})
        end_sessions(user.id)
        return user


def _whose(secret: str) -> tuple[int, int]:
    rows = SignIn.objects.filter(hash=digest(secret), kind=SignInKind.INVITATION)
    return rows.values_list("arbodienst_id", "target").first() or (0, 0)


def _openable(link: int, *, lock: bool = False) -> Invitation | None:
    rows = Invitation.objects.filter(
        id=link,
        opened_at=None,
        withdrawn_at=None,
        expires_at__gt=timezone.now(),
        user__is_active=True,
    ).select_related("user__arbodienst")
    return (rows.select_for_update(of=("self",)) if lock else rows).first()
