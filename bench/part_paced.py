"""Messages at a steady rate, by the clock: how long each waits for its answer and its outcome."""

from collections.abc import Mapping

from rich.console import Console

from drawing import Axis, Line, draw_lines
from findings import Found, Goal, percentiles
from preparing import Shared
from sizes import Sizes
from tables import processor_times, rates, times
from traffic import live
from whole_way import Pace, Run, measure

_SEED = 5
_LOOKS_A_SECOND = 25
"""Times are late by 40 ms at most. Looking a hundred times a second cost as much as the web."""
_GOAL_ANSWER_MS, _GOAL_APPLIED_MS = 20, 500
_SHORTEST_MS = 1.0


def measure_paced(sizes: Sizes, shared: Shared, console: Console) -> Found:
    """Deliver so many a second, whether or not earlier ones are answered."""
    traffic = live(_SEED, int(sizes.paced_rate * sizes.paced_seconds))
    prepared = shared.ready()
    prepared.instance.configure(traffic)
    pace = Pace(rate=sizes.paced_rate, looks=_LOOKS_A_SECOND)
    run = measure(prepared.instance, prepared.portal, traffic, pace)
    console.print(f"{run.messages} messages at {sizes.paced_rate:g}/s")
    return _found(run, sizes, prepared.server)


def _found(run: Run, sizes: Sizes, server: Mapping[str, str]) -> Found:
    name = f"REST, {sizes.paced_rate:g} messages/s for {sizes.paced_seconds:g} s"
    answers = [step.answer * 1000 for step in run.steps]
    applied = [step.applied * 1000 for step in run.steps]
    return Found(
        part="paced",
        title=f"Paced: {name}",
        server=server,
        figures={"rate": sizes.paced_rate, **run.to_json()},
        tables=[rates({name: run}), times({name: run}), processor_times({name: run})],
        goals=[
            _goal("answer to the sender", answers, _GOAL_ANSWER_MS),
            _goal("applied and reported", applied, _GOAL_APPLIED_MS),
        ],
        pictures={"paced": _picture(answers, applied)},
    )


def _goal(what: str, milliseconds: list[float], limit: float) -> Goal:
    p99 = percentiles(milliseconds)["p99"]
    return Goal(asked=f"{what}: p99 under {limit} ms", found=f"{p99:,.1f} ms", met=p99 < limit)


def _picture(answers: list[float], applied: list[float]) -> str:
    return draw_lines(
        "Paced messages: how many were done within how long",
        Axis(
            title="milliseconds since the message was due, logarithmic",
            low=_SHORTEST_MS,
            high=max(*applied, *answers, _GOAL_APPLIED_MS * 1.2),
            logarithmic=True,
        ),
        Axis(title="% of the messages", high=100),
        [_share("answered", answers), _share("applied and reported", applied)],
        [(f"{limit} ms", limit) for limit in (_GOAL_ANSWER_MS, _GOAL_APPLIED_MS)],
    )


def _share(name: str, milliseconds: list[float]) -> Line:
    ascending = sorted(milliseconds)
    points = [(ms, 100 * place / len(ascending)) for place, ms in enumerate(ascending, start=1)]
    return Line(name=name, points=points)
