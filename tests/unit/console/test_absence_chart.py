"""The picture of an absence: where lines and labels are."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from strategies.absence import day
from verzuimbrug.application.persons.values import CaseLine, SpellLine
from verzuimbrug.console.dossiers.absence_chart import WIDTH, AbsenceChart, absence_chart
from verzuimbrug.console.dossiers.scale import (
    Room,
    Scale,
    arranged,
    coordinate,
    month_starts,
)
from verzuimbrug.domain.absence_spells import SpellCase, spells
from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.domain.earlier_knowledge import EarlierStep
from verzuimbrug.domain.poortwachter import dates_of, joins_until
from verzuimbrug.domain.timeline import Origin, Span

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FULL, HALF, NONE = Decimal("100.00"), Decimal("50.00"), Decimal("0.00")


def case(
    number: int,
    *steps: tuple[int, Decimal],
    recovered: int | None = None,
    continues: int | None = None,
    earlier: Sequence[EarlierStep] = (),
) -> CaseLine:
    """A case with percentages from days on, open unless it recovered."""
    starts = [*steps, *([] if recovered is None else [(recovered, NONE)])]
    ends = [day(start - 1) for start, _ in starts[1:]]
    spans = tuple(
        Span(
            start=day(start),
            end=end,
            percentage=percentage,
            status=CaseStatus.OPEN if end or recovered is None else CaseStatus.RECOVERED,
            known_since=NOON,
            origin=Origin(),
        )
        for (start, percentage), end in zip(starts, [*ends, None], strict=False)
    )
    return CaseLine(
        id=number,
        key=f"VG{number}",
        account="Portaal",
        first_day=day(steps[0][0] if steps else 0),
        recovered_on=None if recovered is None else day(recovered),
        status=_status(spans, recovered),
        percentage=NONE,
        is_maternity=False,
        cause="01",
        safety_net="N",
        leave=None,
        end_reason=None,
        expected_recovery=None,
        last_sequence=1,
        classification=None,
        employment=None,
        continues=continues,
        gap=None,
        spans=spans,
        earlier=tuple(earlier),
    )


def _status(spans: Sequence[Span], recovered: int | None) -> CaseStatus:
    if not spans:
        return CaseStatus.WITHDRAWN
    return CaseStatus.OPEN if recovered is None else CaseStatus.RECOVERED


def earlier(start: int, end: int, percentage: Decimal) -> EarlierStep:
    return EarlierStep(
        start=day(start),
        end=day(end),
        percentage=percentage,
        known_from=NOON,
        known_until=NOON,
        origin=Origin(),
    )


def drawn(*cases: CaseLine, today: int = 40) -> AbsenceChart:
    """The picture with the absences of these cases."""
    parts = [
        SpellCase(
            id=one.id,
            first_day=one.first_day,
            status=one.status,
            recovered_on=one.recovered_on,
            continues=one.continues,
        )
        for one in cases
    ]
    lines = [
        SpellLine(
            spell=spell,
            dates=dates_of(spell, day(today), 28),
            joins_until=joins_until(spell, 28),
        )
        for spell in spells(parts)
    ]
    chart = absence_chart(cases, lines, day(today))
    assert chart is not None
    return chart


def corners(path: str) -> list[tuple[float, float]]:
    points = (part.lstrip("ML").split(",") for part in path.split() if part != "Z")
    return [(float(x), float(y)) for x, y in points]


def test_steps_go_up_from_the_ground_and_down_to_it_at_recovery() -> None:
    chart = drawn(case(1, (0, FULL), (10, HALF), recovered=20))

    (steps,) = chart.steps
    levels = [y for _, y in corners(steps.path)]
    top, bottom = float(chart.top), float(chart.bottom)
    middle = (top + bottom) / 2
    assert levels == [bottom, top, top, middle, middle, bottom]
    assert corners(steps.area)[-1] == (corners(steps.path)[-1][0], bottom)


def test_an_open_case_goes_on_to_today() -> None:
    chart = drawn(case(1, (0, FULL)), today=30)

    assert chart.today is not None
    assert corners(chart.steps[0].path)[-1] == (float(chart.today), float(chart.top))


def test_the_next_date_of_an_open_absence_is_in_the_picture_and_no_later_one() -> None:
    chart = drawn(case(1, (0, FULL)), today=30)

    assert [marker.due.milestone.week for marker in chart.markers] == [6]
    assert chart.markers[0].label is not None
    assert chart.markers[0].label.value == 6


def test_joined_cases_have_one_bracket_with_their_numbers() -> None:
    """VZ-11."""
    chart = drawn(
        case(7, (0, FULL), recovered=10), case(9, (20, FULL), continues=7), case(11, (300, FULL))
    )

    (bracket,) = chart.brackets
    assert bracket.numbers == (1, 2)
    assert float(bracket.y) < float(chart.height)
    assert [steps.number and steps.number.value for steps in chart.steps] == [1, 2, 3]


def test_what_was_known_before_leaves_the_line_and_comes_back_to_it() -> None:
    chart = drawn(
        case(1, (0, FULL), (10, HALF), earlier=[earlier(-3, 0, FULL), earlier(12, 15, FULL)])
    )

    before, after = (corners(path) for path in chart.earlier)
    bottom, top = float(chart.bottom), float(chart.top)
    assert [y for _, y in before] == [bottom, top, top, top]
    assert [y for _, y in after] == [(top + bottom) / 2, top, top, (top + bottom) / 2]


def test_a_withdrawn_case_is_only_what_was_known_before() -> None:
    chart = drawn(case(1, earlier=[earlier(0, 9, FULL)]), today=400)

    assert (chart.steps, chart.today) == ((), None)
    assert len(chart.earlier) == 1


def test_without_a_day_that_was_ever_known_there_is_no_picture() -> None:
    assert absence_chart([], [], day(0)) is None


def test_a_first_day_to_come_is_in_the_picture() -> None:
    chart = drawn(case(1, (50, FULL)), today=10)

    assert all(x <= WIDTH for x, _ in corners(chart.steps[0].path))
    assert chart.today is None


def test_a_case_without_room_for_its_number_has_none() -> None:
    many = [case(n, (n, FULL), recovered=n + 1) for n in range(1, 40)]

    numbers = [steps.number for steps in drawn(*many, today=900).steps]

    assert None in numbers
    assert numbers[0] is not None


percentages = st.sampled_from([FULL, HALF, NONE, Decimal("33.33")])


@st.composite
def pictures(draw: st.DrawFn) -> AbsenceChart:
    at, cases = 0, []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        lengths = draw(st.lists(st.integers(1, 200), min_size=1, max_size=4))
        starts = [at]
        for length in lengths:
            starts.append(starts[-1] + length)
        steps = [(start, draw(percentages)) for start in starts[:-1]]
        joined = draw(st.booleans()) and number > 1
        cases.append(
            case(number, *steps, recovered=starts[-1], continues=number - 1 if joined else None)
        )
        at = starts[-1] + draw(st.integers(0, 60))
    return drawn(*cases, today=draw(st.integers(0, 2000)))


@given(chart=pictures())
def test_labels_of_weeks_do_not_overlap_and_all_is_within_the_picture(chart: AbsenceChart) -> None:
    by_level: dict[str, list[float]] = {}
    for marker in chart.markers:
        if marker.label is not None:
            by_level.setdefault(marker.label.y, []).append(float(marker.label.x))
    width = len("week 6") * 7.8

    for places in by_level.values():
        assert all(other - one >= width for one, other in pairwise(sorted(places)))
    for steps in chart.steps:
        for x, y in corners(steps.area):
            assert float(chart.left) <= x <= float(chart.right)
            assert float(chart.top) <= y <= float(chart.bottom)
    assert all(float(marker.top) >= 0 for marker in chart.markers)
    assert len(chart.ticks) <= 9


@given(
    places=st.lists(st.tuples(st.floats(0, 700), st.floats(5, 60)), max_size=30),
    levels=st.integers(1, 4),
)
def test_labels_that_are_placed_never_overlap(
    places: list[tuple[float, float]], levels: int
) -> None:
    rooms = arranged(places, levels=levels, left=0, right=720, apart=0)

    assert not overlaps(rooms)
    assert len(rooms) == len(places)
    assert all(room.start >= 0 and room.end <= 720 + 1e-9 for room in rooms)


def overlaps(rooms: Sequence[Room]) -> bool:
    placed = sorted((room.level, room.start, room.end) for room in rooms if room.level is not None)
    return any(one[0] == other[0] and other[1] < one[2] for one, other in pairwise(placed))


def test_a_label_that_would_overlap_goes_to_the_next_level_or_has_no_room() -> None:
    rooms = arranged([(10.0, 20.0), (15.0, 20.0)] * 2, levels=2, left=0, right=99, apart=0)

    assert [room.level for room in rooms] == [0, None, 1, None]


@pytest.mark.parametrize(
    ("last", "months"),
    [
        (date(2026, 5, 2), [4, 5]),
        (date(2027, 3, 1), [5, 7, 9, 11, 1, 3]),
        (date(2029, 3, 1), [7, 1, 7, 1, 7, 1]),
    ],
)
def test_ticks_are_first_days_of_months_at_even_distances(last: date, months: list[int]) -> None:
    assert [start.month for start in month_starts(date(2026, 3, 2), last)] == months


@given(days=st.integers(0, 30_000))
def test_ticks_are_few_however_long_the_time(days: int) -> None:
    first = date(1950, 3, 2)

    found = month_starts(first, first + timedelta(days=days))

    assert len(found) <= 9
    assert all(one < other for one, other in pairwise(found))


def test_coordinates_are_written_for_svg() -> None:
    assert [coordinate(value) for value in (1.0, 1.25, 0, 12.349)] == ["1", "1.2", "0", "12.3"]


def test_percentages_and_days_outside_are_at_the_edge() -> None:
    scale = Scale(first=day(0), last=day(10), left=0, right=100, top=0, bottom=50)

    assert [scale.x(day(at)) for at in (-5, 5, 99)] == [0, 50, 100]
    assert [scale.y(Decimal(at)) for at in (-1, 50, 250)] == [50, 25, 0]
