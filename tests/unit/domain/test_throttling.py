"""How many failures are too many, and for how long."""

from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from verzuimbrug.domain.throttling import WINDOW, Failures, seconds_to_wait


@pytest.mark.parametrize(
    ("count", "age", "seconds"),
    [
        (0, timedelta(0), 0),
        (9, timedelta(0), 0),
        (10, timedelta(0), 900),
        (10, WINDOW - timedelta(milliseconds=1), 1),
        (10, WINDOW, 0),
        (99, timedelta(minutes=5), 600),
    ],
)
def test_too_many_wait_until_the_window_ends(count: int, age: timedelta, seconds: int) -> None:
    assert seconds_to_wait(Failures(count=count, age=age), 10) == seconds


@given(st.integers(0, 1000), st.timedeltas(timedelta(0), timedelta(days=1)))
def test_who_waits_does_so_until_the_window_ends(count: int, age: timedelta) -> None:
    wait = timedelta(seconds=seconds_to_wait(Failures(count=count, age=age), 10))
    assert wait == timedelta(0) or WINDOW <= age + wait < WINDOW + timedelta(seconds=1)
