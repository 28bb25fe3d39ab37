"""The parking lot: what waits, in groups by cause and subject, whatever way it came in."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from configuring_world import ACCOUNT
from doors_world import Coupling
from parking_world import (
    CHANGE,
    GROUP,
    WITHDRAW,
    by_cause,
    go_live_beside,
    house,
    park_behind_held,
    park_double,
    park_gap,
    park_unknown_employer,
    parked,
    reader,
)
from sending_world import (
    EMPLOYEES,
    absence,
    add_employer,
    employees,
    employer,
    employments,
    go_live,
    person,
    report,
    settings,
    sick,
    states,
    take,
    work,
)
from verzuimbrug.application.parking.listing import (
    GroupWindow,
    ParkedFilter,
    list_parked,
)
from verzuimbrug.application.parking.values import ParkedGroup
from verzuimbrug.application.status import status
from verzuimbrug.domain.parking import Healing, Subject
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.store.models import AbsenceReport, Message, Undo
from verzuimbrug.store.queue import requeue
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def _told(group: ParkedGroup) -> tuple[str, tuple[str, ...], int, int, int]:
    return group.cause, group.subject, group.reports, group.persons, group.messages


def test_unknown_employer_is_one_group_whatever_waits_for_it() -> None:
    coupling = go_live(house())
    park_unknown_employer(coupling)

    (group,) = parked(coupling)

    assert (group.cause, group.subject, group.kind) == ("WG201", ("FLSN1002",), Subject.EMPLOYER)
    assert (group.account, group.streams) == (ACCOUNT, ("Verzuimmeldingen", "WerknemersGegevens"))
    assert (group.reports, group.messages, group.age_days) == (3, 4, 0)
    assert group.healings == (Healing.CREATE_EMPLOYER, Healing.CHANGE_SETTINGS)
    assert group.text().startswith("Werkgever FLSN1002 bestaat niet. Daarom wachten 3 meldingen")


def test_every_unknown_employer_is_a_group_of_its_own_the_oldest_first() -> None:
    coupling = go_live(house())
    take(coupling, sick(report("VG2"), number="1009"))
    later = sick(report("VG1"), number="1008"), sick(report("VG3"), key="w-2", number="1009")
    take(coupling, *later)

    assert [_told(group) for group in parked(coupling)] == [
        ("WG201", ("FLSN1009",), 2, 2, 2),
        ("WG201", ("FLSN1008",), 1, 1, 1),
    ]


def test_employer_out_of_scope_is_to_be_added_to_a_group() -> None:
    coupling = go_live(house())
    take(coupling, sick(report(), number="1003"))
    take(coupling, employees(person("w-1"), number="1003"), stream=EMPLOYEES)

    (group,) = parked(coupling)

    assert _told(group) == ("WG202", ("FLSN1003",), 1, 1, 2)
    assert group.healings[0] is Healing.ADD_TO_GROUP


def test_employer_that_was_created_out_of_scope_is_unknown_no_longer() -> None:
    coupling = go_live(house())
    park_unknown_employer(coupling)
    go_live_beside(coupling, add_employer(house(), "FLSN1002"))

    assert [group.cause for group in parked(coupling)] == ["WG202"]
    assert parked(coupling, cause="WG201") == ()
    assert len(parked(coupling, cause="WG202")) == 1


def test_what_is_parked_in_a_run_out_is_a_group() -> None:
    coupling = go_live(_leaving(settings()))
    take(coupling, sick(report()))
    take(coupling, employees(person("w-2")), stream=EMPLOYEES)

    (group,) = parked(coupling)

    assert _told(group) == ("WG401", ("FLSN1001",), 1, 1, 2)
    assert group.healings == (Healing.ADD_TO_GROUP,)


def _leaving(configuration: dict[str, Any]) -> dict[str, Any]:
    """The configuration with its employer in the run-out of its membership."""
    today = timezone.localdate()
    first, *rest = configuration["employers"]
    until, run_out = today - timedelta(days=5), today + timedelta(days=5)
    membership = {"code": GROUP, "until": str(until), "run_out_until": str(run_out)}
    return {**configuration, "employers": [{**first, "groups": [membership]}, *rest]}


def test_gap_says_which_numbers_are_missing() -> None:
    coupling = go_live(house())
    park_gap(coupling)
    take(coupling, sick(report("VG30", 7, CHANGE, at=9), key="w-30"))

    (group,) = parked(coupling)

    assert _told(group) == ("VZ301", ("FLSN1001", "VG30"), 3, 1, 3)
    assert group.numbers is not None
    assert (group.numbers.awaited, group.numbers.missing) == (2, (2, 5, 6))
    assert group.text().startswith(
        "Melding 3 van verzuimgeval VG30 wacht op melding 2. Die is nog niet ontvangen."
    )
    assert group.text().endswith(
        "Vraag melding 2, 5, 6 op bij VerzekeringsInzicht, of geef het gat vrij."
    )


def test_what_waits_behind_a_held_report_says_which_one_and_why() -> None:
    coupling = go_live(house())
    receipt = park_behind_held(coupling)

    (group,) = parked(coupling)

    assert _told(group) == ("VZ302", ("FLSN1001", "VG31"), 1, 1, 1)
    in_the_way = group.in_the_way
    assert in_the_way is not None
    assert in_the_way.finding is not None
    assert (in_the_way.sequence, in_the_way.receipt) == (2, receipt)
    assert (in_the_way.state, in_the_way.finding.code) == (ReportState.HELD, "VZ122")
    assert group.healings == (Healing.DECIDE_HELD,)


def test_what_waits_behind_a_held_message_says_which_one() -> None:
    coupling = go_live(house())
    take(coupling, sick(report()))
    go_live_beside(coupling, house(mode="approval"))
    (held,) = take(coupling, sick(report("VG1", 2, CHANGE, at=3)))
    go_live_beside(coupling, house())
    take(coupling, sick(report("VG1", 3, CHANGE, at=4)))

    (group,) = parked(coupling)

    assert group.in_the_way is not None
    assert (group.in_the_way.receipt, group.in_the_way.state) == (held.receipt, ReportState.HELD)
    assert "Melding 3 van verzuimgeval VG1 wacht op melding 2." in group.text()
    assert group.healings == (Healing.DECIDE_HELD,)


def test_first_report_of_somebody_unknown_in_a_held_message_was_received() -> None:
    """Of a held message no person is made, so that its report is in no case yet."""
    coupling = go_live(house(mode="approval"))
    (held,) = take(coupling, sick(report()))
    go_live_beside(coupling, house())
    take(coupling, sick(report("VG1", 2, CHANGE, at=4)))

    (group,) = parked(coupling)

    assert group.in_the_way is not None
    assert (group.cause, group.in_the_way.receipt) == ("VZ902", held.receipt)
    assert "Die is ontvangen, maar nog niet overgenomen." in group.text()
    assert group.healings == (Healing.DECIDE_HELD,)


def test_what_waits_behind_a_second_first_report_waits_for_a_decision() -> None:
    coupling = go_live(house())
    take(coupling, sick(report()), sick(report("VG1", 2)), sick(report("VG1", 3, CHANGE, at=4)))

    (group,) = parked(coupling)

    assert group.in_the_way is not None
    assert (group.cause, group.in_the_way.state) == ("VZ302", ReportState.CONFLICT)


def test_of_two_reports_on_one_number_the_one_that_stands_is_in_the_way() -> None:
    coupling = go_live(house())
    receipt = park_behind_held(coupling)
    other = report("VG31", 2, CHANGE, at=5)
    take(coupling, sick(other, key="w-31"))

    (group,) = parked(coupling)

    assert group.in_the_way is not None
    assert group.in_the_way.receipt == receipt


def test_unconfirmed_withdrawal_and_what_waits_behind_it_are_healed_by_the_code_table() -> None:
    coupling = go_live(house())
    take(coupling, sick(report()))
    go_live_beside(coupling, house(operations_confirmed=False))
    take(coupling, sick(report("VG1", 2, WITHDRAW)), sick(report("VG1", 3, CHANGE, at=3)))

    groups = by_cause(coupling)

    assert _told(groups["VZ701"]) == ("VZ701", ("Verzuimmeldingen",), 1, 1, 1)
    assert _told(groups["VZ302"]) == ("VZ302", ("FLSN1001", "VG1"), 1, 1, 1)
    assert {group.healings for group in groups.values()} == {(Healing.CONFIRM_CODE_TABLE,)}


def test_case_without_its_first_report_is_a_group() -> None:
    coupling = go_live(house())
    take(coupling, sick(report("VG1", 2, CHANGE)), sick(report("VG1", 3, CHANGE, at=2)))

    (group,) = parked(coupling)

    assert _told(group) == ("VZ902", ("FLSN1001", "VG1"), 2, 1, 2)
    assert group.in_the_way is None
    assert group.text("en").startswith("The first report of absence case VG1 has not been received")


def test_possible_duplicate_is_one_group_over_both_streams() -> None:
    coupling = go_live(house())
    park_double(coupling)

    (group,) = parked(coupling)

    assert _told(group) == ("WN401", ("FLSN1001", "b"), 1, 1, 2)
    assert group.healings == (Healing.LINK_PERSON, Healing.CREATE_PERSON)


def test_what_a_stream_cannot_read_is_grouped_by_stream_and_value() -> None:
    coupling = go_live(house(operations={"01": "new", "02": "change"}))
    take(
        coupling,
        sick(report("VG1", processing_code="04"), report("VG2", processing_code="05")),
        sick(report("VG3", processing_code="04"), key="w-2"),
        sick(report(case_key=" ")),
        absence(employer("1001", person(" ", report("VG4"), number="D"))),
    )

    assert sorted(_told(group) for group in parked(coupling)) == [
        ("VZ101", ("Verzuimmeldingen",), 1, 1, 1),
        ("VZ104", ("Verzuimmeldingen", "04"), 2, 2, 2),
        ("VZ104", ("Verzuimmeldingen", "05"), 1, 1, 1),
        ("WN101", ("Verzuimmeldingen",), 1, 1, 1),
    ]


def test_data_without_reports_that_a_stream_cannot_read_are_groups_too() -> None:
    coupling = go_live(house(employee_key="PersNr"))
    one, other = (person("w-1", employment={"personnel_number": key}) for key in ("1", "2"))
    several = replace(one, employments=(*one.employments, *other.employments))
    take(coupling, employees(several), employees(person("w-1")), stream=EMPLOYEES)

    groups = by_cause(coupling)

    assert _told(groups["WN101"]) == ("WN101", (EMPLOYEES,), 0, 1, 1)
    assert _told(groups["WN102"]) == ("WN102", (EMPLOYEES,), 0, 1, 1)
    assert "Daarom wachten gegevens van 1 werknemer" in groups["WN102"].text()


def test_employer_codes_that_cannot_be_made_are_grouped_by_stream_and_value() -> None:
    configuration = house(**_CONVERTED)
    configuration["accounts"][0]["streams"][1].update(_CONVERTED)
    configuration["conversion_tables"] = [{"code": "T", "unknown": "finding", "values": {"9": "9"}}]
    coupling = go_live(configuration)
    take(coupling, sick(report(), number="1"), sick(report("VG2"), number="2"))
    take(coupling, sick(report("VG3"), number=" "))
    take(coupling, employees(person("w-3"), number="1"), stream=EMPLOYEES)
    take(coupling, employees(person("w-4"), number=" "), stream=EMPLOYEES)

    assert sorted(_told(group) for group in parked(coupling)) == [
        ("WG101", ("Verzuimmeldingen",), 1, 1, 1),
        ("WG101", (EMPLOYEES,), 0, 1, 1),
        ("WG102", ("Verzuimmeldingen", "1"), 1, 1, 1),
        ("WG102", ("Verzuimmeldingen", "2"), 1, 1, 1),
        ("WG102", (EMPLOYEES, "1"), 0, 1, 1),
    ]


_CONVERTED: dict[str, Any] = {
    "employer_code": "[IdWrkgvrArbdnst]",
    "employer_code_options": {"conversion": "T"},
}


def test_what_waits_quietly_for_a_person_is_not_in_the_parking_lot() -> None:
    coupling = go_live(house())
    take(coupling, employments(person("w-9")), stream="Dienstverbanden")
    assert parked(coupling) == ()


def test_list_takes_as_many_queries_for_many_groups_as_for_one() -> None:
    coupling = go_live(house())
    park_gap(coupling)
    one = _queries(coupling)
    for number in range(40, 48):
        park_gap(coupling, f"VG{number}", f"w-{number}")
    assert _queries(coupling) == one


def _queries(coupling: Coupling) -> int:
    with CaptureQueriesContext(connection) as captured:
        list_parked(reader(coupling), ParkedFilter(), GroupWindow())
    return len(captured)


def test_age_is_that_of_the_oldest_message(owner_connection: psycopg.Connection) -> None:
    coupling = go_live(house())
    park_unknown_employer(coupling)
    owner_connection.execute(
        "UPDATE store_message SET received_at = received_at - interval '9 days' "
        "WHERE id = (SELECT min(id) FROM store_message)"
    )
    (group,) = parked(coupling)
    assert group.age_days == 9


def test_counts_of_all_groups_are_the_parked_reports_of_the_status() -> None:
    coupling = go_live(house())
    park_unknown_employer(coupling)
    park_gap(coupling)
    park_behind_held(coupling)
    park_double(coupling)

    groups = parked(coupling)

    assert sum(group.reports for group in groups) == status("GEZOND").reports["parked"] == 7
    assert len(states(coupling)) == 10


def test_case_whose_first_report_is_undone_waits_for_that() -> None:
    coupling = go_live(house())
    (first, second) = take(coupling, sick(report()), sick(report("VG1", 2, CHANGE, at=3)))
    with tenant(coupling.arbodienst):
        undo = Undo.objects.create(
            arbodienst_id=coupling.arbodienst,
            at=timezone.now(),
            by="beheerder",
            reason="verkeerd",
            horizon=Message.objects.latest("id").id,
        )
        own = AbsenceReport.objects.filter(message__receipt=first.receipt)
        own.update(undone=undo, state="undone")
        AbsenceReport.objects.exclude(undone=undo).update(state="parked")
        requeue([Message.objects.get(receipt=second.receipt).id])
    work()

    (group,) = parked(coupling)

    assert group.in_the_way is not None
    assert (group.cause, group.in_the_way.state) == ("VE402", ReportState.UNDONE)
    assert (group.in_the_way.receipt, group.in_the_way.finding) == (first.receipt, None)
    assert group.text().startswith("De eerste melding van verzuimgeval VG1 is ongedaan gemaakt.")
    assert group.healings == (Healing.TAKE_BACK_UNDO, Healing.ASK_PORTAL)
