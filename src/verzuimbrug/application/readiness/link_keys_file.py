"""Reads a list of link keys that a portal or employer gave, as proposals to look at (GR-2)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.configuration.entries import STREAM_DEFAULTS
from verzuimbrug.application.readiness.link_persons import ShownProposal, facts_of, shown
from verzuimbrug.application.spreadsheets import SheetRow, read_rows
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.link_proposals import KeyedPerson, Particulars, propose
from verzuimbrug.domain.linking import Link
from verzuimbrug.sivi.tags import BSN_KEY
from verzuimbrug.store.encryption import blind_index
from verzuimbrug.store.models import Stream
from verzuimbrug.store.tenancy import tenant

_COLUMNS = ("employer_code", "birth_date", "surname", "initials", "key")
_NAMES: Mapping[str, str] = {
    **{name: name for name in _COLUMNS},
    "werkgevercode": "employer_code",
    "geboortedatum": "birth_date",
    "achternaam": "surname",
    "voorletters": "initials",
    "koppelsleutel": "key",
}
_CHOICES = frozenset({"employer", "employee", "key"})
_EMPLOYEE = re.compile(r"[0-9]{1,18}", re.ASCII)
_DATES = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%Y%m%d")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysRead:
    """What a list of keys comes to: proposals, lines that cannot be used, keys that fit nobody."""

    proposals: tuple[ShownProposal, ...] = ()
    findings: tuple[Finding, ...] = ()
    unmatched: int = 0


def read_keys(ref: AccountRef, content: bytes, by: str) -> KeysRead:
    """Sets the keys of a list, CSV or XLSX, beside the employees without one; links nothing.

    A row has employer code, birth date, surname, initials and key, in that order or under a
    heading that names them.
    """
    rows = read_rows(content, lambda text: text.strip().casefold() in _NAMES)
    if isinstance(rows, Finding):
        return KeysRead(findings=(rows,))
    with tenant(ref.arbodienst):
        findings: list[Finding] = []
        keyed = list(_persons(rows, findings, hides=_keys_are_bsn(ref.account)))
        facts = facts_of(ref)
        unknown = [e for e in keyed if (e.particulars.employer, e.key) not in facts.linked]
        proposals = propose(facts.without_key, unknown)
        matched = {(each.employer, each.key) for each in proposals}
        return KeysRead(
            proposals=shown(ref, by, proposals),
            findings=tuple(findings),
            unmatched=sum((e.particulars.employer, e.key) not in matched for e in unknown),
        )


def read_links(content: bytes) -> tuple[tuple[Link, ...], tuple[Finding, ...]]:
    """What a person chose: employer code, employee (store id) and key in each row.

    A first row whose second cell is no number is a heading.
    """
    rows = read_rows(content, lambda text: text.strip().casefold() in _CHOICES)
    if isinstance(rows, Finding):
        return (), (rows,)
    links: list[Link] = []
    findings: list[Finding] = []
    for place, row in enumerate(rows):
        employer, employee, key = (*_texts(row), "", "", "")[:3]
        if _EMPLOYEE.fullmatch(employee) and employer and key:
            links.append(Link(employer=employer, employee=int(employee), key=key))
        elif place or _EMPLOYEE.fullmatch(employee):
            findings.append(Finding("GR221", {"line": str(row.number)}, line=row.number))
    return tuple(links), tuple(findings)


def _texts(row: SheetRow) -> list[str]:
    """The cells of a row; one that holds no text, number or day is empty."""
    return [cell if isinstance(cell, str) else "" for cell in row.cells]


def _keys_are_bsn(account: int) -> bool:
    """Whether the account's link key is the BSN, of which only a keyed hash is kept (WN-1)."""
    settings = Stream.objects.filter(account=account).values_list("settings", flat=True)
    return any({**STREAM_DEFAULTS, **each}["employee_key"] == BSN_KEY for each in settings)


def _persons(
    rows: Sequence[SheetRow], findings: list[Finding], *, hides: bool
) -> Iterator[KeyedPerson]:
    columns, rest = _columns(rows)
    for row in rest:
        cells = dict(zip(columns, _texts(row), strict=False))
        born, key = _date(cells.get("birth_date", "")), cells.get("key", "")
        if born is None or not key or not cells.get("employer_code") or not cells.get("surname"):
            findings.append(Finding("GR220", {"line": str(row.number)}, line=row.number))
            continue
        yield KeyedPerson(
            key=blind_index(key, "link key").hex() if hides else key,
            particulars=Particulars(
                employer=cells["employer_code"],
                birth_date=born.isoformat(),
                surname=cells["surname"],
                initials=cells.get("initials", ""),
            ),
        )


def _columns(rows: Sequence[SheetRow]) -> tuple[Sequence[str], Sequence[SheetRow]]:
    """The columns by the heading, if there is one, and the rows after it."""
    named = [_NAMES.get(text.casefold(), "") for text in _texts(rows[0])] if rows else []
    return (named, rows[1:]) if "key" in named else (_COLUMNS, rows)


def _date(text: str) -> date | None:
    for form in _DATES:
        with suppress(ValueError):
            return datetime.strptime(text, form).date()  # noqa: DTZ007 -- a birth date has no zone
    return None
