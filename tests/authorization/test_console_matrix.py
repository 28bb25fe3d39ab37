"""Who may open which page of the console; every address has a row."""

import re

import pytest
from django.test import Client

from console_addresses import console_addresses
from console_matrix import ROLES, ROWS
from console_world import person, visit
from people_world import PASSWORD, person as somebody
from verzuimbrug.domain.permissions import Permission, may
from verzuimbrug.store.models import User

pytestmark = pytest.mark.usefixtures("database")

_ROWS = {address: row[: len(ROLES)] for address, row in ROWS.items()}


def _asked(address: str) -> str:
    """The address with something in every place: nothing that is there."""
    filled = re.sub(r"<int:\w+>", "999999", address)
    return "/" + re.sub(r"<[^>]+>", "niets", filled)


def _person(role: str) -> User:
    user = somebody(None, role) if role == "operator" else person(role)
    user.set_password(PASSWORD)
    user.save()
    return user


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(_ROWS) == sorted(console_addresses())


def test_who_is_not_signed_in_gets_to_sign_in() -> None:
    for address in (one for one, row in _ROWS.items() if row != ("open",)):
        for answer in (Client().get(_asked(address)), Client().post(_asked(address))):
            assert answer.status_code in {302, 405}, address
            if answer.status_code == 302:
                assert answer.headers["Location"].startswith("/aanmelden/"), address


def test_each_role_gets_what_the_matrix_says() -> None:
    clients = [visit(_person(role)) for role in ROLES]
    rows = {address: row for address, row in _ROWS.items() if len(row) > 1}
    got = {address: tuple(_outcome(client, address) for client in clients) for address in rows}
    assert got == rows


def test_what_is_for_everybody_who_signed_in_is_for_every_role() -> None:
    clients = [visit(_person(role)) for role in ROLES]
    for address in (one for one, row in _ROWS.items() if row == ("in",)):
        assert {_outcome(client, address) for client in clients} == {"yes"}, address


def test_nothing_opens_without_a_second_factor() -> None:
    client = Client()
    client.force_login(_person("manage"))
    for address in (one for one, row in _ROWS.items() if len(row) > 1):
        answer = client.get(_asked(address))
        if answer.status_code == 405:
            answer = client.post(_asked(address))
        assert answer.headers["Location"] == "/account/tweede-factor/", address


def test_the_rows_are_what_the_roles_may() -> None:
    """A page without a permission of its own is for every role."""
    permissions = console_addresses()
    for address, row in _ROWS.items():
        permission = permissions.get(address)
        if len(row) > 1 and permission is not None:
            expected = tuple(
                "yes" if may(role, Permission(permission)) else "403" for role in ROLES
            )
            assert row == expected, address


def _outcome(client: Client, address: str) -> str:
    answer = client.get(_asked(address))
    if answer.status_code == 405:
        answer = client.post(_asked(address))
    assert answer.status_code < 500, address
    assert not answer.headers.get("Location", "").startswith("/aanmelden/?"), address
    return "403" if answer.status_code == 403 else "yes"
