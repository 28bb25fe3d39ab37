"""What becomes of items that are passed on: by employer, by person, once (DG-2, DG-3, DG-4)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from verzuimbrug.domain.decisions import WaitCause, Waiting
from verzuimbrug.domain.deliveries import DeliveredEmployer
from verzuimbrug.domain.employer_code import EmployerCodeTemplate
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.passed_on import (
    DeliveredItem,
    DeliveredPart,
    ItemKind,
    ItemState,
    Known,
    KnownPerson,
    Passing,
    PassingDecisions,
    Settled,
    decide_passing,
    key_of,
)
from verzuimbrug.domain.scope import Membership, Period, Scope, Tenure
from verzuimbrug.domain.snapshot import EmployerFacts, PersonKey
from verzuimbrug.domain.streams import ImportConfiguration

TODAY = date(2026, 3, 10)
GROUP, ACCOUNT, BAKERY = 7, 1, 10
CONFIGURATION = ImportConfiguration(
    account=ACCOUNT,
    scope=Scope(groups=frozenset({GROUP})),
    message="Documenten",
    editions=("2026",),
    employer_code=EmployerCodeTemplate(template="W[IdWrkgvrArbdnst]"),
    employee_key="IdWrknmr",
)


def item(position: int = 0, *keys: str, **said: Any) -> DeliveredItem:  # noqa: ANN401
    values: dict[str, Any] = {
        "kind": ItemKind.DOCUMENT,
        "item": None,
        "former": None,
        "dated": None,
        "case_key": None,
        "keys": {"IdWrknmr": keys or ("w-1",)},
    }
    return DeliveredItem(position=position, **{**values, **said})


def part(*items: DeliveredItem, tags: dict[str, str] | None = None) -> DeliveredPart:
    named = {"IdWrkgvrArbdnst": "1"} if tags is None else tags
    employer = DeliveredEmployer(path="/Documenten/Wrkgvr[1]", line=3, tags=named, persons=())
    return DeliveredPart(employer=employer, items=items)


def bakery(**membership: Any) -> EmployerFacts:  # noqa: ANN401
    tenure = Tenure(period=Period(), memberships=(Membership(group=GROUP, **membership),))
    return EmployerFacts(id=BAKERY, code="W1", tenure=tenure, classifications=frozenset())


KNOWN = Known(
    employers={"W1": bakery()},
    persons={PersonKey(ACCOUNT, BAKERY, "w-1"): KnownPerson(employee=5)},
)
LEFT = replace(
    KNOWN, employers={"W1": bakery(end=date(2026, 3, 1), run_out_until=date(2026, 4, 1))}
)


def decided(
    *parts: DeliveredPart, known: Known = KNOWN, settled: dict[int, Settled] | None = None
) -> PassingDecisions:
    passing = Passing(
        message=9,
        configuration=CONFIGURATION,
        days=(TODAY, TODAY),
        parts=parts,
        settled=settled or {},
    )
    return decide_passing(passing, known)


def test_an_item_of_a_known_person_is_passed_on_and_nothing_is_said() -> None:
    found = decided(part(item()))
    (one,) = found.items
    assert (one.state, one.employer_code, one.employer) == (ItemState.PASSED_ON, "W1", BAKERY)
    assert (one.key, one.employee) == ("w-1", 5)
    assert (found.waiting, found.findings) == ((), ())


def test_somebody_who_is_not_known_is_no_reason_to_wait() -> None:
    found = decided(part(item(0, "w-9"), item(1, "w-8"), item(2)))
    assert [(one.key, one.employee) for one in found.items] == [
        ("w-9", None),
        ("w-8", None),
        ("w-1", 5),
    ]
    assert found.findings == (Finding("DG101", {"count": "2"}),)


@pytest.mark.parametrize("keys", [(), ("w-1", "w-2")])
def test_without_one_key_it_is_passed_on_without_a_person(keys: tuple[str, ...]) -> None:
    found = decided(part(item(0, keys={"IdWrknmr": keys})))
    assert found.items[0].key is None
    assert found.findings == (Finding("DG102", {"count": "1"}),)


def test_a_file_that_cannot_be_read_is_told() -> None:
    found = decided(part(item(0, file=False), item(1, file=True), item(2, file=None)))
    assert found.findings == (Finding("DG103", {"count": "1"}),)


def test_items_of_an_unknown_employer_wait_for_it_together() -> None:
    found = decided(part(item(0), item(1), tags={"IdWrkgvrArbdnst": "2"}), part(item(2)))
    assert [one.state for one in found.items] == [
        ItemState.WAITING,
        ItemState.WAITING,
        ItemState.PASSED_ON,
    ]
    assert found.waiting == (
        Waiting(
            cause=WaitCause.EMPLOYER, message=9, account=ACCOUNT, employer_code="W2", persons=2
        ),
    )
    (told,) = found.findings
    assert (told.code, told.path, told.line) == ("WG201", "/Documenten/Wrkgvr[1]", 3)


def test_items_of_nobody_wait_for_settings() -> None:
    found = decided(part(item(), tags={}))
    assert [each.cause for each in found.waiting] == [WaitCause.CONFIGURATION]
    assert [each.code for each in found.findings] == ["WG101"]


def test_in_the_run_out_an_item_goes_on_with_a_case_that_was_open() -> None:
    open_case = KnownPerson(employee=5, cases=((date(2026, 2, 1), None),))
    known = replace(LEFT, persons={PersonKey(ACCOUNT, BAKERY, "w-1"): open_case})
    found = decided(part(item(0), item(1, "w-9"), item(2, keys={"IdWrknmr": ()})), known=known)
    assert [one.state for one in found.items] == [
        ItemState.PASSED_ON,
        ItemState.WAITING,
        ItemState.WAITING,
    ]
    (waits,) = found.waiting
    assert (waits.employer, waits.persons) == (BAKERY, 2)
    assert [each.code for each in found.findings] == ["WG401"]


def test_in_the_run_out_nothing_waits_when_all_go_on() -> None:
    open_case = KnownPerson(employee=5, cases=((date(2026, 2, 1), date(2026, 3, 2)),))
    known = replace(LEFT, persons={PersonKey(ACCOUNT, BAKERY, "w-1"): open_case})
    found = decided(part(item()), known=known)
    assert (found.waiting, found.findings) == ((), ())


@pytest.mark.parametrize(
    ("first", "recovered", "is_open"),
    [
        (date(2026, 3, 1), None, True),
        (date(2026, 3, 2), None, False),
        (date(2026, 2, 1), date(2026, 3, 2), True),
        (date(2026, 2, 1), date(2026, 3, 1), False),
    ],
)
def test_a_case_is_open_from_its_first_day_until_recovery(
    first: date, recovered: date | None, is_open: object
) -> None:
    known = KnownPerson(employee=5, cases=((first, recovered),))
    assert known.has_case_open_on(date(2026, 3, 1)) is is_open


@pytest.mark.parametrize("state", [ItemState.PASSED_ON, ItemState.EXPIRED])
def test_what_was_decided_before_stays_as_it_was(state: ItemState) -> None:
    before = Settled(state=state, employer_code="W0", employer=3, key="w-0", employee=None)
    found = decided(part(item(0), tags={"IdWrkgvrArbdnst": "2"}), settled={0: before})
    (one,) = found.items
    assert (one.state, one.employer_code, one.employer, one.key) == (state, "W0", 3, "w-0")
    assert found.waiting == ()


def test_the_key_is_that_of_the_tag_of_the_stream() -> None:
    both = item(0, keys={"IdWrknmr": ("w-1",), "PersNr": ("P7",)})
    assert key_of(both, replace(CONFIGURATION, employee_key="PersNr")) == "P7"
    assert key_of(both, replace(CONFIGURATION, employee_key="SofiNr")) is None
