"""What goes to other parties, and what messages propose for employers: looked at in a browser."""

from playwright.sync_api import Browser, expect

from browser_world import at_desk
from doors_world import Site
from employers_in_world import BASICS, CONTRACTS, basics, client as insured, contracts, live, own
from exports_world import EXPORT, exporting, sending
from people_world import person
from sending_world import report, sick, take


def test_an_export_is_looked_at_and_switched(browser: Browser, site: Site) -> None:
    sender = sending(exporting(edition="2022", stated={}))
    take(sender.coupling, sick(report()))
    sender.make()
    with at_desk(browser, site, person(sender.arbodienst, "manage")) as desk:
        page = desk.open("/beheer/exports/")
        desk.look("exports")
        page.get_by_role("link", name=EXPORT).click()
        expect(page.get_by_role("heading", name=EXPORT)).to_be_visible()
        desk.look("export")
        page.get_by_role("link", name="Uitzetten").click()
        desk.look("export-uitzetten")
        page.get_by_role("button", name="Uitzetten").click()
        expect(page.get_by_role("status")).to_contain_text("De export staat uit.")


def test_proposals_for_employers_are_looked_at_and_approved(browser: Browser, site: Site) -> None:
    coupling = live(mode="approval")
    com = {"SrtComCd": "10", "NrCom": "info@example.nl"}
    take(coupling, basics(own(Com=com)), stream=BASICS)
    take(coupling, contracts(insured()), stream=CONTRACTS)
    with at_desk(browser, site, person(coupling.arbodienst, "manage")) as desk:
        page = desk.open("/wachtend/werkgevers/")
        desk.look("voorstellen")
        page.get_by_role("link", name="Nieuwe werkgever: Bedrijf 2001 B.V.").click()
        desk.look("voorstel")
        page.get_by_role("button", name="Goedkeuren").click()
        expect(page.get_by_role("heading", name="1 voorstel goedkeuren")).to_be_visible()
        desk.look("voorstel-goedkeuren", is_answer=True)
        page.get_by_role("button", name="Goedkeuren").click()
        expect(page.get_by_role("status")).to_be_visible()
