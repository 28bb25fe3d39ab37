"""What is looked at every ten seconds of a soak: memory, tables, backlog and times."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg

from findings import percentiles
from instance import Instance
from memory import memory_of, private_memory
from sending import Sent

_MOST_TABLES = 12
_TABLES = """
SELECT relname, pg_total_relation_size(relid), n_live_tup, n_dead_tup FROM pg_stat_user_tables
WHERE relname LIKE 'store\\_%%' ORDER BY 2 DESC LIMIT %s
"""
_WAITS = "SELECT count(*) FROM store_work"
_SIZE = "SELECT pg_database_size(current_database())"

Database = psycopg.Connection[tuple[object, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSize:
    """A table with its indexes: bytes, and rows that are there and that are dead."""

    name: str
    size: int
    live: int
    dead: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One moment. Memory in MB by process, times in milliseconds, of the seconds before it."""

    seconds: float
    sent: int
    memory: Mapping[str, float]
    tables: Sequence[TableSize]
    database_bytes: int
    backlog: int
    answer: Mapping[str, float]
    applied: Mapping[str, float]

    @property
    def dead(self) -> int:
        """Dead rows of the tables together."""
        return sum(table.dead for table in self.tables)


def read_samples(file: Path) -> list[Sample]:
    """Return the samples that were written to a file."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        written = json.loads(line)
        sizes = [TableSize(**table) for table in written.pop("tables")]
        found.append(Sample(**written, tables=sizes))
    return found


class Sampler:
    """Takes samples, and appends each to a file at once."""

    def __init__(self, instance: Instance, database: Database, file: Path) -> None:
        self._instance = instance
        self._database = database
        self._file = file
        self._began = time.monotonic()
        self._due: dict[str, float] = {}
        self._sent = 0
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("", encoding="utf-8")

    def take(self, block: Sequence[Sent], decided: Mapping[str, float]) -> Sample:
        """Take a sample, with the deliveries and decisions since the one before."""
        self._sent += len(block)
        self._due |= {each.receipt: each.due for each in block}
        applied = [
            (decided_at - self._due.pop(receipt)) * 1000
            for receipt, decided_at in decided.items()
            if receipt in self._due
        ]
        sample = Sample(
            seconds=round(time.monotonic() - self._began, 1),
            sent=self._sent,
            memory=self._memory(),
            tables=tables(self._database),
            database_bytes=_number(self._database, _SIZE),
            backlog=_number(self._database, _WAITS),
            answer=percentiles([(each.answered - each.due) * 1000 for each in block]),
            applied=percentiles(applied),
        )
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(sample)) + "\n")
        return sample

    def _memory(self) -> Mapping[str, float]:
        ours = memory_of(self._instance.pid)
        named = {name: round(each.resident, 1) for name, each in ours.items()}
        backend = self._database.info.backend_pid
        return {**named, "database": round(private_memory(backend), 1)}


def tables(database: Database) -> list[TableSize]:
    """Return the largest tables, largest first."""
    rows = database.execute(_TABLES, [_MOST_TABLES]).fetchall()
    return [
        TableSize(name=str(name), size=int(str(size)), live=int(str(live)), dead=int(str(dead)))
        for name, size, live, dead in rows
    ]


def _number(database: Database, statement: str) -> int:
    row = database.execute(statement).fetchone()
    return int(str(row[0])) if row else 0
