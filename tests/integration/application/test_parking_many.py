"""Several groups of the parking lot at once; and what the sender is asked."""

from dataclasses import replace

import pytest

from parking_world import (
    GROUP,
    by_cause,
    house,
    park_behind_held,
    park_double,
    park_gap,
    park_unknown_employer,
    parked,
    reader,
)
from reconciliation_world import decider
from sending_world import (
    go_live,
    report,
    sick,
    take,
    work,
)
from verzuimbrug.application.parking.candidates import list_candidates_of
from verzuimbrug.application.parking.healing import heal_all
from verzuimbrug.application.parking.treatment import Treatment
from verzuimbrug.domain.authority import Authority
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.parking import Healing

pytestmark = pytest.mark.usefixtures("database")


def _create(name: str) -> Treatment:
    return Treatment(healing=Healing.CREATE_EMPLOYER, name=name, group=GROUP)


def test_several_groups_are_healed_and_one_that_cannot_be_holds_up_no_other() -> None:
    coupling = go_live(house())
    for number in ("1004", "1005", "1006"):
        park_unknown_employer(coupling, number)
    keys = [group.key for group in parked(coupling)]
    asked = list(zip(keys, map(_create, ("Vier", "", "Zes")), strict=True))

    shown = heal_all(decider(coupling), asked, dry_run=True)
    assert [each.reports for each in shown] == [3, 0, 3]
    assert len(parked(coupling)) == 3

    done = heal_all(decider(coupling), asked)
    work()
    assert [each.applied for each in done] == [True, False, True]
    assert [each.code for each in done[1].findings] == ["PK104"]
    assert [group.subject for group in parked(coupling)] == [("FLSN1005",)]


def test_whom_several_keys_may_be_of_is_told_by_key() -> None:
    coupling = go_live(house())
    employee = park_double(coupling)
    account, subjects = coupling.account, [("FLSN1001", "b"), ("FLSN1001", "niemand"), ("\0", "b")]

    found = list_candidates_of(reader(coupling), account, subjects)

    assert {key: [each.proposal.employee for each in known] for key, known in found.items()} == {
        ("FLSN1001", "b"): [employee]
    }
    closed = replace(reader(coupling), authority=Authority(accounts=frozenset()))
    assert list_candidates_of(closed, account, subjects) == {}


def test_sender_is_asked_for_what_is_missing() -> None:
    coupling = go_live(house())
    park_gap(coupling)

    group = by_cause(coupling)["VZ301"]

    assert group.question() == (
        "Van verzuimgeval VG30 bij werkgever FLSN1001 missen wij melding 2. "
        "Melding 3 hebben wij al ontvangen. Wilt u melding 2 sturen?"
    )
    assert group.question("en").endswith("Would you send report 2?")


def test_sender_is_asked_nothing_where_that_heals_nothing() -> None:
    coupling = go_live(house())
    park_unknown_employer(coupling)
    park_behind_held(coupling)

    assert {code: each.question() for code, each in by_cause(coupling).items()} == {
        "WG201": "",
        "VZ302": "",
    }


def test_behind_a_parked_report_the_sender_is_asked_what_heals_that_one() -> None:
    coupling = go_live(house(operations={"01": "new", "02": "change"}))
    unknown = report("VG9", 2, Operation.CHANGE, at=2, processing_code="05")
    take(coupling, sick(report("VG9"), unknown))
    take(coupling, sick(report("VG9", 3, Operation.CHANGE, at=4)))

    group = by_cause(coupling)["VZ301"]

    assert group.question() == (
        "Op gegevensstroom Verzuimmeldingen ontvangen wij verwerkingscode 05. "
        "Wat betekent die code?"
    )
