"""Healing a group of the parking lot: all that waited goes on, at once and in order of receipt.

What changes the configuration does so by the use cases of the configuration, which tell the
differences and put back in the queue what waits for them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.configuration.saves import last_save
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.parking.employers import add_to_group, create_employer
from verzuimbrug.application.parking.gaps import release_gaps
from verzuimbrug.application.parking.listing import find_group
from verzuimbrug.application.parking.persons import link_to_known, link_to_new
from verzuimbrug.application.parking.treatment import Healed, Request, Treatment
from verzuimbrug.application.parking.values import GroupKey
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.parking import Healing, parking_cause
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.store.lanes import take_all_lanes
from verzuimbrug.store.models import Arbodienst
from verzuimbrug.store.parking_contents import read_case_numbers
from verzuimbrug.store.parking_reads import GroupChoice, GroupRow, read_groups
from verzuimbrug.store.tenancy import tenant

_HEALERS: Mapping[Healing, Callable[[Request], Healed]] = {
    Healing.CREATE_EMPLOYER: create_employer,
    Healing.ADD_TO_GROUP: add_to_group,
    Healing.LINK_PERSON: link_to_known,
    Healing.CREATE_PERSON: link_to_new,
    Healing.RELEASE_GAP: release_gaps,
}

_CHANGES_EMPLOYERS = frozenset({Healing.CREATE_EMPLOYER, Healing.ADD_TO_GROUP})
"""What makes or moves an employer: who is limited could open more to themselves by it."""


def heal(decider: Decider, key: GroupKey, treatment: Treatment, *, dry_run: bool = False) -> Healed:
    """Does what heals a group, or in a dry run says what that would come to.

    Who is limited to employers makes and moves none. Gaps are released of one case, or without a
    subject of every case of the account that has one.
    """
    if treatment.healing in _CHANGES_EMPLOYERS and not decider.authority.is_whole:
        return Healed(findings=(Finding("PK107", {"healing": treatment.healing}),))
    with tenant(decider.arbodienst):
        if not dry_run:
            # What batches at work would park is parked first; no configuration changes meanwhile.
            take_all_lanes(decider.arbodienst)
            Arbodienst.objects.select_for_update(no_key=True).get(id=decider.arbodienst)
        rows = _rows(decider, key, treatment.healing)
        fitting = _fitting(rows, treatment.healing)
        if not fitting:
            return Healed(findings=(_obstacle(key, treatment.healing, is_there=bool(rows)),))
        request = Request(decider=decider, rows=fitting, treatment=treatment, dry_run=dry_run)
        healed = _HEALERS[treatment.healing](request)
        if healed.applied:
            _log(request, key, healed)
            if healed.differences:
                healed = replace(healed, save=last_save(decider.arbodienst))
    return healed


def heal_all(
    decider: Decider, asked: Sequence[tuple[GroupKey, Treatment]], *, dry_run: bool = False
) -> tuple[Healed, ...]:
    """Does what heals each of several groups, in order; what cannot be done holds up no other."""
    return tuple(heal(decider, key, treatment, dry_run=dry_run) for key, treatment in asked)


def _rows(decider: Decider, key: GroupKey, healing: Healing) -> Sequence[GroupRow]:
    if healing is Healing.RELEASE_GAP and not key.subject:
        is_open = decider.authority.opens_account(key.account)
        choice = GroupChoice(accounts=(key.account,) if is_open else (), cause=key.cause)
        return read_groups(choice)
    row = find_group(key, decider.authority)
    return [] if row is None else [row]


def _fitting(rows: Sequence[GroupRow], healing: Healing) -> tuple[GroupRow, ...]:
    """The groups that go on because of it.

    No gap is released before a report that was received and has no effect yet, unless a person
    refused that report: then there is nothing else to wait for (VE-2).
    """
    cases = read_case_numbers(rows)
    ways = {number: case.in_the_way[3] for number, case in cases.items() if case.in_the_way}
    return tuple(
        row
        for number, row in enumerate(rows)
        if healing.is_done_here and healing in _offered(row, ways.get(number))
    )


def _offered(row: GroupRow, in_the_way: str | None) -> tuple[Healing, ...]:
    """What heals a group, by the state of the report in its way if there is one."""
    if in_the_way is None:
        return parking_cause(row.cause).healings
    return (Healing.RELEASE_GAP,) if in_the_way == ReportState.REFUSED else ()


def _obstacle(key: GroupKey, healing: Healing, *, is_there: bool) -> Finding:
    """Why nothing is healed."""
    if not healing.is_done_here:
        return Finding("PK103", {"healing": healing})
    if not is_there:
        return Finding("PK102", {"cause": key.cause, "subject": " / ".join(key.subject)})
    return Finding("PK101", {"healing": healing, "cause": key.cause})


def _log(request: Request, key: GroupKey, healed: Healed) -> None:
    ref = AccountRef(arbodienst=request.decider.arbodienst, account=key.account)
    details = {
        "cause": key.cause,
        "subject": list(key.subject),
        "healing": request.treatment.healing,
        "groups": len(request.rows),
        "reports": healed.reports,
    }
    log_event(ref, request.decider.by, "parking-healed", details)
