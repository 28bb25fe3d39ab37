"""Checks that a person passes over by name, with a reason (GR-6)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils import timezone

from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.domain.readiness import CHECKS, WaiverFacts
from verzuimbrug.store.models import Waiver as WaiverRow
from verzuimbrug.store.tenancy import tenant

_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Checks that a person passes over by name, and why."""

    checks: tuple[str, ...] = ()
    reason: str = ""

    @property
    def problem(self) -> str:
        """Why it cannot be taken as it stands; empty when it can."""
        unknown = [check for check in self.checks if check not in CHECKS]
        if unknown:
            return f"there is no check {', '.join(unknown)}; the checks are {', '.join(CHECKS)}"
        if len(self.reason) > _LONGEST_REASON:
            return f"a reason has at most {_LONGEST_REASON} characters"
        return (
            "checks are passed over with a reason only" if self.checks and not self.reason else ""
        )


def waive(ref: AccountRef, by: str, waiver: Waiver) -> None:
    """Keeps and logs that checks are passed over, until that is withdrawn.

    A waiver of the same check before it is replaced.
    """
    with tenant(ref.arbodienst):
        rows = [
            WaiverRow(
                arbodienst_id=ref.arbodienst,
                account_id=ref.account,
                check_id=check,
                reason=waiver.reason,
                by=by,
                at=timezone.now(),
            )
            for check in dict.fromkeys(waiver.checks)
        ]
        WaiverRow.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["arbodienst", "account", "check_id"],
            update_fields=["reason", "by", "at"],
        )
        for row in rows:
            log_event(ref, by, "waived", {"check": row.check_id, "reason": row.reason})


def withdraw_waivers(ref: AccountRef, by: str, checks: Collection[str]) -> int:
    """Ends waivers; gives how many there were."""
    with tenant(ref.arbodienst):
        rows = WaiverRow.objects.filter(account=ref.account, check_id__in=checks)
        withdrawn = sorted(rows.values_list("check_id", flat=True))
        rows.delete()
        for check in withdrawn:
            log_event(ref, by, "waiver-withdrawn", {"check": check})
    return len(withdrawn)


def waivers_of(account: int) -> Mapping[str, WaiverFacts]:
    """The waivers of an account by check; within the tenant."""
    return {
        row.check_id: WaiverFacts(reason=row.reason, by=row.by, at=row.at)
        for row in WaiverRow.objects.filter(account=account)
    }
