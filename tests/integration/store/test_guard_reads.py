"""What the guards read of the hour: its own changes, whatever was changed before (VE-2)."""

from datetime import timedelta

import psycopg
import pytest
from django.utils import timezone

from doors_world import Coupling
from sending_world import EMPLOYEES, employees, go_live, person, take
from verzuimbrug.domain.guards import Guard
from verzuimbrug.store.guard_reads import count_changes, touched_since
from verzuimbrug.store.models import Change, Stream
from verzuimbrug.store.sql import select
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

_READ = """
SELECT pg_stat_get_xact_tuples_returned('store_change'::regclass) + sum(
    pg_stat_get_xact_tuples_returned(indexrelid))
FROM pg_index WHERE indrelid = 'store_change'::regclass
"""
"""How many rows of the change log were looked at."""
_BEFORE = """
INSERT INTO store_change (arbodienst_id, object_kind, object_id, employee_id, message_id, by, at,
                          effects, fields)
SELECT c.arbodienst_id, c.object_kind, c.object_id, c.employee_id, c.message_id, c.by,
       now() - interval '2 hours', '{overwritten}', c.fields
FROM store_change c, generate_series(1, 3000)
WHERE c.id = (SELECT max(id) FROM store_change)
"""


def _changed() -> Coupling:
    """Somebody whose name was changed just now."""
    coupling = go_live()
    _call(coupling, "Smit", "Bos")
    return coupling


def _call(coupling: Coupling, *names: str) -> None:
    """Somebody is called so, one message after the other."""
    for name in names:
        named = person("w-1", fields={"surname": name})
        take(coupling, employees(named), stream=EMPLOYEES)


def test_the_hour_is_read_without_what_was_before(owner_connection: psycopg.Connection) -> None:
    coupling = _changed()
    owner_connection.execute(_BEFORE)
    owner_connection.execute("ANALYZE store_change")
    since = timezone.now() - timedelta(hours=1)
    with tenant(coupling.arbodienst):
        streams = list(Stream.objects.values_list("id", flat=True))
        ((before,),) = select(_READ)
        read = touched_since(streams, since)
        counted = count_changes(since, 100)
        ((after,),) = select(_READ)
    (touched,) = read.values()
    assert [len(touched[guard]) for guard in Guard] == [1, 0, 0, 0]
    assert counted == 1
    assert after - before < 100


@pytest.mark.parametrize("most", [1, 2, 3])
def test_changes_are_counted_up_to_what_is_asked(most: int) -> None:
    coupling = _changed()
    _call(coupling, "Kok", "Mol")
    with tenant(coupling.arbodienst):
        assert Change.objects.filter(effects__overlap=["overwritten"]).count() == 3
        assert count_changes(timezone.now() - timedelta(hours=1), most) == most
