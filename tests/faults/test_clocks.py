"""The clock of the machine jumps, forwards and backwards: what is kept is the same (MSG-7)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import cycle

import psycopg
from django.utils import timezone

from dying import run_apart
from faults_world import Day, Picture, differences, picture

_JUMPS = (timedelta(hours=3), timedelta(days=-2), timedelta(days=1), timedelta(minutes=-10))


def _at(jump: timedelta, step: Callable[[], None]) -> Callable[[], None]:
    """A step that is done by a clock that jumped. It is done in a process of its own."""

    def jumped() -> None:
        right = timezone.now

        def now() -> datetime:
            return right() + jump

        timezone.now = now
        step()

    return jumped


def _live_through(day: Day, owner: psycopg.Connection, jumps: tuple[timedelta, ...]) -> Picture:
    day.begin(owner)
    day.deliver()
    for jump, step in zip(cycle(jumps), day.steps().values(), strict=False):
        run_apart(_at(jump, step))
    return picture(owner)


def test_a_clock_that_jumps_changes_nothing_but_moments(
    owner_connection: psycopg.Connection,
) -> None:
    day = Day()
    right = _live_through(day, owner_connection, (timedelta(),))
    assert differences(right, _live_through(day, owner_connection, _JUMPS)) == []
