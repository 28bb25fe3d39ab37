"""The page about sending mail, in a real browser."""

from playwright.sync_api import Browser, expect
from pytest_django import Settings

from browser_world import at_desk
from console_world import person
from doors_world import Site
from mail_world import RECIPIENT, UNREADABLE, Post, mail_server, route, told_coupling
from sending_world import take
from verzuimbrug.application.mail.sending import send_mails
from verzuimbrug.store.models import Arbodienst


def test_what_became_of_mails(browser: Browser, site: Site, settings: Settings) -> None:
    coupling = told_coupling(recipients=[RECIPIENT, "weg@example.nl"])
    take(coupling, UNREADABLE)
    with mail_server(Post(answers={"weg@example.nl": "550 niemand"})) as post:
        settings.MAIL_SERVER = route(post.url())
        send_mails()
    manager = person("manage", Arbodienst.objects.get(id=coupling.arbodienst))

    with at_desk(browser, site, manager) as desk:
        page = desk.open("/beheer/mail/")
        # The server of the pages has no mail server of its own.
        expect(page.get_by_text("Er wordt geen mail verstuurd")).to_be_visible()
        expect(page.get_by_text("550 niemand")).to_be_visible()
        desk.look("mail-versturen")
        page.get_by_role("link", name="Wat er in mails staat").click()
        desk.look("mailteksten")
