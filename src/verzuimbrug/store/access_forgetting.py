"""Taking away the beginning of the access log, as the owner of the tables (ADR 48).

The application may add to the log, and has no right to remove anything of it.
"""

from dataclasses import asdict

from django.db import connections, transaction

from verzuimbrug.domain.access_chain import Checkpoint
from verzuimbrug.store.models import AccessCheckpoint, AccessLog

_OWNER = "owner"
_DELETE = """
WITH seals AS (
    DELETE FROM store_accessseal WHERE arbodienst_id = %(arbodienst)s AND number <= %(number)s
    RETURNING entry
), entries AS (
    DELETE FROM store_accesslog l USING seals
    WHERE l.arbodienst_id = %(arbodienst)s AND l.id = seals.entry RETURNING l.id
)
SELECT (SELECT count(*) FROM seals), (SELECT count(*) FROM entries)
"""


class OtherLogError(Exception):
    """The log is not what was gone along a moment ago: somebody else removed of it, or put back."""


def forget(arbodienst: int, checkpoint: Checkpoint, action: str) -> None:
    """Takes away what a checkpoint says, and keeps the checkpoint; the log says that it was done.

    All of it or nothing. Raises OtherLogError when there are not as many as the checkpoint says.
    """
    with transaction.atomic(using=_OWNER):
        AccessCheckpoint.objects.using(_OWNER).create(
            arbodienst_id=arbodienst, **asdict(checkpoint)
        )
        AccessLog.objects.using(_OWNER).create(
            arbodienst_id=arbodienst, at=checkpoint.at, principal=checkpoint.by, action=action
        )
        with connections[_OWNER].cursor() as cursor:
            cursor.execute(_DELETE, {"arbodienst": arbodienst, "number": checkpoint.number})
            if set(cursor.fetchone()) != {checkpoint.entries}:
                raise OtherLogError
