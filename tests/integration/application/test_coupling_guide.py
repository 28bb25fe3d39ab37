"""A coupling on its way to going live: the facts of each step, in a fixed number of queries."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from configuring_world import ACCOUNT, apply, coupling, example
from readiness_world import in_order, known_employee, load, other_account, signed_in
from sending_world import add_employer, deliver, go_live, report, sick, take, work
from trying_world import looks
from verzuimbrug.application.access import Reader
from verzuimbrug.application.accounts import AccountRef, find_account
from verzuimbrug.application.couplings.cockpit import cockpit_of
from verzuimbrug.application.couplings.guide import Guide, Scoped, guide_of
from verzuimbrug.application.couplings.heads import open_coupling
from verzuimbrug.application.couplings.listing import list_couplings
from verzuimbrug.application.couplings.outcome import work_out, work_out_and_show
from verzuimbrug.application.portal_deliveries.initial_load import (
    cancel_initial_load,
    start_initial_load,
)
from verzuimbrug.application.readiness.waivers import Waiver, waive
from verzuimbrug.application.sftp.keys import generate_pair
from verzuimbrug.application.trying.try_out import try_out
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.authority import Authority
from verzuimbrug.domain.coupling_steps import StepName, StepState
from verzuimbrug.store.models import PortalDelivery, ReadinessOutcome
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def _reader(ref: AccountRef, **authority: frozenset[int]) -> Reader:
    return Reader(
        arbodienst=ref.arbodienst, principal="klantbeheerder", authority=Authority(**authority)
    )


def _guide(ref: AccountRef) -> Guide:
    found = guide_of(_reader(ref), ref.account)
    assert found is not None
    return found


def _states(guide: Guide) -> dict[str, str]:
    return {step.name.value: step.state.value for step in guide.steps}


def test_a_coupling_that_was_just_made_names_its_scope_and_all_there_is_to_do() -> None:
    guide = _guide(coupling())

    assert guide.head.name == ACCOUNT
    assert not guide.head.was_live
    assert guide.scope == (
        Scoped(id=1, code="FELISON-VI", name="Gezamenlijke relaties Felison", is_group=True),
    )
    assert guide.standing.employers == 1
    assert guide.is_outdated
    assert _states(guide) == {
        "group": "done",
        "account": "done",
        "sign-in": "to-do",
        "streams": "to-do",
        "readiness": "to-do",
        "initial-load": "blocked",
        "activation": "blocked",
    }


def test_single_employers_and_all_are_a_scope_too() -> None:
    configuration = example()
    configuration["accounts"][0]["scope"] = {"employers": ["FLSN1001"]}
    apply(configuration)
    ref = find_account(ACCOUNT)
    assert _guide(ref).scope == (
        Scoped(id=1, code="FLSN1001", name="Bakkerij De Korenbloem B.V.", is_group=False),
    )

    configuration["accounts"][0]["scope"] = {"all": True}
    apply(configuration)

    assert _guide(ref).scope == ()
    assert _guide(ref).standing.has_scope


def test_an_account_that_signs_in_with_keys_is_asked_for_one() -> None:
    configuration = example()
    configuration["accounts"][0]["type"] = "sftp"
    apply(configuration)
    ref = find_account(ACCOUNT)
    assert _states(_guide(ref))["sign-in"] == "to-do"

    generate_pair(ref, "test")

    assert _states(_guide(ref))["sign-in"] == "done"


def test_unconfirmed_editions_are_named_and_a_try_of_the_template_counts() -> None:
    configuration = in_order(operations_confirmed=["2026"], editions=["2025", "2026"])
    ref = signed_in(configuration).ref
    absence = next(each for each in _guide(ref).standing.streams if each.is_absence)
    assert (absence.is_confirmed, absence.unconfirmed, absence.is_tried) == (True, ("2025",), False)

    try_out(ref, "Verzuimmeldingen", sick(report("VG1")), by="test")

    assert all(each.is_tried for each in _guide(ref).standing.streams)


def test_a_stream_of_which_nothing_is_confirmed_is_told_as_that() -> None:
    ref = signed_in(in_order(operations_confirmed=False)).ref

    assert [each.is_confirmed for each in _guide(ref).standing.streams] == [True, False, True]


def test_readiness_is_kept_as_it_was_worked_out() -> None:
    ref = signed_in().ref

    work_out(ref)

    outcome = _guide(ref).standing.outcome
    assert outcome is not None
    assert [check.id for check in outcome.checks] == ["GR-1", "GR-2", "GR-3", "GR-4", "GR-5"]
    assert [check.id for check in outcome.in_the_way] == ["GR-1", "GR-5"]
    assert not any(stream.is_tried for stream in _guide(ref).standing.streams)
    assert not _guide(ref).is_outdated


def test_working_it_out_shows_nobody_and_looking_at_the_lists_does() -> None:
    known = known_employee(other_account())
    this = signed_in()
    deliver(this, load())
    work_out(this.ref)
    assert looks(this) == []

    readiness = work_out_and_show(this.ref, "klantbeheerder")

    assert readiness.checks[0].id == "GR-1"
    assert looks(this) == [("klantbeheerder", "employees.read", [known])]
    with tenant(this.arbodienst):
        assert ReadinessOutcome.objects.count() == 1


def test_with_a_message_and_what_is_waived_the_coupling_is_ready() -> None:
    this = signed_in()
    deliver(this, load())
    waive(this.ref, "test", Waiver(checks=("GR-2",), reason="proef"))

    work_out(this.ref)

    guide = _guide(this.ref)
    assert _states(guide)["streams"] == "done"
    assert _states(guide)["readiness"] == "done"
    assert _states(guide)["activation"] == "to-do"


def test_an_outcome_is_outdated_by_what_happens_after_it_and_by_time() -> None:
    this = signed_in()
    work_out(this.ref)
    deliver(this, load())
    assert _guide(this.ref).is_outdated

    work_out(this.ref)
    assert not _guide(this.ref).is_outdated
    with tenant(this.arbodienst):
        ReadinessOutcome.objects.update(at=timezone.now() - timedelta(minutes=11))
    assert _guide(this.ref).is_outdated


def test_an_initial_load_is_done_when_all_of_it_is_read() -> None:
    this = signed_in()
    start_initial_load(this.ref, "test")
    assert _guide(this.ref).standing.load is not None
    deliver(this, load())
    work()

    load_now = _guide(this.ref).standing.load

    assert load_now is not None
    assert (load_now.messages, load_now.unread) == (1, 0)
    assert _states(_guide(this.ref))["initial-load"] == "done"


def test_an_initial_load_that_was_called_off_leaves_the_one_before_it() -> None:
    this = signed_in()
    start_initial_load(this.ref, "test")
    deliver(this, load())
    work()
    with tenant(this.arbodienst):
        PortalDelivery.objects.update(step="done", finished_at=timezone.now())
    start_initial_load(this.ref, "test")
    cancel_initial_load(this.ref, "test")

    assert _states(_guide(this.ref))["initial-load"] == "done"


def test_a_live_coupling_has_all_its_steps_behind_it() -> None:
    live = go_live(in_order())

    guide = _guide(live.ref)

    assert guide.head.status is AccountStatus.ACTIVE
    late = {StepName.READINESS, StepName.INITIAL_LOAD, StepName.ACTIVATION, StepName.STREAMS}
    assert {s.state for s in guide.steps if s.name in late} == {StepState.DONE}


def test_a_coupling_that_is_closed_to_somebody_is_not_there() -> None:
    ref, other = coupling(), coupling("ANDERS")
    reader = _reader(ref, accounts=frozenset())

    assert guide_of(reader, ref.account) is None
    assert open_coupling(reader, ref.account) is None
    assert list_couplings(reader) == ()
    for number in (other.account, 10**12):
        assert guide_of(_reader(ref), number) is None
        assert open_coupling(_reader(ref), number) is None


def test_a_coupling_that_is_open_is_known_by_its_id() -> None:
    ref = coupling()

    found = open_coupling(_reader(ref), ref.account)

    assert found is not None
    assert (found[0], found[1].name, found[1].signs_in_with_keys) == (ref, ACCOUNT, False)


def test_the_list_says_what_waits_and_when_the_last_message_came() -> None:
    live = go_live(in_order())
    apply({**in_order(), "accounts": [_named("Aaa")]})
    take(live, sick(report("VG1")), sick(report("VG2"), number="9999"))
    take(live, sick(report("VG1", percentage=Decimal("50.00"))))

    rows = list_couplings(_reader(live.ref))

    assert [row.head.name for row in rows] == ["Aaa", "Andere volmacht", ACCOUNT]
    quiet, _, busy = rows
    assert (quiet.last_message_at, quiet.parked, quiet.held) == (None, 0, 0)
    assert busy.last_message_at is not None
    assert (busy.parked, busy.held, busy.today.received) == (1, 1, 3)


def _named(name: str) -> dict[str, Any]:
    return {"name": name, "scope": {"all": True}}


def test_list_and_guide_ask_as_much_whatever_there_is() -> None:
    live = go_live(in_order())
    take(live, sick(report("VG1")))
    work_out(live.ref)
    few = _counted(live.ref)

    configuration = in_order()
    for number in range(5):
        configuration = add_employer(configuration, f"FLSN20{number}", "FELISON-VI")
        configuration["accounts"].append(_named(f"Koppeling {number}"))
    apply(configuration)
    take(live, *(sick(report(f"VG{n}"), key=f"w-{n}") for n in range(2, 12)))

    assert _counted(live.ref) == few


def _counted(ref: AccountRef) -> tuple[int, int]:
    with CaptureQueriesContext(connection) as listed:
        list_couplings(_reader(ref))
    with CaptureQueriesContext(connection) as guided:
        _guide(ref)
    return len(listed), len(guided)


def test_the_cockpit_shows_what_came_in_and_what_was_done() -> None:
    live = go_live(in_order())
    take(live, sick(report("VG1")), sick(report("VG2"), number="9999"))

    found = cockpit_of(_reader(live.ref), live.account)

    assert found is not None
    # An hour may have ended meanwhile.
    assert sum(hour.messages for hour in found.hours[-2:]) == 2
    assert (found.parked, found.held, len(found.hours), len(found.strip)) == (1, 0, 24, 30)
    assert [message.state for message in found.messages] == ["processed", "processed"]
    assert found.last_message_at == found.messages[0].received_at
    assert [stream.name for stream in found.streams][:1] == ["Dienstverbanden"]
    assert found.events[0].event == "activated"


def test_the_cockpit_of_a_closed_coupling_is_not_there() -> None:
    ref = coupling()

    assert cockpit_of(_reader(ref, accounts=frozenset()), ref.account) is None
