"""Signing in, in a real browser: a password, an app, a security key, a provider."""

from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import Browser, Page

from browser_world import Desk, at_desk
from console_world import person
from doors_world import Site
from live_world import web
from oidc_world import CLIENT, SECRET, provider
from people_world import PASSWORD
from verzuimbrug.application.users.passwords import set_password
from verzuimbrug.store.models import User


def _person() -> User:
    user = person("manage")
    set_password(user, PASSWORD)
    return user


def _codes(secret: str) -> list[str]:
    return [format_hotp_value(hotp_value(secret, at)) for at in yield_hotp_counters_from_time()]


def _fill_in(page: Page, user: User) -> None:
    page.get_by_label("E-mailadres").fill(user.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Aanmelden", exact=True).click()


def _sign_out(desk: Desk) -> None:
    desk.open("/afmelden/")
    desk.page.locator("main").get_by_role("button", name="Afmelden").click()


def test_an_app_is_set_up_and_then_asked_for(browser: Browser, site: Site) -> None:
    user = _person()
    with at_desk(browser, site) as desk:
        page = desk.open("/aanmelden/")
        desk.look("aanmelden")
        _fill_in(page, user)
        desk.look("tweede-factor-nodig")
        page.get_by_role("link", name="Authenticator-app").click()
        secret = page.locator("main code").inner_text()
        page.get_by_label("Code").fill(_codes(secret)[1])
        page.get_by_role("button", name="Instellen").click()
        assert page.get_by_role("heading", name="Herstelcodes").is_visible()
        desk.look("herstelcodes")
        desk.open("/account/tweede-factor/")
        desk.look("tweede-factor")

        _sign_out(desk)
        desk.open("/stijl/")
        _fill_in(page, user)
        desk.look("tweede-stap", is_answer=True)
        page.get_by_label("Code").fill(_codes(secret)[2])
        page.get_by_role("button", name="Aanmelden", exact=True).click()
        page.wait_for_url("**/stijl/")


def test_a_security_key_is_set_up_and_then_asked_for(browser: Browser, site: Site) -> None:
    user = _person()
    # A key knows a server by its name: an address is none.
    with at_desk(browser, Site("localhost", site.port)) as desk:
        _plug_in_key(desk)
        page = desk.open("/aanmelden/")
        _fill_in(page, user)
        page.get_by_role("link", name="Beveiligingssleutel").click()
        desk.look("sleutel-instellen")
        page.get_by_label("Naam").fill("Blauwe sleutel")
        page.get_by_role("button", name="Instellen").click()
        page.get_by_role("heading", name="Herstelcodes").wait_for()
        desk.open("/account/tweede-factor/")
        assert page.get_by_text("Blauwe sleutel").first.is_visible()

        _sign_out(desk)
        desk.open("/stijl/")
        _fill_in(page, user)
        page.get_by_role("button", name="Beveiligingssleutel gebruiken").click()
        page.wait_for_url("**/stijl/")
        assert not desk.troubles


def test_a_provider_leads_there_and_back(
    browser: Browser, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del site
    user = _person()
    with provider() as ours:
        ours.email = user.email
        monkeypatch.setenv("VERZUIMBRUG_OIDC_ISSUER", ours.url)
        monkeypatch.setenv("VERZUIMBRUG_OIDC_CLIENT_ID", CLIENT)
        monkeypatch.setenv("VERZUIMBRUG_OIDC_CLIENT_SECRET", SECRET)
        monkeypatch.setenv("VERZUIMBRUG_OIDC_LABEL", "Arbo Gezond")
        with web(tmp_path / "web.log") as served, at_desk(browser, served) as desk:
            page = desk.open("/stijl/")
            desk.look("aanmelden-met-aanbieder")
            page.get_by_role("link", name="Aanmelden met Arbo Gezond").click()
            page.wait_for_url("**/stijl/")
            assert not desk.troubles
            ours.email = "nemo@example.nl"
            _sign_out(desk)
            page.get_by_role("link", name="Aanmelden met Arbo Gezond").click()
            page.get_by_text("Niemand meldt zich hier aan").wait_for()
            desk.look("aanbieder-kent-niemand", is_answer=True)


def _plug_in_key(desk: Desk) -> None:
    """A security key in this browser, whose owner always touches it."""
    tools = desk.context.new_cdp_session(desk.page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasResidentKey": False,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
