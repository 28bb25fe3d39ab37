"""The parts of dossiers, read set-wise: one query per table, however many persons."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

from django.db.models import F

from verzuimbrug.application.dossiers_values import (
    CaseEntry,
    EmploymentEntry,
    KnownCase,
    KnownKey,
    PeriodEntry,
)
from verzuimbrug.domain.cases import CaseState, CaseStatus
from verzuimbrug.store.models import AbsenceCase, Employment, LinkKey
from verzuimbrug.store.stored import periods_from_json

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

# The codes that say yes or no; another (under investigation, unknown) says neither.
_YES_OR_NO: Mapping[str, bool] = {"J": True, "N": False}

Part = TypeVar("Part")
ByEmployee = Mapping[int, tuple[Part, ...]]


class _Names(TypedDict):
    """What a case is read with besides its own columns."""

    account_name: str
    earlier: str | None


def keys_of(employees: Collection[int]) -> ByEmployee[KnownKey]:
    """The present link keys of each person, by account."""
    rows = LinkKey.objects.filter(employee_id__in=employees, superseded=False, hidden=False)
    named = rows.order_by("account__name", "key").values_list("employee_id", "account__name", "key")
    return _grouped((employee, KnownKey(account=name, key=key)) for employee, name, key in named)


def employments_of(employees: Collection[int]) -> ByEmployee[EmploymentEntry]:
    """The employments of each person, by start; one without a start comes first."""
    rows = Employment.objects.filter(employee_id__in=employees, hidden=False).order_by("id")
    entries = ((row.employee_id, _employment(row.number, row.fields)) for row in rows)
    return _grouped(sorted(entries, key=lambda entry: entry[1].start or date.min))


def cases_of(employees: Collection[int], today: date) -> ByEmployee[CaseEntry]:
    """The cases of each person by first day, withdrawn ones included."""
    rows = AbsenceCase.objects.filter(employee_id__in=employees, hidden=False)
    named = _named(rows.order_by("first_day", "id"))
    return _grouped((row.employee_id, _case(row, today)) for row in named)


def cases_by_id(cases: Collection[int], today: date) -> Mapping[int, KnownCase]:
    """Cases by the store's id, those that are hidden too."""
    named = _named(AbsenceCase.objects.filter(id__in=cases))
    return {row.id: KnownCase(entry=_case(row, today), is_hidden=row.hidden) for row in named}


def _named(rows: "QuerySet[AbsenceCase]") -> "QuerySet[WithAnnotations[AbsenceCase, _Names]]":
    return rows.annotate(account_name=F("account__name"), earlier=F("continues__key"))


def _grouped(parts: Iterable[tuple[int, Part]]) -> ByEmployee[Part]:
    groups: defaultdict[int, list[Part]] = defaultdict(list)
    for employee, part in parts:
        groups[employee].append(part)
    return {employee: tuple(group) for employee, group in groups.items()}


def _employment(number: str, fields: Mapping[str, Any]) -> EmploymentEntry:
    hours = fields.get("hours_per_week")
    return EmploymentEntry(
        id=number,
        start=_day(fields.get("start")),
        end=_day(fields.get("end")),
        hours_per_week=None if hours is None else Decimal(hours),
        department=fields.get("department"),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _case(row: "WithAnnotations[AbsenceCase, _Names]", today: date) -> CaseEntry:
    periods = periods_from_json(row.periods)
    return CaseEntry(
        id=row.key,
        account=row.account_name,
        first_day=row.first_day,
        recovered_on=row.recovered_on,
        status=row.status,
        percentage=_percentage(row, periods, today),
        cause=row.cause,
        classification=row.classification,
        safety_net=_YES_OR_NO.get(row.safety_net),
        end_reason=row.end_reason,
        last_sequence=row.last_sequence,
        continues=row.earlier,
        periods=tuple(PeriodEntry(start=day, percentage=periods[day]) for day in sorted(periods)),
    )


def _percentage(row: AbsenceCase, periods: Mapping[date, Decimal], today: date) -> Decimal:
    """The percentage of today (VZ-10)."""
    state = CaseState(
        first_day=row.first_day,
        status=CaseStatus(row.status),
        recovered_on=row.recovered_on,
        periods=periods,
    )
    return state.current_percentage(today)
