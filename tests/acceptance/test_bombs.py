"""Bombs at the doors: each is kept as it came, read within bounds, and refused with a reason.

How much memory that takes is held in `tests/unit/sivi/test_bombs.py`.
"""

import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from bombs import MANY, MESSAGE, Document, readable, unreadable
from doors_world import Coupling, Site
from live_world import until, workers
from sending_world import ABSENCE, codes, go_live, outcome, settings
from sftp_world import VZ, SftpSite, serving, sftp_coupling
from verzuimbrug.portal.client import PortalClient
from verzuimbrug.sivi.soap_envelope import SERVICE
from verzuimbrug.store.models import Message
from verzuimbrug.store.queue import is_idle
from verzuimbrug.store.tenancy import tenant

_SECONDS = 30
"""For all bombs together at one door, which take some two."""

_UNREADABLE, _READABLE = unreadable(MESSAGE), readable(MESSAGE)
_ALL = {**{name: bomb for name, (bomb, _) in _UNREADABLE.items()}, **_READABLE}
_ENVELOPE = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
    f'<LeverAan xmlns="{SERVICE}"><Klantcode>VUL-IN</Klantcode></LeverAan></s:Body></s:Envelope>'
).encode()
_AS_ENVELOPE = Document(good=_ENVELOPE, root=b"<s:Envelope", text=b"VUL-IN")
_JSON = {
    "lists": b"[" * MANY + b"]" * MANY,
    "lists without an end": b'{"numbers":' + b"[" * MANY,
    "objects": b'{"a":' * MANY + b"1" + b"}" * MANY,
    "digits": b'{"numbers":[' + b"9" * 1_000_000 + b"]}",
    "power": b'{"numbers":[1e999999999]}',
    "UTF-16": '{"numbers":["a"]}'.encode("utf-16"),
}

Deliver = Callable[[Coupling, str, bytes], None]


@pytest.fixture(scope="module")
def hub(arena: Site, log: Path) -> Iterator[Site]:
    with workers(log, 1):
        yield arena


@pytest.fixture(scope="module")
def sftp(hub: Site, log: Path) -> Iterator[SftpSite]:
    del hub
    with serving(log) as site:
        yield site


@pytest.mark.parametrize("door", ["rest", "soap"])
def test_bombs_over_the_web_service_are_kept_and_refused(hub: Site, door: str) -> None:
    coupling = go_live(settings(f"BOM-{door.upper()}"))
    begun = time.monotonic()
    with PortalClient(hub.url, coupling.code, coupling.token, soap=door == "soap") as portal:
        receipts = {name: portal.send(ABSENCE, name, bomb).number for name, bomb in _ALL.items()}
    _held(coupling, receipts, begun)


def test_bombs_over_sftp_are_kept_and_refused(sftp: SftpSite) -> None:
    coupling = sftp_coupling("BOM-SFTP")
    begun = time.monotonic()
    for name, bomb in _ALL.items():
        sftp.put(coupling, f"{VZ}/{name}", bomb)
    with tenant(coupling.arbodienst):
        receipts = dict(Message.objects.values_list("file_name", "receipt"))
    _held(coupling, receipts, begun)


def _held(coupling: Coupling, receipts: Mapping[str, str], begun: float) -> None:
    """Nothing was lost, and each was told what is the matter; nothing broke."""
    until(is_idle)
    assert time.monotonic() - begun < _SECONDS
    assert sorted(coupling.kept()) == sorted(_ALL.values())
    found = {name: outcome(coupling, receipt) for name, receipt in receipts.items()}
    told = {name: (found[name].state, codes(found[name].findings)) for name in _UNREADABLE}
    assert told == {name: ("rejected", [code]) for name, (_, code) in _UNREADABLE.items()}
    # Comments and instructions are no fault.
    assert {found[name].state for name in _READABLE} <= {"rejected", "processed"}


@pytest.mark.parametrize("bombs", [unreadable(_AS_ENVELOPE), readable(_AS_ENVELOPE)])
def test_an_envelope_that_is_a_bomb_is_a_fault(
    hub: Site, bombs: Mapping[str, bytes | tuple[bytes, str]]
) -> None:
    begun = time.monotonic()
    for name, bomb in bombs.items():
        body = bomb if isinstance(bomb, bytes) else bomb[0]
        said = hub.call("POST", "/services/bestandsoverdracht", body, {"Content-Type": "text/xml"})
        # SOAP 1.1 has every fault be a 500 (6.2).
        assert said.status == 500, name
        assert b"Fault>" in said.body, name
        assert b"INTERN" not in said.body, name
    assert time.monotonic() - begun < _SECONDS


@pytest.mark.parametrize("name", _JSON)
def test_json_that_is_a_bomb_is_refused(hub: Site, name: str) -> None:
    coupling = go_live(settings(f"BOM-{[*_JSON].index(name)}"))
    begun = time.monotonic()
    said = hub.call(
        "POST",
        "/api/v1/answers/acknowledge",
        _JSON[name],
        {**coupling.basic, "Content-Type": "application/json"},
    )
    assert said.status in {400, 422}
    assert time.monotonic() - begun < _SECONDS


def test_a_message_in_base64_that_is_none_is_refused(hub: Site) -> None:
    coupling = go_live(settings("BOM-64"))
    inner = b"=" * 5_000_000 + b64encode(b"<a/>")
    body = _ENVELOPE.replace(
        b"<Klantcode>VUL-IN</Klantcode>",
        f"<Klantcode>{coupling.code}</Klantcode><Token>{coupling.token}</Token>"
        f"<Gegevensstroom>{ABSENCE}</Gegevensstroom><Bestandsnaam>a</Bestandsnaam>".encode()
        + b"<Inhoud>%s</Inhoud>" % inner,
    )
    said = hub.call("POST", "/services/bestandsoverdracht", body, {"Content-Type": "text/xml"})
    assert said.status == 500
    assert coupling.kept() == []
