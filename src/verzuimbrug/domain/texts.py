"""Which characters a text may have that is kept."""

import unicodedata

_LAYOUT = "\n\t"
"""Notes may have several lines."""


def storable(text: str) -> str:
    """The text without control characters and halves of a surrogate pair."""
    return "".join(each for each in text if each in _LAYOUT or _is_shown(each))


def _is_shown(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs")
