"""Short ways to write down what a dossier should be, in the shape of the REST API (interfaces)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

Expected = Mapping[str, Any]


def dossier(key: str, account: str, person: Expected, *cases: Expected) -> Expected:
    """Return the dossier of one person, with the cases in order of first day."""
    return {
        "keys": [{"account": account, "key": key}],
        **person,
        "absence_cases": [{"account": account, **of_case} for of_case in cases],
    }


def person(
    key: str, name: tuple[str, str] | None, *, born: str, gender: str, hours: float = 36.0
) -> Expected:
    """Return what is shown of a person; without a case that counts there is no name (datakluis)."""
    initials, surname = name or (None, None)
    return {
        "surname": surname,
        "initials": initials,
        "birth_date": born,
        "gender": gender,
        "employments": [
            {
                "id": f"D-{key}",
                "start": "2020-02-01",
                "end": None,
                "hours_per_week": hours,
                "department": "Productie",
            }
        ],
    }


def absence(  # noqa: PLR0913 -- what is shown of a case
    case: str,
    *,
    percentage: float,
    last_sequence: int,
    periods: Mapping[date, float],
    recovered_on: date | None = None,
    status: str = "open",
    cause: tuple[str, str] = ("99", "ziekte"),
    continues: str | None = None,
) -> Expected:
    """Return a case; its first day is that of its first period."""
    code, classification = cause
    return {
        "id": case,
        "first_day": min(periods).isoformat(),
        "recovered_on": recovered_on.isoformat() if recovered_on else None,
        "status": status,
        "percentage": percentage,
        "cause": code,
        "classification": classification,
        "safety_net": False,
        "end_reason": None,
        "last_sequence": last_sequence,
        "continues": continues,
        "periods": [
            {"from": day.isoformat(), "percentage": value} for day, value in sorted(periods.items())
        ],
    }
