"""Every way to fail to sign in is the same work, so that its time tells nothing (SECURITY.md).

`tests/nightly/sign_in_times.py` measures the times themselves.
"""

import hmac
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import psycopg
import pytest

from doors_world import STREAM, coupling
from sftp_world import SftpCoupling, new_key, sftp_coupling, with_key
from sign_in_world import ways_to_fail
from verzuimbrug.application.receiving.receive_many import Delivery, SignIn, receive_many
from verzuimbrug.application.receiving.refusals import RefusedError
from verzuimbrug.application.sftp.keys import list_keys, revoke_key
from verzuimbrug.application.sftp.signing_in import find_key
from verzuimbrug.application.sign_in import apikeys, credentials

pytestmark = pytest.mark.usefixtures("database")

_ADDRESS = "192.0.2.1"
_VALUE = re.compile(r"(?<![\w.])(?:'[^']*'|[0-9]+)")
"""Of statements that Django puts values into itself, to name them in its log."""


@dataclass(frozen=True, slots=True)
class Done:
    """What the database was asked, without the values, and what was compared in constant time."""

    asked: tuple[str, ...]
    compared: tuple[tuple[int, int], ...]


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], Done]:
    """What is done when somebody signs in; the database and `hmac` do it as ever."""
    asked: list[str] = []
    compared: list[tuple[int, int]] = []
    really_ask, really_compare = psycopg.Cursor.execute, hmac.compare_digest

    def ask(self: Any, query: Any, *values: Any, **settings: Any) -> Any:  # noqa: ANN401 -- psycopg's
        asked.append(_VALUE.sub("?", str(query)))
        return really_ask(self, query, *values, **settings)

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((len(one), len(other)))
        return really_compare(one, other)

    monkeypatch.setattr(psycopg.Cursor, "execute", ask)
    monkeypatch.setattr(hmac, "compare_digest", compare)

    def when(sign_in: Callable[[], object]) -> Done:
        asked.clear()
        compared.clear()
        with suppress(RefusedError):
            sign_in()
        return Done(tuple(asked), tuple(compared))

    return when


When = Callable[[Callable[[], object]], Done]


def test_every_wrong_pair_is_the_same_work(done: When) -> None:
    works = {
        name: done(partial(credentials.verify, *pair, _ADDRESS))
        for name, pair in ways_to_fail().items()
    }

    expected = works["unknown code"]
    assert expected.compared == ((32, 32),)
    assert len(expected.asked) > 2
    assert works == dict.fromkeys(works, expected)


def test_every_wrong_pair_is_the_same_work_among_deliveries_that_came_together(done: When) -> None:
    """There it falls through to the ordinary way, which is the same work too."""
    works = {
        name: done(partial(receive_many, [_delivery(*pair)]))
        for name, pair in ways_to_fail().items()
    }

    expected = works["unknown code"]
    assert expected.compared == ((32, 32),)
    assert len(expected.asked) > 2
    assert works == dict.fromkeys(works, expected)


def test_who_failed_before_is_the_same_work_whoever_it_is(done: When) -> None:
    ways = ways_to_fail()
    for pair in ways.values():
        with suppress(RefusedError):
            credentials.verify(*pair, _ADDRESS)

    works = [done(partial(receive_many, [_delivery(*pair)])) for pair in ways.values()]

    assert works == [works[0]] * len(works)
    assert not works[0].compared


def _delivery(code: str, token: str) -> Delivery:
    sign_in = SignIn(customer_code=code, token=token, address=_ADDRESS)
    return Delivery(sign_in=sign_in, stream=STREAM, file_name="a.xml", content=b"<a/>", door="rest")


def test_every_wrong_key_is_the_same_work(done: When) -> None:
    arbodienst = coupling("GEZOND").arbodienst
    revoked = apikeys.create(arbodienst, "vervallen", "read")
    apikeys.revoke(arbodienst, "vervallen")

    works = [done(partial(apikeys.verify, key, _ADDRESS)) for key in (revoked, revoked[::-1])]

    assert works[0] == works[1]


def test_every_wrong_ssh_key_is_the_same_work(done: When) -> None:
    portal = sftp_coupling("GEZOND")
    revoked = with_key(portal.ref)
    revoke_key(portal.ref, list_keys(portal.ref)[-1].fingerprint, "test")
    ways: Mapping[str, SftpCoupling] = {
        "unknown login": replace(portal, login="niemand"),
        "unknown key": replace(portal, key=new_key()),
        "revoked key": revoked,
    }

    works = {
        name: done(partial(find_key, each.login, each.key.get_fingerprint(), _ADDRESS))
        for name, each in ways.items()
    }

    assert works == dict.fromkeys(works, works["unknown login"])
