"""The answers to a message: whether it could be read (AN-1), and what became of its reports (AN-2).

They are always valid: what is too long for its element is cut off, a character that XML cannot hold
becomes a replacement character, and a code that the table does not know becomes the usual one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from verzuimbrug.domain.answer_codes import DEFAULT_CODES, AnswerCodes
from verzuimbrug.domain.answers import Party, Processability
from verzuimbrug.domain.deliveries import Envelope
from verzuimbrug.sivi.catalogue import MessageTable, catalogue
from verzuimbrug.sivi.nodes import Node, group, leaf
from verzuimbrug.sivi.writing import UNWRITABLE, write

RECEIPT, PROCESSING = "Retourmelding", "Verwerkingsmelding"
"""The kinds of answer (AN-1, AN-2)."""

_ROOTS = {
    # For the family of messages of employers, and for that of insurers.
    RECEIPT: ("Retourmelding1", "Retourmelding"),
    PROCESSING: (
        "VerwerkingsmeldingWerkgeverArbodienst",
        "VerwerkingsmeldingArbodienstVerzekeraar",
    ),
}
_INSURER_INTERFACES = frozenset({"arbodiensten-verzekeraars", "werkgevers-verzekeraars"})
_YEAR = re.compile("[0-9]{4}")
_FIRST_PROCESSING, _LATEST = 2024, 9999
"""From which edition on reports are answered (AN-2), and what stands for no readable edition."""
_NOT_IN_A_FILE_NAME = re.compile("[^A-Za-z0-9.-]+")
_HIGHEST = 999
"""The highest number of a report that a Verwerkingsmelding can name."""

Document = tuple[str, bytes]
"""File name and content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an answer comes from: our reference, our software, and the local time of making it."""

    reference: str
    software: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredReport:
    """A row of a Verwerkingsmelding: which report, of which employer, what became of it, why."""

    case_key: str
    sequence: int
    party: Party
    processability: Processability
    code: str
    text: str


def retourmelding(
    envelope: Envelope,
    origin: Origin,
    *,
    accepted: bool,
    faults: Sequence[tuple[str, str]] = (),
    codes: AnswerCodes = DEFAULT_CODES,
) -> Document:
    """Return the answer that a message could be read, or why not (AN-1).

    It is made in the edition of the message, or the nearest one that has it; sender and receiver
    change places. A fault is a finding code and its text.
    """
    table = answer_table(RECEIPT, envelope)
    chosen = (codes.received, DEFAULT_CODES.received)
    if not accepted:
        chosen = (codes.rejected, DEFAULT_CODES.rejected)
    kind = leaf("SrtRetmldngCd", _known(table, "SrtRetmldngCd", *chosen))
    general = group("BrAlg", *_general(table, envelope, origin, codes), kind)
    rows = (_fault(table, codes.fault_of(code), f"{code}: {text}") for code, text in faults)
    return _document(table, origin, (general, *rows))


def verwerkingsmelding(
    envelope: Envelope,
    origin: Origin,
    reports: Iterable[AnsweredReport],
    codes: AnswerCodes = DEFAULT_CODES,
) -> Document:
    """Return the answer that says what became of reports, of which there is one at least (AN-2).

    It is made in the edition of the message, which is 2024 or later, or the nearest one that has
    it.
    """
    table = answer_table(PROCESSING, envelope)
    general = group("BrAlg", *_general(table, envelope, origin, codes))
    return _document(table, origin, (general, *(_row(table, each, codes) for each in reports)))


def answer_table(kind: str, envelope: Envelope) -> MessageTable:
    """Return the table of an answer to a message: that of its own edition, or of the nearest one.

    Of two that are equally near it is the later one. A message of no known interface is answered as
    one between employer and arbodienst, and one of no readable edition in the latest.
    """
    root = _ROOTS[kind][envelope.interface in _INSURER_INTERFACES]
    known = _YEAR.fullmatch(envelope.edition)
    return _nearest(root, int(known[0]) if known else _LATEST)


@lru_cache
def _nearest(root: str, wanted: int) -> MessageTable:
    tables = (table for table in catalogue().tables if table.root == root)
    return min(tables, key=lambda table: (abs(int(table.edition) - wanted), -int(table.edition)))


def has_processing_answer(envelope: Envelope) -> bool:
    """Whether reports of a message of this edition are answered."""
    return answers_reports(envelope.edition)


def answers_reports(edition: str) -> bool:
    """Whether reports are answered in this edition: from 2024 on (AN-2)."""
    known = _YEAR.fullmatch(edition)
    return known is not None and int(known[0]) >= _FIRST_PROCESSING


def _document(table: MessageTable, origin: Origin, groups: Iterable[Node]) -> Document:
    name = f"{table.root}-{_NOT_IN_A_FILE_NAME.sub('_', origin.reference)}.xml"
    return name, write(table, group(table.root, *groups))


def _general(
    table: MessageTable, envelope: Envelope, origin: Origin, codes: AnswerCodes
) -> list[Node]:
    made_at = origin.made_at.replace(tzinfo=None, microsecond=0)
    return [
        leaf("BrCd", _only_value(table, "BrCd") or _fitting(codes.message_code, 5)),
        leaf("VnrBrCd", _only_value(table, "VnrBrCd") or _fitting(codes.message_version, 5)),
        leaf("AandatBr", made_at.date().isoformat()),
        leaf("AantijdBr", made_at.time().isoformat()),
        leaf("IdInzndr", _fitting(envelope.receiver, 40)),
        leaf("GebrSwPakket", _fitting(origin.software, 35)),
        leaf("IdOntvngr", _fitting(envelope.sender, 40)),
        leaf("Berrefnr", _fitting(origin.reference, 512)),
        leaf("BerrefnrIngzndnBer", _fitting(envelope.reference, 512)),
        leaf("TestJN", "J" if envelope.test else "N"),
        leaf("OntvngstbevJN", "N"),
    ]


def _only_value(table: MessageTable, tag: str) -> str:
    """Find the value of an element for which the table allows a single one; else nothing."""
    values = _values(table, tag)
    return values[0] if len(values) == 1 else ""


def _values(table: MessageTable, tag: str) -> Sequence[str]:
    return _values_by_tag(table.namespace, table.root)[tag]


@lru_cache
def _values_by_tag(namespace: str, root: str) -> Mapping[str, Sequence[str]]:
    """What a table allows, by tag: of one that it has more than once, in the first place."""
    table = catalogue().by_namespace(namespace, root)
    assert table is not None  # noqa: S101 -- its own names were given
    found: dict[str, Sequence[str]] = {}
    for each in table.element.walk():
        found.setdefault(each.tag, each.values)
    return found


def _known(table: MessageTable, tag: str, code: str, usual: str) -> str:
    """The code, or the usual one where the table does not know it."""
    return code if code in _values(table, tag) else usual


def _fault(table: MessageTable, code: str, text: str) -> Node:
    kind = _known(table, "SrtFoutCd", code, DEFAULT_CODES.fault)
    return group("Foutmldng", leaf("SrtFoutCd", kind), leaf("Toelchtng", _fitting(text, 512)))


def _row(table: MessageTable, report: AnsweredReport, codes: AnswerCodes) -> Node:
    told = report.processability
    processability = codes.processability_of(told), DEFAULT_CODES.processability_of(told)
    values = {
        "VrwrkbhdCd": _known(table, "VrwrkbhdCd", *processability),
        "VrzmgvlId": _fitting(report.case_key, 40) or "-",
        "VrzmgvlVnrMld": str(min(report.sequence, _HIGHEST)),
        "AansltnrGeguitwlngArbdnst": _fitting(report.party.connection, 70),
        "IdWrkgvrArbdnst": _fitting(report.party.number, 40),
        "IDWrkgvrVerzekeraar": _fitting(report.party.insurer_number, 40),
        "CtrlCd": codes.control_of(report.code),
        "MldngTkst": _fitting(report.text, 512),
    }
    row = next(each for each in table.element.children if each.tag == "VrwrkMld")
    tags = [each.tag for each in row.children if each.tag in values]
    return group(row.tag, *(leaf(tag, values[tag]) for tag in tags))


def _fitting(text: str, maximum: int) -> str:
    return UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)[:maximum]
