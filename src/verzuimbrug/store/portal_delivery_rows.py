"""Between what a message says of persons and absence, and the rows of a portal delivery.

A row holds what a comparison needs, in our own words: the employer code and the key as made, the
operation as the stream's table gives it. Free text and the BSN are left out (VZ-14, WN-6).
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from verzuimbrug.domain.deliveries import (
    DeliveredEmployment,
    DeliveredPerson,
    DeliveredReport,
    Operation,
)
from verzuimbrug.domain.employer_code import EmployerCodeTemplate
from verzuimbrug.domain.reports import content_from_json, content_of, content_to_json
from verzuimbrug.domain.streams import ImportConfiguration
from verzuimbrug.store.sql import Row

PERSON_COLUMNS = {
    "delivery_id": "bigint",
    "message_id": "bigint",
    "position": "int",
    "employer_code": "text",
    "key": "text",
    "key_old": "text",
    "birth_date": "date",
    "fields": "jsonb",
    "employments": "jsonb",
}
REPORT_COLUMNS = {
    "delivery_id": "bigint",
    "message_id": "bigint",
    "position": "int",
    "person": "int",
    "employment": "int",
    "employer_code": "text",
    "key": "text",
    "case_key": "text",
    "case_key_old": "text",
    "sequence": "int",
    "content": "jsonb",
    "impossible_year": "boolean",
}
_COMPARED = ("birth_date", "surname", "initials")
"""The fields of a person that are kept."""
_CODE, _KEY = "code", "key"
_OPERATIONS = {operation.value: operation for operation in Operation}


def as_kept(configuration: ImportConfiguration) -> ImportConfiguration:
    """The configuration by which rows are read: codes, keys and operations are made already."""
    rules = replace(configuration.case_rules, operations=_OPERATIONS, operations_per_edition={})
    return replace(
        configuration,
        employer_code=EmployerCodeTemplate(template=f"[{_CODE}]", trim=False),
        employee_key=_KEY,
        case_rules=rules,
    )


def employer_tags(code: str) -> Mapping[str, str]:
    """The tags of an employer whose code is made already."""
    return {_CODE: code}


def person_row(place: Sequence[object], key: str | None, person: DeliveredPerson) -> list[object]:
    """A person; `place` is delivery, message, position and employer code."""
    kept = {name: person.fields[name] for name in _COMPARED if name in person.fields}
    numbers = [[each.number, each.number_old] for each in person.employments]
    return [*place, key, person.key_old, person.birth_date.isoformat(), kept, numbers]


def report_rows(
    place: Sequence[object],
    key: str | None,
    person: DeliveredPerson,
    operation_of: Callable[[DeliveredReport], Operation | None],
) -> Iterator[list[object]]:
    """The reports of a person; `place` is delivery, message and employer code."""
    delivery, message, code = place
    for number, employment in enumerate(person.employments):
        for report in employment.reports:
            operation = operation_of(report) if report.case_key else None
            content = content_to_json(content_of(report, operation)) if operation else None
            where = [delivery, message, report.position, person.position, number, code, key]
            case = [report.case_key, report.case_key_old, report.sequence]
            yield [*where, *case, content, report.impossible_year]


def person_of(row: Row, reports: Mapping[int, Sequence[DeliveredReport]]) -> DeliveredPerson:
    """A person as kept, with its reports by the place of their employment in it.

    The row has position, key, key_old, birth_date, fields and employments.
    """
    position, key, key_old, birth_date, fields, employments = row
    return DeliveredPerson(
        position=position,
        path="",
        line=None,
        keys={_KEY: (key,)},
        key_old=key_old,
        birth_date=birth_date,
        surname=None,
        bsn=None,
        fields=json.loads(fields),
        employments=tuple(
            DeliveredEmployment(
                number=number,
                number_old=number_old,
                fields={},
                path="",
                line=None,
                reports=tuple(reports.get(place, ())),
            )
            for place, (number, number_old) in enumerate(json.loads(employments))
        ),
    )


def report_of(row: Row) -> DeliveredReport:
    """A report as kept: position, case_key, case_key_old, sequence, content, impossible_year."""
    position, case_key, case_key_old, sequence, content, impossible_year = row
    said = content_from_json(json.loads(content))
    return DeliveredReport(
        position=position,
        path="",
        line=None,
        processing_code=said.operation.value,
        case_key=case_key,
        case_key_old=case_key_old,
        sequence=sequence,
        mutation_date=said.mutation_date,
        mutation_date_old=said.mutation_date_old,
        ends=said.ends,
        first_day=said.first_day,
        first_day_old=said.first_day_old,
        recovered_on=said.recovered_on,
        expected_recovery=said.expected_recovery,
        percentage=said.percentage,
        cause=said.cause,
        safety_net=said.safety_net,
        leave=said.leave,
        end_reason=said.end_reason,
        impossible_year=impossible_year,
    )
