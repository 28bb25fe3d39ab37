"""Whatever was delivered, the change log adds up to the dossiers (VE-5)."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st

from change_log_world import OF_EMPLOYER, entries, reader
from rigour import tries
from sending_world import (
    ABSENCE,
    EMPLOYEES,
    deliver,
    employees,
    go_live,
    person,
    report,
    settings,
    sick,
    work,
)
from verzuimbrug.application.change_log.addresses import Numbered
from verzuimbrug.application.change_log.knowledge import known
from verzuimbrug.portal.stories import CODES
from verzuimbrug.store.models import AbsenceCase, Employee, Employment
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

_houses = count(1)
_SHARES = st.sampled_from([Decimal("0.00"), Decimal("50.00"), Decimal("100.00")])
_KEYS = st.sampled_from(["w-1", "w-2"])
_OF_STATE = (
    *("status", "cause", "safety_net", "leave", "end_reason", "last_sequence", "employment"),
    *("classification", "periods"),
)
_DAYS = ("first_day", "recovered_on", "expected_recovery")

reports = st.builds(
    report,
    st.sampled_from(["VG1", "VG2"]),
    st.integers(1, 4),
    st.sampled_from(list(CODES)),
    st.integers(0, 5),
    percentage=_SHARES,
    ends=st.booleans(),
)
messages = st.one_of(
    st.tuples(st.just("reports"), _KEYS, st.lists(reports, min_size=1, max_size=4)),
    st.tuples(st.just("names"), _KEYS, st.sampled_from(["Smit", "Jansen", "Bos"])),
    st.tuples(st.just("ends"), _KEYS, st.sampled_from(["2026-12-31", "2027-12-31", None])),
    st.tuples(st.just("work"), _KEYS, st.none()),
)


def _content(kind: str, key: str, said: Any) -> tuple[bytes, str]:  # noqa: ANN401 -- as drawn
    if kind == "reports":
        return sick(*said, key=key), ABSENCE
    if kind == "names":
        return employees(person(key, fields={"surname": said})), EMPLOYEES
    return employees(person(key, employment={"end": said})), EMPLOYEES


def _given(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value not in (None, "")}


def _of_case(row: AbsenceCase) -> dict[str, object]:
    days = {name: getattr(row, name) for name in _DAYS}
    state = {name: getattr(row, name) for name in _OF_STATE}
    told = {name: value.isoformat() if value else None for name, value in days.items()}
    return {**state, **told, "continues": row.continues_id}


@given(st.lists(messages, min_size=1, max_size=12))
@hypothesis_settings(max_examples=tries(8), suppress_health_check=list(HealthCheck))
def test_all_changes_together_give_the_dossiers(drawn: list[tuple[str, str, Any]]) -> None:
    coupling = go_live(settings(f"LOGBOEK-{next(_houses)}"))
    for kind, key, said in drawn:
        if kind == "work":
            work()
        else:
            deliver(coupling, *_content(kind, key, said))
    work()

    with tenant(coupling.arbodienst):
        stored: dict[tuple[str, int], dict[str, object]] = {
            **{("employee", row.id): row.fields for row in Employee.objects.all()},
            **{("employment", row.id): row.fields for row in Employment.objects.all()},
            **{("case", row.id): _of_case(row) for row in AbsenceCase.objects.all()},
        }
    changes = entries(coupling, OF_EMPLOYER)
    assert {(each.of.kind, each.of.number) for each in changes} == set(stored)
    for (kind, number), values in stored.items():
        found = known(reader(coupling), Numbered(kind=kind, number=number))
        assert found is not None
        of = next(each for each in found if (each.of.kind, each.of.number) == (kind, number))
        told = {each.field: each.value for each in of.fields if not each.is_shielded}
        hidden = {each.field for each in of.fields if each.is_shielded}
        assert _given(told) == {n: v for n, v in _given(values).items() if n not in hidden}
