"""Couplings on their way to going live: ready but for what a test is about."""

from typing import Any

from configuring_world import WAIVED
from doors_world import Coupling
from sending_world import (
    EMPLOYEES,
    Known,
    absence,
    connect,
    employees,
    employer,
    person,
    report,
    settings,
    take,
)
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.activation import activate
from verzuimbrug.application.readiness.check_readiness import check_readiness
from verzuimbrug.application.sign_in.credentials import verify
from verzuimbrug.domain.readiness import Check, Readiness
from verzuimbrug.store.models import Employee
from verzuimbrug.store.tenancy import tenant

OTHER = "Andere volmacht"
SAME: Known = {"fields": {"surname": "Smit", "initials": "J"}}
"""Particulars of one person, under whatever key."""


def in_order(code: str = "GEZOND", **stream: object) -> dict[str, Any]:
    """A configuration with nothing wrong in it, and a second account on the same employers."""
    configuration = settings(code, **stream)
    (account,) = configuration["accounts"]
    configuration["employers"] = [
        {**each, "contract_reference": f"C-{each['code']}"} for each in configuration["employers"]
    ]
    configuration["accounts"] = [account, {**account, "name": OTHER}]
    return configuration


def signed_in(configuration: dict[str, Any] | None = None) -> Coupling:
    """The coupling of a configuration, whose portal has signed in; not active."""
    coupling = connect(configuration or in_order())
    verify(coupling.code, coupling.token, "192.0.2.1")
    return coupling


def other_account(configuration: dict[str, Any] | None = None) -> Coupling:
    """The second account, active."""
    coupling = connect(configuration or in_order(), account=OTHER)
    assert activate(coupling.ref, "test", WAIVED) == ()
    return coupling


def known_employee(other: Coupling, key: str = "a", **known: Any) -> int:  # noqa: ANN401 -- Known
    """An employee that the second account brought in; its store id."""
    take(other, employees(person(key, **{**SAME, **known})), stream=EMPLOYEES)
    with tenant(other.arbodienst):
        return Employee.objects.latest("id").id


def load(key: str = "b", **said: Any) -> bytes:  # noqa: ANN401 -- Said
    """An initial load: one open case of that person."""
    return absence(employer("1001", person(key, report(**said), **SAME)))


def look(ref: AccountRef) -> Readiness:
    """The readiness of an account."""
    return check_readiness(ref, "klantbeheerder")


def check(ref: AccountRef, name: str) -> Check:
    """One check of an account."""
    return next(each for each in look(ref).checks if each.id == name)


def judged(ref: AccountRef, name: str) -> tuple[str, int, list[str]]:
    """State and count of one check, and its findings by code."""
    found = check(ref, name)
    return found.state.value, found.count, [finding.code for finding in found.findings]
