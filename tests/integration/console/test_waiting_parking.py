"""The parking lot in the console: by cause, healed one by one or together, with a preview first."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from configuring_world import apply
from console_world import confirmed
from parking_world import (
    GROUP,
    house,
    park_behind_held,
    park_double,
    park_gap,
    park_unknown_employer,
    parked,
)
from sending_world import add_employer, go_live, report, sick, take, work
from verzuimbrug.application.parking.healing import heal_all
from verzuimbrug.console.waiting import heal
from verzuimbrug.store.models import ConfigurationVersion, Employer
from verzuimbrug.store.tenancy import tenant
from waiting_world import link_of, page_of, values_of, visit_at

pytestmark = pytest.mark.usefixtures("database")


def test_nothing_waits() -> None:
    page = page_of(visit_at(go_live(house())), "/wachtend/")

    assert "Er wacht niets." in page


def test_groups_stand_with_cause_since_when_and_what_heals_them() -> None:
    coupling = go_live(house())
    park_unknown_employer(coupling)

    page = page_of(visit_at(coupling), "/wachtend/")

    assert "Werkgever FLSN1002 bestaat niet." in page
    assert "Daarom wachten 3 meldingen van 2 werknemers" in page
    assert link_of(page, "Werkgever aanmaken").endswith("/create-employer/")
    assert link_of(page, "Werkgever bestaat niet").startswith("/wachtend/groep/")


def test_who_may_only_read_is_offered_no_healing() -> None:
    coupling = go_live(house())
    park_unknown_employer(coupling)
    client = visit_at(coupling, "audit")

    page = page_of(client, "/wachtend/?oorzaak=WG201")

    assert "Werkgever FLSN1002 bestaat niet." in page
    assert "create-employer" not in page
    assert client.post("/wachtend/samen/").status_code == 403


def test_groups_are_filtered_by_cause_and_coupling() -> None:
    coupling = go_live(house())
    park_unknown_employer(coupling)
    park_gap(coupling)
    client = visit_at(coupling)

    gaps = page_of(client, "/wachtend/?oorzaak=VZ301")
    assert "VG30" in gaps
    assert "FLSN1002" not in gaps
    other = page_of(client, "/wachtend/?koppeling=Onbekend")
    assert "FLSN1002" in other, "an unknown choice filters nothing"


def test_group_is_shown_with_its_reports_numbers_and_question() -> None:
    coupling = go_live(house())
    park_gap(coupling)
    client = visit_at(coupling)

    page = page_of(client, link_of(page_of(client, "/wachtend/"), "Volgnummer overgeslagen"))

    assert "missen wij melding 2" in page
    assert page.count("VG30</td>") == 2
    assert "VG30" not in link_of(page_of(client, "/wachtend/"), "Volgnummer overgeslagen")


def test_group_behind_a_held_report_leads_to_that_report() -> None:
    coupling = go_live(house())
    receipt = park_behind_held(coupling)
    client = visit_at(coupling)

    page = page_of(client, link_of(page_of(client, "/wachtend/"), "Wacht op een eerdere melding"))

    assert f"/wachtend/ter-goedkeuring/{receipt}/melding/0/" in page


def test_employer_is_created_after_a_preview_and_what_waits_goes_on() -> None:
    coupling = go_live(house())
    park_unknown_employer(coupling)
    client = visit_at(coupling)
    path = link_of(page_of(client, "/wachtend/"), "Werkgever aanmaken")
    form = page_of(client, path)
    assert "Naam van werkgever FLSN1002" in form

    given = {"naam-0": "Nieuw B.V.", "groep": GROUP, "classificaties": "standaard"}
    preview = client.post(path, {**given, "stap": "bekijk"}).content.decode()
    assert "Als u bevestigt, gaan 3 meldingen verder." in preview
    assert "Nieuw B.V." in preview
    with tenant(coupling.arbodienst):
        assert not Employer.objects.filter(code="FLSN1002").exists()

    done = client.post(path, _agreeing(preview), follow=True)
    work()
    assert "gedaan. 3 meldingen gaan verder. Een gemaakte werkgever blijft" in done.content.decode()
    assert parked(coupling) == ()


def test_healing_that_comes_to_something_else_by_then_is_shown_again() -> None:
    coupling = go_live(house())
    park_unknown_employer(coupling)
    client = visit_at(coupling)
    path = link_of(page_of(client, "/wachtend/"), "Werkgever aanmaken")
    given = {"naam-0": "Nieuw B.V.", "groep": GROUP, "classificaties": "standaard"}
    preview = client.post(path, {**given, "stap": "bekijk"}).content.decode()
    take(coupling, sick(report("VG77"), key="z", number="1002"))

    again = client.post(path, _agreeing(preview)).content.decode()
    unseen = client.post(path, {**given, "stap": "doe"}).content.decode()

    assert "Sinds u keek is er iets gewijzigd." in again
    assert "Als u bevestigt, gaan 4 meldingen verder." in again
    assert "Als u bevestigt, gaan 4 meldingen verder." in unseen
    with tenant(coupling.arbodienst):
        assert not Employer.objects.filter(code="FLSN1002").exists()


def _agreeing(preview: str) -> dict[str, object]:
    """What the form below a preview of healing sends."""
    return {**confirmed(preview), "stap": "doe"}


def test_form_says_what_lacks() -> None:
    coupling = go_live(house())
    park_unknown_employer(coupling)
    client = visit_at(coupling)
    path = link_of(page_of(client, "/wachtend/"), "Werkgever aanmaken")

    page = client.post(path, {"stap": "bekijk", "groep": GROUP}).content.decode()

    assert 'aria-invalid="true"' in page
    assert "Als u bevestigt" not in page


def test_gap_is_released_after_a_preview() -> None:
    coupling = go_live(house())
    park_gap(coupling)
    client = visit_at(coupling)
    path = link_of(page_of(client, "/wachtend/"), "Gat vrijgeven")

    preview = page_of(client, path)
    assert "Als u bevestigt, gaan 2 meldingen verder." in preview
    assert "Het gat blijft vrijgegeven." in preview
    told = client.post(path, _agreeing(preview), follow=True).content.decode()
    assert "Het gat blijft vrijgegeven." in told
    assert "Berichten van deze koppeling" in told
    work()
    assert parked(coupling) == ()
    assert client.post(path, _agreeing(preview), follow=True).status_code == 200
    assert client.get(path).status_code == 404


def test_key_is_linked_to_a_known_person() -> None:
    coupling = go_live(house())
    employee = park_double(coupling)
    client = visit_at(coupling)
    list_ = page_of(client, "/wachtend/")
    group = page_of(client, link_of(list_, "Mogelijk een bekende persoon"))
    assert "zelfde geboortedatum en achternaam" in group
    assert group.count("5 feb 1980") == 2
    assert f"Persoon {employee} (naam afgeschermd)" in group

    path = link_of(list_, "Aan bekende werknemer koppelen")
    form = page_of(client, path)
    assert f'value="{employee}"' in form
    preview = client.post(path, {"wie-0": str(employee), "stap": "bekijk"}).content.decode()
    assert "Als u bevestigt, gaat 1 melding verder." in preview
    client.post(path, _agreeing(preview))
    work()
    assert parked(coupling) == ()


def test_several_groups_of_one_cause_are_healed_together() -> None:
    coupling = go_live(house())
    for number in ("1004", "1005"):
        park_unknown_employer(coupling, number)
    client = visit_at(coupling)
    page = page_of(client, "/wachtend/?oorzaak=WG201")
    chosen = {"groep_adres": values_of(page, "groep_adres"), "actie": "create-employer"}
    assert len(chosen["groep_adres"]) == 2

    form = client.post("/wachtend/samen/", chosen).content.decode()
    assert "Naam van werkgever FLSN1004" in form
    assert "Naam van werkgever FLSN1005" in form
    given = {**chosen, "naam-0": "Vier", "naam-1": "Vijf", "groep": GROUP}
    preview = client.post("/wachtend/samen/", {**given, "stap": "bekijk"}).content.decode()
    assert "Als u bevestigt, gaan 6 meldingen verder." in preview
    told = client.post("/wachtend/samen/", _agreeing(preview), follow=True).content.decode()
    assert "Een gemaakte werkgever blijft" in told
    assert '<a href="/werkgevers/">Werkgevers</a></div>' in told
    work()
    assert parked(coupling) == ()


def test_employer_is_added_to_a_group_and_that_can_be_taken_back() -> None:
    coupling = go_live(house())
    take(coupling, sick(report("VG50"), number="1003"))
    client = visit_at(coupling)
    path = link_of(page_of(client, "/wachtend/"), "Aan groep toevoegen")

    preview = client.post(path, {"groep": GROUP, "stap": "bekijk"}).content.decode()
    assert "(geen)" in preview
    assert GROUP in preview
    told = client.post(path, _agreeing(preview), follow=True).content.decode()
    work()

    assert re.search(r"/beheer/opgeslagen/\d+/ongedaan/", told)
    assert parked(coupling) == ()


def test_several_saves_are_taken_back_among_the_versions() -> None:
    coupling = go_live(add_employer(house(), "FLSN1006"))
    for number in ("1003", "1006"):
        take(coupling, sick(report(f"VG{number}"), number=number))
    client = visit_at(coupling)
    page = page_of(client, "/wachtend/?oorzaak=WG202")
    chosen = {"groep_adres": values_of(page, "groep_adres"), "actie": "add-to-group"}

    given = {**chosen, "groep": GROUP, "stap": "bekijk"}
    preview = client.post("/wachtend/samen/", given).content.decode()
    told = client.post("/wachtend/samen/", _agreeing(preview), follow=True).content.decode()

    assert "De configuratie kan terug naar hoe zij was." in told
    assert '<a href="/beheer/versies/">Versies</a></div>' in told


def test_only_the_save_of_the_healing_itself_is_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    coupling = go_live(house())
    take(coupling, sick(report("VG50"), number="1003"))
    client = visit_at(coupling)
    path = link_of(page_of(client, "/wachtend/"), "Aan groep toevoegen")

    def healed_and_saved(*given: Any, **how: Any) -> Any:  # noqa: ANN401 -- as they come
        healed = heal_all(*given, **how)
        changed = house()
        changed["employers"][0]["name"] = "Van een ander"
        apply(changed)
        return healed

    preview = client.post(path, {"groep": GROUP, "stap": "bekijk"}).content.decode()
    monkeypatch.setattr(heal, "heal_all", healed_and_saved)
    told = client.post(path, _agreeing(preview), follow=True).content.decode()

    (save,) = re.findall(r"/beheer/opgeslagen/(\d+)/ongedaan/", told)
    with tenant(coupling.arbodienst):
        version = ConfigurationVersion.objects.get(id=save)
        assert Employer.objects.get(id=version.object_id).code == "FLSN1003"
    assert version.by != "test"


def test_choosing_nothing_is_said() -> None:
    coupling = go_live(house())
    answer = visit_at(coupling).post("/wachtend/samen/", {"actie": "release-gap"}, follow=True)

    assert "U koos nog geen groep." in answer.content.decode()


@pytest.mark.parametrize("path", ["x/", f"{'AQ' * 40}/", "x/create-employer/", "x/niets/"])
def test_what_is_no_group_is_not_there(path: str) -> None:
    client = visit_at(go_live(house()))

    assert client.get(f"/wachtend/groep/{path}").status_code == 404


def test_queries_do_not_depend_on_how_much_waits() -> None:
    coupling = go_live(house())
    client = visit_at(coupling)
    park_unknown_employer(coupling)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/wachtend/")
        return len(captured)

    before = queries()
    for number in ("1004", "1005", "1006"):
        park_unknown_employer(coupling, number)
    assert queries() == before
