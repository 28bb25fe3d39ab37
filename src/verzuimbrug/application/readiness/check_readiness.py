"""Says whether an account can go live, check by check (GR-1 to GR-6); changes nothing."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from django.utils import timezone

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.interpret import LOCAL
from verzuimbrug.application.portal_deliveries.facts import facts_of_account
from verzuimbrug.application.readiness.configuration_problems import configuration_problems
from verzuimbrug.application.readiness.facts import AccountFacts
from verzuimbrug.application.readiness.waivers import waivers_of
from verzuimbrug.domain.comparison import ComparedRow
from verzuimbrug.domain.readiness import (
    CHECKS,
    Check,
    EmployeeRow,
    Readiness,
    with_waivers,
)
from verzuimbrug.domain.readiness_checks import (
    check_absence,
    check_classifications,
    check_configuration,
    check_employees,
    check_employers,
)
from verzuimbrug.store.models import ClientAccount
from verzuimbrug.store.tenancy import tenant


def check_readiness(ref: AccountRef, by: str) -> Readiness:
    """Every check of an account, for somebody who looks; that persons were shown is kept."""
    with tenant(ref.arbodienst):
        readiness = readiness_of(ref, CHECKS)
        keep_as_shown(ref, by, readiness)
    return readiness


def keep_as_shown(ref: AccountRef, by: str, readiness: Readiness) -> None:
    """Keeps that the persons in the lists were shown to somebody; within the tenant."""
    shown = set(_persons(readiness.checks))
    if shown:
        reader = Reader(arbodienst=ref.arbodienst, principal=by)
        record_access(reader, ReadAction.EMPLOYEES, employees=shown)


def readiness_of(ref: AccountRef, checks: Collection[str]) -> Readiness:
    """Some of the checks, with the waivers that were kept; within the tenant."""
    facts = facts_of_account(ref.account, timezone.now().astimezone(LOCAL).date())
    return judge(ref, facts, checks)


def judge(ref: AccountRef, facts: AccountFacts, checks: Collection[str]) -> Readiness:
    """Some of the checks, by these facts; within the tenant."""
    found = [_CHECKS[check](facts) for check in CHECKS if check in checks]
    return Readiness(
        account=ClientAccount.objects.values_list("name", flat=True).get(id=ref.account),
        checks=with_waivers(found, waivers_of(ref.account)),
    )


def _configuration(facts: AccountFacts) -> Check:
    account = ClientAccount.objects.get(id=facts.account)
    return check_configuration(configuration_problems(account, facts.rehearsal))


_CHECKS: Mapping[str, Callable[[AccountFacts], Check]] = {
    "GR-1": lambda facts: check_employers(facts.employers, facts.portal_codes),
    "GR-2": lambda facts: check_employees(facts.employees, facts.proposals),
    "GR-3": lambda facts: check_absence(facts.absence),
    "GR-4": lambda facts: check_classifications(facts.employers),
    "GR-5": _configuration,
}


def _persons(checks: Iterable[Check]) -> Iterator[int]:
    """The employees that the lists of the checks name."""
    for check in checks:
        for row in check.rows:
            if isinstance(row, EmployeeRow):
                yield row.employee
            elif isinstance(row, ComparedRow) and row.person is not None:
                yield row.person
