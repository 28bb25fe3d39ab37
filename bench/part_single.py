"""Single messages, one mutation each, sustained: as many as go through for some time."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from rich.console import Console

from drawing import Axis, Line, draw_lines
from findings import Found, Goal
from preparing import Shared
from sizes import Sizes
from tables import Runs, processor_times, rates, times
from traffic import live
from whole_way import Pace, measure

_SEEDS = {"REST": 3, "SOAP": 4}
_GOALS = {"REST": 1_000, "SOAP": 700}
"""Messages a second."""
_LOOKS_A_SECOND = 5
_FULL_LOAD = 0.9


def measure_single(sizes: Sizes, shared: Shared, console: Console) -> Found:
    """Deliver for so long over either web door, and wait until all of it is applied."""
    made = {
        door: live(seed, int(sizes.single_seconds * sizes.single_most_a_second))
        for door, seed in _SEEDS.items()
    }
    prepared = shared.ready()
    runs = {}
    for door, traffic in made.items():
        prepared.instance.configure(traffic)
        portal = replace(prepared.portal, soap=door == "SOAP")
        pace = Pace(seconds=sizes.single_seconds, looks=_LOOKS_A_SECOND)
        runs[door] = measure(prepared.instance, portal, traffic, pace)
        console.print(f"{door}: {runs[door].messages_a_second:,.0f} messages/s")
    return _found(runs, prepared.server)


def _found(runs: Runs, server: Mapping[str, str]) -> Found:
    return Found(
        part="single",
        title="Single messages, sustained",
        server=server,
        figures={
            "runs": {
                door: {
                    **run.to_json(),
                    "received_a_second": _a_second(step.due + step.answer for step in run.steps),
                    "applied_a_second": _a_second(step.due + step.applied for step in run.steps),
                }
                for door, run in runs.items()
            }
        },
        tables=[rates(runs), times(runs), processor_times(runs)],
        goals=[
            Goal(
                asked=f"{_GOALS[door]:,} messages/s over {door}, applied and reported",
                found=f"{run.messages_a_second:,.0f} messages/s",
                met=run.messages_a_second >= _GOALS[door],
            )
            for door, run in runs.items()
        ],
        pictures={"single": _picture(runs)},
        remarks=list(_remarks(runs)),
    )


def _remarks(runs: Runs) -> Iterable[str]:
    for door, run in runs.items():
        if run.portal_load > _FULL_LOAD:
            yield f"{door}: the portal was the bottleneck; the rate is at least this."
        if not run.unused:
            yield f"{door}: all prepared messages were sent before time was up."


def _picture(runs: Runs) -> str:
    lines = [
        line
        for door, run in runs.items()
        for line in (
            _line(f"{door}, received", (step.due + step.answer for step in run.steps)),
            _line(f"{door}, applied and reported", (step.due + step.applied for step in run.steps)),
        )
    ]
    last = max(point[0] for line in lines for point in line.points)
    most = max(point[1] for line in lines for point in line.points)
    return draw_lines(
        "Single messages: rate over time",
        Axis(title="seconds", high=last),
        Axis(title="messages/s", high=most * 1.1),
        lines,
    )


def _line(name: str, moments: Iterable[float]) -> Line:
    return Line(name=name, points=list(enumerate(_a_second(moments))))


def _a_second(moments: Iterable[float]) -> list[int]:
    """How many of the moments fall in each second."""
    counted = Counter(int(moment) for moment in moments)
    return [counted[second] for second in range(max(counted) + 1)]
