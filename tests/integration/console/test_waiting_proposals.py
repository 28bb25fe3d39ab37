"""What messages propose for employers, in the console: listed, judged, approved, refused (WG-6)."""

import re

import pytest
from django.urls import reverse

from console_world import confirmed
from employers_in_world import (
    BASICS,
    CONTRACTS,
    basics,
    client as insured,
    contracts,
    employer,
    kinds,
    live,
    own,
    proposals,
)
from sending_world import go_live, take
from waiting_world import page_of, visit_at

pytestmark = pytest.mark.usefixtures("database")

LIST = "/wachtend/werkgevers/"
_ENDED = {"VrwrkCd": "02", "Ingdat": "2026-03-01", "Enddat": "2999-06-30", "KpplCd": "K1"}


def test_nothing_is_proposed() -> None:
    page = page_of(visit_at(go_live()), LIST)
    assert "Er wacht geen voorstel." in page


def test_proposals_are_listed_counted_and_filtered() -> None:
    coupling = live()
    ended = insured("1001", HndlsnmOrg="Xyz", MchtVrzm=_ENDED)
    take(coupling, contracts(insured(), ended), stream=CONTRACTS)
    visitor = visit_at(coupling)

    page = page_of(visitor, LIST)
    assert "Nieuwe werkgever: Bedrijf 2001 B.V." in page
    assert "lijkt niet op Bakkerij De Korenbloem" in page
    only = page_of(visitor, f"{LIST}?soort=leaves")
    assert "Gaat uit de werkgevergroep" in only
    assert "Nieuwe werkgever:" not in only
    assert "voorstel is er niet" in page_of(visitor, f"{LIST}?stand=refused")
    assert "Nieuwe werkgever:" in page_of(visitor, f"{LIST}?soort=onzin")
    assert "3 voorstellen voor werkgevers wachten op uw besluit." in page_of(visitor, "/")


def test_one_proposal_shows_now_and_as_it_would_be() -> None:
    coupling = live(mode="approval")
    com = {"SrtComCd": "10", "NrCom": "info@example.nl"}
    shop = {"VrwrkCd": "01", "NmOrgeenh": "Winkel", "OrgeenhCd": "10"}
    take(coupling, basics(own(Com=com, OrgEenh=shop)), stream=BASICS)
    take(coupling, contracts(insured("1001", MchtVrzm=_ENDED)), stream=CONTRACTS)
    visitor = visit_at(coupling)

    details, departments, name, leaves = (
        re.sub(r"\s+", " ", page_of(visitor, f"{LIST}{each.number}/"))
        for each in proposals(coupling)
    )
    assert '<th scope="row">Adressen: Adres 01: Postcode</th>' in details
    assert "info@example.nl" in details
    assert "naam Jansen" in details
    assert "Winkel" in departments
    assert "<td>Bakkerij De Korenbloem B.V.</td><td>Bedrijf 1001 B.V.</td>" in name
    assert "<td>zonder einde</td><td>tot en met" in leaves
    assert "MchtVrzm/KpplCd" in leaves


def test_a_proposal_is_approved_after_a_preview_and_can_be_taken_back() -> None:
    coupling = live()
    take(coupling, contracts(insured("1001", MchtVrzm=_ENDED)), stream=CONTRACTS)
    visitor = visit_at(coupling)
    leaves = proposals(coupling)[-1]
    address = f"{LIST}{leaves.number}/goedkeuren/"

    preview = visitor.post(address).content.decode()
    assert "30 jun 2999" in preview
    done = visitor.post(address, confirmed(preview), follow=True).content.decode()

    assert "1 voorstel is goedgekeurd." in done
    assert "Ongedaan maken" in done
    assert "goedgekeurd" in page_of(visitor, f"{LIST}{leaves.number}/")


def test_what_is_needed_is_asked_first() -> None:
    coupling = live()
    take(coupling, contracts(insured(IdWrkgvrArbdnst=" ")), stream=CONTRACTS)
    visitor = visit_at(coupling)
    (new,) = proposals(coupling)
    address = f"{LIST}{new.number}/goedkeuren/"

    assert "Invullen en goedkeuren" in page_of(visitor, f"{LIST}{new.number}/")
    assert "Werkgevercode" in page_of(visitor, address)
    assert visitor.post(address, {"code": ""}).status_code == 422
    preview = visitor.post(address, {"code": "FLSN2001"}).content.decode()
    visitor.post(address, confirmed(preview))

    assert employer(coupling, "FLSN2001").name == "Bedrijf 2001 B.V."


def test_several_are_approved_together() -> None:
    coupling = live()
    take(coupling, contracts(insured("2001"), insured("2002")), stream=CONTRACTS)
    visitor = visit_at(coupling)
    chosen = {"voorstel": [each.number for each in proposals(coupling)]}

    assert visitor.post(f"{LIST}samen/", {}).headers["Location"] == LIST
    preview = visitor.post(f"{LIST}samen/", chosen).content.decode()
    done = visitor.post(f"{LIST}samen/", confirmed(preview), follow=True).content.decode()

    assert "2 voorstellen zijn goedgekeurd." in done
    assert kinds(coupling) == []


def test_a_proposal_is_refused_with_a_reason() -> None:
    coupling = live()
    take(coupling, contracts(), stream=CONTRACTS)
    visitor = visit_at(coupling)
    (new,) = proposals(coupling)

    lacking = visitor.post(f"{LIST}{new.number}/afwijzen/", {"reden": " "})
    assert lacking.status_code == 422
    assert "Een afwijzing heeft een reden nodig." in lacking.content.decode()
    done = visitor.post(f"{LIST}{new.number}/afwijzen/", {"reden": "geen klant"}, follow=True)
    assert "is afgewezen." in done.content.decode()
    assert "geen klant" in page_of(visitor, f"{LIST}{new.number}/")


def test_who_only_reads_decides_nothing() -> None:
    coupling = live()
    take(coupling, contracts(), stream=CONTRACTS)
    (new,) = proposals(coupling)
    page = page_of(visit_at(coupling, "audit"), f"{LIST}{new.number}/")
    assert "goedkeuren/" not in page


def test_an_employer_shows_where_it_is_and_which_message_said_so() -> None:
    coupling = live()
    shop = {"VrwrkCd": "01", "NmOrgeenh": "Winkel", "OrgeenhCd": "10"}
    (told,) = take(coupling, basics(own(OrgEenh=shop)), stream=BASICS)
    visitor = visit_at(coupling)
    (waits,) = proposals(coupling)

    page = page_of(visitor, f"/werkgevers/{waits.employer}/")
    assert "Afdelingen" in page
    assert "A Jansen" in page
    versions = re.search(r'href="([^"]*versies[^"]*)"', page)
    assert versions is not None
    assert f"bericht {told.receipt}" in page_of(visitor, versions[1])


def test_a_stream_of_employers_is_set_up_with_its_code_tables() -> None:
    coupling = live()
    visitor = visit_at(coupling)
    address = reverse("coupling-stream", args=(coupling.account, CONTRACTS))
    page = page_of(visitor, address)
    assert 'name="operations"' in page
    assert 'name="gaps"' not in page
