"""Codes of the standard in a file: two digits, also when written as a number."""

from collections.abc import Iterable, Iterator
from functools import cache

from verzuimbrug.application.configuration.document import Section
from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.catalogue import Element, catalogue


def as_code(written: str) -> str:
    """`1` is the code `01`: all codes that a stream may name have two digits, or a letter."""
    return written.zfill(2) if written.isascii() and written.isdecimal() else written


def as_codes(written: Iterable[str]) -> list[str]:
    """Codes in order, each once."""
    return sorted({as_code(code) for code in written})


def read_codes(
    section: Section, key: str, known: Iterable[str], faults: list[Finding]
) -> dict[str, str]:
    """A mapping by code of the standard; a code that the standard does not have is a fault."""
    table, codes = section.pairs(key), tuple(known)
    for written in table:
        if as_code(written) not in codes:
            path, line = section.place_of(key)
            params = {"value": written, "known": ", ".join(codes)}
            faults.append(Finding("CF010", params, f"{path}.{written}", line))
    return {as_code(written): value for written, value in table.items()}


@cache
def values_of(tag: str) -> tuple[str, ...]:
    """The codes that any edition of any message allows for a tag."""
    tables = catalogue().tables
    return tuple(sorted({value for table in tables for value in _values(table.element, tag)}))


def _values(element: Element, tag: str) -> Iterator[str]:
    if element.tag == tag:
        yield from element.values
    for child in element.children:
        yield from _values(child, tag)
