"""How far a sender is with its conformance cases: judged by what was seen (no I/O).

A case is proven by any attempt since the sender began that came out as expected, not only by the
latest: attempts are recognised by what they say, and a later message that says the same for another
reason would take a proof away that stands.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from verzuimbrug.domain.conformance import ConformanceCase, Expected, cases_of
from verzuimbrug.domain.conformance_facts import (
    AnswerKind,
    SeenMessage,
    SeenReport,
    StreamEdition,
    Traffic,
)


class Verdict(StrEnum):
    """How a case stands."""

    OPEN = "open"
    """No attempt was seen."""
    PROVEN = "proven"
    OTHERWISE = "otherwise"
    """No attempt came out as expected."""


class Aspect(StrEnum):
    """In what an attempt differs from what is expected."""

    MESSAGE = "message"
    REPORT = "report"
    FINDING = "finding"
    ANSWER = "answer"
    COLLECTED = "collected"


@dataclass(frozen=True, slots=True)
class Difference:
    """What was expected, and what was seen instead: states, codes, kinds of answer."""

    aspect: Aspect
    expected: str
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One message that was an attempt at a case, by which report of it, and what differs."""

    message: SeenMessage
    report: SeenReport | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedCase:
    """A case with the attempt that tells most: the latest that proves it, else the latest."""

    case: ConformanceCase
    attempt: Attempt | None

    @property
    def verdict(self) -> Verdict:
        """How it stands."""
        if self.attempt is None:
            return Verdict.OPEN
        return Verdict.OTHERWISE if self.attempt.differences else Verdict.PROVEN


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedEdition:
    """The cases of a stream in one edition."""

    edition: StreamEdition
    cases: tuple[JudgedCase, ...]

    @property
    def proven(self) -> int:
        """How many are."""
        return sum(each.verdict is Verdict.PROVEN for each in self.cases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformance:
    """All editions of a sandbox, and the messages that were an attempt at nothing."""

    editions: tuple[JudgedEdition, ...]
    others: tuple[SeenMessage, ...]

    @property
    def is_proven(self) -> bool:
        """Whether every case of every edition is."""
        return all(each.proven == len(each.cases) for each in self.editions)


def judge(editions: Sequence[StreamEdition], traffic: Traffic) -> Conformance:
    """How each case of these editions stands."""
    judged, used = [], set()
    for edition in editions:
        found = _attempts(edition, traffic)
        used |= {each.message.id for tried in found.values() for each in tried}
        cases = [JudgedCase(case=case, attempt=_best(found[case.id])) for case in cases_of(edition)]
        judged.append(JudgedEdition(edition=edition, cases=tuple(cases)))
    others = (each for each in reversed(traffic.messages) if each.id not in used)
    return Conformance(editions=tuple(judged), others=tuple(others))


def _attempts(edition: StreamEdition, traffic: Traffic) -> Mapping[str, Sequence[Attempt]]:
    found: dict[str, list[Attempt]] = defaultdict(list)
    cases = cases_of(edition)
    for message in traffic.of(edition.stream, edition.edition):
        for case in cases:
            for report in case.find(traffic, message):
                wrong = differences(case.expected, message, report, edition)
                found[case.id].append(
                    Attempt(message=message, report=report, differences=tuple(wrong))
                )
    return found


def _best(tried: Sequence[Attempt]) -> Attempt | None:
    proofs = [each for each in tried if not each.differences]
    return next(reversed(proofs or tried), None)


def differences(
    expected: Expected, message: SeenMessage, report: SeenReport | None, edition: StreamEdition
) -> Iterator[Difference]:
    """In what an attempt differs from what is expected; nothing when it came out so."""
    if expected.message and message.state != expected.message:
        yield Difference(Aspect.MESSAGE, expected.message, message.state)
    if expected.report and report and report.state is not expected.report:
        yield Difference(Aspect.REPORT, expected.report, report.state)
    codes = report.codes if report else message.codes
    for code in sorted(expected.codes - codes):
        yield Difference(Aspect.FINDING, code, " ".join(sorted(codes)))
    if expected.answer and is_made(expected.answer, edition):
        yield from _of_answer(expected.answer, message, collected=expected.collected)


def is_made(answer: AnswerKind, edition: StreamEdition) -> bool:
    """Whether there is such an answer in an edition (AN-2)."""
    return answer is AnswerKind.RECEIPT or edition.answers_reports


def _of_answer(
    answer: AnswerKind, message: SeenMessage, *, collected: bool
) -> Iterator[Difference]:
    if answer not in message.answers:
        yield Difference(Aspect.ANSWER, answer, "")
    elif collected and not message.answers[answer]:
        yield Difference(Aspect.COLLECTED, answer, "")
