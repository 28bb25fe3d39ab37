"""The columns of a file with employers: their headings, and what a cell says.

docs/interfaces/employers.md tells people. A cell that is empty says nothing; a single `-` says
that the field is to be emptied. Text that a spreadsheet would take for a formula or a fault, or we
for a `-`, stands behind an apostrophe.
"""

import re
from collections.abc import Iterable

LANGUAGES = ("nl", "en")
EXTERNAL = "extern:"
EMPTIES = "-"

_HEADINGS = {
    "code": ("werkgevercode", "code"),
    "name": ("naam", "name"),
    "kvk_number": ("kvk", "kvk_number"),
    "payroll_tax_number": ("loonheffingennummer", "payroll_tax_number"),
    "contract_reference": ("contract", "contract_reference"),
    "start": ("begindatum", "start"),
    "end": ("einddatum", "end"),
    "groups": ("werkgevergroepen", "groups"),
    "classifications": ("verzuimclassificaties", "classifications"),
}
"""Per field its heading in each of `LANGUAGES`."""
_FIELDS = {heading: field for field, named in _HEADINGS.items() for heading in named}
_EXTERNAL = re.compile(r"\s*extern(?:al)?\s*:\s*(?P<name>.*\S)\s*", re.IGNORECASE | re.DOTALL)
_GROUPS = re.compile(r"[|;]")
_BEHIND_APOSTROPHE = re.compile(r"'*[=+\-@#]")


def headings(language: str) -> tuple[str, ...]:
    """The headings in a language, in order."""
    return tuple(named[LANGUAGES.index(language)] for named in _HEADINGS.values())


def field_of(heading: str) -> str | None:
    """The field that a heading names; of an external id `extern:` and its name as written."""
    found = _EXTERNAL.fullmatch(heading)
    if found:
        return EXTERNAL + found["name"]
    return _FIELDS.get(heading.strip().casefold())


def known_headings() -> str:
    """Every heading, for a person."""
    pairs = [f"{nl} ({en})" for nl, en in _HEADINGS.values()]
    return ", ".join([*pairs, "extern:NAAM"])


def text_of(cell: str) -> str:
    """What a cell that is not empty says; an empty text when it empties the field."""
    if cell == EMPTIES:
        return ""
    return cell[1:] if cell[0] == "'" and _BEHIND_APOSTROPHE.match(cell[1:]) else cell


def cell_of(text: str) -> str:
    """The cell that says a text."""
    return f"'{text}" if _BEHIND_APOSTROPHE.match(text) else text


def groups_of(text: str) -> tuple[str, ...]:
    """The codes of the groups in a cell, each once."""
    codes = (code.strip() for code in _GROUPS.split(text))
    return tuple(dict.fromkeys(code for code in codes if code))


def groups_cell(codes: Iterable[str]) -> str:
    """The cell that names groups; a code that cannot be told from two is left out."""
    return cell_of(" | ".join(code for code in codes if groups_of(code) == (code,)))
