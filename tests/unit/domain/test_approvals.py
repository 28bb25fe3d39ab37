"""What a person decided on a held message: all but some parts, a choice, or nothing (VE-2)."""

from dataclasses import replace

import pytest

from strategies.absence import new, report
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
from unit.domain.snapshots import Stored
from verzuimbrug.domain.deciding import decide
from verzuimbrug.domain.decisions import Decisions
from verzuimbrug.domain.deliveries import MessageKind, Operation
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.message_input import Approval, MessageInput
from verzuimbrug.domain.reports import Report, Standing
from verzuimbrug.domain.snapshot import CaseKey, StoredReport
from verzuimbrug.domain.streams import Mode

CHANGE = Operation.CHANGE
WATCHED = replace(SETTINGS, mode=Mode.APPROVAL)
REHEARSED = replace(SETTINGS, mode=Mode.DRY_RUN)
VG1 = CaseKey(1, BAKER.id, "VG1")


def change(sequence: int = 2, percentage: str = "50.00") -> Report:
    return report(sequence, CHANGE, sequence, percentage)


def sick(key: str, *reports: Report, number: int = 2, **said: str) -> MessageInput:
    """Reports of one person."""
    return of_baker(number, person(key, employment(*map(vrzm, reports)), **said))


def held(message: MessageInput) -> MessageInput:
    return replace(message, configuration=WATCHED)


def approved(message: MessageInput, approval: Approval | None = None) -> MessageInput:
    """The message once somebody approved it, or so much of it."""
    return replace(message, configuration=WATCHED, approval=approval or Approval())


def started() -> Stored:
    """A person with a case."""
    stored = Stored(KNOWN)
    stored.take([sick("K1", new(), number=1)])
    return stored


def standings(stored: Stored) -> list[tuple[int, Standing]]:
    reports = stored.snapshot.reports[VG1]
    return [(each.report.sequence, each.report.standing) for each in reports]


def nothing(decisions: Decisions) -> bool:
    """Whether no dossier changes."""
    changed = (decisions.persons, decisions.links, decisions.employments, decisions.statements)
    return not any(changed)


def test_approval_as_stored_is_the_approval() -> None:
    whole = Approval()
    refusal = Finding("VE102", {"by": "beheerder", "reason": "verkeerd bestand"})
    parts = Approval(
        refused_persons=frozenset({3, 1}),
        refused_reports=frozenset({2}),
        only=frozenset({4}),
        refusal=refusal,
    )

    assert Approval.from_json(whole.to_json()) == whole
    assert Approval.from_json({**parts.to_json(), "digest": "aa", "by": "beheerder"}) == parts


def test_message_in_approval_mode_is_held_whole_and_its_reports_keep_their_places() -> None:
    decisions = decide([held(sick("K1", change()))], started().snapshot, TODAY)

    assert decisions.held_messages == {2}
    assert codes(decisions, 2) == ["VE101"]
    assert told(decisions.reports) == {(2, 0): "held VE103"}
    assert nothing(decisions)


def test_later_report_of_the_case_waits_behind_the_held_one() -> None:
    later = sick("K1", change(3), number=3)

    decisions = decide([held(sick("K1", change())), later], started().snapshot, TODAY)

    assert told(decisions.reports) == {(2, 0): "held VE103", (3, 0): "parked VZ302"}


def test_held_message_of_unknown_persons_creates_nobody() -> None:
    decisions = decide([held(sick("K1", new()))], KNOWN, TODAY)

    assert told(decisions.reports) == {(2, 0): "held VE103"}
    assert decisions.reports[0].employee is None
    assert nothing(decisions)


@pytest.mark.parametrize("code", ["9999", ""])
def test_held_message_of_an_unknown_employer_waits_for_its_approval_only(code: str) -> None:
    unknown = message(2, employer(code, person("K1", employment(vrzm(new())))), settings=WATCHED)

    decisions = decide([unknown], KNOWN, TODAY)

    assert told(decisions.reports) == {(2, 0): "held VE103"}
    assert decisions.waiting == ()


def test_held_message_of_a_person_without_key_is_held_as_the_rest() -> None:
    unnamed = of_baker(2, person(None, employment(vrzm(new()))))

    assert told(decide([held(unnamed)], KNOWN, TODAY).reports) == {(2, 0): "held VE103"}


def test_held_report_without_case_or_meaning_is_held_as_the_rest() -> None:
    reports = vrzm(new(), None), replace(vrzm(change()), processing_code="99")

    decisions = decide(
        [held(of_baker(2, person("K1", employment(*reports))))], started().snapshot, TODAY
    )

    assert set(told(decisions.reports).values()) == {"held VE103"}


def test_report_that_found_its_person_before_stays_as_it_was_when_its_code_is_unknown_now() -> None:
    stored = started()
    stored.take([sick("K1", change())])
    stored.snapshot = replace(stored.snapshot, resolved=frozenset({(2, 0)}))
    unknown = replace(vrzm(change()), processing_code="99")

    decisions = decide(
        [held(of_baker(2, person("K1", employment(unknown))))], stored.snapshot, TODAY
    )

    assert decisions.reports == ()


def test_held_message_knows_a_person_by_its_former_key_too() -> None:
    renamed = of_baker(2, person("K9", employment(vrzm(change())), former="K1"))

    decisions = decide([held(renamed)], started().snapshot, TODAY)

    assert decisions.reports[0].case_key == "VG1"
    assert decisions.reports[0].employee is not None
    assert nothing(decisions)


def test_message_that_a_guard_holds_says_so_and_changes_nothing() -> None:
    reason = Finding("VE201")

    decisions = decide([sick("K1", change())], started().snapshot, TODAY, {2: (reason,)})

    assert decisions.findings[2] == (reason,)
    assert decisions.held_messages == {2}
    assert nothing(decisions)


def test_approved_message_is_taken_whole() -> None:
    stored = started()
    stored.take([held(sick("K1", change()))])

    decisions = stored.take([approved(sick("K1", change()))])

    assert told(decisions.reports) == {(2, 0): "applied"}
    assert standings(stored) == [(1, Standing.FREE), (2, Standing.FREE)]


def test_what_waited_behind_an_approved_report_goes_on_with_it() -> None:
    stored = started()
    stored.take([held(sick("K1", change())), sick("K1", change(3), number=3)])

    decisions = stored.take([approved(sick("K1", change()))])

    assert told(decisions.reports) == {(2, 0): "applied", (3, 0): "applied"}


def test_refused_report_keeps_its_place_and_the_rest_is_taken() -> None:
    stored = started()
    message = sick("K1", change(), change(3), surname="Smit")

    decisions = stored.take([approved(message, Approval(refused_reports=frozenset({0})))])

    assert told(decisions.reports) == {(2, 0): "refused VE104", (2, 1): "parked VZ302"}
    assert [person.fields.values["surname"] for person in decisions.persons] == ["Smit"]


def test_of_a_refused_person_nothing_is_taken_and_the_others_are() -> None:
    stored = started()
    message = of_baker(
        2,
        person("K1", employment(vrzm(change())), surname="Smit"),
        person("K2", employment(vrzm(new(), "VG2")), surname="Bakker"),
    )

    decisions = stored.take([approved(message, Approval(refused_persons=frozenset({0})))])

    assert told(decisions.reports) == {(2, 0): "refused VE104", (2, 1): "applied"}
    assert [person.fields.values["surname"] for person in decisions.persons] == ["Bakker"]


def test_refused_person_who_is_not_known_is_not_created() -> None:
    refused = Approval(refused_persons=frozenset({0}))

    decisions = decide([approved(sick("K1", new()), refused)], KNOWN, TODAY)

    assert told(decisions.reports) == {(2, 0): "refused VE104"}
    assert nothing(decisions)


def test_refused_report_without_case_is_refused() -> None:
    refused = Approval(refused_reports=frozenset({0}))
    message = of_baker(2, person("K1", employment(vrzm(new(), None))))

    assert told(decide([approved(message, refused)], KNOWN, TODAY).reports) == {
        (2, 0): "refused VE104"
    }


def test_refused_message_changes_nothing_and_says_who_refused_it() -> None:
    refusal = Finding("VE102", {"by": "beheerder", "reason": "verkeerd bestand"})

    decisions = decide(
        [approved(sick("K1", change(), surname="Smit"), Approval(refusal=refusal))],
        started().snapshot,
        TODAY,
    )

    assert decisions.findings[2] == (refusal,)
    assert told(decisions.reports) == {(2, 0): "refused VE104"}
    assert decisions.held_messages == frozenset()
    assert nothing(decisions)


def test_approval_goes_before_the_mode_of_the_stream_and_before_a_moment_in_the_future() -> None:
    made_at = NOON.replace(year=NOON.year + 1)
    ahead = message(2, employer("1001", person("K1", employment(vrzm(new())))), made_at=made_at)

    assert held(ahead).reason_to_hold == Finding("WN501", {"made_at": str(made_at)})
    assert approved(ahead).reason_to_hold is None


def test_only_a_test_message_is_a_dry_run_once_somebody_decided_on_it() -> None:
    rehearsed = replace(sick("K1", new()), configuration=REHEARSED)
    envelope = replace(rehearsed.delivery.envelope, test=True)
    test = replace(rehearsed, delivery=replace(rehearsed.delivery, envelope=envelope))

    assert rehearsed.is_dry_run
    assert rehearsed.reason_to_hold is None
    assert not replace(rehearsed, approval=Approval()).is_dry_run
    assert replace(test, approval=Approval()).is_dry_run


def test_what_is_refused_stays_refused_when_its_message_is_processed_again() -> None:
    stored = started()
    stored.take([approved(sick("K1", change()), Approval(refused_reports=frozenset({0})))])

    decisions = stored.take([sick("K1", change())])

    assert decisions.reports == ()
    assert standings(stored)[1:] == [(2, Standing.REFUSED)]


def test_report_that_is_chosen_stays_chosen_whatever_becomes_of_its_message() -> None:
    stored = started()
    stored.take([sick("K1", change())])
    other = sick("K1", change(2, "25.00"), number=3)
    stored.take([other])
    stored.snapshot = replace(stored.snapshot, reports={VG1: _chosen(stored, (3, 0))})

    again = stored.take([held(other)])

    assert told(again.reports) == {(2, 0): "conflict VZ202", (3, 0): "applied"}
    refused = approved(other, Approval(refused_reports=frozenset({0})))
    assert stored.take([approved(other)]).reports == ()
    assert stored.take([refused]).reports == ()


def test_report_that_was_refused_with_its_message_can_be_chosen_afterwards() -> None:
    stored = started()
    refused = approved(sick("K1", change()), Approval(refused_persons=frozenset({0})))
    stored.take([refused])
    stored.snapshot = replace(stored.snapshot, reports={VG1: _chosen(stored, (2, 0))})

    assert told(stored.take([refused]).reports) == {(2, 0): "applied"}


def _chosen(stored: Stored, place: tuple[int, int]) -> tuple[StoredReport, ...]:
    return tuple(
        replace(each, report=replace(each.report, standing=Standing.CHOSEN))
        if each.report.place == place
        else each
        for each in stored.snapshot.reports[VG1]
    )


def test_of_the_portals_state_only_what_is_selected_is_taken() -> None:
    stored = started()
    message = of_baker(
        2,
        person("K1", employment(vrzm(change()), vrzm(change(3))), surname="Smit"),
        person("K2", employment(vrzm(new(), "VG2"))),
    )

    decisions = stored.take([approved(message, Approval(only=frozenset({0})))])

    assert told(decisions.reports) == {
        (2, 0): "applied",
        (2, 1): "refused VE105",
        (2, 2): "refused VE105",
    }
    assert len(decisions.persons) == 1


def test_selected_report_stands_on_its_number_whichever_came_first() -> None:
    stored = started()
    stored.take([sick("K1", change())])
    portal = sick("K1", change(2, "25.00"), number=3)

    decisions = stored.take([approved(portal, Approval(only=frozenset({0})))])

    assert told(decisions.reports) == {(2, 0): "conflict VZ202", (3, 0): "applied"}


def test_held_message_of_employments_keeps_nothing() -> None:
    message_of = message(
        2, employer("1001", person("K1", employment())), kind=MessageKind.EMPLOYMENTS
    )

    decisions = decide([held(message_of)], started().snapshot, TODAY)

    assert nothing(decisions)
    assert decisions.waiting == ()
