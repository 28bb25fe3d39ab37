"""The tenant of a transaction: without one no row of a tenant table is visible or writable."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

_PRESENT: ContextVar[int] = ContextVar("present_tenant")


@contextmanager
def tenant(arbodienst: int) -> Iterator[None]:
    """Opens a transaction that sees and writes the rows of one arbodienst only.

    Blocks nest within one arbodienst; the setting ends with the transaction, not with the block.
    """
    with transaction.atomic():
        set_tenant(arbodienst)
        yield


def set_tenant(arbodienst: int) -> None:
    """Sets the tenant of the transaction in progress (`SET LOCAL vb.tenant`)."""
    _set(arbodienst, "SELECT set_config('vb.tenant', %s, true)")


def set_hasty_tenant(arbodienst: int) -> None:
    """The same, for a transaction that waits for a lock for a fifth of a second at most.

    Who stands in the way of one must not hold up all that go together. One statement for both.
    """
    _set(
        arbodienst,
        "SELECT set_config('vb.tenant', %s, true), set_config('lock_timeout', '200ms', true)",
    )


def _set(arbodienst: int, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [str(arbodienst)])
    _PRESENT.set(arbodienst)


def present_tenant() -> int:
    """The arbodienst that was set last in this thread; only sensible within its transaction."""
    return _PRESENT.get()
