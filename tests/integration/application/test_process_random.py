"""Whatever the tables allow, and whatever they forbid, is decided: processing never breaks."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st
from lxml.etree import _Element as XmlElement

from rigour import tries
from sending_world import ABSENCE, EMPLOYEES, EMPLOYMENTS, deliver, go_live, settings, work
from strategies.messages import as_bytes, broken_messages, valid_messages
from verzuimbrug.sivi.catalogue import MessageTable, catalogue
from verzuimbrug.store.models import Message, Work
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

_houses = count(1)
_TABLES = [t for t in catalogue().tables if t.file_name in (ABSENCE, EMPLOYEES, EMPLOYMENTS)]


def _on_its_table(table: MessageTable) -> st.SearchStrategy[tuple[str, XmlElement]]:
    kinds = st.one_of(valid_messages(table), valid_messages(table), broken_messages(table))
    return kinds.map(lambda root: (table.file_name, root))


def _of_a_known_employer(root: XmlElement) -> bytes:
    """The message, with all but its first employer the one of the coupling."""
    for code in list(root.iter("{*}IdWrkgvrArbdnst"))[1:] or root.iter("{*}IdWrkgvrArbdnst"):
        code.text = "1001"
    return as_bytes(root)


@given(st.lists(st.sampled_from(_TABLES).flatmap(_on_its_table), min_size=5, max_size=15))
@hypothesis_settings(max_examples=tries(10), suppress_health_check=list(HealthCheck))
def test_random_messages_are_all_decided(messages: list[tuple[str, XmlElement]]) -> None:
    coupling = go_live(settings(f"TOEVAL-{next(_houses)}"))
    receipts = [deliver(coupling, _of_a_known_employer(root), stream) for stream, root in messages]
    work()

    assert not Work.objects.filter(attempts__gt=0).exists()
    with tenant(coupling.arbodienst):
        found = Message.objects.exclude(state__in=("processed", "held", "rejected"))
        assert not found.exists()
        assert Message.objects.count() == len(set(receipts))
