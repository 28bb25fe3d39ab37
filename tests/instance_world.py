"""A whole instance of its own, started by `verzuimbrug up`, for what no other test may notice."""

import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from random import Random
from typing import LiteralString

import psycopg
from django.conf import settings
from django.db import Error, connections

from doors_world import STREAM, Site
from live_world import said_by, until
from sending_world import cases, course, day, go_live, message_states, settings as example, sick
from verzuimbrug.project.embedded.cluster import Cluster, find_cluster
from verzuimbrug.project.embedded.facts import superuser_url
from verzuimbrug.store.queue import is_idle

_PATH = f"/api/v1/streams/{STREAM}/messages"
_SENDERS = 6
_ACCEPTED = 202


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance at work, and its database as the one who runs the server sees it."""

    data: Path
    site: Site

    @property
    def cluster(self) -> Cluster:
        """The files and programs of its server."""
        return find_cluster(self.data)

    def say(self, statement: LiteralString) -> None:
        """A statement as superuser."""
        with psycopg.connect(superuser_url(self.data), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def instance(data: Path, workers: int = 2) -> Iterator[Instance]:
    """`verzuimbrug up` on a folder, with the keys of this test run; the store looks there too."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "VERZUIMBRUG_DATA_KEY": b64encode(settings.DATA_KEYS.present()[0]).decode(),
        "VERZUIMBRUG_INDEX_KEY": b64encode(settings.INDEX_KEY).decode(),
        "VERZUIMBRUG_SECRET_KEY": settings.SECRET_KEY,
    }
    command = (
        *(sys.executable, "-m", "verzuimbrug.cli", "up", "--data", str(data), "--port", "0"),
        *("--sftp-port", "0", "--workers", str(workers)),
    )
    former = settings.DATA_FOLDER
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as up:
        try:
            ready, _, url = said_by(up).partition(" ")
            assert ready == "ready"
            connections.close_all()
            settings.DATA_FOLDER = data
            host, _, port = url.removeprefix("http://").partition(":")
            yield Instance(data, Site(host, int(port)))
        finally:
            connections.close_all()
            settings.DATA_FOLDER = former
            up.terminate()
            up.wait(120)


class Load:
    """Reports of a few cases, sent by several senders at once; each sends until it has a receipt.

    What they end in does not depend on order, so that it is known beforehand.
    """

    def __init__(self, instance: Instance, code: str, *, number: int = 5, length: int = 20) -> None:
        self._site = instance.site
        self._coupling = go_live(example(code))
        self._cases, self._length = number, length
        self._letters = [
            sick(one, key=f"w-{case}")
            for case in range(number)
            for one in course(f"VG{case}", length)
        ]
        Random(code).shuffle(self._letters)  # noqa: S311 -- an order, no secret
        self.refused: list[int] = []

    def run(self, meanwhile: Callable[[], None]) -> float:
        """Sends all while something happens; which part of it is as it should be at the end."""
        with ThreadPoolExecutor(_SENDERS + 1) as pool:
            happening = pool.submit(meanwhile)
            list(pool.map(self._send, self._letters))
            happening.result()
        until(_is_done)
        return self.recovered()

    def _send(self, letter: bytes) -> None:
        until(lambda: self.is_kept(letter))

    def is_kept(self, letter: bytes) -> bool:
        """Sends a letter; whether the answer is a receipt. Anything else is kept in `refused`."""
        try:
            status = self._site.call("POST", _PATH, letter, self._coupling.basic).status
        except (OSError, HTTPException):
            return False
        if status != _ACCEPTED:
            self.refused.append(status)
        return status == _ACCEPTED

    def recovered(self) -> float:
        """The part of the messages and cases, in percent, that is as without any fault."""
        found = cases(self._coupling)
        periods = {day(0).isoformat(): "100.00"} | {
            day(number).isoformat(): f"{100 - number}.00" for number in range(2, self._length + 1)
        }
        keys = [f"VG{case}" for case in range(self._cases)]
        right = len([key for key in keys if key in found and found[key].periods == periods])
        states = message_states(self._coupling)
        one_of_each = min(states.count("processed"), len(self._letters))
        surplus = max(len(states) - len(self._letters), 0)
        return 100 * (right + one_of_each - surplus) / (self._cases + len(self._letters))


def _is_done() -> bool:
    connections.close_all()
    try:
        return is_idle()
    except Error:
        return False
