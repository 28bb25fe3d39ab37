"""An initial load, with one worker and with more, beside (a) bare reading and (b) plain COPY."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from rich.console import Console

from bare_reading import measure_reading
from drawing import Bar, draw_bars
from findings import Found, Goal, Table
from plain_copy import Copied, mark, measure_copy
from preparing import Shared, ready
from sizes import Sizes
from tables import processor_times, times
from traffic import Traffic, initial_load
from whole_way import Run, measure

_REPEATS = 3
_GOAL_REPORTS_A_SECOND = 3_000
_GOAL_WORKERS = 2


@dataclass(frozen=True, slots=True)
class _Load:
    """One load: the whole way (c), and (b) the COPY of what it ended up writing."""

    run: Run
    copied: Copied
    server: Mapping[str, str]

    def multiple(self, reading: float) -> float:
        """(c) as a multiple of (a) + (b)."""
        return self.run.whole / (reading + self.copied.seconds)


def measure_load(sizes: Sizes, _shared: Shared, console: Console) -> Found:
    """Load the same messages with each number of workers, each time into a new instance."""
    traffic = initial_load(sizes.load_reports)
    reading = median(measure_reading(traffic.messages) for _ in range(_REPEATS))
    loads = {}
    for workers in sizes.load_workers:
        loads[workers] = _load(traffic, workers)
        console.print(f"{workers} workers: {loads[workers].run.reports_a_second:,.0f} reports/s")
    return _found(traffic, reading, loads)


def _load(traffic: Traffic, workers: int) -> _Load:
    """Measure (c), and then (b) of the same while the instance rests."""
    with ready(workers) as prepared, prepared.instance.connect() as database:
        prepared.instance.configure(traffic)
        marks = mark(database)
        run = measure(prepared.instance, prepared.portal, traffic)
        copies = [measure_copy(database, marks) for _ in range(_REPEATS)]
        copies.sort(key=lambda copied: copied.seconds)
        return _Load(run, copies[_REPEATS // 2], prepared.server)


def _found(traffic: Traffic, reading: float, loads: dict[int, _Load]) -> Found:
    named = {_named(workers): load for workers, load in loads.items()}
    runs = {name: load.run for name, load in named.items()}
    judged = loads.get(_GOAL_WORKERS) or next(iter(loads.values()))
    rate = judged.run.reports_a_second
    bars = [Bar(name=name, value=load.run.reports_a_second) for name, load in named.items()]
    return Found(
        part="load",
        title="Initial load",
        server=judged.server,
        figures={
            "reports": traffic.reports,
            "bytes": traffic.size,
            "a_reading": reading,
            "runs": {
                name: {
                    **load.run.to_json(),
                    "b_copy": load.copied.seconds,
                    "b_rows": dict(load.copied.rows),
                    "b_bytes": load.copied.size,
                    "multiple": load.multiple(reading),
                }
                for name, load in named.items()
            },
        },
        tables=[_multiples(reading, named), times(runs), processor_times(runs)],
        goals=[
            Goal(
                asked=f"{_GOAL_REPORTS_A_SECOND:,} reports/s with {_GOAL_WORKERS} workers",
                found=f"{rate:,.0f} reports/s",
                met=rate >= _GOAL_REPORTS_A_SECOND,
            )
        ],
        pictures={"load": draw_bars("Initial load: reports a second", "reports/s", bars)},
        remarks=[_amount(traffic)],
    )


def _amount(traffic: Traffic) -> str:
    megabytes = traffic.size / 1e6
    return f"{traffic.reports:,} reports in {len(traffic.messages)} messages, {megabytes:.1f} MB."


def _named(workers: int) -> str:
    return f"{workers} worker{'s' if workers > 1 else ''}"


def _multiples(reading: float, loads: dict[str, _Load]) -> Table:
    return Table(
        titles=("initial load", "reports/s", "(a) s", "(b) s", "(c) s", "(c) / ((a) + (b))"),
        rows=[
            (
                name,
                f"{load.run.reports_a_second:,.0f}",
                f"{reading:.2f}",
                f"{load.copied.seconds:.2f}",
                f"{load.run.whole:.2f}",
                f"{load.multiple(reading):.1f}",
            )
            for name, load in loads.items()
        ],
    )
