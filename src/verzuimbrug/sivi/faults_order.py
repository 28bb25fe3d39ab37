"""Which elements of a sequence stand out of order: as few as can be (rule MSG-2)."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise


def misplaced(places: Sequence[int]) -> frozenset[int]:
    """Return the indexes to move so that the places never go down, the fewest that do.

    What stays is a longest run that never goes down, found by patience sorting: `tops[n]` is the
    index that ends the best run of n + 1 places so far.
    """
    if all(here <= there for here, there in pairwise(places)):
        return frozenset()
    tops: list[int] = []
    top_places: list[int] = []
    before: list[int | None] = []
    for index, place in enumerate(places):
        length = bisect_right(top_places, place)
        before.append(tops[length - 1] if length else None)
        tops[length : length + 1] = [index]
        top_places[length : length + 1] = [place]
    return frozenset(range(len(places))) - frozenset(_run(tops, before))


def _run(tops: Sequence[int], before: Sequence[int | None]) -> list[int]:
    run = []
    index: int | None = tops[-1]
    while index is not None:
        run.append(index)
        index = before[index]
    return run
