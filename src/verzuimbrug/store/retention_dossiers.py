"""Dossiers that may be over their term: when each ended, and all that is still open of it (VE-6).

What holds a person is a message, and often many persons: what is open of a message is asked once,
for all dossiers that are looked at together.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime

from verzuimbrug.domain.retention import Candidate, RetentionKind, Unfinished
from verzuimbrug.store.retention import OPEN_OF_MESSAGE, as_candidate, reasons_of
from verzuimbrug.store.sql import execute, select

_PORTION = 2000
_LOCAL = "AT TIME ZONE 'Europe/Amsterdam'"

_PERSONS = (
    "SELECT e.id FROM store_employee e WHERE e.id > %s "
    "AND EXISTS (SELECT 1 FROM store_absencecase c WHERE c.employee_id = e.id) "
    "AND NOT EXISTS (SELECT 1 FROM store_statement t JOIN store_message m ON m.id = t.message_id "
    "WHERE t.employee_id = e.id AND m.received_at >= %s) "
    "ORDER BY e.id LIMIT %s"
)
"""Who has or had a case, and was not in any message that was received since."""

_DUE = (
    "SELECT x.employee_id FROM store_eventdue d, unnest(d.{items}) AS u(id) "
    "JOIN {table} x ON x.id = u.id"
)

_OPEN_OF_PERSON: Mapping[Unfinished, str] = {
    Unfinished.OPEN_CASE: "SELECT c.employee_id FROM store_absencecase c JOIN e "
    "ON e.id = c.employee_id WHERE c.status = 'open' AND NOT c.hidden",
    Unfinished.EVENTS: "SELECT v.employee_id FROM store_event v "
    f"UNION {_DUE.format(items='changes', table='store_change')} "
    f"UNION {_DUE.format(items='cases', table='store_absencecase')} "
    f"UNION {_DUE.format(items='items', table='store_passedonitem')}",
    Unfinished.EXPORTS: "SELECT x.employee_id FROM store_exportdue x "
    "UNION SELECT unnest(g.employees) FROM store_exportmessage g WHERE g.state = 'waiting'",
    Unfinished.PASSED_ON: "SELECT i.employee_id FROM store_passedonitem i "
    "WHERE i.content IS NOT NULL",
    Unfinished.DELIVERY: "SELECT l.employee_id FROM store_portalperson q "
    "JOIN store_portaldelivery d ON d.id = q.delivery_id "
    "JOIN store_employer w ON w.code = q.employer_code JOIN store_linkkey l "
    "ON l.account_id = d.account_id AND l.employer_id = w.id AND l.key = q.key",
}
"""Of whom something is open, beside what is open of messages; among `e`, where that is less."""

_OWN = " UNION ".join(
    f"SELECT own.person, '{name}' FROM ({persons}) AS own(person) JOIN e ON e.id = own.person"
    for name, persons in _OPEN_OF_PERSON.items()
)

_DOSSIERS = (
    "WITH e AS MATERIALIZED (SELECT id FROM store_employee WHERE id = ANY(%s)), "
    "held AS MATERIALIZED (SELECT t.employee_id AS person, t.message_id FROM e "
    "JOIN store_statement t ON t.employee_id = e.id "
    "UNION SELECT h.employee_id, h.message_id FROM e JOIN store_change h ON h.employee_id = e.id "
    "WHERE h.message_id IS NOT NULL "
    "UNION SELECT c.employee_id, r.message_id FROM e JOIN store_absencecase c "
    "ON c.employee_id = e.id JOIN store_absencereport r ON r.account_id = c.account_id "
    "AND r.employer_id = c.employer_id AND r.case_key = c.key "
    "UNION SELECT i.employee_id, i.message_id FROM e JOIN store_passedonitem i "
    "ON i.employee_id = e.id "
    "UNION SELECT l.employee_id, n.message_id FROM e JOIN store_linkkey l ON l.employee_id = e.id "
    "JOIN store_waiting n USING (account_id, employer_id, key) "
    "UNION SELECT l.employee_id, n.message_id FROM e JOIN store_linkkey l ON l.employee_id = e.id "
    "JOIN store_awaited n USING (account_id, employer_id, key)), "
    "o AS MATERIALIZED (SELECT m.id, greatest(m.received_at, m.decided_at) AS at, "
    f"{reasons_of(OPEN_OF_MESSAGE)} AS reasons FROM store_message m "
    "WHERE m.id IN (SELECT message_id FROM held)), "
    "last AS (SELECT h.person, max(o.at) AS at FROM held h JOIN o ON o.id = h.message_id "
    "GROUP BY 1), "
    "every AS (SELECT h.person, each.reason FROM held h JOIN o ON o.id = h.message_id, "
    f"unnest(o.reasons) AS each(reason) UNION {_OWN}), "
    "open AS (SELECT person, array_agg(reason) AS reasons FROM every GROUP BY 1) "
    f"SELECT e.id, e.id::text, greatest((last.at {_LOCAL})::date, "
    f"(SELECT (max(h.at) {_LOCAL})::date FROM store_change h WHERE h.employee_id = e.id), "
    "(SELECT max(c.recovered_on) FROM store_absencecase c WHERE c.employee_id = e.id)), "
    "coalesce(open.reasons, '{}') "
    "FROM e JOIN last ON last.person = e.id LEFT JOIN open ON open.person = e.id ORDER BY 1"
)
"""Of some persons the day of the last that came, changed or ended, and what is open of them."""


def read_dossiers(before: datetime) -> Iterator[Candidate]:
    """All persons with cases of whom nothing was received since a moment, by id, in portions."""
    last = 0
    while numbers := [row[0] for row in select(_PERSONS, last, before, _PORTION)]:
        yield from dossiers_now(numbers)
        last = numbers[-1]


def dossiers_now(persons: Collection[int]) -> list[Candidate]:
    """These persons as they are now."""
    rows = select(_DOSSIERS, list(persons))
    return [as_candidate(RetentionKind.DOSSIERS, *row) for row in rows]


def lock_messages(messages: Collection[int]) -> None:
    """None of these is put back in the queue until the transaction ends."""
    execute(
        "SELECT 1 FROM store_message WHERE id = ANY(%s) ORDER BY id FOR UPDATE", sorted(messages)
    )


def open_of_messages(messages: Collection[int]) -> tuple[date, frozenset[Unfinished]]:
    """The day that the last of these came or was decided on, and what is open of any; one at least.

    These are all that hold a person, where `dossiers_now` looks where it can look fast.
    """
    ((last, reasons),) = select(
        f"SELECT (max(o.at) {_LOCAL})::date, array_agg(each) FILTER (WHERE each IS NOT NULL) FROM "
        f"(SELECT greatest(m.received_at, m.decided_at) AS at, {reasons_of(OPEN_OF_MESSAGE)} "
        "AS reasons FROM store_message m WHERE m.id = ANY(%s)) o "
        "LEFT JOIN LATERAL unnest(o.reasons) AS each ON true",
        list(messages),
    )
    return last, frozenset(map(Unfinished, reasons or ()))


def employers_of_dossiers(persons: Collection[int]) -> Mapping[str, int]:
    """How many of these are at each employer, by its code."""
    rows = select(
        "SELECT w.code, count(*) FROM store_employee e JOIN store_employer w "
        "ON w.id = e.employer_id WHERE e.id = ANY(%s) GROUP BY 1 ORDER BY 1",
        list(persons),
    )
    return dict(rows)
