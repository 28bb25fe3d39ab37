"""Proposals for employers over REST (WG-6)."""

import pytest

from employers_in_world import (
    BASICS,
    CONTRACTS,
    basics,
    client,
    contracts,
    employer,
    kinds,
    live,
    own,
)
from managing_world import caller
from sending_world import take

pytestmark = pytest.mark.usefixtures("database")

LIST = "/employer-proposals"


def test_proposals_are_listed_and_shown() -> None:
    coupling = live()
    take(coupling, contracts(client(IdWrkgvrArbdnst=" ")), stream=CONTRACTS)
    manager = caller(coupling.arbodienst)

    (told,) = manager.get(LIST)["items"]
    assert (told["kind"], told["needs"], told["message"]) == ("new", ["code"], CONTRACTS)
    assert [each["code"] for each in told["findings"]] == ["WG511"]
    assert manager.get(f"{LIST}/{told['number']}")["codes"][0] == ["VrwrkCd", "01"]
    assert manager.get(f"{LIST}?state=refused&kind=new")["items"] == []
    assert manager.call("GET", f"{LIST}/999999").status_code == 404


def test_proposals_are_approved_and_refused() -> None:
    coupling = live()
    take(coupling, contracts(client("2001"), client("2002")), stream=CONTRACTS)
    manager = caller(coupling.arbodienst)
    one, two = (each["number"] for each in manager.get(LIST)["items"])

    looked = manager.post(f"{LIST}/approve?dry_run=true", {"proposals": [{"number": one}]})
    assert (looked["applied"], len(looked["differences"])) == (False, 1)
    assert manager.post(f"{LIST}/approve", {"proposals": [{"number": one}]})["applied"]
    assert manager.refused("POST", f"{LIST}/approve", {"proposals": [{"number": one}]}) == ["WG534"]
    assert manager.refused("POST", f"{LIST}/refuse", {"numbers": [two], "reason": " "}) == ["WG530"]
    said = {"numbers": [two], "reason": "geen klant"}
    assert manager.post(f"{LIST}/refuse", said) == {"numbers": [two]}
    assert kinds(coupling) == []


def test_details_of_an_employer_are_read_and_saved() -> None:
    coupling = live()
    shop = {"VrwrkCd": "01", "NmOrgeenh": "Winkel", "OrgeenhCd": "10"}
    take(coupling, basics(own(OrgEenh=shop)), stream=BASICS)
    manager = caller(coupling.arbodienst)

    said = manager.get("/employers/FLSN1001")
    assert said["contact_persons"][0]["name"] == "Jansen"
    assert manager.put("/employers/FLSN1001", said)["differences"] == []
    assert manager.put("/employers/FLSN1001", {**said, "departments": {}})["applied"]
    assert employer(coupling, "FLSN1001").departments == {}
    (listed,) = caller(coupling.arbodienst, "read").get("/employers")["items"]
    assert listed["addresses"]["street:01"]["city"] == "Utrecht"
    assert (listed["contact"], listed["departments"]) == ({}, {})
