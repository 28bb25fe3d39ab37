"""Reconciliation in the console: files given, read, compared, chosen, taken over, ended."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from configuring_world import ACCOUNT
from console_world import confirmed
from doors_world import Coupling
from reconciliation_world import start
from sending_world import add_employer, cases, day, go_live, report, settings, sick, take, work
from waiting_world import link_of, page_of, values_of, visit_at

pytestmark = pytest.mark.usefixtures("database")

STATE = "/wachtend/afstemming/"
HALF = Decimal("50.00")
HTMX = {"HX-Request": "true"}


def _give(client: Client, coupling: Coupling, *contents: bytes) -> str:
    files = [SimpleUploadedFile(f"stand-{n}.xml", each) for n, each in enumerate(contents)]
    path = f"{STATE}{coupling.account}/bestanden/"
    return client.post(path, {"bestanden": files}, follow=True).content.decode()


def test_couplings_are_listed_with_how_their_reconciliation_is() -> None:
    coupling = go_live()
    client = visit_at(coupling)
    assert "nog niet gedaan" in page_of(client, STATE)
    start(coupling)

    page = page_of(client, STATE)

    assert link_of(page, ACCOUNT) == f"{STATE}{coupling.account}/"
    assert "klantbeheerder" in page


def test_files_are_given_read_and_compared_and_the_counts_add_up() -> None:
    coupling = go_live(add_employer(settings(), "FLSN1002", "FELISON-VI"))
    take(coupling, sick(report()))
    client = visit_at(coupling)
    assert "Afstemming starten" in page_of(client, f"{STATE}{coupling.account}/")

    told = _give(
        client, coupling, sick(report(percentage=HALF)), sick(report("VG9"), number="1002")
    )
    assert "2 bestanden ontvangen" in told
    assert "Bestanden worden gelezen" in told
    work()
    assert "2 bestanden zijn gelezen." in page_of(client, f"{STATE}{coupling.account}/")
    part = client.get(f"{STATE}{coupling.account}/werkgevers/", headers=HTMX).content.decode()
    assert "<html" not in part
    assert link_of(part, "FLSN1001").endswith("?werkgever=FLSN1001")
    assert '<td class="number">2</td></tr></tfoot>' in part.replace("\n", "")
    assert "<html" in page_of(client, f"{STATE}{coupling.account}/werkgevers/")


def test_more_files_are_given_and_what_is_none_is_told() -> None:
    coupling = go_live()
    start(coupling, sick(report()))
    client = visit_at(coupling)

    told = _give(client, coupling, b"<geen bericht>")

    assert "0 bestanden ontvangen" in told
    assert "stand-0.xml" in told


def test_differences_stand_side_by_side_and_what_is_chosen_is_taken_over() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    start(coupling, sick(report(percentage=HALF)))
    client = visit_at(coupling)
    path = f"{STATE}{coupling.account}/werkgever/?werkgever=FLSN1001"

    page = page_of(client, path)
    assert "verschillend" in page
    assert "periode vanaf 2 mrt 2026" in page
    assert "100%" in page
    (choice,) = values_of(page, "keuze")
    nothing = client.post(path, {}).content.decode()
    assert "U koos nog geen geval" in nothing
    preview = client.post(path, {"keuze": choice}).content.decode()
    assert "1 geval overnemen" in preview
    told = client.post(path, {"keuze": choice, "reden": "nagevraagd", "doe": "ja"}, follow=True)
    work()
    assert "1 geval wordt overgenomen." in told.content.decode()
    assert cases(coupling)["VG1"].periods[str(day(0))] == "50.00"
    again = client.post(path, {"keuze": choice, "reden": "nog eens", "doe": "ja"}, follow=True)
    assert "1 geval is gelaten zoals het is" in again.content.decode()


def test_reconciliation_is_ended_after_a_question() -> None:
    coupling = go_live()
    start(coupling, sick(report()))
    client = visit_at(coupling)
    path = f"{STATE}{coupling.account}/afronden/"

    shown = page_of(client, path)
    assert "Afstemming afronden" in shown
    told = client.post(path, confirmed(shown), follow=True).content.decode()
    assert "Van 1 bestand is niets overgenomen." in told
    again = client.post(path, confirmed(shown), follow=True).content.decode()
    assert "loopt geen afstemming" in again
    compared = client.get(f"{STATE}{coupling.account}/werkgevers/", headers=HTMX)
    assert "loopt geen afstemming" in compared.content.decode()
    employer = client.get(f"{STATE}{coupling.account}/werkgever/?werkgever=FLSN1001", follow=True)
    assert "loopt geen afstemming" in employer.content.decode()
    chosen = {"keuze": "a.b", "reden": "x", "doe": "ja"}
    applied = client.post(f"{STATE}{coupling.account}/werkgever/", chosen, follow=True)
    assert "loopt geen afstemming" in applied.content.decode()


def test_who_may_only_read_gives_and_takes_nothing() -> None:
    coupling = go_live()
    start(coupling, sick(report()))
    client = visit_at(coupling, "audit")
    path = f"{STATE}{coupling.account}/"

    page = page_of(client, f"{path}werkgever/?werkgever=FLSN1001")
    assert values_of(page, "keuze") == []
    assert "Bestanden geven" not in page_of(client, path)
    for change in ("bestanden/", "afronden/"):
        assert client.post(path + change).status_code == 403
    client.post(f"{path}werkgever/?werkgever=FLSN1001", {"keuze": "x.y", "doe": "ja"})
    assert cases(coupling) == {}


def test_somebody_elses_and_unknown_are_not_there() -> None:
    coupling = go_live()
    start(coupling, sick(report()))
    other = visit_at(go_live(settings("ANDERS")))

    for part in ("", "werkgevers/", "werkgever/?werkgever=FLSN1001"):
        assert other.get(f"{STATE}{coupling.account}/{part}").status_code == 404
    known = visit_at(coupling)
    path = f"{STATE}{coupling.account}/werkgever/?werkgever=ONBEKEND"
    assert known.get(path).status_code == 404


def test_queries_do_not_depend_on_how_many_couplings_there_are() -> None:
    configuration = settings()
    (account,) = configuration["accounts"]
    coupling = go_live(configuration)
    client = visit_at(coupling)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(STATE)
        return len(captured)

    before = queries()
    for number in range(3):
        more = {**account, "name": f"Koppeling {number}"}
        go_live({**configuration, "accounts": [account, more]}, account=more["name"])
    assert queries() == before
