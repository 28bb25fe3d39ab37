"""Two arbodiensten on one instance at the same time: each sees what it sees when it is alone.

Both have the same employer codes, keys and cases; only a word in every text tells them apart. What
both doors and the console say to one is the same, byte for byte, whether the other is there or not,
and never has a word of the other in it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from console_world import person as somebody, visit
from doors_world import Coupling, Site
from live_world import until, workers
from sending_world import ABSENCE, absence, employer, go_live, person, report, settings
from sftp_world import SftpCoupling, SftpSite, serving, with_key
from verzuimbrug.application.accounts import find_account
from verzuimbrug.application.sign_in import apikeys
from verzuimbrug.portal.client import PortalClient
from verzuimbrug.store.models import Arbodienst
from verzuimbrug.store.queue import is_idle

_ROUNDS = 2
_SFTP = "Felison VDD"
_WORDS = (("KORENWOLF", "ZILVERREIGER"), ("ZILVERREIGER", "KORENWOLF"))
_READ = ("/api/v1/employers", "/api/v1/employers/FLSN1001/employees", "/api/v1/messages")
_PAGES = ("/", "/berichten/", "/dossiers/?zoek=w-1", "/werkgevers/", "/koppelingen/", "/verslagen/")
_CHANGING = re.compile(rb"\w{64}|\b(?:ma|di|wo|do|vr|za|zo) [0-9]+ [a-z]{3}\b|[0-9]+")
"""Digests, tokens of forms, receipts, store ids, days and moments: others in every run."""


@dataclass(frozen=True, slots=True)
class House:
    """An arbodienst with one portal over HTTP and one over SFTP, and the word that is its own."""

    word: str
    portal: Coupling
    sftp: SftpCoupling
    key: str
    cookies: str


@dataclass(frozen=True, slots=True)
class Hub:
    """The doors of one instance."""

    http: Site
    sftp: SftpSite


@pytest.fixture(scope="module")
def hub(arena: Site, log: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """Web server, two workers and an SFTP server, in processes of their own."""
    with workers(log, 2), serving(tmp_path_factory.mktemp("sftp") / "server.log") as sftp:
        yield Hub(arena, sftp)


def _house(code: str, word: str) -> House:
    configuration = settings(code)
    (account,) = configuration["accounts"]
    configuration["arbodienst"]["name"] = word
    configuration["employers"][0]["name"] = f"N.V. {word}"
    configuration["accounts"] = [account, {**account, "name": _SFTP, "type": "sftp"}]
    configuration = json.loads(json.dumps(configuration))
    portal = go_live(configuration)
    go_live(configuration, account=_SFTP)
    client = visit(somebody("manage", Arbodienst.objects.get(code=code)))
    return House(
        word=word,
        portal=portal,
        sftp=with_key(find_account(_SFTP, code)),
        key=apikeys.create(portal.arbodienst, "lezer", "manage"),
        cookies="; ".join(f"{name}={each.value}" for name, each in client.cookies.items()),
    )


def _message(house: House, number: int) -> bytes:
    """A message of one person, with the word of the house in its names."""
    named = {"fields": {"surname": house.word, "initials": "J"}}
    one = person(f"w-{number}", report(f"VG{number}"), **named)  # type: ignore[arg-type]  # as Known says
    return absence(employer("1001", one), reference=f"{number:08}")


def _live(hub: Hub, house: House, other: str) -> None:
    """Deliver over REST, SOAP and SFTP, and look at everything in between."""
    for number in range(_ROUNDS):
        with PortalClient(
            hub.http.url, house.portal.code, house.portal.token, soap=number % 2 == 0
        ) as portal:
            portal.send(ABSENCE, f"{house.word}.xml", _message(house, number))
        hub.sftp.put(house.sftp, f"{ABSENCE}/{house.word}.{number}.xml", b"<a>%d</a>" % number)
        _read(hub, house, other)


def _seen(hub: Hub, *houses: tuple[House, str]) -> list[Mapping[str, bytes]]:
    """What each of the houses sees in the end, when all of them were at work at once."""
    with ThreadPoolExecutor(len(houses)) as pool:
        list(pool.map(lambda each: _live(hub, *each), houses))
        until(is_idle)
        return list(pool.map(lambda each: _read(hub, *each), houses))


def _read(hub: Hub, house: House, other: str) -> Mapping[str, bytes]:
    """What the doors and the console say, over SFTP by the names of files; no word of the other."""
    key, cookie = {"Authorization": f"Bearer {house.key}"}, {"Cookie": house.cookies}
    asked = {**dict.fromkeys(_READ, key), **dict.fromkeys(_PAGES, cookie)}
    said = {path: hub.http.call("GET", path, headers=headers) for path, headers in asked.items()}
    assert {answer.status for answer in said.values()} == {200}
    listed = "\n".join(hub.sftp.names(house.sftp, f"{ABSENCE}/afgekeurd")).encode()
    texts = {**{path: answer.body for path, answer in said.items()}, "sftp": listed}
    assert not [path for path, text in texts.items() if other.encode() in text]
    return texts


def _same_in_every_run(said: Mapping[str, bytes]) -> dict[str, list[bytes]]:
    """Without what differs in every run, and in no order: workers take turns."""
    return {place: sorted(_CHANGING.sub(b"", text).split()) for place, text in said.items()}


def test_each_sees_what_it_sees_when_it_is_alone(hub: Hub) -> None:
    alone = [
        _seen(hub, (_house(f"HUIS-{number}", word), other))[0]
        for number, (word, other) in enumerate(_WORDS)
    ]

    houses = [(_house(f"HUIS-{n}", word), other) for n, (word, other) in enumerate(_WORDS, 2)]
    together = _seen(hub, *houses)

    for one, both in zip(alone, together, strict=True):
        assert _same_in_every_run(both) == _same_in_every_run(one)


def test_what_was_looked_for_is_what_is_shown(hub: Hub) -> None:
    """Else no word of the other could have been anywhere."""
    house = _house("HUIS-9", "ROERDOMP")

    (said,) = _seen(hub, (house, "KORENWOLF"))

    shown = {path for path, text in said.items() if b"ROERDOMP" in text}
    assert shown >= {"sftp", *_READ[:2], "/berichten/", "/werkgevers/"}
