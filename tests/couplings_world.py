"""Pages of couplings, asked by somebody of the arbodienst that has them."""

import re
from collections.abc import Mapping
from html import unescape
from itertools import count
from typing import Any

from django.test import Client

from console_world import confirmed, sign_in
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


def agree(client: Client, path: str) -> str:
    """What comes of agreeing with what a page says it means."""
    page = client.get(path)
    assert page.status_code == 200, page.headers
    return post(client, path, confirmed(page.content.decode()))


def fields_of(page: str) -> dict[str, list[str]]:
    """What a form would send as it stands."""
    form = page.partition('<form class="form" method="post"')[2].partition("</form>")[0]
    fields: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        is_box = 'type="checkbox"' in tag
        if name and (not is_box or "checked" in tag):
            fields.setdefault(name[1], []).append(value[1] if value else "on" if is_box else "")
    for name, inner in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL
    ):
        fields[name] = [inner.strip("\r\n")]
    selects = r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>'
    for name, inner in re.findall(selects, form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        fields[name] = [chosen[1] if chosen else ""]
    fields.pop("csrfmiddlewaretoken", None)
    return fields
