"""The streams of which what they received can be undone, by the store's ids."""

from dataclasses import dataclass

from django.db.models import F

from verzuimbrug.application.access import Reader
from verzuimbrug.store.models import Stream
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamToUndo:
    """A stream of which what came in can be undone, and its account."""

    account: int
    account_name: str
    name: str


def find_stream(reader: Reader, account: int, stream: int) -> StreamToUndo | None:
    """A stream of an account; None when it is not there, or is closed to somebody."""
    if not reader.authority.opens_account(account):
        return None
    with tenant(reader.arbodienst):
        rows = Stream.objects.filter(account=account, id=stream)
        found = rows.values_list("name", F("account__name")).first()
    return found and StreamToUndo(account=account, account_name=found[1], name=found[0])
