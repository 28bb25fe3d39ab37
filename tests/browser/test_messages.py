"""Messages in the browser: found, opened, masked and asked for, by keys only."""

from playwright.sync_api import Browser

from browser_world import Desk, at_desk
from console_world import person as visitor
from doors_world import Coupling, Site
from sending_world import (
    absence,
    deliver,
    employer,
    go_live,
    person,
    report,
    sick,
    take,
    work,
)
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.models import Arbodienst


def _morning() -> tuple[Coupling, str, str]:
    """A coupling after a morning: what was processed, and what was rejected."""
    coupling = go_live()
    done, *_ = take(
        coupling,
        absence(
            employer("1001", person("w-1", report("VG1")), person("w-2", report("VG2"))),
            employer("9999", person("w-3", report("VG3"))),
            wants_receipt=True,
        ),
        sick(report("VG1", 2, Operation.CHANGE, at=3), key="w-1"),
    )
    faulty = sick(report()).replace(b"<Gebdat>1980-02-05</Gebdat>", b"<Gebdat>morgen</Gebdat>")
    rejected = deliver(coupling, faulty)
    work()
    return coupling, done.receipt, rejected


def _look_at_parts(desk: Desk, receipt: str) -> None:
    for name, part in (
        ("overzicht", ""),
        ("meldingen", "meldingen/"),
        ("wijzigingen", "wijzigingen/"),
        ("xml", "bericht/"),
        ("antwoorden", "antwoorden/"),
        ("herhalingen", "herhalingen/"),
        ("proef", "proef/"),
        ("opnieuw", "opnieuw/"),
    ):
        desk.open(f"/berichten/{receipt}/{part}")
        desk.look(f"bericht-{name}")


def test_messages_of_a_morning(browser: Browser, site: Site) -> None:
    coupling, done, rejected = _morning()
    somebody = visitor("manage", Arbodienst.objects.get(id=coupling.arbodienst))
    with at_desk(browser, site, somebody) as desk:
        page = desk.open("/berichten/")
        desk.look("berichten")
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/berichten/{done}/")
        _look_at_parts(desk, done)

        desk.open(f"/berichten/{done}/bericht/")
        assert "Smit w-1" not in page.content()
        page.get_by_role("button", name="Toon deze waarden één keer").press("Enter")
        page.get_by_text("Smit w-1").first.wait_for()
        desk.look("bericht-xml-gevraagd", is_answer=True)

        desk.open(f"/berichten/{rejected}/bericht/")
        desk.look("bericht-xml-bevinding")
        page.get_by_role("link", name="Deze waarde verbeteren").press("Enter")
        page.wait_for_url("**/corrigeren/**")
        desk.look("bericht-corrigeren")

        page.keyboard.press("/")
        page.keyboard.type("VG1")
        page.keyboard.press("Enter")
        page.wait_for_url("**/zoeken/**")
        desk.look("zoeken")
        desk.open("/berichten/?geval=VG9")
        desk.look("berichten-leeg")
        desk.open("/berichten/?stand=geweigerd")
        desk.look("berichten-geweigerd")


def test_who_only_reads_is_told_what_is_not_open(browser: Browser, site: Site) -> None:
    coupling, done, _ = _morning()
    auditor = visitor("audit", Arbodienst.objects.get(id=coupling.arbodienst))
    with at_desk(browser, site, auditor) as desk:
        page = desk.open(f"/berichten/{done}/corrigeren/")
        assert "messages.correct" in page.content()
        desk.look("bericht-geen-recht")
