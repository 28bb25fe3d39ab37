"""Employers searched: by code, name, KvK number, group, scheme, and on a day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.application.pages import Page, Window, cut
from verzuimbrug.domain.scope import Period
from verzuimbrug.store.employer_reads import EmployerChoice, read_employers
from verzuimbrug.store.sql import Row
from verzuimbrug.store.tenancy import tenant


class EmployerOrder(StrEnum):
    """By what employers are put in order; a minus is the other way round."""

    CODE = "code"
    CODE_BACK = "-code"
    NAME = "name"
    NAME_BACK = "-name"


class ClientState(StrEnum):
    """Where an employer stands as a client of the arbodienst."""

    TO_COME = "to-come"
    CLIENT = "client"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerFilter:
    """Which employers to list; what is None or empty leaves the choice open.

    `group` and `scheme` are ids. `client_on` is a day on which they are clients; the groups are
    those of that day, or else of today.
    """

    text: str = ""
    group: int | None = None
    scheme: int | None = None
    without_scheme: bool = False
    client_on: date | None = None
    order: EmployerOrder = EmployerOrder.CODE


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerHit:
    """An employer in a list, with its groups on the day."""

    id: int
    code: str
    name: str
    kvk_number: str
    start: date | None
    end: date | None
    scheme: str
    groups: tuple[str, ...]
    state: ClientState


def search_employers(reader: Reader, chosen: EmployerFilter, window: Window) -> Page[EmployerHit]:
    """A page of the employers that are open to the reader and that the filter chooses.

    The next page goes on after the last employer; which that is says its id.
    """
    today = timezone.localdate()
    with tenant(reader.arbodienst):
        # PostgreSQL refuses to compare with a NUL; nothing stored has one.
        found = [] if "\0" in chosen.text else read_employers(_choice(reader, chosen, window))
    rows, next_after = cut(found, window, lambda row: int(row[0]))
    return Page(tuple(_hit(row, today) for row in rows), next_after)


def find_codes(reader: Reader, chosen: EmployerFilter) -> tuple[str, ...]:
    """The codes of all employers that a search finds, in its order; within the tenant."""
    if "\0" in chosen.text:
        return ()
    return tuple(row[1] for row in read_employers(_choice(reader, chosen, None)))


def _choice(reader: Reader, chosen: EmployerFilter, window: Window | None) -> EmployerChoice:
    return EmployerChoice(
        employers=reader.authority.employers,
        text=chosen.text.strip(),
        group=chosen.group,
        scheme=chosen.scheme,
        without_scheme=chosen.without_scheme,
        day=chosen.client_on or timezone.localdate(),
        is_client=chosen.client_on is not None,
        column=chosen.order.removeprefix("-"),
        descending=chosen.order.startswith("-"),
        after=window.after if window else 0,
        limit=window.take if window else None,
    )


def _hit(row: Row, today: date) -> EmployerHit:
    number, code, name, kvk_number, start, end, scheme, groups = row
    return EmployerHit(
        id=number,
        code=code,
        name=name,
        kvk_number=kvk_number,
        start=start,
        end=end,
        scheme=scheme,
        groups=tuple(groups),
        state=client_state(start, end, today),
    )


def client_state(start: date | None, end: date | None, today: date) -> ClientState:
    """Where somebody who is a client from a first to a last day stands today."""
    if Period(start=start, end=end).holds_on(today):
        return ClientState.CLIENT
    is_ahead = start is not None and start > today
    return ClientState.TO_COME if is_ahead else ClientState.ENDED
