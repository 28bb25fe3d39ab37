"""What somebody's second factor is made of, encrypted as the database keeps it."""

from base64 import b64decode, b64encode

from verzuimbrug.store.encryption import seal, unseal

_PURPOSE = "second-factor"


def sealed_text(text: str) -> str:
    """A secret as it is kept."""
    return b64encode(seal(text.encode(), _PURPOSE)).decode()


def unsealed_text(sealed: str) -> str:
    """The secret that was kept."""
    return unseal(b64decode(sealed), _PURPOSE).decode()
