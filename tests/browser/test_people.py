"""People and rights, in a real browser: a beheerder lets somebody in, and looks after it."""

from playwright.sync_api import Browser

from browser_world import at_desk
from configuring_world import apply, example
from console_world import person
from doors_world import Site
from people_world import PASSWORD, person as somebody
from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.store.models import Arbodienst, Employer, User
from verzuimbrug.store.tenancy import tenant


def _manager() -> User:
    apply(example())
    return person("manage", Arbodienst.objects.get(code="GEZOND"))


def test_a_beheerder_invites_somebody_who_comes_in(browser: Browser, site: Site) -> None:
    with at_desk(browser, site, _manager()) as desk:
        page = desk.open("/beheer/mensen/")
        desk.look("mensen")
        page.get_by_role("link", name="Uitnodigen").click()
        desk.look("uitnodigen")
        page.get_by_label("Naam").fill("Ben Bos")
        page.get_by_label("E-mailadres").fill("ben@example.nl")
        page.get_by_label("Beperken tot bepaalde werkgevers").check()
        page.get_by_label("Gezamenlijke relaties Felison").check()
        page.get_by_role("button", name="Uitnodigen").click()
        desk.look("link", is_answer=True)
        link = page.locator("output").inner_text()
    with at_desk(browser, site) as guest:
        page = guest.open(link.removeprefix(guest.url))
        guest.look("uitnodiging")
        page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
        page.get_by_label("Wachtwoord, nog een keer").fill(PASSWORD)
        page.locator("main form button.main").click()
        page.wait_for_url("**/aanmelden/")
        guest.open(link.removeprefix(guest.url))
        guest.look("uitnodiging-voorbij")


def test_rights_are_changed_after_a_look_at_them(browser: Browser, site: Site) -> None:
    manager = _manager()
    ben = person("setup", manager.arbodienst)
    with at_desk(browser, site, manager) as desk:
        page = desk.open(f"/beheer/mensen/{ben.id}/")
        desk.look("mens")
        page.get_by_role("link", name="Rechten wijzigen").click()
        desk.look("rechten")
        page.get_by_label("Rol").select_option("audit")
        page.locator("main form button.main").click()
        desk.look("rechten-bekeken", is_answer=True)
        page.get_by_role("button", name="Rechten wijzigen").click()
        assert page.get_by_role("link", name="Ongedaan maken").is_visible()
        page.get_by_role("link", name="Buitensluiten").click()
        desk.look("buitensluiten")


def test_ones_own_account(browser: Browser, site: Site) -> None:
    with at_desk(browser, site, _manager()) as desk:
        desk.open("/account/")
        desk.look("account")
        desk.open("/account/wachtwoord/")
        desk.look("wachtwoord")


def test_the_access_log_and_why_somebody_sees_something(browser: Browser, site: Site) -> None:
    manager = _manager()
    with tenant(manager.arbodienst_id or 0):
        employer = Employer.objects.get().id
        reader = Reader(arbodienst=manager.arbodienst_id or 0, principal=f"user:{manager.email}")
        record_access(reader, ReadAction.REPORT, employees=range(1, 8), employer=employer)
    with at_desk(browser, site, manager) as desk:
        desk.open("/beheer/inzage/?wat=report.read")
        desk.look("inzage")
        desk.open("/beheer/inzage/?dossier=99")
        desk.look("inzage-leeg")
        desk.open("/beheer/uitleg/")
        desk.look("uitleg")
        desk.open(f"/beheer/uitleg/?wie={manager.id}&soort=employer&naam=FLSN1001")
        desk.look("uitgelegd")


def test_the_operator_sees_numbers(browser: Browser, site: Site) -> None:
    apply(example())
    with at_desk(browser, site, somebody(None, "operator")) as desk:
        desk.open("/beheer/arbodiensten/")
        desk.look("arbodiensten")
        desk.open("/beheer/arbodiensten/nieuw/")
        desk.look("arbodienst-nieuw")
        desk.open("/beheer/mensen/")
        desk.look("geen-recht")
