"""Encryption at rest: AES-256-GCM with the data key, and blind indexes by HMAC-SHA-256.

A sealed value is one byte with the key's number, a nonce of 12 bytes, and the ciphertext with its
tag. The purpose is authenticated with it, so that a value cannot be put in the place of another
kind.
"""

import hashlib
import hmac
import os
from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

KEY_NUMBER = b"\x01"
_NONCE = 12


@cache
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def seal(plain: bytes, purpose: str) -> bytes:
    """Encrypts a value for one purpose."""
    nonce = os.urandom(_NONCE)
    sealed = _cipher(settings.DATA_KEY).encrypt(nonce, plain, purpose.encode())
    return KEY_NUMBER + nonce + sealed


def unseal(sealed: bytes, purpose: str) -> bytes:
    """The value that `seal` encrypted. Raises InvalidTag when key, purpose or bytes differ."""
    nonce, ciphertext = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    return _cipher(settings.DATA_KEY).decrypt(nonce, ciphertext, purpose.encode())


def blind_index(value: str, purpose: str) -> bytes:
    """A keyed hash by which an encrypted value can be found without being read."""
    key = hashlib.sha256(settings.DATA_KEY + purpose.encode()).digest()
    return hmac.new(key, value.encode(), hashlib.sha256).digest()
