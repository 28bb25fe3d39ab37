"""Readiness, linking, the initial load and the turn to live, on the pages."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from configuring_world import coupling
from console_world import agreed, confirmed
from couplings_world import page_of, post, visitor
from portal_delivery_world import bring, loading
from readiness_world import in_order, known_employee, load, other_account, signed_in
from sending_world import cases, deliver, go_live, work
from trying_world import looks
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.couplings.heads import count_waiting
from verzuimbrug.application.readiness.portal_employers import (
    portal_employers,
    set_portal_employers,
)
from verzuimbrug.store.models import ClientAccount
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

SURE = {"sure": "on"}
ALL = ["GR-1", "GR-2", "GR-3", "GR-4", "GR-5"]


def _status(ref: AccountRef) -> str:
    with tenant(ref.arbodienst):
        return ClientAccount.objects.get(id=ref.account).status


def _checks(ref: AccountRef) -> str:
    return page_of(visitor(ref, "setup"), f"/koppelingen/{ref.account}/gereedheid/controles/")


def test_readiness_comes_beside_the_page_with_what_to_do() -> None:
    ref = coupling()
    client, place = visitor(ref), f"/koppelingen/{ref.account}/gereedheid/"

    page = page_of(client, place)
    part = client.get(f"{place}controles/", headers={"HX-Request": "true"}).content.decode()

    assert f'hx-get="{place}controles/"' in page
    assert "<html" not in part
    assert "GR-5 Configuratie" in part
    assert "Van deze controle afzien" in part
    assert "Uitkomst op" in page_of(client, place)


def test_lists_name_employees_by_number_and_who_looked_is_kept() -> None:
    known = known_employee(other_account())
    this = signed_in()
    deliver(this, load())

    page = _checks(this.ref)

    assert f"werknemer {known}" in page
    assert "voorgesteld: b" in page
    assert [look[1:] for look in looks(this)] == [("employees.read", [known])]


def test_a_check_is_passed_over_with_a_reason_and_counts_again() -> None:
    ref = coupling()
    client, place = visitor(ref), f"/koppelingen/{ref.account}/gereedheid/"
    post(client, f"{place}afzien/", {"check_id": "GR-5"})
    assert "Van afgezien door" not in _checks(ref)

    post(client, f"{place}afzien/", {"check_id": "GR-5", "reason": "proef"})
    assert "proef" in _checks(ref)
    done = post(client, f"{place}GR-5/meetellen/", {})

    assert "Configuratie telt weer mee." in done
    assert "Van afgezien door" not in _checks(ref)


def test_the_list_of_the_portal_is_taken_over_and_away() -> None:
    ref = coupling()
    client, place = visitor(ref), f"/koppelingen/{ref.account}/werkgeverslijst/"
    good = SimpleUploadedFile("lijst.csv", b"1001;Bakkerij\n1002;Slager\n")
    empty = SimpleUploadedFile("lijst.csv", b"code\n")

    shown = client.post(place, {"file": good}).headers["Location"]
    page = page_of(client, shown)
    assert "De nieuwe lijst heeft 2 codes: 2 nieuw, 0 vervallen." in page
    assert "FLSN1002" not in _checks(ref)
    taken = post(client, shown, confirmed(page))
    assert "Codes op de lijst: 2; nieuw: 2, weg: 0." in taken
    assert "FLSN1002" in _checks(ref)
    assert "werd niet langer bewaard" in post(client, shown, confirmed(page))
    assert "De lijst is leeg." in post(client, place, {"file": empty}, status=422)
    post(client, place, {}, status=422)
    page = page_of(client, f"{place}wegnemen/")
    assert "De lijst met 2 codes wordt gewist" in page
    assert "1002" in page
    assert "2 codes" in post(client, f"{place}wegnemen/", confirmed(page))
    assert "geen lijst van het portaal" in post(client, f"{place}wegnemen/", confirmed(page))


def test_a_list_that_replaces_another_one_than_was_shown_is_shown_again() -> None:
    ref = coupling()
    client, place = visitor(ref), f"/koppelingen/{ref.account}/werkgeverslijst/"
    shown = client.post(place, {"file": SimpleUploadedFile("lijst.csv", b"1001;Bakkerij\n")})
    path = shown.headers["Location"]
    page = page_of(client, path)
    set_portal_employers(ref, b"1003;Kapper\n", "een ander")

    again = post(client, path, confirmed(page))

    assert "Sinds u keek is er iets gewijzigd." in again
    assert "De vorige lijst, met 1 codes, wordt vervangen" in again
    assert "1003" in again
    assert list(portal_employers(ref)) == ["1003"]


def test_persons_are_linked_in_bulk_after_a_look() -> None:
    known_employee(other_account())
    this = signed_in()
    deliver(this, load())
    client, place = visitor(this.ref), f"/koppelingen/{this.account}/personen/"
    assert "De voorstellen worden gezocht." in page_of(client, place)
    page = page_of(client, f"{place}?voorstellen=1")
    assert "zelfde voorletters" in page
    assert "Smit" not in page
    (value,) = re.findall(r'name="gekozen" value="(\[[^>]*\])"', page)

    preview = client.post(f"{place}koppelen/", {"gekozen": value}).content.decode()
    assert "Deze werknemers krijgen een koppelsleutel" in preview
    assert "Een gegeven koppelsleutel blijft" in preview
    done = post(client, f"{place}koppelen/", confirmed(preview))
    again = post(client, f"{place}koppelen/", confirmed(preview))

    assert "1 werknemer gekoppeld. De sleutels blijven." in done
    assert "Berichten van deze koppeling" in done
    assert "Niemand om te koppelen." in page_of(client, f"{place}?voorstellen=1")
    assert "0 werknemers gekoppeld." in again


@pytest.mark.parametrize("value", ["", "geen json", "[1]", '["a", "b", "c"]'])
def test_a_choice_that_the_page_never_sends_links_nobody(value: str) -> None:
    ref = coupling()
    place = f"/koppelingen/{ref.account}/personen/koppelen/"

    assert "Kies ten minste één werknemer." in post(visitor(ref), place, {"gekozen": value})


def test_keys_that_are_somebody_elses_are_told() -> None:
    known = known_employee(other_account())
    this = signed_in()
    place = f"/koppelingen/{this.account}/personen/koppelen/"
    wrong = f'["FLSN9999", {known}, "k"]'

    client = visitor(this.ref)

    agreed(client, place, {"gekozen": wrong})

    told = " ".join(notice["text"] for notice in client.session["notices"])
    assert "0 werknemers gekoppeld." in told
    assert "1 werknemer niet gekoppeld" in told
    assert "FLSN9999" not in told


def test_a_list_of_keys_is_set_beside_the_employees() -> None:
    known_employee(other_account())
    this = signed_in()
    client, place = visitor(this.ref), f"/koppelingen/{this.account}/personen/lijst/"
    rows = b"FLSN1001;1980-02-05;Smit;J;k-1\nFLSN1001;1990-01-01;Jansen;A;k-2\nonzin\n"

    page = post(client, place, {"file": SimpleUploadedFile("sleutels.csv", rows)})

    assert "k-1" in page
    assert "1 koppelsleutel past bij geen werknemer" in page
    assert "GR220" in page
    post(client, place, {}, status=422)


def test_a_load_is_started_read_compared_and_run() -> None:
    this = signed_in()
    client, place = visitor(this.ref), f"/koppelingen/{this.account}/initial-load/"
    assert "Nog geen initial load." in page_of(client, place)

    started = post(client, f"{place}starten/", {})
    assert "De initial load is gestart." in started
    assert 'hx-trigger="every 2s"' in started
    bring(this, load())
    assert "1 meldingen" in page_of(client, f"{place}voortgang/?stap=receiving")
    compared = page_of(client, f"{place}vergelijking/")
    assert "Samen" in compared
    assert "FLSN1001" in compared
    page = post(client, f"/koppelingen/{this.account}/status/live/", SURE)
    assert "De koppeling is live." in page
    step = client.get(f"{place}voortgang/?stap=receiving")
    assert step.headers["HX-Refresh"] == "true"
    work()

    done = page_of(client, place)
    assert "de aantallen kloppen: 1 gelezen" in done
    assert cases(this)
    assert "geen initial load meer om te vergelijken" in _led_to(client, f"{place}vergelijking/")


def _led_to(client: Client, path: str) -> str:
    """The page that another one leads to."""
    return client.get(path, follow=True).content.decode()


def test_a_load_is_called_off_and_its_messages_go_on_waiting() -> None:
    this = loading()
    client, place = visitor(this.ref), f"/koppelingen/{this.account}/initial-load/"
    bring(this, load())
    again = post(client, f"{place}starten/", {})

    shown = page_of(client, f"{place}afbreken/")
    assert "De berichten blijven wachten" in shown
    done = post(client, f"{place}afbreken/", confirmed(shown))
    twice = post(client, f"{place}afbreken/", confirmed(shown))

    assert "Niet gestart" in again
    assert "De initial load is afgebroken." in done
    assert "geen initial load die u kunt afbreken" in twice
    assert count_waiting(this.ref) == 1


def test_a_live_coupling_without_a_load_is_told_when_it_comes() -> None:
    live = go_live(in_order())

    page = page_of(visitor(live.ref), f"/koppelingen/{live.account}/initial-load/")

    assert "Er was geen initial load." in page


def test_what_blocks_is_told_and_nothing_turns() -> None:
    ref = coupling()
    client, place = visitor(ref), f"/koppelingen/{ref.account}/status/"
    assert "Er is geen initial load ontvangen" in page_of(client, place)

    page = post(client, f"{place}live/", SURE, status=422)

    assert "Er is niets veranderd. Dit staat in de weg:" in page
    assert _status(ref) == "concept"


def test_checks_are_passed_over_on_the_way_with_a_reason() -> None:
    ref = coupling()
    client, place = visitor(ref), f"/koppelingen/{ref.account}/status/live/"
    post(client, place, {"checks": ALL, **SURE}, status=422)
    post(client, place, {"checks": ALL, "reason": "proef"}, status=422)
    assert _status(ref) == "concept"

    post(client, place, {"checks": ALL, "reason": "proef", **SURE})

    assert _status(ref) == "active"


def test_a_coupling_is_said_to_be_ready_for_somebody_else() -> None:
    this = signed_in()
    deliver(this, load())
    client, place = visitor(this.ref), f"/koppelingen/{this.account}/"

    page = post(client, f"{place}status/gereed/", {})

    assert _status(this.ref) == "ready"
    assert "gereed om live te gaan" in page


def test_a_live_coupling_is_paused_goes_on_and_ends() -> None:
    live = go_live(in_order())
    client, place = visitor(live.ref), f"/koppelingen/{live.account}/status/"

    paused = post(client, f"{place}pauzeren/", {"reason": "storing"})
    assert "gepauzeerd" in paused
    assert "storing" in paused
    post(client, f"{place}live/", {"checks": ALL, "reason": "proef", **SURE})
    assert _status(live.ref) == "active"
    post(client, f"{place}beeindigen/", {"reason": "klaar", "name": "anders"}, status=422)
    ended = post(
        client,
        f"{place}beeindigen/",
        {"reason": "klaar", "name": "Felison verzekeringsinzicht"},
    )

    assert "De koppeling is beëindigd." in ended
    assert _status(live.ref) == "closed"
    assert "Hier is niets dat u kunt wijzigen." in page_of(client, place)
    assert "kan niet zoals" in post(
        client, f"{place}beeindigen/", {"reason": "x", "name": "Felison verzekeringsinzicht"}
    )
    assert "kan niet zoals" in post(client, f"{place}live/", SURE)
    assert "Beëindigd" in page_of(client, "/koppelingen/")


def test_a_coupling_that_is_not_live_is_not_paused() -> None:
    ref = coupling()
    place = f"/koppelingen/{ref.account}/status/pauzeren/"

    assert "kan niet zoals de koppeling" in post(visitor(ref), place, {})
    post(visitor(ref), place, {"reason": "x" * 501}, status=422)
    assert _status(ref) == "concept"


def test_who_may_only_look_turns_nothing() -> None:
    ref = coupling()
    client, place = visitor(ref, "audit"), f"/koppelingen/{ref.account}/"

    for action in (
        "status/live/",
        "status/pauzeren/",
        "initial-load/starten/",
        "personen/koppelen/",
    ):
        assert client.post(place + action, SURE).status_code == 403
    assert client.post(f"{place}gereedheid/afzien/", {}).status_code == 403
