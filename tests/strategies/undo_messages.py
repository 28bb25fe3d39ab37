"""Messages of a few persons and cases, that meet each other in every way (VE-4)."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from sending_world import (
    ABSENCE,
    EMPLOYEES,
    EMPLOYMENTS,
    MADE_AT,
    absence,
    day,
    employees,
    employer,
    employments,
    person,
    report,
)
from verzuimbrug.domain.deliveries import DeliveredPerson, DeliveredReport, Operation

if TYPE_CHECKING:
    from collections.abc import Callable

_KEYS = ("w-1", "w-2", "w-3")
_CASES = ("VG1", "VG2", "VG3")
_SURNAMES = ("Smit", "Bakker", "de Vries")
_NUMBERS = ("D-1", "D-2", "D-3")


@dataclass(frozen=True, slots=True)
class Sent:
    """A message, and the stream that it goes to."""

    stream: str
    content: bytes


@st.composite
def _reports(draw: st.DrawFn) -> DeliveredReport:
    case = draw(st.sampled_from(_CASES))
    sequence = draw(st.sampled_from((1, 1, 1, 2, 2, 3, 4)))
    operation = (
        Operation.NEW
        if sequence == 1
        else draw(st.sampled_from((Operation.CHANGE,) * 4 + tuple(Operation)))
    )
    if operation is Operation.END:
        operation = Operation.CHANGE
    ends = draw(st.integers(0, 3)) == 0
    first = draw(st.sampled_from((0, 0, 0, 20)))
    at = first + draw(st.integers(0, 6)) if sequence > 1 else first
    return report(
        case,
        sequence,
        operation,
        at=at,
        first_day=day(first),
        percentage=Decimal(draw(st.sampled_from(("100.00", "50.00", "0.00")))),
        ends=ends,
        recovered_on=day(at + 1) if ends else None,
        case_key_old=draw(st.sampled_from((None,) * 5 + _CASES)),
    )


@st.composite
def _persons(draw: st.DrawFn, stream: str) -> DeliveredPerson:
    """Of what waits for a person only the present key is known, so it names no former one."""
    key = draw(st.sampled_from(_KEYS))
    reports = draw(st.lists(_reports(), min_size=1, max_size=2)) if stream == ABSENCE else []
    former = (None,) if stream == EMPLOYMENTS else (None,) * 5 + _KEYS
    number = draw(st.sampled_from((f"D-{key}", *_NUMBERS)))
    return person(
        key,
        *reports,
        key_old=draw(st.sampled_from(former)),
        born=draw(st.sampled_from(("1980-02-05",) * 6 + ("1990-01-01",))),
        fields={
            "surname": draw(st.sampled_from(_SURNAMES)),
            "initials": draw(st.sampled_from(("J", "P"))),
            **draw(st.sampled_from(({}, {"call_name": "Jo"}, {"call_name": "Piet"}))),
        },
        number=number,
        number_old=draw(st.sampled_from((None,) * 4 + _NUMBERS)),
        employment={"end": draw(st.sampled_from((None, None, "2026-12-31")))},
    )


@st.composite
def sent(draw: st.DrawFn) -> Sent:
    """Draw a message of any kind, made at any moment."""
    stream = draw(st.sampled_from((ABSENCE, ABSENCE, ABSENCE, EMPLOYEES, EMPLOYMENTS)))
    found = draw(st.lists(_persons(stream), min_size=1, max_size=2))
    made_at = MADE_AT + timedelta(minutes=draw(st.integers(0, 500)))
    number = draw(st.sampled_from(("1001",) * 9 + ("9999",)))
    compose: dict[str, Callable[..., bytes]] = {EMPLOYEES: employees, EMPLOYMENTS: employments}
    if stream == ABSENCE:
        return Sent(stream, absence(employer(number, *found), made_at=made_at))
    return Sent(stream, compose[stream](*found, number=number, made_at=made_at))
