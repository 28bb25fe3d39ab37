"""Moving to another edition in the browser: look, take it too, compare, and save what was shown."""

import re

from playwright.sync_api import Browser, Page

from browser_world import at_desk
from doors_world import Site
from people_world import person
from sending_world import go_live, report, settings, sick, take


def _press(page: Page, label: str | re.Pattern[str]) -> None:
    """Press a button, and be on the page that it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=label).first.click()


def test_another_edition_is_taken_compared_and_saved(browser: Browser, site: Site) -> None:
    coupling = go_live(settings(editions=["2022", "2026"]))
    take(
        coupling,
        sick(report(), edition="2022"),
        sick(report("VG2"), key="w-2"),
        sick(report("VG3"), key="w-3", edition="2024"),
    )
    with at_desk(browser, site, person(coupling.arbodienst, "setup")) as desk:
        page = desk.open(f"/koppelingen/{coupling.account}/edities/")
        page.get_by_text("1 bericht afgewezen om zijn editie").wait_for()
        desk.look("edities")

        _press(page, re.compile("Niet meer aannemen.*Verzuimmeldingen 2022"))
        page.get_by_text("kwam 1 bericht in editie 2022").wait_for()
        desk.look("edities-stoppen", is_answer=True)

        _press(page, "Vergelijken met wat binnenkwam")
        page.get_by_text("berichten vergeleken").wait_for()
        page.locator("details.compared summary").first.click()
        page.get_by_text("IN101").first.wait_for()
        desk.look("schaduwverwerking", is_answer=True)

        _press(page, "Deze instellingen bewaren")
        page.get_by_text("bewaard als nieuwe versie").wait_for()
        page.get_by_role("link", name="Andere instellingen proberen").first.click()
        page.get_by_label("Hoeveel berichten hoogstens").wait_for()
        desk.look("schaduwverwerking-kiezen")
