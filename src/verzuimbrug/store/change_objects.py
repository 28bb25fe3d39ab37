"""What somebody may ask the change log about, each by the names that people know it by (VE-5)."""

from dataclasses import dataclass

_PLACED = (
    "JOIN store_employer w ON w.id = {table}.employer_id AND w.code = %s "
    "JOIN store_clientaccount b ON b.id = {table}.account_id AND b.name = %s"
)


@dataclass(frozen=True, slots=True)
class Sought:
    """Something by its names: its kind, and a query of its id, its person and its employer.

    The query has one row, or none when there is no such thing in the present tenant.
    """

    kind: str
    query: str
    params: tuple[str | int, ...]


def message(receipt: str) -> Sought:
    """A message by its receipt."""
    query = (
        "SELECT m.id, NULL::bigint AS employee_id, NULL::bigint AS employer_id "
        "FROM store_message m WHERE m.receipt = %s"
    )
    return Sought("message", query, (receipt,))


def employer(code: str) -> Sought:
    """An employer by its code."""
    query = (
        "SELECT w.id, NULL::bigint AS employee_id, w.id AS employer_id "
        "FROM store_employer w WHERE w.code = %s"
    )
    return Sought("employer", query, (code,))


def person(at: str, account: str, key: str) -> Sought:
    """A person by employer code, account and link key, which may be a former one."""
    query = (
        "SELECT l.employee_id AS id, l.employee_id, l.employer_id "
        f"FROM store_linkkey l {_PLACED.format(table='l')} WHERE l.key = %s"
    )
    return Sought("employee", query, (at, account, key))


def case(at: str, account: str, key: str) -> Sought:
    """A case by employer code, account and key, which may be a former one."""
    query = (
        "SELECT v.id, v.employee_id, v.employer_id "
        f"FROM store_absencecase v {_PLACED.format(table='v')} "
        "LEFT JOIN store_casealias f ON f.account_id = v.account_id "
        "AND f.employer_id = v.employer_id AND f.key = v.key AND f.former = %s "
        "WHERE v.key = %s OR f.id IS NOT NULL ORDER BY v.key = %s DESC LIMIT 1"
    )
    return Sought("case", query, (at, account, key, key, key))


def employment(at: str, account: str, key: str, number: str) -> Sought:
    """An employment by its person and its number, which may be a former one."""
    query = (
        "SELECT g.id, g.employee_id, l.employer_id "
        f"FROM store_linkkey l {_PLACED.format(table='l')} "
        "JOIN store_employment g ON g.employee_id = l.employee_id AND g.account_id = l.account_id "
        "WHERE l.key = %s AND (g.number = %s OR %s = ANY(g.former)) "
        "ORDER BY g.number = %s DESC, g.id LIMIT 1"
    )
    return Sought("employment", query, (at, account, key, number, number, number))


_NUMBERED = {
    "employee": "SELECT p.id, p.id AS employee_id, p.employer_id FROM store_employee p "
    "WHERE p.id = %s",
    "employment": "SELECT g.id, g.employee_id, p.employer_id FROM store_employment g "
    "JOIN store_employee p ON p.id = g.employee_id WHERE g.id = %s",
    "case": "SELECT v.id, v.employee_id, v.employer_id FROM store_absencecase v WHERE v.id = %s",
}


def numbered(kind: str, number: int) -> Sought:
    """A person, an employment or a case by its id."""
    return Sought(kind, _NUMBERED[kind], (number,))
