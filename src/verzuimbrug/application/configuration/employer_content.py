"""From an employer as a configuration file says it to its entry, without a file between."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from verzuimbrug.application.configuration.entries import EmployerEntry, MembershipEntry, Plain


def employer_entry(content: Plain) -> EmployerEntry:
    """The entry that `plain_employer` writes as this."""
    return EmployerEntry(
        code=content["code"],
        name=content["name"],
        former_codes=tuple(content.get("former_codes", ())),
        kvk_number=content.get("kvk_number", ""),
        payroll_tax_number=content.get("payroll_tax_number", ""),
        external_ids=content.get("external_ids", {}),
        contract_reference=content.get("contract_reference", ""),
        start=_day(content.get("start")),
        end=_day(content.get("end")),
        groups=tuple(_membership(each) for each in content.get("groups", ())),
        classifications=content.get("classifications", ""),
        addresses=content.get("addresses", {}),
        contact=content.get("contact", {}),
        contact_persons=tuple(content.get("contact_persons", ())),
        departments=content.get("departments", {}),
    )


def _membership(content: str | Mapping[str, Any]) -> MembershipEntry:
    if isinstance(content, str):
        return MembershipEntry(group=content)
    return MembershipEntry(
        group=content["code"],
        start=_day(content.get("from")),
        end=_day(content.get("until")),
        run_out=_day(content.get("run_out_until")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
