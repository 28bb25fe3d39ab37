"""Whether an error is of the database server itself, and not of what was asked of it."""

from django.db import InterfaceError, OperationalError

_CLASSES = ("08", "57P", "58")
"""Connections that break, a server that is shut down or starts, a disk that fails (SQLSTATE)."""
_CODES = ("53100", "53300")
"""A disk that is full, and connections that have run out."""


def is_of_the_server(problem: BaseException) -> bool:
    """True when the server is away, full or closing: asking again later is all there is to do.

    An error without a code is of the driver: the connection is lost.
    """
    if not isinstance(problem, OperationalError | InterfaceError):
        return False
    code = getattr(problem.__cause__, "sqlstate", None)
    return code is None or code in _CODES or code.startswith(_CLASSES)
