"""Encryption at rest: AES-256-GCM with the data keys, and blind indexes by HMAC-SHA-256.

A sealed value is one byte with its format, four that say which key opens it, a nonce of twelve, and
the ciphertext with its tag. The place that it belongs to is authenticated with it: at another place
it does not open (docs/adr/0041-keys-and-places.md).
"""

import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_FORMAT = b"\x02"
_KEY_ID = 4
HEAD_BYTES = len(_FORMAT) + _KEY_ID
"""A sealed value begins with so many bytes that say which key it was sealed with."""
_NONCE = 12


class UnknownKeyError(InvalidTag):
    """None of the keys that are known opens the value."""


@dataclass(frozen=True, slots=True)
class _Ring:
    head: bytes
    ciphers: Mapping[bytes, AESGCM]


def head_of(key: bytes) -> bytes:
    """What begins each value that is sealed with a key."""
    return _FORMAT + hashlib.sha256(b"verzuimbrug data key " + key).digest()[:_KEY_ID]


def seal(plain: bytes, place: str) -> bytes:
    """Encrypts a value for one place, with the first of the data keys."""
    ring = _ring(settings.DATA_KEYS.present())
    nonce = os.urandom(_NONCE)
    return ring.head + nonce + ring.ciphers[ring.head].encrypt(nonce, plain, place.encode())


def unseal(sealed: bytes, place: str) -> bytes:
    """The value that `seal` encrypted for this place, with whichever key.

    Raises InvalidTag when place or bytes differ, UnknownKeyError when the key is not known.
    """
    head, nonce = sealed[:HEAD_BYTES], sealed[HEAD_BYTES : HEAD_BYTES + _NONCE]
    cipher = _ring(settings.DATA_KEYS.present()).ciphers.get(head)
    if cipher is None:
        # A key that another process has begun to use since.
        cipher = _ring(settings.DATA_KEYS.anew()).ciphers.get(head)
    if cipher is None:
        raise UnknownKeyError
    return cipher.decrypt(nonce, sealed[HEAD_BYTES + _NONCE :], place.encode())


def reseal(sealed: bytes, place: str) -> bytes:
    """A value of a place as the first of the data keys seals it."""
    return seal(unseal(sealed, place), place)


def is_sealed(value: bytes) -> bool:
    """Whether a value was sealed with one of the keys that are known."""
    return value[:HEAD_BYTES] in _ring(settings.DATA_KEYS.present()).ciphers


def blind_index(value: str, purpose: str) -> bytes:
    """A keyed hash by which an encrypted value can be found without being read."""
    return hmac.new(
        _index_key(settings.INDEX_KEY, purpose), value.encode(), hashlib.sha256
    ).digest()


@lru_cache(maxsize=8)
def _ring(keys: tuple[bytes, ...]) -> _Ring:
    ciphers = {head_of(key): AESGCM(key) for key in keys}
    return _Ring(head=next(iter(ciphers), b""), ciphers=ciphers)


@lru_cache(maxsize=8)
def _index_key(key: bytes, purpose: str) -> bytes:
    return hashlib.sha256(key + purpose.encode()).digest()
