"""The streams of an account with their settings, as somebody reads them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.configuration.entries import STREAM_DEFAULTS, Plain
from verzuimbrug.store.coupling_reads import last_received
from verzuimbrug.store.models import Stream
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamSummary:
    """A stream by the store's id: `settings` are all of them, as in a configuration file.

    `last_message_at` is when it last took a message in; None when it never did.
    """

    id: int
    name: str
    settings: Plain
    last_message_at: datetime | None

    @property
    def message(self) -> str:
        """The message that it carries."""
        return str(self.settings["message"])


def list_streams(ref: AccountRef) -> tuple[StreamSummary, ...]:
    """The streams of an account by name: two queries, however many there are."""
    with tenant(ref.arbodienst):
        return streams_of([ref.account]).get(ref.account, ())


def find_stream(account: int, name: str) -> Stream | None:
    """A stream of an account, within the tenant."""
    if "\0" in name:
        # PostgreSQL refuses to compare with a NUL; no stored name has one.
        return None
    return Stream.objects.filter(account=account, name=name).first()


def streams_of(accounts: Collection[int]) -> Mapping[int, tuple[StreamSummary, ...]]:
    """The streams of each account by name, within the tenant."""
    last = last_received(accounts)
    found: dict[int, list[StreamSummary]] = defaultdict(list)
    for row in Stream.objects.filter(account__in=accounts).order_by("name"):
        summary = StreamSummary(
            id=row.id,
            name=row.name,
            settings={**STREAM_DEFAULTS, **row.settings},
            last_message_at=last.get(row.id),
        )
        found[row.account_id].append(summary)
    return {account: tuple(streams) for account, streams in found.items()}
