"""People who sign in to the console, and pages asked as one of them without a browser."""

import re
import time
from collections.abc import Mapping
from html import unescape
from itertools import count
from typing import cast

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from verzuimbrug.console.pages import SEEN
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
    sign_in(client, user)
    return client


def sign_in(client: Client, user: User) -> None:
    """As who showed a password and a second factor just now."""
    client.force_login(user)
    now, session = int(time.time()), client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": now},
        {"method": "mfa", "at": now},
    ]
    session["account_authentication_methods_user"] = str(user.id)
    session[SEEN] = now
    session.save()


def confirmed(page: str) -> dict[str, list[str]]:
    """What the form that confirms a preview sends."""
    form = page.partition('name="getoond"')[0].rpartition("<form")[2]
    shown = page.partition('name="getoond" value="')[2].partition('"')[0]
    assert shown, page
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form):
        fields.setdefault(name, []).append(unescape(value))
    return {**fields, "getoond": [shown]}


def agreed(client: Client, path: str, asked: Mapping[str, object] | None = None) -> HttpResponse:
    """The answer to agreeing with what a page says it means, or what the form with this does."""
    page = client.get(path) if asked is None else client.post(path, asked)
    assert page.status_code == 200, page.headers
    return cast("HttpResponse", client.post(path, confirmed(page.content.decode())))
