"""The streams that somebody may look into, by name: what messages can be filtered by."""

from dataclasses import dataclass

from verzuimbrug.application.access import Reader
from verzuimbrug.store.models import Stream
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True)
class NamedStream:
    """A stream and its account by their names."""

    account: str
    stream: str


def list_open_streams(reader: Reader) -> tuple[NamedStream, ...]:
    """The streams of the accounts that are open to the reader, by name."""
    rows = Stream.objects.order_by("account__name", "name")
    if reader.authority.accounts is not None:
        rows = rows.filter(account__in=reader.authority.accounts)
    with tenant(reader.arbodienst):
        return tuple(NamedStream(*row) for row in rows.values_list("account__name", "name"))
