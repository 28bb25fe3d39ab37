"""What is kept of the portal's state, read employer by employer, and in parts of those."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from verzuimbrug.domain.snapshot import CaseFacts, StoredReport
from verzuimbrug.store import stored
from verzuimbrug.store.sql import Row, select


def open_deliveries() -> list[Row]:
    """Id, account, kind and step of the deliveries that are not finished, and the account's status.

    They are those of the present tenant.
    """
    return select(
        "SELECT d.id, d.account_id, d.kind, d.step, a.status FROM store_portaldelivery d "
        "JOIN store_clientaccount a ON a.id = d.account_id "
        "WHERE d.finished_at IS NULL ORDER BY d.id"
    )


def persons_by_code(delivery: int) -> dict[str, int]:
    """How many persons the messages name, by employer code."""
    rows = select(
        "SELECT employer_code, count(*) FROM store_portalperson WHERE delivery_id = %s "
        "GROUP BY employer_code ORDER BY employer_code",
        delivery,
    )
    return dict(rows)


def reports_by_code(delivery: int) -> dict[str, int]:
    """How many reports the messages hold, by employer code."""
    rows = select(
        "SELECT employer_code, count(*) FROM store_portalreport WHERE delivery_id = %s "
        "GROUP BY employer_code",
        delivery,
    )
    return dict(rows)


def next_keys(delivery: int, code: str, after: str, most: int) -> list[str]:
    """The link keys at an employer beyond one of them, in the order of the database."""
    rows = select(
        "SELECT DISTINCT key FROM store_portalperson WHERE delivery_id = %s "
        "AND employer_code = %s AND key > %s ORDER BY key LIMIT %s",
        delivery,
        code,
        after,
        most,
    )
    return [key for (key,) in rows]


def former_keys(delivery: int, code: str, keys: Collection[str]) -> list[tuple[str, str]]:
    """Pairs of keys that a message says are one person's, with one of these in it (WN-3)."""
    names, place = list(keys), (delivery, code)
    rows = select(
        f"SELECT key, key_old FROM {_each('key', 'store_portalperson', 'key, key_old')} "
        "WHERE key_old IS NOT NULL UNION "
        f"SELECT key, key_old FROM {_each('key_old', 'store_portalperson', 'key, key_old')} "
        "WHERE key IS NOT NULL",
        *(names, *place),
        *(names, *place),
    )
    return [(key, former) for key, former in rows]


def case_names(delivery: int, code: str, keys: Collection[str]) -> list[Row]:
    """Key, case and former case of the reports on the cases that these keys have reports on."""
    place = (delivery, code)
    rows = select(
        f"SELECT DISTINCT case_key, case_key_old FROM {_usable('key')}", list(keys), *place
    )
    names = list({name for row in rows for name in row if name is not None})
    return select(
        f"SELECT key, case_key, case_key_old FROM {_usable('case_key')} WHERE key IS NOT NULL "
        f"UNION SELECT key, case_key, case_key_old FROM {_usable('case_key_old')} "
        "WHERE key IS NOT NULL",
        *(names, *place),
        *(names, *place),
    )


def _usable(column: str) -> str:
    """The reports that name a case and have a meaning, by one of their columns."""
    return _each(
        column, "store_portalreport", "key, case_key, case_key_old", "AND r.content IS NOT NULL"
    )


def _each(column: str, table: str, names: str, condition: str = "") -> str:
    """The rows of a delivery at an employer, by a list of values of one column.

    They are looked up value by value: after so many new rows the planner does not know them yet,
    and would go through all.
    """
    wanted = ", ".join(f"r.{name}" for name in names.split(", "))
    return (
        f"unnest(%s::text[]) AS one(value), LATERAL (SELECT {wanted} FROM {table} r "
        f"WHERE r.delivery_id = %s AND r.employer_code = %s AND r.{column} = one.value "
        f"{condition} OFFSET 0) AS found"
    )


def keys_of_one(account: int, employer: int, keys: Collection[str]) -> list[Row]:
    """Employee and key: all keys that the account has for the employees of these."""
    return select(
        "SELECT DISTINCT o.employee_id, o.key FROM store_linkkey l JOIN store_linkkey o "
        "ON o.employee_id = l.employee_id AND o.account_id = l.account_id "
        "WHERE l.account_id = %s AND l.employer_id = %s AND l.key = ANY(%s)",
        account,
        employer,
        list(keys),
    )


def employers_with_keys(account: int, employers: Collection[int]) -> list[int]:
    """Those of the employers at which the account has link keys."""
    rows = select(
        "SELECT DISTINCT employer_id FROM store_linkkey "
        "WHERE account_id = %s AND employer_id = ANY(%s)",
        account,
        list(employers),
    )
    return [employer for (employer,) in rows]


def given_before(delivery: int, code: str, keys: Collection[str], beyond: str) -> set[str]:
    """Those of the keys that `next_keys` gave before one beyond that key.

    It gives keys of persons; one that is only a former key, or only of an employee of ours, never.
    """
    persons = _each("key", "store_portalperson", "key")
    rows = select(
        f"SELECT DISTINCT key FROM {persons} WHERE key <= %s", list(keys), delivery, code, beyond
    )
    return {found for (found,) in rows}


_PERSON = "message_id, position, key, key_old, birth_date, fields, employments"
_REPORT = (
    "message_id, person, employment, position, case_key, case_key_old, sequence, content, "
    "impossible_year"
)


def persons(delivery: int, code: str, keys: Collection[str]) -> list[Row]:
    """Message, and what `portal_delivery_rows.person_of` reads, in the order of the messages."""
    return select(
        f"SELECT {_PERSON} FROM {_each('key', 'store_portalperson', _PERSON)} "
        "ORDER BY message_id, position",
        list(keys),
        delivery,
        code,
    )


def reports(delivery: int, code: str, keys: Collection[str]) -> list[Row]:
    """Message, person, employment, and what `portal_delivery_rows.report_of` reads, in order."""
    usable = _each("key", "store_portalreport", _REPORT, "AND r.content IS NOT NULL")
    return select(
        f"SELECT {_REPORT} FROM {usable} ORDER BY message_id, position",
        list(keys),
        delivery,
        code,
    )


def messages(delivery: int, numbers: Collection[int]) -> list[Row]:
    """Id, stream, kind, edition, reference, moment made, SHA-256 and receipt of messages."""
    return select(
        "SELECT p.message_id, p.stream_id, p.kind, p.edition, p.reference, p.made_at, m.sha256, "
        "m.received_at FROM store_portalmessage p JOIN store_message m ON m.id = p.message_id "
        "WHERE p.delivery_id = %s AND p.message_id = ANY(%s) ORDER BY p.message_id",
        delivery,
        list(numbers),
    )


def message_that_makes_codes(delivery: int) -> dict[int, int]:
    """By stream a message of which every employer code could be made (GR-5)."""
    rows = select(
        "SELECT stream_id, min(message_id) FROM store_portalmessage "
        "WHERE delivery_id = %s AND makes_codes GROUP BY stream_id",
        delivery,
    )
    return dict(rows)


def message_counts(delivery: int, kind: str) -> Row:
    """How many messages hold that kind, were rejected, are still to be read."""
    (row,) = select(
        "SELECT count(*) FILTER (WHERE is_valid AND kind = %s), "
        "count(*) FILTER (WHERE NOT is_valid), count(*) FILTER (WHERE read_as = '') "
        "FROM store_portalmessage WHERE delivery_id = %s",
        kind,
        delivery,
    )
    return row


def count_outdated(delivery: int, read_as: Mapping[int, str]) -> int:
    """How many messages were read by other settings than their stream has now."""
    (row,) = select(
        "SELECT count(*) FROM store_portalmessage p "
        "JOIN unnest(%s::bigint[], %s::text[]) AS now(stream, read_as) ON now.stream = p.stream_id "
        "WHERE p.delivery_id = %s AND p.read_as <> '' AND p.read_as <> now.read_as",
        list(read_as),
        list(read_as.values()),
        delivery,
    )
    number: int = row[0]
    return number


def count_unattached(account: int) -> int:
    """How many messages of an account wait, and are not taken into its load yet."""
    (row,) = select(
        "SELECT count(*) FROM store_work w JOIN store_message m ON m.id = w.message "
        "WHERE w.account = %s AND w.state = 'waiting' AND m.portal_delivery_id IS NULL",
        account,
    )
    number: int = row[0]
    return number


def cases_at(employer: int, account: int, keys: Collection[str]) -> list[CaseFacts]:
    """The open cases of the account at an employer with these keys."""
    return _cases("c.account_id = %s AND c.key = ANY(%s)", employer, account, list(keys))


def foreign_cases_at(employer: int, account: int, employees: Collection[int]) -> list[CaseFacts]:
    """The open cases of these employees that other accounts brought in."""
    return _cases(
        "c.account_id <> %s AND c.employee_id = ANY(%s)", employer, account, list(employees)
    )


def _cases(condition: str, employer: int, *params: object) -> list[CaseFacts]:
    rows = select(
        f"SELECT {stored.CASE_COLUMNS} FROM store_absencecase c WHERE c.employer_id = %s "
        f"AND c.status = 'open' AND NOT c.hidden AND {condition} ORDER BY c.id",
        employer,
        *params,
    )
    return [stored.case_facts(row) for row in rows]


def known_cases_at(employer: int, account: int, keys: Collection[str]) -> list[CaseFacts]:
    """The cases of the account at an employer with these keys, however they ended."""
    rows = select(
        f"SELECT {stored.CASE_COLUMNS} FROM store_absencecase c WHERE c.employer_id = %s "
        "AND c.account_id = %s AND c.key = ANY(%s) AND NOT c.hidden ORDER BY c.id",
        employer,
        account,
        list(keys),
    )
    return [stored.case_facts(row) for row in rows]


def case_aliases(employer: int, account: int, names: Collection[str]) -> dict[str, str]:
    """The present key of each former one among the names (VZ-1)."""
    rows = select(
        "SELECT former, key FROM store_casealias "
        "WHERE account_id = %s AND employer_id = %s AND former = ANY(%s)",
        account,
        employer,
        list(names),
    )
    return dict(rows)


def reports_of_cases(
    employer: int, account: int, keys: Collection[str]
) -> dict[str, tuple[StoredReport, ...]]:
    """All reports in the sets of the account's cases with these keys, by key."""
    rows = select(
        f"SELECT {stored.REPORT_COLUMNS} FROM store_absencereport r "
        "JOIN store_message m ON m.id = r.message_id LEFT JOIN store_undo u ON u.id = r.undone_id "
        "WHERE r.account_id = %s AND r.employer_id = %s AND r.case_key = ANY(%s) "
        "AND r.employee_id IS NOT NULL",
        account,
        employer,
        list(keys),
    )
    found: dict[str, list[StoredReport]] = defaultdict(list)
    for row in rows:
        found[row[2]].append(stored.report(row[3:]))
    return {key: tuple(reports) for key, reports in found.items()}


def takeable_messages(delivery: int, messages: Collection[int]) -> set[int]:
    """Those of the messages that were given for this delivery."""
    rows = select(
        "SELECT id FROM store_message WHERE id = ANY(%s) AND portal_delivery_id = %s",
        list(messages),
        delivery,
    )
    return {number for (number,) in rows}


def takeable_places(messages: Collection[int]) -> set[tuple[int, int]]:
    """The reports of processed messages that are in the set of their case."""
    rows = select(
        "SELECT r.message_id, r.position FROM store_absencereport r "
        "JOIN store_message m ON m.id = r.message_id WHERE m.id = ANY(%s) "
        "AND m.state = 'processed' AND m.undone_id IS NULL AND r.employee_id IS NOT NULL",
        list(messages),
    )
    return {(message, position) for message, position in rows}


def keys_of_cases(delivery: int, code: str, cases: Collection[str]) -> list[str]:
    """The link keys with a report on one of these cases, or on one that has its name now."""
    place = (delivery, code)
    rows = select(
        f"SELECT key FROM {_usable('case_key')} WHERE key IS NOT NULL "
        f"UNION SELECT key FROM {_usable('case_key_old')} WHERE key IS NOT NULL ORDER BY key",
        *(list(cases), *place),
        *(list(cases), *place),
    )
    return [key for (key,) in rows]


def open_case_places(employer: int) -> list[Row]:
    """Id, account, key and employee of all open cases at an employer, by id."""
    return select(
        "SELECT id, account_id, key, employee_id FROM store_absencecase "
        "WHERE employer_id = %s AND status = 'open' AND NOT hidden ORDER BY id",
        employer,
    )


_AMOUNTS = {
    "received": "true",
    "read": "p.read_as <> ''",
    "processed": "m.state <> 'received'",
}


def amounts(delivery: int, at: str, since: datetime) -> Row:
    """Messages, reports and bytes: received, read, processed, and since a moment.

    Behind them how many messages cannot be read, and how many failed. `at` is the column that says
    when a message was done with.
    """
    conditions = [*_AMOUNTS.values(), f"{at} > %s"]
    sums = ", ".join(
        f"count(*) FILTER (WHERE {one}), coalesce(sum(p.reports) FILTER (WHERE {one}), 0), "
        f"coalesce(sum(m.size) FILTER (WHERE {one}), 0)"
        for one in conditions
    )
    (row,) = select(
        f"SELECT {sums}, count(*) FILTER (WHERE NOT p.is_valid), "
        "count(*) FILTER (WHERE m.state = 'failed') "
        "FROM store_portalmessage p JOIN store_message m ON m.id = p.message_id "
        "WHERE p.delivery_id = %s",
        *(since, since, since),
        delivery,
    )
    return row


def report_states(delivery: int) -> list[Row]:
    """Employer code, state, whether the message was read before, and number of reports."""
    return select(
        "SELECT r.employer_code, r.state, p.read_as <> '', count(*) FROM store_portalmessage p "
        "JOIN store_absencereport r ON r.message_id = p.message_id WHERE p.delivery_id = %s "
        "GROUP BY 1, 2, 3",
        delivery,
    )


def decided_messages(delivery: int) -> Row:
    """Reports that were read in what is decided on, messages rejected whole, messages to do.

    A message that ran dry decided on nothing.
    """
    (row,) = select(
        "SELECT coalesce(sum(p.reports) FILTER (WHERE m.state IN ('processed', 'held') "
        "AND NOT m.dry_run), 0), count(*) FILTER (WHERE m.state = 'rejected'), "
        "count(*) FILTER (WHERE m.state IN ('received', 'failed')) "
        "FROM store_portalmessage p JOIN store_message m ON m.id = p.message_id "
        "WHERE p.delivery_id = %s",
        delivery,
    )
    return row
