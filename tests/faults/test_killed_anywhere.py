"""A process that dies at any statement: started again, it ends as if it had not died (MSG-7)."""

from collections.abc import Iterator

import psycopg
import pytest

from dying import run_apart
from faults_world import Day, Picture, differences, picture

_FEW = (12, 66, 131)
"""In the middle of deciding, at the end of a batch, and while a person decides."""


@pytest.fixture(scope="module")
def day() -> Day:
    """The same letters in all runs."""
    return Day()


@pytest.fixture(scope="module")
def pictures() -> dict[int, Picture]:
    """What an undisturbed day ends in, once it is known."""
    return {}


def _live_through(day: Day, owner: psycopg.Connection, dies_after: int | None) -> Picture:
    """The day from begin to end; each step dies there, if it gets that far, and is done again."""
    day.begin(owner)
    day.deliver()
    for step in day.steps().values():
        if run_apart(step, dies_after) is None:
            run_apart(step)
    return picture(owner)


@pytest.fixture
def undisturbed(
    day: Day, pictures: dict[int, Picture], owner_connection: psycopg.Connection
) -> Picture:
    if 0 not in pictures:
        pictures[0] = _live_through(day, owner_connection, None)
    return pictures[0]


@pytest.mark.parametrize("dies_after", _FEW)
def test_who_is_killed_at_a_statement_ends_as_if_not(
    day: Day, undisturbed: Picture, owner_connection: psycopg.Connection, dies_after: int
) -> None:
    assert differences(undisturbed, _live_through(day, owner_connection, dies_after)) == []


def _places(day: Day, owner: psycopg.Connection) -> Iterator[int]:
    """Every exchange with the server of the longest step."""
    day.begin(owner)
    day.deliver()
    yield from range(1, max(run_apart(step) or 0 for step in day.steps().values()) + 1)


@pytest.mark.nightly
def test_who_is_killed_at_any_statement_ends_as_if_not(
    day: Day, undisturbed: Picture, owner_connection: psycopg.Connection
) -> None:
    other = {
        place: found
        for place in _places(day, owner_connection)
        if (found := differences(undisturbed, _live_through(day, owner_connection, place)))
    }
    assert other == {}
