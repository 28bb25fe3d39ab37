"""Whether bytes that nobody could read or decide on name a person all the same (WN-9).

They may be no valid XML, so texts are looked for as they stand between tags.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from verzuimbrug.sivi.tags import BSN_KEY, EMPLOYEE_KEYS

_KEY_TAGS = "|".join(key for key in EMPLOYEE_KEYS if key != BSN_KEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """By what a person is recognised: link keys, or the BSN, or surname with date of birth."""

    keys: Collection[str] = ()
    bsn: str = ""
    surname: str = ""
    birth_date: date | None = None


def mentions(content: bytes, marks: Marks) -> bool:
    """Whether the bytes hold a key in an element for keys, the BSN, or both name and birth date.

    Somebody else with the same key, at another employer, is taken for the person too.
    """
    text = _decoded(content)
    if marks.bsn and _stands(text, marks.bsn):
        return True
    if any(re.search(rf"<({_KEY_TAGS})(Oud)?>\s*{_said(key)}\s*<", text) for key in marks.keys):
        return True
    born = marks.birth_date.isoformat() if marks.birth_date else ""
    return bool(marks.surname and born) and _stands(text, marks.surname) and _stands(text, born)


def _decoded(content: bytes) -> str:
    """As text; without the zeros of an encoding of two bytes, and whatever else is unreadable."""
    plain = content.replace(b"\0", b"")
    try:
        return plain.decode()
    except UnicodeDecodeError:
        return plain.decode("latin-1")


def _stands(text: str, said: str) -> bool:
    return re.search(rf">\s*{_said(said)}\s*<", text) is not None


def _said(text: str) -> str:
    return re.escape(escape(text))
