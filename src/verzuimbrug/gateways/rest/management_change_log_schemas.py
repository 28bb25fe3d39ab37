"""What the change log says over REST, and how it is asked (VE-5)."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from ninja import Field, Schema
from pydantic import model_validator

from verzuimbrug.application.change_log.addresses import Named, OfCase, OfEmployment, OfPerson
from verzuimbrug.application.change_log.export import ExportForm
from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.gateways.rest.consumer_schemas import WindowQuery
from verzuimbrug.gateways.rest.management_given import Given
from verzuimbrug.gateways.rest.management_schemas import Text
from verzuimbrug.gateways.rest.moments import Moment

_KnownAt = Annotated[
    Moment | None, Field(description="As it was known then; left out, as it is known now.")
]


class ChangesQuery(WindowQuery):
    """Which changes: a page of those that were known at a moment."""

    known_at: _KnownAt = None


class KnownQuery(Schema):
    """As it was known when."""

    known_at: _KnownAt = None


class ExportQuery(KnownQuery):
    """Which file: its form, and the language of the words in CSV."""

    format: ExportForm = ExportForm.CSV
    lang: Literal["nl", "en"] = "nl"


class WhyQuery(Schema):
    """Of which field."""

    field: Text = Field(description="Its name as in the change log.")


class SoughtIn(Given):
    """A person by link key, also an employment of theirs by its number; or a case by its key."""

    employer: Text
    account: Text
    key: Text | None = None
    employment: Text | None = None
    case: Text | None = None

    @model_validator(mode="after")
    def _names_one_thing(self) -> Self:
        names_case = self.case is not None
        names_person = self.key is not None
        if names_case == names_person or (names_case and self.employment is not None):
            raise ValueError("one thing is to be named")
        return self

    def named(self) -> Named:
        """What is sought."""
        at = {"employer": self.employer, "account": self.account}
        if self.case is not None:
            return OfCase(**at, key=self.case)
        if self.employment is not None:
            return OfEmployment(**at, key=self.key or "", number=self.employment)
        return OfPerson(**at, key=self.key or "")


class NumberedOut(Schema):
    """What was sought, by its number in the change log."""

    kind: str
    number: int


class LoggedObjectOut(Schema):
    """What a change is of: an `employee`, an `employment` or a `case`.

    `key` is that of a case, or the number of an employment, as `account` has it.
    """

    kind: str
    number: int
    employer: str | None
    employee: int | None
    link_key: str | None
    account: str | None
    key: str | None


class OriginOut(Schema):
    """From whom: a message and the place of its report, or the person in `by`."""

    receipt: str | None
    account: str | None
    stream: str | None
    made_at: str | None
    received_at: datetime | None
    position: int | None
    undo: int | None
    by: str


class LoggedFieldOut(Schema):
    """A field before and after; of one that is shielded both are null."""

    field: str
    before: Any
    after: Any
    shielded: bool


class ChangeOut(Schema):
    """A change; a higher number is a later one."""

    number: int
    at: datetime
    of: LoggedObjectOut
    effects: list[str]
    fields: list[LoggedFieldOut]
    origin: OriginOut


class ChangePage(Schema):
    """A page of changes, in order."""

    items: list[ChangeOut]
    next: int | None


class KnownFieldOut(Schema):
    """A field as it was known, since when and from whom; of one that is shielded no value."""

    field: str
    value: Any
    shielded: bool
    since: datetime
    origin: OriginOut


class SpanOut(Schema):
    """What held of a case from a day up to and including another, or for good."""

    start: date = Field(alias="from")
    until: date | None
    percentage: float
    status: CaseStatus
    known_since: datetime
    origin: OriginOut


class KnownObjectOut(Schema):
    """A person, an employment or a case as it was known; of a case also what held when."""

    of: LoggedObjectOut
    fields: list[KnownFieldOut]
    held: list[SpanOut]


class KnownOut(Schema):
    """What was known: of a person with their employments and cases."""

    objects: list[KnownObjectOut]


class WhyOut(Schema):
    """A field's value, the change that gave it, and the thousand before it, newest first."""

    field: str
    value: Any
    shielded: bool
    given_by: ChangeOut | None
    earlier: list[ChangeOut]
