"""A person: the `Wrknmr` group (WN).

Left out: the date on which a mutation takes effect (`IngdatMut`), which differs with every message
and says nothing about the person. The BSN and the link keys are attributes, not fields.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from verzuimbrug.domain.deliveries import DeliveredEmployment, DeliveredPerson, FieldValue
from verzuimbrug.sivi.mapping.employment import map_employment
from verzuimbrug.sivi.mapping.groups import FieldTable, Parts, fields_of, split
from verzuimbrug.sivi.mapping.values import FIRST_DAY, as_date, as_day, as_digits, as_text
from verzuimbrug.sivi.reading import line_of
from verzuimbrug.sivi.tags import BSN_KEY, EMPLOYEE_KEYS, PERSONNEL_NUMBER_KEY

if TYPE_CHECKING:
    from itertools import count

    from lxml import etree

EMPLOYMENT = "Dnstvbnd"

PERSON_FIELDS: FieldTable = {
    "Gebdat": ("birth_date", as_date),
    "Overldat": ("deceased_on", as_date),
    "SignNm": ("surname", as_text),
    "Voorl": ("initials", as_text),
    "Voorv": ("prefix", as_text),
    "Roepnaam": ("call_name", as_text),
    "TitVNm": ("title_before", as_text),
    "TitANm": ("title_after", as_text),
    "NmvrkrCd": ("name_preference", as_text),
    "GslchtCd": ("gender", as_text),
    "NivOpldngCd": ("education_level", as_text),
    "WrknmrNoriskJN": ("no_risk", as_text),
}

PARTNER_FIELDS: FieldTable = {"SignNm": ("surname", as_text), "Voorv": ("prefix", as_text)}

BANK_ACCOUNT_FIELDS: FieldTable = {"Iban": ("iban", as_text), "Bic": ("bic", as_text)}

ADDRESS_FIELDS: FieldTable = {
    "SrtVrplgadrsCd": ("care_kind", as_text),
    "NmVrpladrs": ("care_name", as_text),
    "Ingdat": ("start", as_date),
    "Enddat": ("end", as_date),
    "Pc": ("postal_code", as_text),
    "Wnpl": ("city", as_text),
    "StraatLang": ("street", as_text),
    "Huisnr": ("house_number", as_digits),
    "HuisToev": ("house_number_suffix", as_text),
    "LocomsBtl": ("location", as_text),
    "PcBtl": ("postal_code", as_text),
    "WnplBtl": ("city", as_text),
    "RegBtl": ("region", as_text),
    "LandCd": ("country_code", as_text),
    "Landnm": ("country", as_text),
    "HuisnrBtl": ("house_number", as_text),
}
"""An address in the Netherlands and one abroad share a table: no tag means two things in them."""

_Texts = Mapping[str, str]


def _partner(texts: _Texts) -> tuple[str, FieldValue]:
    return "partner", fields_of(texts, PARTNER_FIELDS)


def _bank_account(texts: _Texts) -> tuple[str, FieldValue]:
    return "bank_account", fields_of(texts, BANK_ACCOUNT_FIELDS)


def _address(texts: _Texts) -> tuple[str, FieldValue]:
    return f"address:{texts['SrtAdrsCd']}", fields_of(texts, ADDRESS_FIELDS)


def _foreign_address(texts: _Texts) -> tuple[str, FieldValue]:
    return f"foreign_address:{texts['SrtAdrsCd']}", fields_of(texts, ADDRESS_FIELDS)


def _contact(texts: _Texts) -> tuple[str, FieldValue]:
    return f"contact:{texts['SrtComCd']}", as_text(texts["NrCom"])


PERSON_GROUPS: Mapping[str, Callable[[_Texts], tuple[str, FieldValue]]] = {
    "Prtnr": _partner,
    "BnkGiro": _bank_account,
    "StrAdrNl": _address,
    "StrAdrBl": _foreign_address,
    "Com": _contact,
}
"""The groups of a person that become one field each; of two with one kind code the last counts."""


def map_person(
    element: "etree._Element", path: str, *, position: int, report_positions: "count[int]"
) -> DeliveredPerson:
    """Return the person of a valid `Wrknmr` group.

    A date with an impossible year is left out of the fields (MSG-2). Is it the date of birth, then
    the attribute `birth_date` is 1900-01-01, and the field `birth_date` being absent tells so.
    """
    parts = split(element)
    texts = parts.texts
    fields: dict[str, FieldValue] = {**fields_of(texts, PERSON_FIELDS), **_group_fields(parts)}
    employments = tuple(_employments(parts, path, report_positions))
    bsn = as_digits(texts.get(BSN_KEY, ""))
    return DeliveredPerson(
        position=position,
        path=path,
        line=line_of(element),
        keys=_keys(texts, bsn, employments),
        key_old=as_text(texts.get("IdWrknmrOud", "")),
        birth_date=as_day(texts["Gebdat"]) or FIRST_DAY,
        surname=as_text(texts.get("SignNm", "")),
        bsn=bsn,
        fields=fields,
        employments=employments,
    )


def _group_fields(parts: Parts) -> dict[str, FieldValue]:
    """Make the fields of the groups; one in which nothing usable stands is left out."""
    made = (
        PERSON_GROUPS[tag](split(group).texts)
        for tag, group in parts.groups
        if tag in PERSON_GROUPS
    )
    return {name: value for name, value in made if value}


def _employments(
    parts: Parts, path: str, report_positions: "count[int]"
) -> Iterator[DeliveredEmployment]:
    for number, element in enumerate(parts.named(EMPLOYMENT), start=1):
        yield map_employment(element, f"{path}/{EMPLOYMENT}[{number}]", report_positions)


def _keys(
    texts: _Texts, bsn: str | None, employments: tuple[DeliveredEmployment, ...]
) -> dict[str, tuple[str, ...]]:
    """Collect the distinct values of each tag that a stream may name as link key (WN-1)."""
    personnel_numbers = (employment.fields.get("personnel_number") for employment in employments)
    numbers = {tag: as_text(texts.get(tag, "")) for tag in EMPLOYEE_KEYS}
    return {
        **{tag: (number,) if number else () for tag, number in numbers.items()},
        PERSONNEL_NUMBER_KEY: tuple(
            dict.fromkeys(n for n in personnel_numbers if isinstance(n, str))
        ),
        BSN_KEY: (bsn,) if bsn else (),
    }
