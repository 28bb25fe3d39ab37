"""Employers themselves: WerkgeversGegevensBasisregistratie and UitwisselenKoppelcontractgegevens.

Left out, since no rule asks for it: the administration office, numbers of employees, cost centres,
own risk, cover and premium of insurances, services, and of contact persons all that is not needed
to reach them. It can be read in the received file.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

from verzuimbrug.domain.employer_messages import DeliveredDepartment, EmployerData, Term
from verzuimbrug.domain.texts import storable
from verzuimbrug.sivi.mapping.delivery import EMPLOYER, employer_groups
from verzuimbrug.sivi.mapping.groups import FieldTable, Parts, fields_of, split
from verzuimbrug.sivi.mapping.person import ADDRESS_FIELDS
from verzuimbrug.sivi.mapping.values import as_date, as_day, as_digits
from verzuimbrug.sivi.reading import line_of, local_name

if TYPE_CHECKING:
    from lxml import etree

PROPOSES_ONLY = frozenset({"UitwisselenKoppelcontractgegevens"})
"""The messages of which nothing is taken over before somebody approved it."""


def as_line(text: str) -> str | None:
    """Return the text on one line, without what the store cannot hold; None when nothing is left.

    Employers stand in configuration files, which are stricter than messages.
    """
    return storable(" ".join(text.split())) or None


_VALUES: FieldTable = {
    "HndlsnmOrg": ("name", as_line),
    "InschrijvingsnrKvK": ("kvk_number", as_digits),
    "Lhnr": ("payroll_tax_number", as_line),
}
_ADDRESS: FieldTable = {**ADDRESS_FIELDS, "Pbnr": ("post_box", as_digits)}
_ADDRESS_KINDS = {"StrAdrNl": "street", "StrAdrBl": "foreign", "PbadrsNl": "post_box"}
_DEPARTMENT: FieldTable = {
    "NmOrgeenh": ("name", as_line),
    "OndOrgeenhCd": ("part_of", as_line),
    "Ingdat": ("start", as_date),
    "Enddat": ("end", as_date),
}
_PERSON: FieldTable = {
    "Achternaam": ("name", as_line),
    "Voorl": ("initials", as_line),
    "RolCntprsnCd": ("role", as_line),
}
_CODES = {
    "": ("VrwrkCd", "RdnGnGgvnsuitw", "VestigingsnrHandelsregister"),
    "ArboCntrct": ("VrwrkCd", "StatusCntrctCd", "TypArbContCod"),
    "Verzekering": ("VrwrkCd", "StatusCntrctCd", "RdnBeeindCntrct", "SrtVerzekeringCd"),
    "MchtVrzm": ("VrwrkCd", "KpplCd", "RdnEndMCd"),
}
"""What is shown as received, by the group that it stands in."""


def map_employers_themselves(root: "etree._Element") -> Iterator[EmployerData]:
    """Yield what a valid message of `MessageKind.EMPLOYERS` says of each employer, in order."""
    numbers = count(1)
    for element in employer_groups(root):
        number = next(numbers)
        path = f"/{local_name(root)}/{EMPLOYER}[{number}]"
        yield _employer(element, path, number - 1)


def _employer(element: "etree._Element", path: str, position: int) -> EmployerData:
    parts = split(element)
    contracts = [split(group) for group in parts.named("ArboCntrct")]
    return EmployerData(
        position=position,
        path=path,
        line=line_of(element),
        tags=parts.texts,
        values={**fields_of(parts.texts, _VALUES), **_reference(contracts)},
        processing_code=parts.texts.get("VrwrkCd", "").strip(),
        term=_term(parts, contracts),
        addresses=dict(_addresses(parts)),
        contact=_contact(parts),
        contact_persons=tuple(_persons(parts)),
        departments=tuple(_departments(parts)),
        codes=tuple(_codes(parts)),
    )


def _reference(contracts: Iterable[Parts]) -> Mapping[str, str]:
    """The number of the contract that began last."""
    last = max(contracts, key=_began, default=None)
    number = as_line(last.texts["Cntrnr"]) if last else None
    return {"contract_reference": number} if number else {}


def _began(group: Parts) -> date:
    return as_day(group.texts["Ingdat"]) or date.min


def _term(parts: Parts, contracts: list[Parts]) -> Term | None:
    """When the authorisation holds; else the time of all contracts together."""
    groups = [split(group) for group in parts.named("MchtVrzm")] or contracts
    if not groups:
        return None
    starts = [as_day(group.texts["Ingdat"]) for group in groups]
    ends = [as_day(group.texts.get("Enddat", "")) for group in groups]
    last = max(groups, key=_began)
    return Term(
        start=min(filter(None, starts), default=None),
        until=max(filter(None, ends)) if all(ends) else None,
        processing_code=last.texts.get("VrwrkCd", "").strip(),
    )


def _addresses(parts: Parts) -> Iterator[tuple[str, Mapping[str, str]]]:
    """By kind; of several of one kind the one that ends last, of these the one that began last."""
    found: dict[str, list[Mapping[str, str]]] = {}
    for tag, group in parts.groups:
        if tag in _ADDRESS_KINDS:
            texts = split(group).texts
            code = as_line(texts.get("SrtAdrsCd", ""))
            kind = f"{_ADDRESS_KINDS[tag]}:{code}" if code else _ADDRESS_KINDS[tag]
            found.setdefault(kind, []).append(_cleaned(fields_of(texts, _ADDRESS)))
    for kind, addresses in found.items():
        yield (
            kind,
            max(addresses, key=lambda each: (each.get("end", "9999"), each.get("start", ""))),
        )


def _cleaned(fields: Mapping[str, str]) -> Mapping[str, str]:
    lines = ((name, as_line(value)) for name, value in fields.items())
    return {name: line for name, line in lines if line}


def _contact(parts: Parts) -> Mapping[str, str]:
    """The address or number of each kind; of two of one kind the last."""
    found = {}
    for group in parts.named("Com"):
        texts = split(group).texts
        if line := as_line(texts["NrCom"]):
            found[texts["SrtComCd"].strip()] = line
    return found


def _persons(parts: Parts) -> Iterator[Mapping[str, Any]]:
    for group in parts.named("Cntprsn"):
        person = split(group)
        said = fields_of(person.texts, _PERSON)
        if "name" in said:
            contact = _contact(person)
            yield {**said, **({"contact": contact} if contact else {})}


def _departments(parts: Parts) -> Iterator[DeliveredDepartment]:
    for group in parts.named("OrgEenh"):
        texts = split(group).texts
        if code := as_line(texts["OrgeenhCd"]):
            yield DeliveredDepartment(
                code=code,
                processing_code=texts["VrwrkCd"].strip(),
                fields=fields_of(texts, _DEPARTMENT),
            )


def _codes(parts: Parts) -> Iterator[tuple[str, str]]:
    groups = [("", parts), *((tag, split(group)) for tag, group in parts.groups)]
    for tag, group in groups:
        for name in _CODES.get(tag, ()):
            if line := as_line(group.texts.get(name, "")):
                yield f"{tag}/{name}" if tag else name, line
