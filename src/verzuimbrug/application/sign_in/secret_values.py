"""Random values that are shown once, and the hashes by which they are known again."""

import hashlib
import hmac
import secrets

_UNAMBIGUOUS = "BCDFGHJKLMNPQRSTVWXZ23456789"
"""Without vowels, so that no words come out, and without what looks alike: 0 and O, 1 and I."""

_BLOCKS, _BLOCK = 4, 4


def new_customer_code() -> str:
    """Sixteen letters and digits in blocks of four: readable aloud, 76 bits."""
    blocks = ("".join(secrets.choice(_UNAMBIGUOUS) for _ in range(_BLOCK)) for _ in range(_BLOCKS))
    return "-".join(blocks)


def new_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def new_salt() -> bytes:
    """128 random bits."""
    return secrets.token_bytes(16)


def digest(value: str, salt: bytes = b"") -> bytes:
    """SHA-256; enough for values with this much chance in them, and cheap for every request."""
    return hashlib.sha256(salt + value.encode(errors="replace")).digest()


def is_token(token: str, salt: bytes, token_hash: bytes) -> bool:
    """Whether this is the token that was kept so; compared in constant time."""
    return hmac.compare_digest(digest(token, salt), token_hash)
