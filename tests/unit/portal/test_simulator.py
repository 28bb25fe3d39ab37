"""The simulator's promises: valid, the same for the same seed, and nothing that cannot be."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from verzuimbrug.domain.cases import CaseOutcome, CaseStatus
from verzuimbrug.domain.deliveries import DeliveredReport
from verzuimbrug.domain.folding import fold_case
from verzuimbrug.domain.operations import PRESETS, CaseRules
from verzuimbrug.domain.reports import Report, ReportState, content_of
from verzuimbrug.portal.outgoing import OutgoingMessage
from verzuimbrug.portal.profiles import EDITIONS, PROFILES
from verzuimbrug.portal.simulator import Simulation, simulate, world
from verzuimbrug.sivi.checking import check
from verzuimbrug.sivi.mapping import map_delivery

RULES = CaseRules(operations_confirmed=True)
OPERATIONS = PRESETS["generic"]
LIVE = Simulation(
    profile=PROFILES["verzekeringsinzicht"], start=date(2026, 1, 5), made_on=date(2026, 10, 1)
)
BULK = replace(LIVE, profile=PROFILES["vdd"], initial_load=True)
SIMULATIONS = st.builds(
    replace,
    st.sampled_from([LIVE, BULK]),
    edition=st.sampled_from(EDITIONS),
    seed=st.integers(0, 10**6),
    employers=st.integers(1, 10),
    people=st.integers(2, 20),
    per_message=st.none() | st.integers(1, 7),
)


def reports_in(message: OutgoingMessage) -> list[DeliveredReport]:
    checked = check(message.content)
    assert checked.findings == ()
    assert checked.table is not None
    assert checked.root is not None
    people = [p for e in map_delivery(checked.table, checked.root).employers for p in e.persons]
    return [r for person in people for job in person.employments for r in job.reports]


def cases_of(simulation: Simulation) -> dict[str | None, CaseOutcome]:
    """Fold every case of a simulation, in the order of sending."""
    reports: dict[str | None, list[Report]] = defaultdict(list)
    for receipt, message in enumerate(simulate(simulation)):
        for r in reports_in(message):
            content = content_of(r, OPERATIONS[r.processing_code])
            place = (receipt, r.position)
            reports[r.case_key].append(
                Report(
                    place=place,
                    employee=1,
                    sequence=r.sequence,
                    content=content,
                    received_on=simulation.made_on,
                )
            )
    return {key: fold_case(theirs, RULES) for key, theirs in reports.items()}


@settings(max_examples=30)
@given(SIMULATIONS)
def test_every_message_is_valid_and_counts_its_reports(simulation: Simulation) -> None:
    for message in simulate(simulation):
        assert len(reports_in(message)) == message.reports


@settings(max_examples=30)
@given(SIMULATIONS)
def test_every_report_can_be_applied(simulation: Simulation) -> None:
    verdicts = [v for case in cases_of(simulation).values() for v in case.verdicts.values()]
    assert verdicts
    assert {verdict.state for verdict in verdicts} == {ReportState.APPLIED}


@settings(max_examples=20)
@given(SIMULATIONS)
def test_the_same_settings_give_the_same_bytes(simulation: Simulation) -> None:
    assert list(simulate(simulation)) == list(simulate(simulation))


def test_another_seed_gives_other_people() -> None:
    keys = {person.key for person in world(LIVE).people}
    assert keys.isdisjoint(person.key for person in world(replace(LIVE, seed=2)).people)


def test_live_is_a_message_per_mutation_in_order_of_number() -> None:
    seen: dict[str | None, int] = defaultdict(int)
    for message in simulate(LIVE):
        for report in reports_in(message):
            assert message.reports == 1
            assert report.sequence == seen[report.case_key] + 1
            seen[report.case_key] += 1


def test_live_tells_every_kind_of_story() -> None:
    many = replace(LIVE, people=200)
    codes = {r.processing_code for m in simulate(many) for r in reports_in(m)}
    assert codes == {"01", "02", "03", "04", "05"}
    statuses = {c.state.status for c in cases_of(many).values() if c.state}
    assert statuses == {CaseStatus.RECOVERED, CaseStatus.WITHDRAWN}


def test_an_initial_load_holds_open_cases_only_in_one_message_per_employer() -> None:
    statuses = {case.state.status for case in cases_of(BULK).values() if case.state}
    assert statuses == {CaseStatus.OPEN}
    assert [m.stream for m in simulate(BULK)] == ["VZ"] * 4 + ["DV"] * 4


def test_an_initial_load_can_be_cut_in_messages_of_so_many_reports() -> None:
    sizes = [m.reports for m in simulate(replace(BULK, reports=25, per_message=10)) if m.reports]
    assert sizes == [10, 10, 5]


def test_a_message_holds_no_more_reports_of_a_person_than_an_employment_may_have() -> None:
    crowded = replace(BULK, people=1, employers=1, reports=250)
    assert [m.reports for m in simulate(crowded) if m.reports] == [99, 99, 52]


@pytest.mark.parametrize("simulation", [LIVE, BULK], ids=["live", "bulk"])
def test_the_number_of_reports_is_exact(simulation: Simulation) -> None:
    assert sum(m.reports for m in simulate(replace(simulation, reports=137))) == 137


def test_employers_without_staff_send_no_employee_data() -> None:
    sparse = replace(BULK, employers=10, people=3)
    assert [m.stream for m in simulate(sparse)].count("DV") == 3


def test_some_people_are_never_absent() -> None:
    known = world(LIVE)
    assert len(known.people) == 20
    assert len(known.absent) == 16


def test_the_streams_are_named_as_the_portal_does() -> None:
    assert {m.stream for m in simulate(LIVE)} == {"Verzuimmeldingen", "WerknemersGegevens"}
