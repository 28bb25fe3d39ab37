"""How a stream's messages are read: the import configuration as the rules need it."""

from dataclasses import dataclass, field
from enum import StrEnum

from verzuimbrug.domain.classification import ClassificationTable
from verzuimbrug.domain.employer_code import EmployerCodeTemplate
from verzuimbrug.domain.fields import FieldRules
from verzuimbrug.domain.guards import Guards
from verzuimbrug.domain.operations import CaseRules
from verzuimbrug.domain.scope import Scope


class Mode(StrEnum):
    """What happens with the changes of a message (VE-1)."""

    DRY_RUN = "dry-run"
    APPROVAL = "approval"
    LIVE = "live"


class DuplicatePersons(StrEnum):
    """What happens with a person that may be known already under no key (WN-4)."""

    PARK = "park"
    CREATE = "create"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportConfiguration:
    """The settings of one stream of an account.

    `message` and `editions` say what may come in (MSG-1); `employee_key` names the tag of the link
    key (WN-1); `person_fields` and `employment_fields` say how fields are taken over (WN-5).
    """

    account: int
    scope: Scope
    message: str
    editions: tuple[str, ...]
    employer_code: EmployerCodeTemplate
    employee_key: str
    mode: Mode = Mode.LIVE
    bsn: bool = False
    case_rules: CaseRules = field(default_factory=CaseRules)
    classification: ClassificationTable = field(default_factory=ClassificationTable)
    person_fields: FieldRules = field(default_factory=FieldRules)
    employment_fields: FieldRules = field(default_factory=FieldRules)
    duplicate_persons: DuplicatePersons = DuplicatePersons.PARK
    guards: Guards = field(default_factory=Guards)
