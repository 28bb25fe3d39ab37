"""Lets go on what waited, once its cause is gone (WG-2, WG-4)."""

from collections.abc import Collection, Mapping

from django.utils import timezone

from verzuimbrug.application.configuration.import_configuration import read_configurations
from verzuimbrug.application.interpret import LOCAL
from verzuimbrug.domain.scope import Reach, Scope
from verzuimbrug.domain.snapshot import EmployerFacts
from verzuimbrug.store.models import Employer, Stream, Waiting
from verzuimbrug.store.queue import requeue
from verzuimbrug.store.snapshots import read_employers
from verzuimbrug.store.sql import select


def release_employers(arbodienst: int) -> int:
    """Puts back in the queue what waits for an employer that is known and in scope now.

    That is on the day of receipt or today, as when the message is decided. Of an employer in its
    run-out only what has not been looked at as such: it waits with the employer's id from then on.
    Runs under the tenant of the transaction in progress; gives the number of messages.
    """
    known = Waiting.objects.filter(
        arbodienst=arbodienst, cause="employer", employer_code__in=Employer.objects.values("code")
    )
    named = ("account_id", "employer_code", "employer_id", "message__received_at")
    waiting = list(known.select_related("message").only(*named))
    if not waiting:
        return 0
    employers = read_employers({each.employer_code for each in waiting})
    scopes = _scopes({each.account_id for each in waiting})
    ready = {
        each.message_id
        for each in waiting
        if _goes_on(each, scopes[each.account_id], employers[each.employer_code])
    }
    requeue(ready)
    return len(ready)


def _goes_on(waiting: Waiting, scope: Scope, employer: EmployerFacts) -> bool:
    now = timezone.now()
    days = [at.astimezone(LOCAL).date() for at in (waiting.message.received_at, now)]
    reach = scope.reach(employer.id, employer.tenure, days)
    return reach is Reach.IN or (reach is Reach.RUN_OUT and waiting.employer_id is None)


def release_run_outs(employers: Collection[int]) -> int:
    """Puts back in the queue what waits in the run-out of these employers (WG-4).

    Called when a membership of theirs changes: other cases may have been open on another last day.
    Runs under the tenant of the transaction in progress; gives the number of messages.
    """
    waiting = Waiting.objects.filter(cause="employer", employer_id__in=employers)
    messages = set(waiting.values_list("message_id", flat=True))
    requeue(messages)
    return len(messages)


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
