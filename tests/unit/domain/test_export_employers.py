"""By what numbers a receiver knows an employer (EX-5)."""

import pytest

from verzuimbrug.domain.export_employers import (
    EmployerChain,
    ExportedEmployer,
    KnownEmployer,
    exported_employer,
)

EMPLOYER = KnownEmployer(
    code="FLSN1", name="Bakker", contract_reference="C7", external_ids={"visma": "V9", "oud": ""}
)
BARE = KnownEmployer(code="FLSN1", name="Bakker", external_ids={})


def known_as(employer: KnownEmployer, **chain: tuple[str, ...]) -> tuple[str, str]:
    found = exported_employer(employer, EmployerChain(**chain))  # type: ignore[arg-type]
    return found.number, found.connection_number


def test_the_number_is_that_of_a_system_named_or_else_our_code() -> None:
    assert known_as(EMPLOYER, number=("oud", "visma")) == ("V9", "C7")
    assert known_as(EMPLOYER, number=("elders",)) == ("FLSN1", "C7")


def test_the_connection_number_is_the_contract_reference_or_else_our_code() -> None:
    assert known_as(EMPLOYER, connection_number=("visma",)) == ("FLSN1", "V9")
    assert known_as(EMPLOYER) == ("FLSN1", "C7")
    assert known_as(BARE) == ("FLSN1", "FLSN1")


@pytest.mark.parametrize(("own", "sent"), [("123L01", "123L01"), ("", "0L01")])
def test_a_payroll_tax_number_is_the_stated_one_when_there_is_none(own: str, sent: str) -> None:
    employer = KnownEmployer(code="1", name="B", payroll_tax_number=own, external_ids={})

    assert exported_employer(employer, EmployerChain(payroll_tax_number="0L01")) == (
        ExportedEmployer(
            name="B", kvk_number="", number="1", connection_number="1", payroll_tax_number=sent
        )
    )
