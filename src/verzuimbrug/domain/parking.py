"""The parking lot: by what things that wait are grouped, and what heals it (docs/interfaces).

The list itself is `domain/parking.toml`, a row for each finding code that parks.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from verzuimbrug.domain.findings import LANGUAGES, Finding, finding_codes
from verzuimbrug.domain.reports import ReportState

UNKNOWN_EMPLOYER, OUT_OF_SCOPE, IN_RUN_OUT = "WG201", "WG202", "WG401"
WITHOUT_CODE, NOT_CONVERTED, WITHOUT_KEY, SEVERAL_KEYS = "WG101", "WG102", "WN101", "WN102"
POSSIBLE_DOUBLE, GAP, BEHIND_ANOTHER = "WN401", "VZ301", "VZ302"
QUIET = frozenset({"WN201"})
"""What waits for a person waits quietly: it is not in the parking lot (WN-2)."""


class Subject(StrEnum):
    """By what the things that wait for one cause are grouped."""

    EMPLOYER = "employer"
    """The employer code."""
    PERSON = "person"
    """The employer code, and a link key there."""
    CASE = "case"
    """The employer code, and an absence case there."""
    STREAM = "stream"
    """The stream; of some causes also the value that its settings do not have."""


class Healing(StrEnum):
    """What a person can do so that a group goes on."""

    CREATE_EMPLOYER = "create-employer"
    ADD_TO_GROUP = "add-to-group"
    LINK_PERSON = "link-person"
    CREATE_PERSON = "create-person"
    RELEASE_GAP = "release-gap"
    CHANGE_SETTINGS = "change-settings"
    CONFIRM_CODE_TABLE = "confirm-code-table"
    ASK_PORTAL = "ask-portal"
    DECIDE_HELD = "decide-held"
    TAKE_BACK_UNDO = "take-back-undo"

    @property
    def is_done_here(self) -> bool:
        """Whether the parking lot itself does it; the others are done at their own place."""
        return self in _DONE_HERE

    def label(self, language: str) -> str:
        """What it is called."""
        label: str = _table()["healings"][self][language]
        return label


_DONE_HERE = frozenset(
    {
        Healing.CREATE_EMPLOYER,
        Healing.ADD_TO_GROUP,
        Healing.LINK_PERSON,
        Healing.CREATE_PERSON,
        Healing.RELEASE_GAP,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkingCause:
    """One row of the list. `value` is the parameter that tells groups of one stream apart.

    `name` holds nothing of what a message said. `ask` is what the sender is asked, empty where
    that does not heal it.
    """

    code: str
    name: Mapping[str, str]
    subject: Subject
    healings: tuple[Healing, ...]
    text: Mapping[str, str]
    advice: Mapping[str, str]
    ask: Mapping[str, str] = field(default_factory=dict)
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How much waits; `since` is the day as the reader writes it."""

    reports: int
    persons: int
    since: str


@cache
def parking_causes() -> Mapping[str, ParkingCause]:
    """The causes by finding code."""
    return {code: _cause(code, row) for code, row in _table()["causes"].items()}


def parking_cause(code: str) -> ParkingCause:
    """The cause of a finding code; of one without a row no more is known than its finding says."""
    found = parking_causes().get(code)
    if found is not None:
        return found
    finding = finding_codes()[code]
    return ParkingCause(
        code=code,
        name=dict.fromkeys(LANGUAGES, code),
        subject=Subject.STREAM,
        healings=(),
        text=finding.text,
        advice=finding.action,
    )


def codes_by(subject: Subject) -> tuple[str, ...]:
    """The finding codes that are grouped by this."""
    return tuple(code for code, cause in parking_causes().items() if cause.subject is subject)


def healings_behind(state: ReportState, finding: Finding) -> tuple[Healing, ...]:
    """What heals what waits behind a report: what heals that one, or a decision on it.

    Behind one that a person refused the gap can be released.
    """
    if state is ReportState.PARKED:
        return parking_cause(finding.code).healings
    if state is ReportState.REFUSED:
        return (Healing.RELEASE_GAP, Healing.DECIDE_HELD)
    return (Healing.DECIDE_HELD,)


def missing_numbers(awaited: int, last: int, received: Iterable[int]) -> tuple[int, ...]:
    """The numbers from the awaited one up to the last that waits which nobody sent (VZ-3)."""
    known = frozenset(received)
    return tuple(number for number in range(awaited, last) if number not in known)


def portal_name(portal: str, language: str) -> str:
    """A portal as a sentence names it."""
    names = _table()["portals"]
    name: str = names.get(portal, names["other"])[language]
    return name


def sentence(
    cause: ParkingCause, named: Mapping[str, str], amount: Amount, language: str = "nl"
) -> str:
    """What is the matter, what waits for it since when, and what to do."""
    known = defaultdict(lambda: "...", named)
    text, advice = (part[language].format_map(known) for part in (cause.text, cause.advice))
    return f"{text} {_waits(amount, language)} {advice}"


def question(cause: ParkingCause, named: Mapping[str, str], language: str = "nl") -> str:
    """What to ask the sender; empty where there is nothing to ask."""
    return cause.ask.get(language, "").format_map(defaultdict(lambda: "...", named))


def _waits(amount: Amount, language: str) -> str:
    words: Mapping[str, str] = _table()["amounts"][language]
    reports = _counted(amount.reports, words["report"], words["reports"])
    persons = _counted(amount.persons, words["person"], words["persons"])
    whole = "reports_of_persons" if amount.reports else "data_of_persons"
    what = words[whole].format(reports=reports, persons=persons)
    verb = words["one_waits" if amount.reports == 1 else "many_wait"]
    return verb.format(since=amount.since, what=what)


def _counted(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(count=count)


@cache
def _table() -> Mapping[str, Any]:
    text = files(__package__).joinpath("parking.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _cause(code: str, row: Mapping[str, Any]) -> ParkingCause:
    return ParkingCause(
        code=code,
        name={language: row[f"name_{language}"] for language in LANGUAGES},
        subject=Subject(row["subject"]),
        healings=tuple(Healing(each) for each in row["healings"]),
        text={language: row[f"text_{language}"] for language in LANGUAGES},
        advice={language: row[f"do_{language}"] for language in LANGUAGES},
        ask={each: row[f"ask_{each}"] for each in LANGUAGES if f"ask_{each}" in row},
        value=row.get("value", ""),
    )
