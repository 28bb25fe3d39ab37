"""The conformance of a sandbox in words: for the page of its sender, ours, and machines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from verzuimbrug.application.reports.findings import Audience, as_sender_reads
from verzuimbrug.application.reports.values import ExplainedFinding
from verzuimbrug.application.sandboxes.editions import editions_of
from verzuimbrug.application.sandboxes.finding import Sandbox
from verzuimbrug.application.sandboxes.traffic import read_traffic
from verzuimbrug.application.state_words import state_word
from verzuimbrug.domain.conformance import ConformanceCase, case_words
from verzuimbrug.domain.conformance_facts import AnswerKind, SeenMessage, SeenReport, StreamEdition
from verzuimbrug.domain.conformance_judging import (
    Aspect,
    Attempt,
    Difference,
    JudgedCase,
    JudgedEdition,
    Verdict,
    is_made,
    judge,
)
from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.answers import PROCESSING, RECEIPT

ANSWER_NAMES = {AnswerKind.RECEIPT: RECEIPT, AnswerKind.REPORTS: PROCESSING}
MOST_OTHERS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldExpectation:
    """What is expected: states as words, the finding as its sender reads it, and the answer."""

    text: str
    state: str
    findings: tuple[ExplainedFinding, ...]
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldDifference:
    """In what an attempt differs; `seen` is empty where nothing was seen."""

    aspect: Aspect
    expected: str
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldMessage:
    """A message that was seen, or the report of it that matters."""

    receipt: str
    stream: str
    edition: str
    received_at: datetime
    state: str
    findings: tuple[ExplainedFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldCase:
    """A case in words: what to send, what to expect, what was seen."""

    id: str
    rule: str
    title: str
    send: str
    expected: ToldExpectation
    verdict: Verdict
    seen: ToldMessage | None
    differences: tuple[ToldDifference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldEdition:
    """The cases of a stream in an edition, and how many are proven."""

    stream: str
    message: str
    edition: str
    proven: int
    cases: tuple[ToldCase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldConformance:
    """All of a sandbox. `others` are messages that belong to no case, the newest first."""

    proven: bool
    editions: tuple[ToldEdition, ...]
    others: tuple[ToldMessage, ...]


def tell_conformance(sandbox: Sandbox, language: str) -> ToldConformance:
    """How far the sender of a sandbox is, as its sender may read it. Outside any tenant."""
    conformance = judge(editions_of(sandbox).all, read_traffic(sandbox))
    audience = Audience(language, is_sender=True)
    return ToldConformance(
        proven=conformance.is_proven,
        editions=tuple(_edition(each, audience) for each in conformance.editions if each.cases),
        others=tuple(_message(each, None, audience) for each in conformance.others[:MOST_OTHERS]),
    )


def _edition(judged: JudgedEdition, audience: Audience) -> ToldEdition:
    edition = judged.edition
    return ToldEdition(
        stream=edition.stream,
        message=edition.message,
        edition=edition.edition,
        proven=judged.proven,
        cases=tuple(_case(each, edition, audience) for each in judged.cases),
    )


def _case(judged: JudgedCase, edition: StreamEdition, audience: Audience) -> ToldCase:
    case, attempt = judged.case, judged.attempt
    words = case_words(case.id, audience.language)
    return ToldCase(
        id=case.id,
        rule=words.rule,
        title=words.title,
        send=words.send,
        expected=_expectation(case, edition, audience),
        verdict=judged.verdict,
        seen=_message(attempt.message, attempt.report, audience) if attempt else None,
        differences=tuple(_differences(attempt, audience.language)) if attempt else (),
    )


def _expectation(
    case: ConformanceCase, edition: StreamEdition, audience: Audience
) -> ToldExpectation:
    expected = case.expected
    state = expected.report or expected.message
    is_answered = expected.answer is not None and is_made(expected.answer, edition)
    return ToldExpectation(
        text=case_words(case.id, audience.language).expect,
        state=state_word(state, audience.language) if state else "",
        findings=audience.explain(
            _expected_finding(code).to_json() for code in sorted(expected.codes)
        ),
        answer=ANSWER_NAMES[expected.answer] if expected.answer and is_answered else "",
    )


def _expected_finding(code: str) -> Finding:
    """A finding of which only the code is expected: what it would name reads as dots."""
    return Finding(code, {"code": "…"})


def _message(message: SeenMessage, report: SeenReport | None, audience: Audience) -> ToldMessage:
    state = report.state if report else message.state
    return ToldMessage(
        receipt=message.receipt,
        stream=message.stream,
        edition=message.edition,
        received_at=message.received_at,
        state=state_word(state, audience.language),
        findings=audience.explain(each.to_json() for each in _findings(message, report)),
    )


def _findings(message: SeenMessage, report: SeenReport | None) -> Sequence[Finding]:
    """Of a report what was said of that; else all, of which a message may have very many."""
    own = report.findings if report else [f for each in message.reports for f in each.findings]
    said = {str(each.to_json()): each for each in (*message.findings, *own)}
    return list(said.values())[:MOST_OTHERS]


def _differences(attempt: Attempt, language: str) -> Iterator[ToldDifference]:
    for each in attempt.differences:
        expected, seen = _told(each, language)
        yield ToldDifference(aspect=each.aspect, expected=expected, seen=seen)


def _told(difference: Difference, language: str) -> tuple[str, str]:
    expected, seen = difference.expected, difference.seen
    if difference.aspect in (Aspect.MESSAGE, Aspect.REPORT):
        return state_word(expected, language), state_word(seen, language)
    if difference.aspect is Aspect.FINDING:
        return _public_code(expected), " ".join(map(_public_code, seen.split()))
    return ANSWER_NAMES[AnswerKind(expected)], seen


def _public_code(code: str) -> str:
    return as_sender_reads(_expected_finding(code)).code
