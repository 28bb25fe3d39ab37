"""Processing reports of a period, read set-wise: the list, the causes, and the lines of a file."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from verzuimbrug.store.sql import Row, select

MOST_COUNTED = 1000
"""Of one message so many reports are counted in a list; the others are said to be more."""
_MARGIN = 10_000
"""Two messages may be kept in another order than numbered; by so many numbers at most."""

_REMARKED = "NOT (r.codes = '{}')"
_DECIDED = "(m.decided_at IS NOT NULL OR m.state = 'failed')"
_LOW = (
    f"(SELECT coalesce(min(id), 0) - {_MARGIN} FROM (SELECT id FROM store_message "
    "WHERE received_at >= %s ORDER BY received_at LIMIT 1) low)"
)
_HIGH = (
    f"(SELECT coalesce(max(id), 0) + {_MARGIN} FROM (SELECT id FROM store_message "
    "WHERE received_at < %s ORDER BY received_at DESC LIMIT 1) high)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which processing reports; None opens the choice.

    Those of messages received from `start` up to `end`; `first` and `last` are the same as days.
    """

    start: datetime
    end: datetime
    first: date
    last: date
    accounts: Collection[int] | None = None
    stream: int | None = None
    with_findings: bool = False
    rejected: bool = False
    code: str | None = None


@dataclass(frozen=True, slots=True)
class _Condition:
    """Conditions with their parameters. What is not asked is not said: it would cost an index."""

    parts: tuple[str, ...] = ()
    params: tuple[object, ...] = ()

    def adding(self, part: str, *params: object) -> "_Condition":
        return _Condition((*self.parts, part), (*self.params, *params))

    def of_account(self, column: str, choice: Choice) -> "_Condition":
        """That the account is open."""
        if choice.accounts is None:
            return self
        return self.adding(f"{column} = ANY (%s)", list(choice.accounts))

    def of_stream(self, column: str, choice: Choice) -> "_Condition":
        """That it is the stream that was chosen."""
        return self if choice.stream is None else self.adding(f"{column} = %s", choice.stream)

    def with_code(self, column: str, choice: Choice) -> "_Condition":
        """That the code was said that was chosen."""
        if choice.code is None:
            return self
        return self.adding(f"{column} @> %s::varchar[]", [choice.code])

    @property
    def text(self) -> str:
        """All of them."""
        return " AND ".join(self.parts)


def _received(choice: Choice, before: int | None) -> _Condition:
    """That a message was decided on and received in the period, and stands beyond a place."""
    found = _Condition((_DECIDED,)).adding(
        "m.received_at >= %s AND m.received_at < %s", choice.start, choice.end
    )
    if choice.rejected:
        found = found.adding("m.state = 'rejected'")
    return found if before is None else found.adding("m.id < %s", before)


def _numbered(column: str, choice: Choice) -> _Condition:
    """That the number of a message can be one of the period: that leaves little to look through."""
    return _Condition((f"{column} >= {_LOW} AND {column} <= {_HIGH}",), (choice.start, choice.end))


def list_messages(choice: Choice, before: int | None, most: int) -> list[Row]:
    """The messages of the choice, the last first, those before a number.

    Id, receipt, account and its name, stream, message, edition, state, dry run, moments of receipt
    and decision, findings, reports by state, and whether there are more reports than counted.
    """
    if choice.code is not None or choice.with_findings:
        chosen = _with_findings(choice, before, most)
    elif choice.rejected:
        chosen = _rejected(choice, before, most)
    else:
        chosen = _all(choice, before, most)
    return select(
        "SELECT m.id, m.receipt, a.id, a.name, s.name, m.message, m.edition, m.state, m.dry_run, "
        "m.received_at, m.decided_at, m.findings, n.counts, n.number > %s "
        f"FROM (SELECT DISTINCT id FROM ({chosen.text}) every ORDER BY id DESC LIMIT %s) found "
        "JOIN store_message m ON m.id = found.id "
        "JOIN store_clientaccount a ON a.id = m.account_id "
        "JOIN store_stream s ON s.id = m.stream_id CROSS JOIN LATERAL ("
        "SELECT coalesce(sum(count), 0) AS number, "
        "coalesce(jsonb_object_agg(state, count), '{}') AS counts FROM ("
        "SELECT state, count(*) FROM (SELECT r.state FROM store_absencereport r "
        "WHERE r.message_id = m.id LIMIT %s) counted GROUP BY state) summed) n ORDER BY m.id DESC",
        MOST_COUNTED,
        *chosen.params,
        most,
        MOST_COUNTED + 1,
    )


def _all(choice: Choice, before: int | None, most: int) -> _Condition:
    """Stream by stream: each is one stretch of the index, read no further than is shown."""
    streams = _Condition(("true",)).of_account("s.account_id", choice).of_stream("s.id", choice)
    messages = _received(choice, before)
    numbers = _numbered("m.id", choice)
    query = (
        "SELECT c.id FROM store_stream s CROSS JOIN LATERAL (SELECT m.id FROM store_message m "
        f"WHERE m.stream_id = s.id AND {messages.text} AND {numbers.text} "
        f"ORDER BY m.id DESC LIMIT %s) c WHERE {streams.text}"
    )
    return _Condition(
        (query,),
        (*messages.params, *numbers.params, most, *streams.params),
    )


def _rejected(choice: Choice, before: int | None, most: int) -> _Condition:
    own = _received(choice, before)
    own = own.of_account("m.account_id", choice).of_stream("m.stream_id", choice)
    return _Condition(
        (f"SELECT m.id FROM store_message m WHERE {own.text} ORDER BY m.id DESC LIMIT %s",),
        (*own.params, most),
    )


def _with_findings(choice: Choice, before: int | None, most: int) -> _Condition:
    """What was said something of as a whole, and what has a report that was."""
    whole = _received(choice, before).adding("NOT (m.codes = '{}')").with_code("m.codes", choice)
    whole = whole.of_account("m.account_id", choice).of_stream("m.stream_id", choice)
    of_reports = _received(choice, before).adding(_REMARKED).with_code("r.codes", choice)
    of_reports = of_reports.of_account("r.account_id", choice).of_stream("m.stream_id", choice)
    numbers = _numbered("r.message_id", choice)
    if before is not None:
        numbers = numbers.adding("r.message_id < %s", before)
    query = (
        f"(SELECT m.id FROM store_message m WHERE {whole.text} ORDER BY m.id DESC LIMIT %s) "
        "UNION ALL (SELECT DISTINCT r.message_id FROM store_absencereport r "
        f"JOIN store_message m ON m.id = r.message_id WHERE {of_reports.text} "
        f"AND {numbers.text} ORDER BY r.message_id DESC LIMIT %s)"
    )
    return _Condition(
        (query,),
        (*whole.params, most, *of_reports.params, *numbers.params, most),
    )


def causes_of(choice: Choice) -> list[Row]:
    """What was said of the messages and reports of a period, by code, the most said first.

    Code, how many reports, how many messages, and of the last time it was said the message and the
    position, which is null when it was said of the message as a whole.
    """
    reports = _numbered("r.message_id", choice).adding(_REMARKED)
    reports = reports.adding(
        "r.received_on >= %s AND r.received_on <= %s", choice.first, choice.last
    )
    reports = reports.of_account("r.account_id", choice).of_stream("m.stream_id", choice)
    message = "" if choice.stream is None else "JOIN store_message m ON m.id = r.message_id "
    whole = _Condition(("NOT (m.codes = '{}')",)).adding(
        "m.received_at >= %s AND m.received_at < %s", choice.start, choice.end
    )
    whole = whole.of_account("m.account_id", choice).of_stream("m.stream_id", choice)
    return select(
        "SELECT code, count(position)::int, count(DISTINCT message)::int, max(message), "
        "(array_agg(position ORDER BY message DESC, position))[1] FROM ("
        "SELECT unnest(r.codes) AS code, r.message_id AS message, r.position "
        f"FROM store_absencereport r {message}WHERE {reports.text} "
        f"UNION ALL SELECT unnest(m.codes), m.id, NULL FROM store_message m WHERE {whole.text}"
        ") AS said GROUP BY code ORDER BY 3 DESC, 2 DESC, 1",
        *reports.params,
        *whole.params,
    )


def said_at(places: Sequence[tuple[int, int | None]]) -> list[Row]:
    """Message, position and findings of some reports, and of messages as a whole."""
    return select(
        "SELECT q.message, q.position, coalesce(r.findings, m.findings) "
        "FROM unnest(%s::bigint[], %s::int[]) AS q(message, position) "
        "JOIN store_message m ON m.id = q.message LEFT JOIN store_absencereport r "
        "ON r.message_id = q.message AND r.position = q.position "
        "WHERE q.position IS NULL OR r.id IS NOT NULL",
        [message for message, _ in places],
        [position for _, position in places],
    )


def message_head(receipt: str, accounts: Collection[int] | None) -> list[Row]:
    """The message with a receipt, if its account is open, with what was worked out in a dry run.

    Id, account, its name and portal, culture, stream, message, edition, state, dry run, moments of
    receipt and decision, stages, findings, and the report of a dry run.
    """
    return select(
        "SELECT m.id, a.id, a.name, a.culture, s.name, m.message, m.edition, m.state, m.dry_run, "
        "m.received_at, m.decided_at, m.stages, m.findings, m.dry_report "
        "FROM store_message m JOIN store_clientaccount a ON a.id = m.account_id "
        "JOIN store_stream s ON s.id = m.stream_id WHERE m.receipt = %s "
        "AND a.id = ANY (coalesce(%s::bigint[], ARRAY[a.id]))",
        receipt,
        None if accounts is None else list(accounts),
    )


def states_of(message: int) -> Mapping[str, int]:
    """How many reports of a message are in each state."""
    return dict(
        select(
            "SELECT state, count(*)::int FROM store_absencereport WHERE message_id = %s "
            "GROUP BY state",
            message,
        )
    )


def causes_in(message: int) -> list[Row]:
    """Code, how many reports it was said of, and the position of the first, the most said first."""
    return select(
        "SELECT code, count(*)::int, min(position) FROM ("
        "SELECT unnest(r.codes) AS code, r.position "
        f"FROM store_absencereport r WHERE r.message_id = %s AND {_REMARKED}) said "
        "GROUP BY code ORDER BY 2 DESC, 1",
        message,
    )


def outcomes_of(message: int, after: int, code: str | None, most: int) -> list[Row]:
    """The reports of a message in order, beyond a position; with a code only those it was said of.

    Position, employer code, case, sequence, state, findings and employee.
    """
    own = "" if code is None else f"AND {_REMARKED} AND r.codes @> %s::varchar[] "
    return select(
        "SELECT r.position, r.employer_code, r.case_key, r.sequence, r.state, r.findings, "
        "r.employee_id FROM store_absencereport r WHERE r.message_id = %s AND r.position > %s "
        f"{own}ORDER BY r.position LIMIT %s",
        message,
        after,
        *([] if code is None else [[code]]),
        most,
    )


def lines_of(messages: Collection[int], after: tuple[int, int] | None, most: int) -> list[Row]:
    """The reports of some messages, the last message first, beyond a message and a position.

    Message and the columns of `outcomes_of`.
    """
    message, position = after or (max(messages) + 1, 0)
    return select(
        "SELECT r.message_id, r.position, r.employer_code, r.case_key, r.sequence, r.state, "
        "r.findings, r.employee_id FROM store_absencereport r WHERE r.message_id = ANY (%s) "
        "AND (r.message_id < %s OR (r.message_id = %s AND r.position > %s)) "
        "ORDER BY r.message_id DESC, r.position LIMIT %s",
        sorted(messages),
        message,
        message,
        position,
        most,
    )


def dry_reports_of(messages: Collection[int]) -> list[Row]:
    """Message and what was worked out, of those of some messages that were dry runs."""
    return select(
        "SELECT id, dry_report FROM store_message WHERE id = ANY (%s) AND dry_report IS NOT NULL",
        sorted(messages),
    )


def streams_by_account(accounts: Collection[int] | None) -> list[Row]:
    """Account, its name, stream and its name, of the accounts that are open, by name."""
    return select(
        "SELECT a.id, a.name, s.id, s.name FROM store_clientaccount a "
        "JOIN store_stream s ON s.account_id = a.id "
        "WHERE a.id = ANY (coalesce(%s::bigint[], ARRAY[a.id])) ORDER BY a.name, s.name",
        None if accounts is None else list(accounts),
    )
