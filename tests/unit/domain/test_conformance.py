"""Which messages are an attempt at a conformance case, and how an attempt is judged."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from verzuimbrug.domain.conformance import CASES, case_words, cases_of
from verzuimbrug.domain.conformance_examples import EXAMPLES
from verzuimbrug.domain.conformance_facts import (
    AnswerKind,
    SeenMessage,
    SeenReport,
    StreamEdition,
    Traffic,
)
from verzuimbrug.domain.conformance_judging import (
    Aspect,
    Difference,
    JudgedCase,
    Verdict,
    judge,
)
from verzuimbrug.domain.deliveries import MessageKind, Operation
from verzuimbrug.domain.effects import Effect
from verzuimbrug.domain.findings import LANGUAGES, Finding
from verzuimbrug.domain.reports import ReportContent, ReportState
from verzuimbrug.domain.statements import ObjectKind

ABSENCE = StreamEdition(
    stream="VZ",
    message="Verzuimmeldingen",
    edition="2026",
    kind=MessageKind.ABSENCE,
    operations=frozenset(Operation),
    answers_reports=True,
)
EMPLOYEES = replace(ABSENCE, stream="WG", kind=MessageKind.EMPLOYEES, answers_reports=False)
EMPLOYMENTS = replace(EMPLOYEES, stream="DV", kind=MessageKind.EMPLOYMENTS)
INSIDE, OUTSIDE, UNKNOWN = "W1", "W3", "W9"
MOMENT = datetime(2026, 3, 2, tzinfo=UTC)


def day(number: int) -> date:
    """A day of March."""
    return date(2026, 3, number)


def said(operation: Operation = Operation.NEW, at: int = 2, **more: object) -> ReportContent:
    """What a report says."""
    content = ReportContent(
        operation=operation,
        mutation_date=day(at),
        first_day=day(2),
        percentage=Decimal(100),
        cause="99",
        safety_net="N",
    )
    return replace(content, **more)  # type: ignore[arg-type]


def report(  # noqa: PLR0913 -- whatever a test says of it
    content: ReportContent | None,
    sequence: int = 1,
    *codes: str,
    message: int = 1,
    state: ReportState = ReportState.APPLIED,
    employer: str = INSIDE,
    person: str = "p",
    case: str = "c",
) -> SeenReport:
    """A report that was seen."""
    return SeenReport(
        message=message,
        state=state,
        findings=tuple(map(Finding, codes)),
        employer_code=employer,
        person=person,
        case=case,
        sequence=sequence,
        content=content,
    )


def message(
    *reports: SeenReport, number: int = 1, of: StreamEdition = ABSENCE, **more: object
) -> SeenMessage:
    """A message that was seen; its reports were answered and that was collected."""
    answers = {AnswerKind.REPORTS: True} if reports else {}
    seen = SeenMessage(
        id=number,
        receipt=f"R{number}",
        stream=of.stream,
        edition=of.edition,
        received_at=MOMENT,
        state="processed",
        reports=tuple(replace(each, message=number) for each in reports),
        answers=answers,
    )
    return replace(seen, **more)  # type: ignore[arg-type]


def traffic(*messages: SeenMessage) -> Traffic:
    """All that was seen."""
    return Traffic(
        messages=messages, inside=frozenset({INSIDE, "W2"}), outside=frozenset({OUTSIDE})
    )


def judged(*messages: SeenMessage, of: StreamEdition = ABSENCE) -> dict[str, JudgedCase]:
    """How each case stands."""
    (edition,) = judge([of], traffic(*messages)).editions
    return {each.case.id: each for each in edition.cases}


def tried(*messages: SeenMessage, of: StreamEdition = ABSENCE) -> dict[str, Verdict]:
    """The cases that there was an attempt at."""
    found = judged(*messages, of=of)
    return {case: each.verdict for case, each in found.items() if each.attempt}


ENDED = said(Operation.CHANGE, 10, ends=True)
ALSO = {"reports-collected": Verdict.PROVEN}
"""Whatever was answered and collected."""


@pytest.mark.parametrize(
    ("case", "content"),
    [
        ("new", said()),
        ("percentage", said(Operation.CHANGE, 9)),
        ("recovery", ENDED),
        ("recovery", said(Operation.END, 10)),
        ("correct-percentage", said(Operation.CORRECT)),
        ("correct-period", said(Operation.CORRECT, 9, mutation_date_old=day(8))),
        ("correct-first-day", said(Operation.CORRECT, 1, first_day_old=day(3))),
        ("recovery-taken-back", said(Operation.WITHDRAW, 10, ends=True)),
        ("case-withdrawn", said(Operation.WITHDRAW)),
    ],
)
def test_a_report_is_an_attempt_by_what_it_says(case: str, content: ReportContent) -> None:
    assert tried(message(report(content))) == {case: Verdict.PROVEN, **ALSO}


@pytest.mark.parametrize(
    "content",
    [
        said(Operation.WITHDRAW, 9),
        said(Operation.CORRECT, ends=True),
        said(Operation.UNCHANGED),
        None,
    ],
)
def test_other_reports_are_an_attempt_at_nothing(content: ReportContent | None) -> None:
    assert tried(message(report(content))) == ALSO


def test_vz5_a_relapse_is_a_percentage_after_the_recovery_of_the_same_case() -> None:
    first = message(report(said()), report(ENDED, 2))
    back = report(said(Operation.CHANGE, 14), 3, "VZ501")
    assert judged(first, message(back, number=2))["relapse"].verdict is Verdict.PROVEN
    unseen = replace(back, findings=())
    found = judged(first, message(unseen, number=2))["relapse"]
    assert found.attempt is not None
    assert found.attempt.differences == (Difference(Aspect.FINDING, "VZ501", ""),)
    earlier = replace(back, content=said(Operation.CHANGE, 10))
    assert judged(first, message(earlier, number=2))["relapse"].verdict is Verdict.OPEN
    other = replace(back, case="d")
    assert judged(first, message(other, number=2))["relapse"].verdict is Verdict.OPEN


@pytest.mark.parametrize(
    ("recovered", "verdict"),
    [(1, Verdict.PROVEN), (27, Verdict.PROVEN), (28, Verdict.OPEN), (-1, Verdict.OPEN)],
)
def test_vz11_a_next_case_within_28_days_is_composite(recovered: int, verdict: Verdict) -> None:
    first_day = date.fromordinal(day(10).toordinal() + recovered)
    first = message(report(said()), report(ENDED, 2))
    following = report(said(first_day=first_day), 1, "VZ111", case="d")
    assert judged(first, message(following, number=2))["composite"].verdict is verdict


def test_vz3_a_number_is_skipped_until_the_missing_one_comes() -> None:
    third = report(said(Operation.CHANGE, 9), 3)
    parked = replace(third, state=ReportState.PARKED, findings=(Finding("VZ301"),))
    found = judged(message(parked))["number-skipped"]
    assert found.attempt is not None
    assert found.attempt.differences[0] == Difference(Aspect.REPORT, "applied", "parked")
    missing = report(said(Operation.CHANGE, 8), 2)
    healed = judged(message(third), message(missing, number=2))
    assert healed["number-skipped"].verdict is Verdict.PROVEN
    in_order = judged(message(missing), message(third, number=2))
    assert in_order["number-skipped"].verdict is Verdict.OPEN


@pytest.mark.parametrize(
    ("employer", "code", "case"),
    [(UNKNOWN, "WG201", "employer-unknown"), (OUTSIDE, "WG202", "employer-outside")],
)
def test_wg2_employers_that_will_not_do(employer: str, code: str, case: str) -> None:
    waits = report(said(), 1, code, state=ReportState.PARKED, employer=employer)
    assert judged(message(waits))[case].verdict is Verdict.PROVEN
    assert judged(message(waits))["new"].verdict is Verdict.OTHERWISE


def test_msg6_of_several_employers_and_persons_every_report_has_to_be_applied() -> None:
    three = [report(said(), person="a"), report(said(), person="b")]
    three.append(report(said(), person="c", employer="W2"))
    assert judged(message(*three))["many"].verdict is Verdict.PROVEN
    wrong = replace(three[1], state=ReportState.HELD)
    assert judged(message(three[0], wrong, three[2]))["many"].verdict is Verdict.OTHERWISE
    assert judged(message(*three[:2]))["many"].verdict is Verdict.OPEN
    assert judged(message(three[0], three[2]))["many"].verdict is Verdict.OPEN


def test_an2_an_answer_is_expected_where_the_edition_has_it() -> None:
    unanswered = message(report(said()), answers={})
    found = judged(unanswered)["new"]
    assert found.attempt is not None
    assert found.attempt.differences == (Difference(Aspect.ANSWER, AnswerKind.REPORTS, ""),)
    earlier = replace(ABSENCE, answers_reports=False)
    assert judged(unanswered, of=earlier)["new"].verdict is Verdict.PROVEN


def test_an1_an_answer_is_collected_once_it_is_acknowledged() -> None:
    made = message(answers={AnswerKind.RECEIPT: False})
    found = judged(made)["receipt-collected"]
    assert found.attempt is not None
    assert found.attempt.differences == (Difference(Aspect.COLLECTED, AnswerKind.RECEIPT, ""),)
    collected = replace(made, answers={AnswerKind.RECEIPT: True})
    assert judged(collected)["receipt-collected"].verdict is Verdict.PROVEN


RECEIVED = {AnswerKind.RECEIPT: False}


def test_messages_as_a_whole() -> None:
    rejected = message(state="rejected", answers=RECEIVED)
    assert judged(rejected)["invalid"].verdict is Verdict.PROVEN
    assert judged(message(redelivered=1))["same-file-twice"].verdict is Verdict.PROVEN
    test = message(is_test=True, answers=RECEIVED)
    assert judged(test)["test-message"].verdict is Verdict.PROVEN
    failed = replace(test, state="failed")
    found = judged(failed)["test-message"]
    assert found.attempt is not None
    assert found.attempt.differences == (Difference(Aspect.MESSAGE, "processed", "failed"),)


@pytest.mark.parametrize(
    ("case", "kind", "effect"),
    [
        ("person-new", ObjectKind.EMPLOYEE, Effect.CREATED),
        ("person-changed", ObjectKind.EMPLOYEE, Effect.OVERWRITTEN),
        ("employment-ended", ObjectKind.EMPLOYMENT, Effect.ENDED),
    ],
)
def test_person_data_by_what_it_did(case: str, kind: ObjectKind, effect: Effect) -> None:
    did = message(of=EMPLOYEES, effects=frozenset({(kind, effect)}))
    assert tried(did, of=EMPLOYEES) == {case: Verdict.PROVEN}


def test_wn3_a_former_key_is_taken_or_held() -> None:
    has_one = replace(EMPLOYEES, has_former_key=True)
    assert tried(message(of=has_one, rekeys=True), of=has_one) == {"former-key": Verdict.PROVEN}
    held = message(of=has_one, state="held", findings=(Finding("WN302"),))
    assert tried(held, of=has_one) == {"former-key": Verdict.OTHERWISE}
    assert tried(message(of=EMPLOYEES, rekeys=True), of=EMPLOYEES) == {}


def test_wn2_employments_of_who_is_known_and_of_who_is_not() -> None:
    known = message(of=EMPLOYMENTS, says=frozenset({ObjectKind.EMPLOYMENT}))
    assert tried(known, of=EMPLOYMENTS) == {"employment-known": Verdict.PROVEN}
    waits = message(of=EMPLOYMENTS, findings=(Finding("WN201"),))
    assert tried(waits, of=EMPLOYMENTS) == {"person-unknown": Verdict.PROVEN}
    alone = replace(EMPLOYMENTS, has_persons=False)
    assert "employment-known" not in judged(known, of=alone)


def test_any_attempt_proves_a_case_and_the_latest_is_shown_of_those_that_tell_most() -> None:
    proof = message(report(said()), number=1)
    again = message(report(said()), number=2)
    wrong = message(report(said(), state=ReportState.CONFLICT), number=3)
    worse = message(report(said(), state=ReportState.HELD), number=4)
    best = judged(proof, again, wrong, worse)["new"].attempt
    assert best is not None
    assert best.message.id == 2
    latest = judged(wrong, worse)["new"].attempt
    assert latest is not None
    assert latest.message.id == 4


def test_what_is_an_attempt_at_nothing_is_told_the_newest_first() -> None:
    strange = [message(number=number, of=replace(ABSENCE, edition="")) for number in (1, 2)]
    found = judge([ABSENCE], traffic(*strange, message(report(said()), number=3)))
    assert [each.id for each in found.others] == [2, 1]
    assert not found.is_proven


def test_all_is_proven_when_every_case_is() -> None:
    (edition,) = judge([replace(ABSENCE, operations=frozenset())], traffic()).editions
    assert edition.cases == ()
    assert judge([replace(ABSENCE, operations=frozenset())], traffic()).is_proven


@given(st.sets(st.sampled_from(Operation)))
def test_there_are_cases_of_what_the_code_table_has_only(operations: set[Operation]) -> None:
    cases = cases_of(replace(ABSENCE, operations=frozenset(operations)))
    assert bool(cases) == ({Operation.NEW, Operation.CHANGE} <= operations)
    assert all(case.needs <= operations for case in cases)


def test_every_case_has_words_and_an_example() -> None:
    ids = [case.id for case in CASES]
    assert list(EXAMPLES) == ids
    for case in ids:
        for language in LANGUAGES:
            words = case_words(case, language)
            assert all((words.title, words.rule, words.send, words.expect))
