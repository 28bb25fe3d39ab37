"""A coupling at which something waits for every cause there is, and short ways to look at it."""

from decimal import Decimal
from typing import Any

from doors_world import Coupling
from readiness_world import OTHER
from sending_world import (
    EMPLOYEES,
    absence,
    add_employer,
    employees,
    employer,
    go_live,
    person,
    report,
    settings,
    sick,
    take,
)
from verzuimbrug.application.access import Reader
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.parking.healing import heal
from verzuimbrug.application.parking.listing import GroupWindow, ParkedFilter, list_parked
from verzuimbrug.application.parking.treatment import Healed, Treatment
from verzuimbrug.application.parking.values import GroupKey, ParkedGroup
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.parking import Healing
from verzuimbrug.store.models import Arbodienst, ClientAccount, Employee
from verzuimbrug.store.tenancy import tenant

CHANGE, WITHDRAW = Operation.CHANGE, Operation.WITHDRAW
GROUP = "FELISON-VI"
OVER = Decimal("150.00")
"""More than a percentage can be."""

NAMESAKE = {"surname": "Müller"}
"""Particulars of one person, under whatever key."""


def house(code: str = "GEZOND", **stream: object) -> dict[str, Any]:
    """A configuration with an employer out of scope, and a second account that sees all."""
    configuration = add_employer(settings(code, **stream), "FLSN1003")
    (account,) = configuration["accounts"]
    other = {**account, "name": OTHER, "scope": {"all": True}}
    return {**configuration, "accounts": [account, other]}


def reader(coupling: Coupling) -> Reader:
    """Somebody who may look."""
    return Reader(arbodienst=coupling.arbodienst, principal="beheerder")


def parked(coupling: Coupling, **chosen: str) -> tuple[ParkedGroup, ...]:
    """All groups of the arbodienst, or of an account or with a cause."""
    found: list[ParkedGroup] = []
    after = ""
    while True:
        page = list_parked(reader(coupling), ParkedFilter(**chosen), GroupWindow(after, 2))
        found += page.items
        if page.next is None:
            return tuple(found)
        after = page.next


def by_cause(coupling: Coupling, **chosen: str) -> dict[str, ParkedGroup]:
    """The groups by cause; there has to be one of each."""
    groups = parked(coupling, **chosen)
    found = {group.cause: group for group in groups}
    assert len(found) == len(groups), [(group.cause, group.subject) for group in groups]
    return found


def key_of(coupling: Coupling, group: ParkedGroup) -> GroupKey:
    """How the group is named."""
    with tenant(coupling.arbodienst):
        account = ClientAccount.objects.get(name=group.account).id
    return GroupKey(account=account, cause=group.cause, subject=group.subject)


def treat(
    coupling: Coupling,
    of: ParkedGroup,
    healing: Healing,
    *,
    dry_run: bool = False,
    **given: Any,  # noqa: ANN401 -- what belongs to a treatment
) -> Healed:
    """Heal a group, as the beheerder."""
    decider = Decider(arbodienst=coupling.arbodienst, by="beheerder")
    treatment = Treatment(healing=healing, **given)
    return heal(decider, key_of(coupling, of), treatment, dry_run=dry_run)


def refused(healed: Healed) -> list[str]:
    """The codes for which nothing was done."""
    assert not healed.applied
    return [finding.code for finding in healed.findings]


def park_unknown_employer(coupling: Coupling, number: str = "1002") -> None:
    """Two reports of one person, one of another, and employee data; nobody knows the employer."""
    take(coupling, sick(report("VG20"), key="w-20", number=number))
    take(coupling, sick(report("VG20", 2, CHANGE, at=3), key="w-20", number=number))
    take(coupling, sick(report("VG21"), key="w-21", number=number))
    take(coupling, employees(person("w-20"), person("w-22"), number=number), stream=EMPLOYEES)


def park_gap(coupling: Coupling, case: str = "VG30", key: str = "w-30") -> None:
    """A case with its start, and reports 3 and 4 of it."""
    take(coupling, sick(report(case), key=key))
    take(coupling, sick(report(case, 3, CHANGE, at=5), key=key))
    take(coupling, sick(report(case, 4, CHANGE, at=6), key=key))


def park_behind_held(coupling: Coupling, case: str = "VG31", key: str = "w-31") -> str:
    """A case with a report that is held and one that waits for it; the receipt of the held one."""
    take(coupling, sick(report(case), key=key))
    (held,) = take(coupling, sick(report(case, 2, CHANGE, at=5, percentage=OVER), key=key))
    take(coupling, sick(report(case, 3, CHANGE, at=6), key=key))
    return held.receipt


def park_double(coupling: Coupling, key: str = "b") -> int:
    """A key of the account that may be that of a person of the other; who that is."""
    other = go_live_beside(coupling)
    take(other, employees(person("a", fields=NAMESAKE)), stream=EMPLOYEES)
    take(coupling, absence(employer("1001", person(key, report("VG40"), fields=NAMESAKE))))
    take(coupling, employees(person(key, fields=NAMESAKE)), stream=EMPLOYEES)
    with tenant(coupling.arbodienst):
        return Employee.objects.get(match_name="muller").id


def go_live_beside(coupling: Coupling, configuration: dict[str, Any] | None = None) -> Coupling:
    """The second account of the arbodienst, live; the configuration may be another by then."""
    code = Arbodienst.objects.get(id=coupling.arbodienst).code
    return go_live(configuration or house(code), account=OTHER)
