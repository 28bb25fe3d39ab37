"""What has waited long is told, once for each mark it passes, and forgotten when it is gone."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from doors_world import Coupling
from parking_world import (
    GROUP,
    go_live_beside,
    house,
    park_double,
    park_gap,
    park_unknown_employer,
    parked,
    treat,
)
from sending_world import go_live, report, sick, take, work
from verzuimbrug.application.accounts import account_log
from verzuimbrug.application.housekeep import housekeep
from verzuimbrug.application.parking.reminding import remind
from verzuimbrug.domain.parking import Healing
from verzuimbrug.store.models import Reminder
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def _remind(coupling: Coupling, days: float) -> int:
    """Look so many days from now."""
    with tenant(coupling.arbodienst):
        return remind(coupling.arbodienst, timezone.now() + timedelta(days=days))


def _told(coupling: Coupling) -> list[dict[str, Any]]:
    return [each.details for each in account_log(coupling.ref) if each.event == "reminder"]


def _marks(coupling: Coupling) -> list[int]:
    (group,) = parked(coupling)
    return [reminder.days for reminder in group.reminders]


def test_group_is_told_of_once_for_each_mark_that_it_passes() -> None:
    coupling = go_live(house())
    park_gap(coupling)

    assert [_remind(coupling, days) for days in (2.9, 3.1, 4, 7.1, 7.2, 14.1, 30)] == [
        0,
        1,
        0,
        1,
        0,
        1,
        0,
    ]
    assert _told(coupling) == [
        {"cause": "VZ301", "days": days, "groups": 1, "subjects": [["FLSN1001", "VG30"]]}
        for days in (3, 7, 14)
    ]
    assert [each.by for each in account_log(coupling.ref) if each.event == "reminder"] == [
        "verzuimbrug"
    ] * 3


def test_reminders_stand_with_the_group() -> None:
    coupling = go_live(house())
    park_gap(coupling)
    assert _marks(coupling) == []
    _remind(coupling, 8)
    assert _marks(coupling) == [3, 7]


def test_of_several_marks_at_once_the_last_is_told() -> None:
    coupling = go_live(house())
    park_gap(coupling)
    _remind(coupling, 8)
    assert [each["days"] for each in _told(coupling)] == [7]


def test_groups_with_one_cause_are_told_of_together() -> None:
    coupling = go_live(house())
    park_gap(coupling)
    park_gap(coupling, "VG31", "w-31")
    park_unknown_employer(coupling)
    other = go_live_beside(coupling)
    take(other, sick(report(), number="1002"))

    assert _remind(coupling, 4) == 4

    assert _told(coupling) == [
        {
            "cause": "VZ301",
            "days": 3,
            "groups": 2,
            "subjects": [["FLSN1001", "VG30"], ["FLSN1001", "VG31"]],
        },
        {"cause": "WG201", "days": 3, "groups": 1, "subjects": [["FLSN1002"]]},
    ]
    assert [each["groups"] for each in _told(other)] == [1]


def test_reminders_are_forgotten_when_the_group_is_gone() -> None:
    coupling = go_live(house())
    park_unknown_employer(coupling)
    _remind(coupling, 4)
    (group,) = parked(coupling)
    treat(coupling, group, Healing.CREATE_EMPLOYER, name="N.V. 1002", group=GROUP)
    work()

    assert _remind(coupling, 5) == 0

    with tenant(coupling.arbodienst):
        assert not Reminder.objects.exists()


def test_group_that_begins_anew_is_told_of_anew(owner_connection: psycopg.Connection) -> None:
    coupling = go_live(house())
    park_unknown_employer(coupling)
    _remind(coupling, 4)
    owner_connection.execute(
        "UPDATE store_message SET received_at = received_at + interval '9 days'"
    )

    _remind(coupling, 10)
    assert _marks(coupling) == []
    assert _remind(coupling, 13) == 1


def test_names_with_odd_characters_are_told_of_once() -> None:
    coupling = go_live(house())
    take(coupling, sick(report('V"\\é/ 1', 3), key="w-1"))
    take(coupling, sick(report('V"\\é/ 1', 5), key="w-1"))
    assert [_remind(coupling, days) for days in (4, 5)] == [1, 0]
    assert _marks(coupling) == [3]


def test_days_are_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "REMINDER_DAYS", [1])
    coupling = go_live(house())
    park_double(coupling)
    assert [_remind(coupling, days) for days in (1.1, 8)] == [1, 0]


def test_one_arbodienst_is_not_told_of_another() -> None:
    ours, theirs = go_live(house()), go_live(house("FIT"))
    park_gap(ours)
    assert _remind(theirs, 4) == 0
    assert _remind(ours, 4) == 1
    assert _remind(theirs, 4) == 0
    assert _marks(ours) == [3]


def test_housekeeping_reminds_once_an_hour(owner_connection: psycopg.Connection) -> None:
    coupling = go_live(house())
    park_gap(coupling)
    cache.clear()
    owner_connection.execute(
        "UPDATE store_message SET received_at = received_at - interval '4 days'"
    )
    housekeep()
    assert _marks(coupling) == [3]

    owner_connection.execute(
        "UPDATE store_message SET received_at = received_at - interval '4 days'"
    )
    housekeep()
    assert _marks(coupling) == [3]
    cache.clear()
    housekeep()
    assert _marks(coupling) == [3, 7]
