"""The bytes of a message to look at, in parts, with findings at their place (VZ-14, WN-6).

What it says of persons is masked. Somebody who asks sees it once, and that is kept, of persons with
a case (datakluis); a citizen service number, free text and what no table knows are shown to nobody.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.messages.overview import OpenMessage, find_open
from verzuimbrug.application.reports.findings import Audience
from verzuimbrug.application.reports.values import ExplainedFinding
from verzuimbrug.domain.deliveries import MessageKind
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.shielding import opens_when_asked
from verzuimbrug.sivi.printing import Line, Shape, first_lines
from verzuimbrug.sivi.secrecy import Secrecy
from verzuimbrug.sivi.tags import MESSAGE_KINDS
from verzuimbrug.store import message_reads
from verzuimbrug.store.tenancy import tenant

MOST_LINES = 500
"""The lines of a part."""

_OF_GROUP = frozenset({"CAT01", "CAT04"})
"""Findings that name an element that is not there, or too often: they stand at its group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """A line as it may be shown: `text` is None where it is masked.

    `can_be_asked`: somebody who asks sees it. `findings` are those about this element.
    """

    line: Line
    text: str | None
    can_be_asked: bool
    findings: tuple[ExplainedFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A part of a message; `general` are the findings that name no element, with the first part.

    `unreadable` says why there is no more to show, `is_erased` that the bytes are gone, and
    `is_never_shown` that nobody sees them here (DG-6).
    """

    lines: tuple[ShownLine, ...] = ()
    next: int | None = None
    general: tuple[ExplainedFinding, ...] = ()
    unreadable: ExplainedFinding | None = None
    is_erased: bool = False
    is_never_shown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Which part somebody looks at, in which language, and whether they ask for what is masked."""

    after: int = 0
    language: str = "nl"
    asks: bool = False


def read_contents(reader: Reader, receipt: str, look: Look) -> Contents | None:
    """A part of a message that is open to the reader, and the row that says who saw whom."""
    with tenant(reader.arbodienst):
        message = find_open(reader, receipt)
        if message is None:
            return None
        if message.is_never_shown:
            return Contents(is_never_shown=True)
        data = message_reads.content_of(message.number)
        if not data:
            return Contents(is_erased=True)
        found, broken = first_lines(data, look.after, MOST_LINES + 1)
        shown = found[:MOST_LINES]
        _record(reader, message, shown, look)
        said = _findings(message, shown)
        opens = _opening(message, shown) if look.asks and shown else frozenset()
    audience = Audience(look.language)
    return Contents(
        lines=tuple(
            _shown(line, _explained(said.get(line.number, ()), audience), opens, asks=look.asks)
            for line in shown
        ),
        next=shown[-1].number if len(found) > MOST_LINES else None,
        general=_explained(said.get(0, ()), audience) if not look.after else (),
        unreadable=next(iter(_explained([broken], audience)), None) if broken else None,
    )


def _record(reader: Reader, message: OpenMessage, shown: Sequence[Line], look: Look) -> None:
    """Keeps of whom the part speaks, as far as they are employees of ours."""
    employees: frozenset[int] = frozenset()
    if shown:
        first, last = shown[0], shown[-1]
        employees = message_reads.persons_between(
            message.number, (first.person, last.person), (first.report, last.report)
        )
    action = ReadAction.MESSAGE_SHOWN if look.asks else ReadAction.MESSAGE
    record_access(reader, action, employees=employees)


Said = Mapping[int, Sequence[Finding]]


def _findings(message: OpenMessage, shown: Sequence[Line]) -> Said:
    """The findings by the line of the part that they are about; by 0 those about no element."""
    starts = {line.path: line.number for line in shown if line.shape is not Shape.CLOSES}
    said: dict[int, list[Finding]] = defaultdict(list)
    for finding in (*_of_message(message), *_of_reports(message, shown)):
        if not finding.path:
            said[0].append(finding)
            continue
        is_of_group = finding.code in _OF_GROUP
        path = finding.path.rpartition("/")[0] if is_of_group else finding.path
        if path in starts:
            said[starts[path]].append(finding)
    return said


def _of_message(message: OpenMessage) -> Iterable[Finding]:
    rows = message_reads.findings_of(message.number, 0, message.findings)
    return (Finding.from_json(json.loads(stored)) for _, stored in rows)


def _of_reports(message: OpenMessage, shown: Sequence[Line]) -> Iterable[Finding]:
    """Those of the reports in the part."""
    if not shown:
        return ()
    after, most = shown[0].report - 1, shown[-1].report - shown[0].report + 1
    if message.dry_run:
        rows = message_reads.dry_reports_of(message.number, None, after, most)
        stored = [json.loads(row[0])["findings"] for row in rows]
    else:
        rows = message_reads.reports_of(message.number, None, after, most)
        stored = [json.loads(row[8]) for row in rows]
    return (Finding.from_json(each) for findings in stored for each in findings)


def _opening(message: OpenMessage, shown: Sequence[Line]) -> frozenset[int]:
    """The positions of the persons who may be shown to somebody who asks (datakluis)."""
    positions = range(shown[0].person, shown[-1].person + 1)
    cases = message_reads.cases_by_position(message.number, (positions[0], positions[-1]))
    is_absence = MESSAGE_KINDS.get(message.message) is MessageKind.ABSENCE
    return frozenset(
        each
        for each in positions
        if opens_when_asked(has_case=cases.get(each), is_absence=is_absence)
    )


def _shown(
    line: Line, said: tuple[ExplainedFinding, ...], opens: Collection[int], *, asks: bool
) -> ShownLine:
    is_personal = line.secrecy is Secrecy.PERSONAL
    is_open = line.secrecy is Secrecy.OPEN or (is_personal and line.person in opens)
    is_shown = not line.text or is_open
    return ShownLine(
        line=line,
        text=line.text if is_shown else None,
        can_be_asked=is_personal and not is_shown and not asks,
        findings=said,
    )


def _explained(said: Iterable[Finding], audience: Audience) -> tuple[ExplainedFinding, ...]:
    return audience.explain(finding.to_json() for finding in said)


@dataclass(frozen=True, slots=True)
class Download:
    """A message as it was received."""

    file_name: str
    content: bytes


def download(reader: Reader, receipt: str) -> Download | None:
    """The bytes of a message, and the row that says who took them.

    None when it is not open to the reader, erased, or never shown.
    """
    with tenant(reader.arbodienst):
        message = find_open(reader, receipt)
        if message is None or message.is_never_shown:
            return None
        data = message_reads.content_of(message.number)
        if not data:
            return None
        everybody = message_reads.persons_between(message.number, _ALL, _ALL)
        record_access(reader, ReadAction.MESSAGE_DOWNLOADED, employees=everybody)
    return Download(f"{message.receipt}.xml", data)


_ALL = (0, 2**31 - 1)
