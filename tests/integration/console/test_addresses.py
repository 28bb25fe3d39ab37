"""Numbers in an address, that anybody can have written: what is none asks for the first page."""

import re
from urllib.parse import unquote

import pytest

from exports_world import EXPORT, exporting
from managed_world import Desk, at
from parking_world import house, key_of, park_gap, parked
from reconciliation_world import start
from sending_world import absence, employer, go_live, person, persons, report, take
from undo_world import of, undone
from verzuimbrug.application.parking.addresses import write_address
from waiting_world import link_of

pytestmark = pytest.mark.usefixtures("database")

LARGEST = 2**63 - 1
ADDRESSES = (
    "/beheer/exports/{export}/?na=",
    "/beheer/inzage/?na=",
    "/beheer/versies/?na=",
    "/beheer/versies/employer/{employer}/?na=",
    "/beheer/webhooks/{webhook}/?na=",
    "/berichten/?na=",
    "/berichten/?voor=",
    "/berichten/?stand=geweigerd&na=",
    "/berichten/{receipt}/?na=",
    "/berichten/{receipt}/bericht/?na=",
    "/berichten/{receipt}/herhalingen/?na=",
    "/berichten/{receipt}/meldingen/?na=",
    "/berichten/{receipt}/wijzigingen/?na=",
    "/dossiers/{person}/herkomst/?na=",
    "/dossiers/{person}/wijzigingen/?na=",
    "/verslagen/?na=",
    "/verslagen/{receipt}/?na=",
    "/wachtend/afstemming/{account}/werkgever/?werkgever=FLSN1001&na=",
    "/wachtend/groep/{group}/?na=",
    "/wachtend/ongedaan/?na=",
    "/wachtend/ter-goedkeuring/?na=",
    "/werkgevers/?na=",
    "/werkgevers/groepen/{of_employers}/?na=",
)

_TOKEN = re.compile(r'(?<=")\w{64}(?=")')


def _world() -> tuple[Desk, dict[str, object]]:
    """Something to see at each of the addresses, and what those name."""
    coupling = go_live({**house(), "exports": exporting()["exports"]})
    work = at(coupling.arbodienst, "manage")
    made = work.post("/beheer/webhooks/nieuw/", {"url": "https://nergens.invalid/"})
    assert "whsec_" in made.content.decode()
    webhook = link_of(work.get("/beheer/webhooks/"), "https://nergens.invalid/")
    park_gap(coupling)
    whole = absence(employer("1001", person("w-1", report()), person("w-2", report("VG2"))))
    undo, told = take(coupling, absence(employer("1001", person("w-3", report("VG3")))), whole)
    undone(coupling, of(undo.receipt))
    start(coupling)
    return work, {
        "account": coupling.account,
        "employer": work.id("employer", "FLSN1001"),
        "export": work.id("export", EXPORT),
        "group": write_address(key_of(coupling, parked(coupling)[0])),
        "of_employers": work.id("employer group", "FELISON-VI"),
        "person": persons(coupling)[0].id,
        "receipt": told.receipt,
        "webhook": webhook.split("/")[3],
    }


def _page(work: Desk, address: str, written: str) -> str:
    """The page, without the number and what differs in every answer."""
    page = work.get(address + written).replace(f"={written}", "=")
    return _TOKEN.sub("", page.replace(f'="{unquote(written)}"', '=""'))


def test_what_is_no_number_asks_for_the_first_page() -> None:
    work, names = _world()

    for address in (each.format(**names) for each in ADDRESSES):
        first = _page(work, address, "")
        for written in ("9" * 40, str(LARGEST + 1), "-2", "tekst", "%C2%B2"):
            assert _page(work, address, written) == first, (address, written)


def test_the_largest_number_is_a_number_still() -> None:
    work, names = _world()

    for address in (each.format(**names) for each in ADDRESSES):
        work.get(address + str(LARGEST))
