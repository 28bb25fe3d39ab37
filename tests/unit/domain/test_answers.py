"""What a sender is told of its reports (AN-2)."""

import pytest

from verzuimbrug.domain.answers import DECIDED, Party, Processability, ReplyTo, said_of
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.reports import ReportState

FIRST, SECOND = Party("1001", "AG1"), Party("1002", "AG2", "V2")
REPLY_TO = ReplyTo(
    interface="werkgevers-arbodiensten",
    receiver="ARBODIENST",
    test=True,
    parties=((0, FIRST), (3, SECOND)),
)
INFO, WARNING, ERROR = Finding("IN401"), Finding("CF038", {"count": "2"}), Finding("CF041")


@pytest.mark.parametrize(
    ("state", "findings", "processability", "code"),
    [
        (ReportState.APPLIED, (), Processability.PROCESSED, "AN201"),
        (ReportState.APPLIED, (INFO,), Processability.WITH_REMARKS, "IN401"),
        (ReportState.DUPLICATE, (), Processability.WITH_REMARKS, "AN201"),
        (ReportState.REFUSED, (INFO, WARNING), Processability.NOT_PROCESSED, "CF038"),
        (ReportState.REFUSED, (), Processability.NOT_PROCESSED, "AN203"),
        (ReportState.UNDONE, (WARNING,), Processability.NOT_PROCESSED, "AN202"),
    ],
)
def test_what_is_said_of_a_decided_report(
    state: ReportState, findings: tuple[Finding, ...], processability: Processability, code: str
) -> None:
    said = said_of(state, findings)
    assert said is not None
    assert (said.processability, said.finding.code) == (processability, code)
    assert said.key == f"{processability} {code}"


@pytest.mark.parametrize("state", [each for each in ReportState if each not in DECIDED])
def test_nothing_is_said_of_a_report_that_waits(state: ReportState) -> None:
    assert said_of(state, (ERROR,)) is None


def test_of_several_findings_the_first_of_the_weightiest_is_told() -> None:
    said = said_of(ReportState.REFUSED, (WARNING, ERROR, Finding("CF010"), INFO))
    assert said is not None
    assert said.finding == ERROR


def test_a_report_is_of_the_employer_whose_reports_began_last() -> None:
    found = [REPLY_TO.party_of(position) for position in range(5)]
    assert found == [FIRST, FIRST, FIRST, SECOND, SECOND]


def test_what_answers_need_is_stored_and_read_back() -> None:
    assert ReplyTo.from_json(REPLY_TO.to_json()) == REPLY_TO
