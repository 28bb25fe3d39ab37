"""A group of the parking lot, and a place among them, as a text for an address.

A link key may say who somebody is, and an address is kept by browsers and
proxies: it is encrypted, and means nothing to whoever has not the data key.
"""

import json

from verzuimbrug.application.parking.values import GroupKey
from verzuimbrug.application.sealed_texts import seal_text, unseal_text

_PURPOSE = "parked group"
_PLACE_PURPOSE = "place of a parked group"


def write_address(key: GroupKey) -> str:
    """The text that `read_address` reads."""
    return seal_text(json.dumps([key.account, key.cause, *key.subject]), _PURPOSE)


def read_address(text: str) -> GroupKey | None:
    """The group that an address names, there or not; None for what is no address."""
    read = unseal_text(text, _PURPOSE)
    if read is None:
        return None
    account, cause, *subject = json.loads(read)
    return GroupKey(account=account, cause=cause, subject=tuple(subject))


def write_after(place: str) -> str:
    """The `next` of a page of groups, for an address."""
    return seal_text(place, _PLACE_PURPOSE)


def read_after(text: str) -> str:
    """The place that `write_after` wrote; that of the first page for what is none."""
    return unseal_text(text, _PLACE_PURPOSE) or ""
