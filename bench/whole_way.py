"""(c) The whole way: from the first delivery at the door to the last report applied."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import psycopg

from instance import BenchError, Counts, Instance
from processor_time import Seconds, grown, processor_time
from sending import Portal, deliver
from traffic import Traffic

_LOOK_EVERY_SECONDS = 0.02
_WITHIN_SECONDS = 900

Database = psycopg.Connection[tuple[object, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What was measured. Times in seconds; `waits` are those from receipt to outcome.

    `processor` is the processor time per part: database, portals, web, workers.
    """

    messages: int
    reports: int
    connections: int
    receiving: float
    whole: float
    answer_times: Sequence[float]
    waits: Sequence[float]
    processor: Seconds

    @property
    def reports_a_second(self) -> float:
        """Reports from door to dossier, over the whole run."""
        return self.reports / self.whole

    @property
    def messages_a_second(self) -> float:
        """Messages from door to dossier, over the whole run."""
        return self.messages / self.whole


def measure(instance: Instance, portal: Portal, traffic: Traffic) -> Run:
    """Deliver the traffic and wait until every report is applied; raise when one is not."""
    before = instance.status()
    with instance.connect() as database:
        newest = _newest_message(database)
        of = (instance.pid, database.info.backend_pid)
        taken = processor_time(*of)
        delivered = deliver(portal, traffic.messages, traffic.connections)
        done = _await_done(database)
        processor = grown(taken, processor_time(*of))
        waits = _waits(database, newest)
    run = Run(
        messages=len(traffic.messages),
        reports=traffic.reports,
        connections=traffic.connections,
        receiving=delivered.ended - delivered.began,
        whole=done - delivered.began,
        answer_times=delivered.answer_times,
        waits=waits,
        processor={**processor, "portals": delivered.processor},
    )
    _require_applied(run, before, instance.status())
    return run


def _newest_message(database: Database) -> int:
    """The highest number that a message has, 0 without messages."""
    row = database.execute("SELECT coalesce(max(id), 0) FROM store_message").fetchone()
    return int(str(row[0])) if row else 0


def _await_done(database: Database) -> float:
    """The moment at which nothing is left in the queue."""
    deadline = time.monotonic() + _WITHIN_SECONDS
    while True:
        states = database.execute("SELECT DISTINCT state FROM store_work").fetchall()
        now = time.monotonic()
        if not states:
            return now
        if states == [("failed",)] or now > deadline:
            raise BenchError(f"messages stay in the queue: {states}")
        time.sleep(_LOOK_EVERY_SECONDS)


def _waits(database: Database, newest: int) -> list[float]:
    rows = database.execute(
        "SELECT extract(epoch FROM decided_at - received_at)::float8 FROM store_message "
        "WHERE id > %s ORDER BY 1",
        [newest],
    )
    return [float(str(row[0])) for row in rows]


def _require_applied(run: Run, before: Counts, after: Counts) -> None:
    """The counts add up: every message processed, every report applied, and nothing else."""
    grown = {
        f"{kind} {state}": count - before[kind][state]
        for kind, states in after.items()
        for state, count in states.items()
        if count != before[kind][state]
    }
    if grown != {"messages processed": run.messages, "reports applied": run.reports}:
        raise BenchError(f"{run.messages} messages, {run.reports} reports; counted: {grown}")
