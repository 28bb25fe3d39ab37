"""Pages for what a person may ask: everything as a file, and to be erased (WN-8, WN-9)."""

import pytest
from django.test import Client

from console_world import confirmed, person as somebody, visit
from doors_world import Coupling
from person_erasing_world import recovered
from sending_world import go_live, persons, report, sick, take
from verzuimbrug.store.models import Arbodienst

pytestmark = pytest.mark.usefixtures("database")


def _beheerder(coupling: Coupling) -> Client:
    return visit(somebody("manage", Arbodienst.objects.get(id=coupling.arbodienst)))


def test_all_of_a_person_is_given_out_from_the_dossier() -> None:
    coupling, number = recovered()
    client = _beheerder(coupling)

    assert f"/dossiers/{number}/inzage/" in client.get(f"/dossiers/{number}/").content.decode()
    page = client.get(f"/dossiers/{number}/inzage/")
    data = client.get(f"/dossiers/{number}/inzage/?vorm=json")

    assert "Verzuimmeldingen (2)" in page.content.decode()
    assert page.headers["Content-Disposition"] == f'attachment; filename="persoon-{number}.html"'
    assert data.json()["person"] == number
    assert data.headers["Cache-Control"] == "no-store"


def test_a_person_is_erased_after_the_preview_with_a_reason() -> None:
    coupling, number = recovered()
    client, path = _beheerder(coupling), f"/dossiers/{number}/wissen/"
    shown = confirmed(client.get(path).content.decode())

    without = client.post(path, {**shown, "reden": ""}).content.decode()
    assert "VE110" in without
    assert confirmed(without)["getoond"] == shown["getoond"]
    done = client.post(path, {**shown, "reden": "verzoek"}, follow=True)

    assert done.redirect_chain == [("/dossiers/", 302)]
    assert f"Persoon {number} is gewist." in done.content.decode()
    assert persons(coupling) == []
    assert client.get(path).status_code == 404


def test_what_changed_since_the_preview_is_shown_anew() -> None:
    coupling, number = recovered()
    client, path = _beheerder(coupling), f"/dossiers/{number}/wissen/"
    shown = confirmed(client.get(path).content.decode())
    take(coupling, sick(report("VG2")))

    again = client.post(path, {**shown, "reden": "verzoek"}).content.decode()

    assert "WN901" in again
    assert len(persons(coupling)) == 1


def test_who_cannot_be_erased_has_no_button() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    path = f"/dossiers/{persons(coupling)[0].id}/wissen/"

    assert 'name="getoond"' not in _beheerder(coupling).get(path).content.decode()
