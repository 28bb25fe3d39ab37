"""What is shown of held messages, to whom, and the row that says who looked (VE-2, datakluis)."""

import pytest
from django.utils import timezone

from configuring_world import apply
from held_world import (
    approved,
    at_most,
    entries,
    guarded,
    held,
    hold,
    hold_employees,
    looks,
    reader,
    say,
    shown,
    watched,
)
from sending_world import (
    EMPLOYEES,
    deliver,
    employees,
    go_live,
    person,
    persons,
    report,
    settings,
    sick,
    take,
    work,
)
from verzuimbrug.application.access import Reader
from verzuimbrug.application.held.show import list_held, show_changes
from verzuimbrug.application.pages import Window
from verzuimbrug.domain.change_list import SHIELDED
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.models import ClientAccount, Message, PortalDelivery
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

BOS = {"surname": "Bos", "gender": "M"}


def test_held_messages_are_listed_the_longest_waiting_first_page_by_page() -> None:
    coupling = watched()
    receipts = [hold(coupling, sick(report(f"VG{n}"), key=f"w-{n}")) for n in range(3)]

    first = list_held(reader(coupling), Window(limit=2))
    rest = list_held(reader(coupling), Window(after=first.next or 0, limit=2))

    assert [one.receipt for one in first.items] == receipts[:2]
    assert [one.receipt for one in rest.items] == receipts[2:]
    assert rest.next is None
    assert {one.stream for one in first.items} == {"Verzuimmeldingen"}


def test_name_of_a_person_without_a_case_is_not_shown_and_other_fields_are() -> None:
    coupling = guarded(persons_changed=at_most(0))
    take(coupling, employees(person("w-1"), person("w-2")), stream=EMPLOYEES)
    take(coupling, sick(report("VG2"), key="w-2"))
    both = employees(person("w-1", fields=BOS), person("w-2", fields=BOS))

    receipt = hold_employees(coupling, both)

    pairs = {entry.person: entry.pairs for entry in entries(coupling, receipt)}
    assert pairs["w-1"] == {"surname": [SHIELDED, SHIELDED], "gender": ["V", "M"]}
    assert pairs["w-2"] == {"surname": ["Smit w-2", "Bos"], "gender": ["V", "M"]}


def test_name_that_is_gone_from_the_list_is_not_shown_either() -> None:
    coupling = guarded(persons_changed=at_most(0))
    take(coupling, employees(person("w-1")), stream=EMPLOYEES)
    receipt = hold_employees(coupling, employees(person("w-1", fields=BOS)))
    digest = shown(coupling, receipt).digest
    approved(coupling, hold_employees(coupling, employees(person("w-1", fields=BOS))))

    assert not say(coupling, receipt, digest=digest).goes_on

    assert shown(coupling, receipt).changes.changes == ()
    (gone,) = shown(coupling, receipt, 2).changes.gone
    assert gone.pairs["surname"] == [SHIELDED, SHIELDED]


def test_every_look_is_kept_with_the_persons_who_could_be_seen() -> None:
    coupling = guarded(persons_changed=at_most(0))
    take(coupling, employees(person("w-1"), person("w-2")), stream=EMPLOYEES)
    first, _ = persons(coupling)
    changed = employees(person("w-1", fields=BOS), person("w-9"))

    shown(coupling, hold_employees(coupling, changed))

    assert looks(coupling) == [("beheerder", [first.id])]


def test_person_who_is_seen_under_a_new_key_is_named_too() -> None:
    coupling = guarded(keys_changed=at_most(0))
    take(coupling, employees(person("w-1")), stream=EMPLOYEES)
    same = {"surname": "Smit w-1"}
    renamed = person("n-1", key_old="w-1", number="D-w-1", fields=same)

    receipt = hold_employees(coupling, employees(renamed))

    (entry,) = entries(coupling, receipt)
    assert entry.pairs == {"link_key": [None, "n-1"], "former_link_key": ["w-1", None]}
    assert looks(coupling) == [("beheerder", [persons(coupling)[0].id])]


def test_look_that_showed_nobody_is_kept_too() -> None:
    coupling = watched()

    shown(coupling, hold(coupling, sick(report())))

    assert looks(coupling) == [("beheerder", [])]


def test_another_arbodienst_sees_nothing() -> None:
    coupling = watched()
    other = go_live(settings("ANDERS"))
    receipt = hold(coupling, sick(report()))

    assert list_held(reader(other), Window(limit=9)).items == ()
    assert show_changes(reader(other), receipt) is None


@pytest.mark.parametrize("receipt", ["20260302-99", "a\0b"])
def test_message_that_is_not_there_is_none(receipt: str) -> None:
    assert show_changes(Reader(arbodienst=go_live().arbodienst, principal="x"), receipt) is None


def test_message_that_was_applied_at_once_has_no_list() -> None:
    coupling = go_live()
    (told,) = take(coupling, sick(report()))

    assert show_changes(reader(coupling), told.receipt) is None


def test_dry_run_of_a_stream_has_a_list_that_nobody_is_asked_about() -> None:
    coupling = go_live(settings(mode="dry-run"))
    (told,) = take(coupling, sick(report()))

    assert held(coupling) == ()
    assert [entry.name for entry in entries(coupling, told.receipt)] == ["VG1", "", "D-w-1"]


def test_part_that_is_not_there_is_empty() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))

    page = shown(coupling, receipt, 7)
    assert (page.changes.changes, page.next_part) == ((), None)


def test_held_part_of_a_delivery_of_the_portals_state_is_not_in_the_list() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))
    with tenant(coupling.arbodienst):
        Message.objects.filter(receipt=receipt).update(portal_delivery=_delivery(coupling.account))

    assert held(coupling) == ()
    assert not say(coupling, receipt).goes_on


def _delivery(account: int) -> int:
    row = PortalDelivery.objects.create(
        arbodienst_id=ClientAccount.objects.get(id=account).arbodienst_id,
        account_id=account,
        kind="reconciliation",
        step="receiving",
        started_at=timezone.now(),
        started_by="beheerder",
    )
    return row.id


def test_messages_that_wait_are_counted_once_and_named_by_what_they_wait_for() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    apply(settings(mode="approval"))
    change = Operation.CHANGE
    receipt = hold(coupling, sick(report("VG1", 2, change, at=2), report("VG1", 3, change, at=3)))
    apply(settings(mode="live"))
    deliver(coupling, sick(report("VG1", 4, change, at=4)))
    work()

    (told,) = held(coupling)
    assert told.waiting == 1
    assert [(each.sequence, each.behind) for each in shown(coupling, receipt).waits] == [(4, 3)]
