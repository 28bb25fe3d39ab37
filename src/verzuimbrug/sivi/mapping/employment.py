"""An employment: the `Dnstvbnd` group (WN-7).

Left out: contact persons (`Cntprsn`), which are not the employee's own data, and the dates on which
a mutation takes effect (`IngdatMut`), which differ with every message and say nothing about the
employment.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from verzuimbrug.domain.deliveries import DeliveredEmployment, DeliveredReport, FieldValue
from verzuimbrug.sivi.mapping.absence import REPORT, map_report
from verzuimbrug.sivi.mapping.groups import FieldTable, Parts, fields_of, numbered, split
from verzuimbrug.sivi.mapping.values import as_amount, as_date, as_digits, as_text
from verzuimbrug.sivi.reading import line_of

if TYPE_CHECKING:
    from itertools import count

    from lxml import etree

EMPLOYMENT_FIELDS: FieldTable = {
    "Ingdat": ("start", as_date),
    "Enddat": ("end", as_date),
    "RdEndDnstvbndCd": ("end_reason", as_text),
    "PersNr": ("personnel_number", as_text),
    "PersNrOud": ("personnel_number_old", as_text),
    "CntrnrArbdnst": ("contract_number", as_text),
    "SrtDnstvbndCd": ("kind", as_text),
    "Fnctcd": ("job_code", as_text),
    "NmFnct": ("job", as_text),
    "FsIndFZ": ("phase", as_text),
    "NmOrgeenh": ("department", as_text),
    "OrgeenhCd": ("department_code", as_text),
    "OndOrgeenhCdNm": ("unit", as_text),
    "OndOrgeenhCd": ("unit_code", as_text),
    "OmsStandplts": ("workplace", as_text),
    "PcStandplts": ("workplace_postal_code", as_text),
    "VrdlngCd": ("distribution", as_text),
    "CdBepTd": ("term", as_text),
    "AantCtrcturenPWk": ("hours_per_week", as_amount),
    "AantUNormWk": ("full_time_hours", as_amount),
    "SrtVarWrktdCd": ("variable_hours", as_text),
    "AantLnwchtdgn": ("waiting_days", as_digits),
    "PrcLndrbtng": ("continued_pay_percentage", as_amount),
}

WORK_RELATION_FIELDS: FieldTable = {
    "IdArbeidsrelatie": ("number", as_text),
    "IdArbeidsrelatieOud": ("number_old", as_text),
    "PersNr": ("personnel_number", as_text),
    "PersNrOud": ("personnel_number_old", as_text),
    "Ingdat": ("start", as_date),
    "Enddat": ("end", as_date),
    "AantCtrcturenPWk": ("hours_per_week", as_amount),
}
"""The `Arbeidsrelatie` group, kept as one field: `work_relation`."""

COST_CENTRE_FIELDS: FieldTable = {
    "Ingdat": ("start", as_date),
    "Enddat": ("end", as_date),
    "NmKostenplaats": ("name", as_text),
    "KostenplaatsCd": ("code", as_text),
    "OndKostenplaatsCd": ("part_code", as_text),
    "OndKostenplaatsNm": ("part", as_text),
}
"""The `Kostenplaats` groups, kept together as one field, `cost_centres`: 1.code, 1.name, 2.code."""


def map_employment(
    element: "etree._Element", path: str, positions: "count[int]"
) -> DeliveredEmployment:
    """Return the employment of a valid `Dnstvbnd` group, its reports numbered from `positions`.

    The field `end` is always there. An end with an impossible year (9999-12-31) is no end: None.
    Other dates with an impossible year are left out.
    """
    parts = split(element)
    texts = parts.texts
    fields: dict[str, FieldValue] = {"end": None}
    fields.update(fields_of(texts, EMPLOYMENT_FIELDS))
    fields.update(_group_fields(parts))
    return DeliveredEmployment(
        number=as_text(texts["IdDnstvbnd"]),
        number_old=as_text(texts.get("IdDnstvbndOud", "")),
        fields=fields,
        path=path,
        line=line_of(element),
        reports=tuple(_reports(parts, path, positions)),
    )


def _group_fields(parts: Parts) -> Iterator[tuple[str, FieldValue]]:
    centres = (
        fields_of(split(group).texts, COST_CENTRE_FIELDS) for group in parts.named("Kostenplaats")
    )
    if cost_centres := numbered(centres):
        yield "cost_centres", cost_centres
    for group in parts.named("Arbeidsrelatie"):
        yield "work_relation", fields_of(split(group).texts, WORK_RELATION_FIELDS)


def _reports(parts: Parts, path: str, positions: "count[int]") -> Iterator[DeliveredReport]:
    for number, element in enumerate(parts.named(REPORT), start=1):
        yield map_report(element, f"{path}/{REPORT}[{number}]", next(positions))
