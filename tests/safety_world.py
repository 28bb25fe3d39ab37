"""What the database has of dossiers and reports, in the words of `safety_model`."""

import json
from collections import Counter
from typing import Any

from safety_model import Places
from verzuimbrug.store.models import AbsenceCase, AbsenceReport, Change, Employee, Message
from verzuimbrug.store.tenancy import tenant


def cases_in(arbodienst: int) -> dict[tuple[str, str], dict[str, Any]]:
    """The cases in force, by employer and case."""
    with tenant(arbodienst):
        return {
            (case.employer.code.removeprefix("FLSN"), case.key): {
                "status": case.status,
                "recovered_on": case.recovered_on,
                "last_sequence": case.last_sequence,
                "periods": case.periods,
            }
            for case in AbsenceCase.objects.filter(hidden=False).select_related("employer")
        }


def surnames_in(arbodienst: int) -> Counter[tuple[str, str]]:
    """How many persons in force each employer has of each surname."""
    with tenant(arbodienst):
        rows = Employee.objects.filter(hidden=False).select_related("employer")
        return Counter(
            (row.employer.code.removeprefix("FLSN"), row.fields["surname"]) for row in rows
        )


def report_states_in(arbodienst: int) -> Places:
    """The state of every report that there is a row of."""
    with tenant(arbodienst):
        rows = AbsenceReport.objects.values_list("message_id", "position", "state")
        return {(message, position): state for message, position, state in rows}


def picture_of(arbodienst: int) -> str:
    """All that is known of dossiers, messages and changes."""
    with tenant(arbodienst):
        changes = Change.objects.count()
        messages = list(Message.objects.order_by("id").values_list("id", "state", "undone"))
    return json.dumps([dossiers_of(arbodienst), changes, messages], default=str)


def dossiers_of(arbodienst: int) -> list[Any]:
    """The cases and persons in force, as they are kept."""
    with tenant(arbodienst):
        cases = AbsenceCase.objects.filter(hidden=False).order_by("id")
        persons = Employee.objects.filter(hidden=False).order_by("id")
        return [
            *((row.id, row.key, row.status, str(row.recovered_on), row.periods) for row in cases),
            *((row.id, row.fields, row.stamps) for row in persons),
        ]
