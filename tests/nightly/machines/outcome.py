"""What is in the database after a load, without what differs from run to run (ids, moments)."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from nightly.machines.hosts import Database, Installation, until
from nightly.machines.load import Sent

_CONTENTS = {
    "messages": "SELECT encode(sha256, 'hex'), state FROM store_message",
    "reports": (
        "SELECT employer_code, link_key, case_key, sequence, state, content::text "
        "FROM store_absencereport"
    ),
    "persons": (
        "SELECT r.code, match_name, birth_date, e.fields::text, e.hidden "
        "FROM store_employee e JOIN store_employer r ON r.id = e.employer_id"
    ),
    "cases": (
        "SELECT r.code, c.key, first_day, recovered_on, status, periods::text, cause, safety_net, "
        "last_sequence, employment, classification, c.hidden "
        "FROM store_absencecase c JOIN store_employer r ON r.id = c.employer_id"
    ),
    "employments": "SELECT number, former, fields::text, hidden FROM store_employment",
    "statements": "SELECT object_kind, key, position, fields::text FROM store_statement",
    "answers": "SELECT kind FROM store_answer",
    "changes by reports": (
        "SELECT encode(m.sha256, 'hex'), c.position, c.effects, (c.fields - 'continues')::text "
        "FROM store_change c JOIN store_message m ON m.id = c.message_id "
        "WHERE c.object_kind = 'case' AND c.position IS NOT NULL"
    ),
    "other changes": "SELECT object_kind FROM store_change WHERE object_kind <> 'case'",
}
"""Remarks are not among it: at which report of a case one stands, and whether a case changed once
more because its link to an earlier one was found later, depends on which batch took which message.
"""

Outcome = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interruption:
    """How long nothing was acknowledged, one sender waited, and nothing was applied; in seconds.

    `tries` counts every attempt of the senders, `again` the messages whose first attempt was taken
    in although the sender was not told so.
    """

    unacknowledged: float
    longest_wait: float
    unapplied: float
    sent: int
    tries: int
    again: int

    def __str__(self) -> str:
        return (
            f"nothing acknowledged {self.unacknowledged:.1f} s, longest wait of a sender "
            f"{self.longest_wait:.1f} s, nothing applied {self.unapplied:.1f} s; "
            f"{self.sent} messages acknowledged in {self.tries} attempts, "
            f"{self.again} as known already"
        )


def await_all_done(made: Installation) -> None:
    """Until every message is decided on, and every event is told."""
    with made.connect() as database:
        until(lambda: _is_done(database), "all to be applied")


def outcome(database: Database) -> Outcome:
    """Everything that has to be the same, whatever happened to the machines."""
    return {
        name: sorted(str(row) for row in database.execute(statement.encode()))
        for name, statement in _CONTENTS.items()
    }


def received(database: Database) -> set[str]:
    """The numbers of all receipts."""
    return {str(row[0]) for row in database.execute("SELECT receipt FROM store_message")}


def interruption(database: Database, sent: list[Sent]) -> Interruption:
    """What the senders noticed, and how long the workers stood still."""
    decided = database.execute(
        "SELECT extract(epoch FROM decided_at)::float8 FROM store_message "
        "WHERE decided_at IS NOT NULL ORDER BY 1"
    )
    return Interruption(
        unacknowledged=_longest([one.answered for one in sent]),
        longest_wait=max(one.answered - one.begun for one in sent),
        unapplied=_longest([float(str(row[0])) for row in decided]),
        sent=len(sent),
        tries=sum(one.tries for one in sent),
        again=sum(one.duplicate for one in sent),
    )


def forget(database: Database) -> None:
    """Make room for the next load."""
    database.execute("TRUNCATE store_arbodienst, store_signinfailures CASCADE")


def _is_done(database: Database) -> bool:
    rows = database.execute(
        "SELECT (SELECT count(*) FROM store_work) + (SELECT count(*) FROM store_eventdue)"
    ).fetchone()
    return rows == (0,)


def _longest(moments: list[float]) -> float:
    pairs = pairwise(moments)
    return max((later - earlier for earlier, later in pairs), default=time.time())
