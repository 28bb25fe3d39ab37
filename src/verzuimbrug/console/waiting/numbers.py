"""Numbers in an address, that anybody can have written."""

_LARGEST = 2**63 - 1


def number_or(text: str | None, otherwise: int) -> int:
    """The number that is written, from 0 on; another where it is none."""
    if text is None or not text.isascii() or not text.isdigit():
        return otherwise
    return min(int(text[:20]), _LARGEST)


def numbers_of(texts: list[str]) -> frozenset[int]:
    """Those that are numbers."""
    return frozenset(int(each[:18]) for each in texts if each.isascii() and each.isdigit())
