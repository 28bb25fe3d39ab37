"""Tables that several parts of the benchmark show of their runs."""

from collections.abc import Mapping, Sequence

from findings import PERCENTILES, Table, percentiles
from whole_way import Run

Runs = Mapping[str, Run]
_FIRST = ("portal", "web", "workers", "database")


def rates(runs: Runs) -> Table:
    """How much went through, and how much of a processor the portal itself took."""
    return Table(
        titles=("", "messages", "s", "reports/s", "messages/s", "portal, % of a processor"),
        rows=[
            (
                name,
                f"{run.messages:,}",
                f"{run.whole:.1f}",
                f"{run.reports_a_second:,.0f}",
                f"{run.messages_a_second:,.0f}",
                f"{run.portal_load:.0%}".replace("%", ""),
            )
            for name, run in runs.items()
        ],
    )


def times(runs: Runs) -> Table:
    """How long an answer took, and how long until a message was applied and reported."""
    titles = [f"p{each}" for each in PERCENTILES]
    return Table(
        titles=("ms", *(f"answer {t}" for t in titles), *(f"applied {t}" for t in titles)),
        rows=[
            (
                name,
                *_milliseconds([step.answer for step in run.steps]),
                *_milliseconds([step.applied for step in run.steps]),
            )
            for name, run in runs.items()
        ],
    )


def processor_times(runs: Runs) -> Table:
    """Processor time by group of processes, in milliseconds a report."""
    found = {part for run in runs.values() for part in run.processor}
    parts = [*(part for part in _FIRST if part in found), *sorted(found.difference(_FIRST))]
    rows = []
    for name, run in runs.items():
        each = [run.processor.get(part, 0.0) * 1000 / run.reports for part in parts]
        rows.append((name, *(f"{part:.2f}" for part in (*each, sum(each)))))
    return Table(titles=("processor, ms a report", *parts, "all"), rows=rows)


def _milliseconds(seconds: Sequence[float]) -> list[str]:
    return [f"{value * 1000:,.1f}" for value in percentiles(seconds).values()]
