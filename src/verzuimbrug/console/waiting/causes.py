"""The causes of the parking lot by a short name: for filters, headings and tables."""

from verzuimbrug.console.language import language
from verzuimbrug.domain.parking import parking_cause, parking_causes


def title_of(cause: str) -> str:
    """The short name; of a cause without one its code."""
    return parking_cause(cause).name[language()]


def cause_choices() -> list[tuple[str, str]]:
    """All causes to choose from, by code and short name."""
    return [(code, f"{title_of(code)} ({code})") for code in parking_causes()]
