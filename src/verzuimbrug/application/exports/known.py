"""What we know of persons that a receiver may be told of: one query a table."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from verzuimbrug.application.exports.setup import scope_of
from verzuimbrug.domain.cases import CaseState, CaseStatus
from verzuimbrug.domain.export_employers import KnownEmployer
from verzuimbrug.domain.export_persons import KnownEmployment, KnownPerson
from verzuimbrug.domain.export_reports import CaseTold, ToldReport
from verzuimbrug.domain.reports import content_from_json
from verzuimbrug.domain.scope import Reach
from verzuimbrug.store.models import (
    AbsenceCase,
    Employee,
    Employer,
    Employment,
    Export,
    ExportCase,
    ExportPerson,
)
from verzuimbrug.store.sealed import EMPLOYEE_BSN, EXPORT_CASE
from verzuimbrug.store.snapshots import read_employers
from verzuimbrug.store.stored import periods_from_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person here."""

    id: int
    employer: int
    is_hidden: bool
    known: KnownPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case here: its state (None when it does not count), and what the receiver was told.

    `person` is what was said of the person with it.
    """

    id: int
    employee: int
    state: CaseState | None
    told: CaseTold | None = None
    person: KnownPerson | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Persons and cases by the store's ids; how far each employer is reached today."""

    persons: Mapping[int, Person]
    cases: tuple[Case, ...]
    employers: Mapping[int, KnownEmployer]
    reach: Mapping[int, Reach]
    digests: Mapping[int, bytes | None] = field(default_factory=dict)

    def reach_of(self, employee: int) -> Reach:
        """How far the employer of a person is reached."""
        return self.reach[self.persons[employee].employer]


def read_known(export: Export, employees: Collection[int], today: date, *, bsn: bool) -> Known:
    """These persons, their cases, the cases told as theirs, and whose those are now."""
    cases = _cases(export, employees)
    named = {*employees, *(case.employee for case in cases)}
    named |= {case.told.employee for case in cases if case.told is not None}
    persons = _persons(named, bsn=bsn)
    employers = {each.employer for each in persons.values()}
    rows = {row.id: row for row in Employer.objects.filter(id__in=employers)}
    scope, facts = scope_of(export), read_employers([row.code for row in rows.values()])
    digests = ExportPerson.objects.filter(export=export, employee__in=named)
    return Known(
        persons=persons,
        cases=cases,
        employers={number: _employer(row) for number, row in rows.items()},
        reach={
            number: scope.reach(number, facts[row.code].tenure, [today])
            for number, row in rows.items()
        },
        digests={
            employee: None if digest is None else bytes(digest)
            for employee, digest in digests.values_list("employee_id", "digest")
        },
    )


def _employer(row: Employer) -> KnownEmployer:
    return KnownEmployer(
        code=row.code,
        name=row.name,
        kvk_number=row.kvk_number,
        payroll_tax_number=row.payroll_tax_number,
        contract_reference=row.contract_reference,
        external_ids=row.external_ids,
    )


def _persons(employees: Collection[int], *, bsn: bool) -> Mapping[int, Person]:
    standing: defaultdict[int, list[KnownEmployment]] = defaultdict(list)
    for row in Employment.objects.filter(employee__in=employees, hidden=False).order_by("id"):
        employment = KnownEmployment(number=str(row.id), fields=row.fields)
        standing[row.employee_id].append(employment)
    return {
        row.id: Person(
            id=row.id,
            employer=row.employer_id,
            is_hidden=row.hidden,
            known=KnownPerson(
                number=str(row.id),
                fields=row.fields,
                employments=tuple(standing[row.id]),
                bsn=EMPLOYEE_BSN.unseal_of(row).decode() if bsn and row.bsn else None,
            ),
        )
        for row in Employee.objects.filter(id__in=employees)
    }


def _cases(export: Export, employees: Collection[int]) -> tuple[Case, ...]:
    told = ExportCase.objects.filter(export=export, employee__in=employees).values("case")
    rows = AbsenceCase.objects.filter(Q(employee__in=employees) | Q(id__in=told)).order_by("id")
    cases = list(rows)
    before = {
        row.case_id: (_told(row), person_from_json(EXPORT_CASE.unseal_of(row)))
        for row in ExportCase.objects.filter(export=export, case__in=[row.id for row in cases])
    }
    numbers = _employment_numbers({row.employee_id for row in cases})
    return tuple(
        Case(
            id=row.id,
            employee=row.employee_id,
            state=_state(row, numbers),
            told=told,
            person=person,
        )
        for row in cases
        for told, person in [before.get(row.id, (None, None))]
    )


def _told(row: ExportCase) -> CaseTold:
    return CaseTold(
        life=row.life,
        employee=row.employee_id,
        reports=tuple(
            ToldReport(content=content_from_json(each["content"]), employment=each["employment"])
            for each in row.reports
        ),
    )


def person_to_json(person: KnownPerson) -> bytes:
    """What was said of a person, but for the BSN, as it is kept."""
    employments = [[one.number, one.fields] for one in person.employments]
    stored = {"number": person.number, "fields": person.fields, "employments": employments}
    return json.dumps(stored).encode()


def person_from_json(stored: bytes) -> KnownPerson:
    """What `person_to_json` kept."""
    read = json.loads(stored)
    return KnownPerson(
        number=read["number"],
        fields=read["fields"],
        employments=tuple(
            KnownEmployment(number=number, fields=fields) for number, fields in read["employments"]
        ),
    )


_Numbers = Mapping[int, list[Employment]]


def _employment_numbers(employees: Collection[int]) -> _Numbers:
    found: defaultdict[int, list[Employment]] = defaultdict(list)
    for row in Employment.objects.filter(employee__in=employees, hidden=False).order_by("id"):
        found[row.employee_id].append(row)
    return found


def _state(row: AbsenceCase, numbers: _Numbers) -> CaseState | None:
    """The case as it stands, its employment by our own number; None when it does not count."""
    if row.hidden or row.status == CaseStatus.WITHDRAWN:
        return None
    return CaseState(
        first_day=row.first_day,
        status=CaseStatus(row.status),
        recovered_on=row.recovered_on,
        periods=periods_from_json(row.periods),
        cause=row.cause,
        safety_net=row.safety_net,
        leave=row.leave,
        end_reason=row.end_reason,
        expected_recovery=row.expected_recovery,
        last_sequence=row.last_sequence,
        employment=_employment_of(row, numbers.get(row.employee_id, [])),
    )


def _employment_of(case: AbsenceCase, employments: Collection[Employment]) -> str:
    """That of the case, or else the latest; "" when the person has none."""

    def nearest(one: Employment) -> tuple[Any, ...]:
        is_own = one.account_id == case.account_id
        is_named = case.employment in (one.number, *one.former)
        return (is_own and is_named, is_own, str(one.fields.get("start") or ""), one.id)

    return str(max(employments, key=nearest).id) if employments else ""
