"""Everything that is kept of one person, part by part, as `domain/person_records.toml` names it.

A query a part; each row is a mapping of names to what JSON can hold. What is sealed is opened here.
"""

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from verzuimbrug.store.sealed import (
    EMPLOYEE_BSN,
    EXPORT_CASE,
    FREE_TEXT,
    STATEMENT_BSN,
    SealedColumn,
)
from verzuimbrug.store.sql import select

Record = Mapping[str, Any]

WHO = (
    "WITH p AS (SELECT e.id, e.employer_id FROM store_employee e WHERE e.id = %s), "
    "k AS (SELECT l.account_id, l.employer_id, w.code, l.key FROM store_linkkey l "
    "JOIN p ON p.id = l.employee_id JOIN store_employer w ON w.id = l.employer_id), "
    "c AS (SELECT c.id, c.account_id, c.employer_id, c.key FROM store_absencecase c "
    "JOIN p ON p.id = c.employee_id), "
    "r AS (SELECT r.* FROM store_absencereport r WHERE r.employee_id = (SELECT id FROM p) "
    "OR (r.employee_id IS NULL AND EXISTS (SELECT 1 FROM k WHERE k.account_id = r.account_id "
    "AND k.code = r.employer_code AND k.key = r.link_key))), "
    "i AS (SELECT i.* FROM store_passedonitem i WHERE i.employee_id = (SELECT id FROM p) "
    "OR EXISTS (SELECT 1 FROM k WHERE k.account_id = i.account_id "
    "AND k.code = i.employer_code AND k.key = i.key)), "
    "n AS (SELECT n.message_id, n.cause, n.since FROM store_waiting n JOIN k USING (account_id, "
    "employer_id, key) UNION SELECT a.message_id, 'person', a.since FROM store_awaited a "
    "JOIN k USING (account_id, employer_id, key)), "
    "q AS (SELECT q.* FROM store_portalperson q JOIN store_portaldelivery d "
    "ON d.id = q.delivery_id JOIN k ON k.account_id = d.account_id "
    "AND k.code = q.employer_code AND k.key = q.key), "
    "m AS (SELECT message_id AS id FROM store_statement WHERE employee_id = (SELECT id FROM p) "
    "UNION SELECT message_id FROM r UNION SELECT message_id FROM i UNION SELECT message_id FROM n "
    "UNION SELECT message_id FROM q UNION SELECT message_id FROM store_change "
    "WHERE employee_id = (SELECT id FROM p) AND message_id IS NOT NULL) "
)
"""Who it is of one parameter: the person, keys, cases, reports, items, what waits, messages.

Beside what is known to be of the person there is what only names one of its keys.
"""

_PARTS: Mapping[str, str] = MappingProxyType(
    {
        "person": "SELECT e.id AS number, w.code AS employer_code, w.name AS employer, "
        "e.birth_date, e.fields, e.bsn, e.hidden FROM store_employee e JOIN p USING (id) "
        "JOIN store_employer w ON w.id = e.employer_id",
        "keys": "SELECT a.name AS account, l.key, l.superseded, l.hidden FROM store_linkkey l "
        "JOIN p ON p.id = l.employee_id JOIN store_clientaccount a ON a.id = l.account_id "
        "ORDER BY l.id",
        "employments": "SELECT a.name AS account, d.number, d.former, d.fields, d.hidden "
        "FROM store_employment d JOIN p ON p.id = d.employee_id "
        "JOIN store_clientaccount a ON a.id = d.account_id ORDER BY d.id",
        "cases": "SELECT a.name AS account, x.key, x.first_day, x.recovered_on, x.status, "
        "x.periods, x.cause, x.safety_net, x.leave, x.end_reason, x.expected_recovery, "
        "x.last_sequence, x.employment, x.classification, x.hidden FROM store_absencecase x "
        "JOIN c USING (id) JOIN store_clientaccount a ON a.id = x.account_id ORDER BY x.id",
        "former_case_keys": "SELECT b.former AS former_key, b.key FROM store_casealias b JOIN c "
        "USING (account_id, employer_id, key) ORDER BY b.id",
        "reports": "SELECT m.receipt, s.name AS stream, r.position, r.case_key AS case, "
        "r.received_key, r.link_key AS key, r.sequence, r.state, r.received_on, r.employment, "
        "r.content, r.free_text, r.undone_id IS NOT NULL AS undone, r.message_id AS _message "
        "FROM r JOIN store_message m ON m.id = r.message_id "
        "JOIN store_stream s ON s.id = m.stream_id ORDER BY r.message_id, r.position",
        "statements": "SELECT m.receipt, t.position, t.object_kind AS object, t.key, "
        "t.key_old AS former_key, t.stamp->>0 AS said_at, t.fields, t.bsn, "
        "t.undone_id IS NOT NULL AS undone, t.message_id AS _message FROM store_statement t "
        "JOIN p ON p.id = t.employee_id JOIN store_message m ON m.id = t.message_id ORDER BY t.id",
        "messages": "SELECT x.receipt, x.received_at, a.name AS account, x.message, x.edition, "
        "x.sender, x.software, x.reference, x.file_name, x.state, x.undone_id IS NOT NULL "
        "AS undone, (SELECT count(*) FROM store_redelivery o WHERE o.message_id = x.id) "
        "AS redeliveries FROM store_message x JOIN m USING (id) "
        "JOIN store_clientaccount a ON a.id = x.account_id ORDER BY x.id",
        "answers": "SELECT x.receipt, o.kind, o.file_name, o.made_at, o.acknowledged_at, "
        "(SELECT json_object_agg(r.position, o.said->(r.position::text)) FROM r "
        "WHERE r.message_id = o.message_id AND o.said ? r.position::text) AS answer "
        "FROM store_answer o JOIN m ON m.id = o.message_id "
        "JOIN store_message x ON x.id = o.message_id ORDER BY o.id",
        "waiting": "SELECT x.receipt, n.cause, n.since FROM n "
        "JOIN store_message x ON x.id = n.message_id ORDER BY n.since, n.message_id",
        "changes": "SELECT h.at, x.receipt, h.object_kind AS object, h.fields, "
        "h.undo_id IS NOT NULL AS undone, CASE WHEN h.by <> '' THEN 'medewerker' ELSE 'bericht' "
        "END AS by FROM store_change h JOIN p ON p.id = h.employee_id "
        "LEFT JOIN store_message x ON x.id = h.message_id ORDER BY h.id",
        "passed_on": "SELECT x.receipt, i.kind, i.state, i.item, i.dated, i.case_key AS case, "
        "i.has_file, i.at, i.fetched_at FROM i JOIN store_message x ON x.id = i.message_id "
        "ORDER BY i.id",
        "events": "SELECT v.at, v.kind, v.data FROM store_event v "
        "JOIN p ON p.id = v.employee_id ORDER BY v.id",
        "told_to_others": "SELECT o.name AS receiver, x.key AS case, t.reports, t.person, "
        "t.export_id AS _export, t.case_id AS _case, s.lacks FROM store_exportperson s "
        "JOIN p ON p.id = s.employee_id JOIN store_export o ON o.id = s.export_id "
        "LEFT JOIN store_exportcase t ON t.export_id = s.export_id "
        "AND t.employee_id = s.employee_id LEFT JOIN store_absencecase x ON x.id = t.case_id "
        "ORDER BY o.name, t.id",
        "sent_to_others": "SELECT o.name AS receiver, g.message, g.file_name, g.made_at, g.state "
        "FROM store_exportmessage g JOIN store_export o ON o.id = g.export_id "
        "WHERE g.employees @> ARRAY[(SELECT id FROM p)] ORDER BY g.id",
        "portal_persons": "SELECT q.employer_code, q.key, q.key_old AS former_key, q.birth_date, "
        "q.fields, q.employments FROM q ORDER BY q.id",
        "portal_reports": "SELECT f.employer_code, f.key, f.case_key AS case, f.sequence, "
        "f.content FROM store_portalreport f JOIN q ON q.message_id = f.message_id "
        "AND q.position = f.person ORDER BY f.id",
        "looks": "SELECT l.at, l.action, CASE WHEN l.principal LIKE 'user:%%' THEN 'gebruiker' "
        "WHEN l.principal LIKE 'api-key:%%' THEN 'systeem' WHEN l.principal LIKE 'export:%%' "
        "THEN substr(l.principal, 8) ELSE 'opdracht' END AS who, u.role FROM store_accesslog l "
        "JOIN p ON l.employees @> jsonb_build_array(p.id) LEFT JOIN store_user u "
        "ON u.arbodienst_id = l.arbodienst_id AND 'user:' || u.email = l.principal ORDER BY l.id",
    }
)
"""A part each. A name with an underscore before it is for opening what is sealed only."""

_SEALED: Mapping[str, tuple[str, SealedColumn, tuple[str, ...]]] = MappingProxyType(
    {
        "person": ("bsn", EMPLOYEE_BSN, ("number",)),
        "reports": ("free_text", FREE_TEXT, ("_message", "position")),
        "statements": ("bsn", STATEMENT_BSN, ("_message", "position")),
        "told_to_others": ("person", EXPORT_CASE, ("_export", "_case")),
    }
)


def read_records(person: int, part: str) -> list[Record]:
    """The rows of a part, in order, of a person of the present tenant."""
    rows = select(f"{WHO} SELECT row_to_json(t)::text FROM ({_PARTS[part]}) AS t", person)
    return [dict(_opened(part, json.loads(row[0]))) for row in rows]


def count_records(person: int, part: str) -> int:
    """How many rows a part has."""
    ((count,),) = select(f"{WHO} SELECT count(*) FROM ({_PARTS[part]}) AS t", person)
    number: int = count
    return number


def _opened(part: str, row: Record) -> Iterator[tuple[str, Any]]:
    name, column, place = _SEALED.get(part, ("", None, ()))
    for field, value in row.items():
        if field == name and column is not None and value is not None:
            sealed = bytes.fromhex(value.removeprefix("\\x"))
            yield field, column.unseal(sealed, *(row[each] for each in place)).decode()
        elif not field.startswith("_"):
            yield field, value
