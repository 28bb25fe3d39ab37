"""The numbers by which authorities know an employer, in the one form that is kept."""

import re

_FORMS = {
    "kvk_number": re.compile(r"[0-9]{8}"),
    "payroll_tax_number": re.compile(r"[0-9]{9}L[0-9]{2}"),
}
_BETWEEN = str.maketrans("", "", " .")
_KVK_DIGITS = 8


def registration_number(kind: str, written: str) -> str | None:
    """The number of a kind as it is kept; None when what is written is no such number.

    Dots and spaces between the digits do not count, and a KvK number that lost its leading zeros
    gets them back. Nothing written is no number, and no fault.
    """
    number = written.translate(_BETWEEN).upper()
    if not number:
        return ""
    if kind == "kvk_number":
        number = number.zfill(_KVK_DIGITS)
    return number if _FORMS[kind].fullmatch(number) else None
