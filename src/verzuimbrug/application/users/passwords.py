"""The password of somebody who signs in; what it must be, the settings say."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from verzuimbrug.application.users.people import PersonError
from verzuimbrug.store.models import User


def set_password(user: User, password: str) -> None:
    """Gives somebody this password; whoever signed in with the former one is signed out."""
    check_password_of(user, password)
    user.set_password(password)
    user.save(update_fields=["password"])


def check_password_of(user: User, password: str) -> None:
    """Raises PersonError, with all that is the matter, for a password that will not do."""
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise PersonError("password", " ".join(weak.messages)) from None
