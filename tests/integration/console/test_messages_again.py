"""Messages once more, in the console: rehearsed, replayed and corrected, each shown before."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sending_world import deliver, go_live, report, sick, take, work
from verzuimbrug.console.messages import again
from verzuimbrug.store.models import Message, MessageBody
from verzuimbrug.store.tenancy import tenant
from waiting_world import page_of, visit_at

pytestmark = pytest.mark.usefixtures("database")


def test_a_dry_run_shows_what_would_become_of_it_and_writes_nothing() -> None:
    coupling = go_live()
    (done,) = take(coupling, sick(report(), number="9999"))
    client = visit_at(coupling)
    path = f"/berichten/{done.receipt}/proef/"

    assert "Proefverwerking starten" in page_of(client, path)
    told = client.post(path).content.decode()
    assert "Er is niets vastgelegd" in told
    assert "WG201" in told
    (wrong,) = [deliver(coupling, b"geen xml")]
    work()
    rejected = client.post(f"/berichten/{wrong}/proef/").content.decode()
    assert "in zijn geheel worden afgewezen" in rejected
    assert visit_at(coupling, "audit").get(path).status_code == 403


def test_a_replay_is_shown_before_it_is_done() -> None:
    coupling = go_live()
    parked, applied = take(coupling, sick(report(), number="9999"), sick(report("VG2"), key="w-2"))
    client = visit_at(coupling)
    path = f"/berichten/{parked.receipt}/opnieuw/"

    assert "Dit zou er nu van komen" in client.post(path).content.decode()
    other = client.post(path, {"getoond": "iets anders"}).content.decode()
    assert "Intussen zou er iets anders van komen" in other
    with tenant(coupling.arbodienst):
        assert Message.objects.get(receipt=parked.receipt).state != "queued"
    (digest,) = re.findall(r'name="getoond" value="([0-9a-f]{64})"', other)
    answer = client.post(path, {"getoond": digest})
    assert answer.headers["Location"] == f"/berichten/{parked.receipt}/"
    assert "staat weer in de rij" in page_of(client, f"/berichten/{parked.receipt}/")
    path = f"/berichten/{applied.receipt}/opnieuw/"
    assert "VE505" in client.post(path).content.decode()


def test_opening_the_page_of_a_replay_works_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    coupling = go_live()
    (parked,) = take(coupling, sick(report(), number="9999"))
    asked: list[object] = []
    monkeypatch.setattr(again, "replay", lambda *given, **_how: asked.append(given))

    page = page_of(visit_at(coupling), f"/berichten/{parked.receipt}/opnieuw/")

    assert "Bekijk wat er zou gebeuren" in page
    assert not asked


def test_one_value_is_corrected_and_waits_for_approval() -> None:
    coupling = go_live()
    faulty = sick(report()).replace(b"<Gebdat>1980-02-05</Gebdat>", b"<Gebdat>morgen</Gebdat>")
    receipt = deliver(coupling, faulty)
    work()
    client = visit_at(coupling)
    path = f"/berichten/{receipt}/corrigeren/"
    place = "/Verzuimmeldingen/Wrkgvr[1]/Wrknmr[1]/Gebdat"

    assert place in page_of(client, f"{path}?plaats={place}")
    said = {"reden": "volgens de afzender", "plaats": [place], "tekst": ["1980-02-05"]}
    answer = client.post(path, said)
    with tenant(coupling.arbodienst):
        made = Message.objects.get(corrects__receipt=receipt)
    assert (answer.status_code, made.state) == (302, "held")
    told = page_of(client, f"/berichten/{receipt}/")
    assert made.receipt in told
    assert receipt in page_of(client, f"/berichten/{made.receipt}/")
    assert "nog niets gewijzigd" in page_of(client, f"/berichten/{made.receipt}/wijzigingen/")
    decided = page_of(client, f"/berichten/{receipt}/herhalingen/")
    assert "volgens de afzender" in decided


def test_a_file_is_a_correction_too() -> None:
    coupling = go_live()
    (done,) = take(coupling, sick(report()))
    client = visit_at(coupling)
    path = f"/berichten/{done.receipt}/corrigeren/"
    file = _file(sick(report(at=1)))

    assert client.post(path, {"reden": "andere dag", "bestand": file}).status_code == 302
    again = client.post(path, {"reden": "nog eens", "bestand": _file(sick(report(at=2)))})
    assert "VE501" in again.content.decode()


def test_what_is_in_the_way_of_a_correction_is_said() -> None:
    coupling = go_live()
    (done,) = take(coupling, sick(report()))
    client = visit_at(coupling)
    path = f"/berichten/{done.receipt}/corrigeren/"

    without_reason = client.post(path, {"plaats": [""], "tekst": [""]})
    assert "aria-invalid" in without_reason.content.decode()
    wrong = client.post(path, {"reden": "x", "plaats": ["/Nergens"], "tekst": ["1"]})
    assert "VE506" in wrong.content.decode()
    with tenant(coupling.arbodienst):
        MessageBody.objects.update(content=b"")
    gone = client.post(path, {"reden": "x", "plaats": ["/Nergens"], "tekst": ["1"]})
    assert gone.status_code == 404


def _file(content: bytes) -> object:
    return SimpleUploadedFile("bericht.xml", content)
