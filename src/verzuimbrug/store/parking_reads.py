"""The groups of the parking lot, read set-wise.

A group is what waits at one account for one cause, of one subject (`domain/parking.py`). Whether an
employer is unknown or out of scope is said by the employers of now, not by those of when it was
decided: what waits for either is one group, of the one cause or of the other.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from verzuimbrug.domain import parking
from verzuimbrug.domain.parking import Subject
from verzuimbrug.store.sql import Row, select

SCOPE_CAUSES = (parking.UNKNOWN_EMPLOYER, parking.OUT_OF_SCOPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """One group. `first` is its oldest message; `name` the last part of its subject, as stored."""

    account: int
    cause: str
    subject: tuple[str, ...]
    employer: int | None
    stream: int | None
    name: str
    reports: int
    first: int

    @property
    def place(self) -> "Place":
        """Where the group stands among the others."""
        return self.first, self.account, self.cause, self.subject


Place = tuple[int, int, str, tuple[str, ...]]
"""The order of groups: oldest message, account, cause, subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChoice:
    """Which groups to read; None leaves the choice open. Those after a place, at most `limit`."""

    accounts: tuple[int, ...] | None = None
    cause: str | None = None
    after: Place | None = None
    limit: int | None = None


def _any(codes: Sequence[str]) -> str:
    """The codes, which are our own, to compare with."""
    return f"ANY (ARRAY[{', '.join(repr(code) for code in codes)}])"


_EMPLOYER, _PERSON, _CASE = (
    f"r.codes[1] = {_any(parking.codes_by(subject))}"
    for subject in (Subject.EMPLOYER, Subject.PERSON, Subject.CASE)
)
# Written so that no index on the codes is used: one look through all that waits is faster.
_OF_NO_STREAM = f"({_EMPLOYER} OR {_PERSON} OR {_CASE}) IS TRUE"
_VALUES = {code: cause.value for code, cause in parking.parking_causes().items() if cause.value}
VALUE = (
    "coalesce(r.findings->0->'params'->>(CASE r.codes[1] "
    + " ".join(f"WHEN '{code}' THEN '{name}'" for code, name in _VALUES.items())
    + " END), '')"
)
"""The value that a report's stream does not know; empty for most causes."""

# What waits for a setting may be about persons only: then its finding stands with the message.
SETTING_CAUSE = (
    f"CASE WHEN w.employer_id IS NULL AND '{parking.WITHOUT_CODE}' = ANY (m.codes) "
    f"THEN '{parking.WITHOUT_CODE}' WHEN w.employer_id IS NULL THEN '{parking.NOT_CONVERTED}' "
    f"WHEN '{parking.WITHOUT_KEY}' = ANY (m.codes) THEN '{parking.WITHOUT_KEY}' "
    f"ELSE '{parking.SEVERAL_KEYS}' END"
)
SETTING_VALUE = (
    f"CASE {SETTING_CAUSE} WHEN '{parking.NOT_CONVERTED}' THEN coalesce(jsonb_path_query_first("
    f"m.findings, '$[*] ? (@.code == \"{parking.NOT_CONVERTED}\")')->'params'"
    f"->>'{_VALUES[parking.NOT_CONVERTED]}', '') ELSE '' END"
)
EMPLOYER_CAUSE = (
    f"CASE WHEN w.employer_id IS NULL THEN '{parking.UNKNOWN_EMPLOYER}' "
    f"ELSE '{parking.IN_RUN_OUT}' END"
)
_REPORTS = (
    f"SELECT r.account_id AS account, CASE r.codes[1] WHEN '{parking.OUT_OF_SCOPE}' "
    f"THEN '{parking.UNKNOWN_EMPLOYER}' ELSE r.codes[1] END AS cause, "
    f"CASE WHEN {_EMPLOYER} THEN NULL ELSE r.employer_id END AS employer, "
    f"NULL::bigint AS stream, CASE WHEN {_EMPLOYER} THEN r.employer_code "
    f"WHEN {_PERSON} THEN r.link_key ELSE r.case_key END AS name, "
    "count(*) AS reports, min(r.message_id) AS first FROM store_absencereport r "
    f"WHERE r.state = 'parked' AND {_OF_NO_STREAM} GROUP BY 1, 2, 3, 4, 5"
)
_REPORTS_OF_STREAMS = (
    f"SELECT r.account_id, r.codes[1], NULL::bigint, m.stream_id, {VALUE}, count(*), min(m.id) "
    "FROM store_absencereport r JOIN store_message m ON m.id = r.message_id "
    f"WHERE r.state = 'parked' AND NOT ({_OF_NO_STREAM}) GROUP BY 1, 2, 3, 4, 5"
)
_EMPLOYERS = (
    f"SELECT w.account_id, {EMPLOYER_CAUSE}, NULL::bigint, NULL::bigint, w.employer_code, 0, "
    "min(w.message_id) FROM store_waiting w WHERE w.cause = 'employer' GROUP BY 1, 2, 3, 4, 5"
)
_PERSONS = (
    f"SELECT w.account_id, '{parking.POSSIBLE_DOUBLE}', w.employer_id, NULL::bigint, w.key, 0, "
    "min(w.message_id) FROM store_waiting w WHERE w.cause = 'duplicate' GROUP BY 1, 2, 3, 4, 5"
)
_SETTINGS = (
    f"SELECT w.account_id, {SETTING_CAUSE}, NULL::bigint, m.stream_id, {SETTING_VALUE}, 0, "
    "min(m.id) FROM store_waiting w JOIN store_message m ON m.id = w.message_id "
    "WHERE w.cause = 'configuration' GROUP BY 1, 2, 3, 4, 5"
)
_WAITING_CAUSES = ("configuration", "duplicate", "employer")
"""What a part of a message waits for, but for a person: that waits quietly (WN-2)."""
_PARTS = (
    f"{_REPORTS} UNION ALL {_REPORTS_OF_STREAMS} UNION ALL {_EMPLOYERS} UNION ALL {_PERSONS} "
    f"UNION ALL {_SETTINGS}"
)
_SUBJECT = (
    "(CASE WHEN g.stream IS NOT NULL "
    "THEN array_remove(ARRAY[s.name::text, nullif(g.name, '')], NULL) "
    "WHEN g.employer IS NOT NULL THEN ARRAY[e.code, g.name] ELSE ARRAY[g.name] END)::text[]"
)


def groups(conditions: str = "") -> str:
    """The query of the groups; the conditions are on the account."""
    return (
        "SELECT g.account, CASE WHEN known.id IS NULL THEN g.cause "
        f"ELSE '{parking.OUT_OF_SCOPE}' END AS cause, {_SUBJECT} AS subject, g.employer, "
        "g.stream, g.name, g.reports, g.first FROM (SELECT account, cause, employer, stream, name, "
        f"sum(reports)::int AS reports, min(first) AS first FROM ({_PARTS}) AS parts {conditions} "
        "GROUP BY account, cause, employer, stream, name) AS g "
        "LEFT JOIN store_stream s ON s.id = g.stream "
        "LEFT JOIN store_employer e ON e.id = g.employer "
        "LEFT JOIN store_employer known ON known.code = g.name "
        f"AND g.cause = '{parking.UNKNOWN_EMPLOYER}'"
    )


def read_groups(choice: GroupChoice) -> list[GroupRow]:
    """The groups that are chosen, the oldest first."""
    first, account, cause, subject = choice.after or (0, 0, "", ())
    own = [] if choice.accounts is None else [list(choice.accounts)]
    rows = select(
        f"SELECT * FROM ({groups('WHERE account = ANY(%s)' if own else '')}) "
        "AS found WHERE (first, account, cause, subject) > (%s, %s, %s, %s::text[]) "
        "AND cause = coalesce(%s, cause) ORDER BY first, account, cause, subject LIMIT %s",
        *own,
        first,
        account,
        cause,
        list(subject),
        choice.cause,
        choice.limit,
    )
    return [_group(row) for row in rows]


def _group(row: Row) -> GroupRow:
    account, cause, subject, employer, stream, name, reports, first = row
    return GroupRow(
        account=account,
        cause=cause,
        subject=tuple(subject),
        employer=employer,
        stream=stream,
        name=name,
        reports=reports,
        first=first,
    )


def count_groups(accounts: Collection[int] | None, most: int) -> tuple[int, bool]:
    """How many groups there are, and whether there may be more.

    So many reports and waiting parts are looked at and no more, that it takes no longer when much
    waits. The first names shadow the tables of the query of the groups; they hold what the index of
    parked reports has, and what is said of a report only where that tells groups apart.
    """
    own = "account_id = ANY(coalesce(%s::bigint[], ARRAY[account_id]))"
    chosen = None if accounts is None else sorted(accounts)
    ((count, is_cut),) = select(
        "WITH store_absencereport AS MATERIALIZED (SELECT account_id, employer_id, employer_code, "
        "link_key, case_key, message_id, 'parked' AS state, codes, CASE WHEN codes[1] = "
        f"{_any(tuple(_VALUES))} THEN (SELECT o.findings FROM store_absencereport o "
        "WHERE o.id = r.id) END AS findings FROM store_absencereport r "
        f"WHERE r.state = 'parked' AND {own} LIMIT %s), store_waiting AS MATERIALIZED "
        "(SELECT account_id, employer_id, employer_code, key, message_id, cause "
        f"FROM store_waiting WHERE cause = {_any(_WAITING_CAUSES)} AND {own} LIMIT %s) "
        "SELECT count(*), greatest((SELECT count(*) FROM store_absencereport), "
        f"(SELECT count(*) FROM store_waiting)) >= %s FROM ({groups()}) AS found",
        *(chosen, most, chosen, most, most),
    )
    return count, is_cut
