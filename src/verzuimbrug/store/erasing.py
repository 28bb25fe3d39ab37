"""Erasing one person: what there is of it in every table, and taking that out (WN-9)."""

import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from verzuimbrug.store.answers import note_decided
from verzuimbrug.store.person_records import WHO
from verzuimbrug.store.sealed import MESSAGE_BODY
from verzuimbrug.store.sql import Row, execute, select, write_json

_OPEN = "('parked', 'held', 'conflict')"
_AT_A_TIME = 200


@dataclass(frozen=True, slots=True)
class Body:
    """A message that nobody took anything of, with its bytes."""

    account: int
    message: int
    receipt: str
    is_unfinished: bool
    content: bytes


def messages_of(person: int) -> list[Row]:
    """Id, receipt and whether it is unfinished, of each message that is known to hold the person.

    Finished is what nothing waits of: the rest of an unfinished one goes on from its bytes.
    """
    return select(
        f"{WHO} SELECT x.id, x.receipt, x.undone_id IS NULL AND (x.state IN ('received', 'held', "
        "'failed') OR EXISTS (SELECT 1 FROM store_waiting w WHERE w.message_id = x.id) "
        "OR EXISTS (SELECT 1 FROM store_absencereport o WHERE o.message_id = x.id "
        f"AND o.state IN {_OPEN}) OR EXISTS (SELECT 1 FROM store_passedonitem o "
        "WHERE o.message_id = x.id AND o.state = 'waiting')) "
        "FROM store_message x JOIN m USING (id) ORDER BY x.id",
        person,
    )


def undecided_bodies(accounts: Collection[int]) -> Iterator[Body]:
    """The messages of these accounts that may hold somebody unseen, a few at a time.

    That is what was rejected, only tried, or not decided on.
    """
    after = 0
    while rows := select(
        "SELECT x.id, x.account_id, x.receipt, NOT x.dry_run AND x.undone_id IS NULL "
        "AND x.state <> 'rejected', x.sha256, b.content "
        "FROM store_message x JOIN store_messagebody b ON b.id = x.id "
        "AND octet_length(b.content) > 0 WHERE x.account_id = ANY(%s) "
        "AND (x.dry_run OR x.state IN ('received', 'held', 'failed', 'rejected')) "
        "AND x.id > %s ORDER BY x.id LIMIT %s",
        list(accounts),
        after,
        _AT_A_TIME,
    ):
        for number, account, receipt, is_unfinished, sha256, content in rows:
            plain = MESSAGE_BODY.unseal(content, bytes(sha256).hex())
            yield Body(account, number, receipt, is_unfinished, plain)
        after = rows[-1][0]


def facts_of(person: int) -> Row:
    """What `domain.erasing.ErasureFacts` begins with, but for messages, in one row.

    Open cases, receivers that something waits for, whether the portal's state names the person,
    receivers that were told, and who is probably the same human being.
    """
    (row,) = select(
        f"{WHO} SELECT ARRAY(SELECT x.key FROM store_absencecase x JOIN c USING (id) "
        "WHERE x.status = 'open' AND NOT x.hidden ORDER BY x.id), "
        "ARRAY(SELECT DISTINCT o.name FROM store_exportmessage g JOIN store_export o "
        "ON o.id = g.export_id, p WHERE g.state = 'waiting' AND g.employees @> ARRAY[p.id] "
        "ORDER BY 1), EXISTS (SELECT 1 FROM q), "
        "ARRAY(SELECT DISTINCT o.name FROM store_exportperson s JOIN p ON p.id = s.employee_id "
        "JOIN store_export o ON o.id = s.export_id WHERE s.digest IS NOT NULL ORDER BY 1), "
        "ARRAY(SELECT o.id FROM store_employee o, store_employee e WHERE e.id = (SELECT id FROM p) "
        "AND o.id <> e.id AND (o.bsn_index = e.bsn_index OR (o.match_name = e.match_name "
        "AND e.match_name <> '' AND o.birth_date = e.birth_date)) ORDER BY 1 LIMIT 20)",
        person,
    )
    return row


def erase_person(person: int, messages: Sequence[int]) -> None:
    """Takes out all that is kept of a person, and the bytes of the messages that hold it.

    Within the transaction in progress, which holds every lane. The keys are read first: what only
    names one of them goes too.
    """
    ((accounts, words),) = select(
        f"{WHO} SELECT ARRAY(SELECT DISTINCT account_id FROM k), ARRAY(SELECT key FROM k "
        "UNION SELECT key FROM c UNION SELECT d.number FROM store_employment d "
        "JOIN p ON p.id = d.employee_id)",
        person,
    )
    _erase_what_was_said(messages, words)
    _erase_answers(person, messages)
    for statement in _DELETES:
        execute(f"{WHO} {statement}", person)
    execute(
        "DELETE FROM store_reminder WHERE account_id = ANY(%s) AND subject::jsonb ?| %s::text[]",
        accounts,
        words,
    )
    select("SELECT store_erase_trail(%s, %s, %s)", person, accounts, words)
    for table in ("store_employment", "store_absencecase", "store_linkkey"):
        execute(f"DELETE FROM {table} WHERE employee_id = %s", person)
    execute("DELETE FROM store_employee WHERE id = %s", person)


_DELETES = (
    (
        "DELETE FROM store_event v WHERE v.employee_id IN (SELECT id FROM p) "
        "OR v.case_id IN (SELECT id FROM c) "
        "OR (v.data->'item'->>'number')::bigint IN (SELECT id FROM i)"
    ),
    (
        "UPDATE store_eventdue d SET items = ARRAY(SELECT u.item FROM "
        "unnest(d.items) WITH ORDINALITY AS u(item, place) WHERE u.item NOT IN (SELECT id FROM i) "
        "ORDER BY u.place) "
        "WHERE d.items && ARRAY(SELECT id FROM i)"
    ),
    "DELETE FROM store_exportcase WHERE employee_id IN (SELECT id FROM p)",
    "DELETE FROM store_exportperson WHERE employee_id IN (SELECT id FROM p)",
    "DELETE FROM store_exportdue WHERE employee_id IN (SELECT id FROM p)",
    "UPDATE store_exportmessage SET content = NULL WHERE employees @> ARRAY(SELECT id FROM p)",
    "UPDATE store_passedonitem SET replaces_id = NULL WHERE replaces_id IN (SELECT id FROM i)",
    "DELETE FROM store_passedonitem WHERE id IN (SELECT id FROM i)",
    (
        "DELETE FROM store_casealias b USING c WHERE b.account_id = c.account_id "
        "AND b.employer_id = c.employer_id AND c.key IN (b.key, b.former, b.direct)"
    ),
    (
        "DELETE FROM store_waiting n USING k WHERE n.account_id = k.account_id "
        "AND n.employer_id = k.employer_id AND n.key = k.key"
    ),
    (
        "DELETE FROM store_awaited n USING k WHERE n.account_id = k.account_id "
        "AND n.employer_id = k.employer_id AND n.key = k.key"
    ),
    "DELETE FROM store_absencereport WHERE id IN (SELECT id FROM r)",
    "DELETE FROM store_statement WHERE employee_id IN (SELECT id FROM p)",
)
"""In the order that each still finds what it goes by."""


def _erase_what_was_said(messages: Sequence[int], words: Collection[str]) -> None:
    """The bytes of the messages, lists that were shown, and findings that name one of the words."""
    numbers = list(messages)
    execute("UPDATE store_messagebody SET content = '' WHERE id = ANY(%s)", numbers)
    execute("DELETE FROM store_shownchanges WHERE message_id = ANY(%s)", numbers)
    execute(
        "UPDATE store_message SET approval = NULL, "
        "dry_report = CASE WHEN dry_report IS NULL THEN NULL ELSE '[]'::jsonb END "
        "WHERE id = ANY(%s)",
        numbers,
    )
    for table, of in (("store_message", "id"), ("store_absencereport", "message_id")):
        rows = select(f"SELECT id, findings FROM {table} WHERE {of} = ANY(%s)", numbers)
        for number, stored in rows:
            _unsay(table, number, json.loads(stored), words)


def _unsay(table: str, row: int, findings: list[object], words: Collection[str]) -> None:
    """Without the findings that name one of the words."""
    either = "|".join(map(re.escape, words))
    named = re.compile(rf"(?<![\w-])(?:{either})(?![\w-])" if words else "(?!)")
    kept = [each for each in findings if not named.search(write_json(each))]
    if kept != findings:
        execute(
            f"UPDATE {table} SET findings = %s::jsonb, "
            "codes = ARRAY(SELECT each->>'code' FROM jsonb_array_elements(%s::jsonb) AS each) "
            "WHERE id = %s",
            write_json(kept),
            write_json(kept),
            row,
        )


def _erase_answers(person: int, messages: Sequence[int]) -> None:
    """Answers about reports: what was collected is emptied, what was not is made anew of the rest.

    A receipt says nothing of persons, but for one of a message that was rejected.
    """
    numbers = list(messages)
    execute(
        f"{WHO} UPDATE store_answer o SET content = '', said = CASE WHEN o.said IS NOT NULL "
        "THEN o.said - ARRAY(SELECT r.position::text FROM r WHERE r.message_id = o.message_id) END "
        "FROM store_message x WHERE x.id = o.message_id AND o.message_id = ANY(%s) "
        "AND o.acknowledged_at IS NOT NULL AND (o.said IS NOT NULL OR x.state = 'rejected')",
        person,
        numbers,
    )
    gone = select(
        "DELETE FROM store_answer o USING store_message x WHERE x.id = o.message_id "
        "AND o.message_id = ANY(%s) AND o.acknowledged_at IS NULL "
        "AND (o.said IS NOT NULL OR x.state = 'rejected') RETURNING o.message_id, o.said IS NULL",
        numbers,
    )
    note_decided({message for message, is_receipt in gone if not is_receipt})
