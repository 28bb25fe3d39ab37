"""A large message goes in portions, and comes to what small ones come to (MSG-6, VE-1, VE-2)."""

import pytest

from configuring_world import apply
from doors_world import Coupling
from held_world import (
    approved,
    at_most,
    codes_of,
    dossiers,
    entries,
    guarded,
    held,
    hold,
    refused,
    said,
    say,
    shown,
    watched,
)
from sending_world import (
    EMPLOYEES,
    absence,
    codes,
    deliver,
    employees,
    employer,
    go_live,
    outcome,
    person,
    report,
    settings,
    sick,
    take,
    work,
)
from verzuimbrug.application.process import LARGE_BYTES
from verzuimbrug.application.processing.portioned import MOST_PERSONS
from verzuimbrug.application.trying.dry_run import dry_run
from verzuimbrug.domain.deliveries import DeliveredPerson, Operation
from verzuimbrug.store.models import Waiting
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

MANY = 1100
CHANGE = Operation.CHANGE
LONG = {"surname": "De Wit", "call_name": "Johannes Wilhelmus", "title_before": "drs."}


def everybody(surname: str = "De Wit") -> list[DeliveredPerson]:
    """More persons than two portions hold, each with a report.

    Of the first the second report comes last, with the third before it; of the next it is missing.
    """
    fields = {**LONG, "surname": surname}
    persons = [person(f"w-{n}", report(f"VG-{n}"), fields=fields) for n in range(MANY)]
    second, third = (report("VG-0", number, CHANGE, at=number) for number in (2, 3))
    persons[0] = person("w-0", report("VG-0"), third, fields=fields)
    beyond_a_gap = person("w-1", report("VG-1", 3, CHANGE, at=3), fields=fields)
    return [*persons, person("w-0", second, fields=fields), beyond_a_gap]


def large(*persons: DeliveredPerson) -> bytes:
    content = absence(employer("1001", *persons), employer("9999", person("x", report("VG-X"))))
    assert len(content) > LARGE_BYTES
    assert len(persons) > 2 * MOST_PERSONS
    return content


def in_small_ones(coupling: Coupling) -> None:
    """The same said in messages that are decided on together."""
    persons = everybody()
    for start in range(0, len(persons), 300):
        deliver(coupling, absence(employer("1001", *persons[start : start + 300])))
    deliver(coupling, absence(employer("9999", person("x", report("VG-X")))))
    work()


@pytest.fixture(scope="module")
def contents() -> bytes:
    return large(*everybody())


def small() -> object:
    coupling = go_live(settings("KLEIN"))
    in_small_ones(coupling)
    return said(coupling)


def test_large_message_comes_to_the_same_in_every_mode(contents: bytes) -> None:
    expected = small()
    live = go_live()
    (told,) = take(live, contents)
    assert told.state == "processed"
    assert said(live) == expected
    assert codes(told.findings) == ["WG201"]

    waits = go_live(settings("WACHT", mode="approval"))
    before = dossiers(waits)
    receipt = hold(waits, contents)
    assert dossiers(waits) == before
    (one,) = held(waits)
    assert one.counts["employee.created"] == MANY
    assert one.counts["report.applied"] == MANY + 2
    assert one.counts["report.parked"] == 2
    assert len({entry.name for entry in entries(waits, receipt)}) == 2 * MANY + 1
    assert shown(waits, receipt).next_part == 2
    assert approved(waits, receipt).state == "processed"
    assert said(waits) == expected


def test_large_message_in_dry_run_writes_nothing_and_lists_all(contents: bytes) -> None:
    coupling = go_live(settings(mode="dry-run"))
    before = dossiers(coupling)
    (told,) = take(coupling, contents)

    assert dossiers(coupling) == before
    assert told.dry_run
    assert [one.state for one in told.reports].count("applied") == MANY + 2
    counts = dict(shown(coupling, told.receipt).message.counts)
    assert counts["case.created"] == MANY

    tried = dry_run(coupling.ref, "Verzuimmeldingen", contents, "beheerder")
    assert tried is not None
    assert tried.counts == counts
    assert dossiers(coupling) == before


def test_guard_counts_a_large_message_as_a_whole_and_by_what_there_was_before_it() -> None:
    coupling = guarded(persons_changed=at_most(2, percent=50), employments_ended="off")
    take(coupling, employees(*(person(f"w-{n}") for n in range(4))), stream=EMPLOYEES)
    before = dossiers(coupling)
    # Many new persons: they make the three that change no smaller part of those who were there.
    changed = [person(f"w-{n}", report(f"VG-{n}"), fields=LONG) for n in range(3)]
    new = [person(f"n-{n}", report(f"VN-{n}"), fields=LONG) for n in range(MANY)]

    receipt = hold(coupling, large(changed[0], *new[:600], changed[1], *new[600:], changed[2]))

    assert dossiers(coupling) == before
    (told,) = held(coupling)
    assert codes_of(told.reasons) == ["VE201"]
    assert told.reasons[0].params["limit"] == "2"
    assert told.counts["employee.overwritten"] == 3
    assert approved(coupling, receipt, persons=[0]).state == "processed"
    assert len(said(coupling)["persons"]) == 4 + MANY


def test_large_message_is_refused_whole_and_keeps_its_places(contents: bytes) -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report("VG-0"), key="w-0"))
    approved(coupling, receipt)

    told = refused(coupling, hold(coupling, contents))

    assert told.state == "rejected"
    assert {one.state for one in told.reports} == {"refused"}
    assert len(said(coupling)["persons"]) == 1


def test_large_message_that_changed_since_is_shown_again_by_the_worker(contents: bytes) -> None:
    coupling = watched()
    receipt = hold(coupling, contents)
    digest = shown(coupling, receipt).digest
    assert say(coupling, receipt).goes_on
    apply(settings(mode="live"))
    deliver(coupling, sick(report("VG-9"), key="w-9"))
    work()

    told = outcome(coupling, receipt)
    assert (told.state, codes(told.findings)) == ("held", ["VE106"])
    assert shown(coupling, receipt).digest != digest
    different = {entry.person for entry in entries(coupling, receipt) if entry.differs}
    assert different == {"w-9"}
    assert approved(coupling, receipt).state == "processed"


def test_what_waits_of_a_large_message_keeps_the_moment_since_when() -> None:
    coupling = go_live()
    (told,) = take(coupling, large(*everybody()))
    with tenant(coupling.arbodienst):
        (since,) = Waiting.objects.values_list("since", flat=True)
    apply(settings(gaps="accept"))
    work()

    assert [one.state for one in outcome(coupling, told.receipt).reports].count("parked") == 1
    with tenant(coupling.arbodienst):
        assert list(Waiting.objects.values_list("since", flat=True)) == [since]
