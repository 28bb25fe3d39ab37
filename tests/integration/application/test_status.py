"""The counts: each message and each report in exactly one state."""

import pytest
from django.utils import timezone

from reading_world import House, house
from verzuimbrug.application.status import status
from verzuimbrug.store.models import Redelivery
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

_MESSAGES = ("received", "processed", "held", "rejected", "failed", "duplicate")
_REPORTS = ("applied", "parked", "held", "conflict", "duplicate", "refused", "undone")


def _deliver_again(of: House, message: int) -> None:
    with tenant(of.arbodienst):
        Redelivery.objects.create(
            arbodienst_id=of.arbodienst, message_id=message, door="rest", received_at=timezone.now()
        )


def test_zero_counts_are_shown() -> None:
    counts = status()
    assert counts.messages == dict.fromkeys(_MESSAGES, 0)
    assert counts.reports == dict.fromkeys(_REPORTS, 0)


def test_messages_and_reports_are_counted_by_state() -> None:
    gezond = house("GEZOND")
    first = gezond.message("r1", state="processed")
    gezond.message("r2", state="received")
    gezond.report(first, 0, "applied")
    gezond.report(first, 1, "parked")
    _deliver_again(gezond, first)

    counts = status()
    assert [counts.messages[state] for state in _MESSAGES] == [1, 1, 0, 0, 0, 1]
    assert [counts.reports[state] for state in _REPORTS] == [1, 1, 0, 0, 0, 0, 0]


def test_all_arbodiensten_are_counted_unless_one_is_named() -> None:
    house("GEZOND").message("r1", state="held")
    house("FIT").message("r1", state="held")
    assert status().messages["held"] == 2
    assert status("FIT").messages["held"] == 1
