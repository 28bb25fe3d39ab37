"""`python sign_in_times.py [ROUNDS]`: how long every way to fail to sign in takes.

At the door by itself, and among deliveries that came together first (ADR 35).
All ways take turns, each round in another order, so that what the machine is busy with falls on all
alike. Prints tables for SECURITY.md. Ends with 1 when one of them is told apart by its time: when
its median is more than five per cent from that of an unknown code with a token as long, and a test
of ranks (Mann and Whitney) finds that by chance once in a thousand times at most.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from math import erfc, sqrt
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter_ns

_ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(_ROOT / "src"), str(_ROOT / "tests")]
os.environ["DJANGO_SETTINGS_MODULE"] = "verzuimbrug.project.settings"

import django  # noqa: E402 -- found by the lines above

django.setup()

from doors_world import STREAM  # noqa: E402
from fuzzing.instance import instance  # noqa: E402
from sign_in_world import Pair, ways_to_fail  # noqa: E402
from verzuimbrug.application.receiving.receive_many import (  # noqa: E402
    Delivery,
    SignIn,
    receive_many,
)
from verzuimbrug.application.receiving.refusals import RefusedError  # noqa: E402
from verzuimbrug.application.sign_in.credentials import verify  # noqa: E402

_BASE, _LONG_BASE = "unknown code", "unknown code, token beyond measure"
_LONG = {_LONG_BASE, "token beyond measure"}
"""How long a token is that somebody makes up, they know: hashing it may take as long."""
_MOST_APART = 0.05
_CHANCE = 0.001
_places = count(1)

Door = Callable[[str, str, str], None]
"""What is done with a code, a token and an address; raises RefusedError."""


def measure(ways: Mapping[str, Pair], door: Door, rounds: int) -> dict[str, list[int]]:
    """Nanoseconds of every try at a door, by the way it fails."""
    times: dict[str, list[int]] = {name: [] for name in ways}
    order = Random(1)  # noqa: S311 -- an order, no secret
    for _ in range(rounds):
        for name in order.sample(sorted(ways), len(ways)):
            times[name].append(_tried(ways[name], door))
    return {name: tries[rounds // 10 :] for name, tries in times.items()}


def _ordinary(code: str, token: str, address: str) -> None:
    verify(code, token, address)


def _gathered(code: str, token: str, address: str) -> None:
    """What is not kept among the deliveries that came together goes the ordinary way."""
    sign_in = SignIn(customer_code=code, token=token, address=address)
    receive_many(
        [Delivery(sign_in=sign_in, stream=STREAM, file_name="", content=b"<a/>", door="rest")]
    )
    verify(code, token, address)


def _tried(pair: Pair, door: Door) -> int:
    """Each try comes from another place: nobody has to wait after too many."""
    place = next(_places)
    address = f"10.{place >> 16 & 255}.{place >> 8 & 255}.{place & 255}"
    begun = perf_counter_ns()
    try:
        door(*pair, address)
    except RefusedError:
        return perf_counter_ns() - begun
    raise AssertionError("it opened")


def chance(ours: Sequence[int], theirs: Sequence[int]) -> float:
    """How likely two samples of one kind are as far apart in rank as these (two-sided)."""
    ranked = sorted([(each, 0) for each in ours] + [(each, 1) for each in theirs])
    ranks = sum(place for place, (_, of) in enumerate(ranked, 1) if of == 0)
    n, m = len(ours), len(theirs)
    mean, spread = n * (n + m + 1) / 2, sqrt(n * m * (n + m + 1) / 12)
    return erfc(abs(ranks - mean) / spread / sqrt(2))


def tell(times: dict[str, list[int]]) -> int:
    """The table, and how many ways are told apart."""
    told_apart = 0
    print("| way to fail | median, ms | times that of an unknown code | by chance |")
    print("| --- | --- | --- | --- |")
    for name, tries in times.items():
        base = times[_LONG_BASE if name in _LONG else _BASE]
        ratio, by_chance = median(tries) / median(base), chance(tries, base)
        told_apart += abs(ratio - 1) > _MOST_APART and by_chance < _CHANCE
        print(f"| {name} | {median(tries) / 1e6:.3f} | {ratio:.3f} | {by_chance:.2g} |")
    return told_apart


if __name__ == "__main__":
    with instance():
        pairs, most = ways_to_fail(), int((*sys.argv[1:], "2000")[0])
        apart = [tell(measure(pairs, door, most)) for door in (_ordinary, _gathered)]
        sys.exit(min(1, sum(apart)))
