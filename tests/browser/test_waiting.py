"""A morning with what waits: every page of Waiting looked at, and used without a mouse."""

from decimal import Decimal

import pytest
from playwright.sync_api import Browser

from browser_world import Desk, at_desk
from configuring_world import apply
from console_world import person
from doors_world import Coupling, Site
from held_world import hold
from parking_world import (
    GROUP,
    house,
    park_behind_held,
    park_double,
    park_gap,
    park_unknown_employer,
)
from reconciliation_world import start
from sending_world import (
    absence,
    employer,
    go_live,
    person as somebody,
    report,
    settings,
    sick,
    take,
    work,
)
from undo_world import of, undone
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.models import Arbodienst, User

CHANGE = Operation.CHANGE
HELD = "/wachtend/ter-goedkeuring/"


def _beheerder(coupling: Coupling) -> User:
    return person("manage", Arbodienst.objects.get(id=coupling.arbodienst))


def test_what_waits_for_a_cause_is_seen_understood_and_healed(browser: Browser, site: Site) -> None:
    coupling = go_live(house())
    for number in ("1004", "1005"):
        park_unknown_employer(coupling, number)
    park_gap(coupling)
    park_behind_held(coupling)
    park_double(coupling)
    with at_desk(browser, site, _beheerder(coupling)) as desk:
        desk.open("/wachtend/")
        desk.look("wachtend")
        desk.page.get_by_role("link", name="Mogelijk een bekende persoon").click()
        desk.look("wachtend-persoon")
        desk.open("/wachtend/")
        desk.page.get_by_role("link", name="Volgnummer overgeslagen").click()
        desk.look("wachtend-gat")
        desk.page.get_by_role("link", name="Gat vrijgeven").click()
        desk.look("wachtend-gat-vrijgeven")
        desk.page.get_by_role("button", name="Bevestigen").press("Enter")
        desk.page.get_by_text("gedaan.").wait_for()
        _heal_together(desk)
    work()


def _heal_together(desk: Desk) -> None:
    desk.open("/wachtend/?oorzaak=WG201")
    desk.look("wachtend-oorzaak")
    desk.page.get_by_label("Kies alles op deze pagina").check()
    desk.page.get_by_role("button", name="Werkgever aanmaken").click()
    desk.look("wachtend-samen", is_answer=True)
    desk.page.get_by_label("Naam van werkgever FLSN1004").fill("Bakkerij De Korenbloem")
    desk.page.get_by_label("Naam van werkgever FLSN1005").fill("Smederij Het Aambeeld")
    desk.page.get_by_label("Werkgevergroep").select_option(GROUP)
    desk.page.get_by_role("button", name="Toon wat er zou gebeuren").click()
    desk.look("wachtend-samen-gezien", is_answer=True)
    desk.page.get_by_role("button", name="Bevestigen").press("Enter")
    desk.page.get_by_text("gedaan.").wait_for()
    desk.look("wachtend-gedaan", is_answer=True)


def test_what_is_held_is_judged_by_what_it_changes(browser: Browser, site: Site) -> None:
    coupling = go_live()
    disputed = sick(report("VG1", 2, CHANGE, at=3, percentage=Decimal("25.00")))
    first = sick(report()), sick(report("VG1", 2, CHANGE, at=3, percentage=Decimal("50.00")))
    *_, told = take(coupling, *first, disputed)
    apply(settings(mode="approval"))
    content = absence(
        employer(
            "1001", somebody("a", report("VG-a")), somebody("w-1", report("VG1", 3, CHANGE, at=9))
        )
    )
    receipt = hold(coupling, content)
    hold(coupling, sick(report("VG-b"), key="b"))
    with at_desk(browser, site, _beheerder(coupling)) as desk:
        desk.open(HELD)
        desk.look("ter-goedkeuring")
        desk.open(f"{HELD}{told.receipt}/melding/0/")
        desk.look("melding-naast-elkaar")
        desk.page.get_by_role("link", name="Deze melding laten gelden").click()
        desk.look("melding-kiezen")
        desk.open(f"{HELD}{receipt}/")
        desk.look("beoordelen")
        desk.page.get_by_role("button", name="Geheel afwijzen").click()
        desk.look("beoordelen-zonder-reden", is_answer=True)
        desk.page.get_by_role("button", name="Goedkeuren").press("Enter")
        desk.page.get_by_text("is goedgekeurd").wait_for()
        desk.look("goedgekeurd", is_answer=True)


def test_the_state_of_the_portal_is_laid_beside_ours(browser: Browser, site: Site) -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    with at_desk(browser, site, _beheerder(coupling)) as desk:
        desk.open("/wachtend/afstemming/")
        desk.look("afstemming")
        desk.open(f"/wachtend/afstemming/{coupling.account}/")
        desk.look("afstemming-starten")
        theirs = sick(report(percentage=Decimal("50.00"))), sick(report("VG2"), key="b")
        start(coupling, *theirs)
        desk.open(f"/wachtend/afstemming/{coupling.account}/")
        desk.page.get_by_role("link", name="FLSN1001").wait_for()
        desk.look("afstemming-vergeleken")
        desk.page.get_by_role("link", name="FLSN1001").click()
        desk.look("afstemming-werkgever")
        desk.page.get_by_label("Kies alles op deze pagina").check()
        desk.page.get_by_role("button", name="Toon wat is gekozen").click()
        desk.look("afstemming-gekozen", is_answer=True)
        desk.page.get_by_label("Reden").fill("Nagevraagd bij het portaal")
        desk.page.get_by_role("button", name="Overnemen").press("Enter")
        desk.page.get_by_text("2 gevallen worden overgenomen.").wait_for()


@pytest.mark.parametrize(
    "path", ["/wachtend/", "/wachtend/ter-goedkeuring/", "/wachtend/ongedaan/"]
)
def test_nothing_waits_is_said_in_words(browser: Browser, site: Site, path: str) -> None:
    coupling = go_live()
    with at_desk(browser, site, _beheerder(coupling)) as desk:
        desk.open(path)
        desk.look(f"leeg-{path.strip('/').replace('/', '-')}")


def test_a_mistake_is_undone_and_taken_back(browser: Browser, site: Site) -> None:
    coupling = go_live()
    first, second = take(coupling, sick(report()), sick(report("VG2"), key="w-2"))
    undone(coupling, of(first.receipt))
    with at_desk(browser, site, _beheerder(coupling)) as desk:
        desk.open(f"/berichten/{second.receipt}/ongedaan/")
        desk.look("ongedaan-maken")
        desk.page.get_by_label("Reden").fill("Verkeerd bestand")
        desk.page.get_by_role("button", name="Ongedaan maken").press("Enter")
        desk.page.get_by_text("Wat was overgenomen, geldt niet meer.").wait_for()
        desk.look("ongedaan", is_answer=True)
        desk.page.get_by_role("status").get_by_role("link", name="Terugnemen").click()
        desk.look("terugnemen")
