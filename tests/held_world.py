"""What is held, shown and decided on, in a few words, and the dossiers to compare."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps

from doors_world import Coupling
from sending_world import ABSENCE, EMPLOYEES, go_live, outcome, settings, take, work
from verzuimbrug.application.access import Reader
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.held.judge import approve, reject
from verzuimbrug.application.held.show import list_held, show_changes
from verzuimbrug.application.held.values import Decided, HeldMessage, Judgement, ShownMessage
from verzuimbrug.application.pages import Window
from verzuimbrug.application.reports.values import ProcessingReport
from verzuimbrug.domain.change_list import ChangeEntry
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import (
    AbsenceCase,
    AbsenceReport,
    AccessLog,
    Employee,
    Employment,
    LinkKey,
)
from verzuimbrug.store.sql import select
from verzuimbrug.store.tenancy import tenant

_DOSSIERS = (
    "store_employee",
    "store_linkkey",
    "store_employment",
    "store_absencecase",
    "store_casealias",
    "store_statement",
    "store_change",
)
_LOGS = {"store_accesslog", "store_accountevent", "store_keymark"}
"""What is written by looking and deciding, and what is not of the application."""

Rows = Mapping[str, list[str]]


def watched() -> Coupling:
    """A coupling whose absence stream waits for a person."""
    return go_live(settings(mode="approval"))


def guarded(**guards: object) -> Coupling:
    """A coupling all of whose streams have these guards, each `{more_than: ...}` or `off`."""
    configuration = settings(guards=guards)
    (account,) = configuration["accounts"]
    for stream in account["streams"]:
        stream["guards"] = guards
    return go_live(configuration)


def at_most(number: int, percent: int | None = None) -> dict[str, int]:
    """A limit in the configuration."""
    limit = {"more_than": number}
    return limit if percent is None else {**limit, "percent": percent}


def dossiers(coupling: Coupling) -> Rows:
    """All rows of persons, keys, employments, cases and what changed them."""
    return _rows(coupling, _DOSSIERS)


def everything(coupling: Coupling) -> Rows:
    """All rows of all tables, but for who looked and who decided."""
    tables = {model._meta.db_table for model in apps.get_app_config("store").get_models()}
    return _rows(coupling, sorted(tables - _LOGS))


def _rows(coupling: Coupling, tables: Iterable[str]) -> Rows:
    with tenant(coupling.arbodienst):
        return {
            table: [row[0] for row in select(f"SELECT t::text FROM {table} t ORDER BY 1")]  # noqa: S608 -- our own names
            for table in tables
        }


def said(coupling: Coupling) -> Mapping[str, Any]:
    """The dossiers by the names that people know them by, whatever ids the store gave."""
    with tenant(coupling.arbodienst):
        keys = dict(LinkKey.objects.order_by("-id").values_list("employee_id", "key"))
        return {
            "persons": {keys[each.id]: each.fields for each in Employee.objects.all()},
            "keys": {each.key: keys[each.employee_id] for each in LinkKey.objects.all()},
            "employments": {
                (keys[each.employee_id], each.number): (each.former, each.fields)
                for each in Employment.objects.all()
            },
            "cases": {
                each.key: (keys[each.employee_id], each.status, each.periods, each.last_sequence)
                for each in AbsenceCase.objects.all()
            },
            "reports": sorted(
                (each.case_key or "", each.sequence, each.state, tuple(each.codes))
                for each in AbsenceReport.objects.all()
            ),
        }


def reader(coupling: Coupling) -> Reader:
    """Somebody who looks."""
    return Reader(arbodienst=coupling.arbodienst, principal="beheerder")


def decider(coupling: Coupling, by: str = "beheerder") -> Decider:
    """Somebody who decides."""
    return Decider(arbodienst=coupling.arbodienst, by=by)


def hold(coupling: Coupling, content: bytes, stream: str = ABSENCE) -> str:
    """Deliver a message that is to be held; its receipt."""
    (told,) = take(coupling, content, stream=stream)
    assert told.state == "held", told
    return told.receipt


def hold_employees(coupling: Coupling, content: bytes) -> str:
    """Deliver person data that is to be held; its receipt."""
    return hold(coupling, content, EMPLOYEES)


def held(coupling: Coupling) -> tuple[HeldMessage, ...]:
    """What waits for a person."""
    return list_held(reader(coupling), Window(limit=100)).items


def shown(coupling: Coupling, receipt: str, part: int = 1) -> ShownMessage:
    """A part of what a message would change."""
    found = show_changes(reader(coupling), receipt, part)
    assert found is not None
    return found


def entries(coupling: Coupling, receipt: str) -> list[ChangeEntry]:
    """All that a message would change."""
    part, found = 1, list[ChangeEntry]()
    while part:
        page = shown(coupling, receipt, part)
        found += page.changes.changes
        part = page.next_part or 0
    return found


def say(
    coupling: Coupling,
    receipt: str,
    *,
    persons: Sequence[int] = (),
    reports: Sequence[int] = (),
    digest: str | None = None,
) -> Decided:
    """Approve what was shown, but for these persons and reports."""
    judgement = Judgement(
        digest=digest or shown(coupling, receipt).digest,
        refused_persons=frozenset(persons),
        refused_reports=frozenset(reports),
        reason="gezien",
    )
    decided = approve(decider(coupling), receipt, judgement)
    assert decided is not None
    return decided


def approved(
    coupling: Coupling, receipt: str, *, persons: Sequence[int] = (), reports: Sequence[int] = ()
) -> ProcessingReport:
    """What became of a message once it was approved, but for these parts, and processed."""
    assert say(coupling, receipt, persons=persons, reports=reports).goes_on
    work()
    return outcome(coupling, receipt)


def refused(coupling: Coupling, receipt: str, reason: str = "verkeerd bestand") -> ProcessingReport:
    """What became of a message once it was refused and processed."""
    decided = reject(decider(coupling), receipt, reason)
    assert decided is not None
    assert decided.goes_on
    work()
    return outcome(coupling, receipt)


def codes_of(findings: Sequence[Finding]) -> list[str]:
    """Findings by code."""
    return [finding.code for finding in findings]


def looks(coupling: Coupling, action: str = "changes.shown") -> list[tuple[str, list[int]]]:
    """Who looked, and at which persons."""
    with tenant(coupling.arbodienst):
        rows = AccessLog.objects.filter(action=action).order_by("id")
        return list(rows.values_list("principal", "employees"))
