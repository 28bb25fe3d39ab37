"""What must happen without a message: releases by date, terms that end, accounts gone active."""

from django.db import transaction
from django.utils import timezone

from verzuimbrug.application.answering.reports import answer_reports
from verzuimbrug.application.events.forgetting import forget_told
from verzuimbrug.application.expire import expire_waiting
from verzuimbrug.application.exports.leaving import forget_sent
from verzuimbrug.application.parking.reminding import remind_hourly
from verzuimbrug.application.passed_on.erasing import erase_passed_on
from verzuimbrug.application.release import release_employers
from verzuimbrug.application.sign_in.handover import forget_expired_links
from verzuimbrug.application.sign_in.throttling import sweep_failures
from verzuimbrug.application.staged_files import forget_expired_files
from verzuimbrug.application.users.sessions import forget_expired_sessions
from verzuimbrug.store.models import Arbodienst
from verzuimbrug.store.queue import ready_of_active_accounts
from verzuimbrug.store.sql import select
from verzuimbrug.store.tenancy import tenant

_ONE_AT_A_TIME = 0x56425400
_MOST_PORTIONS = 10
"""So many thousands of messages at most are answered at once: housekeeping comes again soon."""


def housekeep() -> bool:
    """Goes once through all arbodiensten, each in a transaction; one worker at a time.

    False when another worker is at it.

    Counts of failed sign-ins and sessions belong to no arbodienst, and go first.
    """
    sweep_failures()
    forget_expired_sessions(timezone.now())
    with transaction.atomic():
        if not select("SELECT 1 WHERE pg_try_advisory_xact_lock(%s)", _ONE_AT_A_TIME):
            return False
        for arbodienst in Arbodienst.objects.values_list("id", flat=True):
            with tenant(arbodienst):
                ready_of_active_accounts()
                release_employers(arbodienst)
                expire_waiting(timezone.now())
                _answer_noted()
                forget_expired_links(timezone.now())
                forget_expired_files(timezone.now())
                forget_told(timezone.now())
                erase_passed_on(timezone.now())
                forget_sent(timezone.now())
                remind_hourly(arbodienst, timezone.now())
    return True


def _answer_noted() -> None:
    """Answers what no batch of a worker did by itself: what an undo or an erasure noted."""
    for _ in range(_MOST_PORTIONS):
        if not answer_reports(timezone.now()):
            return
