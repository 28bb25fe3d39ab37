"""Management: a table, a key, the terms, the configuration as a file."""

import yaml
from playwright.sync_api import Browser, FilePayload, expect

from browser_world import at_desk
from configuring_world import apply, example
from console_world import person
from doors_world import Site
from sending_world import absence, employer, go_live, person as somebody, report, take
from verzuimbrug.store.models import Arbodienst, User


def _beheerder(role: str = "manage") -> User:
    coupling = go_live()
    take(coupling, absence(employer("7777", somebody("1", report()))))
    configuration = example()
    configuration["conversion_tables"] = [{"code": "GESLACHT", "values": {"M": "V", "V": "M"}}]
    configuration["accounts"][0]["streams"][1]["conversions"] = {"gender": "GESLACHT"}
    apply(configuration)
    return person(role, Arbodienst.objects.get(id=coupling.arbodienst))


def test_tables_keys_and_terms(browser: Browser, site: Site) -> None:
    with at_desk(browser, site, _beheerder()) as desk:
        page = desk.open("/beheer/")
        desk.look("beheer")
        page.get_by_role("link", name="Codetabellen en conversietabellen").click()
        desk.look("tabellen")
        page.get_by_role("link", name="GESLACHT", exact=True).click()
        desk.look("tabel-wijzigen")

        desk.open("/beheer/api-sleutels/nieuw/")
        desk.look("api-sleutel-nieuw")
        page.get_by_label("Naam").fill("zaaksysteem")
        page.get_by_role("button", name="Sleutel aanmaken").click()
        desk.look("api-sleutel-eenmalig", is_answer=True)
        page.get_by_label("Ik heb de sleutel overhandigd").check()
        page.get_by_role("button", name="Klaar").click()
        desk.look("api-sleutels")
        page.get_by_role("link", name="Beëindigen").click()
        desk.look("api-sleutel-beeindigen")
        page.get_by_role("button", name="Sleutel beëindigen").click()
        expect(page.get_by_role("status")).to_contain_text("is beëindigd")

        desk.open("/beheer/bewaren/")
        desk.look("bewaartermijnen")


def test_the_configuration_as_a_file(browser: Browser, site: Site) -> None:
    with at_desk(browser, site, _beheerder()) as desk:
        page = desk.open("/beheer/configuratie/")
        desk.look("configuratie")
        with page.expect_download() as download:
            page.get_by_role("link", name="Configuratie downloaden").click()
        written = yaml.safe_load(download.value.path().read_bytes())
        written["employers"][0]["name"] = "Bakkerij De Klaproos B.V."
        content = yaml.safe_dump(written, allow_unicode=True).encode()
        file = FilePayload(name="configuratie.yaml", mimeType="application/yaml", buffer=content)
        page.get_by_label("Configuratiebestand").set_input_files([file])
        page.get_by_role("button", name="Bekijk wat er verandert").click()
        desk.look("configuratie-voorbeeld")
        page.get_by_role("button", name="Toepassen").click()
        expect(page.get_by_role("status")).to_contain_text("is toegepast")


def test_an_auditor_looks_and_changes_nothing(browser: Browser, site: Site) -> None:
    with at_desk(browser, site, _beheerder("audit")) as desk:
        page = desk.open("/beheer/tabellen/nieuw/")
        desk.look("beheer-geen-recht")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
