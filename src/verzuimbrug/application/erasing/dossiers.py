"""Dossiers that are over their term: looked at again, and erased as one is on request (WN-9)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from verzuimbrug.application.decider import Decider
from verzuimbrug.application.persons.erasing import Found, erase_found, look_at
from verzuimbrug.domain.erasing import unfinished_of
from verzuimbrug.domain.retention import (
    Candidate,
    Choice,
    RetentionKind,
    Terms,
    Unfinished,
    choose,
    last_day,
)
from verzuimbrug.store.lanes import take_all_lanes
from verzuimbrug.store.models import Employee, RetentionRun
from verzuimbrug.store.retention_dossiers import dossiers_now, lock_messages, open_of_messages


def erase_dossiers(
    run: RetentionRun, terms: Terms, persons: Collection[int], today: date
) -> Choice:
    """Erases those of these persons that are still finished; which they are, and why others stay.

    Every lane of the arbodienst is taken: nothing is decided on until the transaction ends.
    """
    decider = Decider(arbodienst=run.arbodienst_id, by=run.by)
    take_all_lanes(decider.arbodienst)
    last = last_day(terms, RetentionKind.DOSSIERS, today)
    rows = Employee.objects.filter(id__in=persons).select_related("employer")
    found = {each.row.id: each for each in look_at(list(rows))}
    lock_messages(frozenset().union(*(each.messages for each in found.values())))
    candidates = [_as_it_is(each, found[each.id], last) for each in dossiers_now(list(found))]
    choice = choose(candidates, terms, today)
    for each in choice.erased:
        erase_found(decider, found[each.id], f"retention {run.id}")
    return choice


def _as_it_is(shown: Candidate, found: Found, last: date) -> Candidate:
    """With all that is open of every message that holds the person, and what refuses a request."""
    day, reasons = open_of_messages(found.messages)
    is_later = max(day, shown.ended_on) > last
    return replace(
        shown,
        ended_on=min(last, shown.ended_on),
        unfinished=shown.unfinished
        | reasons
        | unfinished_of(found.findings)
        | (frozenset({Unfinished.SINCE}) if is_later else frozenset()),
    )
