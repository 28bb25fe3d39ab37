"""Stored messages under other settings: what comes out differently, and nothing is written."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from sending_world import (
    ABSENCE,
    EMPLOYEES,
    EMPLOYMENTS,
    absence,
    add_employer,
    course,
    deliver,
    employees,
    employer,
    employments,
    go_live,
    person,
    persons,
    report,
    settings,
    sick,
    take,
)
from shadow_world import run, shadow, stored, with_editions
from trying_world import looks
from undo_world import of, undone
from verzuimbrug.application.editions.choosing import Left
from verzuimbrug.application.editions.proposing import Proposed
from verzuimbrug.application.editions.shadow_run import ShadowRun
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.shadow_comparison import Difference
from verzuimbrug.store.models import Message, MessageBody, PortalDelivery
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

CHANGE = Operation.CHANGE


def test_settings_as_they_stand_differ_in_nothing() -> None:
    coupling = go_live()
    take(coupling, *(sick(each) for each in course("VG1", 3)))
    take(coupling, employees(person("w-1"), person("w-2")), stream=EMPLOYEES)

    found = shadow(coupling)

    assert (found.messages, found.comparison.same) == (3, 3)
    assert found.comparison.different == ()
    assert shadow(coupling, EMPLOYEES).comparison.different == ()


def _codes(found: ShadowRun) -> list[str]:
    """What is the matter with the messages that differ, as changed."""
    return [each.code for one in found.comparison.different for each in one.changed.findings]


def _kinds(found: ShadowRun) -> list[set[str]]:
    return [{kind.value for kind in one.kinds} for one in found.comparison.different]


def test_what_comes_in_an_edition_that_is_taken_no_longer_is_rejected() -> None:
    coupling = go_live()
    take(coupling, sick(report(), edition="2022"), sick(report("VG2"), key="w-2"))

    found = with_editions(coupling, stop="2022")

    assert (found.comparison.same, _codes(found)) == (1, ["IN101"])
    assert _kinds(found) == [{"state", "report", "case", "fields", "findings"}]
    (one,) = found.comparison.different
    assert (one.stands.state, one.changed.state) == ("processed", "rejected")
    assert found.delivered[one.message].edition == "2022"
    assert found.delivered[one.message].persons == {0: ("J", 1980)}


def test_what_was_rejected_for_its_edition_is_processed_once_that_is_taken() -> None:
    coupling = go_live(settings(editions=["2026"]))
    take(coupling, sick(report(), edition="2022"))

    found = with_editions(coupling, accept="2022")

    (one,) = found.comparison.different
    assert (one.stands.state, one.changed.state) == ("rejected", "processed")
    assert [each.state for each in one.changed.reports.values()] == ["applied"]


def test_a_report_that_means_something_else_changes_its_case() -> None:
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG1", 2, Operation.CORRECT)))

    found = shadow(coupling, operations={"01": "new", "05": "withdraw"})

    assert found.comparison.same == 0
    (case,) = found.comparison.different[1].things
    assert (case.kind.value, case.name) == ("case", "VG1")
    assert case.fields == {"status": ("open", "withdrawn")}
    assert [one.kinds for one in found.comparison.different] == [
        {Difference.CASE},
        {Difference.CASE, Difference.REPORT},
    ]
    assert found.comparison.counts == {Difference.REPORT: 1, Difference.CASE: 2}


def test_messages_are_decided_on_as_if_for_the_first_time_and_what_came_before_stands() -> None:
    coupling = go_live()
    take(coupling, *(sick(each) for each in course("VG1", 3)))

    found = shadow(coupling, last=1, operations={"01": "new", "02": "unchanged"})

    (one,) = found.comparison.different
    before, after = one.stands.reports[0], one.changed.reports[0]
    assert (before.state, before.operation) == ("applied", "change")
    assert (after.state, after.operation) == ("applied", "unchanged")
    (case,) = one.things
    assert set(case.fields) == {"periods"}


def test_another_template_finds_another_employer_and_so_another_person() -> None:
    coupling = go_live(add_employer(settings(), "1001", "FELISON-VI"))
    take(coupling, sick(report()))

    found = shadow(coupling, employer_code="[IdWrkgvrArbdnst]")

    (one,) = found.comparison.different
    assert {Difference.EMPLOYER, Difference.PERSON, Difference.CASE} <= one.kinds
    was, now = one.stands.persons[0], one.changed.persons[0]
    assert (was.employer, now.employer) == ("FLSN1001", "1001")
    assert was.employee == persons(coupling)[0].id
    assert now.employee is None


def test_an_employer_that_does_not_exist_leaves_the_report_waiting() -> None:
    coupling = go_live()
    take(coupling, sick(report()))

    found = shadow(coupling, employer_code="X[IdWrkgvrArbdnst]")

    assert _codes(found) == ["WG201"]
    (one,) = found.comparison.different
    assert [each.state for each in one.changed.reports.values()] == ["parked"]


def test_another_policy_leaves_another_name_which_is_not_shown() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    take(
        coupling,
        employees(person("w-1", fields={"surname": "Bos", "department": "x"})),
        stream=EMPLOYEES,
    )

    found = shadow(coupling, EMPLOYEES, field_policies={"surname": "never"})

    (one,) = found.comparison.different
    assert one.kinds == {Difference.FIELDS}
    assert one.things[0].fields == {"surname": ("***", "***")}


def test_a_message_that_would_be_held_is_compared_as_if_it_were_approved() -> None:
    coupling = go_live()
    take(coupling, sick(report()))

    held, rehearsed = shadow(coupling, mode="approval"), shadow(coupling, mode="dry-run")

    assert _codes(held) == ["VE101"]
    assert _kinds(held) == [{"state", "findings"}]
    assert [one.changed.state for one in held.comparison.different] == ["held"]
    assert [one.changed.state for one in rehearsed.comparison.different] == ["dry-run"]


def test_a_guard_that_is_set_lower_holds_messages() -> None:
    coupling = go_live()
    take(coupling, employees(person("w-1")), stream=EMPLOYEES)
    take(coupling, employees(person("w-1", fields={"surname": "Bos"})), stream=EMPLOYEES)

    guards = {"persons_changed": {"more_than": 0, "percent": 0}}
    found = shadow(coupling, EMPLOYEES, guards=guards)

    assert [one.changed.state for one in found.comparison.different] == ["held"]
    assert _codes(found) == ["VE201"]


def test_employments_come_out_differently_too() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    moved = person("w-1", employment={"department_code": "P2"})
    take(coupling, employments(moved), stream=EMPLOYMENTS)

    found = shadow(coupling, EMPLOYMENTS, field_policies={"department_code": "never"})

    (one,) = found.comparison.different
    assert [thing.kind.value for thing in one.things] == ["employment"]
    assert one.things[0].fields == {"department_code": ("P2", "P1")}


def test_what_is_left_out_is_named_with_why() -> None:
    coupling = go_live()
    gone, taken_back, trial, kept = (
        deliver(coupling, sick(report(case), test=case == "VG3"))
        for case in ("VG1", "VG2", "VG3", "VG4")
    )
    take(coupling, sick(report("VG5")))
    with tenant(coupling.arbodienst):
        MessageBody.objects.filter(id=Message.objects.get(receipt=gone).id).update(content=b"")
    undone(coupling, of(taken_back))

    found = shadow(coupling)

    assert found.messages == 2
    assert found.left == {Left.GONE: (gone,), Left.UNDONE: (taken_back,), Left.TEST: (trial,)}
    assert kept not in {receipt for receipts in found.left.values() for receipt in receipts}


def test_a_message_that_is_rejected_on_both_sides_comes_out_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    coupling = go_live()
    for content in (b"<geen xml", employees(person("w-1")), sick(report())):
        deliver(coupling, content)
    monkeypatch.setattr("verzuimbrug.application.editions.reading._PORTION", 1)

    found = shadow(coupling, mode="approval")

    assert (found.messages, found.comparison.same) == (3, 2)
    assert [one.changed.state for one in found.comparison.different] == ["held"]


def test_what_belongs_to_a_reconciliation_is_left_out() -> None:
    coupling = go_live()
    receipt = deliver(coupling, sick(report()))
    with tenant(coupling.arbodienst):
        delivery = PortalDelivery.objects.create(
            arbodienst_id=coupling.arbodienst,
            account_id=coupling.account,
            kind="reconciliation",
            step="receiving",
            started_at=timezone.now(),
        )
        Message.objects.update(portal_delivery=delivery)

    assert shadow(coupling).left == {Left.RECONCILIATION: (receipt,)}


def test_no_more_is_taken_than_fits_and_the_newest_goes_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    coupling = go_live()
    first, last = (deliver(coupling, sick(report(case))) for case in ("VG1", "VG2"))
    monkeypatch.setattr("verzuimbrug.application.editions.choosing.MOST_BYTES", 10)

    found = shadow(coupling, mode="approval")

    assert [each.receipt for each in found.delivered.values()] == [last]
    assert found.left == {Left.TOO_MUCH: (first,)}


def test_messages_since_a_moment_are_the_first_ones_and_more_is_told() -> None:
    coupling = go_live()
    deliver(coupling, sick(report("VG1")))
    moment = timezone.now()
    second = deliver(coupling, sick(report("VG2")))
    deliver(coupling, sick(report("VG3")))

    some = shadow(coupling, since=moment, last=1, mode="approval")
    rest = shadow(coupling, since=moment, mode="approval")

    assert [each.receipt for each in some.delivered.values()] == [second]
    assert (some.more, rest.more, rest.messages) == (True, False, 2)
    assert shadow(coupling, since=timezone.now() + timedelta(days=1)).messages == 0


def test_who_looked_is_kept_with_who_came_out_differently() -> None:
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG2"), key="w-2", edition="2022"))

    with_editions(coupling, stop="2022")

    assert looks(coupling) == [("beheerder", "messages.compared", [persons(coupling)[1].id])]


def test_a_citizen_service_number_is_shown_as_stars() -> None:
    known_by_bsn = settings(employee_key="SofiNr")
    known_by_bsn["accounts"][0]["bsn"] = True
    coupling = go_live(known_by_bsn)
    take(coupling, absence(employer("1001", person("w-1", report(), bsn="123456782"))))

    found = shadow(coupling, operations={"01": "unchanged"})

    (one,) = found.comparison.different
    assert [each.key for each in one.changed.persons.values()] == ["*" * 9]


@pytest.mark.parametrize(
    ("stream", "other", "code"),
    [
        (ABSENCE, {"mode": "x"}, "CF010"),
        ("Elders", {}, "TR101"),
    ],
)
def test_what_cannot_be_tried_is_refused(stream: str, other: dict[str, Any], code: str) -> None:
    coupling = go_live()

    found = run(coupling, Proposed(settings={**stored(coupling), **other}), stream)

    assert [each.code for each in found.refused] == [code]


def test_a_change_of_editions_that_cannot_be_is_refused() -> None:
    coupling = go_live(settings(editions=["2026"]))

    assert [each.code for each in with_editions(coupling, stop="2026").refused] == ["ED101"]
