"""By what numbers a receiver knows an employer: the first of a chain that there is (EX-5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEmployer:
    """An employer as we know it; `external_ids` gives its number by the name of a system."""

    code: str
    name: str
    kvk_number: str = ""
    payroll_tax_number: str = ""
    contract_reference: str = ""
    external_ids: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerChain:
    """Which of an employer's numbers elsewhere go first, by the names of the systems."""

    number: tuple[str, ...] = ()
    connection_number: tuple[str, ...] = ()
    payroll_tax_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedEmployer:
    """An employer as one receiver knows it; an empty text is what there is not."""

    name: str
    kvk_number: str
    number: str
    connection_number: str
    payroll_tax_number: str


def exported_employer(employer: KnownEmployer, chain: EmployerChain) -> ExportedEmployer:
    """EX-5: number: as a system named has it, else our code.

    Connection number: as a system named has it, else the contract reference, else our code. The
    payroll tax number is the stated one when the employer has none.
    """
    elsewhere = employer.external_ids
    connection = _first(elsewhere, chain.connection_number) or employer.contract_reference
    return ExportedEmployer(
        name=employer.name,
        kvk_number=employer.kvk_number,
        number=_first(elsewhere, chain.number) or employer.code,
        connection_number=connection or employer.code,
        payroll_tax_number=employer.payroll_tax_number or chain.payroll_tax_number,
    )


def _first(numbers: Mapping[str, str], names: Iterable[str]) -> str:
    return next((numbers[name] for name in names if numbers.get(name)), "")
