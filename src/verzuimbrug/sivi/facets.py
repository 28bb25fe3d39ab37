"""Which values the tables allow: lexical forms, facets and codes of XML Schema 1.0 (rule MSG-2)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from verzuimbrug.sivi.catalogue import Element, Facets

XML_SPACE = " \t\r\n"
STRING = "string"

_ZONE = r"(Z|[+\-](0[0-9]|1[0-3]):[0-5][0-9]|[+\-]14:00)?"
_BY_FOUR = "(0[48]|[2468][048]|[13579][26])"
_YEAR = "([1-9][0-9]{3,}|0[0-9]{2}[1-9]|0[0-9][1-9]0|0[1-9]00)"
_LEAP_YEAR = (
    f"(([1-9][0-9]+|0[0-9]){_BY_FOUR}|({_BY_FOUR}|[1-9][0-9]*([02468][048]|[13579][26]))00)"
)
_MONTH_DAY = (
    "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
    "|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    "|02-(0[1-9]|1[0-9]|2[0-8]))"
)

DATE_PATTERN = f"-?({_YEAR}-{_MONTH_DAY}|{_LEAP_YEAR}-02-29){_ZONE}"
"""Every date of XML Schema 1.0: any year but 0000, and 29 February in leap years only."""

TIME_PATTERN = rf"(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?){_ZONE}"
"""Every time of XML Schema 1.0; midnight may be written 24:00:00."""

LONGEST_DATE = 100
"""Characters a date may have. XML Schema lets a processor limit the digits of a year."""

_DECIMAL = re.compile(r"[+\-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_INTEGER = re.compile(r"[+\-]?[0-9]+")
_NON_NEGATIVE = re.compile(r"\+?[0-9]+|-0+")
_LEXICAL = {
    "date": ("CAT11", re.compile(f"(?=.{{0,{LONGEST_DATE}}}$){DATE_PATTERN}")),
    "time": ("CAT12", re.compile(TIME_PATTERN)),
    "integer": ("CAT13", _INTEGER),
    "nonNegativeInteger": ("CAT14", _NON_NEGATIVE),
    "decimal": ("CAT15", _DECIMAL),
}
_PATTERN_FAULTS = {r"\D*": "CAT26", r"\d*": "CAT27"}
_MESSAGE_CODES = ("BrCd", "VnrBrCd")
_LONGEST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class ValueFault:
    """One thing that is wrong with a value: a finding code and its parameters."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


def value_faults(element: Element, text: str) -> tuple[ValueFault, ...]:
    """Return all that is wrong with the text of an element, nothing when the table allows it.

    Texts keep their spaces; around every other value they are dropped first, as XML Schema does.
    """
    value = text if element.base == STRING else text.strip(XML_SPACE)
    faults = tuple(_faults(element, value))
    return (ValueFault("CAT10"),) if faults and not value else faults


def _faults(element: Element, value: str) -> Iterator[ValueFault]:
    if element.values:
        yield from _code_faults(element, value)
    elif element.base == STRING:
        yield from _length_faults(element.facets, value)
        yield from _pattern_faults(element.facets, value)
    else:
        yield from _typed_faults(element, value)


def _code_faults(element: Element, value: str) -> Iterator[ValueFault]:
    if value not in element.values:
        code = "CAT31" if element.tag in _MESSAGE_CODES else "CAT30"
        yield ValueFault(code, {"found": _shown(value), "allowed": ", ".join(element.values)})


def _shown(value: str) -> str:
    # A code is short. What is longer may be personal data that ended up in the wrong place, and a
    # finding travels further than the message does.
    return value if len(value) <= _LONGEST_SHOWN else f"{value[:2]}..."


def _length_faults(facets: Facets, value: str) -> Iterator[ValueFault]:
    found = len(value)
    if facets.length is not None and found != facets.length:
        yield _limit("CAT20", found, facets.length)
    if facets.min_length is not None and found < facets.min_length:
        yield _limit("CAT21", found, facets.min_length)
    if facets.max_length is not None and found > facets.max_length:
        yield _limit("CAT22", found, facets.max_length)


def _pattern_faults(facets: Facets, value: str) -> Iterator[ValueFault]:
    if facets.pattern is not None and not re.fullmatch(facets.pattern, value):
        code = _PATTERN_FAULTS.get(facets.pattern, "CAT28")
        yield ValueFault(code, {"pattern": facets.pattern})


def _typed_faults(element: Element, value: str) -> Iterator[ValueFault]:
    code, lexical = _LEXICAL[element.base]
    if not lexical.fullmatch(value):
        yield ValueFault(code)
        return
    yield from _digit_faults(element.facets, value)
    yield from _minimum_faults(element.facets, value)
    yield from _pattern_faults(element.facets, value)


def _digit_faults(facets: Facets, value: str) -> Iterator[ValueFault]:
    # Digits are counted on the number, not on how it is written: 007.50 has two, one of them
    # behind the point.
    whole, _, fraction = value.lstrip("+-").partition(".")
    fraction = fraction.rstrip("0")
    digits = len(whole.lstrip("0")) + len(fraction)
    if facets.total_digits is not None and digits > facets.total_digits:
        yield _limit("CAT23", digits, facets.total_digits)
    if facets.fraction_digits is not None and len(fraction) > facets.fraction_digits:
        yield _limit("CAT24", len(fraction), facets.fraction_digits)


def _minimum_faults(facets: Facets, value: str) -> Iterator[ValueFault]:
    if facets.min_inclusive is not None and Decimal(value) < facets.min_inclusive:
        yield ValueFault("CAT25", {"limit": str(facets.min_inclusive)})


def _limit(code: str, found: int, limit: int) -> ValueFault:
    return ValueFault(code, {"found": str(found), "limit": str(limit)})
