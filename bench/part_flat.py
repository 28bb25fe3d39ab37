"""Flat cost: what a report costs among few known cases, and among very many, in one run.

The same number of partial recoveries of cases taken at random, of people who have three more cases,
is delivered to one instance before and after very many cases are made known to it by SQL.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rich.console import Console

from drawing import Bar, draw_bars
from findings import Found, Goal, Table
from known_cases import all_together, choose, make_known, one_by_one
from memory import highest, memory_of
from preparing import Ready, Shared, ready
from sizes import Sizes
from traffic import initial_load
from whole_way import Run, measure

_GOAL_RATIO = 1.3
_GOAL_MEMORY_MB = 500
_EXAMPLES = 2_000
_SINGLE, _TOGETHER = "one a message", "a message an employer"


@dataclass(frozen=True, slots=True)
class _Among:
    """What was measured among so many known cases."""

    cases: int
    runs: Mapping[str, Run]


def measure_flat(sizes: Sizes, _shared: Shared, console: Console) -> Found:
    """Measure among few, make very many known, and measure again."""
    with ready(workers=2) as prepared:
        examples = initial_load(_EXAMPLES)
        prepared.instance.configure(examples)
        measure(prepared.instance, prepared.portal, examples)
        known, found = 0, []
        for cases in sizes.flat_cases:
            make_known(prepared.instance, known, cases)
            found.append(_among(prepared, known, cases, sizes.flat_people))
            known = cases
            console.print(f"among {cases:,} cases: measured")
        worker = highest(memory_of(prepared.instance.pid), "workers")
        return _found(found[0], found[-1], worker, prepared.server)


def _among(prepared: Ready, known: int, cases: int, people: int) -> _Among:
    subjects = choose(prepared.instance, known, cases, people)
    traffic = {
        _SINGLE: one_by_one(subjects, f"known-{cases}"),
        _TOGETHER: all_together(subjects, f"known-{cases}"),
    }
    return _Among(
        cases,
        {name: measure(prepared.instance, prepared.portal, each) for name, each in traffic.items()},
    )


def _found(few: _Among, many: _Among, worker: float, server: Mapping[str, str]) -> Found:
    goals = [_goal(name, few.runs[name], many.runs[name]) for name in few.runs]
    goals.append(
        Goal(
            asked=f"a worker never over {_GOAL_MEMORY_MB} MB",
            found=f"{worker:.0f} MB (VmHWM)",
            met=worker <= _GOAL_MEMORY_MB,
        )
    )
    bars = [
        Bar(name=name, value=_milliseconds(among.runs[name]), kind=f"{among.cases:,} known cases")
        for name in few.runs
        for among in (few, many)
    ]
    return Found(
        part="flat",
        title="Time per report among few and many known cases",
        server=server,
        figures={
            "worker_mb": worker,
            "among": {
                str(among.cases): {name: run.to_json() for name, run in among.runs.items()}
                for among in (few, many)
            },
        },
        tables=[_table(few, many)],
        goals=goals,
        pictures={"flat": draw_bars("Time per report, by known cases", "ms", bars)},
    )


def _table(few: _Among, many: _Among) -> Table:
    rows = []
    for name, run in few.runs.items():
        there = many.runs[name]
        times = (_milliseconds(run), _milliseconds(there))
        used = (_processor(run), _processor(there))
        rows.append((f"{name}: by the clock", *_compared(*times)))
        rows.append((f"{name}: processor, workers and database", *_compared(*used)))
    titles = ("ms a report", f"{few.cases:,} cases", f"{many.cases:,} cases", "ratio")
    return Table(titles=titles, rows=rows)


def _compared(few: float, many: float) -> tuple[str, ...]:
    return f"{few:.2f}", f"{many:.2f}", f"{many / few:.2f}"


def _goal(name: str, few: Run, many: Run) -> Goal:
    ratio = _milliseconds(many) / _milliseconds(few)
    return Goal(
        asked=f"{name}: time per report grows at most {_GOAL_RATIO} times",
        found=f"{ratio:.2f} times",
        met=ratio <= _GOAL_RATIO,
    )


def _milliseconds(run: Run) -> float:
    return run.whole * 1000 / run.reports


def _processor(run: Run) -> float:
    taken = sum(run.processor.get(part, 0.0) for part in ("workers", "database"))
    return taken * 1000 / run.reports
