"""What is old enough to be erased, with all that is still open of it; and erasing it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from verzuimbrug.domain.retention import Candidate, RetentionKind, Unfinished
from verzuimbrug.store.sql import execute, select

_PORTION = 2000

_WAITS = "EXISTS (SELECT 1 FROM {table} x WHERE x.message_id = m.id{more})"


def _of_message(table: str, more: str = "") -> str:
    return _WAITS.format(table=table, more=f" AND {more}" if more else "")


OPEN_OF_MESSAGE: Mapping[Unfinished, str] = {
    Unfinished.AT_WORK: "m.state NOT IN ('processed', 'rejected') "
    "OR EXISTS (SELECT 1 FROM store_work w WHERE w.message = m.id)",
    # What a newer one took the place of counts again once that is undone.
    Unfinished.WAITING: f"{_of_message('store_waiting')} OR {_of_message('store_awaited')}",
    Unfinished.UNDECIDED: _of_message(
        "store_absencereport", "x.state IN ('parked', 'held', 'conflict')"
    )
    + " OR "
    + _of_message("store_employerproposal", "x.state = 'open'"),
    Unfinished.UNSEEN: f"m.state = 'rejected' AND NOT {_of_message('store_look')}",
    Unfinished.OPEN_CASE: "EXISTS (SELECT 1 FROM store_absencereport r "
    "JOIN store_absencecase c ON c.account_id = r.account_id AND c.employer_id = r.employer_id "
    "AND c.key = r.case_key WHERE r.message_id = m.id AND c.status = 'open' AND NOT c.hidden)",
    # Taken back, the undo has it processed again.
    Unfinished.UNDONE: "m.undone_id IS NOT NULL",
    Unfinished.CORRECTION: "EXISTS (SELECT 1 FROM store_message x WHERE x.corrects_id = m.id "
    "AND x.state NOT IN ('processed', 'rejected'))",
    Unfinished.ANSWERS: _of_message("store_answer", "x.acknowledged_at IS NULL")
    + " OR "
    + _of_message("store_answerdue"),
    Unfinished.PASSED_ON: _of_message("store_passedonitem", "x.content IS NOT NULL"),
    Unfinished.MAIL: "EXISTS (SELECT 1 FROM store_mail l LEFT JOIN store_mailcopy y "
    "ON y.mail_id = l.id WHERE l.message_id = m.id AND (l.written_at IS NULL "
    "OR y.id IS NOT NULL AND y.sent_at IS NULL AND y.given_up_at IS NULL))",
    Unfinished.DELIVERY: "EXISTS (SELECT 1 FROM store_portaldelivery d "
    "WHERE d.id = m.portal_delivery_id AND d.finished_at IS NULL)",
}
_OPEN_OF_PROPOSAL: Mapping[Unfinished, str] = {
    Unfinished.UNDECIDED: "p.state = 'open'",
    Unfinished.AT_WORK: OPEN_OF_MESSAGE[Unfinished.AT_WORK],
}


def reasons_of(open_ones: Mapping[Unfinished, str]) -> str:
    """In SQL, the names of the reasons whose condition holds."""
    cases = (f"CASE WHEN {condition} THEN '{name}' END" for name, condition in open_ones.items())
    return f"array_remove(ARRAY[{', '.join(cases)}], NULL)"


@dataclass(frozen=True, slots=True)
class _Table:
    """Where things of a kind are: `id` of each, how it is called, when it ended.

    `locks` are the rows that are locked; `employers` says of which employers these are.
    """

    rows: str
    id: str
    reference: str
    ended_at: str
    open_ones: Mapping[Unfinished, str]
    locks: str
    employers: str

    @property
    def query(self) -> str:
        """What is there of the kind that was not erased yet."""
        return (
            f"SELECT {self.id}, {self.reference}, "
            f"({self.ended_at} AT TIME ZONE 'Europe/Amsterdam')::date, "
            f"{reasons_of(self.open_ones)} FROM {self.rows} "
        )


_OF_REPORTS = "LEFT JOIN store_absencereport r ON r.message_id = m.id"

_TABLES: Mapping[RetentionKind, _Table] = {
    RetentionKind.MESSAGES: _Table(
        rows="store_message m JOIN store_messagebody b ON b.id = m.id AND length(b.content) > 0",
        id="m.id",
        reference="m.receipt",
        ended_at="greatest(m.received_at, m.decided_at)",
        open_ones=OPEN_OF_MESSAGE,
        locks="m",
        employers="SELECT coalesce(r.employer_code, ''), count(DISTINCT m.id) "
        f"FROM store_message m {_OF_REPORTS} WHERE m.id = ANY(%s)",
    ),
    RetentionKind.PROPOSALS: _Table(
        rows="store_employerproposal p JOIN store_message m ON m.id = p.message_id "
        "AND length(p.content) > 0",
        id="p.id",
        reference="p.id::text",
        ended_at="greatest(m.received_at, p.decided_at)",
        open_ones=_OPEN_OF_PROPOSAL,
        locks="m, p",
        employers="SELECT p.employer_code, count(*) FROM store_employerproposal p "
        "WHERE p.id = ANY(%s)",
    ),
    # Who has acknowledged an answer has it: no door gives it out again, and nothing pushes it.
    RetentionKind.ANSWERS: _Table(
        rows="store_answer a JOIN store_message m ON m.id = a.message_id AND length(a.content) > 0",
        id="a.id",
        reference="a.id::text",
        ended_at="greatest(m.received_at, m.decided_at, a.made_at, a.acknowledged_at)",
        open_ones=OPEN_OF_MESSAGE,
        locks="m, a",
        employers="SELECT coalesce(r.employer_code, ''), count(DISTINCT a.id) FROM store_answer a "
        f"JOIN store_message m ON m.id = a.message_id {_OF_REPORTS} WHERE a.id = ANY(%s)",
    ),
}


def read_candidates(kind: RetentionKind, before: datetime) -> Iterator[Candidate]:
    """All of a kind that ended before a moment, by id, read in portions."""
    table, last = _TABLES[kind], 0
    while True:
        rows = select(
            f"{table.query} WHERE {table.id} > %s AND {table.ended_at} < %s "
            f"ORDER BY {table.id} LIMIT {_PORTION}",
            last,
            before,
        )
        yield from (as_candidate(kind, *row) for row in rows)
        if len(rows) < _PORTION:
            return
        last = rows[-1][0]


def lock_candidates(kind: RetentionKind, numbers: Collection[int]) -> list[Candidate]:
    """These of a kind as they are now; nothing is put back in the queue until the transaction ends.

    The messages are locked first: only then is what is open of them sure to be all.
    """
    table = _TABLES[kind]
    execute(
        f"SELECT 1 FROM {table.rows} WHERE {table.id} = ANY(%s) ORDER BY m.id "
        f"FOR UPDATE OF {table.locks}",
        list(numbers),
    )
    rows = select(f"{table.query} WHERE {table.id} = ANY(%s) ORDER BY 1", list(numbers))
    return [as_candidate(kind, *row) for row in rows]


def as_candidate(
    kind: RetentionKind, number: int, reference: str, ended_on: date, open_ones: list[str]
) -> Candidate:
    """A row of what may be erased."""
    return Candidate(
        kind=kind,
        id=number,
        reference=reference,
        ended_on=ended_on,
        unfinished=frozenset(map(Unfinished, open_ones)),
    )


_ERASES: Mapping[RetentionKind, Sequence[str]] = {
    RetentionKind.MESSAGES: (
        "UPDATE store_messagebody SET content = ''::bytea WHERE id = ANY(%s)",
        "DELETE FROM store_shownchanges WHERE message_id = ANY(%s)",
    ),
    RetentionKind.PROPOSALS: (
        "UPDATE store_employerproposal SET content = ''::bytea WHERE id = ANY(%s)",
    ),
    RetentionKind.ANSWERS: ("UPDATE store_answer SET content = ''::bytea WHERE id = ANY(%s)",),
}


def erase(kind: RetentionKind, numbers: Collection[int]) -> None:
    """Takes away what these hold; that they were there stays."""
    for statement in _ERASES[kind]:
        execute(statement, list(numbers))


def employers_of(kind: RetentionKind, numbers: Collection[int]) -> Mapping[str, int]:
    """How many of these are about each employer, by its code; one may be about several."""
    return dict(select(f"{_TABLES[kind].employers} GROUP BY 1 ORDER BY 1", list(numbers)))
