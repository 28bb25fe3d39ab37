"""What the readiness checks look at, read set-wise (GR-1 to GR-5)."""

from collections.abc import Collection, Sequence
from datetime import date

from verzuimbrug.domain.snapshot import CaseFacts
from verzuimbrug.store import stored
from verzuimbrug.store.sql import Row, select

_CLASSIFICATIONS = (
    "CASE WHEN e.scheme_id IS NOT NULL THEN ARRAY(SELECT c.code FROM store_classification c "
    "WHERE c.arbodienst_id = e.arbodienst_id AND c.scheme_id = e.scheme_id) END"
)


def employers_in_scope(account: int, today: date) -> list[Row]:
    """Id, code, name, contract reference and classifications of the employers in scope today.

    An employer without a scheme has no list of classifications at all.

    The same as `domain.scope` says of one employer (WG-2, WG-4); a run-out is no scope.
    """
    return select(
        f"SELECT e.id, e.code, e.name, e.contract_reference, {_CLASSIFICATIONS} "
        "FROM store_employer e JOIN store_clientaccount a ON a.id = %s "
        "WHERE %s BETWEEN coalesce(e.starts_on, '-infinity') AND coalesce(e.ends_on, 'infinity') "
        "AND (a.scope_all OR EXISTS (SELECT 1 FROM store_accountscope s "
        "LEFT JOIN store_groupmembership m ON m.group_id = s.group_id "
        "AND %s BETWEEN coalesce(m.starts_on, '-infinity') AND coalesce(m.ends_on, 'infinity') "
        "WHERE s.account_id = a.id AND e.id IN (s.employer_id, m.employer_id))) ORDER BY e.code",
        account,
        today,
        today,
    )


def count_employees(employers: Collection[int]) -> int:
    """How many employees the employers have."""
    rows = select(
        "SELECT count(*) FROM store_employee WHERE employer_id = ANY(%s) AND NOT hidden",
        list(employers),
    )
    count: int = rows[0][0]
    return count


def employees_without_key(account: int, employers: Collection[int]) -> list[Row]:
    """Id, employer, birth date, surname and initials of who has no link key for the account."""
    return select(
        "SELECT e.id, e.employer_id, coalesce(e.birth_date::text, ''), "
        "coalesce(e.fields->>'surname', ''), coalesce(e.fields->>'initials', '') "
        "FROM store_employee e WHERE e.employer_id = ANY(%s) AND NOT e.hidden AND NOT EXISTS ("
        "SELECT 1 FROM store_linkkey l WHERE l.employee_id = e.id AND l.account_id = %s "
        "AND NOT l.hidden) "
        "ORDER BY e.id",
        list(employers),
        account,
    )


def employees_by_key(account: int, employers: Collection[int]) -> dict[tuple[int, str], int]:
    """The employee of each link key that the account has at the employers, former keys too."""
    rows = select(
        "SELECT employer_id, key, employee_id FROM store_linkkey "
        "WHERE account_id = %s AND employer_id = ANY(%s) AND NOT hidden",
        account,
        list(employers),
    )
    return {(employer, key): employee for employer, key, employee in rows}


def employers_of(employees: Collection[int], employers: Collection[int]) -> dict[int, int]:
    """The employer of each of the employees that is at one of the employers."""
    rows = select(
        "SELECT id, employer_id FROM store_employee WHERE id = ANY(%s) AND employer_id = ANY(%s) "
        "AND NOT hidden",
        list(employees),
        list(employers),
    )
    return dict(rows)


def shown_names(employees: Collection[int]) -> dict[int, tuple[str, str]]:
    """Surname and initials of those who have a case that counts (datakluis)."""
    rows = select(
        "SELECT e.id, coalesce(e.fields->>'surname', ''), coalesce(e.fields->>'initials', '') "
        "FROM store_employee e WHERE e.id = ANY(%s) AND EXISTS (SELECT 1 FROM store_absencecase c "
        "WHERE c.employee_id = e.id AND c.status <> 'withdrawn' AND NOT c.hidden)",
        list(employees),
    )
    return {employee: (surname, initials) for employee, surname, initials in rows}


def open_cases(employers: Collection[int]) -> list[CaseFacts]:
    """The open cases at the employers, whichever account brought them in."""
    rows = select(
        f"SELECT {stored.CASE_COLUMNS} FROM store_absencecase c "
        "WHERE c.employer_id = ANY(%s) AND c.status = 'open' AND NOT c.hidden ORDER BY c.id",
        list(employers),
    )
    return [stored.case_facts(row) for row in rows]


def unprocessed_messages(account: int) -> list[tuple[int, int]]:
    """Id and size of what an account received that changed nothing yet, in order of receipt.

    That is what was never decided, and what ran dry after the last message that was not dry.
    """
    rows = select(
        "SELECT m.id, m.size FROM store_message m WHERE m.account_id = %s AND ("
        "(m.state = 'received' AND m.decided_at IS NULL) OR (m.state = 'processed' AND m.dry_run "
        "AND NOT EXISTS (SELECT 1 FROM store_message l WHERE l.account_id = m.account_id "
        "AND l.id > m.id AND l.state = 'processed' AND NOT l.dry_run))) ORDER BY m.id",
        account,
    )
    return [(number, size) for number, size in rows]


def messages_with_possible_doubles(
    account: int, employers: Collection[int] | None = None
) -> list[tuple[int, int]]:
    """Id and size of the messages that wait for a decision on who a key is (WN-4).

    At any employer, or at some.
    """
    rows = select(
        "SELECT m.id, m.size FROM store_message m WHERE m.id IN ("
        "SELECT w.message_id FROM store_waiting w WHERE w.account_id = %s "
        "AND w.cause = 'duplicate' "
        "AND w.employer_id = ANY(coalesce(%s::bigint[], ARRAY[w.employer_id]))) ORDER BY m.id",
        account,
        None if employers is None else list(employers),
    )
    return [(number, size) for number, size in rows]


def newest_messages(streams: Sequence[int]) -> list[int]:
    """The newest message of each stream whose bytes are still there."""
    rows = select(
        "SELECT DISTINCT ON (m.stream_id) m.id FROM store_message m "
        "JOIN store_messagebody b ON b.id = m.id AND length(b.content) > 0 "
        "WHERE m.stream_id = ANY(%s) ORDER BY m.stream_id, m.id DESC",
        list(streams),
    )
    return [row[0] for row in rows]
