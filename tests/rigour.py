"""On how many random cases a property is tried: some for every change, many in the night."""

import os

_TIMES = 10 if os.environ.get("VERZUIMBRUG_TESTS") == "nightly" else 1


def tries(for_every_change: int) -> int:
    """So many for every change, ten times as many in the night."""
    return for_every_change * _TIMES
