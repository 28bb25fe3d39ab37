"""A coupling from nothing to live in the browser, each page looked at on the way."""

from playwright.sync_api import Browser, Page

from browser_world import Desk, at_desk
from configuring_world import apply
from doors_world import Site
from people_world import person
from portal_delivery_world import bring, loading, two_employers
from readiness_world import in_order, known_employee, load, other_account, signed_in
from sending_world import deliver, go_live, report, sick, take
from verzuimbrug.store.models import Arbodienst


def _press(page: Page, label: str) -> None:
    """Press a button, and be on the page that it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=label).first.click()


def _follow(page: Page, name: str, *, exact: bool = False) -> None:
    """Follow a link, and be on the page that it leads to."""
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=exact).first.click()


def test_a_coupling_is_made_and_set_up_step_by_step(browser: Browser, site: Site) -> None:
    configuration = in_order()
    accounts = configuration.pop("accounts")
    apply(configuration)
    del accounts
    user = person(Arbodienst.objects.get().id, "setup")
    with at_desk(browser, site, user) as desk:
        page = desk.open("/koppelingen/")
        desk.look("koppelingen-leeg")

        _follow(page, "Nieuwe koppeling")
        desk.look("koppeling-nieuw")
        _fill_in(desk)
        desk.look("koppeling-nieuw-bekijken", is_answer=True)
        _press(page, "Bewaren")
        page.get_by_text("Werkgevercodes").wait_for()
        desk.look("koppeling-stappen")
        _streams(desk)
        _credentials(desk)


def _fill_in(desk: Desk) -> None:
    page = desk.page
    page.get_by_label("VerzekeringsInzicht").check()
    page.get_by_label("Naam").fill("Felison VerzekeringsInzicht")
    page.get_by_label("webservice").check()
    page.get_by_label("Verzekeraar", exact=True).fill("Felison Assuradeuren")
    page.get_by_label("Gezamenlijke relaties Felison").check()
    page.get_by_label("Ontvangers van verwerkingsverslagen").fill("klantbeheer@example.nl")
    _press(page, "Bekijk wat er gemaakt wordt")


def _streams(desk: Desk) -> None:
    page = desk.page
    _follow(page, "Importkoppelingen")
    desk.look("importkoppelingen")
    _follow(page, "Verzuimmeldingen", exact=True)
    desk.look("importkoppeling")
    page.get_by_label("Sjabloon van de werkgevercode").fill("FLSN[IdWrkgvrArbdnst]")
    for edition in (
        page.get_by_role("group", name="Codetabellen bevestigd").get_by_role("checkbox").all()
    ):
        edition.check()
    _press(page, "Bekijk wat er verandert")
    desk.look("importkoppeling-bekijken", is_answer=True)
    _press(page, "Bewaren")
    desk.look("importkoppelingen-bewaard")
    _follow(page, "Test met een bericht")
    page.get_by_label("Of een bestand").set_input_files(
        {"name": "bericht.xml", "mimeType": "application/xml", "buffer": sick(report("VG1"))}
    )
    _press(page, "Testen")
    desk.look("importkoppeling-proef", is_answer=True)


def _credentials(desk: Desk) -> None:
    page = desk.page
    _follow(page, "Felison VerzekeringsInzicht")
    _follow(page, "Klantcode en token")
    desk.look("inloggegevens-leeg")
    page.get_by_label("Wie de klantcode krijgt").fill("kim@example.nl")
    page.get_by_label("Wie het token krijgt").fill("ali@example.nl")
    _press(page, "Twee links maken")
    desk.look("inloggegevens-links", is_answer=True)
    page.get_by_label("Ik heb beide links doorgegeven").check()
    _press(page, "Verdergaan")
    desk.look("inloggegevens")
    _follow(page, "Andere link")
    desk.look("link-vernieuwen")
    _follow(page, "Laten zoals het is")
    _follow(page, "Dit token intrekken")
    desk.look("token-intrekken")
    _press(page, "Dit token intrekken")
    page.get_by_text("geeft geen toegang meer").wait_for()


def test_readiness_load_and_going_live(browser: Browser, site: Site) -> None:
    known_employee(other_account())
    this = signed_in()
    deliver(this, load())
    user = person(this.arbodienst, "manage")
    with at_desk(browser, site, user) as desk:
        place = f"/koppelingen/{this.account}/"
        page = desk.open(f"{place}gereedheid/")
        page.get_by_role("heading", name="GR-5 Configuratie").wait_for()
        desk.look("gereedheid")
        page.get_by_label("Lijst van het portaal").set_input_files(
            {"name": "lijst.csv", "mimeType": "text/csv", "buffer": b"1001;Bakkerij\n1002;Slager\n"}
        )
        _press(page, "Bekijk wat er verandert")
        desk.look("werkgeverslijst-bekijken")
        _press(page, "Lijst overnemen")
        _follow(page, "Lijst weghalen")
        desk.look("werkgeverslijst-weghalen")
        desk.open(f"{place}personen/")
        page.get_by_role("button", name="Bekijk wat gekoppeld wordt").wait_for()
        desk.look("personen-koppelen")
        _press(page, "Bekijk wat gekoppeld wordt")
        desk.look("personen-koppelen-bekijken", is_answer=True)
        desk.open(f"{place}status/")
        desk.look("koppeling-status")
        for name in ("klantaccount", "autorisaties", "adressen", "geschiedenis", "sftp-sleutels"):
            desk.open(f"{place}{name}/")
            desk.look(f"koppeling-{name}")


def test_an_initial_load_is_followed_and_compared(browser: Browser, site: Site) -> None:
    this = loading(two_employers())
    bring(this, load(), sick(report("VG7"), key="c", number="1002"))
    user = person(this.arbodienst, "manage")
    with at_desk(browser, site, user) as desk:
        place = f"/koppelingen/{this.account}/initial-load/"
        desk.open(place)
        desk.look("initial-load")
        desk.open(f"{place}vergelijking/")
        desk.look("initial-load-vergelijking")
        desk.open(f"{place}afbreken/")
        desk.look("initial-load-afbreken")


def test_a_live_coupling_is_a_cockpit(browser: Browser, site: Site) -> None:
    live = go_live(in_order())
    take(live, sick(report("VG1")), sick(report("VG2"), number="9999"), b"<geen bericht/>")
    user = person(live.arbodienst, "manage")
    with at_desk(browser, site, user) as desk:
        desk.open("/koppelingen/")
        desk.look("koppelingen")
        desk.open(f"/koppelingen/{live.account}/")
        desk.look("koppeling-cockpit")
