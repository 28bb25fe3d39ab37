"""Dossiers in a browser: somebody is looked for, found, and read part by part."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone
from playwright.sync_api import Browser

from browser_world import at_desk
from console_world import person as somebody
from doors_world import Coupling, Site
from sending_world import EMPLOYEES, employees, go_live, person, report, settings, sick, take
from verzuimbrug.domain.deliveries import DeliveredReport, Operation
from verzuimbrug.store.models import Arbodienst, User

CHANGE, CORRECT = Operation.CHANGE, Operation.CORRECT
FIRST, SECOND = "VG0019921", "VG0030452"


def _long_absence() -> Coupling:
    """Somebody absent for most of a year: a correction, a gap that joins, and a report that waits.

    The days are counted from today, so that the weeks of the picture are past, due and to come.
    """
    coupling = go_live(settings(oldest_days=2000))
    start = timezone.localdate() - timedelta(days=330)
    again = start + timedelta(days=120)
    zero = (start - report().first_day).days

    def said(
        case: str, number: int, operation: Operation, at: int, percentage: str = "100.00"
    ) -> DeliveredReport:
        return report(
            case,
            number,
            operation,
            at=zero + at,
            first_day=start if case == FIRST else again,
            percentage=Decimal(percentage),
            ends=at == 99,
        )

    told = (
        said(FIRST, 1, Operation.NEW, 0),
        said(FIRST, 2, CHANGE, 30, "50.00"),
        said(FIRST, 3, CORRECT, 30, "75.00"),
        said(FIRST, 4, CHANGE, 99),
        said(SECOND, 1, Operation.NEW, 120),
        said(SECOND, 2, CHANGE, 200, "50.00"),
        said(SECOND, 4, CHANGE, 260, "25.00"),
    )
    take(coupling, *(sick(each) for each in told))
    take(coupling, employees(person("w-2")), stream=EMPLOYEES)
    return coupling


def _beheerder(coupling: Coupling) -> User:
    return somebody("manage", Arbodienst.objects.get(id=coupling.arbodienst))


def test_somebody_is_found_and_read_part_by_part(browser: Browser, site: Site) -> None:
    with at_desk(browser, site, _beheerder(_long_absence())) as desk:
        page = desk.open("/dossiers/")
        desk.look("dossiers")
        page.get_by_label("Achternaam").fill("smit")
        page.get_by_role("button", name="Zoeken").click()
        desk.look("dossiers-gevonden")
        page.get_by_role("link", name="J Smit w-1").click()
        desk.look("dossier")
        for part in ("Persoonsgegevens", "Dienstverbanden", "Herkomst", "Tijdlijn", "Wijzigingen"):
            page.get_by_role("link", name=part, exact=True).click()
            desk.look(f"dossier-{part.lower()}")
        page.get_by_role("link", name="Persoonsgegevens", exact=True).click()
        row = page.get_by_role("row").filter(has_text="achternaam")
        row.get_by_role("link", name="Waarom?").click()
        desk.look("dossier-waarom")


def test_a_case_is_read_with_its_reports(browser: Browser, site: Site) -> None:
    with at_desk(browser, site, _beheerder(_long_absence())) as desk:
        page = desk.open("/dossiers/?werkgever=FLSN1001")
        page.get_by_role("link", name="J Smit w-1").click()
        page.get_by_text("De grafiek als tabel").click()
        page.get_by_role("link", name=SECOND).click()

        desk.look("dossier-verzuimgeval")
        assert page.get_by_role("main").get_by_text("wachtend").is_visible()


def test_somebody_without_a_case_is_shielded(browser: Browser, site: Site) -> None:
    with at_desk(browser, site, _beheerder(_long_absence())) as desk:
        page = desk.open("/dossiers/")
        page.get_by_label("Koppelsleutel").fill("w-2")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Afgeschermde persoon").click()

        desk.look("dossier-afgeschermd")
        assert page.get_by_role("main").get_by_text("Smit").count() == 0


def test_nobody_and_what_is_not_there_are_said(browser: Browser, site: Site) -> None:
    with at_desk(browser, site, _beheerder(_long_absence())) as desk:
        page = desk.open("/dossiers/")
        page.get_by_role("button", name="Zoeken").click()
        desk.look("dossiers-leeg-gezocht", is_answer=True)
        page.get_by_label("Achternaam").fill("niemand")
        page.get_by_role("button", name="Zoeken").click()
        desk.look("dossiers-niemand")
        desk.open("/dossiers/999/")
        desk.look("dossier-niet-daar")
