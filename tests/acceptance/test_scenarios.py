"""The scenarios of the corpus come out as they should: over each door, in any order."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random

import pytest

import scenario_world as scenario
from doors_world import Coupling, Site
from live_world import until, workers
from sending_world import go_live
from verzuimbrug.application.sign_in import apikeys
from verzuimbrug.application.status import status
from verzuimbrug.portal.client import PortalClient
from verzuimbrug.store.queue import is_idle

_Messages = list[tuple[str, bytes]]
_DONE = {"applied", "duplicate"}
_houses = count(1)


@pytest.fixture(scope="module", params=[1, 4], ids=["one-worker", "four-workers"])
def hub(request: pytest.FixtureRequest, arena: Site, log: Path) -> Iterator[Site]:
    with workers(log, request.param):
        yield arena


def _in_order(messages: _Messages, order: str) -> _Messages:
    if order == "given":
        return messages
    if order == "reversed":
        return messages[::-1]
    return Random(20261123).sample(messages, len(messages))  # noqa: S311 -- an order, no secret


def _send(site: Site, coupling: Coupling, messages: _Messages, door: str) -> None:
    with PortalClient(site.url, coupling.code, coupling.token, soap=door == "soap") as portal:
        for place, (stream, content) in enumerate(messages):
            portal.send(stream, f"{place}.xml", content)
    until(is_idle)


@pytest.mark.parametrize("order", ["given", "shuffled", "reversed"])
@pytest.mark.parametrize("door", ["soap", "rest"])
@pytest.mark.parametrize("name", scenario.NAMES)
def test_dossiers_are_as_expected(hub: Site, name: str, door: str, order: str) -> None:
    chosen = scenario.configuration(name, f"{name}-{next(_houses)}")
    coupling = go_live(chosen, account=chosen["accounts"][0]["name"])
    _send(hub, coupling, _in_order(scenario.messages(name), order), door)

    expected = scenario.expected(name)
    assert scenario.read_from_database(coupling.arbodienst) == expected
    key = apikeys.create(coupling.arbodienst, "zaaksysteem", "read")
    assert scenario.read_over_rest(hub, key) == scenario.masked(expected)
    counts = status(chosen["arbodienst"]["code"])
    assert sum(counts.messages.values()) == len(scenario.messages(name))
    assert {state for state, number in counts.reports.items() if number} <= _DONE
