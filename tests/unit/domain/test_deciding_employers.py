"""Which employer a part of a message is about, and what waits for one (WG-1, WG-2, WN-5, VE-1)."""

from dataclasses import replace
from datetime import timedelta

from strategies.absence import day, new
from unit.domain.deliveries import (
    BAKER,
    KNOWN,
    NOON,
    SETTINGS,
    TODAY,
    codes,
    employer,
    employment,
    message,
    of_baker,
    person,
    told,
    vrzm,
)
from verzuimbrug.domain.conversion import ConversionTable, Unknown
from verzuimbrug.domain.deciding import decide
from verzuimbrug.domain.decisions import WaitCause, Waiting
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.scope import Membership, Scope, Tenure
from verzuimbrug.domain.snapshot import Snapshot
from verzuimbrug.domain.streams import Mode

GROUP = replace(SETTINGS, scope=Scope(groups=frozenset({7})))
JANSEN = person("K1", employment(vrzm(new())))


def with_mode(mode: Mode, *, test: bool = False) -> MessageInput:
    sent = of_baker(1, JANSEN)
    envelope = replace(sent.delivery.envelope, test=test)
    return replace(
        sent,
        configuration=replace(SETTINGS, mode=mode),
        delivery=replace(sent.delivery, envelope=envelope),
    )


def test_unknown_employer_parks_its_reports_and_creates_nothing() -> None:
    decisions = decide([message(1, employer("9999", JANSEN))], KNOWN, TODAY)

    assert told(decisions.reports) == {(1, 0): "parked WG201"}
    assert (decisions.persons, decisions.cases, decisions.links) == ((), (), ())


def test_unknown_employer_is_said_with_the_code_as_made_and_as_received() -> None:
    decisions = decide([message(1, employer(" 9999", JANSEN))], KNOWN, TODAY)
    params = {"code": "9999", "received": "IdWrkgvrArbdnst= 9999"}

    assert decisions.findings == {1: (Finding("WG201", params, "/employer", 4),)}


def test_what_waits_for_an_employer_is_kept_by_its_code() -> None:
    decisions = decide([message(1, employer("9999", JANSEN))], KNOWN, TODAY)

    assert decisions.waiting == (
        Waiting(cause=WaitCause.EMPLOYER, message=1, account=1, employer_code="9999"),
    )


def test_employer_outside_the_scope_is_told_apart_from_an_unknown_one() -> None:
    sent = message(1, employer("1001", JANSEN), settings=GROUP)

    assert codes(decide([sent], KNOWN, TODAY)) == ["WG202"]


def test_membership_on_the_day_of_receipt_or_of_processing_is_enough() -> None:
    sent = message(1, employer("1001", JANSEN), settings=GROUP)
    for on in (NOON.date(), TODAY):
        tenure = Tenure(memberships=(Membership(group=7, start=on, end=on),))
        member = replace(BAKER, tenure=tenure)

        assert codes(decide([sent], Snapshot(employers={"1001": member}), TODAY)) == []


def test_empty_employer_tag_is_parked_with_the_tag_named() -> None:
    decisions = decide([message(1, employer("  ", JANSEN))], KNOWN, TODAY)

    assert told(decisions.reports) == {(1, 0): "parked WG101"}
    assert "IdWrkgvrArbdnst" in decisions.findings[1][0].text()


def test_value_without_a_conversion_is_parked_and_waits_for_the_settings() -> None:
    table = ConversionTable(code="NUMMERS", unknown=Unknown.FINDING)
    template = replace(SETTINGS.employer_code, conversion=table)
    sent = message(1, employer("1001", JANSEN), settings=replace(SETTINGS, employer_code=template))

    decisions = decide([sent], KNOWN, TODAY)

    params = {"value": "1001", "tag": "IdWrkgvrArbdnst", "table": "NUMMERS"}
    assert decisions.findings == {1: (Finding("WG102", params, "/employer", 4),)}
    assert [each.cause for each in decisions.waiting] == [WaitCause.CONFIGURATION]
    assert told(decisions.reports) == {(1, 0): "parked WG102"}


def test_one_unknown_employer_does_not_stop_the_others() -> None:
    sent = message(1, employer("9999", JANSEN), employer("1001", JANSEN))

    assert told(decide([sent], KNOWN, TODAY).reports) == {(1, 0): "parked WG201", (1, 1): "applied"}


def test_report_that_found_its_person_before_is_not_parked_again() -> None:
    resolved = replace(KNOWN, resolved=frozenset({(1, 0)}))

    assert decide([message(1, employer("9999", JANSEN))], resolved, TODAY).reports == ()


def test_message_made_more_than_a_day_after_receipt_is_held_whole() -> None:
    made_at = NOON + timedelta(days=1, seconds=1)

    decisions = decide([message(1, employer("1001", JANSEN), made_at=made_at)], KNOWN, TODAY)

    assert decisions.held_messages == {1}
    assert told(decisions.reports) == {(1, 0): "held VE103"}
    assert decisions.persons == ()


def test_message_made_a_day_after_receipt_is_taken() -> None:
    sent = message(1, employer("1001", JANSEN), made_at=NOON + timedelta(days=1))

    assert decide([sent], KNOWN, TODAY).held_messages == frozenset()


def test_stream_in_approval_mode_holds_the_message() -> None:
    decisions = decide([with_mode(Mode.APPROVAL)], KNOWN, TODAY)

    assert decisions.held_messages == {1}
    assert codes(decisions) == ["VE101"]


def test_test_message_is_decided_also_in_approval_mode() -> None:
    sent = with_mode(Mode.APPROVAL, test=True)

    assert sent.is_dry_run
    assert told(decide([sent], KNOWN, TODAY).reports) == {(1, 0): "applied"}


def test_dry_run_decides_everything() -> None:
    sent = with_mode(Mode.DRY_RUN)

    assert sent.is_dry_run
    assert told(decide([sent], KNOWN, TODAY).reports) == {(1, 0): "applied"}


def test_live_message_is_no_dry_run() -> None:
    assert not with_mode(Mode.LIVE).is_dry_run


def test_messages_are_decided_in_order_of_receipt() -> None:
    first = of_baker(1, person("K1", surname="Jansen"))
    second = of_baker(2, person("K1", surname="Pietersen"))

    decisions = decide([second, first], KNOWN, TODAY)

    assert decisions.persons[0].fields.values["surname"] == "Pietersen"
    assert decisions.persons[0].message == 2


def test_received_day_is_the_one_reports_are_judged_by() -> None:
    late = person("K1", employment(vrzm(new(1, 11, first_day=day(11)))))

    assert told(decide([of_baker(1, late)], KNOWN, TODAY).reports) == {(1, 0): "applied VZ12A"}
