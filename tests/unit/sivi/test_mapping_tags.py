"""The tags of every edition: mapped or left out by name, and named as they are (MSG-2)."""

import pytest

from verzuimbrug.domain.deliveries import MessageKind
from verzuimbrug.sivi.catalogue import catalogue
from verzuimbrug.sivi.mapping.absence import REPORT_DATES, REPORT_VALUES
from verzuimbrug.sivi.mapping.employment import (
    COST_CENTRE_FIELDS,
    EMPLOYMENT_FIELDS,
    WORK_RELATION_FIELDS,
)
from verzuimbrug.sivi.mapping.person import (
    ADDRESS_FIELDS,
    BANK_ACCOUNT_FIELDS,
    PARTNER_FIELDS,
    PERSON_FIELDS,
)
from verzuimbrug.sivi.tags import (
    DOSSIER_MESSAGES,
    EMPLOYEE_KEYS,
    EMPLOYER_TAGS,
    MESSAGE_KINDS,
    real_tag,
)

LEFT_OUT = {
    "Wrknmr": {"IngdatMut", "IdWrknmrOud", *EMPLOYEE_KEYS} - {"PersNr"},
    "Dnstvbnd": {"IngdatMut", "IdDnstvbnd", "IdDnstvbndOud"},
    "Vrzm": {
        *("BijzRdnStartVrzmCd", "ArbCnflJN", "PrcArbther"),
        *("RdnEndVrzmBegeleidingCd", "WGAERDJN", "ZWERDJN"),
    },
    "Arbeidsrelatie": {"IngdatMut"},
    "Kostenplaats": {"IngdatMut"},
    "StrAdrNl StrAdrBl": {"SrtAdrsCd"},
}
MAPPED = {
    "Wrknmr": PERSON_FIELDS,
    "Dnstvbnd": EMPLOYMENT_FIELDS,
    "Vrzm": {**REPORT_VALUES, **REPORT_DATES},
    "Arbeidsrelatie": WORK_RELATION_FIELDS,
    "Kostenplaats": COST_CENTRE_FIELDS,
    "Prtnr": PARTNER_FIELDS,
    "BnkGiro": BANK_ACCOUNT_FIELDS,
    "StrAdrNl StrAdrBl": ADDRESS_FIELDS,
}


def simple_tags(groups: str) -> set[str]:
    """Collect the simple tags that groups below the employee have in any edition."""
    return {
        tag.tag
        for table in catalogue().tables
        if table.file_name in DOSSIER_MESSAGES
        for person in table.element.walk()
        if person.tag == "Wrknmr"
        for group in person.walk()
        if group.tag in groups.split()
        for tag in group.children
        if not tag.is_group
    }


@pytest.mark.parametrize("groups", MAPPED)
def test_every_tag_of_every_edition_is_mapped_or_left_out_by_name(groups: str) -> None:
    assert simple_tags(groups) == set(MAPPED[groups]) | LEFT_OUT.get(groups, set())


def test_template_may_name_the_simple_tags_of_the_employer_group() -> None:
    employers = [
        element
        for table in catalogue().tables
        if MESSAGE_KINDS.get(table.file_name, MessageKind.EMPLOYERS) is not MessageKind.EMPLOYERS
        for element in table.element.children
        if element.tag == "Wrkgvr"
    ]

    assert {c.tag for e in employers for c in e.children if not c.is_group} == set(EMPLOYER_TAGS)


def test_misspelt_employer_tag_of_the_help_page_is_the_real_one() -> None:
    assert real_tag("IdWrkgvrArbndst") == "IdWrkgvrArbdnst"
    assert real_tag("Lhnr") == "Lhnr"
