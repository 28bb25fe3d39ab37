"""The guards of a stream in a file and in the store: what differs from the default (VE-2)."""

from collections.abc import Mapping
from typing import Any

from verzuimbrug.application.configuration.document import Section
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.guards import DEFAULT_LIMITS, Guard, Guards, Limit

OFF = "off"
"""How it is written that a guard counts nothing."""

_OFF_READ_AS = ("off", "false", "no")
_WHOLE = 100


def read_guards(section: Section, faults: list[Finding]) -> dict[str, Any]:
    """The guards that are off or have another limit than the default."""
    if _is_off(section, "guards"):
        return {guard.value: OFF for guard in Guard}
    part = section.section("guards")
    if part is None:
        return {}
    read = {guard.value: _guard(part, guard, faults) for guard in Guard}
    part.close()
    return {name: limit for name, limit in read.items() if limit is not None}


def _is_off(section: Section, key: str) -> bool:
    """YAML and JSON may have made a truth of the word."""
    if section.is_mapping(key) or section.is_list(key):
        return False
    return section.text(key).lower() in _OFF_READ_AS


def _guard(section: Section, guard: Guard, faults: list[Finding]) -> str | dict[str, int] | None:
    """What a guard is set to; None when that is the default."""
    if _is_off(section, guard):
        return OFF
    part = section.section(guard)
    limit = _limit(part, guard, faults) if part else {}
    return limit if limit and Limit(**limit) != DEFAULT_LIMITS[guard] else None


def _limit(section: Section, guard: Guard, faults: list[Finding]) -> dict[str, int]:
    """A number, and a percentage for a guard that has one: left out, the number alone decides."""
    more_than = section.number("more_than", 0) if section.required("more_than") else 0
    limit = {"more_than": more_than}
    if DEFAULT_LIMITS[guard].percent is not None and section.text("percent"):
        limit["percent"] = _percent(section, faults)
    section.close()
    return limit


def _percent(section: Section, faults: list[Finding]) -> int:
    percent = section.number("percent", 0)
    if percent > _WHOLE:
        params = {"value": str(percent), "known": f"0-{_WHOLE}"}
        faults.append(Finding("CF010", params, *section.place_of("percent")))
    return percent


def as_guards(stored: Mapping[str, Any]) -> Guards:
    """The guards of the rules, of what is stored."""
    chosen = {guard: stored.get(guard, limit) for guard, limit in DEFAULT_LIMITS.items()}
    return Guards(
        limits={
            guard: limit if isinstance(limit, Limit) else Limit(**limit)
            for guard, limit in chosen.items()
            if limit != OFF
        }
    )
