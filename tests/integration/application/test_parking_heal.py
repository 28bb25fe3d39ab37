"""Healing a group of the parking lot: all that waited goes on at once, in order of receipt."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.utils import timezone

from blocking_world import somebody_waits, thread
from configuring_world import ACCOUNT
from doors_world import Coupling
from live_world import until
from parking_world import (
    GROUP,
    by_cause,
    go_live_beside,
    house,
    key_of,
    park_gap,
    park_unknown_employer,
    parked,
    refused,
    treat,
)
from sending_world import (
    go_live,
    persons,
    report,
    sick,
    states,
    take,
    work,
)
from verzuimbrug.application.accounts import account_log
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.parking.healing import heal
from verzuimbrug.application.parking.treatment import Healed, Treatment
from verzuimbrug.application.parking.values import GroupKey, ParkedGroup
from verzuimbrug.domain.parking import Healing
from verzuimbrug.store.lanes import take_all_lanes
from verzuimbrug.store.models import Employer, GroupMembership, Message, Work
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

CREATE = Healing.CREATE_EMPLOYER


def _unknown_employer() -> tuple[Coupling, ParkedGroup]:
    coupling = go_live(house())
    park_unknown_employer(coupling)
    (group,) = parked(coupling)
    return coupling, group


def _employers(coupling: Coupling) -> list[str]:
    with tenant(coupling.arbodienst):
        return list(Employer.objects.order_by("id").values_list("code", flat=True))


def _differences(healed: Healed) -> list[tuple[str, tuple[str, ...], str]]:
    return [(each.kind, each.key, each.field) for each in healed.differences]


def test_created_employer_lets_all_that_waited_go_on() -> None:
    coupling, group = _unknown_employer()

    healed = treat(coupling, group, CREATE, name="N.V. 1002", group=GROUP)
    assert (healed.reports, healed.applied, healed.findings) == (3, True, ())
    work()

    assert parked(coupling) == ()
    assert [state for _, _, state in states(coupling)] == ["applied"] * 3
    assert len(persons(coupling)) == 3


def test_what_is_healed_is_put_back_at_once_and_processed_in_order_of_receipt() -> None:
    coupling, group = _unknown_employer()

    treat(coupling, group, CREATE, name="N.V. 1002", group=GROUP)

    queued = list(Work.objects.order_by("message").values_list("message", "state"))
    with tenant(coupling.arbodienst):
        receipts = list(Message.objects.order_by("id").values_list("id", flat=True))
    assert queued == [(message, "ready") for message in receipts]


def test_healing_shows_first_what_it_would_change() -> None:
    coupling, group = _unknown_employer()

    healed = treat(coupling, group, CREATE, name="N.V. 1002", group=GROUP, dry_run=True)

    assert (healed.reports, healed.applied) == (3, False)
    assert _differences(healed) == [("employer", ("FLSN1002",), "")]
    assert _employers(coupling) == ["FLSN1001", "FLSN1003"]
    assert not Work.objects.exists()
    assert parked(coupling) == (group,)


def test_new_employer_has_classifications_and_is_a_member_from_today() -> None:
    coupling, group = _unknown_employer()

    treat(coupling, group, CREATE, name="N.V. 1002", group=GROUP, classifications="standaard")

    with tenant(coupling.arbodienst):
        employer = Employer.objects.get(code="FLSN1002")
        membership = GroupMembership.objects.get(employer=employer)
        assert (employer.name, employer.scheme.code) == ("N.V. 1002", "standaard")
    assert (membership.starts_on, membership.ends_on) == (timezone.localdate(), None)


@pytest.mark.parametrize("dry_run", [True, False])
def test_employer_without_a_group_is_created_and_what_waits_goes_on_waiting(
    dry_run: bool,  # noqa: FBT001 -- of a parametrised test
) -> None:
    coupling, group = _unknown_employer()

    healed = treat(coupling, group, CREATE, name="N.V. 1002", dry_run=dry_run)

    assert (healed.reports, healed.applied) == (0, not dry_run)
    assert [finding.code for finding in healed.findings] == ["PK106"]
    assert parked(coupling)[0].cause == ("WG201" if dry_run else "WG202")


def test_employer_of_a_coupling_with_all_employers_needs_no_group() -> None:
    coupling = go_live_beside(go_live(house()))
    take(coupling, sick(report(), number="1002"))
    (group,) = parked(coupling)

    assert treat(coupling, group, CREATE, name="N.V. 1002", dry_run=True).reports == 1
    assert treat(coupling, group, CREATE, name="N.V. 1002").reports == 1
    work()

    assert states(coupling) == [("VG1", 1, "applied")]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"name": " ", "group": GROUP}, ["PK104"]),
        ({"name": "N.V. 1002", "group": "ANDERE"}, ["PK105"]),
        ({"name": "N.V. 1002", "group": GROUP, "classifications": "anders"}, ["CF013"]),
        ({"name": "N" * 201, "group": GROUP}, ["CF024"]),
    ],
)
def test_employer_that_cannot_be_is_not_created(given: dict[str, Any], codes: list[str]) -> None:
    coupling, group = _unknown_employer()

    assert refused(treat(coupling, group, CREATE, **given)) == codes

    assert _employers(coupling) == ["FLSN1001", "FLSN1003"]
    assert parked(coupling) == (group,)


def test_finding_about_the_new_employer_has_no_place_in_a_file() -> None:
    coupling, group = _unknown_employer()
    (finding,) = treat(coupling, group, CREATE, name="N" * 201, group=GROUP).findings
    assert (finding.path, finding.line) == ("name", None)


def test_employer_is_added_to_the_group_of_the_coupling() -> None:
    coupling = go_live(house())
    take(coupling, sick(report(), number="1003"))
    (group,) = parked(coupling)

    shown = treat(coupling, group, Healing.ADD_TO_GROUP, group=GROUP, dry_run=True)
    healed = treat(coupling, group, Healing.ADD_TO_GROUP, group=GROUP)
    work()

    assert _differences(shown) == _differences(healed) == [("employer", ("FLSN1003",), "groups")]
    assert (shown.reports, healed.reports) == (1, 1)
    assert states(coupling) == [("VG1", 1, "applied")]


@pytest.mark.parametrize(("group", "code"), [("", "PK104"), ("ANDERE", "PK105")])
def test_employer_is_added_to_a_group_of_the_coupling_only(group: str, code: str) -> None:
    coupling = go_live(house())
    take(coupling, sick(report(), number="1003"))
    (waiting,) = parked(coupling)
    assert refused(treat(coupling, waiting, Healing.ADD_TO_GROUP, group=group)) == [code]


def test_employer_that_is_no_client_today_is_not_reached_by_a_group() -> None:
    coupling = go_live(house())
    take(coupling, sick(report(), number="1003"))
    with tenant(coupling.arbodienst):
        over = timezone.localdate() - timedelta(days=1)
        Employer.objects.filter(code="FLSN1003").update(ends_on=over)
    (group,) = parked(coupling)

    healed = treat(coupling, group, Healing.ADD_TO_GROUP, group=GROUP, dry_run=True)

    assert (healed.reports, [finding.code for finding in healed.findings]) == (0, ["PK106"])


def test_employer_that_left_the_group_is_taken_back() -> None:
    today = timezone.localdate()
    configuration = house()
    configuration["employers"][0]["groups"] = [
        {
            "code": GROUP,
            "until": str(today - timedelta(days=5)),
            "run_out_until": str(today + timedelta(days=5)),
        }
    ]
    coupling = go_live(configuration)
    take(coupling, sick(report()))
    (group,) = parked(coupling)
    assert group.cause == "WG401"

    assert treat(coupling, group, Healing.ADD_TO_GROUP, group=GROUP).reports == 1
    work()

    assert states(coupling) == [("VG1", 1, "applied")]


def test_action_that_does_not_fit_the_group_is_a_finding() -> None:
    coupling, group = _unknown_employer()
    for healing in Healing:
        codes = refused(treat(coupling, group, healing, name="N.V.", group=GROUP, dry_run=True))
        expected = [] if healing is CREATE else ["PK101"] if healing.is_done_here else ["PK103"]
        assert codes == expected, healing


@pytest.mark.parametrize(
    ("cause", "subject"), [("WG201", ("ANDERE",)), ("WG201", ()), ("WG202", ("FLSN1002",))]
)
def test_group_that_is_not_there_cannot_be_healed(cause: str, subject: tuple[str, ...]) -> None:
    coupling, _ = _unknown_employer()
    key = GroupKey(account=coupling.account, cause=cause, subject=subject)
    decider = Decider(arbodienst=coupling.arbodienst, by="beheerder")
    treatment = Treatment(healing=CREATE, name="N.V. 1002", group=GROUP)
    assert refused(heal(decider, key, treatment)) == ["PK102"]


def test_group_of_another_arbodienst_is_none() -> None:
    coupling, group = _unknown_employer()
    theirs = go_live(house("FIT"))
    decider = Decider(arbodienst=theirs.arbodienst, by="beheerder")
    treatment = Treatment(healing=CREATE, name="N.V. 1002", group=GROUP)
    assert refused(heal(decider, key_of(coupling, group), treatment)) == ["PK102"]


def test_healing_at_one_account_lets_go_on_what_another_waits_for_too() -> None:
    coupling, group = _unknown_employer()
    other = go_live_beside(coupling)
    take(other, sick(report("VG50"), key="x-1", number="1002"))

    healed = treat(coupling, group, CREATE, name="N.V. 1002", group=GROUP)
    work()

    assert healed.reports == 3
    assert parked(coupling) == ()


def test_who_healed_what_is_in_the_log_of_the_account() -> None:
    coupling, group = _unknown_employer()
    treat(coupling, group, CREATE, name="N.V. 1002", group=GROUP, dry_run=True)
    treat(coupling, group, CREATE, name="N.V. 1002", group=GROUP)

    logged = [each for each in account_log(coupling.ref) if each.event == "parking-healed"]

    (event,) = logged
    assert event.by == "beheerder"
    assert event.details == {
        "cause": "WG201",
        "subject": ["FLSN1002"],
        "healing": "create-employer",
        "groups": 1,
        "reports": 3,
    }


def test_healing_waits_for_the_batches_at_work(owner_connection: psycopg.Connection) -> None:
    coupling = go_live(house())
    park_gap(coupling)
    (group,) = parked(coupling)
    with thread() as other:
        with tenant(coupling.arbodienst):
            take_all_lanes(coupling.arbodienst)
            healing = other.start(lambda: treat(coupling, group, Healing.RELEASE_GAP))
            until(lambda: somebody_waits(owner_connection))
        assert healing.result().reports == 2


def test_groups_that_are_left_stay_as_they_are() -> None:
    coupling = go_live(house())
    park_unknown_employer(coupling)
    park_gap(coupling)
    treat(coupling, by_cause(coupling)["VZ301"], Healing.RELEASE_GAP)
    work()
    assert set(by_cause(coupling, account=ACCOUNT)) == {"WG201"}
