"""From what messages, people and undos change to events in the feed (docs/adr/0025-events.md)."""

from datetime import timedelta
from itertools import count, pairwise

import psycopg
import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings as hypothesis_settings, strategies as st

from blocking_world import thread
from doors_world import Coupling
from events_world import CaseSystem, kinds, of_cases, published
from readiness_world import known_employee, other_account, signed_in
from rigour import tries
from sending_world import (
    EMPLOYEES,
    EMPLOYMENTS,
    absence,
    cases,
    day,
    deliver,
    employees,
    employer,
    employments,
    go_live,
    person,
    persons,
    report,
    settings,
    sick,
    take,
    work,
)
from strategies.undo_messages import Sent, sent
from undo_world import of, taken_back, undone
from verzuimbrug.application.access import Reader
from verzuimbrug.application.events.feed import ForgottenError, read_events
from verzuimbrug.application.events.publishing import publish, publish_events
from verzuimbrug.application.pages import Window
from verzuimbrug.application.readiness.link_persons import link
from verzuimbrug.domain.deliveries import DeliveredReport, Operation
from verzuimbrug.domain.linking import Link
from verzuimbrug.store import change_rows, event_rows
from verzuimbrug.store.lanes import take_all_lanes
from verzuimbrug.store.models import AccessLog, Change, Event, EventDue
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

_houses = count(1)
_rigour = hypothesis_settings(
    max_examples=tries(8),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def _house() -> Coupling:
    return go_live(settings(f"EVENTS-{next(_houses)}"))


def _recovery() -> DeliveredReport:
    return report("VG1", 2, Operation.CHANGE, at=4, ends=True, recovered_on=day(4))


def _told(system: CaseSystem, coupling: Coupling) -> list[str]:
    published(coupling)
    return kinds(system.read())


def test_a_case_is_opened_changed_recovered_and_withdrawn() -> None:
    coupling = go_live()
    system = CaseSystem(coupling)

    take(coupling, sick(report()))
    assert _told(system, coupling) == ["person.changed", "case.opened"]
    (recovery,) = take(coupling, sick(_recovery()))
    assert _told(system, coupling) == ["case.recovered"]
    undone(coupling, of(recovery.receipt))
    assert _told(system, coupling) == ["case.changed"]
    take(coupling, sick(report("VG1", 2, Operation.WITHDRAW)))
    assert _told(system, coupling) == ["case.withdrawn"]


def test_an_event_says_the_case_as_the_api_does_and_whose_it_is() -> None:
    coupling = go_live()
    system = CaseSystem(coupling)
    take(coupling, sick(report()))
    published(coupling)

    changed, opened = system.read()
    account = "Felison verzekeringsinzicht"
    whose = {
        "employer": "FLSN1001",
        "person": persons(coupling)[0].id,
        "keys": [{"account": account, "key": "w-1"}],
    }
    (case,) = system.said().values()
    assert opened["data"] == {
        **whose,
        "case": {"number": cases(coupling)["VG1"].id, "account": account, "id": "VG1"},
        "absence_case": case,
    }
    fields = changed["data"].pop("fields")
    assert changed["data"] == {**whose, "shown": True}
    assert {"birth_date", "surname", "employments.start"} <= set(fields)
    assert opened["id"].startswith("evt_")
    assert opened["number"] > changed["number"]


def test_values_of_persons_and_free_text_stay_here() -> None:
    configuration = settings(employee_key="SofiNr")
    configuration["accounts"][0]["bsn"] = True
    coupling = go_live(configuration)
    system = CaseSystem(coupling)
    told = report(free_text=("Belde zelf",))
    take(coupling, absence(employer("1001", person("w-1", told, bsn="123456782"))))
    published(coupling)

    said = str(system.read())
    assert "case.opened" in said
    for secret in ("Smit", "123456782", "Belde", "bsn", "free_text"):
        assert secret not in said


def test_of_somebody_without_a_case_no_more_is_named_than_is_shown() -> None:
    coupling = go_live()
    system = CaseSystem(coupling)
    take(coupling, employees(person("w-1")), stream=EMPLOYEES)
    published(coupling)
    (made,) = system.read()
    assert "birth_date" in made["data"]["fields"]
    assert "surname" not in made["data"]["fields"]

    take(coupling, employees(person("w-1", fields={"surname": "Bakker"})), stream=EMPLOYEES)
    assert _told(system, coupling) == []
    take(
        coupling,
        employments(person("w-1", employment={"department_code": "P2"})),
        stream=EMPLOYMENTS,
    )
    published(coupling)
    (moved,) = system.read()
    assert moved["data"]["fields"] == ["employments.department_code"]


def test_a_case_that_an_undo_hides_is_withdrawn_and_shown_again_opened() -> None:
    coupling = go_live()
    system = CaseSystem(coupling)
    (taken,) = take(coupling, sick(report(), _recovery()))
    assert _told(system, coupling) == ["person.changed", "case.opened", "case.recovered"]

    made = undone(coupling, of(taken.receipt))
    published(coupling)
    gone, withdrawn = system.read()
    assert (gone["type"], gone["data"]["shown"], gone["data"]["fields"]) == (
        "person.changed",
        False,
        [],
    )
    assert [key["key"] for key in gone["data"]["keys"]] == ["w-1"]
    assert withdrawn["type"] == "case.withdrawn"
    assert withdrawn["data"]["absence_case"] is None
    assert withdrawn["data"]["case"]["id"] == "VG1"

    taken_back(coupling, made.undo)
    assert _told(system, coupling) == ["person.changed", "case.opened", "case.recovered"]
    assert system.cases() == system.said()


def test_a_key_that_somebody_gave_is_told() -> None:
    employee = known_employee(other_account())
    coupling = signed_in()
    system = CaseSystem(coupling)
    published(coupling)
    system.read()
    link(coupling.ref, [Link(employer="FLSN1001", employee=employee, key="b")], "kim")
    published(coupling)

    (told,) = system.read()
    assert (told["type"], told["data"]["fields"]) == ("person.changed", ["keys"])
    assert "b" in [key["key"] for key in told["data"]["keys"]]


def test_a_case_that_only_gets_another_key_is_told() -> None:
    coupling = go_live()
    system = CaseSystem(coupling)
    take(coupling, sick(report("OUD")))
    take(coupling, sick(report("NIEUW", 3, Operation.CHANGE, at=4, case_key_old="OUD")))
    published(coupling)

    assert kinds(system.read()) == ["person.changed", "case.opened", "case.changed"]
    assert [key for *_, key in system.cases()] == ["NIEUW"]
    assert system.cases() == system.said()


def test_what_is_not_taken_over_is_not_told() -> None:
    coupling = go_live(settings(mode="dry-run"))
    take(coupling, sick(report()))
    published(coupling)
    assert CaseSystem(coupling).read() == []


def test_many_changes_are_due_in_few_rows_and_published_in_portions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(event_rows, "MOST_CHANGES", 3)
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG2"), key="w-2"))
    take(coupling, sick(report("VG3"), key="w-3"))
    with tenant(coupling.arbodienst):
        rows = EventDue.objects.count()
        assert rows <= 3
        due = [number for row in EventDue.objects.order_by("id") for number in row.changes]
        assert due == list(Change.objects.order_by("id").values_list("id", flat=True))

    assert publish(coupling.arbodienst)
    with tenant(coupling.arbodienst):
        assert EventDue.objects.exists()
    published(coupling)
    with tenant(coupling.arbodienst):
        assert not EventDue.objects.exists()
    system = CaseSystem(coupling)
    assert len(of_cases(system.read())) == 3


def test_a_row_holds_so_many_changes_at_most() -> None:
    coupling = go_live()
    group = [person(f"w-{number}", report(f"VG{number}")) for number in range(200)]
    take(coupling, absence(employer("1001", *group)))
    with tenant(coupling.arbodienst):
        sizes = [len(row.changes) for row in EventDue.objects.order_by("id")]
    assert sizes == [change_rows.MOST_DUE, 600 - change_rows.MOST_DUE]


def test_every_arbodienst_is_published() -> None:
    houses = [go_live(settings(code)) for code in ("GEZOND", "FIT")]
    for house in houses:
        take(house, sick(report()))

    assert not publish_events()
    assert [len(CaseSystem(house).read()) for house in houses] == [2, 2]


def test_of_two_publishers_one_leaves_it_to_the_other(owner_connection: psycopg.Connection) -> None:
    coupling = go_live()
    system = CaseSystem(coupling)
    take(coupling, sick(report()))
    with owner_connection.transaction():
        owner_connection.execute(
            "SELECT pg_advisory_xact_lock(%s, %s)", [0x5645, coupling.arbodienst]
        )
        published(coupling)
        assert system.read() == []
    published(coupling)
    assert len(system.read()) == 2


def test_many_publishers_at_once_tell_everything_once() -> None:
    coupling = go_live()
    contents = [sick(report(f"VG{number}"), key=f"w-{number}") for number in range(12)]
    for content in contents:
        take(coupling, content)
    with thread() as one, thread() as other:
        jobs = [each.start(lambda: published(coupling)) for each in (one, other)]
        for job in jobs:
            job.result()
    published(coupling)

    events = CaseSystem(coupling).read()
    assert len(of_cases(events)) == 12
    assert len({each["id"] for each in events}) == len(events)


def test_what_commits_late_gets_a_later_number() -> None:
    """A reader that went on to the last number misses nothing that was under way by then."""
    coupling = go_live()
    system = CaseSystem(coupling)
    take(coupling, sick(report()))
    with thread() as other, tenant(coupling.arbodienst):
        take_all_lanes(coupling.arbodienst)
        # A change that is made before others are published, and committed after.
        change_rows.add_changes(
            {"object_kind": "text", "object_id": "bigint", "employee_id": "bigint", "by": "text"}
            | {"at": "timestamptz", "effects": "text[]", "fields": "jsonb"},
            [
                [
                    "employee",
                    persons(coupling)[0].id,
                    persons(coupling)[0].id,
                    "kim",
                    timezone.now().isoformat(),
                    ["overwritten"],
                    {"surname": ["Smit", "Bakker"]},
                ]
            ],
        )
        other.start(lambda: published(coupling)).result()
        seen = other.start(system.read).result()
    assert kinds(seen) == ["person.changed", "case.opened"]

    published(coupling)
    (late,) = system.read()
    assert late["data"]["fields"] == ["surname"]


def test_reading_is_kept_in_the_access_log_when_it_told_of_somebody() -> None:
    coupling = go_live()
    system = CaseSystem(coupling)
    system.read()
    take(coupling, sick(report()))
    published(coupling)
    system.read()
    with tenant(coupling.arbodienst):
        (row,) = AccessLog.objects.filter(action="events.read")
    assert (row.principal, row.employees) == ("api-key:zaaksysteem", [persons(coupling)[0].id])


def test_a_reader_from_before_what_is_kept_is_told_so() -> None:
    coupling = go_live()
    for number in range(3):
        take(coupling, sick(report(f"VG{number}"), key=f"w-{number}"))
    published(coupling)
    reader = Reader(arbodienst=coupling.arbodienst, principal="zaaksysteem")
    numbers = [each.number for each in read_events(reader, Window()).items]
    with tenant(coupling.arbodienst):
        later = timezone.now() + timedelta(days=1)
        assert event_rows.forget_events(later, 2) == 2
        assert event_rows.forget_events(later, 100) == len(numbers) - 3
        assert event_rows.forget_events(later, 100) == 0
        assert Event.objects.get().id == numbers[-1]

    for after in (numbers[0], numbers[-2]):
        with pytest.raises(ForgottenError):
            read_events(reader, Window(after=after))
    assert [each.number for each in read_events(reader, Window()).items] == numbers[-1:]
    assert read_events(reader, Window(after=numbers[-1])).items == ()


_STEPS = st.lists(
    st.tuples(sent(), st.booleans(), st.integers(1, 4), st.integers(0, 2)), min_size=1, max_size=6
)


@given(_STEPS, st.sampled_from(("undone", "kept")))
@_rigour
def test_a_reader_ends_with_what_the_api_says_however_it_reads(
    steps: list[tuple[Sent, bool, int, int]], then: str
) -> None:
    """Whatever the messages, the size of pages and the moments of publishing and reading."""
    coupling = _house()
    system = CaseSystem(coupling)
    receipts = []
    for message, is_published, limit, pages in steps:
        receipts.append(deliver(coupling, message.content, message.stream))
        work()
        if is_published:
            published(coupling)
        system.read(limit, pages)
    if then == "undone":
        undone(coupling, of(receipts[0]))
        work()
    published(coupling)
    system.read(2)

    assert system.cases() == system.said()
    numbers = [each["number"] for each in system.events]
    assert numbers == sorted(set(numbers))
    with tenant(coupling.arbodienst):
        assert numbers == list(Event.objects.order_by("id").values_list("id", flat=True))
    _goes_forward(system)


def _goes_forward(system: CaseSystem) -> None:
    """Of each case the number of the last report only goes up; it begins with being opened."""
    by_case: dict[int, list[dict[str, object]]] = {}
    for each in of_cases(system.events):
        by_case.setdefault(each["data"]["case"]["number"], []).append(each)
    for events in by_case.values():
        assert events[0]["type"] in {"case.opened", "case.withdrawn"}
        moments = [str(each["timestamp"]) for each in events]
        assert all(one <= other for one, other in pairwise(moments))
