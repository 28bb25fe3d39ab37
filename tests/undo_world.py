"""Undoing in a few words, and a picture of the dossiers to compare."""

import json
from collections.abc import Mapping
from typing import Any

from doors_world import Coupling
from verzuimbrug.application.access import Reader
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.undoing.taking_back import preview_take_back, take_back
from verzuimbrug.application.undoing.undo import preview_undo, undo
from verzuimbrug.application.undoing.values import OfMessage, Undone, UndoPreview, What
from verzuimbrug.store.sql import select
from verzuimbrug.store.tenancy import tenant

Picture = Mapping[str, list[Any]]

_PICTURE = {
    "employee": "SELECT id, employer_id, birth_date, match_name, fields, stamps, bsn_index, "
    "bsn IS NULL FROM store_employee WHERE NOT hidden",
    "link_key": "SELECT account_id, employer_id, key, employee_id, superseded, by_hand "
    "FROM store_linkkey WHERE NOT hidden",
    "employment": "SELECT id, employee_id, account_id, number, former, fields, stamps "
    "FROM store_employment WHERE NOT hidden",
    "case": "SELECT id, account_id, employer_id, key, employee_id, first_day, recovered_on, "
    "status, periods, cause, safety_net, leave, end_reason, expected_recovery, last_sequence, "
    "employment, classification, continues_id, released_gaps FROM store_absencecase "
    "WHERE NOT hidden",
    "alias": "SELECT account_id, employer_id, former, key, direct, message_id "
    "FROM store_casealias WHERE undone_id IS NULL",
    "report": "SELECT message_id, position, employer_id, employee_id, link_key, case_key, "
    "received_key, sequence, state, standing, CASE state WHEN 'applied' THEN '{}' ELSE codes END "
    "FROM store_absencereport "
    "WHERE undone_id IS NULL",
    "waiting": "SELECT message_id, cause, account_id, employer_code, employer_id, key, persons "
    "FROM store_waiting",
}
"""All that readers and rules see of the dossiers, by table; what is hidden is not there.

What is remarked of a report that was applied depends on what else was there at the time.
"""


def picture(coupling: Coupling) -> Picture:
    """The dossiers of an arbodienst as they are now."""
    with tenant(coupling.arbodienst):
        rows = {table: select(query) for table, query in _PICTURE.items()}
    return {table: sorted(map(_plain, found)) for table, found in rows.items()}


def differences(one: Picture, other: Picture) -> list[tuple[str, str, Any]]:
    """The rows that one picture has and the other has not."""
    return [
        (table, side, row)
        for table in one
        for side, mine, theirs in (("-", one, other), ("+", other, one))
        for row in mine[table]
        if row not in theirs[table]
    ]


def _plain(row: tuple[Any, ...]) -> str:
    """A row as text; documents in one order of names."""
    return json.dumps([_ordered(value) for value in row], default=str)


def _ordered(value: object) -> object:
    if isinstance(value, str) and value.startswith(("{", "[")):
        document = json.loads(value)
        if isinstance(document, dict) and set(document) == {"said", "by"}:
            said, by = document["said"], document["by"]
            document = {name: said[number] for name, number in by.items()}
        return json.dumps(document, sort_keys=True)
    return sorted(value) if isinstance(value, list) else value


def reader(coupling: Coupling) -> Reader:
    """Somebody who looks."""
    return Reader(arbodienst=coupling.arbodienst, principal="beheerder")


def decider(coupling: Coupling) -> Decider:
    """Somebody who decides."""
    return Decider(arbodienst=coupling.arbodienst, by="beheerder")


def of(receipt: str) -> OfMessage:
    """A message."""
    return OfMessage(receipt=receipt)


def shown(coupling: Coupling, what: What) -> UndoPreview:
    """What undoing would change."""
    preview = preview_undo(reader(coupling), what)
    assert preview is not None
    return preview


def undone(coupling: Coupling, what: What) -> Undone:
    """Undoes after a look."""
    done = undo(decider(coupling), what, "vergissing", shown(coupling, what).shown)
    assert isinstance(done, Undone), done
    return done


def taken_back(coupling: Coupling, number: int) -> Undone:
    """Takes an undo back after a look."""
    preview = preview_take_back(reader(coupling), number)
    assert preview is not None
    done = take_back(decider(coupling), number, "toch goed", preview.shown)
    assert isinstance(done, Undone), done
    return done


def codes_of(told: UndoPreview | Undone) -> list[str]:
    """The codes of the findings."""
    return [finding.code for finding in told.findings]
