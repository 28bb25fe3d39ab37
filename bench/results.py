"""What one run of the benchmark found, as tables for people and as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from plain_copy import Copied
from whole_way import Run

_PERCENTILES = (50, 95, 99, 100)
_AT_REST = 0.1
_PARTS = ("portals", "web", "workers", "database")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One run of the whole way (c), beside bare reading (a) and plain COPY (b) of the same."""

    name: str
    run: Run
    reading: float
    copied: Copied

    @property
    def multiple(self) -> float:
        """(c) as a multiple of (a) + (b)."""
        return self.run.whole / (self.reading + self.copied.seconds)

    def to_json(self) -> Mapping[str, Any]:
        """Return all figures; times in seconds."""
        return {
            "name": self.name,
            "messages": self.run.messages,
            "reports": self.run.reports,
            "connections": self.run.connections,
            "a_reading": self.reading,
            "b_copy": self.copied.seconds,
            "b_rows": dict(self.copied.rows),
            "b_bytes": self.copied.size,
            "c_receiving": self.run.receiving,
            "c_whole": self.run.whole,
            "multiple": self.multiple,
            "reports_a_second": self.run.reports_a_second,
            "messages_a_second": self.run.messages_a_second,
            "answer_times": percentiles(self.run.answer_times),
            "waits": percentiles(self.run.waits),
            "processor_seconds": dict(self.run.processor),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All runs, and what they ran on."""

    machine: Mapping[str, str]
    others: float
    server: dict[str, str] = field(default_factory=dict)
    measured: list[Measured] = field(default_factory=list)

    def write(self, file: Path) -> None:
        """Write everything as JSON."""
        found = {
            "machine": dict(self.machine),
            "others": self.others,
            "server": self.server,
            "runs": [each.to_json() for each in self.measured],
        }
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")

    def show(self, console: Console) -> None:
        """Print the tables."""
        for name, value in {**self.machine, **self.server}.items():
            console.print(f"{name:20} {value}", highlight=False)
        console.print(f"{'in use by others':20} {self.others:.0%}", highlight=False)
        if self.others > _AT_REST:
            console.print("[bold]The machine was not at rest: rates by the clock are too low.[/]")
        console.print(_rates(self.measured))
        console.print(_times(self.measured))
        console.print(_processor_times(self.measured))


def percentiles(ascending: Sequence[float]) -> Mapping[str, float]:
    """Return the nearest-rank percentiles of times in ascending order."""
    last = len(ascending) - 1
    return {f"p{each}": ascending[round(last * each / 100)] for each in _PERCENTILES}


def _rates(measured: Sequence[Measured]) -> Table:
    titles = ("(c) run", "reports/s", "messages/s", "(a) s", "(b) s", "(c) s", "(c)/((a)+(b))")
    table = _table("From first delivery to last report applied", titles)
    for each in measured:
        table.add_row(
            each.name,
            f"{each.run.reports_a_second:,.0f}",
            f"{each.run.messages_a_second:,.0f}",
            f"{each.reading:.2f}",
            f"{each.copied.seconds:.2f}",
            f"{each.run.whole:.2f}",
            f"{each.multiple:.1f}",
        )
    return table


def _times(measured: Sequence[Measured]) -> Table:
    titles = ("answer to the sender, ms", *(f"p{each}" for each in _PERCENTILES))
    table = _table("Times", (*titles, "receipt to outcome, p50 s", "p95 s"))
    for each in measured:
        answers, waits = percentiles(each.run.answer_times), percentiles(each.run.waits)
        table.add_row(
            each.name,
            *(f"{seconds * 1000:.1f}" for seconds in answers.values()),
            f"{waits['p50']:.2f}",
            f"{waits['p95']:.2f}",
        )
    return table


def _processor_times(measured: Sequence[Measured]) -> Table:
    table = _table("Processor time, ms a report", ("(c) run", *_PARTS, "all"))
    for each in measured:
        parts = [each.run.processor.get(part, 0) * 1000 / each.run.reports for part in _PARTS]
        table.add_row(each.name, *(f"{part:.2f}" for part in (*parts, sum(parts))))
    return table


def _table(title: str, columns: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left")
    for place, column in enumerate(columns):
        table.add_column(column, justify="right" if place else "left")
    return table
