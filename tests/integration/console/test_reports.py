"""The pages of processing reports: the list, by cause, one, and as files."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from console_world import person, visit
from reading_world import House, house
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import AbsenceReport, AccessLog, Arbodienst, Look, Message
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")
UNKNOWN = Finding("WG201", {"code": "W1", "received": "1"}, "/X", 12).to_json()
BROKEN = Finding("BRT03", {"message": "X"}, "/X", 1).to_json()


def message(of: House, receipt: str, **values: object) -> int:
    now = timezone.now()
    number = of.message(receipt, **{"decided_at": now, **values})
    with tenant(of.arbodienst):
        Message.objects.filter(id=number).update(received_at=now)
    return number


def parked(of: House, number: int, position: int) -> None:
    of.report(number, position, "parked", findings=[UNKNOWN], codes=["WG201"])
    with tenant(of.arbodienst):
        AbsenceReport.objects.update(received_on=timezone.localdate())


@pytest.fixture
def gezond() -> House:
    """An arbodienst with a rejected message, and one with two reports."""
    of = house("GEZOND")
    number = message(of, "r1", stages={"keep": "done", "write": "skipped"})
    parked(of, number, 0)
    person_id = of.employee(of.employer("W1"), "k1")
    of.report(number, 1, "applied", case_key="VG2", employee_id=person_id)
    message(of, "r2", state="rejected", findings=[BROKEN], codes=["BRT03"])
    return of


def desk(of: House, role: str = "manage") -> Client:
    return visit(person(role, Arbodienst.objects.get(id=of.arbodienst)))


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content
    return " ".join(answer.content.decode().split())


def test_the_list_shows_what_became_of_each_message(gezond: House) -> None:
    shown = text(desk(gezond), "/verslagen/")

    assert "/verslagen/r1/" in shown
    assert "1 verwerkt, 1 wachtend" in shown
    assert "afgewezen" in shown
    assert "BRT03" in shown


def test_the_list_is_narrowed_by_what_stands_in_the_address(gezond: House) -> None:
    client = desk(gezond)

    assert "/verslagen/r1/" not in text(client, "/verslagen/?soort=afgewezen")
    assert "/verslagen/r2/" not in text(client, "/verslagen/?bevinding=WG201")
    found = text(client, "/verslagen/?koppeling=Portaal&stroom=Verzuimmeldingen&soort=bevindingen")
    assert "/verslagen/r1/" in found
    assert "Koppeling: Portaal" in found
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert "Geen verslagen." in text(client, f"/verslagen/?van={yesterday}&tot={yesterday}")
    assert "/verslagen/r1/" in text(client, "/verslagen/?koppeling=Onbekend&van=vroeger&na=x")


def test_causes_stand_with_how_many_and_what_to_do(gezond: House) -> None:
    shown = text(desk(gezond), "/verslagen/oorzaken/")

    assert "WG201" in shown
    assert "BRT03" in shown
    assert "/verslagen/?bevinding=WG201" in shown
    assert Finding.from_json(UNKNOWN).action("nl").split(".")[0] in shown


def test_a_report_is_a_readable_page(gezond: House) -> None:
    shown = text(desk(gezond), "/verslagen/r1/")

    assert "Verslag r1" in shown
    assert "Bevindingen op oorzaak" in shown
    assert "VG2" in shown
    assert "verwerkt" in shown
    only = text(desk(gezond), "/verslagen/r1/?bevinding=WG201")
    assert "VG2" not in only
    assert "VG1" in only


def test_opening_a_report_is_kept_and_a_rejected_one_is_then_seen(gezond: House) -> None:
    text(desk(gezond, "audit"), "/verslagen/r2/")
    with tenant(gezond.arbodienst):
        assert not Look.objects.exists()
    shown = text(desk(gezond), "/verslagen/r2/")

    assert "Er zitten geen meldingen in." in shown
    with tenant(gezond.arbodienst):
        assert Look.objects.count() == 1
        assert AccessLog.objects.filter(action="report.read").count() == 2


def test_what_is_not_there_or_not_open_is_one_answer(gezond: House) -> None:
    other = desk(house("ANDERS", "Ander"))

    for place in ("/verslagen/r1/", "/verslagen/r1/bestand/csv/"):
        assert other.get(place).status_code == 404
    assert desk(gezond).get("/verslagen/r9/").status_code == 404


@pytest.mark.parametrize("place", ["/verslagen/bestand/", "/verslagen/r1/bestand/"])
def test_files_are_sent_while_they_are_made(gezond: House, place: str) -> None:
    client = desk(gezond)

    answer = client.get(f"{place}csv/")
    assert answer.streaming
    assert "no-store" in answer["Cache-Control"]
    assert "wachtend" in b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    sheet = b"".join(client.get(f"{place}xlsx/").streaming_content)  # type: ignore[attr-defined]
    assert sheet.startswith(b"PK")
    assert client.get(f"{place}pdf/").status_code == 404


def test_the_operator_of_the_platform_has_no_right() -> None:
    assert visit(person("operator")).get("/verslagen/").status_code == 403


def test_the_number_of_queries_does_not_depend_on_what_there_is(gezond: House) -> None:
    client = desk(gezond)

    def asked() -> int:
        for place in ("/verslagen/", "/verslagen/oorzaken/", "/verslagen/r1/"):
            client.get(place)
        with CaptureQueriesContext(connection) as queries:
            for place in ("/verslagen/", "/verslagen/oorzaken/", "/verslagen/r1/"):
                client.get(place)
        return len(queries)

    before = asked()
    for number in range(10, 30):
        parked(gezond, message(gezond, f"r{number}"), 0)

    assert asked() == before
