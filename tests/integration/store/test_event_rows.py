"""Rows of events: what is looked for is found without reading the others."""

from datetime import timedelta

import psycopg
import pytest

from events_world import published
from sending_world import go_live, report, sick, take
from verzuimbrug.store import event_rows
from verzuimbrug.store.models import Event
from verzuimbrug.store.sql import select
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def test_looking_for_events_to_drop_reads_none_that_stay(
    owner_connection: psycopg.Connection,
) -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    published(coupling)
    with tenant(coupling.arbodienst):
        (one, *_) = Event.objects.all()
        Event.objects.bulk_create(
            Event(
                arbodienst_id=one.arbodienst_id,
                event=f"event-{number}",
                kind=one.kind,
                employer_id=one.employer_id,
                at=one.at,
                data={},
            )
            for number in range(2_000)
        )
    owner_connection.execute("ANALYZE store_event")
    with tenant(coupling.arbodienst):
        before = _events_read()
        assert event_rows.forget_events(one.at - timedelta(days=1), 100) == 0
        assert _events_read() - before < 10


def _events_read() -> int:
    """How many rows of events this transaction read."""
    ((read,),) = select(
        "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables "
        "WHERE relname = 'store_event'"
    )
    return int(read)
