"""What is in groups of the parking lot, read set-wise: a query for each kind of subject."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from verzuimbrug.domain.parking import (
    IN_RUN_OUT,
    OUT_OF_SCOPE,
    UNKNOWN_EMPLOYER,
    Subject,
    parking_cause,
)
from verzuimbrug.store.parking_reads import (
    EMPLOYER_CAUSE,
    SCOPE_CAUSES,
    SETTING_CAUSE,
    SETTING_VALUE,
    VALUE,
    GroupRow,
)
from verzuimbrug.store.sql import Row, select, write_json


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupContents:
    """A group's messages and persons, its streams, and since when it waits."""

    messages: int
    persons: int
    streams: tuple[str, ...]
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNumbers:
    """The numbers of a case of which reports wait, and the report that they wait for.

    `received` are the numbers from the awaited one on, whatever became of their reports.
    """

    lowest: int
    highest: int
    awaited: int | None
    received: tuple[int, ...]
    employees: tuple[int, ...]
    in_the_way: Row | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """That it was told that a group had waited so many days."""

    days: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The first number of a case beyond a gap, its message, and how many reports it lets go on."""

    account: int
    employer: int
    case_key: str
    sequence: int
    message: int
    going_on: int


_GROUP = (
    "unnest(%s::int[], %s::bigint[], %s::text[], %s::bigint[], %s::bigint[], %s::text[]) "
    "AS q(no, account, code, employer, stream, name)"
)
_PARTS = {
    Subject.EMPLOYER: (1,),
    Subject.PERSON: (2,),
    Subject.CASE: (2,),
    Subject.STREAM: (1, 2),
}
"""Of how many names a subject can be."""

_REPORTS_OF = {
    Subject.EMPLOYER: "r.employer_code = q.name",
    Subject.PERSON: "r.employer_id = q.employer AND r.link_key = q.name",
    Subject.CASE: "r.employer_id = q.employer AND r.case_key = q.name",
    Subject.STREAM: f"m.stream_id = q.stream AND {VALUE} = q.name",
}
_WAITING_OF = {
    Subject.EMPLOYER: "w.cause = 'employer' AND w.employer_code = q.name "
    f"AND {EMPLOYER_CAUSE} = q.code",
    Subject.PERSON: "w.cause = 'duplicate' AND w.employer_id = q.employer AND w.key = q.name",
    Subject.CASE: "false",
    Subject.STREAM: "w.cause = 'configuration' AND m.stream_id = q.stream "
    f"AND {SETTING_CAUSE} = q.code AND {SETTING_VALUE} = q.name",
}


def _reports(subject: Subject) -> str:
    """The groups `q` with their reports `r` and the messages `m` of these."""
    return (
        f"{_GROUP} JOIN store_absencereport r ON r.state = 'parked' AND r.account_id = q.account "
        "AND r.codes[1] = q.code JOIN store_message m ON m.id = r.message_id "
        f"AND {_REPORTS_OF[subject]}"
    )


def _waiting(subject: Subject) -> str:
    """The groups `q` with the parts of messages that wait outside a case, as `w`."""
    return (
        f"{_GROUP} JOIN store_waiting w ON w.account_id = q.account "
        f"JOIN store_message m ON m.id = w.message_id AND {_WAITING_OF[subject]}"
    )


def _columns(rows: Mapping[int, GroupRow]) -> list[list[object]]:
    """Groups by number, as arrays; each once for every finding code of its reports."""
    found = [
        (number, row.account, code, row.employer, row.stream, row.name)
        for number, row in rows.items()
        for code in (SCOPE_CAUSES if row.cause in SCOPE_CAUSES else (row.cause,))
    ]
    return [list(column) for column in zip(*found, strict=True)]


def _by_subject(rows: Sequence[GroupRow]) -> Mapping[Subject, dict[int, GroupRow]]:
    found: dict[Subject, dict[int, GroupRow]] = {}
    for number, row in enumerate(rows):
        found.setdefault(parking_cause(row.cause).subject, {})[number] = row
    return found


def _contents(subject: Subject) -> str:
    return (
        "WITH parts AS (SELECT q.no, m.id AS message, 1 AS report, "
        "coalesce(r.employee_id::text, r.employer_code || ' ' || r.link_key) AS person, "
        f"0 AS persons FROM {_reports(subject)} UNION ALL SELECT q.no, m.id, 0, "
        f"w.employer_code || ' ' || w.key, w.persons FROM {_waiting(subject)}), "
        "known AS (SELECT no, count(DISTINCT person) AS persons FROM parts GROUP BY no), "
        "messages AS (SELECT no, message, sum(report) AS reports, CASE WHEN count(person) = 0 "
        "THEN sum(persons) ELSE 0 END AS unknown FROM parts GROUP BY no, message) "
        "SELECT no, count(*), (known.persons + CASE WHEN sum(reports) > 0 THEN sum(unknown) "
        "FILTER (WHERE reports > 0) ELSE sum(unknown) END)::int, array_agg(DISTINCT s.name::text), "
        "min(m.received_at) FROM messages JOIN known USING (no) "
        "JOIN store_message m ON m.id = messages.message "
        "JOIN store_stream s ON s.id = m.stream_id GROUP BY no, known.persons"
    )


def read_contents(rows: Sequence[GroupRow]) -> list[GroupContents]:
    """What is in each of the groups.

    The persons are those of its reports, or where it has none those whose data wait. A person is
    known by employee or link key; somebody without either counts once a message.
    """
    found = {}
    for subject, groups in _by_subject(rows).items():
        columns = _columns(groups)
        for number, messages, persons, streams, since in select(
            _contents(subject), *columns, *columns
        ):
            found[number] = GroupContents(
                messages=messages, persons=persons, streams=tuple(streams), since=since
            )
    return [found[number] for number in range(len(rows))]


_OF_CASE = "o.account_id = q.account AND o.employer_id = q.employer AND o.case_key = q.name"


def read_case_numbers(rows: Sequence[GroupRow]) -> Mapping[int, CaseNumbers]:
    """The numbers of those groups that are cases, by their index.

    In the way is, of the reports received with the awaited number, the one that stands on it; of a
    case without a beginning a first report that has no effect.
    """
    groups = _by_subject(rows).get(Subject.CASE)
    if not groups:
        return {}
    found = select(
        "SELECT q.no, w.lowest, w.highest, w.awaited, ARRAY(SELECT DISTINCT o.sequence "
        f"FROM store_absencereport o WHERE {_OF_CASE} AND o.sequence >= w.awaited), w.employees, "
        f"i.sequence, i.receipt, i.position, i.state, i.finding FROM {_GROUP} "
        "CROSS JOIN LATERAL (SELECT min(o.sequence), max(o.sequence), "
        "min((o.findings->0->'params'->>'awaited')::int), array_agg(DISTINCT o.employee_id) "
        f"FROM store_absencereport o WHERE {_OF_CASE} AND o.state = 'parked' "
        "AND o.codes[1] = q.code) AS w(lowest, highest, awaited, employees) "
        "LEFT JOIN LATERAL (SELECT o.sequence, m.receipt, o.position, o.state, "
        "o.findings->0 AS finding FROM store_absencereport o "
        f"JOIN store_message m ON m.id = o.message_id WHERE {_OF_CASE} "
        "AND o.state NOT IN ('applied', 'duplicate') AND CASE WHEN w.awaited IS NULL "
        "THEN o.content->>'operation' = 'new' ELSE o.sequence = w.awaited END "
        "ORDER BY o.codes && ARRAY['VZ102', 'VZ202']::varchar[], o.message_id, o.position LIMIT 1"
        ") AS i ON true",
        *_columns(groups),
    )
    return {row[0]: _numbers(row) for row in found}


def _numbers(row: Row) -> CaseNumbers:
    _, lowest, highest, awaited, received, employees, *in_the_way = row
    return CaseNumbers(
        lowest=lowest,
        highest=highest,
        awaited=awaited,
        received=tuple(received),
        employees=tuple(employees),
        in_the_way=tuple(in_the_way) if in_the_way[0] is not None else None,
    )


def read_group(account: int, cause: str, subject: tuple[str, ...]) -> GroupRow | None:
    """One group by what it is named by; None when nothing waits there."""
    row = _named(account, cause, subject)
    if row is None:
        return None
    kind, columns = parking_cause(cause).subject, _columns({0: row})
    ((reports, first),) = select(
        "SELECT sum(report)::int, min(message) FROM (SELECT 1 AS report, m.id AS message "
        f"FROM {_reports(kind)} UNION ALL SELECT 0, m.id FROM {_waiting(kind)}) AS parts",
        *columns,
        *columns,
    )
    return None if first is None else replace(row, reports=reports, first=first)


def _named(account: int, cause: str, subject: tuple[str, ...]) -> GroupRow | None:
    """The group as it would be; None when what its subject names is not there."""
    kind = parking_cause(cause).subject
    ((employer, stream),) = select(
        "SELECT (SELECT id FROM store_employer WHERE code = %s), "
        "(SELECT id FROM store_stream WHERE account_id = %s AND name = %s)",
        subject[0],
        account,
        subject[0],
    )
    if kind is Subject.EMPLOYER:
        is_there = cause in (IN_RUN_OUT, UNKNOWN_EMPLOYER if employer is None else OUT_OF_SCOPE)
        employer = stream = None
    elif kind is Subject.STREAM:
        is_there, employer = stream is not None, None
    else:
        is_there, stream = employer is not None, None
    if not is_there or len(subject) not in _PARTS[kind]:
        return None
    return GroupRow(
        account=account,
        cause=cause,
        subject=subject,
        employer=employer,
        stream=stream,
        name="" if (kind, len(subject)) == (Subject.STREAM, 1) else subject[-1],
        reports=0,
        first=0,
    )


def read_reports(row: GroupRow, after: int, take: int) -> list[Row]:
    """A page of the reports of a group, by their ids, with message and stream."""
    subject = parking_cause(row.cause).subject
    return select(
        "SELECT r.id, m.receipt, r.position, s.name, r.employer_code, r.case_key, r.sequence, "
        f"r.employee_id, m.received_at, r.findings FROM {_reports(subject)} "
        "JOIN store_stream s ON s.id = m.stream_id WHERE r.id > %s ORDER BY r.id LIMIT %s",
        *_columns({0: row}),
        after,
        take,
    )


def count_going_on(row: GroupRow) -> int:
    """How many reports of a group are in messages that are in the queue."""
    subject = parking_cause(row.cause).subject
    rows = select(
        f"SELECT count(*) FROM {_reports(subject)} "
        "JOIN store_work k ON k.message = m.id AND k.state <> 'failed'",
        *_columns({0: row}),
    )
    count: int = rows[0][0]
    return count


def read_reminders(rows: Sequence[GroupRow]) -> Mapping[int, tuple[Reminded, ...]]:
    """The reminders of each group that has some, by its index."""
    found: dict[int, list[Reminded]] = {}
    for number, days, at in select(
        "SELECT q.no, d.days, d.at FROM unnest(%s::bigint[], %s::text[], %s::text[]) "
        "WITH ORDINALITY AS q(account, cause, subject, no) JOIN store_reminder d "
        "ON d.account_id = q.account AND d.cause = q.cause AND d.subject = q.subject::jsonb::text "
        "ORDER BY d.days",
        [row.account for row in rows],
        [row.cause for row in rows],
        [write_json(row.subject) for row in rows],
    ):
        found.setdefault(number - 1, []).append(Reminded(days=days, at=at))
    return {number: tuple(each) for number, each in found.items()}


def read_gaps(rows: Sequence[GroupRow]) -> list[Gap]:
    """The first gap of each case: what comes after it goes on up to the next one (VZ-3)."""
    found = select(
        "WITH numbered AS (SELECT r.account_id, r.employer_id, r.case_key, r.sequence, "
        "r.message_id, row_number() OVER own AS place, min(r.sequence) OVER own AS first "
        f"FROM {_reports(Subject.CASE)} "
        "WINDOW own AS (PARTITION BY q.no ORDER BY r.sequence)) "
        "SELECT account_id, employer_id, case_key, min(sequence), "
        "(array_agg(message_id ORDER BY sequence))[1], "
        "count(*) FILTER (WHERE sequence - place = first - 1) "
        "FROM numbered GROUP BY account_id, employer_id, case_key",
        *_columns(dict(enumerate(rows))),
    )
    return [
        Gap(
            account=account,
            employer=employer,
            case_key=case_key,
            sequence=sequence,
            message=message,
            going_on=going_on,
        )
        for account, employer, case_key, sequence, message, going_on in found
    ]
