"""What of a message the settings of a stream may name (WG-1, WN-1, WN-4, WN-5, WN-7)."""

import pytest
from hypothesis import given, settings, strategies as st

from unit.sivi.message_trees import TABLES, drawn
from verzuimbrug.sivi.catalogue import MessageTable
from verzuimbrug.sivi.mapping.field_names import (
    convertible_fields,
    employee_keys,
    employer_tags,
    employment_fields,
    person_fields,
)

ABSENCE = "Verzuimmeldingen"
INSURER = "VerzuimmeldingenVerzekeraar-Arbodienst"


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_every_field_that_a_message_can_give_has_a_name(table: MessageTable, seed: int) -> None:
    _, delivery = drawn(table, seed)
    for employer in delivery.employers:
        for person in employer.persons:
            assert set(person.fields) <= set(person_fields(table.file_name))
            for employment in person.employments:
                assert set(employment.fields) - {"end"} <= set(employment_fields(table.file_name))


def test_repeated_group_is_one_field_per_kind() -> None:
    assert {"address:01", "foreign_address:01", "contact:06"} <= set(person_fields(ABSENCE))


def test_message_with_employments_only_has_no_names() -> None:
    assert person_fields("Dienstverbanden") == (
        "birth_date",
        "deceased_on",
        "education_level",
        "gender",
    )


def test_end_of_an_employment_is_no_setting() -> None:
    assert "start" in employment_fields(ABSENCE)
    assert "end" not in employment_fields(ABSENCE)


def test_texts_and_codes_can_be_translated_and_dates_amounts_and_surname_cannot() -> None:
    names = convertible_fields(ABSENCE)

    assert {"gender", "department_code", "kind"} <= set(names)
    assert {"birth_date", "start", "hours_per_week", "surname", "partner"}.isdisjoint(names)


def test_fields_of_persons_and_of_employments_have_different_names() -> None:
    assert set(person_fields(ABSENCE)).isdisjoint(employment_fields(ABSENCE))


def test_unknown_message_has_no_fields() -> None:
    assert (person_fields(""), employment_fields(""), convertible_fields("")) == ((), (), ())
    assert (employee_keys(""), employer_tags("")) == ((), ())


@pytest.mark.parametrize(
    ("message", "keys"),
    [
        (ABSENCE, ("IdWrknmr", "PersNr", "SofiNr")),
        ("WerknemersGegevens", ("IdWrknmr", "PersNr", "SofiNr")),
        ("Dienstverbanden", ("IdWrknmr", "PersNr")),
    ],
)
def test_a_portal_sends_no_keys_of_an_insurer(message: str, keys: tuple[str, ...]) -> None:
    assert employee_keys(message) == keys
    assert "IDWrkgvrVerzekeraar" not in employer_tags(message)


def test_an_insurer_sends_its_own_keys_and_no_bsn() -> None:
    assert employee_keys(INSURER) == ("IdWrknmr", "PersNr", "IdWrknmrVzkr", "IdWrknmrArbdnst")
    assert "IDWrkgvrVerzekeraar" in employer_tags(INSURER)
    assert "IdWrkgvrUWV" not in employer_tags(INSURER)
