"""Writes the Verwerkingsmelding: what became of the reports of a message, as it is decided (AN-2).

Which messages there is something to say of was noted in the transaction that decided. What was said
of a report before is not said again; what became of it later is said in a further answer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, groupby

from verzuimbrug.application.answering.receipts import origin_of
from verzuimbrug.application.reports.findings import as_sender_reads, language_of
from verzuimbrug.domain.answer_codes import AnswerCodes
from verzuimbrug.domain.answers import DECIDED, Said, said_of
from verzuimbrug.sivi.answers import PROCESSING, AnsweredReport, verwerkingsmelding
from verzuimbrug.store.answers import (
    AnsweredMessage,
    AnswerRow,
    DecidedReport,
    Place,
    read_answered,
    read_decided,
    read_said,
    take_due,
    write_answers,
)

MOST_MESSAGES = 500
MOST_REPORTS = 5000
"""So many reports at most are in one answer, and in memory."""
_START: Place = (0, -1)


@dataclass(frozen=True, slots=True)
class _News:
    """A report of which something is said, and what."""

    report: DecidedReport
    said: Said


def answer_reports(now: datetime, after: int = 0) -> bool:
    """Answers what is noted of the present tenant, after that number; whether there was any."""
    noted = take_due(MOST_MESSAGES, after)
    messages = {each.id: each for each in read_answered(noted)} if noted else {}
    if messages:
        before = read_said(messages)
        for reports in chain(_pages(messages), *map(_dry_pages, messages.values())):
            write_answers(list(_answers(messages, reports, before, now)), now)
    return bool(noted)


def _pages(messages: Iterable[int]) -> Iterator[Sequence[DecidedReport]]:
    after, numbers = _START, list(messages)
    while page := read_decided(numbers, after, MOST_REPORTS):
        yield page
        if len(page) < MOST_REPORTS:
            return
        after = (page[-1].message, page[-1].position)


def _dry_pages(message: AnsweredMessage) -> Iterator[Sequence[DecidedReport]]:
    """What would become of the reports of a test message (MSG-4)."""
    for start in range(0, len(message.dry_reports), MOST_REPORTS):
        page = message.dry_reports[start : start + MOST_REPORTS]
        yield [each for each in page if each.state in DECIDED]


def _answers(
    messages: Mapping[int, AnsweredMessage],
    reports: Iterable[DecidedReport],
    before: Mapping[Place, str],
    now: datetime,
) -> Iterator[AnswerRow]:
    for number, own in groupby(reports, lambda report: report.message):
        news = [each for each in map(_news, own) if before.get(_place(each)) != each.said.key]
        if news:
            yield _answer_of(messages[number], news, now)


def _place(news: _News) -> Place:
    return news.report.message, news.report.position


def _news(report: DecidedReport) -> _News:
    said = said_of(report.state, report.findings)
    assert said is not None  # noqa: S101 -- only decided ones are read
    return _News(report, said)


def _answer_of(message: AnsweredMessage, news: Sequence[_News], now: datetime) -> AnswerRow:
    """The answer that says this of reports of a message."""
    # Of one message there may be several: each has a reference of its own.
    origin = origin_of(f"{message.receipt}-{news[0].report.position}-{now:%Y%m%d%H%M%S%f}", now)
    rows = (_row(message, each) for each in news)
    codes = AnswerCodes(**message.codes)
    name, content = verwerkingsmelding(message.envelope, origin, rows, codes)
    return AnswerRow(
        account=message.account,
        message=message.id,
        kind=PROCESSING,
        file_name=name,
        content=content,
        said={each.report.position: each.said.key for each in news},
    )


def _row(message: AnsweredMessage, news: _News) -> AnsweredReport:
    told = as_sender_reads(news.said.finding)
    return AnsweredReport(
        case_key=news.report.key,
        sequence=news.report.sequence,
        party=message.reply_to.party_of(news.report.position),
        processability=news.said.processability,
        code=told.code,
        text=told.text(language_of(message.culture)),
    )
