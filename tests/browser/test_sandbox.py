"""The sandbox of a coupling in the browser, and the page of it for the portal's developers."""

from playwright.sync_api import Browser

from browser_world import at_desk
from doors_world import Site
from people_world import person
from sandbox_world import collect, real_account, sandbox, send
from sending_world import ABSENCE, EMPLOYEES, work
from verzuimbrug.application.sandboxes.page_link import make_page_link


def test_a_sandbox_is_opened_and_its_page_handed_over(browser: Browser, site: Site) -> None:
    ref = real_account()
    with at_desk(browser, site, person(ref.arbodienst, "setup")) as desk:
        page = desk.open(f"/koppelingen/{ref.account}/proefomgeving/")
        desk.look("proefomgeving-leeg")
        with page.expect_navigation():
            page.get_by_role("button", name="Proefomgeving openen").click()
        desk.look("proefomgeving")
        with page.expect_navigation():
            page.get_by_role("button", name="Adres maken").click()
        desk.look("proefomgeving-adres", is_answer=True)
        url = page.locator("output").inner_text()
        with at_desk(browser, site) as developer:
            developer.page.goto(url)
            developer.page.get_by_role("heading", name="Zo maakt u verbinding").wait_for()


def test_a_developer_sees_what_is_proven_and_begins_again(browser: Browser, site: Site) -> None:
    of = sandbox()
    for case in ("relapse", "composite", "employer-unknown", "invalid", "number-skipped"):
        send(of, ABSENCE, "2022", case)
    send(of, EMPLOYEES, "2022", "person-changed")
    work()
    collect(of)
    with at_desk(browser, site) as desk:
        page = desk.open(f"/proef/{make_page_link(of, 'test')}/")
        desk.look("proef", is_answer=True)
        with page.expect_download() as download:
            page.get_by_role("link", name="Voorbeeld, bestand 1").first.click()
        assert download.value.suggested_filename.endswith(".xml")
        with page.expect_navigation():
            page.get_by_role("link", name="English").click()
        page.get_by_role("heading", name="How to connect").wait_for()
        desk.look("proef-engels", is_answer=True)
        with page.expect_navigation():
            page.get_by_role("link", name="Begin again").click()
        desk.look("proef-opnieuw", is_answer=True)
        with page.expect_navigation():
            page.get_by_role("button", name="Begin again").click()
        assert page.get_by_text("as expected", exact=True).count() == 0
        desk.open("/proef/bestaat-niet/")
        desk.look("proef-weg", is_answer=True)
