"""How everything stands, as numbers for a monitor: counts, ages and processes, no names (ADR 43).

All of it is read from the database at the moment that somebody asks, so that neither a delivery
nor a batch counts anything for it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from verzuimbrug.application.accounts import find_arbodiensten
from verzuimbrug.domain.processes import PROCESSES, WATCHED, ProcessName
from verzuimbrug.store import operation_reads
from verzuimbrug.store.models.open import WorkState
from verzuimbrug.store.sql import Row
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """A number that goes up and down; `label` is what it is split by, if by anything."""

    name: str
    says: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The value of a gauge, for one value of its label."""

    gauge: Gauge
    value: float
    label: str = ""


_WAITING: Mapping[str, Gauge] = MappingProxyType(
    {
        what: Gauge(name=f"verzuimbrug_{what}", says=says, label=label)
        for what, label, says in (
            ("queue", "state", "Messages that are still to be processed."),
            ("parked", "cause", "Reports in the parking lot."),
            ("waiting", "cause", "Parts of messages that wait for an employer, person or setting."),
            ("held", "what", "Messages and reports that wait for a decision."),
            ("proposals", "state", "Proposals for employers that wait for a decision."),
            ("answers", "state", "Answers to be made (due), or not acknowledged yet (open)."),
            ("events", "state", "Changes that no event tells of yet, and events not taken yet."),
            ("webhooks", "state", "Webhooks that are on, fail, or were switched off for failing."),
            ("exports", "state", "Messages for receivers that wait; receivers that fail."),
            ("mails", "state", "Copies of mails that wait, or failed and will be tried again."),
        )
    }
)
_OLDEST: Mapping[str, Gauge] = MappingProxyType(
    {
        what: Gauge(
            name=f"{gauge.name}_oldest_seconds",
            says=f"Age of the oldest of {gauge.name}.",
            label=gauge.label,
        )
        for what, gauge in _WAITING.items()
        if what in {"queue", "parked", "waiting", "held", "events", "exports"}
    }
)
_CONNECTED = Gauge(
    name="verzuimbrug_process_connections",
    says="Connections to the database, on all hosts.",
    label="process",
)
_SILENT = Gauge(
    name="verzuimbrug_process_silent_seconds",
    says="How long the most silent worker, or every thread of the courier, asked nothing.",
    label="process",
)
_BYTES = Gauge(name="verzuimbrug_database_bytes", says="Size of the database.")
_CONNECTIONS = Gauge(
    name="verzuimbrug_database_connections", says="Connections that the server has."
)
_MOST_CONNECTIONS = Gauge(
    name="verzuimbrug_database_connections_limit", says="Connections that the server takes."
)
_KEPT = Gauge(
    name="verzuimbrug_queue_dead_rows",
    says="Rows of the queue that are gone, and that the server could not clear away yet.",
)

GAUGES = (
    *_WAITING.values(),
    *_OLDEST.values(),
    _CONNECTED,
    _SILENT,
    _BYTES,
    _CONNECTIONS,
    _MOST_CONNECTIONS,
    _KEPT,
)


@dataclass(slots=True)
class _Tally:
    """How many of all arbodiensten together, and since when the oldest."""

    number: int = 0
    since: datetime | None = None

    def add(self, number: int, since: datetime | None) -> None:
        self.number += number
        if since is not None and (self.since is None or since < self.since):
            self.since = since


_Tallies = dict[tuple[str, str], _Tally]


def read_figures(now: datetime) -> tuple[Figure, ...]:
    """Every figure, zeroes included; sandboxes count for nothing."""
    return (*_waiting(now), *_processes(), *_database())


def _waiting(now: datetime) -> Iterator[Figure]:
    for (what, label), tally in _count().items():
        yield Figure(gauge=_WAITING[what], value=tally.number, label=label)
        if what in _OLDEST:
            age = (now - tally.since).total_seconds() if tally.since else 0.0
            yield Figure(gauge=_OLDEST[what], value=max(age, 0.0), label=label)


def _count() -> _Tallies:
    tallies: _Tallies = {("queue", state): _Tally() for state in WorkState.values}
    tallies |= {("mails", state): _Tally() for state in ("waiting", "failing")}
    queue = operation_reads.read_queue()
    for arbodienst in find_arbodiensten():
        own = [row for row in queue if row[0] == arbodienst.id]
        with tenant(arbodienst.id):
            firsts = operation_reads.received_at([first for _, _, _, first in own])
            rows = operation_reads.read_standing()
        rows += [("queue", state, number, firsts.get(first)) for _, state, number, first in own]
        _add(tallies, rows)
    return tallies


def _add(tallies: _Tallies, rows: Iterable[Row]) -> None:
    for what, label, number, since in rows:
        tallies.setdefault((what, label or ""), _Tally()).add(number, since)


def _processes() -> Iterator[Figure]:
    found = {row[0]: row[1:] for row in operation_reads.read_processes(list(PROCESSES))}
    for name, process in PROCESSES.items():
        number, least, most = found.get(name, (0, 0.0, 0.0))
        yield Figure(gauge=_CONNECTED, value=number, label=process)
        if process in WATCHED and number:
            silent = most if process == ProcessName.WORKER else least
            yield Figure(gauge=_SILENT, value=silent, label=process)


def _database() -> Iterator[Figure]:
    figures = operation_reads.read_database()
    gauges = (_BYTES, _CONNECTIONS, _MOST_CONNECTIONS, _KEPT)
    for gauge, value in zip(gauges, figures, strict=True):
        yield Figure(gauge=gauge, value=value)
