"""Makes messages for receivers: in the transaction that keeps what each was told (EX-8)."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from verzuimbrug.application.exports.composing import TAGS, ByEmployer, Made, compose_message
from verzuimbrug.application.exports.drafting import Draft, Drafting, in_parts
from verzuimbrug.application.exports.known import person_to_json, read_known
from verzuimbrug.application.exports.looking import sweep
from verzuimbrug.application.exports.setup import setup_of
from verzuimbrug.domain.deliveries import DeliveredPerson, MessageKind
from verzuimbrug.domain.export_persons import delivered_person
from verzuimbrug.domain.reports import content_to_json
from verzuimbrug.sivi.tags import PORTAL_MESSAGES
from verzuimbrug.store.export_rows import take_due
from verzuimbrug.store.models import (
    Arbodienst,
    Export,
    ExportCase,
    ExportMessage,
    ExportPerson,
)
from verzuimbrug.store.sealed import EXPORT_CASE, EXPORT_MESSAGE
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from verzuimbrug.domain.export_employers import KnownEmployer

MOST_PERSONS = 200
"""So many persons are looked at together."""

People = Mapping[int, DeliveredPerson]


def make_messages() -> bool:
    """Looks at some of whoever is due, for each receiver; whether there was anybody."""
    found = [
        make(arbodienst, export)
        for arbodienst in Arbodienst.objects.values_list("id", flat=True)
        for export in _enabled(arbodienst)
    ]
    return any(found)


def _enabled(arbodienst: int) -> list[int]:
    with tenant(arbodienst):
        return list(Export.objects.filter(is_enabled=True).values_list("id", flat=True))


def make(arbodienst: int, export: int) -> bool:
    """Looks at some persons for one receiver; false when nobody is due, or another is at it."""
    with tenant(arbodienst):
        rows = Export.objects.select_for_update(skip_locked=True)
        row = rows.filter(id=export, is_enabled=True).first()
        if row is None:
            return False
        today = timezone.localdate()
        sweep(row, today)
        employees = take_due(row.id, MOST_PERSONS)
        if employees:
            _Making(row, employees, today).make()
    return bool(employees)


class _Making:
    """One round for one receiver, within its transaction."""

    def __init__(self, export: Export, employees: tuple[int, ...], today: date) -> None:
        self._export = export
        self._employees = employees
        self._setup = setup_of(export.settings)
        self._known = read_known(export, employees, today, bsn=self._setup.bsn)
        self._drafting = Drafting(setup=self._setup, known=self._known, since=export.since or today)

    def make(self) -> None:
        draft = self._drafting.draft(self._employees)
        self._message(MessageKind.EMPLOYEES, draft.persons)
        for people in self._with_reports(draft):
            self._message(MessageKind.ABSENCE, people)
        self._keep_cases(draft)
        self._keep_persons(draft)
        self._export.save(update_fields=["last_number", "stamp"])

    def _with_reports(self, draft: Draft) -> Iterator[People]:
        """The people of each message: those who still have reports to be said."""
        parts = {employee: in_parts(reports) for employee, reports in draft.reports.items()}
        while people := {
            employee: delivered_person(draft.named[employee], self._setup.stated, TAGS, part)
            for employee, more in parts.items()
            if (part := next(more, None))
        }:
            yield people

    def _message(self, kind: MessageKind, people: People) -> None:
        if not people:
            return
        made = self._next()
        fitted = compose_message(self._setup, kind, made, self._by_employer(people))
        assert not fitted.lacks, fitted.lacks  # noqa: S101 -- each of them was tried by itself
        number, message = self._export.last_number, PORTAL_MESSAGES[kind]
        ExportMessage.objects.create(
            arbodienst_id=self._export.arbodienst_id,
            export=self._export,
            number=number,
            message=message,
            file_name=f"{message}-{number:09}.xml",
            made_at=timezone.now(),
            content=EXPORT_MESSAGE.seal(fitted.content, self._export.id, number),
            employees=sorted(people),
            reports=sum(1 for person in people.values() for _ in person.reports),
        )

    def _by_employer(self, people: People) -> ByEmployer:
        found: dict[int, tuple[KnownEmployer, list[DeliveredPerson]]] = {}
        for employee, person in people.items():
            employer = self._known.persons[employee].employer
            found.setdefault(employer, (self._known.employers[employer], []))[1].append(person)
        return found

    def _next(self) -> Made:
        """The number of the next message; its moment is never before that of the last (WN-5)."""
        export = self._export
        export.last_number += 1
        now = timezone.localtime().replace(tzinfo=None, microsecond=0)
        export.stamp = max(export.stamp, now.isoformat())
        reference = f"VB{export.id:04}-{export.last_number:09}"
        return Made(reference=reference, at=datetime.fromisoformat(export.stamp))

    def _keep_cases(self, draft: Draft) -> None:
        rows = [
            ExportCase(
                arbodienst_id=self._export.arbodienst_id,
                export=self._export,
                case_id=case,
                employee_id=told.employee,
                life=told.life,
                reports=[
                    {"content": content_to_json(each.content), "employment": each.employment}
                    for each in told.reports
                ],
                person=EXPORT_CASE.seal(person_to_json(person), self._export.id, case),
            )
            for case, (told, person) in draft.cases.items()
        ]
        ExportCase.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["arbodienst", "export", "case"],
            update_fields=["employee", "life", "reports", "person"],
        )

    def _keep_persons(self, draft: Draft) -> None:
        """Who was looked at; somebody outside the scope is looked at anew once inside."""
        ExportPerson.objects.filter(export=self._export, employee__in=draft.outside).delete()
        seen = {*self._employees, *draft.lacks} - draft.outside
        known = self._known.digests
        rows = [
            ExportPerson(
                arbodienst_id=self._export.arbodienst_id,
                export=self._export,
                employee_id=employee,
                digest=draft.digests.get(employee, known.get(employee)),
                lacks=[asdict(lack) for lack in draft.lacks.get(employee, ())],
            )
            for employee in sorted(seen)
        ]
        ExportPerson.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["arbodienst", "export", "employee"],
            update_fields=["digest", "lacks"],
        )
