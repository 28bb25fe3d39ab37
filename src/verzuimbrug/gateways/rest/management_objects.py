"""Configured objects as JSON: the keys and values of a configuration file (docs/interfaces).

The types say how a value is written. What it must be is for the configuration itself to check:
what is wrong comes back as findings.
"""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import ConfigDict, StrictBool, StrictInt, StrictStr

from verzuimbrug.application.configuration.reading import (
    CULTURES,
    KINDS,
    PORTALS,
    REPORT_MAILS,
    UNKNOWN_VALUES,
)
from verzuimbrug.domain.fields import Policy
from verzuimbrug.domain.mail_times import ReportMail
from verzuimbrug.domain.operations import PRESETS
from verzuimbrug.domain.streams import DuplicatePersons, Mode
from verzuimbrug.sivi.tags import EMPLOYEE_KEYS, MESSAGE_KINDS

Code = StrictStr | StrictInt
"""Codes may be written as numbers."""

Table = dict[str, Code]


def _one_of(values: Iterable[str]) -> Any:  # noqa: ANN401 -- what Annotated takes
    return Field(json_schema_extra={"enum": list(values)})


_Day = Annotated[StrictStr, Field(json_schema_extra={"format": "date"})]


class _Object(Schema):
    """An object of the configuration; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class ConfiguredGroup(_Object):
    """An employer group (werkgevergroep)."""

    code: Code | None = None
    name: StrictStr
    notes: StrictStr | None = None
    open: StrictBool = True


class ConfiguredClassification(_Object):
    """A kind of absence."""

    code: Code
    name: StrictStr


class ConfiguredScheme(_Object):
    """A classification scheme (verzuimclassificaties)."""

    code: Code | None = None
    name: StrictStr | None = None
    classifications: list[ConfiguredClassification] = []


class ConfiguredConversionTable(_Object):
    """A named table from received value to our value (conversietabel)."""

    code: Code | None = None
    name: StrictStr | None = None
    unknown: Annotated[StrictStr, _one_of(UNKNOWN_VALUES)] = "keep"
    default: Code | None = None
    values: Table = {}


class ConfiguredMembership(_Object):
    """A membership with dates, the last of which are inclusive (WG-4)."""

    code: Code
    start: _Day | None = Field(None, alias="from")
    until: _Day | None = None
    run_out_until: _Day | None = None


class ConfiguredPerson(_Object):
    """A contact person at an employer; the role and the kinds of contact are codes as received."""

    name: StrictStr
    initials: StrictStr | None = None
    role: Code | None = None
    contact: Table = {}


class ConfiguredEmployer(_Object):
    """An employer (werkgever)."""

    code: Code | None = None
    name: StrictStr
    former_codes: list[Code] = []
    kvk_number: Code | None = None
    payroll_tax_number: Code | None = None
    external_ids: Table = {}
    contract_reference: Code | None = None
    start: _Day | None = None
    end: _Day | None = None
    groups: list[Code | ConfiguredMembership] = []
    classifications: Code | None = None
    addresses: dict[str, Table] = {}
    contact: Table = {}
    contact_persons: list[ConfiguredPerson] = []
    departments: dict[str, Table] = {}


class ConfiguredScope(_Object):
    """Which employers an account is authorised for (autorisaties)."""

    all: StrictBool = False
    employer_groups: list[Code] = []
    employers: list[Code] = []


class ConfiguredCodeOptions(_Object):
    """How a received employer code is made equal to ours; a table, or the code of one."""

    trim: StrictBool = True
    upper: StrictBool = False
    strip_zeros: StrictBool = False
    conversion: Code | Table | None = None


class ConfiguredCount(_Object):
    """A limit: above it a person looks (VE-2)."""

    more_than: StrictInt


class ConfiguredLimit(ConfiguredCount):
    """A limit that is also a part of what is known; left out, the number alone decides."""

    percent: StrictInt | None = None


_Off = Literal["off"] | StrictBool


class ConfiguredGuards(_Object):
    """How much may change at once (VE-2); `off` and false switch a guard off."""

    persons_changed: ConfiguredLimit | _Off | None = None
    cases_withdrawn: ConfiguredLimit | _Off | None = None
    keys_changed: ConfiguredCount | _Off | None = None
    employments_ended: ConfiguredCount | _Off | None = None


class ConfiguredAnswers(_Object):
    """The codes in answers to the sender (AN-1, AN-2); those that are left out are the usual."""

    received: Code | None = None
    rejected: Code | None = None
    fault: Code | None = None
    faults: Table = {}
    message_code: Code | None = None
    message_version: Code | None = None
    processed: Code | None = None
    with_remarks: Code | None = None
    not_processed: Code | None = None
    controls: Table = {}
    confirmed: StrictBool = False


_Operations = Annotated[StrictStr, _one_of(PRESETS)] | Table


class ConfiguredStream(_Object):
    """A stream (importkoppeling) with its import configuration."""

    name: Code | None = None
    message: Annotated[StrictStr, _one_of(MESSAGE_KINDS)] | None = None
    editions: list[Code] = []
    employer_code: StrictStr | None = None
    employer_code_options: ConfiguredCodeOptions | None = None
    employee_key: Annotated[StrictStr, _one_of(EMPLOYEE_KEYS)] | None = None
    operations: _Operations = "generic"
    operations_per_edition: dict[str, _Operations] = {}
    operations_confirmed: StrictBool | list[Code] = False
    mode: Annotated[StrictStr, _one_of(Mode)] = "live"
    gaps: Literal["park", "accept"] = "park"
    classification: dict[str, Code | Table] = {}
    ended_reasons: list[Code] = []
    maternity_leaves: list[Code] = []
    composite_days: StrictInt = 28
    oldest_days: StrictInt = 735
    field_policies: dict[str, Annotated[StrictStr, _one_of(Policy)]] = {}
    conversions: Table = {}
    duplicate_persons: Annotated[StrictStr, _one_of(DuplicatePersons)] = "park"
    guards: ConfiguredGuards | _Off = ConfiguredGuards()
    answers: ConfiguredAnswers = ConfiguredAnswers()


class ConfiguredAccount(_Object):
    """A client account (klantaccount); streams that are left out stay as they are."""

    name: StrictStr | None = None
    type: Annotated[StrictStr, _one_of(KINDS)] = "web-service"
    portal: Annotated[StrictStr, _one_of(PORTALS)] = "other"
    insurer: StrictStr | None = None
    underwriting_agent: StrictStr | None = None
    scope: ConfiguredScope
    culture: Annotated[StrictStr, _one_of(CULTURES)] = "nl"
    report_recipients: list[StrictStr] = []
    report_mail: Annotated[StrictStr, _one_of(REPORT_MAILS)] = ReportMail.DAILY.value
    bsn: StrictBool = False
    allowed_addresses: list[StrictStr] = []
    streams: list[ConfiguredStream] = []


def plain(body: _Object) -> dict[str, Any]:
    """What was sent, key by key; what was left out is left out."""
    return body.model_dump(mode="json", by_alias=True, exclude_unset=True)
