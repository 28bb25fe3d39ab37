"""What is shown of nobody, and what of nobody without an absence case (datakluis)."""

import pytest

from verzuimbrug.domain.shielding import is_shielded
from verzuimbrug.domain.statements import ObjectKind

NAMES = ("surname", "initials", "address:01", "contact:06", "partner", "anything_new")
PLAIN = ("birth_date", "gender", "link_key", "former_link_key", "deceased_on")


@pytest.mark.parametrize("field", NAMES)
def test_name_address_and_contact_are_shown_of_a_person_with_a_case_only(field: str) -> None:
    assert is_shielded(ObjectKind.EMPLOYEE, field, has_case=False)
    assert not is_shielded(ObjectKind.EMPLOYEE, field, has_case=True)


@pytest.mark.parametrize("field", PLAIN)
def test_what_names_nobody_is_shown_of_everybody(field: str) -> None:
    assert not is_shielded(ObjectKind.EMPLOYEE, field, has_case=False)


@pytest.mark.parametrize("kind", ObjectKind)
@pytest.mark.parametrize("field", ["bsn", "free_text"])
def test_bsn_and_free_text_are_shown_of_nobody(kind: str, field: str) -> None:
    assert is_shielded(kind, field, has_case=True)


@pytest.mark.parametrize("kind", [ObjectKind.EMPLOYMENT, ObjectKind.CASE])
def test_employments_and_cases_have_nothing_of_that(kind: str) -> None:
    assert not is_shielded(kind, "department", has_case=False)
