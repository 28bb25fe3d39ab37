"""`verzuimbrug proposals`."""

import json
from typing import TYPE_CHECKING

import pytest

from configuring_world import ACCOUNT
from employers_in_world import CONTRACTS, client, contracts, employer, kinds, live, proposals
from sending_world import take

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    Command = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("database")


def test_proposals_are_listed_and_shown(command: "Command") -> None:
    coupling = live()
    (told,) = take(coupling, contracts(client(), client(IdWrkgvrArbdnst=" ")), stream=CONTRACTS)
    one, two = (each.number for each in proposals(coupling))

    listed = command("proposals", "list").stdout.splitlines()
    assert listed == [
        f"{one}  new FLSN2001 Bedrijf 2001 B.V.  {ACCOUNT}, {told.receipt}",
        f"{two}  new IdWrkgvrArbdnst=  Bedrijf 2001 B.V. (needs code)  {ACCOUNT}, {told.receipt}",
    ]
    assert command("proposals", "list", "--limit", "1").stdout.splitlines()[1:] == [
        f"there is more: --after {one}"
    ]
    shown = command("proposals", "show", two).stdout
    assert '  name: null -> "Bedrijf 2001 B.V."' in shown
    assert "WG511" in shown
    assert "  as received: MchtVrzm/KpplCd K1" in shown
    said = json.loads(command("proposals", "show", one, "--json").stdout)
    assert (said["kind"], said["says"]["group"]) == ("new", "FELISON-VI")
    assert len(json.loads(command("proposals", "list", "--json").stdout)["items"]) == 2
    assert command("proposals", "show", 999).exit_code == 2


def test_proposals_are_approved(command: "Command") -> None:
    coupling = live()
    take(coupling, contracts(client(), client(IdWrkgvrArbdnst=" ")), stream=CONTRACTS)
    one, two = (each.number for each in proposals(coupling))

    looked = command("proposals", "approve", one, "--dry-run")
    assert "+ employer FLSN2001" in looked.stdout
    assert command("proposals", "approve", one, two, "--code", "X").exit_code == 2
    assert command("proposals", "approve", two).exit_code == 2
    lacking = command("proposals", "approve", two, "--json")
    assert (lacking.exit_code, json.loads(lacking.stdout)["applied"]) == (1, False)
    assert command("proposals", "approve", one).exit_code == 0
    given = ("--code", "FLSN2002", "--group", "FELISON-VI", "--until", "2999-01-01")
    done = command("proposals", "approve", two, *given, "--json")
    assert json.loads(done.stdout)["applied"]
    assert employer(coupling, "FLSN2002").groups[0].group == "FELISON-VI"


def test_proposals_are_refused(command: "Command") -> None:
    coupling = live()
    take(coupling, contracts(client("2001"), client("2002")), stream=CONTRACTS)
    one, two = (each.number for each in proposals(coupling))

    assert command("proposals", "refuse", one, "--reason", "geen klant").stdout == "refused: 1\n"
    again = command("proposals", "refuse", one, "--reason", "x", "--json")
    assert (again.exit_code, json.loads(again.stdout)["decided"]) == (1, False)
    told = command("proposals", "refuse", two, "--reason", "x", "--json")
    assert json.loads(told.stdout) == {"decided": True, "findings": []}
    assert kinds(coupling) == []
