"""How messages fall into batches makes no difference to what becomes of them (VZ-3, WN-5)."""

from hypothesis import given, settings, strategies as st

from rigour import tries
from strategies.absence import stories
from unit.domain.deliveries import KNOWN, employer, employment, message, person, vrzm
from unit.domain.sent_messages import sent_messages
from unit.domain.snapshots import Stored, known
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.reports import Report, ReportState


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
