"""What portals send in a story: a few reports, of persons and cases that come back (VE-1, VE-4)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from safety_model import FIRST_DAY, Told
from sending_world import absence, employer, person, report
from verzuimbrug.domain.deliveries import DeliveredPerson, Operation

BORN = {"w-1": "1980-02-05", "w-2": "1985-07-11", "w-3": "1990-01-30"}

_drawn: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "employer": st.sampled_from(["1001", "1001", "1002"]),
        "person": st.sampled_from(sorted(BORN)),
        "sequence": st.integers(1, 4),
        "at": st.integers(0, 3),
        "percentage": st.sampled_from(["0.00", "50.00", "100.00"]),
        "ends": st.booleans(),
    }
)
sendings = st.lists(_drawn, min_size=1, max_size=3, unique_by=lambda one: one["person"])


def as_told(drawn: dict[str, Any]) -> Told:
    """A report; the first of a case starts it, any other one changes or ends it."""
    starts = drawn["sequence"] == 1
    return Told(
        employer=drawn["employer"],
        person=drawn["person"],
        case=f"VG-{drawn['person']}",
        sequence=drawn["sequence"],
        operation=Operation.NEW if starts else Operation.CHANGE,
        day=FIRST_DAY if starts else FIRST_DAY + timedelta(days=drawn["at"]),
        percentage=Decimal(drawn["percentage"]),
        ends=drawn["ends"] and not starts,
    )


def as_message(reports: tuple[Told, ...], surname: str) -> bytes:
    """The message that says them, in which everybody has the same surname."""
    groups: dict[str, list[DeliveredPerson]] = {}
    for each in reports:
        said = report(
            each.case,
            each.sequence,
            each.operation,
            (each.day - FIRST_DAY).days,
            percentage=each.percentage,
            ends=each.ends,
        )
        who = person(each.person, said, born=BORN[each.person], fields={"surname": surname})
        groups.setdefault(each.employer, []).append(who)
    return absence(*(employer(number, *persons) for number, persons in groups.items()))
