"""A report of absence: the `Vrzm` group (VZ).

Contact persons (`Cntprsn`) and action codes (`Actie`) are no part of a report.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from verzuimbrug.domain.deliveries import DeliveredReport
from verzuimbrug.sivi.mapping.groups import Parts, split
from verzuimbrug.sivi.mapping.values import FIRST_DAY, as_day, as_digits, as_text
from verzuimbrug.sivi.reading import line_of

if TYPE_CHECKING:
    from lxml import etree

REPORT = "Vrzm"


def _as_number(text: str) -> int:
    return int(as_digits(text) or 0)


def _as_percentage(text: str) -> Decimal:
    return Decimal(text.strip())


def _as_flag(text: str) -> bool:
    return text.strip() == "J"


REPORT_VALUES: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "VrwrkCd": ("processing_code", str.strip),
    "VrzmgvlId": ("case_key", as_text),
    "VrzmgvlIdOud": ("case_key_old", as_text),
    "VrzmgvlVnrMld": ("sequence", _as_number),
    "EndVrzmJN": ("ends", _as_flag),
    "PrcVrzm": ("percentage", _as_percentage),
    "OorzkVrzmCd": ("cause", str.strip),
    "VngntJN": ("safety_net", str.strip),
    "WAZOCd": ("leave", as_text),
    "RdnEndVrzmCd": ("end_reason", as_text),
}
"""The simple tags of a report other than dates: their attribute, and how the text is read."""

REPORT_DATES: Mapping[str, str] = {
    "IngdatMutVrzm": "mutation_date",
    "IngdatMutVrzmOud": "mutation_date_old",
    "DatEerstVrzmdg": "first_day",
    "DatEerstVrzmdgOud": "first_day_old",
    "DatHrstld": "recovered_on",
    "DatVrwHrstl": "expected_recovery",
    "DatVrzmWrkgvr": "",
    "DatHrstldWrkgvr": "",
}
"""The dates of a report; one without an attribute is read only for its year (MSG-2)."""

_ABSENT: Mapping[str, Any] = {
    "case_key": None,
    "case_key_old": None,
    "mutation_date": FIRST_DAY,
    "mutation_date_old": None,
    "first_day": FIRST_DAY,
    "first_day_old": None,
    "recovered_on": None,
    "expected_recovery": None,
    "leave": None,
    "end_reason": None,
}
"""What an attribute is when its tag is absent, or holds a date that is not usable."""


def map_report(element: "etree._Element", path: str, position: int) -> DeliveredReport:
    """Return the report of a valid `Vrzm` group.

    A date with an impossible year gives `impossible_year`, also when it is one that a report does
    not keep: the dates on which the employer reported absence and recovery.
    """
    parts = split(element)
    values = dict(_ABSENT)
    for tag, text in parts.texts.items():
        if tag in REPORT_VALUES:
            name, read = REPORT_VALUES[tag]
            values[name] = read(text)
    return DeliveredReport(
        position=position,
        path=path,
        line=line_of(element),
        free_text=tuple(_free_texts(parts)),
        impossible_year=_put_dates(parts.texts, values),
        **values,
    )


def _put_dates(texts: Mapping[str, str], values: dict[str, Any]) -> bool:
    """Put the usable dates among the values, and tell whether one was not usable."""
    impossible = False
    for tag, name in REPORT_DATES.items():
        if tag in texts:
            day = as_day(texts[tag])
            if day is None:
                impossible = True
            elif name:
                values[name] = day
    return impossible


def _free_texts(parts: Parts) -> Iterator[str]:
    for group in parts.named("VrTkst"):
        if text := as_text(split(group).texts["VrijeTekst"]):
            yield text
