"""Where a page of groups goes on: the place of a group, as a text that a caller gives back."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from verzuimbrug.store.parking_reads import Place

_LARGEST = 2**63 - 1


def write_place(place: Place) -> str:
    """The text that `read_place` reads."""
    return urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def read_place(text: str) -> Place:
    """The place that a page before gave; ValueError when it is none."""
    try:
        padded = text + "=" * (-len(text) % 4)
        first, account, cause, subject = json.loads(urlsafe_b64decode(padded.encode("ascii")))
    except (TypeError, RecursionError) as wrong:
        raise ValueError(text) from wrong
    numbers, texts = (first, account), (cause, *_listed(subject))
    if not all(type(number) is int and 0 <= number <= _LARGEST for number in numbers):
        raise ValueError(text)
    if not all(isinstance(each, str) and _is_storable(each) for each in texts):
        raise ValueError(text)
    return first, account, cause, tuple(subject)


def _listed(subject: object) -> list[object]:
    return subject if isinstance(subject, list) else [None]


def _is_storable(text: str) -> bool:
    """Whether PostgreSQL compares with it: no NUL, no half of a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= each <= "\udfff" for each in text)
