"""The working day of each role, as a story in a real browser on the real server."""

import re

from playwright.sync_api import Browser, Page, expect

from browser_world import at_desk
from console_world import person as user
from doors_world import Coupling, Site
from parking_world import GROUP, house, park_unknown_employer
from sending_world import absence, employer, go_live, person, report, sick, take, work
from verzuimbrug.store.models import Arbodienst, EmployerGroup, User, UserScope
from verzuimbrug.store.tenancy import tenant


def _of(coupling: Coupling, role: str) -> User:
    return user(role, Arbodienst.objects.get(id=coupling.arbodienst))


def _title(page: Page, title: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def test_a_beheerder_heals_what_waits_and_sees_what_it_did(browser: Browser, site: Site) -> None:
    coupling = go_live(house())
    park_unknown_employer(coupling)
    with at_desk(browser, site, _of(coupling, "manage")) as desk:
        page = desk.open("/")
        card = page.locator(".cards > li", has_text="Werkgever FLSN1002 bestaat niet.")
        card.get_by_role("link", name=re.compile("^Bekijken")).click()
        page.get_by_role("link", name="Werkgever aanmaken").first.click()
        page.get_by_label("Naam").fill("Garage De Wissel B.V.")
        page.get_by_label("Groep").select_option(GROUP)
        page.get_by_role("button", name="Toon wat er zou gebeuren").click()
        expect(page.get_by_text("gaan 3 meldingen verder")).to_be_visible()
        page.get_by_role("button", name="Bevestigen").click()
        work()

        desk.open("/wachtend/")
        expect(page.get_by_text("Er wacht niets.")).to_be_visible()
        desk.open("/werkgevers/")
        page.get_by_role("link", name="FLSN1002").click()
        _title(page, "Garage De Wissel B.V.")


def test_a_beheerder_decides_on_what_is_held_and_takes_it_back(
    browser: Browser, site: Site
) -> None:
    coupling = go_live(house(mode="approval"))
    (told,) = take(coupling, sick(report("VG1")))
    with at_desk(browser, site, _of(coupling, "manage")) as desk:
        page = desk.open("/")
        page.get_by_role("link", name=re.compile("^Beoordelen")).first.click()
        _title(page, f"Bericht {told.receipt} beoordelen")
        page.get_by_role("button", name="Goedkeuren").click()
        expect(page.get_by_text(f"Bericht {told.receipt} is goedgekeurd")).to_be_visible()
        work()

        page.get_by_role("link", name="Ongedaan maken").click()
        page.get_by_label("Reden").fill("verkeerde werknemer")
        page.get_by_role("button", name="Ongedaan maken").click()
        expect(page.get_by_role("link", name="Terugnemen", exact=True)).to_be_visible()


def test_a_klantbeheerder_of_one_group_sees_its_couplings_and_no_others(
    browser: Browser, site: Site
) -> None:
    coupling = go_live(house())
    take(coupling, absence(employer("1001", person("w-1", report("VG1")))))
    limited = _of(coupling, "setup")
    _limit(coupling, limited)
    with at_desk(browser, site, limited) as desk:
        page = desk.open("/koppelingen/")
        expect(page.get_by_role("link", name="Felison verzekeringsinzicht")).to_be_visible()
        expect(page.get_by_role("link", name="Andere", exact=False)).to_have_count(0)

        desk.open("/werkgevers/")
        expect(page.get_by_role("link", name="FLSN1001")).to_be_visible()
        expect(page.get_by_role("link", name="FLSN1003")).to_have_count(0)


def _limit(coupling: Coupling, who: User) -> None:
    """Let somebody look at one group only."""
    with tenant(coupling.arbodienst):
        group = EmployerGroup.objects.get(code=GROUP)
        UserScope.objects.create(arbodienst_id=coupling.arbodienst, user=who, group=group)
    who.scope_all = False
    who.save()


def test_an_auditor_reads_and_is_offered_nothing_that_changes(browser: Browser, site: Site) -> None:
    coupling = go_live(house(mode="approval"))
    park_unknown_employer(coupling)
    with at_desk(browser, site, _of(coupling, "audit")) as desk:
        for path in ("/", "/koppelingen/", "/wachtend/", "/wachtend/ter-goedkeuring/"):
            page = desk.open(path)
            for name in ("Werkgever aanmaken", "Goedkeuren", "Nieuwe koppeling", "Pauzeren"):
                expect(page.get_by_text(name, exact=True)).to_have_count(0)

        desk.open("/koppelingen/nieuw/")
        _title(page, "Hier hebt u geen recht toe")
        desk.look("geen-recht")


def test_a_day_goes_without_a_mouse(browser: Browser, site: Site) -> None:
    coupling = go_live(house())
    park_unknown_employer(coupling)
    with at_desk(browser, site, _of(coupling, "manage")) as desk:
        page = desk.open("/")
        page.keyboard.press("g")
        page.keyboard.press("w")
        _title(page, "Wachtend")

        page.keyboard.press("j")
        page.keyboard.press("Enter")
        _title(page, re.compile("Werkgever bestaat niet"))

        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_be_visible()
        desk.look("toetsen", is_answer=True)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()

        page.keyboard.press("/")
        expect(page.get_by_role("searchbox")).to_be_focused()


def test_the_operator_sees_arbodiensten_and_nobody_of_them(browser: Browser, site: Site) -> None:
    coupling = go_live(house())
    take(coupling, sick(report("VG1")))
    operator = user("operator")
    operator.arbodienst = None
    operator.save()
    with at_desk(browser, site, operator) as desk:
        page = desk.open("/")
        expect(page.get_by_text("GEZOND").first).to_be_visible()
        desk.open("/dossiers/")
        _title(page, "Hier hebt u geen recht toe")
