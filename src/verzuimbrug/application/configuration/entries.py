"""The configuration as it is written in a file: values by code and name, without store ids."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from verzuimbrug.domain.mail_times import ReportMail

Plain = Mapping[str, Any]
"""What YAML and JSON can hold: texts, truths, numbers, lists and mappings."""

Place = tuple[str, int]
"""Where an entry stands in the file: its path, and its line (0: it comes from the store)."""

NOWHERE: Place = ("", 0)

ALWAYS_WRITTEN = ("message", "editions", "employer_code", "employee_key")
STREAM_DEFAULTS: Plain = {
    "message": "",
    "editions": [],
    "employer_code": "",
    "employee_key": "",
    "operations": "generic",
    "operations_per_edition": {},
    "operations_confirmed": False,
    "mode": "live",
    "gaps": "park",
    "classification": {},
    "ended_reasons": [],
    "maternity_leaves": [],
    "composite_days": 28,
    "oldest_days": 735,
    "field_policies": {},
    "conversions": {},
    "duplicate_persons": "park",
    "guards": {},
    "answers": {},
    "employer_code_options": {},
}
"""The settings of a stream in the order of the file; what equals its default is left out of the
store, but for `ALWAYS_WRITTEN`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArbodienstEntry:
    """The tenant, with its retention terms: days by kind.

    Terms that are None were not named, and stay as they are (VE-3).
    """

    code: str
    name: str
    retention: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupEntry:
    """A named set of employers; one that is not open takes no new members."""

    code: str
    name: str
    notes: str = ""
    is_open: bool = True
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeEntry:
    """A scheme of classifications: name by code."""

    code: str
    name: str = ""
    classifications: Mapping[str, str] = field(default_factory=dict)
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipEntry:
    """An employer's time in a group: since `start`, up to and including `end` (WG-4).

    Open cases go on up to and including `run_out`.
    """

    group: str
    start: date | None = None
    end: date | None = None
    run_out: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionEntry:
    """A named table from received value to our value.

    `unknown` says what becomes of any other value: `keep`, `default` or `finding`.
    """

    code: str
    name: str = ""
    unknown: str = "keep"
    default: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerEntry:
    """A client of the arbodienst, from `start` up to and including `end`.

    `classifications` is the code of its scheme; `former_codes` are reserved for it (WG-3);
    `external_ids` gives its id by the name of another system. `addresses` (by kind) and
    `departments` (by code) hold texts by name; `contact` is an address or number by kind.
    """

    code: str
    name: str
    former_codes: tuple[str, ...] = ()
    kvk_number: str = ""
    payroll_tax_number: str = ""
    external_ids: Mapping[str, str] = field(default_factory=dict)
    contract_reference: str = ""
    start: date | None = None
    end: date | None = None
    groups: tuple[MembershipEntry, ...] = ()
    classifications: str = ""
    addresses: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    contact: Mapping[str, str] = field(default_factory=dict)
    contact_persons: tuple[Plain, ...] = ()
    departments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeEntry:
    """What an account is authorised for: everything, or groups and employers by code."""

    everything: bool = False
    employer_groups: tuple[str, ...] = ()
    employers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamEntry:
    """A stream with its settings, as the store keeps them."""

    name: str
    settings: Plain = field(default_factory=dict)
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEntry:
    """The root of a coupling."""

    name: str
    kind: str = "web-service"
    portal: str = "other"
    insurer: str = ""
    underwriting_agent: str = ""
    scope: ScopeEntry = field(default_factory=ScopeEntry)
    culture: str = "nl"
    report_recipients: tuple[str, ...] = ()
    report_mail: str = ReportMail.DAILY
    bsn: bool = False
    allowed_addresses: tuple[str, ...] = ()
    streams: tuple[StreamEntry, ...] = ()
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportEntry:
    """What is sent to another party, with its settings as the store keeps them."""

    name: str
    scope: ScopeEntry = field(default_factory=ScopeEntry)
    settings: Plain = field(default_factory=dict)
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """The configuration of one arbodienst. Status, waivers and credentials are no part of it."""

    arbodienst: ArbodienstEntry
    groups: tuple[GroupEntry, ...] = ()
    schemes: tuple[SchemeEntry, ...] = ()
    conversion_tables: tuple[ConversionEntry, ...] = ()
    employers: tuple[EmployerEntry, ...] = ()
    accounts: tuple[AccountEntry, ...] = ()
    exports: tuple[ExportEntry, ...] = ()


def without_defaults(settings: Plain) -> dict[str, Any]:
    """The settings of a stream as the store keeps them, in the order of the file."""
    return {
        key: settings[key]
        for key, default in STREAM_DEFAULTS.items()
        if key in settings and (key in ALWAYS_WRITTEN or settings[key] != default)
    }
