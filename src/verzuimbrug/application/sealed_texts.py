"""A text as a part of an address, encrypted: browsers, proxies and logs keep addresses."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag

from verzuimbrug.store.encryption import seal, unseal


def seal_text(plain: str, purpose: str) -> str:
    """The text that `unseal_text` reads with the same purpose; it means nothing by itself."""
    return urlsafe_b64encode(seal(plain.encode(), purpose)).decode().rstrip("=")


def unseal_text(text: str, purpose: str) -> str | None:
    """What was sealed for this purpose; None for any other text."""
    try:
        sealed = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        return unseal(sealed, purpose).decode()
    except (ValueError, InvalidTag):
        return None
