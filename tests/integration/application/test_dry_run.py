"""A dry run goes the whole way but the writing, and ends in the exact list (VE-1, MSG-4)."""

from datetime import UTC, datetime, timedelta

import pytest

from configuring_world import apply
from doors_world import Coupling
from held_world import at_most, codes_of, dossiers, everything, guarded, looks, said
from sending_world import (
    ABSENCE,
    EMPLOYEES,
    absence,
    codes,
    deliver,
    employees,
    employer,
    go_live,
    person,
    persons,
    report,
    settings,
    sick,
    take,
    work,
)
from verzuimbrug.application.trying.dry_run import DryRun, dry_run
from verzuimbrug.domain.change_list import SHIELDED, ChangeEntry
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.sivi.answers import PROCESSING, RECEIPT
from verzuimbrug.store.models import AccountEvent, Answer
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

CHANGE = Operation.CHANGE


def tried(coupling: Coupling, content: bytes, stream: str = ABSENCE) -> DryRun:
    """What a stream would make of a file; nothing may be written by it."""
    before = everything(coupling)
    found = dry_run(coupling.ref, stream, content, "beheerder")
    assert found is not None
    assert everything(coupling) == before
    return found


def changes(found: DryRun) -> list[ChangeEntry]:
    return [entry for part in found.changes() for entry in part.changes]


def states_of(found: DryRun) -> list[str]:
    return [report["state"] for report in found.reports]


def test_dry_run_of_a_file_says_all_that_would_change_and_writes_nothing() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    content = absence(
        employer(
            "1001",
            person("w-1", report("VG1", 2, CHANGE, at=3), fields={"surname": "Bos"}),
            person("w-2", report("VG2"), report("VG2", 3, CHANGE, at=5)),
        ),
        employer("9999", person("x", report("VG3"))),
    )

    found = tried(coupling, content)

    assert found.accepted
    assert states_of(found) == ["applied", "applied", "parked", "parked"]
    assert [(entry.kind.value, entry.person, entry.effects) for entry in changes(found)] == [
        ("case", "w-1", ("changed",)),
        ("employee", "w-1", ("overwritten",)),
        ("case", "w-2", ("created",)),
        ("employee", "w-2", ("created",)),
        ("employment", "w-2", ("created",)),
    ]
    assert changes(found)[1].pairs == {"surname": ["Smit w-1", "Bos"]}
    assert found.counts["case.changed"] == 1
    assert codes_of(found.findings) == ["WG201"]


def test_file_that_was_dry_run_comes_to_just_that_when_it_is_delivered() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    content = sick(report("VG1", 2, CHANGE, at=3), report("VG2"), key="w-1")

    found = tried(coupling, content)
    (told,) = take(coupling, content)

    assert [one.state for one in told.reports] == states_of(found)


def test_file_that_was_delivered_before_would_change_nothing() -> None:
    coupling = go_live()
    content = sick(report())
    take(coupling, content)

    found = tried(coupling, content)

    assert changes(found) == []
    assert states_of(found) == ["duplicate"]


@pytest.mark.parametrize(
    ("content", "code"), [(b"<geen xml", "XML06"), (employees(person("w-1")), "IN102")]
)
def test_file_that_would_be_rejected_is_told_why(content: bytes, code: str) -> None:
    found = tried(go_live(), content)

    assert not found.accepted
    assert codes_of(found.findings) == [code]
    assert (changes(found), found.counts) == ([], {})


def test_file_for_a_stream_that_is_not_there_is_none() -> None:
    coupling = go_live()

    assert dry_run(coupling.ref, "VZ", sick(report()), "beheerder") is None
    assert dry_run(coupling.ref, "VZ\0", sick(report()), "beheerder") is None


def test_what_would_be_held_is_listed_and_the_findings_say_so() -> None:
    coupling = go_live(settings(mode="approval"))
    found = tried(coupling, sick(report()))

    assert codes_of(found.findings) == ["VE101"]
    assert states_of(found) == ["applied"]


def test_what_a_guard_would_hold_is_listed_and_the_findings_say_so() -> None:
    coupling = guarded(persons_changed=at_most(0))
    take(coupling, employees(person("w-1")), stream=EMPLOYEES)
    content = employees(person("w-1", fields={"surname": "Bos"}))

    found = tried(coupling, content, EMPLOYEES)

    assert codes_of(found.findings) == ["VE201"]
    assert [entry.effects for entry in changes(found)] == [("overwritten",)]


def test_message_from_the_future_would_be_held() -> None:
    ahead = datetime.now(UTC).replace(tzinfo=None, microsecond=0) + timedelta(days=3)

    found = tried(go_live(), sick(report(), made_at=ahead))

    assert codes_of(found.findings) == ["WN501"]
    assert states_of(found) == ["applied"]


def test_dry_run_works_before_the_account_is_active_too() -> None:
    coupling = go_live()
    coupling.turn("suspended")

    assert states_of(tried(coupling, sick(report()))) == ["applied"]


def test_name_of_a_person_without_a_case_is_not_shown_and_the_look_is_kept() -> None:
    coupling = go_live()
    take(coupling, employees(person("w-1")), stream=EMPLOYEES)

    found = tried(coupling, employees(person("w-1", fields={"surname": "Bos"})), EMPLOYEES)

    assert changes(found)[0].pairs == {"surname": [SHIELDED, SHIELDED]}
    assert looks(coupling) == [("beheerder", [persons(coupling)[0].id])]


def test_look_at_a_file_that_is_rejected_is_kept_too() -> None:
    coupling = go_live()

    tried(coupling, b"<geen xml")

    assert looks(coupling) == [("beheerder", [])]


def test_stream_in_dry_run_writes_no_dossier_and_keeps_what_would_be() -> None:
    coupling = go_live(settings(mode="dry-run"))
    before = dossiers(coupling)

    (told,) = take(coupling, sick(report(), report("VG1", 3, CHANGE, at=3)))

    assert dossiers(coupling) == before
    assert (told.state, told.dry_run, codes(told.findings)) == ("processed", True, ["IN401"])
    assert [one.state for one in told.reports] == ["applied", "parked"]


def test_test_message_is_a_dry_run_on_a_live_stream_and_is_answered() -> None:
    coupling = go_live()
    before = dossiers(coupling)

    (told,) = take(coupling, sick(report(), test=True, wants_receipt=True))

    assert dossiers(coupling) == before
    assert told.dry_run
    with tenant(coupling.arbodienst):
        kinds = Answer.objects.order_by("id").values_list("kind", flat=True)
        assert list(kinds) == [RECEIPT, PROCESSING]


@pytest.mark.parametrize("mode", ["approval", "live", "dry-run"])
def test_test_message_is_never_held(mode: str) -> None:
    coupling = go_live(settings(mode=mode, guards={"persons_changed": at_most(0)}))
    deliver(coupling, sick(report()))
    work()

    (told,) = take(coupling, sick(report("VG2"), test=True))

    assert (told.state, told.dry_run) == ("processed", True)


def test_dry_runs_do_not_see_each_other() -> None:
    coupling = go_live(settings(mode="dry-run"))

    first, second = take(coupling, sick(report()), sick(report("VG1", 2, CHANGE, at=3)))

    assert [one.state for one in (*first.reports, *second.reports)] == ["applied", "parked"]


def test_stream_that_goes_live_takes_what_comes_from_then_on() -> None:
    coupling = go_live(settings(mode="dry-run"))
    take(coupling, sick(report()))
    apply(settings(mode="live"))

    take(coupling, sick(report("VG2")))

    assert list(said(coupling)["cases"]) == ["VG2"]


def test_dry_run_is_not_an_event_of_the_account() -> None:
    coupling = go_live()
    with tenant(coupling.arbodienst):
        before = AccountEvent.objects.count()
    tried(coupling, sick(report()))

    with tenant(coupling.arbodienst):
        assert AccountEvent.objects.count() == before
