"""How many failed attempts to sign in are too many, and for how long."""

import math
from dataclasses import dataclass
from datetime import timedelta

WINDOW = timedelta(minutes=15)
"""The time within which failures are counted, from the first of them."""

MOST_PER_NAME = 10
"""Failures with one customer code or login from one place."""

MOST_PER_PLACE = 100
"""Failures from one place, whatever was tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    """How often signing in failed, and how long ago the first time was."""

    count: int
    age: timedelta


def seconds_to_wait(failures: Failures, most: int) -> int:
    """How long until signing in may be tried again, in whole seconds; 0 when it may be now."""
    left = WINDOW - failures.age
    if failures.count < most or left <= timedelta(0):
        return 0
    return math.ceil(left.total_seconds())
