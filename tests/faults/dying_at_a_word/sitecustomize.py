"""Makes any Python process die at an exchange with the database, when a file says at which.

Python imports it at its start when its folder is on the path. The process that dies takes the file
away first, so that the one that is started in its place lives.
"""

import os
from pathlib import Path

from dying import count_exchanges

_ORDER = Path(os.environ["VERZUIMBRUG_TESTS_DIE_AT"])
_begun: dict[str, int] = {}


def _is_fatal(exchange: int) -> bool:
    """Counts from the exchange at which the file was there first."""
    try:
        order = _ORDER.read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    begun = _begun.setdefault(order, exchange)
    if exchange - begun + 1 < int(order.split()[0]):
        return False
    _ORDER.unlink(missing_ok=True)
    return True


count_exchanges(_is_fatal)
