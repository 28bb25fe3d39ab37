"""What is held, and what waits behind it, read set-wise (VE-2)."""

from collections.abc import Collection, Mapping

from verzuimbrug.store.sql import Row, select

_BEHIND = (
    "FROM store_absencereport h JOIN store_absencereport w ON w.account_id = h.account_id "
    "AND w.employer_id = h.employer_id AND w.case_key = h.case_key AND w.sequence > h.sequence "
    "AND w.state = 'parked' AND w.message_id <> h.message_id "
)


Accounts = Collection[int] | None
"""Those that are open to somebody; None for all."""
_OPEN = "m.account_id = ANY(coalesce(%s::bigint[], ARRAY[m.account_id]))"


def _listed(accounts: Accounts) -> list[int] | None:
    return None if accounts is None else sorted(accounts)


def held_messages(
    accounts: Accounts, after: int, most: int, receipts: Collection[str] | None = None
) -> list[Row]:
    """Id, receipt, account, stream, moment of receipt, findings, corrected receipt, digest, by id.

    What belongs to a delivery of the portal's state is decided on there. With receipts only those.
    """
    return select(
        "SELECT m.id, m.receipt, a.name, s.name, m.received_at, m.findings, c.receipt, m.shown "
        "FROM store_message m JOIN store_clientaccount a ON a.id = m.account_id "
        "JOIN store_stream s ON s.id = m.stream_id "
        "LEFT JOIN store_message c ON c.id = m.corrects_id "
        "WHERE m.state = 'held' AND m.undone_id IS NULL AND m.portal_delivery_id IS NULL "
        "AND m.receipt = ANY(coalesce(%s::text[], ARRAY[m.receipt::text])) "
        f"AND {_OPEN} AND m.id > %s ORDER BY m.id LIMIT %s",
        None if receipts is None else list(receipts),
        _listed(accounts),
        after,
        most,
    )


AWAITS_DECISION = (
    "r.state IN ('conflict', 'held') AND r.standing <> 'held' "
    "AND m.state NOT IN ('rejected', 'held') AND m.undone_id IS NULL"
)
"""Of a report r of a message m: whether somebody has to decide on the report itself."""


def disputed_reports(accounts: Accounts, after: int, most: int) -> list[Row]:
    """The reports that wait for a decision on themselves, with their employees, by id."""
    return select(
        "SELECT r.id, m.receipt, r.position, a.name, s.name, r.employer_code, r.case_key, "
        "r.sequence, r.state, m.received_at, r.findings, r.employee_id "
        "FROM store_absencereport r JOIN store_message m ON m.id = r.message_id "
        "JOIN store_clientaccount a ON a.id = m.account_id JOIN store_stream s "
        f"ON s.id = m.stream_id WHERE {AWAITS_DECISION} "
        f"AND {_OPEN} AND r.id > %s ORDER BY r.id LIMIT %s",
        _listed(accounts),
        after,
        most,
    )


def count_held(accounts: Accounts, most: int) -> tuple[int, int]:
    """How many messages, and how many reports, wait for a person; at most so many of each."""
    ((messages, reports),) = select(
        "SELECT (SELECT count(*) FROM (SELECT 1 FROM store_message m WHERE m.state = 'held' "
        f"AND m.undone_id IS NULL AND m.portal_delivery_id IS NULL AND {_OPEN} LIMIT %s) AS h), "
        "(SELECT count(*) FROM (SELECT 1 FROM store_absencereport r "
        f"JOIN store_message m ON m.id = r.message_id WHERE {AWAITS_DECISION} "
        f"AND {_OPEN} LIMIT %s) AS d)",
        *(_listed(accounts), most, _listed(accounts), most),
    )
    return messages, reports


def message_shown(accounts: Accounts, receipt: str) -> list[Row]:
    """The same of one message that has a list of changes."""
    return select(
        "SELECT m.id, m.receipt, a.name, s.name, m.received_at, m.findings, c.receipt, m.shown "
        "FROM store_message m JOIN store_clientaccount a ON a.id = m.account_id "
        "JOIN store_stream s ON s.id = m.stream_id "
        "LEFT JOIN store_message c ON c.id = m.corrects_id "
        f"WHERE {_OPEN} AND m.receipt = %s AND (m.state = 'held' OR m.shown <> '')",
        _listed(accounts),
        receipt,
    )


def waiting_behind(messages: Collection[int]) -> Mapping[int, int]:
    """How many reports of other messages wait behind held ones of each message."""
    rows = select(
        f"SELECT h.message_id, count(DISTINCT w.id) {_BEHIND} "
        "WHERE h.state = 'held' AND h.message_id = ANY(%s) GROUP BY h.message_id",
        list(messages),
    )
    return dict(rows)


def reports_behind(message: int, most: int) -> list[Row]:
    """Receipt, position, employer code, case, number, and the held number that each waits for."""
    return select(
        "SELECT m.receipt, w.position, w.employer_code, w.case_key, w.sequence, max(h.sequence) "
        f"{_BEHIND} JOIN store_message m ON m.id = w.message_id "
        "WHERE h.state = 'held' AND h.message_id = %s "
        "GROUP BY m.id, m.receipt, w.position, w.employer_code, w.case_key, w.sequence "
        "ORDER BY m.id, w.position LIMIT %s",
        message,
        most,
    )


def still_there(employees: Collection[int]) -> list[int]:
    """Those of the persons that exist; a list that was rolled back can have others."""
    rows = select("SELECT id FROM store_employee WHERE id = ANY(%s)", sorted(employees))
    return [row[0] for row in rows]
