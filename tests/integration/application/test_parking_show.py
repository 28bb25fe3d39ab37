"""One group of the parking lot, and who may see which (VE-3)."""

from dataclasses import replace

import pytest

from configuring_world import ACCOUNT
from parking_world import (
    go_live_beside,
    house,
    key_of,
    park_gap,
    park_unknown_employer,
    parked,
    reader,
)
from readiness_world import OTHER
from sending_world import (
    go_live,
    report,
    sick,
    take,
)
from verzuimbrug.application.pages import Window
from verzuimbrug.application.parking.listing import (
    list_parked_reports,
    show_group,
)
from verzuimbrug.store.models import AccessLog, Message
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def test_groups_are_those_of_one_account_and_cause() -> None:
    coupling = go_live(house())
    other = go_live_beside(coupling)
    park_unknown_employer(coupling)
    take(other, sick(report(), number="1002"))
    park_gap(coupling)

    assert [group.account for group in parked(coupling, cause="WG201")] == [ACCOUNT, OTHER]
    assert [group.cause for group in parked(coupling, account=ACCOUNT)] == ["WG201", "VZ301"]
    assert [group.reports for group in parked(coupling, account=OTHER)] == [1]


@pytest.mark.parametrize("chosen", [{"account": "Anders"}, {"account": "\0"}, {"cause": "\0"}])
def test_what_cannot_be_there_has_no_groups(chosen: dict[str, str]) -> None:
    coupling = go_live(house())
    park_gap(coupling)
    assert parked(coupling, **chosen) == ()


def test_another_arbodienst_sees_nothing() -> None:
    ours, theirs = go_live(house()), go_live(house("FIT"))
    park_gap(ours)
    (group,) = parked(ours)
    key = key_of(ours, group)

    assert parked(theirs) == ()
    assert show_group(reader(theirs), key) is None
    assert list_parked_reports(reader(theirs), key, Window()) is None


def test_one_group_is_shown_as_in_the_list() -> None:
    coupling = go_live(house())
    park_gap(coupling)
    park_unknown_employer(coupling)
    for group in parked(coupling):
        assert show_group(reader(coupling), key_of(coupling, group)) == group


@pytest.mark.parametrize(
    ("cause", "subject"),
    [("VZ301", ("FLSN1001", "VG31")), ("VZ301", ()), ("ANDER", ("x",)), ("VZ301", ("\0", "VG30"))],
)
def test_group_that_is_not_there_is_none(cause: str, subject: tuple[str, ...]) -> None:
    coupling = go_live(house())
    park_gap(coupling)
    (group,) = parked(coupling)
    key = replace(key_of(coupling, group), cause=cause, subject=subject)
    assert show_group(reader(coupling), key) is None
    assert list_parked_reports(reader(coupling), key, Window()) is None


def test_reports_of_a_group_come_page_by_page() -> None:
    coupling = go_live(house())
    park_unknown_employer(coupling)
    (group,) = parked(coupling)
    key = key_of(coupling, group)

    first = list_parked_reports(reader(coupling), key, Window(0, 2))
    assert first is not None
    assert first.next is not None
    rest = list_parked_reports(reader(coupling), key, Window(first.next, 2))
    assert rest is not None

    found = [(each.case, each.sequence) for each in (*first.items, *rest.items)]
    assert found == [("VG20", 1), ("VG20", 2), ("VG21", 1)]
    assert rest.next is None
    assert [finding.code for finding in first.items[0].findings] == ["WG201"]
    assert first.items[0].employer_code == "FLSN1002"
    with tenant(coupling.arbodienst):
        receipts = list(Message.objects.order_by("id").values_list("receipt", flat=True))
    assert first.items[0].receipt == receipts[0]


def test_who_looked_at_whom_is_kept() -> None:
    coupling = go_live(house())
    park_gap(coupling)
    (group,) = parked(coupling)
    page = list_parked_reports(reader(coupling), key_of(coupling, group), Window())
    assert page is not None
    employee = page.items[0].employee

    with tenant(coupling.arbodienst):
        looks = AccessLog.objects.filter(action="parked.read").order_by("id")
        seen = list(looks.values_list("principal", "employees"))
    assert seen == [("beheerder", [employee])] * 2
