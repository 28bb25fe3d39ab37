"""What the samples of a soak come to: whether memory, tables and times stay as they were.

The last quarter is held against the second one: in the first everything still fills up.
"""

from collections.abc import Callable, Mapping, Sequence
from statistics import mean, median

from drawing import Axis, Line, draw_lines
from findings import Found, Goal, Table
from instance import BenchError
from soak_samples import Sample, TableSize

_MEMORY_GROWS, _MEMORY_MB = 1.1, 10
_TIMES_GROW, _ANSWER_MS, _APPLIED_MS = 1.5, 10, 100
_SPACE_GROWS = 1.25
_BACKLOG_SECONDS = 5
_DEAD_AFTERWARDS = 0.02
_MB = 1e6
_FEWEST = 8

Value = Callable[[Sample], float]


def judge(samples: Sequence[Sample], afterwards: Sequence[TableSize], rate: float) -> Found:
    """Return all that was found; `afterwards` are the tables once the old snapshot is gone."""
    second, last = _quarters(samples)
    goals = [
        *_memory(second, last),
        _times("answer to the sender", lambda each: each.answer["p99"], _ANSWER_MS, second, last),
        _times("applied", lambda each: each.applied["p99"], _APPLIED_MS, second, last),
        _backlog(last, rate),
        _space(second, last),
        *([_dead(afterwards)] if afterwards else []),
    ]
    return Found(
        part="soak",
        title="Soak: steady traffic beside a connection that holds an old snapshot",
        figures={"samples": len(samples), "sent": samples[-1].sent},
        tables=[_table(samples, second, last), _tables(samples[-1], afterwards)],
        goals=goals,
        pictures={
            "soak-times": _picture(
                "Soak: times by sample, p99",
                "ms",
                {"answer": _answer_p99, "applied": _applied_p99},
                samples,
            ),
            "soak-memory": _picture(
                "Soak: memory",
                "MB",
                {part: _memory_of(part) for part in _parts(samples[-1])},
                samples,
            ),
            "soak-tables": _picture(
                "Soak: database",
                "MB; thousands of rows",
                {
                    "size": lambda each: each.database_bytes / _MB,
                    "dead rows, thousands": lambda each: each.dead / 1000,
                },
                samples,
            ),
        },
    )


def _answer_p99(sample: Sample) -> float:
    return sample.answer.get("p99", 0.0)


def _applied_p99(sample: Sample) -> float:
    return sample.applied.get("p99", 0.0)


def _quarters(samples: Sequence[Sample]) -> tuple[Sequence[Sample], Sequence[Sample]]:
    """The second quarter and the last one, of samples in which something was sent and applied."""
    useful = [each for each in samples if each.answer and each.applied]
    if len(useful) < _FEWEST:
        raise BenchError(f"{len(useful)} samples are too few to judge")
    quarter = len(useful) // 4
    return useful[quarter : 2 * quarter], useful[-quarter:]


def _parts(sample: Sample) -> list[str]:
    return sorted({name.split(" ")[0] for name in sample.memory})


def _memory_of(part: str) -> Value:
    """What the processes of a part hold together."""

    def held(sample: Sample) -> float:
        return sum(mb for name, mb in sample.memory.items() if name.split(" ")[0] == part)

    return held


def _memory(second: Sequence[Sample], last: Sequence[Sample]) -> list[Goal]:
    goals = []
    for part in _parts(last[-1]):
        before, after = (mean(map(_memory_of(part), each)) for each in (second, last))
        most = before * _MEMORY_GROWS + _MEMORY_MB
        goals.append(
            Goal(
                asked=f"memory of {part} in the last quarter at most {most:.0f} MB",
                found=f"{after:.0f} MB, {before:.0f} MB in the second",
                met=after <= most,
            )
        )
    return goals


def _times(
    what: str, value: Value, slack: float, second: Sequence[Sample], last: Sequence[Sample]
) -> Goal:
    before, after = (median(map(value, each)) for each in (second, last))
    most = before * _TIMES_GROW + slack
    return Goal(
        asked=f"{what}: p99 of ten seconds in the last quarter at most {most:.0f} ms (middle one)",
        found=f"{after:.1f} ms, {before:.1f} ms in the second",
        met=after <= most,
    )


def _backlog(last: Sequence[Sample], rate: float) -> Goal:
    most, found = rate * _BACKLOG_SECONDS, max(each.backlog for each in last)
    return Goal(
        asked=f"at most {most:.0f} messages wait in the last quarter",
        found=f"{found}",
        met=found <= most,
    )


def _space(second: Sequence[Sample], last: Sequence[Sample]) -> Goal:
    """The database grows by what is kept, and not faster and faster."""
    before, after = _per_message(second), _per_message(last)
    most = before * _SPACE_GROWS
    return Goal(
        asked=f"the database grows by at most {most:,.0f} bytes a message in the last quarter",
        found=f"{after:,.0f} bytes, {before:,.0f} in the second",
        met=after <= most,
    )


def _per_message(samples: Sequence[Sample]) -> float:
    grown = samples[-1].database_bytes - samples[0].database_bytes
    return grown / max(samples[-1].sent - samples[0].sent, 1)


def _dead(afterwards: Sequence[TableSize]) -> Goal:
    dead, live = (sum(getattr(each, kind) for each in afterwards) for kind in ("dead", "live"))
    return Goal(
        asked=f"once the old snapshot is gone a vacuum leaves at most {_DEAD_AFTERWARDS:.0%} dead",
        found=f"{dead:,} dead of {dead + live:,} rows",
        met=dead <= _DEAD_AFTERWARDS * (dead + live),
    )


def _table(samples: Sequence[Sample], second: Sequence[Sample], last: Sequence[Sample]) -> Table:
    values: Mapping[str, Value] = {
        "answer p50, ms": lambda each: each.answer["p50"],
        "answer p99, ms": _answer_p99,
        "applied p50, ms": lambda each: each.applied["p50"],
        "applied p99, ms": _applied_p99,
        "backlog": lambda each: each.backlog,
        "dead rows": lambda each: each.dead,
        "database, MB": lambda each: each.database_bytes / _MB,
        **{f"memory of {part}, MB": _memory_of(part) for part in _parts(last[-1])},
    }
    return Table(
        titles=(f"{samples[-1].sent:,} messages", "second quarter", "last quarter"),
        rows=[
            (name, *(f"{median(map(value, each)):,.1f}" for each in (second, last)))
            for name, value in values.items()
        ],
    )


def _tables(final: Sample, afterwards: Sequence[TableSize]) -> Table:
    vacuumed = {each.name: each for each in afterwards}
    return Table(
        titles=("largest tables", "MB", "rows", "dead rows", "dead after vacuum"),
        rows=[
            (
                each.name,
                f"{each.size / _MB:,.1f}",
                f"{each.live:,}",
                f"{each.dead:,}",
                f"{vacuumed[each.name].dead:,}" if each.name in vacuumed else "",
            )
            for each in final.tables
        ],
    )


def _picture(title: str, unit: str, values: Mapping[str, Value], samples: Sequence[Sample]) -> str:
    lines = [
        Line(name=name, points=[(each.seconds / 60, value(each)) for each in samples])
        for name, value in values.items()
    ]
    most = max(point[1] for line in lines for point in line.points)
    return draw_lines(
        title,
        Axis(title="minutes", high=samples[-1].seconds / 60),
        Axis(title=unit, high=most * 1.1),
        lines,
    )
