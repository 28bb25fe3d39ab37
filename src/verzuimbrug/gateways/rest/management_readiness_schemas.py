"""What the readiness of an account is over REST (GR-1 to GR-6)."""

from datetime import datetime
from typing import Annotated

from ninja import Field, Schema

from verzuimbrug.domain.comparison import Outcome
from verzuimbrug.domain.readiness import CheckState
from verzuimbrug.gateways.rest.consumer_schemas import FindingOut
from verzuimbrug.gateways.rest.management_accounts_schemas import Checks, Reason
from verzuimbrug.gateways.rest.management_given import Given


class EmployerRowOut(Schema):
    """An employer code that is not in order; `finding` is the code of what says why."""

    code: str
    name: str
    finding: str
    details: list[str]


class EmployeeRowOut(Schema):
    """An employee without a link key, by number, and the keys proposed."""

    employer: str
    employee: int
    proposals: list[str]


class DifferingFieldOut(Schema):
    """A field of a case as it is on either side."""

    name: str
    ours: str
    theirs: str


class ComparedRowOut(Schema):
    """An absence case, by its key on either side."""

    outcome: Outcome
    employer: str
    person: int | None
    ours: str | None
    theirs: str | None
    fields: list[DifferingFieldOut]


class WaiverOut(Schema):
    """By whom, when and why a check was passed over."""

    reason: str
    by: str
    at: datetime


class CheckOut(Schema):
    """A check: how many things are in the way, and the first of `total` rows."""

    id: str
    state: CheckState
    count: int
    findings: list[FindingOut]
    rows: list[EmployerRowOut | EmployeeRowOut | ComparedRowOut]
    total: int
    waiver: WaiverOut | None


class ReadinessOut(Schema):
    """Whether an account can go live, check by check."""

    account: str
    ready: bool
    checks: list[CheckOut]


class WaiversIn(Given):
    """Checks to pass over by name, and why."""

    checks: Annotated[Checks, Field(min_length=1)]
    reason: Annotated[Reason, Field(min_length=1)]


class WaivedOut(Schema):
    """The checks that are passed over from now on, or count again."""

    checks: list[str]


class PortalListOut(Schema):
    """How many codes the list has now, and what is new in it or gone."""

    count: int
    added: int
    removed: int
