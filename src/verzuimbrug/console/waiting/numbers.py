"""Numbers in an address or a form, that anybody can have written."""

from verzuimbrug.console.addresses import number_of


def number_or(text: str | None, otherwise: int) -> int:
    """The number that is written; another where it is none."""
    number = number_of(text or "")
    return otherwise if number is None else number


def numbers_of(texts: list[str]) -> frozenset[int]:
    """Those that are numbers."""
    found = (number_of(each) for each in texts)
    return frozenset(each for each in found if each is not None)
