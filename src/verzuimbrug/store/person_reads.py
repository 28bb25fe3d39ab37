"""Reading one person with all that hangs together with them: a fixed number of queries."""

from collections.abc import Collection, Sequence

from verzuimbrug.store.person_search import HAS_CASE, IS_KEYED_BY
from verzuimbrug.store.sql import Row, select

_ISSUES = ("parked", "held", "conflict")
_MOST_REPORTS = 1000


def person(number: int, employers: frozenset[int] | None) -> Row | None:
    """A person that is not hidden, at one of these employers; None when there is none."""
    rows = select(
        "SELECT e.id, e.fields, e.birth_date, e.bsn IS NOT NULL, w.id, w.code, w.name, "
        f"{HAS_CASE} FROM store_employee e JOIN store_employer w ON w.id = e.employer_id "
        "WHERE e.id = %s AND NOT e.hidden AND (%s::bigint[] IS NULL OR e.employer_id = ANY(%s))",
        number,
        _listed(employers),
        _listed(employers),
    )
    return rows[0] if rows else None


def link_keys(employee: int, secret_tag: str) -> list[Row]:
    """The link keys of a person, former and undone ones too; last: whether it is secret."""
    return select(
        f"SELECT a.id, a.name, a.bsn, l.key, l.superseded, l.by_hand, l.hidden, {IS_KEYED_BY} "
        "FROM store_linkkey l JOIN store_clientaccount a ON a.id = l.account_id "
        "WHERE l.employee_id = %s ORDER BY a.name, l.hidden, l.superseded, l.id",
        secret_tag,
        employee,
    )


def cases(employee: int) -> list[Row]:
    """The cases of a person by first day, withdrawn and undone ones too."""
    return select(
        "SELECT c.id, c.key, c.account_id, a.name, c.employer_id, c.first_day, c.recovered_on, "
        "c.status, c.periods, c.cause, c.safety_net, c.leave, c.end_reason, c.expected_recovery, "
        "c.last_sequence, c.classification, c.continues_id, c.employment, c.hidden "
        "FROM store_absencecase c JOIN store_clientaccount a ON a.id = c.account_id "
        "WHERE c.employee_id = %s ORDER BY c.first_day, c.id",
        employee,
    )


def stream_settings(accounts: Collection[int]) -> list[Row]:
    """Account and settings of each stream."""
    return select(
        "SELECT s.account_id, s.settings FROM store_stream s WHERE s.account_id = ANY(%s)",
        sorted(accounts),
    )


def reports(places: Sequence[tuple[int, int, str]], *, issues_only: bool = False) -> list[Row]:
    """The reports of cases by account, employer and key, in order of number and of receipt.

    `issues_only`: those that wait or are disputed, and those that were remarked upon.
    """
    accounts, employers, keys = zip(*places, strict=True) if places else ((), (), ())
    where = (
        "AND (r.state = ANY(%s) OR (r.state = 'applied' AND cardinality(r.codes) > 0))"
        if issues_only
        else "AND %s::text[] IS NOT NULL"
    )
    return select(
        "SELECT r.case_key, m.receipt, m.received_at, s.name, r.position, r.sequence, "
        "r.state, r.content, r.findings, r.undone_id, u.at, u.by "
        "FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS q(account, employer, key) "
        "JOIN store_absencereport r ON r.account_id = q.account AND r.employer_id = q.employer "
        "AND r.case_key = q.key JOIN store_message m ON m.id = r.message_id "
        "JOIN store_stream s ON s.id = m.stream_id "
        f"LEFT JOIN store_undo u ON u.id = r.undone_id WHERE true {where} "
        "ORDER BY r.case_key, r.sequence, r.message_id, r.position LIMIT %s",
        list(accounts),
        list(employers),
        list(keys),
        list(_ISSUES),
        _MOST_REPORTS,
    )


def waiting(employee: int) -> list[Row]:
    """What waits for a person: receipt, cause and since when."""
    return select(
        "SELECT m.receipt, n.cause, n.since FROM store_linkkey l "
        "JOIN store_waiting n ON n.account_id = l.account_id AND n.employer_id = l.employer_id "
        "AND n.key = l.key JOIN store_message m ON m.id = n.message_id "
        "WHERE l.employee_id = %s ORDER BY n.since, n.id",
        employee,
    )


def statements(employee: int, before: int, most: int) -> list[Row]:
    """What messages said of a person and their employments, newest first; 0 is from the top."""
    return select(
        "SELECT x.id, m.receipt, m.received_at, a.name, s.name, x.object_kind, d.number, "
        "x.stamp->>0, x.fields, x.undone_id, u.at, u.by "
        "FROM store_statement x JOIN store_message m ON m.id = x.message_id "
        "JOIN store_clientaccount a ON a.id = m.account_id "
        "JOIN store_stream s ON s.id = m.stream_id LEFT JOIN store_employment d "
        "ON x.object_kind = 'employment' AND d.id = x.object_id "
        "LEFT JOIN store_undo u ON u.id = x.undone_id "
        "WHERE x.employee_id = %s AND (%s = 0 OR x.id < %s) ORDER BY x.id DESC LIMIT %s",
        employee,
        before,
        before,
        most,
    )


def sealed_bsn(employee: int) -> bytes:
    """The encrypted BSN of a person that has one."""
    ((sealed,),) = select("SELECT e.bsn FROM store_employee e WHERE e.id = %s", employee)
    return bytes(sealed)


def _listed(employers: frozenset[int] | None) -> list[int] | None:
    return None if employers is None else sorted(employers)
