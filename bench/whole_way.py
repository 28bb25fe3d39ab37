"""(c) The whole way: from the first delivery at the door to the last report applied."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from findings import percentiles
from instance import BenchError, Counts, Instance
from observing import observing
from processor_time import Seconds, grown, processor_time
from sending import Delivered, DeliveryError, Portal, deliver, deliver_paced
from traffic import Traffic

_LOOK_EVERY_SECONDS = 0.02
_WITHIN_SECONDS = 900

Database = psycopg.Connection[tuple[object, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How messages are delivered: by the clock, so many a second; or each when one is answered.

    `seconds` is how long at most, `looks` how often a second it is seen what has been decided.
    """

    rate: float | None = None
    seconds: float | None = None
    looks: float = 20


AS_ANSWERED = Pace()


@dataclass(frozen=True, slots=True)
class Step:
    """One message. Seconds: when it was due since the start, until its answer, until applied."""

    due: float
    answer: float
    applied: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What was measured, in seconds; `unused` messages were left when time was up.

    `processor` is the processor time per part: database, portal, web, workers and others.
    """

    messages: int
    reports: int
    unused: int
    connections: int
    receiving: float
    whole: float
    steps: Sequence[Step]
    processor: Seconds

    @property
    def reports_a_second(self) -> float:
        """Reports from door to dossier, over the whole run."""
        return self.reports / self.whole

    @property
    def messages_a_second(self) -> float:
        """Messages from door to dossier, over the whole run."""
        return self.messages / self.whole

    @property
    def portal_load(self) -> float:
        """The share of one processor that the portal used while it delivered."""
        return self.processor.get("portal", 0.0) / self.receiving

    def to_json(self) -> dict[str, Any]:
        """Return the figures."""
        return {
            "messages": self.messages,
            "reports": self.reports,
            "unused": self.unused,
            "connections": self.connections,
            "receiving": self.receiving,
            "whole": self.whole,
            "reports_a_second": self.reports_a_second,
            "messages_a_second": self.messages_a_second,
            "answer": percentiles([each.answer for each in self.steps]),
            "applied": percentiles([each.applied for each in self.steps]),
            "processor_seconds": dict(self.processor),
            "portal_load": self.portal_load,
        }


def measure(instance: Instance, portal: Portal, traffic: Traffic, pace: Pace = AS_ANSWERED) -> Run:
    """Deliver the traffic and wait until every report is applied; raise when one is not."""
    before = instance.status()
    with instance.connect() as database:
        of = (instance.pid, database.info.backend_pid)
        taken = processor_time(*of)
        with observing(instance.database_url, 1 / pace.looks) as observed:
            delivered = _delivered(portal, traffic, pace)
            done = await_done(database)
        processor = grown(taken, processor_time(*of))
    count = len(delivered.sent)
    run = Run(
        messages=count,
        reports=sum(message.reports for message in traffic.messages[:count]),
        unused=delivered.unused,
        connections=traffic.connections,
        receiving=delivered.ended - delivered.began,
        whole=done - delivered.began,
        steps=_steps(delivered, observed.moments),
        processor={**processor, "portal": round(delivered.processor, 2)},
    )
    require_applied(instance, (run.messages, run.reports), before)
    return run


def _delivered(portal: Portal, traffic: Traffic, pace: Pace) -> Delivered:
    try:
        if pace.rate is not None:
            return deliver_paced(portal, traffic.messages, pace.rate)
        return deliver(portal, traffic.messages, traffic.connections, pace.seconds)
    except DeliveryError as problem:
        raise BenchError(str(problem)) from problem


def _steps(delivered: Delivered, applied: Mapping[str, float]) -> list[Step]:
    missing = [each.receipt for each in delivered.sent if each.receipt not in applied]
    if missing:
        raise BenchError(f"{len(missing)} messages were not seen decided, {missing[0]} first")
    return [
        Step(
            due=each.due - delivered.began,
            answer=each.answered - each.due,
            applied=applied[each.receipt] - each.due,
        )
        for each in delivered.sent
    ]


def await_done(database: Database) -> float:
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


def require_applied(instance: Instance, added: tuple[int, int], before: Counts) -> None:
    """Raise unless so many messages are processed, so many reports applied, and nothing else."""
    messages, reports = added
    after = instance.status()
    grown = {
        f"{kind} {state}": count - before[kind][state]
        for kind, states in after.items()
        for state, count in states.items()
        if count != before[kind][state]
    }
    if grown != {"messages processed": messages, "reports applied": reports}:
        raise BenchError(
            f"{messages} messages, {reports} reports; counted: {grown}; {_why(instance)}"
        )


def _why(instance: Instance) -> str:
    """What was found about those that came to something else."""
    with instance.connect() as database:
        rows = database.execute(
            "SELECT state, findings::text FROM store_absencereport WHERE state <> 'applied' UNION "
            "SELECT state, findings::text FROM store_message WHERE state <> 'processed' LIMIT 5"
        ).fetchall()
    return "; ".join(f"{state}: {findings}" for state, findings in rows)
