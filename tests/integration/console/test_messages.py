"""Messages: listed and paged, one from all sides, masked until somebody asks, and for whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from console_world import person as visitor, visit
from sending_world import (
    absence,
    deliver,
    employer,
    go_live,
    person,
    report,
    settings,
    sick,
    take,
    work,
)
from undo_world import of, undone
from verzuimbrug.application.receiving.refusals import Attempt, record_refusal
from verzuimbrug.store.models import AccessLog, Answer, Arbodienst, Message, MessageBody, User
from verzuimbrug.store.tenancy import tenant
from waiting_world import page_of, visit_at

pytestmark = pytest.mark.usefixtures("database")


def test_an_empty_list_says_what_belongs_there() -> None:
    told = page_of(visit(visitor("manage")), "/berichten/")

    assert "Nog geen berichten." in told


def test_the_list_shows_messages_newest_first_with_what_became_of_them() -> None:
    coupling = go_live()
    first, second = take(coupling, sick(report()), sick(report("VG2"), number="9999"))
    told = page_of(visit_at(coupling), "/berichten/")

    assert told.index(second.receipt) < told.index(first.receipt)
    assert "1 wachtend" in told
    assert "verwerkt" in told


def test_filters_stand_in_the_address_and_can_be_taken_away() -> None:
    coupling = go_live()
    first, second = take(coupling, sick(report("VG1")), sick(report("VG2")))
    client = visit_at(coupling)
    told = page_of(client, "/berichten/?geval=VG1&kolommen=sender")

    assert first.receipt in told
    assert second.receipt not in told
    assert 'href="/berichten/?kolommen=sender"' in told
    assert "PORTAAL" in told
    assert "Geen bericht heeft dit allemaal." in page_of(client, "/berichten/?geval=VG9")
    assert first.receipt in page_of(client, "/berichten/?stand=processed&proef=nee&van=2020-01-01")


def test_a_filter_that_cannot_be_says_why() -> None:
    coupling = go_live()
    client = visit_at(coupling)
    told = page_of(client, "/berichten/?bevinding=XX999&van=2026-02-01&tot=2026-01-01")

    assert "Er is geen bevinding met deze code." in told
    assert "Deze dag ligt voor de eerste." in told
    assert client.get("/berichten/bestand/?bevinding=XX999").status_code == 400


def test_pages_go_on_and_back_and_take_the_same_number_of_queries() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    client = visit_at(coupling)
    page_of(client, "/berichten/")
    with CaptureQueriesContext(connection) as few:
        page_of(client, "/berichten/")
    take(coupling, *(sick(report(f"VG{number}"), key=f"k{number}") for number in range(60)))
    with CaptureQueriesContext(connection) as many:
        told = page_of(client, "/berichten/")

    assert len(few) == len(many)
    assert told.count("<tr>") == 51
    following = told.split('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    rest = page_of(client, following.replace("&amp;", "&"))
    assert rest.count("<tr>") == 12
    assert 'rel="prev"' in rest
    assert page_of(client, "/berichten/?na=x&voor=99999999999999999999").count("<tr>") == 51


def test_what_is_filtered_can_be_had_as_a_file() -> None:
    coupling = go_live()
    first, second = take(coupling, sick(report("VG1")), sick(report("VG2"), key="w-2"))
    answer = visit_at(coupling).get("/berichten/bestand/?geval=VG2")
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]

    assert len(lines) == 2
    assert second.receipt in lines[1]
    assert ";verwerkt;" in lines[1]
    assert first.receipt not in lines[1]


def test_refused_attempts_are_a_list_of_their_own() -> None:
    coupling = go_live()
    client = visit_at(coupling)
    assert "Er is niets geweigerd." in page_of(client, "/berichten/?stand=geweigerd")
    attempt = Attempt(door="rest", address="::1", customer_code=coupling.code, stream="Anders")
    record_refusal(attempt, "STROOM-ONBEKEND")
    told = page_of(client, "/berichten/?stand=geweigerd")

    assert "STROOM-ONBEKEND" in told
    assert client.get("/berichten/bestand/?stand=geweigerd").status_code == 400


def test_a_message_shows_how_far_it_came_and_what_became_of_it() -> None:
    coupling = go_live()
    (done,) = take(coupling, sick(report(), number="9999", wants_receipt=True))
    told = page_of(visit_at(coupling), f"/berichten/{done.receipt}/")

    assert "beantwoord" in told
    assert "?stand=parked" in told
    assert "de werkgever is niet bekend" in told
    assert "Opnieuw verwerken" in told
    assert 'aria-current="page"' in told


def test_a_message_in_the_queue_shows_what_is_still_to_come() -> None:
    coupling = go_live()
    receipt = deliver(coupling, sick(report()))
    told = page_of(visit_at(coupling), f"/berichten/{receipt}/")

    assert "nog te doen" in told
    assert "niet gelezen" in told
    assert "Verbeterde versie maken" not in told


def test_a_rejected_message_lists_its_faults_and_offers_a_correction() -> None:
    coupling = go_live()
    receipt = deliver(coupling, sick(report()).replace(b"<Voorl>J</Voorl>", b""))
    work()
    told = page_of(visit_at(coupling), f"/berichten/{receipt}/")

    assert "CAT01" in told
    assert "hier stopte het" in told
    assert f"/berichten/{receipt}/corrigeren/" in told


def test_an_undone_message_says_by_whom_and_repeats_tell_it_too() -> None:
    coupling = go_live()
    (done,) = take(coupling, sick(report()))
    undone(coupling, of(done.receipt))
    client = visit_at(coupling)

    assert "ongedaan gemaakt door beheerder" in page_of(client, f"/berichten/{done.receipt}/")
    assert "vergissing" in page_of(client, f"/berichten/{done.receipt}/herhalingen/")


@pytest.mark.parametrize("part", ["", "meldingen/", "wijzigingen/", "bericht/", "antwoorden/"])
def test_every_part_takes_the_same_number_of_queries_whatever_it_holds(part: str) -> None:
    coupling = go_live()
    many = [person(f"w-{number}", report(f"VG{number}")) for number in range(1, 31)]
    small, large = take(coupling, sick(report("VG0"), key="w-0"), absence(employer("1001", *many)))
    client = visit_at(coupling)
    counts = []
    for receipt in (small.receipt, large.receipt):
        with CaptureQueriesContext(connection) as asked:
            page_of(client, f"/berichten/{receipt}/{part}")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_reports_tell_what_they_say_and_what_became_of_them() -> None:
    coupling = go_live()
    (done,) = take(
        coupling,
        absence(
            employer("1001", person("w-1", report("VG1"))),
            employer("9999", person("w-2", report("VG2"))),
        ),
    )
    client = visit_at(coupling)
    told = page_of(client, f"/berichten/{done.receipt}/meldingen/")
    parked = page_of(client, f"/berichten/{done.receipt}/meldingen/?stand=parked")

    assert "Melding 1 van VG1" in told
    assert "100%" in told
    assert "eerste melding" in told
    assert "WG201" in parked
    assert "VG1" not in parked
    nothing = page_of(client, f"/berichten/{done.receipt}/meldingen/?stand=conflict&na=0")
    assert "Geen melding staat zo." in nothing


def test_changes_show_before_and_after() -> None:
    coupling = go_live()
    _, second = take(
        coupling,
        sick(report()),
        sick(report("VG1", 2, at=3, operation="change")),  # type: ignore[arg-type]
    )
    client = visit_at(coupling)
    told = page_of(client, f"/berichten/{second.receipt}/wijzigingen/")
    assert "verzuimgeval VG1" in told
    assert 'class="before"' in told

    (again,) = take(coupling, sick(report("VG1", 9)))
    assert "niets gewijzigd" in page_of(client, f"/berichten/{again.receipt}/wijzigingen/")


def test_answers_tell_whether_they_were_collected() -> None:
    coupling = go_live()
    asked, silent = take(
        coupling,
        sick(report(), wants_receipt=True),
        sick(report("VG2"), key="w-2", edition="2022"),
    )
    client = visit_at(coupling)

    told = page_of(client, f"/berichten/{asked.receipt}/antwoorden/")
    assert "Retourmelding" in told
    assert "nog niet opgehaald" in told
    with tenant(coupling.arbodienst):
        Answer.objects.update(acknowledged_at=timezone.now(), content=b"")
    told = page_of(client, f"/berichten/{asked.receipt}/antwoorden/")
    assert "de inhoud is gewist" in told
    assert "Er is geen antwoord." in page_of(client, f"/berichten/{silent.receipt}/antwoorden/")


def test_redeliveries_are_listed() -> None:
    coupling = go_live()
    content = sick(report())
    (done,) = take(coupling, content)
    deliver(coupling, content)

    assert "webservice (REST)" in page_of(
        visit_at(coupling), f"/berichten/{done.receipt}/herhalingen/"
    )


def test_the_xml_is_masked_until_somebody_asks_by_a_post() -> None:
    coupling = go_live()
    said = report(free_text=("Ligt in het ziekenhuis",))
    (done,) = take(coupling, absence(employer("1001", person("w-1", said, bsn="123456782"))))
    client = visit_at(coupling)
    path = f"/berichten/{done.receipt}/bericht/"

    masked = page_of(client, path)
    assert "afgedekt" in masked
    assert "w-1" in masked
    asked = client.post(path).content.decode()
    assert "Smit w-1" in asked
    for told in (masked, asked):
        assert "ziekenhuis" not in told
        assert "123456782" not in told
    assert "Smit" not in masked
    assert "Smit" not in page_of(client, path)
    with tenant(coupling.arbodienst):
        actions = list(AccessLog.objects.order_by("id").values_list("action", flat=True))
    assert actions == ["message.read", "message.shown", "message.read"]


def test_findings_stand_in_the_xml_with_the_way_to_correct_them() -> None:
    coupling = go_live()
    faulty = sick(report()).replace(b"<Gebdat>1980-02-05</Gebdat>", b"<Gebdat>morgen</Gebdat>")
    receipt = deliver(coupling, faulty)
    work()
    told = page_of(visit_at(coupling), f"/berichten/{receipt}/bericht/")

    assert "CAT11" in told
    assert f"/berichten/{receipt}/corrigeren/?plaats=" in told


def test_what_is_no_xml_and_what_was_erased_is_said() -> None:
    coupling = go_live()
    broken = deliver(coupling, b"geen xml")
    work()
    (erased,) = take(coupling, sick(report()))
    with tenant(coupling.arbodienst):
        one = Message.objects.get(receipt=erased.receipt)
        MessageBody.objects.filter(id=one.id).update(content=b"")
    client = visit_at(coupling)

    assert page_of(client, f"/berichten/{broken}/bericht/").count("geen goed gevormde XML") == 1
    assert "niet meer bewaard" in page_of(client, f"/berichten/{erased.receipt}/bericht/")
    assert "zijn gewist" in page_of(client, f"/berichten/{erased.receipt}/")


def test_the_bytes_are_for_who_may_take_them() -> None:
    coupling = go_live()
    content = sick(report())
    (done,) = take(coupling, content)
    path = f"/berichten/{done.receipt}/downloaden/"
    taken = visit_at(coupling).post(path)

    assert taken.content == content
    assert taken.headers["Content-Disposition"] == f'attachment; filename="{done.receipt}.xml"'
    assert visit_at(coupling).get(path).status_code == 405
    auditor = visit_at(coupling, "audit")
    assert auditor.post(path).status_code == 403
    assert path not in page_of(auditor, f"/berichten/{done.receipt}/")


_PARTS = (
    *("", "meldingen/", "wijzigingen/", "bericht/", "antwoorden/", "herhalingen/"),
    *("proef/", "opnieuw/", "corrigeren/"),
)


@pytest.mark.parametrize("part", _PARTS)
def test_a_message_that_is_not_open_is_not_there(part: str) -> None:
    coupling, other = go_live(), go_live(settings("ANDER"))
    (done,) = take(coupling, sick(report()))
    limited: User = visitor("manage", Arbodienst.objects.get(id=coupling.arbodienst))
    limited.scope_all = False
    limited.save()

    for client in (visit_at(other), visit(limited)):
        page_of(client, f"/berichten/{done.receipt}/{part}", 404)
    assert done.receipt not in page_of(visit(limited), "/berichten/")


def test_without_the_right_there_is_a_page_that_says_so() -> None:
    coupling = go_live()
    (done,) = take(coupling, sick(report()))
    auditor = visit_at(coupling, "audit")

    for part in ("", "meldingen/", "wijzigingen/", "bericht/", "antwoorden/", "herhalingen/"):
        page_of(auditor, f"/berichten/{done.receipt}/{part}")
    for part in ("proef/", "opnieuw/", "corrigeren/"):
        assert (
            "messages.correct"
            in (told := page_of(auditor, f"/berichten/{done.receipt}/{part}", 403))
            or "streams.write" in told
        )
