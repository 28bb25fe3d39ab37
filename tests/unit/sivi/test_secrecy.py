"""Which tags hold something of a person: the lists are complete (VZ-14, WN-6)."""

from collections.abc import Iterator

import pytest

from verzuimbrug.sivi.catalogue import Element, catalogue
from verzuimbrug.sivi.secrecy import NEVER, OPEN, PERSONAL, Secrecy, secrecy_of

_PERSONS = frozenset(
    {"Wrknmr", "Prtnr", "Cntprsn", "CntprsnZender", "CntprsnOntvanger", "UitvoerderAfspraak"}
)
_OPEN_OF_PERSONS = frozenset(
    {
        *("IdWrknmr", "IdWrknmrOud", "IdWrknmrArbdnst", "IdWrknmrVzkr", "IdDnstvbnd"),
        *("IdDnstvbndOud", "IdArbeidsrelatie", "IdArbeidsrelatieOud", "IdPrevDienst"),
        *("IdCntctprsn", "VrzmgvlId", "VrzmgvlIdOud", "VrzmgvlVnrMld", "VrwrkCd", "IngdatMut"),
        *("IngdatMutVrzm", "IngdatMutVrzmOud", "IngdatMutPrev", "EndVrzmJN", "DatEerstVrzmdg"),
        *("DatEerstVrzmdgOud", "DatHrstld", "DatHrstldWrkgvr", "DatVrwHrstl", "DatVrzmArbo"),
        *("DatVrzmWrkgvr", "PrcVrzm", "Ingdat", "Enddat", "SrtAdrsCd", "SrtComCd"),
        "RolCntprsnCd",
    }
)


def _texts(element: Element, *, is_person: bool = False) -> Iterator[tuple[str, bool]]:
    """The simple tags, and whether they stand in a group of a person."""
    inside = is_person or element.tag in _PERSONS
    if not element.is_group:
        yield element.tag, inside
    for child in element.children:
        yield from _texts(child, is_person=inside)


_ALL = frozenset(each for table in catalogue().tables for each in _texts(table.element))


def test_every_simple_tag_of_every_table_is_in_exactly_one_list() -> None:
    tags = {tag for tag, _ in _ALL}
    assert tags == OPEN | PERSONAL | NEVER
    assert len(OPEN) + len(PERSONAL) + len(NEVER) == len(tags)


def test_of_persons_only_keys_and_the_course_of_absence_are_open() -> None:
    """A tag that a later edition adds to a person is masked until somebody decides otherwise."""
    assert {tag for tag, is_person in _ALL if is_person} & OPEN == _OPEN_OF_PERSONS


@pytest.mark.parametrize(
    ("tag", "secrecy"),
    [
        ("HndlsnmOrg", Secrecy.OPEN),
        ("Gebdat", Secrecy.PERSONAL),
        ("SofiNr", Secrecy.NEVER),
        ("VrijeTekst", Secrecy.NEVER),
        ("SofiNummer", Secrecy.NEVER),
    ],
)
def test_a_citizen_service_number_free_text_and_unknown_tags_are_never_shown(
    tag: str, secrecy: Secrecy
) -> None:
    """VZ-14, WN-6."""
    assert secrecy_of(tag) is secrecy
