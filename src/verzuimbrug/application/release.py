"""Lets go on what waited, once its cause is gone (WG-2, WG-4)."""

from collections.abc import Collection, Mapping

from django.utils import timezone

from verzuimbrug.application.configuration.import_configuration import read_configurations
from verzuimbrug.application.interpret import LOCAL
from verzuimbrug.domain.scope import Scope
from verzuimbrug.store.models import Employer, Stream, Waiting
from verzuimbrug.store.queue import requeue
from verzuimbrug.store.snapshots import read_employers
from verzuimbrug.store.sql import select


def release_employers(arbodienst: int) -> int:
    """Puts back in the queue what waits for an employer that is known and in scope today.

    Runs under the tenant of the transaction in progress; gives the number of messages.
    """
    known = Waiting.objects.filter(
        arbodienst=arbodienst, cause="employer", employer_code__in=Employer.objects.values("code")
    )
    waiting = list(known.values_list("message_id", "account_id", "employer_code"))
    if not waiting:
        return 0
    employers = read_employers({code for _, _, code in waiting})
    scopes = _scopes({account for _, account, _ in waiting})
    today = timezone.now().astimezone(LOCAL).date()
    ready = {
        message
        for message, account, code in waiting
        if scopes[account].covers(employers[code].id, employers[code].memberships, (today,))
    }
    requeue(ready)
    return len(ready)


def release_streams(streams: Collection[int]) -> int:
    """Puts back in the queue what of these streams is parked, for whatever cause.

    Called when their settings change: another template, key or code table may heal it, and what
    does not heal is parked again. Runs under the tenant of the transaction in progress.
    """
    rows = select(
        "SELECT id FROM store_message m WHERE m.stream_id = ANY(%s) AND (EXISTS ("
        "SELECT 1 FROM store_waiting w WHERE w.message_id = m.id) OR EXISTS ("
        "SELECT 1 FROM store_absencereport r WHERE r.message_id = m.id AND r.state = 'parked'))",
        list(streams),
    )
    requeue([row[0] for row in rows])
    return len(rows)


def _scopes(accounts: Collection[int]) -> Mapping[int, Scope]:
    streams = Stream.objects.filter(account_id__in=accounts).values_list("id", flat=True)
    configurations = read_configurations(set(streams)).values()
    return {configuration.account: configuration.scope for configuration in configurations}
