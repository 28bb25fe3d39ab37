"""A portal proves every case of its sandbox, with a server and a worker of their own."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from doors_world import Site
from live_world import workers
from sandbox_world import sandbox
from sending_world import settings
from verzuimbrug.application.sandboxes.finding import Sandbox
from verzuimbrug.application.sign_in.issuing import issue


@pytest.fixture(scope="module")
def ours(arena: Site, log: Path) -> Iterator[Sandbox]:
    """A sandbox, and a worker that processes what comes in."""
    del arena
    of = sandbox(settings("PROEFBANK"))
    with workers(log, 1):
        yield of


def prove(arena: Site, of: Sandbox, *more: str) -> "subprocess.CompletedProcess[str]":
    """What the command comes to."""
    issued = issue(of.ref, "test")
    assert issued.customer_code
    command = ["--url", arena.url, "--customer-code", issued.customer_code, "--token", issued.token]
    return subprocess.run(
        [sys.executable, "-m", "verzuimbrug.cli", "portal", "conformance", *command, *more],
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_case_of_an_edition_is_proven_over_soap_and_of_all_over_rest(
    arena: Site, ours: Sandbox
) -> None:
    over_soap = prove(arena, ours, "--soap", "--edition", "2026")
    assert over_soap.returncode == 0, over_soap.stdout + over_soap.stderr
    over_rest = prove(arena, ours)
    assert over_rest.returncode == 0, over_rest.stdout + over_rest.stderr
    heads = [line for line in over_rest.stdout.splitlines() if not line.startswith(" ")]
    assert len(heads) == 12
