"""Whatever is sent, and whatever is healed: each parked report is in exactly one group."""

from collections.abc import Callable
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st

from doors_world import Coupling
from parking_world import GROUP, OVER, house, key_of, parked, reader, treat
from rigour import tries
from sending_world import (
    EMPLOYEES,
    absence,
    deliver,
    employees,
    employer,
    go_live,
    person,
    report,
    states,
    work,
)
from verzuimbrug.application.pages import Window
from verzuimbrug.application.parking.listing import list_parked_reports
from verzuimbrug.application.status import status
from verzuimbrug.domain.deliveries import DeliveredPerson, DeliveredReport, Operation
from verzuimbrug.domain.parking import Healing
from verzuimbrug.portal.stories import CODES

pytestmark = pytest.mark.usefixtures("database")

Step = Callable[[Coupling], object]
_houses = count(1)
_NUMBERS = st.sampled_from(["1001", "1001", "1001", "1002", "1003", " "])
_KEYS = st.sampled_from(["w-1", "w-2", "w-3", " "])
_PERCENTAGES = st.sampled_from([Decimal("100.00"), Decimal("50.00"), OVER])


def _reports() -> st.SearchStrategy[DeliveredReport]:
    return st.builds(
        report,
        st.sampled_from(["VG1", "VG2", "VG3", " "]),
        st.integers(1, 6),
        st.sampled_from([Operation.NEW, *CODES]),
        st.integers(0, 5),
        percentage=_PERCENTAGES,
    )


def _persons() -> st.SearchStrategy[DeliveredPerson]:
    return st.builds(
        lambda key, reports: person(key, *reports, number="D"),
        _KEYS,
        st.lists(_reports(), min_size=1, max_size=3),
    )


def _delivered(number: str, persons: list[DeliveredPerson]) -> Step:
    return lambda coupling: deliver(coupling, absence(employer(number, *persons)))


def _data(number: str, key: str) -> Step:
    content = employees(person(key), number=number)
    return lambda coupling: deliver(coupling, content, EMPLOYEES)


def _healed(choice: int, healing: Healing) -> Step:
    """Some group gets a treatment, whether that fits or not."""

    def step(coupling: Coupling) -> None:
        groups = parked(coupling)
        if groups:
            treat(coupling, groups[choice % len(groups)], healing, name="N.V.", group=GROUP)

    return step


def _steps() -> st.SearchStrategy[Step]:
    messages = st.builds(_delivered, _NUMBERS, st.lists(_persons(), min_size=1, max_size=3))
    healings = st.builds(_healed, st.integers(0, 9), st.sampled_from(Healing))
    return st.one_of(messages, messages, st.builds(_data, _NUMBERS, _KEYS), healings)


def _table() -> dict[str, object]:
    """Settings under which something is parked for every reason."""
    operations = {"01": "new", "02": "change", "03": "withdraw", "04": "unchanged"}
    return {"operations": operations, "operations_confirmed": False}


@given(st.lists(_steps(), min_size=3, max_size=12))
@hypothesis_settings(max_examples=tries(8), suppress_health_check=list(HealthCheck))
def test_every_parked_report_is_in_exactly_one_group(steps: list[Step]) -> None:
    code = f"TOEVAL-{next(_houses)}"
    coupling = go_live(house(code, **_table()))
    for step in steps:
        step(coupling)
        work()
    groups = parked(coupling)

    assert sum(group.reports for group in groups) == status(code).reports["parked"]
    found = []
    for group in groups:
        page = list_parked_reports(reader(coupling), key_of(coupling, group), Window(0, 1000))
        assert page is not None
        assert len(page.items) == group.reports
        assert group.messages >= 1 <= group.persons
        assert group.text("nl").count("...") == group.text("en").count("...") == 0
        found += [(each.receipt, each.position) for each in page.items]
    assert len(found) == len(set(found))
    assert len(found) == [state for _, _, state in states(coupling)].count("parked")
