"""Where a queue begins, as far as a process knows (ADR 50)."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from verzuimbrug.store.queue_front import Front


def _steps(*seconds: float) -> Callable[[], float]:
    """A clock that shows these, one each time it is looked at."""
    return iter(seconds).__next__


def test_a_queue_is_read_from_its_beginning_until_something_was_found() -> None:
    front = Front(_steps(*range(100)))
    assert [front.read(lambda first: first) for _ in range(3)] == [0, 0, 0]


def test_what_was_found_first_is_where_it_begins_and_somewhat_before() -> None:
    front = Front(_steps(0.0, 1.0, 2.0))
    front.read(lambda first: first)
    front.begins(5000)
    assert front.read(lambda first: first) == 4000


def test_a_queue_that_just_began_is_read_from_its_beginning() -> None:
    front = Front(_steps(0.0, 1.0, 2.0, 3.0))
    front.read(lambda first: first)
    front.begins(900)
    assert front.read(lambda first: first) == 0


@pytest.mark.parametrize("took", [0.001, 0.1, 2.0])
def test_reading_from_the_beginning_takes_a_fiftieth_of_the_time(took: float) -> None:
    front = Front(_passing(took))
    front.read(lambda first: first)
    front.begins(10**6)
    read = [front.read(lambda first: first) for _ in range(1000)]
    assert read.count(0) == pytest.approx(1000 / 51, abs=2)


def _passing(took: float) -> Callable[[], float]:
    """A clock by which whatever happens between two looks takes so long."""
    looks: Iterator[int] = count()
    return lambda: took * next(looks)
