"""Bad input, from the door to the end: a clear refusal, nothing lost, nothing applied."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from doors_world import Coupling, Site
from live_world import until, workers
from sending_world import ABSENCE, cases, codes, go_live, outcome, persons, report, settings, sick
from verzuimbrug.application.status import status
from verzuimbrug.portal.client import PortalClient
from verzuimbrug.portal.exchange import PortalFault
from verzuimbrug.store.models import RefusedAttempt
from verzuimbrug.store.queue import is_idle

_MIB = 1024 * 1024
_houses = count(1)
_GOOD = sick(report())
_ROOT = b"<Verzuimmeldingen"

UNREADABLE = {
    "broken": (_GOOD.replace(b"</Wrkgvr>", b""), "XML06"),
    "cut off": (_GOOD[:-20], "XML06"),
    "doctype": (_GOOD.replace(_ROOT, b"<!DOCTYPE Verzuimmeldingen>" + _ROOT, 1), "XML05"),
    "bomb": (
        _GOOD.replace(
            _ROOT,
            b'<!DOCTYPE Verzuimmeldingen [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
            b'<!ENTITY c "&b;&b;&b;&b;">]>' + _ROOT,
            1,
        ).replace(b"PORTAAL", b"&c;"),
        "XML05",
    ),
    "file of the server": (
        _GOOD.replace(
            _ROOT, b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + _ROOT, 1
        ).replace(b"PORTAAL", b"&f;"),
        "XML05",
    ),
    "wrong encoding": (_GOOD.replace(b"Smit", b"Bj\xf6rk"), "XML07"),
    "unknown encoding": (_GOOD.replace(b"UTF-8", b"UTF-99", 1), "XML07"),
    "NUL": (_GOOD.replace(b"Smit", b"Sm\0it"), "XML06"),
    "no XML": (b"%PDF-1.7", "XML06"),
    "unknown root": (b"<Loonaangifte/>", "BRT01"),
}
READABLE = {
    "unlisted edition": (sick(report(), edition="2022"), "IN101"),
    "catalogue fault": (_GOOD.replace(b"<GslchtCd>V<", b"<GslchtCd>Q<"), "CAT30"),
}


@pytest.fixture(scope="module")
def hub(arena: Site, log: Path) -> Iterator[Site]:
    with workers(log, 1):
        yield arena


@pytest.fixture(params=["rest", "soap"])
def door(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _coupling() -> tuple[Coupling, str]:
    code = f"SLECHT-{next(_houses)}"
    return go_live(settings(code, editions=["2025", "2026"])), code


def _portal(hub: Site, coupling: Coupling, door: str, token: str | None = None) -> PortalClient:
    return PortalClient(hub.url, coupling.code, token or coupling.token, soap=door == "soap")


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_message_is_rejected(hub: Site, door: str, name: str) -> None:
    content, code = UNREADABLE[name]
    coupling, house = _coupling()
    with _portal(hub, coupling, door) as portal:
        receipt = portal.send(ABSENCE, "bericht.xml", content)
        until(is_idle)
        assert portal.collect_answers() == ()

    found = outcome(coupling, receipt.number)
    assert (found.state, codes(found.findings)) == ("rejected", [code])
    _nothing_applied(coupling, house, rejected=1)


@pytest.mark.parametrize("name", READABLE)
def test_rejected_message_with_readable_envelope_is_answered(
    hub: Site, door: str, name: str
) -> None:
    content, code = READABLE[name]
    coupling, house = _coupling()
    with _portal(hub, coupling, door) as portal:
        receipt = portal.send(ABSENCE, "bericht.xml", content)
        until(is_idle)
        (answer,) = portal.collect_answers()
        assert portal.acknowledge([answer.number]) == 1
        assert portal.collect_answers() == ()

    (finding,) = outcome(coupling, receipt.number).findings
    assert finding.code == code
    assert answer.kind == "Retourmelding"
    assert finding.code.encode() in answer.content
    _nothing_applied(coupling, house, rejected=1)


@pytest.mark.parametrize("content", [b"", b" " * 60 * _MIB], ids=["empty", "60 MiB"])
def test_impossible_size_is_refused_or_rejected(hub: Site, door: str, content: bytes) -> None:
    coupling, house = _coupling()
    with _portal(hub, coupling, door) as portal:
        if content:
            with pytest.raises(PortalFault, match="BESTAND-TE-GROOT"):
                portal.send(ABSENCE, "bericht.xml", content)
        else:
            receipt = portal.send(ABSENCE, "bericht.xml", content)
            until(is_idle)
            assert codes(outcome(coupling, receipt.number).findings) == ["XML01"]
    _nothing_applied(coupling, house, rejected=0 if content else 1)


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (("mis", ABSENCE, "active"), "AANMELDEN-MISLUKT"),
        ((None, ABSENCE, "suspended"), "ACCOUNT-NIET-ACTIEF"),
        ((None, "Onbekend", "active"), "STROOM-ONBEKEND"),
    ],
    ids=["token", "standing", "stream"],
)
def test_refused_delivery_is_recorded(
    hub: Site, door: str, wrong: tuple[str | None, str, str], fault: str
) -> None:
    token, stream, standing = wrong
    coupling, house = _coupling()
    coupling.turn(standing)
    with (
        _portal(hub, coupling, door, token) as portal,
        pytest.raises(PortalFault, match=fault),
    ):
        portal.send(stream, "bericht.xml", _GOOD)

    kept = RefusedAttempt.objects.filter(arbodienst=coupling.arbodienst)
    assert [(row.door, row.reason) for row in kept] == [(door, fault)]
    _nothing_applied(coupling, house, rejected=0)


def test_bad_messages_stop_no_good_one(hub: Site, door: str) -> None:
    coupling, house = _coupling()
    with _portal(hub, coupling, door) as portal:
        for content, _ in (*UNREADABLE.values(), *READABLE.values()):
            portal.send(ABSENCE, "slecht.xml", content)
        portal.send(ABSENCE, "goed.xml", _GOOD)
    until(is_idle)

    counts = status(house)
    assert counts.messages["rejected"] == len(UNREADABLE) + len(READABLE)
    assert (counts.messages["processed"], counts.reports["applied"]) == (1, 1)
    assert list(cases(coupling)) == ["VG1"]


def _nothing_applied(coupling: Coupling, house: str, *, rejected: int) -> None:
    counts = status(house)
    assert counts.messages["rejected"] == sum(counts.messages.values()) == rejected
    assert sum(counts.reports.values()) == 0
    assert persons(coupling) == []
