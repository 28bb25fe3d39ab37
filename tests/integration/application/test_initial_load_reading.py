"""The messages of a load are read once, by the settings of today, and not kept beyond need."""

from typing import Any

import pytest
from django.db import OperationalError

from configuring_world import apply
from doors_world import Coupling
from portal_delivery_world import bring, loading, tables, two_employers
from readiness_world import in_order, load, signed_in
from sending_world import (
    EMPLOYEES,
    absence,
    cases,
    deliver,
    employees,
    employer,
    person,
    persons,
    report,
    sick,
    work,
)
from verzuimbrug.application.portal_deliveries import reading
from verzuimbrug.application.portal_deliveries.initial_load import start_initial_load
from verzuimbrug.application.portal_deliveries.moving import move_deliveries
from verzuimbrug.application.portal_deliveries.progress import progress_of
from verzuimbrug.domain.portal_delivery import Step
from verzuimbrug.sivi import portions
from verzuimbrug.store import portal_delivery_writes
from verzuimbrug.store.models import PortalMessage, PortalPerson, PortalReport
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def _codes(coupling: Coupling) -> list[tuple[str, str | None]]:
    with tenant(coupling.arbodienst):
        rows = PortalPerson.objects.order_by("message_id", "position")
        return list(rows.values_list("employer_code", "key"))


def _reports(coupling: Coupling) -> list[tuple[Any, ...]]:
    with tenant(coupling.arbodienst):
        rows = PortalReport.objects.order_by("message_id", "position")
        return [(row.case_key, row.sequence, row.content is not None) for row in rows]


def _marks(coupling: Coupling) -> list[tuple[Any, ...]]:
    with tenant(coupling.arbodienst):
        rows = PortalMessage.objects.order_by("message_id")
        return list(rows.values_list("kind", "is_valid", "makes_codes", "persons", "reports"))


def test_what_is_read_writes_nothing_to_dossiers() -> None:
    coupling = loading()
    bring(coupling, load())
    assert _codes(coupling) == [("FLSN1001", "b")]
    assert _reports(coupling) == [("VG1", 1, True)]
    assert _marks(coupling) == [("absence", True, True, 1, 1)]
    assert (cases(coupling), persons(coupling)) == ({}, [])


def test_what_waited_before_the_start_is_part_of_the_load() -> None:
    coupling = signed_in()
    deliver(coupling, load())
    start_initial_load(coupling.ref, "test")
    bring(coupling, employees(person("c")), stream=EMPLOYEES)
    assert _codes(coupling) == [("FLSN1001", "b"), ("FLSN1001", "c")]


def test_a_message_that_is_rejected_is_marked_and_says_nothing() -> None:
    coupling = loading()
    bring(coupling, b"<geen bericht>", employees(person("c")), sick(report(), edition="2022"))
    assert _marks(coupling)[:2] == [("", False, False, 0, 0)] * 2
    assert _codes(coupling) == [("FLSN1001", "w-1")]


def test_an_edition_that_the_stream_does_not_take_says_nothing() -> None:
    coupling = loading(in_order(editions=["2026"]))
    bring(coupling, sick(report(), edition="2022"))
    assert _marks(coupling) == [("", False, False, 0, 0)]


def test_a_code_that_cannot_be_made_is_counted_only() -> None:
    coupling = loading(in_order())
    with_gap = in_order(employer_code_options={"conversion": "relaties"})
    with_gap["conversion_tables"] = [
        {"code": "relaties", "unknown": "finding", "values": {"1001": "1001"}}
    ]
    apply(with_gap)
    bring(
        coupling,
        absence(employer("1001", person("a", report())), employer("9", person("b", report("VG2")))),
    )
    assert _codes(coupling) == [("FLSN1001", "a")]
    assert _marks(coupling) == [("absence", True, False, 2, 2)]


def test_reports_without_a_case_or_a_meaning_are_kept_as_unusable() -> None:
    coupling = loading(in_order(operations={"02": "change"}))
    bring(coupling, sick(report(), report(case_key=" ")))
    assert _reports(coupling) == [("VG1", 1, False), (None, 1, False)]


def test_persons_without_one_key_are_kept_as_unusable() -> None:
    coupling = loading(in_order(employee_key="PersNr"))
    bring(coupling, sick(report()))
    assert _codes(coupling) == [("FLSN1001", None)]


def test_a_bsn_is_never_kept() -> None:
    configuration = in_order(employee_key="SofiNr")
    for account in configuration["accounts"]:
        account["bsn"] = True
    coupling = loading(configuration)
    bring(coupling, absence(employer("1001", person("a", report(), bsn="123456782"))))
    ((_, key),) = _codes(coupling)
    assert key is not None
    assert len(key) == 64
    assert "123456782" not in repr(tables(coupling))


def test_free_text_is_not_kept() -> None:
    coupling = loading()
    bring(coupling, sick(report(free_text=("griep",))))
    assert "griep" not in repr(tables(coupling))


def test_large_messages_come_to_the_same_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    coupling = loading(two_employers())
    content = absence(
        employer("1001", *[person(f"a{n}", report(f"A{n}"), report(f"A{n}", 2)) for n in range(5)]),
        employer("1002", *[person(f"b{n}", report(f"B{n}")) for n in range(5)]),
    )
    bring(coupling, content)
    whole = tables(coupling)
    monkeypatch.setattr(reading, "MOST_PERSONS", 3)
    with tenant(coupling.arbodienst):
        PortalMessage.objects.update(read_as="")
    work()
    assert tables(coupling) == whole
    assert _marks(coupling) == [("absence", True, True, 10, 15)]


def test_settings_that_change_have_messages_read_anew() -> None:
    coupling = loading()
    bring(coupling, load(), employees(person("c")))
    changed = in_order(employer_code="F[IdWrkgvrArbdnst]")
    apply(changed)
    assert progress_of(coupling.ref).read.messages == 0
    work()
    assert _codes(coupling) == [("F1001", "b")]
    assert progress_of(coupling.ref).read.messages == 2


def test_settings_that_do_not_matter_leave_it_read() -> None:
    coupling = loading()
    bring(coupling, load())
    apply(in_order(guards="off", gaps="accept"))
    assert progress_of(coupling.ref).read.messages == 1


def test_a_message_that_breaks_the_reader_is_given_up_after_five_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    coupling = loading()
    broken = sick(report("VG-KAPOT"))
    sound, open_message = load(), portions.open_message

    def breaking(content: bytes) -> portions.Opened:
        if content == broken:
            raise RuntimeError
        return open_message(content)

    monkeypatch.setattr(reading, "open_message", breaking)
    bring(coupling, broken, sound)
    assert _marks(coupling) == [("", False, False, 0, 0), ("absence", True, True, 1, 1)]
    with tenant(coupling.arbodienst):
        assert list(PortalMessage.objects.order_by("id").values_list("attempts", flat=True)) == [
            5,
            1,
        ]
    found = progress_of(coupling.ref)
    assert (found.step, found.rejected, found.read.messages) == (Step.RECEIVING, 1, 2)


def test_what_is_wrong_with_the_database_is_not_held_against_a_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    coupling = loading()
    deliver(coupling, load())

    def away(*_: object) -> list[int]:
        raise OperationalError

    monkeypatch.setattr(portal_delivery_writes, "claim_unread", away)
    with pytest.raises(OperationalError):
        move_deliveries()
    monkeypatch.undo()
    work()
    assert _codes(coupling) == [("FLSN1001", "b")]


def test_a_reader_that_raised_reads_the_others_again_by_themselves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    coupling = loading()
    contents = [sick(report(f"VG{n}"), key=f"w-{n}") for n in range(3)]
    failing, open_message = {contents[1]}, portions.open_message

    def once(content: bytes) -> portions.Opened:
        if content in failing:
            failing.clear()
            raise RuntimeError
        return open_message(content)

    monkeypatch.setattr(reading, "open_message", once)
    bring(coupling, *contents)
    assert [key for _, key in _codes(coupling)] == ["w-0", "w-1", "w-2"]
