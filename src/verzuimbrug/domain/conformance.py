"""The conformance cases: what a sender proves in its sandbox, as a list one can read.

A case says which messages are an attempt at it and what has to be seen of one then. Attempts are
recognised in what the sender sends from its own system: no case needs numbers or keys of ours. What
to send and what to expect stand in words in `conformance_cases.toml`.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from verzuimbrug.domain import conformance_attempts as attempts
from verzuimbrug.domain.conformance_facts import AnswerKind, SeenMessage, StreamEdition
from verzuimbrug.domain.deliveries import DOSSIER_KINDS, MessageKind, Operation
from verzuimbrug.domain.effects import Effect
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.domain.statements import ObjectKind

ABSENCE = MessageKind.ABSENCE
EMPLOYEES = MessageKind.EMPLOYEES
EMPLOYMENTS = MessageKind.EMPLOYMENTS
_ANY = DOSSIER_KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What has to be seen of an attempt; what is None or empty is not looked at.

    `codes` are findings of the report, or of the message where there is no report. `answer` is one
    that has to be made, where the edition has it; `collected`: and acknowledged.
    """

    message: str = "processed"
    report: ReportState | None = None
    codes: frozenset[str] = frozenset()
    answer: AnswerKind | None = None
    collected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformanceCase:
    """One thing that a sender proves: for which messages, what an attempt is, what is expected.

    `needs` are operations that the code table of the stream has to have, beside a start and a
    change; `where` what else the stream and edition have to have.
    """

    id: str
    find: attempts.Find
    expected: Expected
    kinds: frozenset[MessageKind] = frozenset({MessageKind.ABSENCE})
    needs: frozenset[Operation] = frozenset()
    where: Callable[[StreamEdition], bool] = field(default=lambda _: True)

    def fits(self, edition: StreamEdition) -> bool:
        """Whether there is such a case for a stream in an edition."""
        return (
            edition.tells
            and edition.kind in self.kinds
            and self.needs <= edition.operations
            and self.where(edition)
        )


def _report(case: str, find: attempts.Find, *needs: Operation, code: str = "") -> ConformanceCase:
    """A case of a report that is applied, and answered where reports are."""
    return ConformanceCase(
        id=case,
        find=find,
        expected=Expected(
            report=ReportState.APPLIED,
            codes=frozenset({code} - {""}),
            answer=AnswerKind.REPORTS,
        ),
        needs=frozenset(needs),
    )


def _person(
    case: str, kind: ObjectKind, effect: Effect, *, kinds: frozenset[MessageKind]
) -> ConformanceCase:
    """A case of a message that does this to a person or an employment."""
    return ConformanceCase(
        id=case,
        find=attempts.doing(kind, effect),
        expected=Expected(),
        kinds=kinds,
        where=lambda edition: edition.has_persons,
    )


def _rekeys(message: SeenMessage) -> bool:
    return message.rekeys or not message.codes.isdisjoint({"WN301", "WN302"})


def _former_key() -> ConformanceCase:
    return ConformanceCase(
        id="former-key",
        find=attempts.of_message(_rekeys),
        expected=Expected(),
        kinds=_ANY,
        where=lambda edition: edition.has_former_key and edition.has_persons,
    )


def _employer(case: str, find: attempts.Find, code: str) -> ConformanceCase:
    return ConformanceCase(
        id=case,
        find=find,
        expected=Expected(report=ReportState.PARKED, codes=frozenset({code})),
    )


_CORRECT, _WITHDRAW = Operation.CORRECT, Operation.WITHDRAW

CASES: tuple[ConformanceCase, ...] = (
    _report("new", attempts.asking(attempts.starts)),
    _report("percentage", attempts.asking(attempts.changes)),
    _report("recovery", attempts.asking(attempts.recovers)),
    _report("relapse", attempts.relapses, code="VZ501"),
    _report("correct-percentage", attempts.asking(attempts.corrects_percentage), _CORRECT),
    _report("correct-period", attempts.asking(attempts.corrects_period), _CORRECT),
    _report("correct-first-day", attempts.asking(attempts.corrects_first_day), _CORRECT),
    _report("recovery-taken-back", attempts.asking(attempts.takes_back_recovery), _WITHDRAW),
    _report("case-withdrawn", attempts.asking(attempts.withdraws_case), _WITHDRAW),
    _report("composite", attempts.continues, code="VZ111"),
    _report("many", attempts.holds_many),
    _report("number-skipped", attempts.skips_a_number),
    _employer("employer-unknown", attempts.names_nobody, "WG201"),
    _employer("employer-outside", attempts.names_an_outsider, "WG202"),
    _person(
        "person-new",
        ObjectKind.EMPLOYEE,
        Effect.CREATED,
        kinds=frozenset({EMPLOYEES}),
    ),
    _person(
        "person-changed",
        ObjectKind.EMPLOYEE,
        Effect.OVERWRITTEN,
        kinds=frozenset({EMPLOYEES}),
    ),
    _former_key(),
    ConformanceCase(
        id="employment-known",
        find=attempts.of_message(lambda message: ObjectKind.EMPLOYMENT in message.says),
        expected=Expected(),
        kinds=frozenset({EMPLOYMENTS}),
        where=lambda edition: edition.has_persons,
    ),
    _person(
        "employment-ended",
        ObjectKind.EMPLOYMENT,
        Effect.ENDED,
        kinds=frozenset({EMPLOYEES, EMPLOYMENTS}),
    ),
    ConformanceCase(
        id="person-unknown",
        find=attempts.of_message(lambda message: "WN201" in message.codes),
        expected=Expected(),
        kinds=frozenset({EMPLOYMENTS}),
    ),
    ConformanceCase(
        id="same-file-twice",
        find=attempts.of_message(lambda message: message.redelivered > 0),
        expected=Expected(),
        kinds=_ANY,
    ),
    ConformanceCase(
        id="invalid",
        find=attempts.of_message(lambda message: message.state == "rejected"),
        expected=Expected(message="rejected", answer=AnswerKind.RECEIPT),
        kinds=_ANY,
    ),
    ConformanceCase(
        id="test-message",
        find=attempts.of_message(lambda message: message.is_test and message.state != "rejected"),
        expected=Expected(answer=AnswerKind.RECEIPT),
        kinds=_ANY,
    ),
    ConformanceCase(
        id="receipt-collected",
        find=attempts.answered_by(AnswerKind.RECEIPT),
        expected=Expected(message="", answer=AnswerKind.RECEIPT, collected=True),
        kinds=_ANY,
    ),
    ConformanceCase(
        id="reports-collected",
        find=attempts.answered_by(AnswerKind.REPORTS),
        expected=Expected(message="", answer=AnswerKind.REPORTS, collected=True),
        where=lambda edition: edition.answers_reports,
    ),
)


def cases_of(edition: StreamEdition) -> tuple[ConformanceCase, ...]:
    """The cases of a stream in an edition, in the order of the list."""
    return tuple(case for case in CASES if case.fits(edition))


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWords:
    """A case in a language: its title, the rule it proves, what to send and what to expect."""

    title: str
    rule: str
    send: str
    expect: str


@cache
def case_words(case: str, language: str) -> CaseWords:
    """The words of a case in a language of `domain.findings.LANGUAGES`."""
    row = _rows()[case]
    return CaseWords(
        rule=row["rule"],
        **{part: row[f"{part}_{language}"] for part in ("title", "send", "expect")},
    )


@cache
def _rows() -> Mapping[str, Mapping[str, str]]:
    table = files(__package__).joinpath("conformance_cases.toml")
    return tomllib.loads(table.read_text(encoding="utf-8"))
