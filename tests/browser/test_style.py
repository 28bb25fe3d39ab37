from playwright.sync_api import Browser

from browser_world import at_desk
from console_world import person
from doors_world import Site


def test_style_page_shows_every_component(browser: Browser, site: Site) -> None:
    with at_desk(browser, site, person("manage")) as desk:
        desk.open("/stijl/")

        desk.look("stijl")
