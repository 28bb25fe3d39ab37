"""From the rows of an employer file to what each says of an employer, and all that is wrong."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from verzuimbrug.application.configuration.entries import Place
from verzuimbrug.application.employers.import_columns import (
    EXTERNAL,
    field_of,
    groups_of,
    known_headings,
    text_of,
)
from verzuimbrug.application.spreadsheets import Cell, SheetRow, Unusable
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.registration_numbers import registration_number

_LENGTHS = {"code": 200, "name": 200, "contract_reference": 100, EXTERNAL: 1000}
_NUMBERS = ("kvk_number", "payroll_tax_number")
_DAYS = ("start", "end")
_DUTCH_DAY = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_UNKNOWN = ""
"""The field of a column whose heading is not known; a column without heading has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """The field of each column, and the heading of each field as written."""

    fields: tuple[str | None, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerRow:
    """What a row says of the employer with a code; a field that is not there stays as it is.

    An external id that is empty is to be taken away.
    """

    code: str
    place: Place
    fields: Mapping[str, Any] = field(default_factory=dict)
    external_ids: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[str, ...] = ()


def read_headings(row: SheetRow, faults: list[Finding]) -> Headings:
    """The columns of the file; one of them has to be the employer code."""
    fields: list[str | None] = []
    written: dict[str, str] = {}
    for heading in map(_shown, row.cells):
        name = field_of(heading) or (_UNKNOWN if heading else None)
        if name == _UNKNOWN:
            params = {"heading": heading, "known": known_headings()}
            faults.append(Finding("EI107", params, heading, row.number))
        elif name in written:
            faults.append(Finding("EI108", {"heading": heading}, heading, row.number))
        elif name:
            written[name] = heading
        fields.append(name)
    if "code" not in written:
        faults.append(Finding("EI106", {"known": known_headings()}, "", row.number))
    return Headings(fields=tuple(fields), written=written)


def read_employer_rows(
    rows: Sequence[SheetRow], headings: Headings, faults: list[Finding]
) -> Iterator[EmployerRow]:
    """What each row with an employer code says."""
    for row in rows:
        found = _RowReader(row.number, headings, faults).read(row.cells)
        if found.code:
            yield found


def _shown(cell: Cell) -> str:
    return cell.shown if isinstance(cell, Unusable) else cell


class _RowReader:
    """Reads one row. What is wrong is added to `faults`, and reading goes on."""

    def __init__(self, number: int, headings: Headings, faults: list[Finding]) -> None:
        self._number = number
        self._headings = headings
        self._faults = faults

    def read(self, cells: Sequence[Cell]) -> EmployerRow:
        """What the row says; without employer code when that is missing or cannot be used."""
        texts = self._texts(cells)
        own = {name: texts.pop(name) for name in ("code", "groups") if name in texts}
        return EmployerRow(
            code=self._limited("code", own.get("code", "")),
            place=(self._headings.written["code"], self._number),
            fields={
                name: self._value(name, text)
                for name, text in texts.items()
                if not name.startswith(EXTERNAL)
            },
            external_ids={
                name.removeprefix(EXTERNAL): self._limited(EXTERNAL, text, name)
                for name, text in texts.items()
                if name.startswith(EXTERNAL)
            },
            groups=self._groups(own.get("groups")),
        )

    def _texts(self, cells: Sequence[Cell]) -> dict[str, str]:
        """What the cells say, by field; cells that say nothing are left out."""
        texts = {}
        named = {name: cell for name, cell in self._named(cells) if cell}
        for name, cell in named.items():
            if isinstance(cell, Unusable):
                self._fault("EI110", {"value": cell.shown}, name)
            else:
                texts[name] = text_of(cell)
        if not named.get("code") or texts.get("code") == "":
            self._fault("EI111", {}, "code")
        return texts

    def _named(self, cells: Sequence[Cell]) -> Iterator[tuple[str, Cell]]:
        """The cells under a heading that is known, by field."""
        fields = self._headings.fields
        for place, cell in enumerate(cells):
            name = fields[place] if place < len(fields) else None
            if name:
                yield name, cell
            elif name is None and cell:
                self._fault("EI109", {"value": _shown(cell)})

    def _value(self, name: str, text: str) -> Any:  # noqa: ANN401 -- any field of an employer
        if name in _NUMBERS:
            return self._number_of(name, text)
        if name in _DAYS:
            return self._day(name, text)
        return self._limited(name, text) if name in _LENGTHS else text

    def _limited(self, kind: str, text: str, name: str = "") -> str:
        maximum = _LENGTHS[kind]
        if len(text) > maximum:
            params = {"length": str(len(text)), "maximum": str(maximum)}
            self._fault("CF024", params, name or kind)
        return text

    def _number_of(self, name: str, text: str) -> str:
        number = registration_number(name, text)
        if number is None:
            params = {"key": self._headings.written[name], "value": text}
            self._fault("CF026", params, name)
        return number or ""

    def _day(self, name: str, text: str) -> date | None:
        found = _ISO_DAY.fullmatch(text)
        parts = found.groups() if found else ()
        dutch = _DUTCH_DAY.fullmatch(text)
        if dutch:
            parts = dutch.groups()[::-1]
        try:
            return date(*map(int, parts)) if text else None
        except (TypeError, ValueError):
            self._fault("CF007", {"value": text}, name)
            return None

    def _groups(self, text: str | None) -> tuple[str, ...]:
        """An import makes members; it never ends a membership (WG-4)."""
        if text == "":
            self._fault("EI113", {}, "groups")
        return groups_of(text or "")

    def _fault(self, code: str, params: Mapping[str, str], name: str = "") -> None:
        heading = self._headings.written.get(name, "")
        self._faults.append(Finding(code, params, heading, self._number))
