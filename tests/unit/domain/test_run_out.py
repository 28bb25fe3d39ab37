"""In the run-out of a membership only the cases that were open go on (WG-4)."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st

from strategies.absence import any_reports, day, new, report, stories
from unit.domain.deliveries import BAKER, TODAY, codes, employment, person, told, vrzm
from unit.domain.leaving import LAST_DAY, LATER, LEFT, Leaving, after, before
from unit.domain.snapshots import known
from verzuimbrug.domain.deciding import decide
from verzuimbrug.domain.decisions import WaitCause, Waiting
from verzuimbrug.domain.deliveries import DeliveredPerson, DeliveredReport, Operation
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.reports import Report

CHANGE, WITHDRAW = Operation.CHANGE, Operation.WITHDRAW
RECOVERY = report(2, CHANGE, 5, ends=True)


def jansen(*reports: DeliveredReport, **said: str) -> DeliveredPerson:
    return person("K1", employment(*reports), **said)


def started(*reports: Report) -> Leaving:
    """Case VG1, with these reports received on the last day."""
    store = Leaving()
    store.take([before(1, jansen(*(vrzm(each) for each in reports)))])
    return store


def test_report_on_a_case_that_was_open_goes_on() -> None:
    decisions = started(new()).take([after(2, jansen(vrzm(RECOVERY), call_name="Jo"))])

    assert told(decisions.reports) == {(2, 0): "applied"}
    assert decisions.persons[0].fields.values["call_name"] == "Jo"
    assert (codes(decisions, 2), decisions.waiting) == ([], ())


def test_case_that_starts_in_the_run_out_waits() -> None:
    decisions = started(new()).take([after(2, jansen(vrzm(new(first_day=day(9)), "VG2")))])

    assert told(decisions.reports) == {(2, 0): "parked WG401"}
    assert decisions.cases == ()


def test_what_waits_is_said_once_with_the_dates_and_waits_for_the_employer() -> None:
    others = [person(key, employment(vrzm(new(), key))) for key in ("K2", "K3")]

    decisions = started(new()).take([after(2, *others)])

    params = {"code": "1001", "ends_on": str(LAST_DAY), "run_out_until": str(day(60))}
    assert decisions.findings == {2: (Finding("WG401", params, "/employer", 4),)}
    assert decisions.waiting == (
        Waiting(
            cause=WaitCause.EMPLOYER,
            message=2,
            account=1,
            employer_code="1001",
            employer=BAKER.id,
            persons=2,
        ),
    )


def test_report_that_waits_is_in_no_case_and_has_no_employer_yet() -> None:
    (parked,) = started(new()).take([after(2, jansen(vrzm(new(), "VG2")))]).reports

    assert (parked.employer, parked.employee, parked.link_key) == (None, None, "K1")


def test_unknown_person_is_not_created() -> None:
    decisions = started(new()).take([after(2, person("K2", employment(vrzm(new(), "VG2"))))])

    assert (decisions.persons, decisions.links) == ((), ())
    assert told(decisions.reports) == {(2, 0): "parked WG401"}


def test_person_without_a_key_waits() -> None:
    decisions = started(new()).take([after(2, person(None, employment(vrzm(RECOVERY))))])

    assert told(decisions.reports) == {(2, 0): "parked WG401"}


def test_person_without_an_open_case_keeps_the_data_of_before() -> None:
    store = started(new(), RECOVERY)

    decisions = store.take([after(2, jansen(call_name="Jo"))])

    assert (decisions.persons, codes(decisions, 2)) == ((), ["WG401"])


def test_of_one_person_what_goes_on_and_what_waits_are_told_apart() -> None:
    sent = after(2, jansen(vrzm(new(), "VG2"), vrzm(RECOVERY)))

    decisions = started(new()).take([sent])

    assert told(decisions.reports) == {(2, 0): "parked WG401", (2, 1): "applied"}


def test_report_of_another_person_on_an_open_case_is_judged_by_that_person() -> None:
    decisions = started(new()).take([after(2, person("K2", employment(vrzm(RECOVERY))))])

    assert told(decisions.reports) == {(2, 0): "parked WG401"}


@pytest.mark.parametrize(
    ("then", "goes_on"),
    [
        (report(2, CHANGE, 10, "50.00", ends=True), False),
        (report(2, CHANGE, 11, ends=True), True),
        (report(2, CHANGE, 3, "50.00"), True),
        (report(2, WITHDRAW), False),
    ],
    ids=["recovered on the last day", "recovery is ahead", "changed", "withdrawn"],
)
def test_case_is_open_by_what_was_received_before_the_end(then: Report, *, goes_on: bool) -> None:
    decisions = started(new(), then).take([after(2, jansen(vrzm(report(3, CHANGE, 12))))])

    assert (told(decisions.reports)[(2, 0)] != "parked WG401") is goes_on


def test_case_without_its_first_report_was_not_open() -> None:
    decisions = started(report(2, CHANGE, 3)).take([after(2, jansen(vrzm(new())))])

    assert told(decisions.reports) == {(2, 0): "parked WG401"}


def test_case_that_recovers_in_the_run_out_goes_on_after_that() -> None:
    store = started(new())
    store.take([after(2, jansen(vrzm(RECOVERY)))])

    decisions = store.take([after(3, jansen(vrzm(report(3, WITHDRAW, ends=True))))])

    assert told(decisions.reports) == {(3, 0): "applied"}


def test_case_of_another_account_does_not_count() -> None:
    theirs = replace(before(1, jansen(vrzm(new()))).configuration, account=2)
    store = Leaving()
    store.take([replace(before(1, jansen(vrzm(new()))), configuration=theirs)])

    sent = store.take([after(2, jansen(vrzm(RECOVERY)))])

    assert told(sent.reports) == {(2, 0): "parked WG401"}


def test_new_key_of_a_person_with_an_open_case_is_taken() -> None:
    store = started(new())

    decisions = store.take([after(2, person("K9", employment(vrzm(RECOVERY)), former="K1"))])

    assert told(decisions.reports) == {(2, 0): "applied"}
    assert {link.key.key for link in decisions.links} == {"K1", "K9"}


def test_new_key_of_an_open_case_is_taken() -> None:
    decisions = started(new()).take([after(2, jansen(vrzm(RECOVERY, "VG9", former="VG1")))])

    assert told(decisions.reports) == {(2, 0): "applied"}
    assert [case.key.key for case in decisions.cases] == ["VG9"]


def test_message_of_before_the_end_is_taken_whole_also_when_it_is_late() -> None:
    decisions = Leaving().take([before(1, jansen(vrzm(new())))])

    assert told(decisions.reports) == {(1, 0): "applied"}


def test_what_waits_goes_on_when_a_late_message_shows_that_its_case_was_open() -> None:
    store = Leaving()
    store.take([after(2, jansen(vrzm(RECOVERY)))])
    assert list(store.waiting) == [2]

    decisions = store.take([before(1, jansen(vrzm(new())))])

    assert decisions.resumed == {(1, BAKER.id)}
    assert store.waiting == {}
    assert [case.state.last_sequence for case in store.snapshot.cases] == [2]


def test_what_waits_under_a_new_key_of_a_case_goes_on_once_the_key_is_known() -> None:
    store = started(new())
    store.take([after(3, jansen(vrzm(report(3, CHANGE, 6), "VG9")))])

    store.take([after(2, jansen(vrzm(RECOVERY, "VG9", former="VG1")))])

    assert store.waiting == {}
    assert [case.state.last_sequence for case in store.snapshot.cases] == [3]


def test_what_waits_under_a_new_key_of_a_person_goes_on_once_the_key_is_known() -> None:
    store = started(new())
    store.take([after(3, person("K9", employment(vrzm(report(3, CHANGE, 6)))))])

    store.take([after(2, person("K9", employment(vrzm(RECOVERY)), former="K1"))])

    assert store.waiting == {}
    assert [case.state.last_sequence for case in store.snapshot.cases] == [3]


def test_report_of_the_run_out_lets_nothing_go_on() -> None:
    assert started(new()).take([after(2, jansen(vrzm(RECOVERY)))]).resumed == frozenset()


def test_employer_that_did_not_leave_lets_nothing_go_on() -> None:
    sent = before(1, jansen(vrzm(new())))
    stayed = replace(LEFT, employers={"1001": BAKER})
    everything = replace(sent.configuration.scope, all_employers=True)
    configured = replace(sent.configuration, scope=everything)

    assert decide([replace(sent, configuration=configured)], stayed, TODAY).resumed == frozenset()


@st.composite
def left_messages(draw: st.DrawFn) -> list[MessageInput]:
    """Messages about two persons and two cases, the first few received before the end."""
    count = draw(st.integers(2, 5))
    last = draw(st.integers(0, count))
    sent = []
    for number in range(1, count + 1):
        case = draw(st.sampled_from(["VG1", "VG1", "VG2"]))
        told_by = draw(any_reports(2))
        key = draw(st.sampled_from(["K1", "K1", "K2"]))
        worked = employment(*(vrzm(each, case) for each in told_by))
        initials = draw(st.sampled_from(["A", "B"]))
        one = person(key, worked, surname=key, initials=initials)
        sent.append((before if number <= last else after)(number, one))
    return sent


def processed(messages: Iterable[MessageInput]) -> Leaving:
    store = Leaving()
    for each in messages:
        store.take([each])
    return store


@st.composite
def shuffled(draw: st.DrawFn, messages: list[MessageInput]) -> list[MessageInput]:
    """What was received before the end, in any order, and then the rest, in any order."""
    sides = [
        [each for each in messages if (each.received_at == LATER) is later]
        for later in (False, True)
    ]
    return [each for side in sides for each in draw(st.permutations(side))]


@st.composite
def told_in_order(draw: st.DrawFn) -> list[MessageInput]:
    """The cases of two persons, a message a report, the first few received before the end."""
    told_of = {"K1": draw(stories), "K2": draw(stories)}
    turns = draw(st.permutations([key for key, story in told_of.items() for _ in story]))
    last = draw(st.integers(0, len(turns)))
    sent = []
    for number, key in enumerate(turns, start=1):
        initials = draw(st.sampled_from(["A", "B"]))
        worked = employment(vrzm(told_of[key].pop(0), f"VG-{key}"))
        one = person(key, worked, surname=key, initials=initials)
        sent.append((before if number <= last else after)(number, one))
    return sent


@given(told_in_order(), st.data())
def test_order_does_not_matter(messages: list[MessageInput], data: st.DataObject) -> None:
    in_order, otherwise = processed(messages), processed(data.draw(shuffled(messages)))

    assert known(otherwise) == known(in_order)
    assert otherwise.waiting == in_order.waiting


@settings(max_examples=100)
@given(left_messages(), st.data())
def test_batches_do_not_matter(messages: list[MessageInput], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(messages)))
    one_by_one, two_batches = processed(messages), Leaving()

    for batch in (messages[:cut], messages[cut:]):
        two_batches.take(batch)

    assert known(two_batches) == known(one_by_one)
    assert two_batches.waiting == one_by_one.waiting
