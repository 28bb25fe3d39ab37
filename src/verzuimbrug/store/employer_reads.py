"""Employers, what reaches them and what became of it, read set-wise."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from verzuimbrug.store.sql import Row, select

MOST_CHANGES = 10_000
"""So many changes are counted at most."""

# By the codes, for which there is an index: an employer has one, and those it had before.
_REPORTS_OF = (
    "r.account_id = ANY(%s) AND r.employer_id = %s AND r.employer_code = ANY("
    "ARRAY(SELECT e.code FROM store_employer e WHERE e.id = %s UNION ALL "
    "SELECT c.code FROM store_reservedcode c WHERE c.employer_id = %s))"
)

_PERIOD = "%s BETWEEN coalesce({0}.starts_on, '-infinity') AND coalesce({0}.ends_on, 'infinity')"
_GROUPS = (
    "ARRAY(SELECT g.code FROM store_groupmembership m JOIN store_employergroup g "
    f"ON g.id = m.group_id WHERE m.employer_id = e.id AND {_PERIOD.format('m')} ORDER BY g.code)"
)
_NAMED = (
    "(e.code ILIKE %s OR e.name ILIKE %s OR e.kvk_number LIKE %s OR e.id IN "
    "(SELECT r.employer_id FROM store_reservedcode r WHERE r.code ILIKE %s))"
)
_IN_GROUP = (
    "e.id IN (SELECT m.employer_id FROM store_groupmembership m WHERE m.group_id = %s AND "
    f"{_PERIOD.format('m')})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerChoice:
    """Which employers to read, in which order; None leaves the choice open.

    `text` is the start of a code, present or former, or of a KvK number, or a part of a name.
    `day` says on which day group and time as a client are looked at; `is_client` limits to that
    time. Those after an employer come, at most `limit`.
    """

    employers: Collection[int] | None = None
    text: str = ""
    group: int | None = None
    scheme: int | None = None
    without_scheme: bool = False
    day: date
    is_client: bool = False
    column: str = "code"
    descending: bool = False
    after: int = 0
    limit: int | None = None


def read_employers(choice: EmployerChoice) -> list[Row]:
    """Id, code, name, KvK number, first and last day, scheme, groups on the day."""
    conditions, params = _conditions(choice)
    order = "DESC" if choice.descending else "ASC"
    return select(
        f"SELECT e.id, e.code, e.name, e.kvk_number, e.starts_on, e.ends_on, coalesce(s.code, ''), "
        f"{_GROUPS} FROM store_employer e LEFT JOIN store_classificationscheme s "
        f"ON s.id = e.scheme_id WHERE {' AND '.join(conditions)} "
        f"ORDER BY e.{choice.column} {order}, e.id {order} LIMIT %s",
        choice.day,
        *params,
        choice.limit,
    )


def _conditions(choice: EmployerChoice) -> tuple[list[str], list[object]]:
    conditions, params = ["true"], []
    for condition, values in _chosen(choice):
        conditions.append(condition)
        params += values
    return conditions, params


def _chosen(choice: EmployerChoice) -> Sequence[tuple[str, list[object]]]:
    start = _pattern(choice.text) + "%"
    last = f"a.{choice.column}, a.id FROM store_employer a WHERE a.id = %s"
    beyond = "<" if choice.descending else ">"
    all_of_them: Sequence[tuple[bool, str, list[object]]] = (
        (choice.employers is not None, "e.id = ANY(%s)", [sorted(choice.employers or ())]),
        (bool(choice.text), _NAMED, [start, "%" + start, start, start]),
        (choice.group is not None, _IN_GROUP, [choice.group, choice.day]),
        (choice.scheme is not None, "e.scheme_id = %s", [choice.scheme]),
        (choice.without_scheme, "e.scheme_id IS NULL", []),
        (choice.is_client, _PERIOD.format("e"), [choice.day]),
        (
            choice.after > 0,
            f"(e.{choice.column}, e.id) {beyond} (SELECT {last})",
            [choice.after],
        ),
    )
    return [(condition, values) for wanted, condition, values in all_of_them if wanted]


def _pattern(text: str) -> str:
    """The text as itself in a pattern of LIKE."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def read_coupling_reports(employer: int, accounts: Collection[int], since: date) -> list[Row]:
    """Account, day, state and number of the reports that came in since a day."""
    return select(
        "SELECT r.account_id, r.received_on, r.state, count(*) FROM store_absencereport r "
        f"WHERE {_REPORTS_OF} AND r.received_on >= %s GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        list(accounts),
        *[employer] * 3,
        since,
    )


def read_coupling_parked(employer: int, accounts: Collection[int]) -> list[Row]:
    """Account and number of the reports that wait; those too that know the employer by code only.

    The oldest message of them is the third.
    """
    return select(
        "SELECT r.account_id, count(*), min(r.message_id) FROM store_absencereport r "
        "WHERE r.state = 'parked' AND r.account_id = ANY(%s) AND (r.employer_id = %s OR "
        "(r.employer_id IS NULL AND r.employer_code = "
        "(SELECT e.code FROM store_employer e WHERE e.id = %s))) GROUP BY 1",
        list(accounts),
        employer,
        employer,
    )


def read_coupling_waiting(employer: int, accounts: Collection[int]) -> list[Row]:
    """Account and number of the persons whose data wait outside a report."""
    return select(
        "SELECT w.account_id, sum(w.persons)::int FROM store_waiting w "
        "WHERE w.account_id = ANY(%s) AND w.employer_id = %s GROUP BY 1",
        list(accounts),
        employer,
    )


def read_coupling_changes(employer: int, since: datetime) -> list[Row]:
    """Account, number of changes, of changed persons, and the last message that changed anything.

    Changes that a person made have account 0. Of more than `MOST_CHANGES` the latest are counted.
    """
    return select(
        "SELECT coalesce(m.account_id, 0), count(*), count(DISTINCT c.employee_id), "
        "max(c.message_id) FROM (SELECT x.message_id, x.employee_id FROM store_employee p "
        "JOIN store_change x ON x.employee_id = p.id WHERE p.employer_id = %s AND x.at >= %s "
        "ORDER BY x.id DESC LIMIT %s) c LEFT JOIN store_message m ON m.id = c.message_id "
        "GROUP BY 1",
        employer,
        since,
        MOST_CHANGES,
    )


def read_last_messages(
    employer: int, accounts: Collection[int], also: Collection[int]
) -> list[Row]:
    """Account, id, receipt, stream, moment and state of the last message about the employer.

    It is the last one with reports of the employer, or one of those given besides.
    """
    return select(
        "SELECT DISTINCT ON (m.account_id) m.account_id, m.id, m.receipt, s.name, m.received_at, "
        "m.state FROM store_message m JOIN store_stream s ON s.id = m.stream_id WHERE m.id IN ("
        f"SELECT max(r.message_id) FROM store_absencereport r WHERE {_REPORTS_OF} "
        "GROUP BY r.account_id UNION ALL SELECT unnest(%s::bigint[])) "
        "AND m.account_id = ANY(%s) ORDER BY m.account_id, m.id DESC",
        list(accounts),
        *[employer] * 3,
        list(also),
        list(accounts),
    )
