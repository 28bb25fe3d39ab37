"""Processing reports as a table: a line for each finding, and one for what nothing was said of.

Each piece is read when it is asked for, in a transaction of its own that keeps who looked.
"""

import heapq
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.reports.findings import Audience
from verzuimbrug.application.reports.selection import Selection, choice_of
from verzuimbrug.application.reports.words import HEADINGS, severity_word
from verzuimbrug.application.spreadsheets_writing import Line, SheetForm, write_sheet
from verzuimbrug.application.state_words import state_word
from verzuimbrug.store.report_reads import (
    Choice,
    dry_reports_of,
    lines_of,
    list_messages,
    message_head,
)
from verzuimbrug.store.sql import Row
from verzuimbrug.store.tenancy import tenant

_MESSAGES_AT_A_TIME = 200
_REPORTS_AT_A_TIME = 1000

_NOTHING_SAID: list[tuple[None, ...]] = [(None,) * 6]

Stored = Sequence[Mapping[str, Any]]


def export_report(
    reader: Reader, receipt: str, language: str, form: SheetForm
) -> Iterator[bytes] | None:
    """The report of one message as a file; None for one that is not there, or not open."""
    # PostgreSQL refuses to compare with a NUL; no receipt has one.
    if "\0" in receipt:
        return None
    with tenant(reader.arbodienst):
        rows = message_head(receipt, reader.authority.accounts)
    if not rows:
        return None
    number, _, account, _, stream, message, _, state, _, received_at, _, _, findings, _ = rows[0]
    head = _Head((receipt, received_at, account, stream, message), state, json.loads(findings))
    lines = _Writing(reader, language).lines({number: head})
    return write_sheet(HEADINGS[language], lines, form)


def export_selection(
    reader: Reader, selection: Selection, language: str, form: SheetForm
) -> Iterator[bytes]:
    """The reports of a selection as a file, the last message first."""
    choice = choice_of(reader, selection)
    lines = iter(()) if choice is None else _Writing(reader, language).selected(choice)
    return write_sheet(HEADINGS[language], lines, form)


@dataclass(frozen=True, slots=True)
class _Head:
    """The cells that every line of a message begins with, its state, and what was said of it."""

    cells: tuple[str | datetime, ...]
    state: str
    findings: Stored


@dataclass(frozen=True, slots=True)
class _Writing:
    """For whom lines are written."""

    reader: Reader
    language: str

    def selected(self, choice: Choice) -> Iterator[Line]:
        """The lines of every message of a choice, read some messages at a time."""
        before: int | None = None
        while True:
            with tenant(self.reader.arbodienst):
                rows = list_messages(choice, before, _MESSAGES_AT_A_TIME)
            yield from self.lines({row[0]: _head_of(row) for row in rows}) if rows else ()
            if len(rows) < _MESSAGES_AT_A_TIME:
                return
            before = rows[-1][0]

    def lines(self, heads: Mapping[int, _Head]) -> Iterator[Line]:
        """The lines of some messages: of each what was said of the whole, and then its reports."""
        waiting = sorted(heads, reverse=True)
        for message, row in self._outcomes(heads):
            while waiting and waiting[0] >= message:
                yield from self._of_whole(heads[waiting.pop(0)])
            yield from self._of_report(heads[message], row)
        for message in waiting:
            yield from self._of_whole(heads[message])

    def _outcomes(self, heads: Mapping[int, _Head]) -> Iterator[tuple[int, Sequence[Any]]]:
        with tenant(self.reader.arbodienst):
            dry = {message: json.loads(said) for message, said in dry_reports_of(heads)}
            if dry:
                # Of a dry run nobody is known to be an employee; that somebody looked is kept.
                record_access(self.reader, ReadAction.REPORT, employees=())
        stored = self._stored([message for message in heads if message not in dry])
        worked_out = (
            (message, _worked_out(each))
            for message in sorted(dry, reverse=True)
            for each in dry[message]
        )
        yield from _merged(stored, worked_out)

    def _stored(self, messages: Sequence[int]) -> Iterator[tuple[int, Sequence[Any]]]:
        after: tuple[int, int] | None = None
        while messages:
            with tenant(self.reader.arbodienst):
                rows = lines_of(messages, after, _REPORTS_AT_A_TIME)
                shown = {row[-1] for row in rows} - {None}
                record_access(self.reader, ReadAction.REPORT, employees=shown)
            yield from ((row[0], [*row[1:6], json.loads(row[6])]) for row in rows)
            if len(rows) < _REPORTS_AT_A_TIME:
                return
            after = (rows[-1][0], rows[-1][1])

    def _of_whole(self, head: _Head) -> Iterator[Line]:
        outcome = state_word(head.state, self.language)
        for said in self._said(head.findings) or _NOTHING_SAID:
            yield (*head.cells, None, None, None, None, outcome, *said)

    def _of_report(self, head: _Head, row: Sequence[Any]) -> Iterator[Line]:
        position, employer, case, sequence, state, findings = row
        outcome = state_word(state, self.language)
        for said in self._said(findings) or _NOTHING_SAID:
            yield (*head.cells, position + 1, employer, case, sequence, outcome, *said)

    def _said(self, findings: Stored) -> list[tuple[str, ...]]:
        return [
            (
                *(each.code, severity_word(each.severity, self.language)),
                *(each.text, each.cause, each.action, each.path),
            )
            for each in Audience(self.language).explain(findings)
        ]


def _head_of(row: Row) -> _Head:
    _, receipt, _, account, stream, message, _, state, _, received_at, _, findings, *_ = row
    return _Head((receipt, received_at, account, stream, message), state, json.loads(findings))


def _worked_out(outcome: Mapping[str, Any]) -> Sequence[Any]:
    names = ("position", "employer_code", "case_key", "sequence", "state", "findings")
    return [outcome[name] for name in names]


def _merged(
    one: Iterator[tuple[int, Sequence[Any]]], other: Iterator[tuple[int, Sequence[Any]]]
) -> Iterator[tuple[int, Sequence[Any]]]:
    """Both, each in descending order of message, as one; no message is in both."""
    return heapq.merge(one, other, key=lambda line: -line[0])
