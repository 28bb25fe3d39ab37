"""What people said of reports: held, refused, chosen, undone at some moment (VE-2, VE-4)."""

from dataclasses import replace

from hypothesis import strategies as st

from verzuimbrug.domain.reports import Report, Standing

_standings = st.sampled_from([Standing.FREE, Standing.FREE, *Standing])
_horizons = st.sampled_from([None, None, None, 0, 1, 4])
"""How many messages came between a report and its undoing; None when it is not undone."""


def _said(reports: list[Report], said: list[tuple[Standing, int | None]]) -> list[Report]:
    return [
        replace(
            report,
            standing=standing,
            undone=None if horizon is None else report.place[0] + horizon,
        )
        for report, (standing, horizon) in zip(reports, said, strict=True)
    ]


def judged(reports: st.SearchStrategy[list[Report]]) -> st.SearchStrategy[list[Report]]:
    """The same reports, of which people said any mix of things."""
    return reports.flatmap(
        lambda drawn: st.builds(
            _said,
            st.just(drawn),
            st.lists(st.tuples(_standings, _horizons), min_size=len(drawn), max_size=len(drawn)),
        )
    )
