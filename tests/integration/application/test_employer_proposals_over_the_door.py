"""Whatever a valid message says of employers, processing never breaks on it (WG-5)."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from lxml.etree import _Element as XmlElement

from employers_in_world import BASICS, CONTRACTS, live
from rigour import tries
from sending_world import deliver, message_states, work
from strategies.messages import as_bytes, broken_messages, valid_messages
from verzuimbrug.sivi.catalogue import MessageTable, catalogue
from verzuimbrug.store.models import Work

pytestmark = pytest.mark.usefixtures("database")

_houses = count(1)
_TABLES = [each for each in catalogue().tables if each.file_name in (BASICS, CONTRACTS)]


def _on_its_table(table: MessageTable) -> st.SearchStrategy[tuple[str, XmlElement]]:
    kinds = st.one_of(valid_messages(table), valid_messages(table), broken_messages(table))
    return kinds.map(lambda root: (table.file_name, root))


@given(st.lists(st.sampled_from(_TABLES).flatmap(_on_its_table), min_size=2, max_size=5))
@settings(max_examples=tries(4), suppress_health_check=list(HealthCheck), deadline=None)
def test_random_messages_about_employers_are_all_done(
    messages: list[tuple[str, XmlElement]],
) -> None:
    coupling = live(f"TOEVAL-{next(_houses)}", employer_code="FLSN[AansltnrGeguitwlngArbdnst]")
    for stream, root in messages:
        for number in root.iter("{*}AansltnrGeguitwlngArbdnst"):
            number.text = "1001"
        deliver(coupling, as_bytes(root), stream)
    work()

    assert not Work.objects.filter(attempts__gt=0).exists()
    assert set(message_states(coupling)) <= {"processed", "rejected"}
