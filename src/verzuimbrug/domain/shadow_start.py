"""The point from which a shadow run starts: as it was before the first of its messages (VE-1).

Of the account, the reports received before that message stand, and its cases are what those come
to. Fields of persons and employments say what they said then, but without whose word it was: so
each message says its own again. Employers, the persons that there are, and their keys are as they
are now.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from verzuimbrug.domain.deliveries import FieldValue
from verzuimbrug.domain.fields import StampedFields
from verzuimbrug.domain.folding import fold_case
from verzuimbrug.domain.operations import CaseRules
from verzuimbrug.domain.snapshot import CaseFacts, CaseKey, Snapshot, StoredReport

Reports = Mapping[CaseKey, tuple[StoredReport, ...]]
Values = Mapping[int, Mapping[str, FieldValue]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """What was before the first message of an account, by the store's id.

    `persons` and `employments` have, by id, the fields that changed since, as they were then.
    """

    account: int
    first: int
    persons: Values = field(default_factory=dict)
    employments: Values = field(default_factory=dict)


def starting_point(snapshot: Snapshot, then: Then, rules: CaseRules) -> Snapshot:
    """The snapshot as a shadow run starts from it, for both sides alike.

    `rules` are those that hold now. The snapshot has the reports of every case of the account that
    it has.
    """
    reports = _before(snapshot.reports, then)
    return replace(
        snapshot,
        persons={
            number: replace(each, fields=_earlier_fields(each.fields, then.persons.get(number)))
            for number, each in snapshot.persons.items()
        },
        employments=tuple(
            replace(each, fields=_earlier_fields(each.fields, then.employments.get(each.id)))
            for each in snapshot.employments
        ),
        reports=reports,
        cases=tuple(_cases(snapshot.cases, then.account, reports, rules)),
        resolved=frozenset(),
        displaced=frozenset(),
    )


def _before(reports: Reports, then: Then) -> Reports:
    return {
        key: _earlier(of, then.first) if key.account == then.account else of
        for key, of in reports.items()
    }


def _earlier(reports: Collection[StoredReport], first: int) -> tuple[StoredReport, ...]:
    return tuple(each for each in reports if each.report.place[0] < first)


def _earlier_fields(
    fields: StampedFields, before: Mapping[str, FieldValue] | None
) -> StampedFields:
    earlier = before or {}
    values = {name: earlier.get(name, value) for name, value in fields.values.items()}
    return StampedFields({name: value for name, value in values.items() if value is not None})


def _cases(
    cases: Collection[CaseFacts], account: int, reports: Reports, rules: CaseRules
) -> list[CaseFacts]:
    found = []
    for facts in cases:
        if facts.key.account != account:
            found.append(facts)
            continue
        earlier = (each.report for each in reports.get(facts.key, ()))
        fold = fold_case(earlier, rules, facts.released_gaps)
        if fold.state is not None and fold.employee is not None:
            began = replace(facts, state=fold.state, employee=fold.employee, continues=None)
            found.append(replace(began, hidden=False))
    return found
