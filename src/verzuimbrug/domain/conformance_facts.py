"""What a sandbox saw of the messages of its sender: the facts that conformance is judged by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from verzuimbrug.domain.deliveries import MessageKind, Operation
from verzuimbrug.domain.effects import Effect
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.reports import ReportContent, ReportState
from verzuimbrug.domain.statements import ObjectKind


class AnswerKind(StrEnum):
    """The two answers that a sender collects."""

    RECEIPT = "receipt"
    """A Retourmelding (AN-1)."""
    REPORTS = "reports"
    """A Verwerkingsmelding (AN-2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenReport:
    """One report of absence; `content` is None where it is not kept, as of a test message."""

    message: int
    state: ReportState
    findings: tuple[Finding, ...]
    employer_code: str
    person: str | None
    case: str | None
    sequence: int
    content: ReportContent | None = None

    @property
    def codes(self) -> frozenset[str]:
        """The codes of what was said of it."""
        return frozenset(each.code for each in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenMessage:
    """One message, by its number in order of receipt.

    `answers` says of each answer that was made whether it was acknowledged; `redelivered` how often
    the same bytes came again; `effects` what it did to persons and employments; `says`: of which of
    these it said something that was taken; `rekeys`: somebody in it has a former key (WN-3).
    """

    id: int
    receipt: str
    stream: str
    edition: str
    received_at: datetime
    state: str
    is_test: bool = False
    findings: tuple[Finding, ...] = ()
    reports: tuple[SeenReport, ...] = ()
    answers: Mapping[AnswerKind, bool] = field(default_factory=dict)
    redelivered: int = 0
    effects: frozenset[tuple[ObjectKind, Effect]] = frozenset()
    says: frozenset[ObjectKind] = frozenset()
    rekeys: bool = False

    @property
    def codes(self) -> frozenset[str]:
        """The codes of what was said of it as a whole."""
        return frozenset(each.code for each in self.findings)


@dataclass(frozen=True, kw_only=True)
class Traffic:
    """All that a sandbox took in since its sender began, in order of receipt.

    `inside` and `outside` are the codes of its employers, within the scope and beyond it.
    """

    messages: tuple[SeenMessage, ...]
    inside: frozenset[str]
    outside: frozenset[str]

    def of(self, stream: str, edition: str) -> Iterator[SeenMessage]:
        """The messages of one stream and edition."""
        return (each for each in self.messages if each.stream == stream and each.edition == edition)

    def of_case(self, report: SeenReport) -> tuple[SeenReport, ...]:
        """The reports of the case that a report is of, itself included."""
        return self._cases.get((report.employer_code, report.case), ())

    def of_person(self, report: SeenReport) -> tuple[SeenReport, ...]:
        """The reports of the person that a report is of, itself included."""
        return self._persons.get((report.employer_code, report.person), ())

    @cached_property
    def _cases(self) -> Mapping[tuple[str, str | None], tuple[SeenReport, ...]]:
        return _grouped(self.messages, "case")

    @cached_property
    def _persons(self) -> Mapping[tuple[str, str | None], tuple[SeenReport, ...]]:
        return _grouped(self.messages, "person")


def _grouped(
    messages: tuple[SeenMessage, ...], by: str
) -> dict[tuple[str, str | None], tuple[SeenReport, ...]]:
    found: dict[tuple[str, str | None], list[SeenReport]] = {}
    for message in messages:
        for report in message.reports:
            found.setdefault((report.employer_code, getattr(report, by)), []).append(report)
    return {key: tuple(reports) for key, reports in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamEdition:
    """One stream in one of its editions: what decides which cases there are for it.

    `operations` are those that its code table has (VZ). `has_former_key`: the table of the message
    holds a former key (WN-3). `answers_reports`: reports are answered (AN-2). `has_persons`: a
    person can be made known, by this stream or by another one of the account (WN-2).
    """

    stream: str
    message: str
    edition: str
    kind: MessageKind
    operations: frozenset[Operation] = frozenset()
    has_former_key: bool = False
    answers_reports: bool = False
    has_persons: bool = True

    @property
    def tells(self) -> bool:
        """Whether a sender can say anything on it: reports need codes for a start and a change."""
        return self.kind is not MessageKind.ABSENCE or self.operations >= _SPOKEN


_SPOKEN = frozenset({Operation.NEW, Operation.CHANGE})
