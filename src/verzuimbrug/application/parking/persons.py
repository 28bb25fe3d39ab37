"""Healing what waits for a decision on who a link key is (WN-4)."""

from verzuimbrug.application.parking.decide import create_person, link_person, waits
from verzuimbrug.application.parking.treatment import Healed, Request, lacking
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.linking import KnownLinks, Link, judge_links
from verzuimbrug.domain.snapshot import PersonKey
from verzuimbrug.store.parking_contents import count_going_on
from verzuimbrug.store.readiness_reads import employees_by_key, employers_of


def link_to_known(request: Request) -> Healed:
    """Says that the key is that of a known employee."""
    key, employee = _key(request), request.treatment.employee
    if employee is None:
        return lacking(request, "employee")
    if not waits(key):
        return _nothing_waits(request)
    link = Link(employer=request.row.subject[0], employee=employee, key=key.key)
    judged = judge_links([link], _known(key, link))
    if judged.findings:
        return Healed(findings=judged.findings)
    if not request.dry_run:
        link_person(request.decider, key, employee)
    return _concluded(request)


def link_to_new(request: Request) -> Healed:
    """Says that the key is that of somebody who is not known yet."""
    key = _key(request)
    if not waits(key):
        return _nothing_waits(request)
    if not request.dry_run:
        create_person(request.decider, key)
    return _concluded(request)


def _key(request: Request) -> PersonKey:
    row = request.row
    assert row.employer is not None  # noqa: S101 -- a link key is one at an employer
    return PersonKey(row.account, row.employer, row.name)


def _known(key: PersonKey, link: Link) -> KnownLinks:
    """The employee, if it is one of the employer, and the keys of the account there."""
    employers = {key.employer: link.employer}
    employees = employers_of([link.employee], employers)
    keys = employees_by_key(key.account, employers)
    return KnownLinks(
        employees={employee: employers[employer] for employee, employer in employees.items()},
        keys={(employers[employer], name): who for (employer, name), who in keys.items()},
    )


def _nothing_waits(request: Request) -> Healed:
    employer, key = request.row.subject
    return Healed(findings=(Finding("GR214", {"employer": employer, "key": key}),))


def _concluded(request: Request) -> Healed:
    going_on = request.row.reports if request.dry_run else count_going_on(request.row)
    return Healed(reports=going_on, applied=not request.dry_run)
