"""A webhook from beginning to end: made, told of something, failing, and on again."""

from playwright.sync_api import Browser, expect
from pytest_django import Settings

from browser_world import Desk, at_desk
from console_world import person
from doors_world import Coupling, Site
from events_world import published
from sending_world import go_live, report, sick, take
from verzuimbrug.application.webhooks.turns import start_turns
from verzuimbrug.store.models import Arbodienst, Webhook
from verzuimbrug.store.tenancy import tenant
from webhook_world import Receiver, is_signed, receiving


def test_a_webhook_fails_and_goes_on_where_it_was(
    browser: Browser, site: Site, settings: Settings
) -> None:
    settings.WEBHOOKS_TO_PRIVATE = True
    coupling = go_live()
    user = person("manage", Arbodienst.objects.get(id=coupling.arbodienst))
    with receiving() as receiver, at_desk(browser, site, user) as desk:
        secret = _made(desk, receiver)
        _tell(coupling, "VG1")
        (_, headers, body), *more = receiver.got
        assert more
        assert is_signed(secret, headers, body)
        assert receiver.bodies[-1]["type"] == "case.opened"
        page = desk.page
        page.reload()
        expect(page.get_by_role("cell", name="verzuimgeval geopend")).to_be_visible()
        desk.look("webhook")

        receiver.status = 500
        _tell(coupling, "VG2")
        page.reload()
        expect(page.get_by_text("na 1 mislukking")).to_be_visible()
        receiver.status = 410
        with tenant(coupling.arbodienst):
            Webhook.objects.update(next_at=None)
        _send()

        desk.open("/")
        expect(page.get_by_text("Deze webhook is uitgezet")).to_be_visible()
        page.get_by_role("link", name="Naar de webhook").click()
        desk.look("webhook-uitgezet")
        receiver.status = 204
        page.get_by_role("link", name="Aanzetten").click()
        desk.look("webhook-aanzetten")
        page.get_by_role("button", name="Aanzetten").click()
        _send()
        assert [each["type"] for each in receiver.bodies[-2:]] == ["person.changed", "case.opened"]

        page.get_by_role("link", name="Opnieuw versturen").click()
        desk.look("webhook-opnieuw")
        page.get_by_label("Sinds").fill("2026-01-01T00:00:00")
        page.get_by_role("button", name="Bekijk wat opnieuw gaat").click()
        desk.look("webhook-opnieuw-voorbeeld")
        page.get_by_role("button", name="Opnieuw versturen").click()
        expect(page.get_by_role("status")).to_contain_text("4 gebeurtenissen gaan opnieuw")
        before = len(receiver.got)
        _send()
        assert len(receiver.got) == before + 4


def _made(desk: Desk, receiver: Receiver) -> str:
    """Makes a webhook; the secret as the page shows it, this once."""
    page = desk.open("/beheer/webhooks/nieuw/")
    page.get_by_label("Adres").fill(receiver.url)
    page.get_by_role("button", name="Webhook aanmaken").click()
    secret = page.locator("#webhook-secret").inner_text().strip()
    page.get_by_label("overhandigd").check()
    page.get_by_role("button", name="Klaar").click()
    return secret


def _tell(coupling: Coupling, case: str) -> None:
    take(coupling, sick(report(case), key=f"w-{case}"))
    published(coupling)
    _send()


def _send() -> None:
    for each in start_turns():
        each.join()
