"""What people said of reports, written set-wise (VE-2, VZ-2)."""

from collections.abc import Collection

from verzuimbrug.store.sql import execute

_CHOSEN = (
    "FROM unnest(%s::bigint[], %s::int[]) AS q(message, position) JOIN store_absencereport c "
    "ON c.message_id = q.message AND c.position = q.position AND c.employee_id IS NOT NULL "
)


def let_stand(places: Collection[tuple[int, int]]) -> None:
    """Chooses reports by message and position; what was chosen on their numbers no longer is.

    Those that are in no case's set are left as they are.
    """
    chosen = [message for message, _ in places], [position for _, position in places]
    execute(
        f"UPDATE store_absencereport r SET standing = 'free' {_CHOSEN}"
        "WHERE r.account_id = c.account_id AND r.employer_id = c.employer_id "
        "AND r.case_key = c.case_key AND r.sequence = c.sequence AND r.standing = 'chosen'",
        *chosen,
    )
    execute(
        f"UPDATE store_absencereport r SET standing = 'chosen' {_CHOSEN}WHERE r.id = c.id",
        *chosen,
    )
