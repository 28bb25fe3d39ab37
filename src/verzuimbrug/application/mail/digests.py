"""What a period came to, for accounts that are told by the hour or by the day."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings

from verzuimbrug.application.interpret import LOCAL
from verzuimbrug.domain.mail_times import Period, ReportMail, is_worth_telling, period_due
from verzuimbrug.store.mail_rows import (
    count_periods,
    count_waiting,
    keep_digests,
    told_by_digest,
)


def make_digests(now: datetime) -> None:
    """Keeps what is due by now, within the tenant; of a period without anything that it was seen.

    One query finds that nothing is due. Of an account that is new here nothing is told yet: its
    first period begins where the one that is due now ends.
    """
    due = dict(_due(now.astimezone(LOCAL)))
    if not due:
        return
    counted = count_periods([(n, period.start, period.end) for n, (_, period, _new) in due.items()])
    waiting = count_waiting(due)
    digests: list[tuple[int, datetime, object]] = []
    for account, _start, _end, messages, rejected, reports in counted:
        how, period, is_new = due[account]
        waits = waiting.get(account, 0)
        details: dict[str, Any] = {
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
            "messages": messages,
            "rejected": rejected,
            "reports": reports,
            "waiting": waits,
        }
        is_told = not is_new and is_worth_telling(how, messages=messages, waiting=waits)
        digests.append((account, period.end, details if is_told else None))
    keep_digests(digests, now)


def _due(now: datetime) -> Iterator[tuple[int, tuple[ReportMail, Period, bool]]]:
    for account, written, told_until in told_by_digest():
        how = ReportMail(written)
        period = period_due(how, now, settings.DIGEST_HOUR, told_until)
        if period is not None:
            yield account, (how, period, told_until is None)
