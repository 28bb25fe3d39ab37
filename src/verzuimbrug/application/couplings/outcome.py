"""The readiness of a coupling as it was last worked out, kept so that a page need not wait for it.

Working it out reads all that the coupling received, and may take seconds.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.readiness.check_readiness import keep_as_shown, readiness_of
from verzuimbrug.domain.coupling_steps import CheckedOnce, LastOutcome
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.readiness import CHECKS, CheckState, Readiness
from verzuimbrug.store.coupling_reads import changed_since
from verzuimbrug.store.models import ReadinessOutcome
from verzuimbrug.store.tenancy import tenant

FRESH_FOR = timedelta(minutes=10)
"""After so long an outcome is worked out anew: employers and groups may have changed."""


def work_out(ref: AccountRef) -> None:
    """Works the readiness out, and keeps how it came out; nobody in the lists is shown."""
    begun = timezone.now()
    with tenant(ref.arbodienst):
        _keep(ref, readiness_of(ref, CHECKS), begun)


def work_out_and_show(ref: AccountRef, by: str) -> Readiness:
    """The same with the lists, for somebody who looks; that persons were shown is kept."""
    begun = timezone.now()
    with tenant(ref.arbodienst):
        readiness = readiness_of(ref, CHECKS)
        _keep(ref, readiness, begun)
        keep_as_shown(ref, by, readiness)
    return readiness


def last_outcome(account: int) -> LastOutcome | None:
    """How it came out last; None when it never was worked out. Within the tenant."""
    row = ReadinessOutcome.objects.filter(account=account).first()
    if row is None:
        return None
    return LastOutcome(
        at=row.at,
        checks=tuple(
            CheckedOnce(
                id=each["id"],
                state=CheckState(each["state"]),
                count=each["count"],
                findings=tuple(map(Finding.from_json, each["findings"])),
            )
            for each in row.checks
        ),
    )


def is_outdated(account: int, outcome: LastOutcome | None) -> bool:
    """Whether an outcome may be another by now; within the tenant."""
    if outcome is None or timezone.now() - outcome.at > FRESH_FOR:
        return True
    return changed_since(account, outcome.at)


def _keep(ref: AccountRef, readiness: Readiness, begun: datetime) -> None:
    """With the moment that it was begun: what happens meanwhile may not be in it."""
    checks = [
        {
            "id": check.id,
            "state": check.state.value,
            "count": check.count,
            "findings": [finding.to_json() for finding in check.findings],
        }
        for check in readiness.checks
    ]
    ReadinessOutcome.objects.update_or_create(
        arbodienst_id=ref.arbodienst,
        account_id=ref.account,
        defaults={"at": begun, "checks": checks},
    )
