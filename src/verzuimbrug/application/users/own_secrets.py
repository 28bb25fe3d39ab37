"""What somebody's second factor is made of, encrypted as the database keeps it."""

from base64 import b64decode, b64encode

from verzuimbrug.store.encryption import seal, unseal
from verzuimbrug.store.sealed import SECOND_FACTOR


def sealed_text(text: str) -> str:
    """A secret as it is kept."""
    return b64encode(seal(text.encode(), SECOND_FACTOR)).decode()


def unsealed_text(sealed: str) -> str:
    """The secret that was kept."""
    return unseal(b64decode(sealed), SECOND_FACTOR).decode()
