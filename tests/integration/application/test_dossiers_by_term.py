"""VE-6: dossiers of which all ended long ago go as a whole, and never what is unfinished."""

from typing import LiteralString

import psycopg
import pytest

from doors_world import Coupling
from events_world import CaseSystem, published
from person_erasing_world import balanced, ending, known_everywhere, recovered, settle
from retention_world import LONG_AGO, age, answers_kept, approve, end_cases, kept, run, set_terms
from sending_world import absence, employer, go_live, person, persons, report, sick, take
from undo_world import decider, reader
from verzuimbrug.application.access_chain import seal_access, verify_access
from verzuimbrug.application.erasing import working
from verzuimbrug.application.erasing.runs import list_runs, preview_retention
from verzuimbrug.application.erasing.working import erase_approved
from verzuimbrug.application.persons.erasing import erase_person
from verzuimbrug.domain.retention import RetentionKind, Unfinished
from verzuimbrug.store.models import AccountEvent, Event
from verzuimbrug.store.sql import execute
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

DOSSIERS = RetentionKind.DOSSIERS


def _long_ago(coupling: Coupling, owner: psycopg.Connection) -> None:
    """All that came and changed is old; the events of it were taken, and are gone."""
    published(coupling)
    age(coupling)
    owner.execute("UPDATE store_change SET at = at - %s", (LONG_AGO,))
    with tenant(coupling.arbodienst):
        Event.objects.all().delete()


def _recovered_long_ago(owner: psycopg.Connection) -> tuple[Coupling, int]:
    coupling, number = recovered()
    _long_ago(coupling, owner)
    set_terms(dossiers=60)
    return coupling, number


def _numbers(coupling: Coupling) -> set[int]:
    return {each.id for each in persons(coupling)}


def _all_erased() -> None:
    while erase_approved():
        pass


def test_a_dossier_over_its_term_goes_as_a_whole_and_nobody_else(
    owner_connection: psycopg.Connection,
) -> None:
    coupling, number = _recovered_long_ago(owner_connection)
    take(coupling, sick(report("VG2"), key="w-2"))
    (young,) = _numbers(coupling) - {number}
    published(coupling)
    system = CaseSystem(coupling)
    system.read()

    told = preview_retention(reader(coupling))
    assert (told.counts, told.employers) == ({DOSSIERS: 1}, {DOSSIERS: {"FLSN1001": 1}})
    assert told.references == {DOSSIERS: (str(number),)}
    done = run(coupling)
    assert (done.erased, done.left, done.reasons) == ({"dossiers": 1}, 0, {})
    assert _numbers(coupling) == {young}
    assert len(kept(coupling)) == 1
    assert preview_retention(reader(coupling)).counts == {}

    published(coupling)
    assert [(each["type"], each["data"]["person"]) for each in system.read()] == [
        ("person.erased", number)
    ]
    with tenant(coupling.arbodienst):
        (event,) = AccountEvent.objects.filter(event="person-erased")
    assert (event.by, event.details["reason"]) == ("beheerder", f"retention {done.number}")
    seal_access()
    assert verify_access(reader(coupling)).breaks == ()


def test_counts_add_up_and_others_of_the_same_messages_are_whole(
    owner_connection: psycopg.Connection,
) -> None:
    told = known_everywhere()
    settle(told)
    end_cases(told.coupling)
    before = balanced(told.coupling)
    _long_ago(told.coupling, owner_connection)
    set_terms(dossiers=60, answers=60)
    everybody = _numbers(told.coupling)

    # Of one an item is still kept for the case system.
    done = run(told.coupling)
    assert done.erased == {"answers": 3, "dossiers": len(everybody) - 1}
    assert (_numbers(told.coupling), answers_kept(told.coupling)) == ({told.person}, 0)
    assert [each.difference for each in balanced(told.coupling)] == [
        each.difference for each in before
    ]


def test_a_person_without_a_case_stays(owner_connection: psycopg.Connection) -> None:
    coupling = go_live()
    take(coupling, sick(report("VG1")))
    _long_ago(coupling, owner_connection)
    set_terms(dossiers=60)
    with tenant(coupling.arbodienst):
        execute("DELETE FROM store_absencecase")
    told = preview_retention(reader(coupling))
    assert (told.counts, told.kept) == ({}, 0)


def test_while_bytes_and_answers_have_to_stay_the_dossier_does(
    owner_connection: psycopg.Connection,
) -> None:
    coupling, _ = _recovered_long_ago(owner_connection)
    set_terms(dossiers=60, messages=500)
    assert preview_retention(reader(coupling)).counts == {}
    set_terms(dossiers=60, answers=500)
    assert preview_retention(reader(coupling)).counts == {}
    set_terms(dossiers=60, messages=200)
    assert preview_retention(reader(coupling)).counts[DOSSIERS] == 1


_OPENED: dict[str, tuple[LiteralString, Unfinished]] = {
    "the case is open": ("UPDATE store_absencecase SET status = 'open'", Unfinished.OPEN_CASE),
    "a message is held": ("UPDATE store_message SET state = 'held'", Unfinished.AT_WORK),
    "a conflict": ("UPDATE store_absencereport SET state = 'conflict'", Unfinished.UNDECIDED),
    "parked": ("UPDATE store_absencereport SET state = 'parked'", Unfinished.UNDECIDED),
    "a message waits for the person": (
        """INSERT INTO store_waiting (arbodienst_id, message_id, cause, account_id, employer_code,
           employer_id, key, since) SELECT m.arbodienst_id, m.id, 'person', l.account_id, '',
           l.employer_id, l.key, now() FROM store_message m, store_linkkey l""",
        Unfinished.WAITING,
    ),
    "an answer is due": (
        """INSERT INTO store_answerdue (arbodienst_id, message_id)
           SELECT arbodienst_id, id FROM store_message""",
        Unfinished.ANSWERS,
    ),
    "an answer is not collected": (
        "UPDATE store_answer SET acknowledged_at = NULL",
        Unfinished.ANSWERS,
    ),
    "a change is not told of": (
        """INSERT INTO store_eventdue (arbodienst_id, changes)
           SELECT arbodienst_id, array_agg(id) FROM store_change GROUP BY 1""",
        Unfinished.EVENTS,
    ),
    "a new key of a case is not told of": (
        """INSERT INTO store_eventdue (arbodienst_id, changes, cases)
           SELECT arbodienst_id, '{}', array_agg(id) FROM store_absencecase GROUP BY 1""",
        Unfinished.EVENTS,
    ),
    "an event is kept": (
        """INSERT INTO store_event (arbodienst_id, event, kind, employer_id, employee_id, at, data)
           SELECT arbodienst_id, 'evt', 'person.changed', employer_id, id, now(), '{}'
           FROM store_employee""",
        Unfinished.EVENTS,
    ),
    "undone": (
        """WITH u AS (INSERT INTO store_undo (arbodienst_id, at, by, reason, message_id, horizon,
           taken_back_by) SELECT arbodienst_id, now(), 'x', 'x', id, id, '' FROM store_message
           RETURNING id) UPDATE store_message SET undone_id = u.id FROM u""",
        Unfinished.UNDONE,
    ),
}
"""What opens an old dossier again, and what it stays for."""


@pytest.mark.parametrize(("statement", "reason"), _OPENED.values(), ids=list(_OPENED))
def test_each_thing_that_is_open_keeps_the_dossier(
    statement: LiteralString, reason: Unfinished, owner_connection: psycopg.Connection
) -> None:
    coupling, number = _recovered_long_ago(owner_connection)
    approve(coupling)
    owner_connection.execute(statement)

    told = preview_retention(reader(coupling))
    assert (told.counts, told.reasons.get(reason)) == ({}, 1)
    _all_erased()
    (done,) = list_runs(reader(coupling))
    assert (done.erased, done.left, done.reasons[reason]) == ({}, 0, 1)
    assert _numbers(coupling) == {number}


_TO_RECEIVERS: dict[str, tuple[LiteralString, Unfinished]] = {
    "a receiver is to be told": (
        """INSERT INTO store_exportdue (arbodienst_id, export_id, employee_id)
           SELECT e.arbodienst_id, e.id, p.id FROM store_export e, store_employee p""",
        Unfinished.EXPORTS,
    ),
    "a message for a receiver is to go": (
        "UPDATE store_exportmessage SET state = 'waiting'",
        Unfinished.EXPORTS,
    ),
    "an item is kept for the case system": (
        "UPDATE store_passedonitem SET content = 'x'",
        Unfinished.PASSED_ON,
    ),
}


@pytest.mark.parametrize(("statement", "reason"), _TO_RECEIVERS.values(), ids=list(_TO_RECEIVERS))
def test_what_others_are_still_to_get_keeps_the_dossier(
    statement: LiteralString, reason: Unfinished, owner_connection: psycopg.Connection
) -> None:
    told = known_everywhere()
    settle(told)
    end_cases(told.coupling)
    _long_ago(told.coupling, owner_connection)
    with tenant(told.coupling.arbodienst):
        execute("UPDATE store_passedonitem SET content = NULL")
        execute("DELETE FROM store_exportdue")
    set_terms(dossiers=60)
    approve(told.coupling)
    owner_connection.execute(statement)

    assert preview_retention(told.reader).reasons[reason] >= 1
    _all_erased()
    (done,) = list_runs(told.reader)
    assert done.reasons[reason] >= 1
    assert told.person in _numbers(told.coupling)


def test_a_message_of_another_whose_case_is_open_keeps_the_dossier(
    owner_connection: psycopg.Connection,
) -> None:
    """The bytes would go with the person, and they are of somebody whose case is open."""
    coupling = go_live()
    both = absence(
        employer("1001", person("w-1", report(), *ending("VG1", 0)), person("w-2", report("VG2")))
    )
    take(coupling, both)
    _long_ago(coupling, owner_connection)
    set_terms(dossiers=60)
    told = preview_retention(reader(coupling))
    assert (told.counts, told.reasons) == ({}, {Unfinished.OPEN_CASE: 2})


def test_a_message_since_the_approval_keeps_the_dossier(
    owner_connection: psycopg.Connection,
) -> None:
    coupling, number = _recovered_long_ago(owner_connection)
    approve(coupling)
    take(coupling, sick(report("VG9", at=40), *ending("VG9", 40)))
    _all_erased()
    (done,) = list_runs(reader(coupling))
    assert done.erased == {}
    assert done.reasons["since"] == 1
    assert _numbers(coupling) == {number}


def test_a_message_that_nobody_decided_on_and_that_names_the_person_keeps_it(
    owner_connection: psycopg.Connection,
) -> None:
    coupling, number = _recovered_long_ago(owner_connection)
    (held,) = take(coupling, sick(report("VG9"), test=True))
    age(coupling, held.receipt)
    owner_connection.execute(
        "UPDATE store_message SET state = 'held', dry_run = false WHERE receipt = %s",
        (held.receipt,),
    )
    approve(coupling)
    _all_erased()
    (done,) = list_runs(reader(coupling))
    assert (done.erased, done.reasons) == ({}, {"at-work": 1})
    assert _numbers(coupling) == {number}


def test_who_was_erased_on_request_since_is_passed_over(
    owner_connection: psycopg.Connection,
) -> None:
    coupling, number = _recovered_long_ago(owner_connection)
    approve(coupling)
    on_request = erase_person(decider(coupling), number, "verzoek")
    assert on_request is not None
    assert on_request.is_done
    _all_erased()
    (done,) = list_runs(reader(coupling))
    assert (done.erased, done.left, done.reasons) == ({}, 0, {})


def test_killed_in_the_middle_it_goes_on(
    owner_connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    coupling = go_live()
    for key in ("w-1", "w-2"):
        take(coupling, sick(report(f"VG-{key}"), *ending(f"VG-{key}", 0), key=key))
    _long_ago(coupling, owner_connection)
    set_terms(dossiers=60)
    approve(coupling)
    monkeypatch.setattr(working, "_PERSONS", 1)
    with monkeypatch.context() as patch:
        patch.setattr(working, "_note", _dies)
        with pytest.raises(KeyboardInterrupt):
            erase_approved()
    assert len(_numbers(coupling)) == 2
    assert erase_approved()
    assert len(_numbers(coupling)) == 1
    assert not erase_approved()
    (done,) = list_runs(reader(coupling))
    assert (_numbers(coupling), done.erased) == (set(), {"dossiers": 2})


def _dies(*_: object) -> None:
    raise KeyboardInterrupt
