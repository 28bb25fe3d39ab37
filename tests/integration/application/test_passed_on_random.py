"""Whatever valid messages hold, each item is passed on once, in whatever order they come (DG-4)."""

from collections import Counter
from itertools import count
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st

from configuring_world import apply
from doors_world import Coupling
from passed_on_world import PASSED_ON, SERVICES, settings, table
from rigour import tries
from sending_world import add_employer, deliver, go_live, message_states, waiting, work
from strategies.messages import as_bytes, valid_messages
from verzuimbrug.application.events.publishing import publish
from verzuimbrug.store.models import Event, PassedOnItem
from verzuimbrug.store.queue import requeue
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

_houses = count(1)
_KINDS = dict(
    zip(PASSED_ON, ("document", "medical-record", "appointment", "preventive-service"), strict=True)
)


@st.composite
def _messages(draw: st.DrawFn) -> tuple[str, bytes, int]:
    """A valid message that names an employer, and how many items it has."""
    name = draw(st.sampled_from(PASSED_ON))
    root = draw(valid_messages(table(name)))
    tag = "Wrknmr" if name == SERVICES else {"Afspraken": "Afspraak"}.get(name, "Document")
    items = (
        len([*root.iter(f"{{*}}{tag}")]) if name == SERVICES else len(root.findall(f"{{*}}{tag}"))
    )
    _set(root, "TestJN", "N")
    _set(root, "IdWrkgvrArbdnst", draw(st.sampled_from(["1001", "1002"])))
    if root.find("{*}Wrkgvr") is None:
        items = 0
    return name, as_bytes(root), items


def _set(root: Any, tag: str, text: str) -> None:  # noqa: ANN401 -- an element
    for element in root.iter(f"{{*}}{tag}"):
        element.text = text


def _told(coupling: Coupling) -> tuple[Counter[str], set[int]]:
    """The items by kind that are passed on, and those that events name; each once."""
    while publish(coupling.arbodienst):
        pass
    with tenant(coupling.arbodienst):
        rows = PassedOnItem.objects.filter(state="passed-on")
        events = [data["item"]["number"] for data in Event.objects.values_list("data", flat=True)]
        assert sorted(events) == sorted(rows.values_list("id", flat=True))
        return Counter(rows.values_list("kind", flat=True)), {*events}


@given(sent=st.lists(_messages(), min_size=1, max_size=5), seed=st.integers(0, 2**16))
@hypothesis_settings(max_examples=tries(5), deadline=None, suppress_health_check=list(HealthCheck))
def test_each_item_is_passed_on_once_whatever_comes_again(
    sent: list[tuple[str, bytes, int]], seed: int
) -> None:
    code = f"DOORGEVEN-{next(_houses)}"
    configuration = settings(code)
    coupling = go_live(configuration)
    unique = list({(name, content): items for name, content, items in sent}.items())
    Random(seed).shuffle(unique)  # noqa: S311 -- an order, no secret
    for (name, content), _ in unique:
        deliver(coupling, content, name)
    work()
    apply(add_employer(configuration, "FLSN1002", "FELISON-VI"))
    work()
    wanted = Counter(dict.fromkeys(_KINDS.values(), 0))
    for (name, _), items in unique:
        wanted[_KINDS[name]] += items
    told, events = _told(coupling)

    assert {*message_states(coupling)} == {"processed"}
    assert told == +wanted
    assert {cause for cause, _ in waiting(coupling)} <= {"configuration"}

    for (name, content), _ in unique:
        deliver(coupling, content, name)
    with tenant(coupling.arbodienst):
        requeue(set(PassedOnItem.objects.values_list("message_id", flat=True)))
    work()
    assert _told(coupling) == (told, events)
