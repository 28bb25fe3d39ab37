"""Messages found by what is in them, newest first, however many there are.

A search reads a range of ids, from one end, until a page is full. What narrows it most stands
first: the reports that name an employer or a case, what was remarked, or the streams. Under
row-level security an index serves only comparisons that cannot leak, such as `=` and `<`: so codes
are looked for in all that was remarked in the range (docs/performance.md).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from verzuimbrug.store.sql import Row, plan_anew, select

_SLACK = timedelta(hours=1)
"""A message gets its number after its moment; the clocks of two machines may differ."""
_HIGHEST = 2**63 - 1

MOST_COUNTED = 1000
"""Of a message with more reports, this many are counted for the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which messages; None leaves a choice open. `streams` are ids, `code` that of a finding.

    `parked`: something of it waits. `undone`: an undo took it back.
    """

    receipt: str | None = None
    reference: str | None = None
    sender: str | None = None
    employer_code: str | None = None
    case_key: str | None = None
    code: str | None = None
    state: str | None = None
    dry_run: bool | None = None
    parked: bool = False
    undone: bool = False
    streams: Collection[int] | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """At most so many messages with ids between two others, from the highest or the lowest."""

    take: int
    above: int = 0
    below: int = _HIGHEST
    lowest_first: bool = False

    @property
    def order(self) -> str:
        """The order in which they are read."""
        return "m.id" if self.lowest_first else "m.id DESC"


def streams_named(
    account: str | None, stream: str | None, accounts: Collection[int] | None
) -> list[int]:
    """The ids of the streams with these names, of accounts that are open to somebody."""
    rows = select(
        "SELECT s.id FROM store_stream s JOIN store_clientaccount a ON a.id = s.account_id "
        "WHERE (%s::text IS NULL OR a.name = %s) AND (%s::text IS NULL OR s.name = %s) "
        "AND (%s::bigint[] IS NULL OR a.id = ANY(%s)) ORDER BY s.id",
        *(account, account, stream, stream),
        *([None if accounts is None else list(accounts)] * 2),
    )
    return [row[0] for row in rows]


def search_messages(wanted: Wanted, within: Range) -> list[Row]:
    """The messages of a range that are wanted, in its order, each as a row of `_LISTED`."""
    plan_anew()
    part = _in_period(wanted, within)
    chosen = _chosen(wanted, part)
    return select(
        f"SELECT {_LISTED} FROM ({chosen.text}) m {_NAMED} ORDER BY {part.order}", *chosen.params
    )


def _in_period(wanted: Wanted, part: Range) -> Range:
    """The range without the ids of messages received well before or after the period."""
    if wanted.since is None and wanted.until is None:
        return part
    ((first, last),) = select(
        "SELECT (SELECT id FROM store_message WHERE received_at >= %s ORDER BY received_at LIMIT 1)"
        ", (SELECT id FROM store_message WHERE received_at < %s ORDER BY received_at DESC LIMIT 1)",
        None if wanted.since is None else wanted.since - _SLACK,
        None if wanted.until is None else wanted.until + _SLACK,
    )
    above = 0 if wanted.since is None else (first or _HIGHEST) - 1
    below = _HIGHEST if wanted.until is None else (last or 0) + 1
    return replace(part, above=max(part.above, above), below=min(part.below, below))


_LISTED = (
    "m.id, m.receipt, a.name, s.name, m.message, m.edition, m.state, m.dry_run, m.size, "
    "m.received_at, m.decided_at, m.sender, m.reference, m.codes, m.undone_id IS NOT NULL, "
    "c.receipt, r.counted, r.parked, r.employers"
)
_NAMED = (
    "JOIN store_clientaccount a ON a.id = m.account_id JOIN store_stream s ON s.id = m.stream_id "
    "LEFT JOIN store_message c ON c.id = m.corrects_id "
    "LEFT JOIN LATERAL (SELECT count(*) AS counted, count(*) FILTER (WHERE t.state = 'parked') "
    "AS parked, (array_agg(DISTINCT t.employer_code))[1:2] AS employers "
    "FROM (SELECT r.state, r.employer_code FROM store_absencereport r WHERE r.message_id = m.id "
    f"LIMIT {MOST_COUNTED}) t) r ON true"
)


@dataclass(frozen=True, slots=True)
class _Sql:
    """A piece of a query and what it asks for, in order."""

    text: str
    params: tuple[object, ...] = ()


def _chosen(wanted: Wanted, part: Range) -> _Sql:
    """The messages themselves, as a query that stops when the page is full."""
    few, *others = _by_content(wanted, part)
    conditions = [_within("m.id", part), *_conditions(wanted)]
    conditions += [each.condition for each in others]
    if few.ids is not None:
        return _one_by_one(few.ids, conditions, part)
    conditions.append(few.condition)
    if wanted.streams is None or _is_one(wanted):
        return _from_an_end(conditions, part)
    return _stream_by_stream(wanted.streams, conditions, part)


def _is_one(wanted: Wanted) -> bool:
    """Whether what a message says itself leaves but a few."""
    return wanted.receipt is not None or wanted.reference is not None


def _from_an_end(conditions: Collection[_Sql], part: Range) -> _Sql:
    """The messages of the range from one end, until the page is full."""
    return _Sql(
        f"SELECT m.* FROM store_message m WHERE {_all(conditions)} ORDER BY {part.order} LIMIT %s",
        (*_asked(conditions), part.take),
    )


def _all(conditions: Collection[_Sql]) -> str:
    return " AND ".join(each.text for each in conditions)


def _asked(conditions: Collection[_Sql]) -> tuple[object, ...]:
    return tuple(value for each in conditions for value in each.params)


def _one_by_one(ids: _Sql, conditions: Collection[_Sql], part: Range) -> _Sql:
    """The messages with these ids, each looked up by itself: so it stops when the page is full."""
    order = part.order.replace("m.id", "n.id")
    return _Sql(
        f"SELECT m.* FROM (SELECT n.id FROM ({ids.text}) n(id) ORDER BY {order}) n, "
        "LATERAL (SELECT x.* FROM store_message x WHERE x.id = n.id OFFSET 0) m "
        f"WHERE {_all(conditions)} ORDER BY {order} LIMIT %s",
        (*ids.params, *_asked(conditions), part.take),
    )


def _stream_by_stream(streams: Collection[int], conditions: list[_Sql], part: Range) -> _Sql:
    """Each stream gives a page at most: no stream is read through for another."""
    inner = _from_an_end([_Sql("m.stream_id = t.id"), *conditions], part)
    return _Sql(
        f"SELECT m.* FROM unnest(%s::bigint[]) AS t(id), LATERAL ({inner.text}) m "
        f"ORDER BY {part.order} LIMIT %s",
        (list(streams), *inner.params, part.take),
    )


@dataclass(frozen=True, slots=True)
class _Content:
    """What is sought in what belongs to a message: a condition on it, or the ids that meet it."""

    condition: _Sql
    ids: _Sql | None = None


_ANYTHING = _Content(_Sql("true"))


def _by_content(wanted: Wanted, part: Range) -> Iterator[_Content]:
    """What leaves fewest comes first; when a message says itself what leaves but one, nothing."""
    if _is_one(wanted):
        yield _ANYTHING
    within = _within("message_id", part)
    if wanted.case_key is not None:
        yield _by_case(wanted.case_key, within)
    if wanted.employer_code is not None:
        yield _by_employer(wanted.employer_code, within)
    if wanted.parked:
        yield _BY_PARKED
    if wanted.code is not None:
        yield _by_code(wanted.code, within)
    yield _ANYTHING


def _by_case(key: str, within: _Sql) -> _Content:
    return _Content(
        _Sql(f"{_HAS_REPORT} AND h.case_key = %s)", (key,)),
        _Sql(
            "SELECT DISTINCT message_id FROM store_absencereport WHERE case_key = %s "
            f"AND {within.text}",
            (key, *within.params),
        ),
    )


_HAS_REPORT = "EXISTS (SELECT 1 FROM store_absencereport h WHERE h.message_id = m.id"
_HAS_WAITING = "EXISTS (SELECT 1 FROM store_waiting h WHERE h.message_id = m.id"


def _by_employer(code: str, within: _Sql) -> _Content:
    """What names an employer: in a report, in a part that waits, or in what it says of persons."""
    statements = within.text.replace("message_id", "s.message_id")
    of_employer = (
        "FROM store_employer w JOIN store_employee p ON p.employer_id = w.id "
        "JOIN store_statement s ON s.employee_id = p.id WHERE w.code = %s"
    )
    return _Content(
        _Sql(
            f"({_HAS_REPORT} AND h.employer_code = %s) OR {_HAS_WAITING} AND h.employer_code = %s) "
            f"OR EXISTS (SELECT 1 {of_employer} AND s.message_id = m.id))",
            (code,) * 3,
        ),
        _Sql(
            "SELECT message_id FROM store_absencereport WHERE employer_code = %s "
            f"AND {within.text} UNION SELECT message_id FROM store_waiting "
            f"WHERE employer_code = %s AND {within.text} "
            f"UNION SELECT s.message_id {of_employer} AND {statements}",
            (code, *within.params) * 3,
        ),
    )


_BY_PARKED = _Content(
    _Sql(f"({_HAS_REPORT} AND h.state = 'parked') OR {_HAS_WAITING} AND h.cause <> 'person'))"),
    _Sql(
        "SELECT message_id FROM store_absencereport WHERE state = 'parked' "
        "UNION SELECT message_id FROM store_waiting WHERE cause <> 'person'"
    ),
)


def _by_code(code: str, within: _Sql) -> _Content:
    """What has a finding, of the message as a whole or of a report."""
    has_code = "codes <> '{}' AND codes @> ARRAY[%s]::varchar[]"
    return _Content(
        _Sql(
            f"(m.codes @> ARRAY[%s]::varchar[] OR {_HAS_REPORT} "
            "AND h.codes @> ARRAY[%s]::varchar[]))",
            (code, code),
        ),
        _Sql(
            f"SELECT id FROM store_message WHERE {has_code} "
            f"AND {within.text.replace('message_id', 'id')} "
            f"UNION SELECT message_id FROM store_absencereport WHERE {has_code} "
            f"AND {within.text}",
            (code, *within.params, code, *within.params),
        ),
    )


def _within(column: str, part: Range) -> _Sql:
    return _Sql(f"{column} > %s AND {column} < %s", (part.above, part.below))


def _conditions(wanted: Wanted) -> Iterator[_Sql]:
    """What a message says itself."""
    equal = {
        "receipt": wanted.receipt,
        "reference": wanted.reference,
        "sender": wanted.sender,
        "state": wanted.state,
    }
    for name, value in equal.items():
        if value is not None:
            yield _Sql(f"m.{name} = %s", (value,))
    if wanted.dry_run is not None:
        yield _Sql("m.dry_run" if wanted.dry_run else "NOT m.dry_run")
    if wanted.undone:
        yield _Sql("m.undone_id IS NOT NULL")
    if wanted.streams is not None:
        yield _Sql("m.stream_id = ANY(%s)", (list(wanted.streams),))
    if wanted.since is not None:
        yield _Sql("m.received_at >= %s", (wanted.since,))
    if wanted.until is not None:
        yield _Sql("m.received_at < %s", (wanted.until,))


def cases_named(key: str, employers: Collection[int] | None, most: int) -> list[Row]:
    """Cases by key: number, employee, key, account and employer code, at employers that are open.

    By way of their reports, which have an index that begins with the key.
    """
    open_to = None if employers is None else list(employers)
    return select(
        "SELECT k.id, k.employee_id, k.key, a.name, e.code FROM (SELECT DISTINCT account_id, "
        "employer_id FROM store_absencereport WHERE case_key = %s) r JOIN store_absencecase k "
        "ON k.account_id = r.account_id AND k.employer_id = r.employer_id AND k.key = %s "
        "AND NOT k.hidden JOIN store_clientaccount a ON a.id = k.account_id "
        "JOIN store_employer e ON e.id = k.employer_id "
        "WHERE (%s::bigint[] IS NULL OR e.id = ANY(%s)) ORDER BY k.id LIMIT %s",
        *(key, key, open_to, open_to, most),
    )
