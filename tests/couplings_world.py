"""Pages of couplings, asked by somebody of the arbodienst that has them."""

import re
from collections.abc import Mapping
from html import unescape
from itertools import count
from typing import Any

from django.test import Client

from console_world import sign_in
from people_world import person
from verzuimbrug.application.accounts import AccountRef

_numbers = count(1)


def visitor(ref: AccountRef, role: str = "manage") -> Client:
    """The browser of somebody with a role at the arbodienst of a coupling."""
    client = Client()
    email = f"{role}{next(_numbers)}@example.nl"
    sign_in(client, person(ref.arbodienst, role, email=email))
    return client


def page_of(client: Client, path: str) -> str:
    """A page that is there."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.content.decode()
    return unescape(answer.content.decode())


def post(client: Client, path: str, data: Mapping[str, Any], *, status: int = 200) -> str:
    """What a form is answered with; its page, or the one that it leads to."""
    answer = client.post(path, data, follow=True)
    assert answer.status_code == status, answer.content.decode()
    return unescape(answer.content.decode())


def confirmed(page: str) -> dict[str, list[str]]:
    """What the form that confirms a preview sends."""
    form = page.partition('name="getoond"')[0].rpartition("<form")[2]
    shown = page.partition('name="getoond" value="')[2].partition('"')[0]
    assert shown, page
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form):
        fields.setdefault(name, []).append(value)
    return {**fields, "getoond": [shown]}
