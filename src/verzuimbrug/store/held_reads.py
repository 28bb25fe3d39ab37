"""What is held, and what waits behind it, read set-wise (VE-2)."""

from collections.abc import Collection, Mapping

from verzuimbrug.store.sql import Row, select

_BEHIND = (
    "FROM store_absencereport h JOIN store_absencereport w ON w.account_id = h.account_id "
    "AND w.employer_id = h.employer_id AND w.case_key = h.case_key AND w.sequence > h.sequence "
    "AND w.state = 'parked' AND w.message_id <> h.message_id "
)


def held_messages(after: int, most: int) -> list[Row]:
    """Id, receipt, account, stream, moment of receipt, findings and corrected receipt, by id.

    What belongs to a delivery of the portal's state is decided on there.
    """
    return select(
        "SELECT m.id, m.receipt, a.name, s.name, m.received_at, m.findings, c.receipt "
        "FROM store_message m JOIN store_clientaccount a ON a.id = m.account_id "
        "JOIN store_stream s ON s.id = m.stream_id "
        "LEFT JOIN store_message c ON c.id = m.corrects_id "
        "WHERE m.state = 'held' AND m.undone_id IS NULL AND m.portal_delivery_id IS NULL "
        "AND m.id > %s ORDER BY m.id LIMIT %s",
        after,
        most,
    )


def disputed_reports(after: int, most: int) -> list[Row]:
    """The reports that wait for a decision on themselves, with their employees, by id."""
    return select(
        "SELECT r.id, m.receipt, r.position, a.name, s.name, r.employer_code, r.case_key, "
        "r.sequence, r.state, m.received_at, r.findings, r.employee_id "
        "FROM store_absencereport r JOIN store_message m ON m.id = r.message_id "
        "JOIN store_clientaccount a ON a.id = m.account_id JOIN store_stream s "
        "ON s.id = m.stream_id WHERE r.state IN ('conflict', 'held') AND r.standing <> 'held' "
        "AND m.state <> 'rejected' AND m.undone_id IS NULL AND r.id > %s ORDER BY r.id LIMIT %s",
        after,
        most,
    )


def message_shown(receipt: str) -> list[Row]:
    """The same of one message that has a list of changes, with its digest."""
    return select(
        "SELECT m.id, m.receipt, a.name, s.name, m.received_at, m.findings, c.receipt, m.shown "
        "FROM store_message m JOIN store_clientaccount a ON a.id = m.account_id "
        "JOIN store_stream s ON s.id = m.stream_id "
        "LEFT JOIN store_message c ON c.id = m.corrects_id "
        "WHERE m.receipt = %s AND (m.state = 'held' OR m.shown <> '')",
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
