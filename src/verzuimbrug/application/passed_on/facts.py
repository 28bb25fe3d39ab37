"""What is told of an item that is passed on: which and of whom, never what is in it (DG-4)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from verzuimbrug.application.events.content import Keys, PersonFacts, facts_of
from verzuimbrug.domain.passed_on import ItemKind, ItemState
from verzuimbrug.store.models import AbsenceCase, PassedOnItem

if TYPE_CHECKING:
    from django.db.models import QuerySet

_CaseName = tuple[int, int | None, str | None]
"""Account, employer and key of a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    """An item by its number.

    `person` and `case_number` are None when they are not known here; then `keys` has the link key
    as received, if there is one. `id` and `former_id` are the sender's. `replaces` is the version
    before it, `replaced_by` a later one that was passed on already.
    """

    number: int
    kind: ItemKind
    employer: str
    person: int | None
    keys: Keys
    account: str
    receipt: str
    id: str | None
    former_id: str | None
    dated: date | None
    case_id: str | None
    case_number: int | None
    replaces: int | None
    replaced_by: int | None
    has_file: bool
    at: datetime

    @property
    def data(self) -> dict[str, Any]:
        """As an event says it: dates as ISO texts."""
        return {
            "employer": self.employer,
            "person": self.person,
            "keys": self.keys,
            "item": {
                "number": self.number,
                "kind": self.kind,
                "account": self.account,
                "message": self.receipt,
                "id": self.id,
                "former_id": self.former_id,
                "date": self.dated.isoformat() if self.dated else None,
                "case": self.case,
                "replaces": self.replaces,
                "replaced_by": self.replaced_by,
                "has_file": self.has_file,
            },
        }

    @property
    def case(self) -> dict[str, Any] | None:
        """The absence case that the item names, by the sender's id, with our number if known."""
        if self.case_id is None:
            return None
        return {"number": self.case_number, "account": self.account, "id": self.case_id}


def passed_on() -> "QuerySet[PassedOnItem]":
    """The items that were passed on, without what is in them; within the tenant."""
    rows = PassedOnItem.objects.filter(state=ItemState.PASSED_ON)
    return rows.select_related("account", "employer", "message").defer("content")


def facts_by_number(rows: Collection[PassedOnItem]) -> Mapping[int, ItemFacts]:
    """What is told of items that were passed on, as things are now: one query a table."""
    employees = {row.employee_id for row in rows if row.employee_id is not None}
    persons = facts_of(employees, (), timezone.localdate()).persons
    cases, later = _cases(rows), _later(rows)
    return {
        row.id: _facts(
            row,
            person=None if row.employee_id is None else persons[row.employee_id],
            case=cases.get((row.account_id, row.employer_id, row.case_key)),
            replaced_by=later.get(row.id),
        )
        for row in rows
    }


def _facts(
    row: PassedOnItem, *, person: PersonFacts | None, case: int | None, replaced_by: int | None
) -> ItemFacts:
    received = [{"account": row.account.name, "key": row.key}] if row.key else []
    assert row.employer is not None and row.at is not None  # noqa: S101, PT018 -- it was passed on
    return ItemFacts(
        number=row.id,
        kind=ItemKind(row.kind),
        employer=row.employer.code,
        person=row.employee_id,
        keys=received if person is None else person.keys,
        account=row.account.name,
        receipt=row.message.receipt,
        id=row.item,
        former_id=row.former,
        dated=row.dated,
        case_id=row.case_key,
        case_number=case,
        replaces=row.replaces_id,
        replaced_by=replaced_by,
        has_file=row.has_file,
        at=row.at,
    )


def _cases(rows: Collection[PassedOnItem]) -> Mapping[_CaseName, int]:
    """The cases that items name, of those that readers see."""
    keys = {row.case_key for row in rows if row.case_key}
    found = AbsenceCase.objects.filter(
        hidden=False, key__in=keys, employer__in={row.employer_id for row in rows}
    )
    named = found.values_list("account_id", "employer_id", "key", "id")
    return {(account, employer, key): number for account, employer, key, number in named}


def _later(rows: Sequence[PassedOnItem] | Collection[PassedOnItem]) -> Mapping[int, int]:
    """The later version of each item that has one, which is the last of them."""
    numbers = [row.id for row in rows]
    newer = PassedOnItem.objects.filter(replaces__in=numbers).order_by("message_id", "position")
    return dict(newer.values_list("replaces_id", "id"))
