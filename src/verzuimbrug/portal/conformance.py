"""Works through the conformance cases of a sandbox: sends examples, collects answers, asks."""

import time
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from verzuimbrug.portal.client import PortalClient

_PAUSE_SECONDS = 0.5

Conformance = Mapping[str, Any]
"""How the cases stand, as the hub says it (docs/interfaces/sandbox.md)."""


def prove(
    client: PortalClient,
    edition: str = "",
    *,
    within: float = 60,
    sent: Callable[[str], None] = lambda _: None,
) -> Conformance:
    """Send the example of every case, of one edition or of all; return how they stand then.

    It is waited until all are proven, for so many seconds at most. `sent` is told each file name.
    """
    deadline = time.monotonic() + within
    for stream, name, content in _examples(client.conformance(edition, examples=True)):
        client.send(stream, name, content)
        sent(name)
    while True:
        _collect(client)
        found = client.conformance(edition)
        if found["proven"] or time.monotonic() > deadline:
            return found
        time.sleep(_PAUSE_SECONDS)


def _examples(found: Conformance) -> Iterator[tuple[str, str, bytes]]:
    for edition in found["editions"]:
        for case in edition["cases"]:
            for each in case["examples"]:
                yield each["stream"], each["file_name"], b64decode(each["content"])


def _collect(client: PortalClient) -> None:
    while answers := client.collect_answers():
        client.acknowledge(answer.number for answer in answers)
