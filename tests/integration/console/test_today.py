"""The first page: what needs the visitor, the day that adds up, and marking as seen."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from console_world import agreed, confirmed, person, visit
from reading_world import House, house
from verzuimbrug.application.today.values import Hour
from verzuimbrug.console.pictures import rates_of
from verzuimbrug.store.models import Arbodienst, ClientAccount, Credential, Look, Message
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)


@pytest.fixture
def gezond() -> House:
    """An arbodienst with a live coupling."""
    of = house("GEZOND")
    now = timezone.now()
    with tenant(of.arbodienst):
        ClientAccount.objects.update(status="active")
        Credential.objects.create(
            arbodienst_id=of.arbodienst,
            account_id=of.account,
            salt=b"s",
            token_hash=b"h",
            issued_at=now,
            last_used_at=now,
        )
    return of


def desk(of: House, role: str = "manage") -> Client:
    return visit(person(role, Arbodienst.objects.get(id=of.arbodienst)))


def message(of: House, receipt: str, **values: object) -> int:
    number = of.message(receipt, **values)
    with tenant(of.arbodienst):
        Message.objects.filter(id=number).update(received_at=timezone.now())
    return number


def rejected(of: House, receipt: str) -> int:
    finding = {"code": "BRT03", "line": 1, "path": "/X", "params": {"message": "X"}}
    return message(of, receipt, state="rejected", codes=["BRT03"], findings=[finding])


def text(client: Client, path: str = "/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content
    return " ".join(answer.content.decode().split())


def test_nobody_sees_it_who_did_not_sign_in() -> None:
    assert Client().get("/").status_code == 302


def test_a_day_on_which_nothing_is_needed_says_so(gezond: House) -> None:
    shown = text(desk(gezond))

    assert "Niets heeft u nodig." in shown
    assert "klopt" in shown


def test_what_needs_somebody_stands_on_top_with_the_action(gezond: House) -> None:
    rejected(gezond, "A-1")
    message(gezond, "A-2", state="held")
    park = {"code": "WG201", "line": 1, "path": "", "params": {"code": "X1"}}
    gezond.report(
        message(gezond, "P-1"), 0, "parked", employer_code="X1", codes=["WG201"], findings=[park]
    )

    shown = text(desk(gezond))

    assert "1 bericht is afgewezen." in shown
    assert "1 bericht wacht op uw goedkeuring." in shown
    assert "Werkgever X1 bestaat niet." in shown
    assert "/verslagen/A-1/" in shown
    assert f"/vandaag/afgewezen/{gezond.account}/BRT03/gezien/" in shown


def test_a_count_leads_to_the_messages_that_it_counts(gezond: House) -> None:
    rejected(gezond, "A-1")
    rejected(gezond, "A-2")
    message(gezond, "H-1", state="held")
    client = desk(gezond)

    links = re.findall(r'href="(/berichten/[^"]*stand=rejected[^"]*)"', text(client))

    assert len(links) == 2, "from what needs somebody, and from the counts of the day"
    for link in links:
        listed = text(client, link.replace("&amp;", "&"))
        assert "/berichten/A-1/" in listed
        assert "/berichten/A-2/" in listed
        assert "/berichten/H-1/" not in listed


def test_every_kind_of_matter_has_a_sentence(gezond: House) -> None:
    message(gezond, "A-1", state="failed")
    number = message(gezond, "A-2")
    gezond.report(number, 0, "conflict")
    with tenant(gezond.arbodienst):
        Credential.objects.update(valid_until=timezone.now() + 6.5 * DAY)

    shown = text(desk(gezond))

    assert "1 bericht kon niet worden verwerkt" in shown
    assert "1 melding spreekt een andere tegen" in shown
    assert "Het token verloopt over 6 dagen." in shown


@pytest.mark.parametrize(
    ("status", "told"),
    [("suspended", "De koppeling is gepauzeerd."), ("concept", "De koppeling is nog niet actief.")],
)
def test_a_coupling_that_is_not_live_is_told(gezond: House, status: str, told: str) -> None:
    with tenant(gezond.arbodienst):
        ClientAccount.objects.update(status=status)

    assert told in text(desk(gezond))


def test_the_sum_shows_what_is_nowhere(gezond: House) -> None:
    message(gezond, "A-1", state="received")

    assert "1 staan nergens" in text(desk(gezond))


def test_another_day_can_be_chosen_and_nonsense_is_today(gezond: House) -> None:
    client = desk(gezond)

    assert "Ontvangen op" in text(client, "/?dag=2026-03-02")
    assert "Wat u nodig heeft" in text(client, "/?dag=vroeger")
    assert "Wat u nodig heeft" in text(client, "/?dag=2026-99-99")


def test_the_operator_of_the_platform_sees_no_day_of_anybody() -> None:
    answer = visit(person("operator")).get("/")

    assert b"Wat u nodig heeft" not in answer.content


def test_what_was_rejected_is_marked_as_seen_after_a_look_and_taken_back(gezond: House) -> None:
    rejected(gezond, "A-1")
    client = desk(gezond)
    place = f"/vandaag/afgewezen/{gezond.account}/BRT03/gezien/"
    assert "1 bericht is afgewezen." in text(client, place)

    agreed(client, place)
    shown = text(client)
    assert "1 bericht is als bekeken gemerkt." in shown
    assert "Niets heeft u nodig." in shown

    with tenant(gezond.arbodienst):
        at = Look.objects.get().at
    back = f"/vandaag/gezien/{at.isoformat()}/terug/"
    assert back in shown.replace("%2B", "+")
    assert "weer bij wat u nodig heeft" in text(client, back)
    agreed(client, back)
    assert "1 bericht is afgewezen." in text(client)


def test_nothing_is_marked_that_was_not_shown(gezond: House) -> None:
    rejected(gezond, "A-1")
    client, place = desk(gezond), f"/vandaag/afgewezen/{gezond.account}/BRT03/gezien/"
    shown = confirmed(client.get(place).content.decode())
    rejected(gezond, "A-2")

    again = client.post(place, shown).content.decode()

    assert "2 berichten zijn afgewezen." in again
    assert "Sinds u keek is er iets gewijzigd." in again
    with tenant(gezond.arbodienst):
        assert not Look.objects.exists()


def test_nothing_is_marked_of_what_is_not_there(gezond: House) -> None:
    client = desk(gezond)

    assert client.get(f"/vandaag/afgewezen/{gezond.account}/-/gezien/").status_code == 404
    assert client.get("/vandaag/gezien/gisteren/terug/").status_code == 404
    assert client.get("/vandaag/gezien/2026-99-99T00:00/terug/").status_code == 404


def test_an_auditor_marks_nothing(gezond: House) -> None:
    rejected(gezond, "A-1")
    client = desk(gezond, "audit")

    assert "gezien" not in text(client)
    assert client.post(f"/vandaag/afgewezen/{gezond.account}/BRT03/gezien/").status_code == 403


def test_the_number_of_queries_does_not_depend_on_what_there_is(gezond: House) -> None:
    client = desk(gezond)
    park = {"code": "WG201", "line": 1, "path": "", "params": {"code": "X"}}

    def fill(numbers: range) -> int:
        for number in numbers:
            rejected(gezond, f"R-{number}")
            gezond.report(
                message(gezond, f"P-{number}"),
                0,
                "parked",
                employer_code=f"X{number}",
                codes=["WG201"],
                findings=[park],
            )
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        return len(queries)

    assert fill(range(1)) == fill(range(1, 20))


def test_the_chart_has_a_bar_an_hour_on_a_round_scale() -> None:
    start = datetime(2026, 3, 2, tzinfo=UTC)
    hours = [
        Hour(start=start + n * timedelta(hours=1), messages=n, reports=2 * n) for n in range(24)
    ]

    chart = rates_of(hours, lambda moment: f"/{moment:%H}")

    assert [line.value for line in chart.grid] == [0, 20, 40, 60, 80]
    assert len(chart.bars) == 24
    assert chart.bars[-1].height > chart.bars[1].height
    assert len(chart.line.split()) == 24
    assert (chart.messages, chart.reports) == (276, 552)


@pytest.mark.parametrize(("most", "top"), [(0, 4), (4, 4), (5, 8), (9, 20), (41, 80), (801, 2000)])
def test_a_scale_is_no_higher_than_needed(most: int, top: int) -> None:
    hour = Hour(start=datetime(2026, 3, 2, tzinfo=UTC), messages=most, reports=0)

    assert rates_of([hour], str).grid[-1].value == top
