"""Today and the processing reports in a real browser, as a beheerder goes through them."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Browser, expect

from browser_world import at_desk
from console_world import person
from doors_world import Site
from reading_world import House, house
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import AbsenceReport, Arbodienst, Message, Work
from verzuimbrug.store.tenancy import tenant

_UNKNOWN = Finding("WG201", {"code": "FLSN4711", "received": "4711"}, "/X", 12).to_json()
_BROKEN = Finding("BRT03", {"message": "Verzuimmeldingen"}, "/X", 1).to_json()


def _morning() -> House:
    """An arbodienst on a morning on which something happened."""
    of = house("GEZOND", "Felison VerzekeringsInzicht")
    for number in range(12):
        at = timezone.now() - timedelta(hours=number)
        _received(of, f"20261123-{number}", at, decided_at=at + timedelta(seconds=1))
    waits = _received(of, "20261123-50", timezone.now(), decided_at=timezone.now())
    of.report(waits, 0, "parked", employer_code="FLSN4711", codes=["WG201"], findings=[_UNKNOWN])
    of.report(waits, 1, "applied", case_key="VG2")
    with tenant(of.arbodienst):
        AbsenceReport.objects.update(received_on=timezone.localdate())
    refused = {"state": "rejected", "codes": ["BRT03"], "findings": [_BROKEN]}
    _received(of, "20261123-51", timezone.now(), decided_at=timezone.now(), **refused)
    _received(of, "20261123-52", timezone.now(), state="held")
    waiting = _received(of, "20261123-53", timezone.now(), state="received")
    Work.objects.create(
        message=waiting, arbodienst_id=of.arbodienst, account=of.account, state="waiting"
    )
    return of


def _received(of: House, receipt: str, at: object, **values: object) -> int:
    number = of.message(receipt, **values)
    with tenant(of.arbodienst):
        Message.objects.filter(id=number).update(received_at=at)
    return number


def test_a_beheerder_sees_what_needs_them_and_reads_the_reports(
    browser: Browser, site: Site
) -> None:
    of = _morning()
    beheerder = person("manage", Arbodienst.objects.get(id=of.arbodienst))
    with at_desk(browser, site, beheerder) as desk:
        page = desk.open("/")
        expect(page.get_by_text("Werkgever FLSN4711 bestaat niet.")).to_be_visible()
        desk.look("vandaag")

        page.get_by_role("link", name=re.compile("^Bekeken")).click()
        desk.look("vandaag-gezien")
        page.get_by_role("button", name="Als bekeken merken").click()
        expect(page.get_by_text("1 bericht is als bekeken gemerkt.")).to_be_visible()
        page.get_by_role("link", name="Ongedaan maken").click()
        desk.look("vandaag-terug")
        page.get_by_role("button", name="Ongedaan maken").click()
        expect(page.get_by_text("1 bericht is afgewezen.")).to_be_visible()

        page.get_by_role("link", name="Verslagen").first.click()
        expect(page.get_by_role("heading", name="Verslagen", level=1)).to_be_visible()
        desk.look("verslagen")
        page.get_by_role("link", name="Op oorzaak").click()
        desk.look("verslagen-oorzaken")
        page.get_by_role("link", name="WG201").first.click()
        page.get_by_role("link", name="20261123-50").click()
        expect(page.get_by_text("Bevindingen op oorzaak").first).to_be_visible()
        desk.look("verslag")


def test_an_empty_day_is_told_in_words(browser: Browser, site: Site) -> None:
    with at_desk(browser, site, person("audit")) as desk:
        desk.open("/")
        desk.look("vandaag-leeg")
        desk.open("/verslagen/")
        desk.look("verslagen-leeg")
        desk.open("/verslagen/oorzaken/")
        desk.look("oorzaken-leeg")
