"""What the case system is told: which event a change comes to, and what of it may be named."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.domain.passed_on import ItemKind
from verzuimbrug.domain.shielding import is_shielded
from verzuimbrug.domain.statements import ObjectKind


class EventKind(StrEnum):
    """What happened to a case or a person, or is passed on, for who keeps dossiers elsewhere."""

    CASE_OPENED = "case.opened"
    CASE_CHANGED = "case.changed"
    CASE_RECOVERED = "case.recovered"
    CASE_WITHDRAWN = "case.withdrawn"
    PERSON_CHANGED = "person.changed"
    PERSON_ERASED = "person.erased"
    """On request: everything about it is gone here (WN-9)."""

    DOCUMENT_RECEIVED = "document.received"
    MEDICAL_RECORD_RECEIVED = "medical_record.received"
    APPOINTMENT_RECEIVED = "appointment.received"
    PREVENTIVE_SERVICE_REQUESTED = "preventive_service.requested"


Kinds = tuple[EventKind, ...]

BEGINS: Mapping[CaseStatus, Kinds] = MappingProxyType(
    {
        CaseStatus.OPEN: (EventKind.CASE_OPENED,),
        CaseStatus.ENDED: (EventKind.CASE_OPENED,),
        CaseStatus.RECOVERED: (EventKind.CASE_OPENED, EventKind.CASE_RECOVERED),
        CaseStatus.WITHDRAWN: (EventKind.CASE_WITHDRAWN,),
    }
)
"""What is told of a case that was not there, or never was (VZ-7), by the status that it has now."""

GOES_ON: Mapping[CaseStatus, Kinds] = MappingProxyType(
    {
        CaseStatus.OPEN: (EventKind.CASE_CHANGED,),
        CaseStatus.ENDED: (EventKind.CASE_CHANGED,),
        CaseStatus.RECOVERED: (EventKind.CASE_RECOVERED,),
        CaseStatus.WITHDRAWN: (EventKind.CASE_WITHDRAWN,),
    }
)
"""What is told of a case that was there, by the status that it got."""

OF_ITEMS: Mapping[ItemKind, EventKind] = MappingProxyType(
    {
        ItemKind.DOCUMENT: EventKind.DOCUMENT_RECEIVED,
        ItemKind.MEDICAL_RECORD: EventKind.MEDICAL_RECORD_RECEIVED,
        ItemKind.APPOINTMENT: EventKind.APPOINTMENT_RECEIVED,
        ItemKind.PREVENTIVE_SERVICE: EventKind.PREVENTIVE_SERVICE_REQUESTED,
    }
)
"""What is told of an item that is passed on (DG-4)."""

_NOT_THERE = (None, CaseStatus.WITHDRAWN.value)
_CALLED = {"link_key": "keys"}
"""Fields that the API calls otherwise."""


def kinds_of_case(pairs: Mapping[str, Sequence[object]]) -> Kinds:
    """The events of one change of a case, from before and after of its fields.

    A case that is hidden (VE-4) is as one that was withdrawn; shown again it begins anew.
    """
    if "hidden" in pairs and pairs["hidden"][1]:
        return (EventKind.CASE_WITHDRAWN,)
    if "hidden" in pairs:
        return BEGINS[_status(pairs.get("status", (None, CaseStatus.OPEN)))]
    if "status" not in pairs:
        return (EventKind.CASE_CHANGED,)
    told = BEGINS if pairs["status"][0] in _NOT_THERE else GOES_ON
    return told[_status(pairs["status"])]


def _status(pair: Sequence[object]) -> CaseStatus:
    return CaseStatus(str(pair[1]))


def fields_of_person(kind: ObjectKind, fields: Iterable[str], *, has_case: bool) -> tuple[str, ...]:
    """The names of the fields that changed, as the case system may know them (datakluis).

    Those of an employment stand behind `employments`. That a person is hidden is no field of it.
    """
    shown = (each for each in fields if not is_shielded(kind, each, has_case=has_case))
    if kind is ObjectKind.EMPLOYMENT:
        return tuple(sorted(f"employments.{each}" for each in shown))
    return tuple(sorted(_CALLED.get(each, each) for each in shown if each != "hidden"))
