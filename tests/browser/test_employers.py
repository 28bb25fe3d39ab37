"""A morning with employers: looked up, put right, taken in from a file, and back."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Browser, FilePayload, Page, expect

from browser_world import Desk, at_desk
from configuring_world import apply
from console_world import person
from doors_world import Site
from sending_world import add_employer, go_live, report, settings, sick, take
from verzuimbrug.application.configuration.entries import MembershipEntry
from verzuimbrug.application.employers.group_members import end_membership
from verzuimbrug.store.models import Arbodienst, User

FILE = "werkgevercode;naam;kvk\nFLSN1001;Bakkerij De Korenbloem B.V.;12345678\nW7;Nieuw B.V.;\n"


def _beheerder() -> User:
    coupling = go_live()
    today = timezone.localdate()
    apply(add_employer(settings(), "FLSN1002", "FELISON-VI"))
    take(coupling, sick(report()), sick(report("VG9", 2), key="w-9"))
    ended = MembershipEntry(group="FELISON-VI", end=today, run_out=today + timedelta(days=60))
    end_membership(coupling.arbodienst, "FLSN1002", ended, by="test")
    return person("manage", Arbodienst.objects.get(id=coupling.arbodienst))


def test_an_employer_is_looked_up_and_put_right(browser: Browser, site: Site) -> None:
    with at_desk(browser, site, _beheerder()) as desk:
        page = desk.open("/werkgevers/")
        desk.look("werkgevers")
        page.get_by_label("Code, naam of KvK-nummer").fill("korenbloem")
        page.get_by_role("button", name="Zoeken", exact=True).last.click()
        page.get_by_role("link", name="FLSN1001").click()
        desk.look("werkgever")

        page.get_by_role("link", name="Wijzigen").first.click()
        desk.look("werkgever-wijzigen")
        page.get_by_label("Naam").fill("Bakkerij De Klaproos B.V.")
        page.get_by_role("button", name="Bekijk wat er verandert").click()
        desk.look("werkgever-voorbeeld", is_answer=True)
        page.get_by_role("button", name="Bewaren").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Bakkerij De Klaproos B.V.")

        page.get_by_role("link", name="Ongedaan maken").click()
        desk.look("ongedaan-maken")
        page.get_by_role("button", name="Ongedaan maken").click()
        desk.look("versies")
        _is_named(desk, "Bakkerij De Korenbloem B.V.")


def _is_named(desk: Desk, name: str) -> None:
    page = desk.open("/werkgevers/?zoek=FLSN1001")
    expect(page.get_by_text(name)).to_be_visible()


def test_a_file_is_taken_in(browser: Browser, site: Site) -> None:
    with at_desk(browser, site, _beheerder()) as desk:
        page = desk.open("/werkgevers/importeren/")
        desk.look("werkgevers-importeren")
        _hand_in(page, FILE.replace("12345678", "geen"))
        desk.look("werkgevers-bevindingen")
        page.get_by_role("link", name="Terug").click()
        _hand_in(page, FILE)
        desk.look("werkgevers-voorbeeld")
        page.get_by_role("button", name="Overnemen").click()
        expect(page.get_by_role("status")).to_contain_text("1 nieuwe werkgevers, 1 gewijzigd")


def _hand_in(page: Page, text: str) -> None:
    file = FilePayload(name="werkgevers.csv", mimeType="text/csv", buffer=text.encode())
    page.get_by_label("Bestand", exact=True).set_input_files([file])
    page.get_by_role("button", name="Bekijk wat er verandert").click()


def test_a_group_and_its_classifications(browser: Browser, site: Site) -> None:
    with at_desk(browser, site, _beheerder()) as desk:
        page = desk.open("/werkgevers/groepen/")
        desk.look("groepen")
        page.get_by_role("link", name="FELISON-VI").click()
        desk.look("groep")
        page.get_by_role("link", name="Beëindigen").first.click()
        desk.look("lidmaatschap-beeindigen")
        desk.open("/werkgevers/classificaties/")
        page.get_by_label("Werkgevergroep").select_option(label="FELISON-VI")
        page.get_by_role("button", name="Vergelijken").click()
        desk.look("classificaties")
