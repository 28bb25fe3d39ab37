"""The keys for data at rest: listing them, a new one, the rotation, taking one away (ADR 41).

For the operator of the platform, by the command line: keys belong to no arbodienst.
"""

import secrets
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from verzuimbrug.store.encryption import head_of
from verzuimbrug.store.resealing import SEALINGS, UnreadableError

UNDER_WAY = timedelta(minutes=15)
"""What was sealed with the former key just before a rotation is written by then."""
_KEY_BYTES = 32
_PASS_SECONDS = 0.2
_FOLLOWED_SECONDS = 2.0
"""By then every process seals with the first key of the file: each looks every second."""


class KeyRefusedError(Exception):
    """What is asked cannot be done; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyShown:
    """A key by its id, which is no secret; the first seals. `values` were sealed with it."""

    id: str
    seals: bool
    is_known: bool
    values: int


def list_keys() -> tuple[KeyShown, ...]:
    """The keys that are known, the one that seals first, and any other that values were sealed by.

    All values are counted: that takes a while.
    """
    counts = _counts()
    known = [head_of(key) for key in settings.DATA_KEYS.present()]
    lost = sorted(counts.keys() - set(known))
    return tuple(
        KeyShown(
            id=key_id(head),
            seals=head == known[0],
            is_known=head in known,
            values=counts.get(head, 0),
        )
        for head in (*known, *lost)
    )


def add_key() -> str:
    """A new key, after the others: it opens, and seals nothing before a rotation. Gives its id."""
    keys, _ = _kept_in_file()
    key = secrets.token_bytes(_KEY_BYTES)
    _rewrite((*keys, key))
    return key_id(head_of(key))


def promote_last() -> str:
    """The key that was added last seals from now on; gives its id. One that is alone does already.

    Of keys that are not in a file the operator has put the new one first.
    """
    keys = settings.DATA_KEYS.anew()
    if settings.DATA_KEYS.file is not None and len(keys) > 1:
        _rewrite((keys[-1], *keys[:-1]))
        time.sleep(_FOLLOWED_SECONDS)
    return key_id(head_of(settings.DATA_KEYS.present()[0]))


def count_due() -> int:
    """How many values are sealed with another key than the one that seals.

    Raises KeyRefusedError when there are some that no key opens.
    """
    counts = _counts()
    known = {head_of(key) for key in settings.DATA_KEYS.present()}
    if lost := sorted(counts.keys() - known):
        raise KeyRefusedError(
            f"{sum(counts[head] for head in lost)} values were sealed with keys that are not "
            f"known: {', '.join(map(key_id, lost))}"
        )
    return sum(counts.values()) - counts[_sealing()]


def seal_anew(done: Callable[[int], object]) -> int:
    """Seals anew whatever another key sealed, until there is nothing; gives how many values.

    `done` is called with the number of each portion. It can be broken off and begun again. Raises
    KeyRefusedError at a value that does not open.
    """
    total = 0
    while count_due():
        portions = (number for each in SEALINGS for number in each.seal_anew(_sealing()))
        moved = 0
        try:
            for number in portions:
                moved += number
                done(number)
        except UnreadableError as unreadable:
            raise KeyRefusedError(str(unreadable)) from unreadable
        total += moved
        if not moved:
            # What is left is in other hands: they are done soon.
            time.sleep(_PASS_SECONDS)
    return total


def remove_key(asked: str, now: datetime, *, at_once: bool = False) -> None:
    """Takes a key away for good. Raises KeyRefusedError while anything needs it, or may soon.

    `at_once` is for an instance that is not running, or has been started since the rotation.
    """
    keys, file = _kept_in_file()
    named = [key for key in keys if key_id(head_of(key)) == asked]
    if not named:
        raise KeyRefusedError(f"there is no key {asked}")
    if named[0] == keys[0]:
        raise KeyRefusedError(f"{asked} is the key that seals; make another and rotate first")
    if needing := _needing(head_of(named[0])):
        raise KeyRefusedError(f"{asked} is still needed: {needing}; rotate first")
    changed = datetime.fromtimestamp(file.stat().st_mtime, tz=UTC)
    if not at_once and now < changed + UNDER_WAY:
        raise KeyRefusedError(
            f"something may be under way that was sealed with {asked}; try again in a quarter of "
            "an hour, or say --at-once when nothing has run since"
        )
    _rewrite(tuple(key for key in keys if key != named[0]))


def key_id(head: bytes) -> str:
    """How a key is called: by what its values begin with."""
    return head[1:].hex()


def _needing(head: bytes) -> str:
    found = {each.name: each.count().get(head, 0) for each in SEALINGS}
    return ", ".join(f"{number} in {name}" for name, number in found.items() if number)


def _counts() -> Counter[bytes]:
    found: Counter[bytes] = Counter()
    for each in SEALINGS:
        found.update(each.count())
    return found


def _sealing() -> bytes:
    return head_of(settings.DATA_KEYS.present()[0])


def _kept_in_file() -> tuple[tuple[bytes, ...], Path]:
    keys, file = settings.DATA_KEYS.anew(), settings.DATA_KEYS.file
    if file is None:
        raise KeyRefusedError(
            f"the keys come from {settings.DATA_KEYS.source}: change them there, the one that "
            "seals first, and start again"
        )
    return keys, file


def _rewrite(keys: tuple[bytes, ...]) -> None:
    settings.DATA_KEYS.rewrite(keys)
