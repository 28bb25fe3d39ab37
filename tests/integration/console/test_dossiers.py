"""Pages of dossiers: finding persons, what is shown of whom, from where, and to whom."""

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from console_world import person as somebody, visit
from doors_world import Coupling
from sending_world import (
    EMPLOYEES,
    absence,
    cases,
    day,
    employees,
    employer,
    go_live,
    person,
    persons,
    report,
    settings,
    sick,
    take,
)
from undo_world import of, undone
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.models import AccessLog, Arbodienst, Employer, UserScope
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.usefixtures("database")

CHANGE, CORRECT = Operation.CHANGE, Operation.CORRECT
HALF, QUARTER = Decimal("50.00"), Decimal("25.00")
PARTS = ("", "gegevens/", "dienstverbanden/", "herkomst/", "tijdlijn/", "wijzigingen/")


def beheerder(coupling: Coupling, role: str = "manage") -> Client:
    """The browser of somebody of the coupling's arbodienst."""
    return visit(somebody(role, Arbodienst.objects.get(id=coupling.arbodienst)))


def text(answer: "Answer", status: int = 200) -> str:
    """What a page says."""
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def a_story(coupling: Coupling) -> int:
    """A person with a corrected case and one that goes on from it; their number."""
    take(
        coupling,
        sick(report()),
        sick(report("VG1", 2, CHANGE, at=5, percentage=HALF)),
        sick(report("VG1", 3, CORRECT, at=5, percentage=QUARTER)),
        sick(report("VG1", 4, CHANGE, at=10, ends=True)),
        sick(report("VG2", at=31, first_day=day(31))),
        sick(report("VG2", 3, CHANGE, at=40, percentage=HALF)),
    )
    return persons(coupling)[0].id


def _search(client: Client, **wanted: str) -> "Answer":
    return client.post("/dossiers/", wanted, follow=True)


def test_a_person_is_found_by_name_and_the_address_does_not_say_whom() -> None:
    coupling = go_live()
    number = a_story(coupling)
    client = beheerder(coupling)

    sent = client.post("/dossiers/", {"surname": "Smit w"})

    assert sent.status_code == 302
    assert "Smit" not in sent.headers["Location"]
    page = text(client.get(sent.headers["Location"]))
    assert f'href="/dossiers/{number}/"' in page
    assert "J Smit w-1" in page
    assert 'value="Smit w"' in page


def test_a_person_without_a_case_is_found_by_key_only_and_without_a_name() -> None:
    """Datakluis."""
    coupling = go_live()
    take(coupling, employees(person("w-1")), stream=EMPLOYEES)
    client = beheerder(coupling)

    assert "Niemand gevonden" in text(_search(client, surname="Smit"))
    page = text(_search(client, key="w-1"))
    assert "Afgeschermde persoon" in page
    assert "J Smit w-1" not in page


def test_an_employer_may_stand_in_the_address_and_leads_there() -> None:
    coupling = go_live()
    a_story(coupling)
    client = beheerder(coupling)
    with tenant(coupling.arbodienst):
        number = Employer.objects.get(code="FLSN1001").id

    address = "/dossiers/?werkgever=FLSN1001"
    assert f'href="{address}"' in text(client.get(reverse("employer", args=[number])))
    assert "J Smit w-1" in text(client.get(address))


@pytest.mark.parametrize("address", ["/dossiers/", "/dossiers/?zoek=x"])
def test_without_a_search_the_page_says_what_can_be_found(address: str) -> None:
    page = text(beheerder(go_live()).get(address))

    assert "Hier vindt u" in page
    assert "<table" not in page


@pytest.mark.parametrize(
    ("wanted", "said"),
    [({}, "Vul ten minste één veld in"), ({"birth_date": "morgen"}, "birth_date_error")],
)
def test_what_cannot_be_looked_for_is_said_in_the_form(wanted: dict[str, str], said: str) -> None:
    page = text(beheerder(go_live()).post("/dossiers/", wanted), status=422)

    assert said in page


def test_pages_of_found_persons_follow_each_other() -> None:
    coupling = go_live()
    take(coupling, employees(*[person(f"w-{n}") for n in range(52)]), stream=EMPLOYEES)
    client = beheerder(coupling)

    first = text(client.get("/dossiers/?werkgever=FLSN1001"))
    _, _, rest = first.partition('rel="next"')
    following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = text(client.get(following))

    assert rest
    assert (first.count("/dossiers/"), second.count("w-51")) >= (50, 1)
    assert "Eerste" in second


def test_the_absence_is_a_picture_with_its_dates_and_the_same_in_a_table() -> None:
    """VZ-11, VZ-15."""
    coupling = go_live()
    page = text(beheerder(coupling).get(f"/dossiers/{a_story(coupling)}/"))

    assert 'class="earlier"' in page
    assert 'class="bracket"' in page
    assert "style=" not in page.replace("stylesheet", "")
    assert "Probleemanalyse" in page
    assert "21 dagen" in page
    assert "nee, gecorrigeerd door" in page
    assert "Volgnummer" in page or "volgnummer" in page


def test_a_case_has_its_reports_in_order_with_findings_and_changes() -> None:
    coupling = go_live()
    number = a_story(coupling)
    case = cases(coupling)["VG1"]

    page = text(beheerder(coupling).get(f"/dossiers/{number}/verzuim/{case.id}/"))

    places = [page.index(f"Melding {sequence}") for sequence in range(1, 5)]
    assert places == sorted(places)
    assert "correctie" in page
    assert "Wat zij wijzigde" in page
    assert "VG2" in page


def test_what_was_undone_is_told_with_by_whom() -> None:
    """VE-4."""
    coupling = go_live()
    number = a_story(coupling)
    (last,) = take(coupling, sick(report("VG2", 2, CHANGE, at=35, percentage=HALF)))
    undone(coupling, of(last.receipt))
    case = cases(coupling)["VG2"]
    client = beheerder(coupling)

    assert "ongedaan gemaakt door beheerder" in text(
        client.get(f"/dossiers/{number}/verzuim/{case.id}/")
    )
    assert "ongedaan gemaakt" in text(client.get(f"/dossiers/{number}/herkomst/"))


def test_a_case_whose_start_was_undone_says_that_it_does_not_count() -> None:
    """VE-4."""
    coupling = go_live()
    first, _ = take(coupling, sick(report()), sick(report("VG2", at=300, first_day=day(300))))
    undone(coupling, of(first.receipt))
    case = cases(coupling)["VG1"]

    address = f"/dossiers/{case.employee_id}/verzuim/{case.id}/"
    client = beheerder(coupling)

    assert "telt niet meer mee" in text(client.get(address))
    assert address in text(client.get(f"/dossiers/{case.employee_id}/"))


def test_every_value_is_shown_with_the_message_it_came_from() -> None:
    coupling = go_live()
    (told,) = take(coupling, sick(report()))
    number = persons(coupling)[0].id
    client = beheerder(coupling)

    details = text(client.get(f"/dossiers/{number}/gegevens/"))
    assert "achternaam" in details
    assert f'href="/berichten/{told.receipt}/"' in details
    assert "D-w-1" in text(client.get(f"/dossiers/{number}/dienstverbanden/"))
    assert told.receipt in text(client.get(f"/dossiers/{number}/herkomst/"))


def test_a_value_says_why_it_is_what_it_is() -> None:
    coupling = go_live()
    number = a_story(coupling)
    take(coupling, employees(person("w-1", fields={"surname": "Anders"})), stream=EMPLOYEES)
    client = beheerder(coupling)

    address = f"/dossiers/{number}/waarom/employee/{number}/surname/"
    assert f'href="{address}"' in text(client.get(f"/dossiers/{number}/gegevens/"))
    page = text(client.get(address))
    assert "Anders" in page
    assert "Smit w-1" in page
    assert client.get(f"/dossiers/{number}/waarom/employee/{number}/niets/").status_code == 404


def test_what_was_known_at_a_moment_is_asked_in_the_address() -> None:
    coupling = go_live()
    number = a_story(coupling)
    client = beheerder(coupling)
    before = (timezone.localtime() - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")

    now = text(client.get(f"/dossiers/{number}/tijdlijn/"))
    then = text(client.get(f"/dossiers/{number}/tijdlijn/?op={before}"))

    assert "25%" in now
    assert "Toen was geen verzuim bekend" in then
    assert "Smit" not in then.partition("tabs")[2]
    assert "_error" in text(client.get(f"/dossiers/{number}/tijdlijn/?op=ooit"))


def test_changes_are_read_in_pages_and_as_a_file() -> None:
    coupling = go_live()
    number = a_story(coupling)
    client = beheerder(coupling)

    page = text(client.get(f"/dossiers/{number}/wijzigingen/"))
    assert "perioden" in page
    file = client.get(f"/dossiers/{number}/wijzigingen/bestand/?vorm=csv")
    assert b"werkgever" in file.getvalue()
    lines = client.get(f"/dossiers/{number}/wijzigingen/bestand/?vorm=jsonl")
    assert b'"origin"' in lines.getvalue()
    assert text(client.get(f"/dossiers/{number}/wijzigingen/?na=999999"))


def _with_bsn() -> tuple[Coupling, int]:
    configuration = settings()
    configuration["accounts"][0]["bsn"] = True
    coupling = go_live(configuration)
    take(coupling, absence(employer("1001", person("w-1", report(), bsn="123456782"))))
    return coupling, persons(coupling)[0].id


def test_a_bsn_is_shown_to_a_beheerder_who_asks() -> None:
    """WN-6."""
    coupling, number = _with_bsn()
    client = beheerder(coupling)

    assert "123456782" not in text(client.get(f"/dossiers/{number}/gegevens/"))
    assert "123456782" in text(client.post(f"/dossiers/{number}/gegevens/bsn/"))
    with tenant(coupling.arbodienst):
        assert AccessLog.objects.filter(action="bsn.shown").count() == 1


@pytest.mark.parametrize("role", ["setup", "audit"])
def test_a_bsn_is_shown_to_nobody_else(role: str) -> None:
    coupling, number = _with_bsn()
    client = beheerder(coupling, role)

    assert "BSN tonen" not in text(client.get(f"/dossiers/{number}/gegevens/"))
    assert client.post(f"/dossiers/{number}/gegevens/bsn/").status_code == 403


def test_without_a_bsn_there_is_none_to_show() -> None:
    coupling = go_live()
    number = a_story(coupling)

    assert beheerder(coupling).post(f"/dossiers/{number}/gegevens/bsn/").status_code == 404


def test_a_shielded_person_is_shown_without_name_on_every_part() -> None:
    """Datakluis."""
    coupling = go_live()
    take(coupling, employees(person("w-1")), stream=EMPLOYEES)
    number = persons(coupling)[0].id
    client = beheerder(coupling)

    for part in PARTS:
        page = text(client.get(f"/dossiers/{number}/{part}"))
        assert "Afgeschermde persoon" in page
        assert "Smit" not in page


def test_a_dossier_at_an_employer_that_is_not_open_is_not_there() -> None:
    coupling = go_live()
    number = a_story(coupling)
    case = cases(coupling)["VG1"].id
    user = somebody("setup", Arbodienst.objects.get(id=coupling.arbodienst))
    user.scope_all = False
    user.save()
    client = visit(user)

    for part in (*PARTS, f"verzuim/{case}/", "wijzigingen/bestand/"):
        assert client.get(f"/dossiers/{number}/{part}").status_code == 404
    assert "Niemand gevonden" in text(_search(client, key="w-1"))
    with tenant(coupling.arbodienst):
        UserScope.objects.create(
            arbodienst_id=coupling.arbodienst,
            user_id=user.id,
            employer=Employer.objects.get(code="FLSN1001"),
        )
    assert client.get(f"/dossiers/{number}/").status_code == 200


def test_why_one_sees_a_dossier_is_one_click_away() -> None:
    coupling = go_live()
    number = a_story(coupling)
    client = beheerder(coupling)

    page = text(client.get(f"/dossiers/{number}/"))
    address = page.split("Waarom zie ik dit?")[0].rsplit('href="', 1)[1].split('"')[0]

    assert "verzuimgeval" in text(client.get(address.replace("&amp;", "&")))


def test_dossiers_are_for_who_may_read_them() -> None:
    """The operator of the platform sees no personal data."""
    assert visit(somebody("operator")).get("/dossiers/").status_code == 403
    assert Client().get("/dossiers/1/").status_code == 302
    assert beheerder(go_live()).get("/dossiers/99/").status_code == 404


@pytest.mark.parametrize("part", PARTS)
def test_a_page_takes_as_many_queries_however_much_there_is(part: str) -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    number = persons(coupling)[0].id
    client = beheerder(coupling)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            text(client.get(f"/dossiers/{number}/{part}"))
        counts.append(len(queries))
        a_story(coupling)

    assert counts[0] == counts[1]
