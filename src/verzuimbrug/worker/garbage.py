"""How often a process that works in batches looks for garbage."""

import gc

_THRESHOLDS = (200_000, 100, 100)


def collect_little() -> None:
    """Has this process look for garbage seldom.

    A batch makes many values that live as long as it does, and no cycles: looking for those often
    costs a third of the time and frees nothing.
    """
    gc.set_threshold(*_THRESHOLDS)
