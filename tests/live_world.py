"""A web server and workers in processes of their own, on the database of the test run."""

import os
import select
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
from django.conf import settings

from doors_world import Site

_STOP_SECONDS = 60
_FAILURES = ("batch_failed", "message_failed", "database_away", "Traceback")
_PATIENCE_SECONDS = 60


@contextmanager
def running(log: Path, *command: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """A module of ours as a process on the instance of this test run; its log is kept.

    `more` is what else there is in its environment.
    """
    with log.open("ab") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            env={**_environment(), **more},
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(_STOP_SECONDS)


@contextmanager
def started(*command: str) -> Iterator[subprocess.Popen[str]]:
    """A process that is gone afterwards, also when what it was started for goes wrong."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def said_by(process: subprocess.Popen[str]) -> str:
    """The next line that a process says."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


@contextmanager
def web(log: Path, **more: str) -> Iterator[Site]:
    """The web server as `verzuimbrug up` starts it, with more in its environment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = Site("127.0.0.1", port)
    where = ("--host", site.host, "--port", str(port))
    with running(log, "verzuimbrug.cli", "web", *where, **more):
        until(lambda: _serves(site))
        yield site


@contextmanager
def workers(log: Path, number: int) -> Iterator[None]:
    """So many workers as `verzuimbrug up` starts them; no batch of theirs may raise."""
    with ExitStack() as stack:
        for _ in range(number):
            stack.enter_context(running(log, "verzuimbrug.cli", "work"))
        yield
    said = log.read_text(encoding="utf-8")
    assert not [event for event in _FAILURES if event in said], said


def until(condition: Callable[[], bool]) -> None:
    """Come back when it holds; looks at it fifty times a second."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it takes too long"
        select.select([], [], [], 0.02)


def empty(owner: psycopg.Connection) -> None:
    """Take every arbodienst away, all that is theirs, and what failed at the doors."""
    owner.execute("TRUNCATE store_arbodienst, store_signinfailures RESTART IDENTITY CASCADE")


def _serves(site: Site) -> bool:
    try:
        return site.call("GET", "/healthz").status == 200
    except OSError:
        return False


def _environment() -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {
        **ours,
        "VERZUIMBRUG_DATA": str(settings.DATA_FOLDER),
        "VERZUIMBRUG_DATA_KEY": b64encode(settings.DATA_KEYS.present()[0]).decode(),
        "VERZUIMBRUG_INDEX_KEY": b64encode(settings.INDEX_KEY).decode(),
        "VERZUIMBRUG_SECRET_KEY": settings.SECRET_KEY,
        "VERZUIMBRUG_WEBHOOKS_TO_PRIVATE": "true",
    }
