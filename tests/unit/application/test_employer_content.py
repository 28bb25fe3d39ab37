"""An employer as a configuration file says it, and back."""

from datetime import date

import pytest

from verzuimbrug.application.configuration.employer_content import employer_entry
from verzuimbrug.application.configuration.entries import EmployerEntry, MembershipEntry
from verzuimbrug.application.configuration.writing import plain_employer

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    "entry",
    [
        EmployerEntry(code="W1", name="Een"),
        EmployerEntry(
            code="W1",
            name="Een",
            former_codes=("W0",),
            kvk_number="12345678",
            payroll_tax_number="123456789L01",
            external_ids={"AFAS": "4411"},
            contract_reference="C-1",
            start=DAY,
            end=DAY,
            groups=(
                MembershipEntry(group="A"),
                MembershipEntry(group="B", start=DAY, end=DAY, run_out=DAY),
            ),
            classifications="standaard",
        ),
    ],
)
def test_what_was_written_is_read(entry: EmployerEntry) -> None:
    assert employer_entry(plain_employer(entry)) == entry
