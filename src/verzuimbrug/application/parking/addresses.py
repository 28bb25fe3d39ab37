"""A group of the parking lot, and a place among them, as a text for an address.

A link key or the key of a case may say who somebody is, and an address is kept by browsers and
proxies: it is encrypted, and means nothing to whoever has not the data key.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag

from verzuimbrug.application.parking.values import GroupKey
from verzuimbrug.store.encryption import seal, unseal

_PURPOSE = "parked group"
_PLACE_PURPOSE = "place of a parked group"


def write_address(key: GroupKey) -> str:
    """The text that `read_address` reads."""
    return _sealed(json.dumps([key.account, key.cause, *key.subject]), _PURPOSE)


def read_address(text: str) -> GroupKey | None:
    """The group that an address names, there or not; None for what is no address."""
    read = _unsealed(text, _PURPOSE)
    if read is None:
        return None
    account, cause, *subject = json.loads(read)
    return GroupKey(account=account, cause=cause, subject=tuple(subject))


def write_after(place: str) -> str:
    """The `next` of a page of groups, for an address."""
    return _sealed(place, _PLACE_PURPOSE)


def read_after(text: str) -> str:
    """The place that `write_after` wrote; that of the first page for what is none."""
    return _unsealed(text, _PLACE_PURPOSE) or ""


def _sealed(plain: str, purpose: str) -> str:
    return urlsafe_b64encode(seal(plain.encode(), purpose)).decode().rstrip("=")


def _unsealed(text: str, purpose: str) -> str | None:
    try:
        sealed = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        return unseal(sealed, purpose).decode()
    except (ValueError, InvalidTag):
        return None
