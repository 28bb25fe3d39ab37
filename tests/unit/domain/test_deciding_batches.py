"""How messages fall into batches makes no difference to what becomes of them (VZ-3, WN-5)."""

from datetime import timedelta
from typing import Any

from hypothesis import given, settings, strategies as st

from rigour import tries
from strategies.absence import any_reports, stories
from unit.domain.deliveries import KNOWN, NOON, employer, employment, message, person, vrzm
from unit.domain.snapshots import Stored
from verzuimbrug.domain.deliveries import DeliveredPerson
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.reports import Report, ReportState

SURNAMES = {"K1": "Jansen", "K2": "Smit", "K3": "Bakker"}


@st.composite
def delivered_persons(draw: st.DrawFn, reports: list[Report]) -> DeliveredPerson:
    """A person with some of the reports; keys and cases are now and then given new names."""
    key = draw(st.sampled_from(list(SURNAMES)))
    told = [
        vrzm(
            report,
            draw(st.sampled_from(["VG1", "VG1", "VG2"])),
            draw(st.sampled_from([None, None, None, "VG0", "VG2"])),
        )
        for report in reports
    ]
    worked = employment(
        *told,
        number=draw(st.sampled_from(["D1", "D2", None])),
        former=draw(st.sampled_from([None, None, "D0", "D1"])),
    )
    former = draw(st.sampled_from([None, None, None, f"{key}-old", "K1"]))
    initials = draw(st.sampled_from(["A", "B"]))
    return person(key, worked, former=former, surname=SURNAMES[key], initials=initials)


@st.composite
def sent_messages(draw: st.DrawFn) -> list[MessageInput]:
    """Messages in order of receipt, made in any order."""
    messages = []
    for number in range(1, draw(st.integers(2, 4)) + 1):
        persons = [draw(delivered_persons(draw(any_reports(3)))) for _ in range(2)]
        made_at = NOON - timedelta(hours=draw(st.integers(0, 5)))
        messages.append(message(number, employer("1001", *persons), made_at=made_at))
    return messages


def known(store: Stored) -> dict[str, Any]:
    """Everything that is stored, with keys where the store has ids of its own."""
    snapshot = store.snapshot
    names = {
        employee: key.key for key, employee in sorted(snapshot.link_keys.items(), reverse=True)
    }
    cases = {facts.id: facts.key.key for facts in snapshot.cases}
    return {
        "keys": {key: names[employee] for key, employee in snapshot.link_keys.items()},
        "persons": {names[facts.id]: facts.fields for facts in snapshot.persons.values()},
        "employments": {
            (names[each.employee], each.number): (each.former, each.fields)
            for each in snapshot.employments
        },
        "cases": {
            each.key: (names[each.employee], each.state, cases.get(each.continues or 0))
            for each in snapshot.cases
        },
        "reports": {
            stored.report.place: (key, stored.state)
            for key, reports in snapshot.reports.items()
            for stored in reports
        },
    }


def is_disputed(store: Stored) -> bool:
    """Whether a report waits for a person: order is claimed to be nothing only without that (VZ-2).

    What became of a former case key, say, depends on which of two cases was known first.
    """
    states = {stored.state for reports in store.snapshot.reports.values() for stored in reports}
    return not states.isdisjoint({ReportState.CONFLICT, ReportState.HELD})


@settings(max_examples=tries(50))
@given(sent_messages(), st.data())
def test_batches_do_not_matter(messages: list[MessageInput], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(messages)))
    one_by_one, two_batches = Stored(KNOWN), Stored(KNOWN)

    for each in messages:
        one_by_one.take([each])
    for batch in (messages[:cut], messages[cut:]):
        two_batches.take(reversed(batch))

    ours, theirs = known(one_by_one), known(two_batches)
    for part in ("keys", "persons", "employments"):
        assert theirs[part] == ours[part]
    if not is_disputed(one_by_one) and not is_disputed(two_batches):
        assert theirs == ours


@settings(max_examples=tries(30))
@given(sent_messages())
def test_every_report_is_decided_once_and_keeps_a_state(messages: list[MessageInput]) -> None:
    decisions = Stored(KNOWN).take(messages)

    places = [report.place for report in decisions.reports]
    assert sorted(places) == sorted(
        (sent.message, report.position)
        for sent in messages
        for each in sent.delivery.employers
        for one in each.persons
        for worked in one.employments
        for report in worked.reports
    )


@given(story=stories, data=st.data())
def test_order_of_messages_does_not_matter(story: list[Report], data: st.DataObject) -> None:
    in_order, shuffled = Stored(KNOWN), Stored(KNOWN)

    for number, each in enumerate(story, start=1):
        in_order.take([message(number, employer("1001", person("K1", employment(vrzm(each)))))])
    for number, each in enumerate(data.draw(st.permutations(story)), start=1):
        shuffled.take([message(number, employer("1001", person("K1", employment(vrzm(each)))))])

    assert [case.state for case in shuffled.snapshot.cases] == [
        case.state for case in in_order.snapshot.cases
    ]
