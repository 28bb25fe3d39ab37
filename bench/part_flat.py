"""Flat cost: what a report costs among few known cases, and among very many, in one run.

Two instances stand side by side; to one few cases are made known by SQL, to the other very many.
The same number of partial recoveries, of cases taken at random, is delivered to them by turns, so
that a machine that gets slower or faster meanwhile does so for both.
"""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from rich.console import Console

from drawing import Bar, draw_bars
from findings import Found, Goal, Table
from known_cases import Subject, all_together, choose, make_known, one_by_one
from memory import highest, memory_of
from preparing import Ready, Shared, ready
from processor_time import Seconds, processor_time
from sizes import Sizes
from traffic import initial_load
from whole_way import Run, measure

_GOAL_RATIO = 1.3
_GOAL_MEMORY_MB = 500
_EXAMPLES = 2_000
_SINGLE, _TOGETHER = "one a message", "a message an employer"
_KINDS = {_SINGLE: one_by_one, _TOGETHER: all_together}
_PARTS = ("workers", "database")


@dataclass(frozen=True, slots=True)
class _Among:
    """An instance to which so many cases are known, whom is reported on, and what it took."""

    cases: int
    prepared: Ready
    subjects: Sequence[Subject]
    runs: Mapping[str, list[Run]] = field(default_factory=lambda: {kind: [] for kind in _KINDS})

    def by_the_clock(self, kind: str) -> float:
        """Milliseconds a report, over all rounds."""
        return _per_report(self.runs[kind], sum(run.whole for run in self.runs[kind]))

    def processor(self, kind: str) -> float:
        """Milliseconds of workers and database a report, over all rounds."""
        taken = sum(_workers_and_database(run.processor) for run in self.runs[kind])
        return _per_report(self.runs[kind], taken)

    def taken(self) -> float:
        """Seconds of processor time that workers and database took since they were started."""
        with self.prepared.instance.connect() as database:
            of = (self.prepared.instance.pid, database.info.backend_pid)
            return _workers_and_database(processor_time(*of))


def measure_flat(sizes: Sizes, _shared: Shared, console: Console) -> Found:
    """Make few and very many known, and measure by turns."""
    with ExitStack() as stack:
        few, many = (
            _among(stack.enter_context(ready(workers=2)), cases, sizes.flat_people)
            for cases in sizes.flat_cases
        )
        before = few.taken(), many.taken()
        for number in range(sizes.flat_rounds):
            for among in (few, many) if number % 2 == 0 else (many, few):
                _take_turn(among, number, sizes.flat_rounds)
            console.print(f"round {number + 1}: {_ratios(few, many, number)}")
        worker = highest(memory_of(many.prepared.instance.pid), "workers")
        table = _table(few, many, few.taken() - before[0], many.taken() - before[1])
        return _found(few, many, table, worker)


def _among(prepared: Ready, cases: int, people: int) -> _Among:
    examples = initial_load(_EXAMPLES)
    prepared.instance.configure(examples)
    measure(prepared.instance, prepared.portal, examples)
    make_known(prepared.instance, cases)
    return _Among(cases, prepared, choose(prepared.instance, cases, people))


def _take_turn(among: _Among, number: int, rounds: int) -> None:
    """Deliver what is to be reported of this round's people."""
    for kind, traffic in _KINDS.items():
        sent = traffic(among.subjects[number::rounds], f"known-{among.cases}-{number}")
        among.runs[kind].append(measure(among.prepared.instance, among.prepared.portal, sent))


def _found(few: _Among, many: _Among, table: Table, worker: float) -> Found:
    goals = [_goal(kind, few, many) for kind in _KINDS]
    goals.append(
        Goal(
            asked=f"a worker never over {_GOAL_MEMORY_MB} MB",
            found=f"{worker:.0f} MB (VmHWM)",
            met=worker <= _GOAL_MEMORY_MB,
        )
    )
    bars = [
        Bar(name=kind, value=among.by_the_clock(kind), kind=f"{among.cases:,} known cases")
        for kind in _KINDS
        for among in (few, many)
    ]
    return Found(
        part="flat",
        title="Time per report among few and many known cases",
        server=many.prepared.server,
        figures={
            "worker_mb": worker,
            "among": {str(among.cases): _figures(among) for among in (few, many)},
        },
        tables=[table],
        remarks=[
            f"By the clock, round {number + 1}: {_ratios(few, many, number)}."
            for number in range(len(few.runs[_SINGLE]))
        ],
        goals=goals,
        pictures={"flat": draw_bars("Time per report, by known cases", "ms", bars)},
    )


def _figures(among: _Among) -> Mapping[str, object]:
    return {kind: [run.to_json() for run in runs] for kind, runs in among.runs.items()}


def _table(few: _Among, many: _Among, *taken: float) -> Table:
    """What a report took; `taken` is what each took from the first turn to the last."""
    rows = []
    for kind in _KINDS:
        times = (few.by_the_clock(kind), many.by_the_clock(kind))
        used = (few.processor(kind), many.processor(kind))
        rows.append((f"{kind}: by the clock", *_compared(*times)))
        rows.append((f"{kind}: processor, workers and database", *_compared(*used)))
    reports = sum(run.reports for runs in few.runs.values() for run in runs)
    whole = [seconds * 1000 / reports for seconds in taken]
    rows.append(
        ("both, and between the turns: processor, workers and database", *_compared(*whole))
    )
    titles = ("ms a report", f"{few.cases:,} cases", f"{many.cases:,} cases", "ratio")
    return Table(titles=titles, rows=rows)


def _compared(few: float, many: float) -> tuple[str, ...]:
    return f"{few:.2f}", f"{many:.2f}", f"{many / few:.2f}"


def _goal(kind: str, few: _Among, many: _Among) -> Goal:
    ratio = many.by_the_clock(kind) / few.by_the_clock(kind)
    return Goal(
        asked=f"{kind}: time per report grows at most {_GOAL_RATIO} times",
        found=f"{ratio:.2f} times",
        met=ratio <= _GOAL_RATIO,
    )


def _ratios(few: _Among, many: _Among, number: int) -> str:
    """How many times as long a report took among many, in one round."""
    ratios = {kind: many.runs[kind][number].whole / few.runs[kind][number].whole for kind in _KINDS}
    return ", ".join(f"{kind} {ratio:.2f} times" for kind, ratio in ratios.items())


def _workers_and_database(taken: Seconds) -> float:
    return sum(taken.get(part, 0.0) for part in _PARTS)


def _per_report(runs: Sequence[Run], seconds: float) -> float:
    return seconds * 1000 / sum(run.reports for run in runs)
