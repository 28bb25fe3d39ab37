"""The elfproef for a citizen service number (WN-6)."""

_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def padded(number: str) -> str:
    """The number with the leading zeros that an XML integer loses: nine digits."""
    return number.zfill(9)


def passes_elfproef(number: str) -> bool:
    """Whether the padded number can be a BSN: not all zero, weighted sum divisible by 11."""
    digits = [int(digit) for digit in padded(number)]
    if len(digits) != len(_WEIGHTS):
        return False
    total = sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return any(digits) and total % 11 == 0
