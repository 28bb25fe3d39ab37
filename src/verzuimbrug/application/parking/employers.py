"""Healing what waits for an employer: it is created, or joins a group of the coupling (WG-2)."""

from dataclasses import replace

from django.utils import timezone

from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.configuration.configured_objects import save_object
from verzuimbrug.application.configuration.entries import EmployerEntry, MembershipEntry
from verzuimbrug.application.configuration.versions import ConfiguredObject
from verzuimbrug.application.configuration.writing import plain_employer
from verzuimbrug.application.employers.group_members import add_member
from verzuimbrug.application.parking.treatment import Healed, Request, lacking
from verzuimbrug.domain.findings import Finding, Severity
from verzuimbrug.domain.scope import Period
from verzuimbrug.store.models import AccountScope, ClientAccount, Employer
from verzuimbrug.store.parking_contents import count_going_on

_PREFIX = "employers[1]."


def create_employer(request: Request) -> Healed:
    """Creates the employer, from today in the group if one is given."""
    treatment = request.treatment
    if not treatment.name.strip():
        return lacking(request, "name")
    if treatment.group and not _is_in_scope(request):
        return _of_other_scope(request)
    joined = MembershipEntry(group=treatment.group, start=timezone.localdate())
    entry = EmployerEntry(
        code=request.row.name,
        name=treatment.name,
        groups=(joined,) if treatment.group else (),
        classifications=treatment.classifications,
    )
    configured = save_object(
        ConfiguredObject(arbodienst=request.decider.arbodienst, kind="employer", key=(entry.code,)),
        plain_employer(entry),
        by=request.decider.by,
        dry_run=request.dry_run,
    )
    return _concluded(request, configured)


def add_to_group(request: Request) -> Healed:
    """Makes the employer a member of the group from today, or takes back that it leaves."""
    if not request.treatment.group:
        return lacking(request, "group")
    if not _is_in_scope(request):
        return _of_other_scope(request)
    configured = add_member(
        request.decider.arbodienst,
        request.row.name,
        MembershipEntry(group=request.treatment.group),
        by=request.decider.by,
        dry_run=request.dry_run,
    )
    return _concluded(request, configured)


def _is_in_scope(request: Request) -> bool:
    """Whether the coupling is authorised for the group, or for all employers."""
    account = request.row.account
    scopes = AccountScope.objects.filter(account=account, group__code=request.treatment.group)
    return _has_all(account) or scopes.exists()


def _has_all(account: int) -> bool:
    return ClientAccount.objects.filter(id=account, scope_all=True).exists()


def _of_other_scope(request: Request) -> Healed:
    account = ClientAccount.objects.get(id=request.row.account).name
    params = {"group": request.treatment.group, "account": account}
    return Healed(findings=(Finding("PK105", params),))


def _concluded(request: Request, configured: Configured) -> Healed:
    findings = tuple(
        replace(each, path=each.path.removeprefix(_PREFIX), line=None)
        for each in configured.findings
    )
    if any(finding.severity is Severity.ERROR for finding in findings):
        return Healed(findings=findings)
    goes_on = _goes_on(request)
    if not goes_on:
        findings += (Finding("PK106", {"code": request.row.name}),)
    waiting = request.row.reports if goes_on else 0
    return Healed(
        reports=waiting if request.dry_run else count_going_on(request.row),
        differences=configured.differences,
        findings=findings,
        applied=configured.applied,
    )


def _goes_on(request: Request) -> bool:
    """Whether the coupling reaches the employer after it; what waits for it then goes on."""
    employer = Employer.objects.filter(code=request.row.name).first()
    if employer is not None:
        own = Period(start=employer.starts_on, end=employer.ends_on)
        if not own.holds_on(timezone.localdate()):
            return False
    return bool(request.treatment.group) or _has_all(request.row.account)
