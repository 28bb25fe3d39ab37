"""Retourmelding: the answer that says that a message could be read, or why not (AN-1)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from verzuimbrug.domain.deliveries import Envelope
from verzuimbrug.sivi.answer_codes import RECEIPT_CODES, ReceiptCodes
from verzuimbrug.sivi.catalogue import MessageTable, catalogue
from verzuimbrug.sivi.nodes import Node, group, leaf
from verzuimbrug.sivi.writing import UNWRITABLE, write

EMPLOYER_FAMILY = "Retourmelding1"
INSURER_FAMILY = "Retourmelding"
_INSURER_INTERFACES = frozenset({"arbodiensten-verzekeraars", "werkgevers-verzekeraars"})
_YEAR = re.compile("[0-9]{4}")
_NOT_IN_A_FILE_NAME = re.compile("[^A-Za-z0-9.-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an answer comes from: our reference, our software, and the local time of making it."""

    reference: str
    software: str
    made_at: datetime


def retourmelding(
    envelope: Envelope,
    origin: Origin,
    *,
    accepted: bool,
    faults: Sequence[tuple[str, str]] = (),
    codes: ReceiptCodes = RECEIPT_CODES,
) -> tuple[str, bytes]:
    """Return file name and content of the answer to a message; it is always valid.

    It is made in the edition of the message, or the nearest one that has it; sender and receiver
    change places. A fault is a finding code and its text. What is too long for its element is cut
    off, and a character that XML cannot hold becomes a replacement character.
    """
    table = receipt_table(envelope)
    kind = codes.accepted if accepted else codes.rejected
    general = group("BrAlg", *_general(table, envelope, origin), leaf("SrtRetmldngCd", kind))
    messages = (_fault(codes.fault, f"{code}: {text}") for code, text in faults)
    content = write(table, group(table.root, general, *messages))
    return f"{table.root}-{_NOT_IN_A_FILE_NAME.sub('_', origin.reference)}.xml", content


def receipt_table(envelope: Envelope) -> MessageTable:
    """Return the table of the answer to a message: that of its own edition, or of the nearest one.

    Of two that are equally near it is the later one. A message of no known interface is answered as
    one between employer and arbodienst, and one of no readable edition in the latest.
    """
    insurer = envelope.interface in _INSURER_INTERFACES
    root = INSURER_FAMILY if insurer else EMPLOYER_FAMILY
    known = _YEAR.fullmatch(envelope.edition)
    wanted = int(known[0]) if known else 9999
    tables = (table for table in catalogue().tables if table.root == root)
    return min(tables, key=lambda table: (abs(int(table.edition) - wanted), -int(table.edition)))


def _general(table: MessageTable, envelope: Envelope, origin: Origin) -> list[Node]:
    made_at = origin.made_at.replace(tzinfo=None, microsecond=0)
    return [
        leaf("BrCd", _only_value(table, "BrCd")),
        leaf("VnrBrCd", _only_value(table, "VnrBrCd")),
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
    """Find the value of an element for which the table allows a single one."""
    (value,) = next(element.values for element in table.element.walk() if element.tag == tag)
    return value


def _fault(kind: str, text: str) -> Node:
    return group("Foutmldng", leaf("SrtFoutCd", kind), leaf("Toelchtng", _fitting(text, 512)))


def _fitting(text: str, maximum: int) -> str:
    return UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)[:maximum]
