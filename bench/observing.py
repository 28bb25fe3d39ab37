"""Sees from outside when each message is decided on: when its outcome is there for others to read.

A process of its own looks at the database many times a second. Effects, outcome and answers of a
message are one commit, so that then it is applied and reported; what is found is late by the time
between two looks at most, and never early.
"""

import multiprocessing
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

import psycopg

_LOOK_BACK = 200
"""A message may show up after one that came in later: their commits have no order."""
_MOST_AT_ONCE = 300
_PATIENCE_SECONDS = 60
_GO_ON, _ENOUGH = "go on", "enough"

_NEW = "SELECT id, receipt FROM store_message WHERE id > %s"
_DECIDED = "SELECT id FROM store_message WHERE id = ANY(%s) AND state <> 'received'"

Database = psycopg.Connection[tuple[object, ...]]


@dataclass(slots=True)
class Observed:
    """When each message was seen to be decided, by its receipt, on the monotonic clock."""

    pipe: Connection
    moments: dict[str, float] = field(default_factory=dict)

    def ask(self, word: str = _GO_ON) -> Mapping[str, float]:
        """Return what was seen since it was asked last."""
        self.pipe.send(word)
        seen: Mapping[str, float] = self.pipe.recv()
        self.moments.update(seen)
        return seen


@contextmanager
def observing(url: str, every_seconds: float) -> Iterator[Observed]:
    """Look for as long as this lasts; all that was seen is there afterwards."""
    spawning = multiprocessing.get_context("spawn")
    ours, theirs = spawning.Pipe()
    observer = spawning.Process(target=_observe, args=(url, every_seconds, theirs))
    observer.start()
    theirs.close()
    ours.recv()
    observed = Observed(ours)
    try:
        yield observed
    finally:
        observed.ask(_ENOUGH)
        observer.join(_PATIENCE_SECONDS)


def _observe(url: str, every_seconds: float, pipe: Connection) -> None:
    with psycopg.connect(url, autocommit=True) as database:
        watch = _Watch(database)
        pipe.send("ready")
        word = _GO_ON
        while word != _ENOUGH:
            while not pipe.poll(every_seconds):
                watch.look()
            word = pipe.recv()
            watch.look(thoroughly=word == _ENOUGH)
            pipe.send(watch.moments)
            watch.moments = {}


class _Watch:
    """What is known of the messages that came in since it began."""

    def __init__(self, database: Database) -> None:
        self.moments: dict[str, float] = {}
        self._database = database
        self._open: dict[int, str] = {}
        row = database.execute("SELECT coalesce(max(id), 0) FROM store_message").fetchone()
        self._first = self._newest = int(str(row[0])) if row else 0
        self._known: set[int] = set()

    def look(self, *, thoroughly: bool = False) -> None:
        """Learn which messages came in, and which of the oldest open ones are decided."""
        since = self._first if thoroughly else max(self._newest - _LOOK_BACK, self._first)
        for number, receipt in self._database.execute(_NEW, [since]).fetchall():
            self._meet(int(str(number)), str(receipt))
        oldest = list(self._open) if thoroughly else list(self._open)[:_MOST_AT_ONCE]
        if oldest:
            decided = self._database.execute(_DECIDED, [oldest]).fetchall()
            now = time.monotonic()
            for (number,) in decided:
                self.moments[self._open.pop(int(str(number)))] = now

    def _meet(self, number: int, receipt: str) -> None:
        if number not in self._known:
            self._known.add(number)
            self._open[number] = receipt
            self._newest = max(self._newest, number)
