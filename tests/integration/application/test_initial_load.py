"""The guided load, step by step: start, receive, compare, run; or cancel (GR-3, VZ-3)."""

from decimal import Decimal

import psycopg
import pytest

from configuring_world import WAIVED
from doors_world import Coupling
from portal_delivery_world import bring, loading, step, tables, two_employers
from readiness_world import SAME, in_order, judged, known_employee, load, other_account, signed_in
from sending_world import (
    EMPLOYEES,
    absence,
    cases,
    deliver,
    employees,
    employer,
    go_live,
    message_states,
    person,
    persons,
    report,
    sick,
    states,
    take,
    work,
)
from verzuimbrug.application.account_status import close
from verzuimbrug.application.accounts import account_log
from verzuimbrug.application.activation import Waiver, activate
from verzuimbrug.application.portal_deliveries import facts
from verzuimbrug.application.portal_deliveries.compare import ComparedLoad, compare_initial_load
from verzuimbrug.application.portal_deliveries.deliveries import DeliveryError, open_delivery
from verzuimbrug.application.portal_deliveries.initial_load import (
    cancel_initial_load,
    run_initial_load,
    start_initial_load,
)
from verzuimbrug.application.portal_deliveries.moving import move_deliveries
from verzuimbrug.application.portal_deliveries.progress import progress_of, summary_of_load
from verzuimbrug.application.portal_deliveries.turning import turn
from verzuimbrug.application.readiness.link_persons import propose_links
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.deliveries import DeliveredPerson, Operation
from verzuimbrug.domain.portal_delivery import EmployerSummary, Step
from verzuimbrug.store.models import AccessLog, ClientAccount, Message
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

CHANGE = Operation.CHANGE


def _compared(coupling: Coupling) -> ComparedLoad:
    return compare_initial_load(coupling.ref, "klantbeheerder")


def _outcomes(compared: ComparedLoad) -> list[tuple[str, str, int]]:
    return [(each.id, each.state.value, each.count) for each in compared.readiness.checks]


def test_a_load_is_received_compared_and_run() -> None:
    coupling = loading()
    bring(coupling, load(), sick(report("VG2"), report("VG2", 7, CHANGE, at=4), key="c"))
    assert _outcomes(_compared(coupling)) == [
        ("GR-1", "ok", 0),
        ("GR-2", "ok", 0),
        ("GR-3", "ok", 0),
    ]

    assert run_initial_load(coupling.ref, "klantbeheerder", Waiver()) == ()
    assert step(coupling) == "running"
    work()

    assert step(coupling) == "done"
    assert states(coupling) == [("VG1", 1, "applied"), ("VG2", 1, "applied"), ("VG2", 7, "applied")]
    assert tables(coupling)[1:] == [[], []]


def test_gaps_are_a_warning_and_live_numbering_goes_on_from_the_highest() -> None:
    coupling = loading()
    bring(coupling, sick(report(), report("VG1", 5, CHANGE, at=4, percentage=Decimal("50.00"))))
    run_initial_load(coupling.ref, "klantbeheerder", Waiver())
    work()
    take(coupling, sick(report("VG1", 6, CHANGE, at=5)), sick(report("VG1", 9, CHANGE, at=6)))
    assert states(coupling)[2:] == [("VG1", 6, "applied"), ("VG1", 9, "parked")]


def test_only_an_account_that_is_not_live_yet_can_load() -> None:
    coupling = go_live()
    with pytest.raises(DeliveryError, match="is active"):
        start_initial_load(coupling.ref, "test")


def test_an_account_has_one_delivery_open() -> None:
    coupling = loading()
    with pytest.raises(DeliveryError, match="open already"):
        start_initial_load(coupling.ref, "test")


def test_without_a_load_there_is_nothing_to_compare_run_or_cancel() -> None:
    coupling = signed_in()
    for asked in (
        lambda: _compared(coupling),
        lambda: run_initial_load(coupling.ref, "test", Waiver()),
        lambda: cancel_initial_load(coupling.ref, "test"),
    ):
        with pytest.raises(DeliveryError, match="no initial-load"):
            asked()
    for asked_of_the_latest in (progress_of, summary_of_load):
        with pytest.raises(DeliveryError, match="never had"):
            asked_of_the_latest(coupling.ref)


def test_what_is_in_the_way_is_in_the_way_of_the_load() -> None:
    coupling = loading()
    bring(coupling, absence(employer("1003", person("a", report()))))
    (block,) = run_initial_load(coupling.ref, "klantbeheerder", Waiver())
    assert block.code == "GR104"
    assert step(coupling) == "receiving"


def test_what_is_not_read_yet_is_in_the_way() -> None:
    coupling = loading()
    deliver(coupling, load())
    assert judged(coupling.ref, "GR-3") == ("unknown", 1, ["GR307"])
    blocks = run_initial_load(coupling.ref, "klantbeheerder", Waiver())
    assert "GR307" in [block.code for block in blocks]


def test_activating_an_account_has_its_load_run() -> None:
    coupling = loading()
    bring(coupling, load())
    assert activate(coupling.ref, "test", Waiver()) == ()
    assert step(coupling) == "running"


def test_what_comes_in_while_it_is_compared_runs_too() -> None:
    coupling = loading()
    bring(coupling, load())
    deliver(coupling, sick(report("VG2"), key="late"))
    assert run_initial_load(coupling.ref, "test", WAIVED) == ()
    with tenant(coupling.arbodienst):
        assert not Message.objects.filter(portal_delivery=None).exists()
    work()
    assert summary_of_load(coupling.ref).adds_up


def test_what_comes_in_after_it_is_no_part_of_it() -> None:
    coupling = loading()
    bring(coupling, load())
    run_initial_load(coupling.ref, "test", Waiver())
    take(coupling, sick(report("VG2"), key="later"))
    assert progress_of(coupling.ref).received.messages == 1


def test_cancelling_leaves_the_messages_as_they_were() -> None:
    coupling = loading()
    bring(coupling, load())
    cancel_initial_load(coupling.ref, "klantbeheerder")
    assert (step(coupling), tables(coupling)) == ("cancelled", [[], [], []])
    assert message_states(coupling) == ["received"]
    start_initial_load(coupling.ref, "klantbeheerder")
    work()
    assert progress_of(coupling.ref).read.messages == 1


def test_a_load_that_runs_cannot_be_cancelled() -> None:
    coupling = loading()
    bring(coupling, load())
    run_initial_load(coupling.ref, "test", Waiver())
    with pytest.raises(DeliveryError, match="suspend the account"):
        cancel_initial_load(coupling.ref, "test")


def test_a_load_that_runs_is_not_compared_any_more() -> None:
    coupling = loading()
    bring(coupling, load())
    run_initial_load(coupling.ref, "test", Waiver())
    with pytest.raises(DeliveryError, match="its summary"):
        _compared(coupling)


def test_a_step_follows_from_the_one_before_only() -> None:
    coupling = loading()
    with tenant(coupling.arbodienst):
        delivery = open_delivery(coupling.account)
        assert delivery is not None
        with pytest.raises(DeliveryError, match="it cannot become done"):
            turn(delivery.id, Step.DONE, "test")


def test_what_others_are_at_is_left_to_them(owner_connection: psycopg.Connection) -> None:
    coupling = loading()
    deliver(coupling, load())
    with owner_connection.transaction():
        owner_connection.execute("SELECT 1 FROM store_portaldelivery FOR NO KEY UPDATE")
        assert not move_deliveries()
    work()
    run_initial_load(coupling.ref, "test", Waiver())
    assert not move_deliveries()
    with owner_connection.transaction():
        owner_connection.execute("SELECT 1 FROM store_portaldelivery FOR NO KEY UPDATE")
        assert not move_deliveries()
    work()
    assert (move_deliveries(), step(coupling)) == (False, "done")


def test_a_closed_account_keeps_nothing_for_comparing() -> None:
    coupling = loading()
    bring(coupling, load())
    close(coupling.ref, "test", "Het contract is beëindigd.")
    work()
    assert (step(coupling), tables(coupling)[1:]) == ("cancelled", [[], []])


def test_every_step_is_in_the_log_of_the_account() -> None:
    coupling = loading()
    bring(coupling, load())
    run_initial_load(coupling.ref, "klantbeheerder", Waiver())
    work()
    steps = [each.event for each in account_log(coupling.ref) if "load" in each.event]
    assert steps == ["initial-load-started", "initial-load-run", "initial-load-done"]


def test_an_employee_is_proposed_for_a_key_of_the_load() -> None:
    configuration = in_order()
    known = known_employee(other_account(configuration))
    coupling = loading(configuration)
    bring(coupling, load())
    (proposed,) = propose_links(coupling.ref, "klantbeheerder")
    assert (proposed.proposal.employee, proposed.proposal.key) == (known, "b")
    assert judged(coupling.ref, "GR-2") == ("failed", 1, ["GR200", "GR201"])


def test_who_is_shown_in_a_comparison_is_kept() -> None:
    configuration = in_order()
    known = known_employee(other_account(configuration))
    coupling = loading(configuration)
    bring(coupling, load())
    _compared(coupling)
    with tenant(coupling.arbodienst):
        seen = AccessLog.objects.latest("id")
    assert (seen.principal, seen.employees) == ("klantbeheerder", [known])


def test_before_it_runs_it_says_what_it_will_come_to() -> None:
    coupling = loading(two_employers())
    told: list[int] = []
    change = report("VG1", 2, CHANGE, at=3)
    bring(coupling, sick(report(), change), sick(change), sick(report("VG3"), number="1003"))
    bring(coupling, sick(report("VG4", 3, CHANGE, at=3), key="d"))
    bring(coupling, sick(report("VG5", percentage=Decimal("120.00")), key="e", number="1002"))

    found = compare_initial_load(coupling.ref, "klantbeheerder", told.append)

    assert found.estimate == (
        EmployerSummary(employer="FLSN1001", equal=1, created=2, parked=1),
        EmployerSummary(employer="FLSN1002", rejected=1),
        EmployerSummary(employer="FLSN1003", parked=1),
    )
    assert (found.total.received, sum(told)) == (6, 5)


def test_afterwards_it_says_what_it_came_to_and_that_adds_up() -> None:
    coupling = loading(two_employers())
    change = report("VG1", 2, CHANGE, at=3)
    bring(coupling, sick(report(), change), sick(change), sick(report("VG3"), number="1003"))
    bring(coupling, b"<geen bericht>", sick(report("VG6"), key="f", test=True))
    run_initial_load(coupling.ref, "test", WAIVED)
    before = summary_of_load(coupling.ref)
    work()

    found = summary_of_load(coupling.ref)

    assert found.employers == (
        EmployerSummary(employer="FLSN1001", equal=1, created=2),
        EmployerSummary(employer="FLSN1003", parked=1),
    )
    assert (found.step, found.total.received, found.read, found.adds_up) == (Step.DONE, 4, 4, True)
    assert (found.rejected_messages, found.undecided_messages) == (1, 0)
    assert (before.step, before.undecided_messages, before.adds_up) == (Step.RUNNING, 5, True)


def test_progress_says_how_far_it_is() -> None:
    coupling = loading()
    empty = progress_of(coupling.ref)
    bring(coupling, sick(report()), b"<geen bericht>")
    deliver(coupling, sick(report("VG2"), key="c"))
    found = progress_of(coupling.ref)
    assert (empty.share_done, empty.reports_per_second, empty.seconds_left) == (0.0, 0.0, None)
    assert (found.received.messages, found.read.messages, found.rejected) == (3, 2, 1)
    assert (found.read.reports, found.processed.messages) == (1, 0)
    assert 0 < found.share_done < 1
    assert found.reports_per_second > 0
    assert found.seconds_left is not None

    work()
    run_initial_load(coupling.ref, "test", WAIVED)
    work()
    done = progress_of(coupling.ref)
    assert (done.step, done.processed.messages, done.processed.reports) == (Step.DONE, 3, 2)
    assert (done.share_done, done.seconds_left) == (1.0, 0.0)


def test_of_a_long_list_the_first_are_shown_and_all_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(facts, "MOST_ROWS", 2)
    configuration = in_order()
    other = other_account(configuration)
    names = ("Smit", "Bakker", "Visser")
    take(other, absence(employer("1001", *[_named(name, name) for name in names])))
    coupling = loading(configuration)
    bring(coupling, *[sick(report(f"VG{n}"), key=f"w-{n}") for n in range(4)])
    bring(coupling, employees(person("k", fields={"surname": "Visser"})), stream=EMPLOYEES)

    _, employees_, cases_ = _compared(coupling).readiness.checks

    assert (employees_.count, employees_.total, len(employees_.rows)) == (3, 3, 2)
    assert employees_.findings[1].params == {"count": "3", "proposed": "1"}
    assert (cases_.count, cases_.total, len(cases_.rows)) == (3, 7, 4)
    assert cases_.findings[0].params == {
        "equal": "0",
        "ours": "3",
        "theirs": "4",
        "different": "0",
    }


def test_what_the_load_brings_of_a_known_person_is_compared_by_it() -> None:
    configuration = in_order()
    other = other_account(configuration)
    take(other, absence(employer("1001", *[_named("a"), _named("z", "Bakker")])))
    coupling = loading(configuration)
    bring(coupling, load(percentage=Decimal("50.00")))
    assert judged(coupling.ref, "GR-3") == ("failed", 2, ["GR300", "GR302", "GR303"])


def _named(key: str, surname: str = "Smit") -> DeliveredPerson:
    return person(key, report(f"VG-{key}"), fields={**SAME["fields"], "surname": surname})


def test_the_account_stays_as_it_is_when_a_load_is_started() -> None:
    coupling = loading()
    with tenant(coupling.arbodienst):
        assert ClientAccount.objects.get(id=coupling.account).status == AccountStatus.CONCEPT
    assert persons(coupling) == []
    assert cases(coupling) == {}
