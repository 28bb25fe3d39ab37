"""Somebody is shut out, or let in again."""

from django.db import transaction

from verzuimbrug.application.accounts import UnknownNameError
from verzuimbrug.application.users.inviting import withdraw_invitations
from verzuimbrug.application.users.people import find, log_user_event
from verzuimbrug.application.users.sessions import end_sessions
from verzuimbrug.store.models import User
from verzuimbrug.store.tenancy import tenant


def deactivate(email: str, by: str) -> None:
    """Shuts somebody out at once; what they did stays under their name."""
    user = find(email)
    with transaction.atomic():
        if not User.objects.select_for_update().filter(id=user.id, is_active=True):
            raise UnknownNameError(f"{user.email} is shut out already")
        set_active(user, by, is_active=False)


def set_active(user: User, by: str, *, is_active: bool) -> None:
    """Whether somebody may sign in; who is shut out is signed out, and no link of theirs opens."""
    User.objects.filter(id=user.id).update(is_active=is_active)
    if not is_active:
        if user.arbodienst_id is not None:
            with tenant(user.arbodienst_id):
                withdraw_invitations(user)
        end_sessions(user.id)
    log_user_event(user, by, "let-in" if is_active else "deactivated")
