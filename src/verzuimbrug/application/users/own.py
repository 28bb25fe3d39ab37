"""What somebody changes about themselves."""

from verzuimbrug.application.users.people import PersonError, check_name, log_user_event
from verzuimbrug.application.users.visitor import Visitor
from verzuimbrug.domain.findings import LANGUAGES
from verzuimbrug.store.models import User


def change_own(visitor: Visitor, *, name: str, language: str) -> None:
    """Gives oneself another name or language. Raises PersonError."""
    check_name(name)
    if language not in LANGUAGES:
        raise PersonError("language")
    row = User.objects.get(id=visitor.user)
    User.objects.filter(id=row.id).update(name=name.strip(), language=language)
    if name.strip() != row.name:
        log_user_event(row, visitor.reader.principal, "renamed")


def has_password(visitor: Visitor) -> bool:
    """Whether one signs in with a password, and not at a provider only."""
    return User.objects.get(id=visitor.user).has_usable_password()
