"""People who sign in to the console, and pages asked as one of them without a browser."""

from itertools import count

from django.test import Client
from django.utils import timezone

from verzuimbrug.store.models import Arbodienst, User

_numbers = count(1)


def person(role: str, arbodienst: Arbodienst | None = None) -> User:
    """Somebody with a role at an arbodienst: at a new one when none is given."""
    number = next(_numbers)
    if arbodienst is None:
        arbodienst = Arbodienst.objects.create(code=f"A{number}", name=f"Arbodienst {number}")
    email = f"{role}{number}@example.nl"
    return User.objects.create(
        email=email, name="Kim de Wit", role=role, arbodienst=arbodienst, created_at=timezone.now()
    )


def visit(user: User) -> Client:
    """The browser of somebody who signed in, without pictures."""
    client = Client()
    client.force_login(user)
    return client
