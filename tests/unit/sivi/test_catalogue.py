from decimal import Decimal

import pytest

from verzuimbrug.sivi.catalogue import Element, Facets, MessageTable, catalogue
from verzuimbrug.sivi.facets import value_faults

FAMILY = "http://www.sivi.org/Verzuimmanagement"
PERCENTAGE = Facets(
    total_digits=5, fraction_digits=2, min_inclusive=Decimal(0), pattern="[0-9]{1,3}[.][0-9]{2}"
)


def _lines() -> list[Element]:
    return [line for table in catalogue().tables for line in table.element.walk()]


def _table(name: str, edition: str) -> MessageTable:
    found = catalogue().by_namespace(f"{FAMILY}/{name}/{edition}", name)
    assert found is not None
    return found


def test_all_thirty_tables_are_there() -> None:
    names = {(table.interface, table.edition, table.file_name) for table in catalogue().tables}

    assert len(names) == 30


def test_every_message_is_found_by_its_namespace_and_root() -> None:
    for table in catalogue().tables:
        assert catalogue().by_namespace(table.namespace, table.root) is table


def test_a_namespace_with_another_root_is_no_message() -> None:
    assert catalogue().by_namespace(f"{FAMILY}/Verzuimmeldingen/2026", "Dienstverbanden") is None


def test_editions_are_listed_oldest_first() -> None:
    assert catalogue().editions("Verzuimmeldingen") == ("2022", "2024", "2025", "2026")
    assert catalogue().editions("VerwerkingsmeldingWerkgeverArbodienst") == ("2024", "2025", "2026")
    assert catalogue().editions("Onbekend") == ()


@pytest.mark.parametrize(
    ("name", "edition", "elements"),
    [
        ("Verzuimmeldingen", "2022", 195),
        ("Verzuimmeldingen", "2026", 168),
        ("Retourmelding", "2026", 17),
    ],
)
def test_a_table_has_as_many_elements_as_its_first_line_says(
    name: str, edition: str, elements: int
) -> None:
    assert len(list(_table(name, edition).element.walk())) == elements


def test_the_file_name_may_differ_from_the_root() -> None:
    assert _table("WerknemerGegevens", "2026").file_name == "WerknemersGegevens"


def test_a_line_keeps_all_columns_of_the_table() -> None:
    general = _table("Verzuimmeldingen", "2026").element.children[0]

    assert general.children[0] == Element(
        level=2,
        tag="BrCd",
        minimum=1,
        maximum=1,
        base="string",
        facets=Facets(max_length=5),
        values=("00100",),
        name="Bericht, code",
        children=(),
    )


def test_facets_are_read_with_their_own_types() -> None:
    facets = {line.facets for line in _table("Verzuimmeldingen", "2026").element.walk()}

    assert Facets(min_length=1, max_length=40) in facets
    assert Facets(length=1, pattern=r"\D*") in facets
    assert PERCENTAGE in facets


def test_an_element_without_a_limit_may_stand_as_often_as_wanted() -> None:
    employer = _table("Verzuimmeldingen", "2026").element.children[-1]

    assert (employer.tag, employer.maximum) == ("Wrkgvr", None)


def test_only_groups_have_children_and_every_group_has() -> None:
    assert all(line.is_group == bool(line.children) for line in _lines())


def test_no_group_has_two_lines_with_the_same_tag() -> None:
    for line in _lines():
        assert len({child.tag for child in line.children}) == len(line.children)


def test_children_stand_one_level_below_their_group() -> None:
    for line in _lines():
        assert {child.level for child in line.children} <= {line.level + 1}


def test_every_listed_code_satisfies_the_facets_of_its_element() -> None:
    for line in _lines():
        for value in line.values:
            assert line.base == "string"
            assert value_faults(line, value) == ()


def test_the_catalogue_is_read_once() -> None:
    assert catalogue() is catalogue()
