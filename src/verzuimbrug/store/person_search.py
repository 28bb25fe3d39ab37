"""Finding persons in one query, on indexes that row-level security leaves in use.

A surname is compared in its normal form (WN-4) by its beginning, with operators that PostgreSQL
knows to keep secrets (leakproof): others are tried on rows only after the policy.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from verzuimbrug.store.sql import Row, select

HAS_CASE = (
    "EXISTS (SELECT 1 FROM store_absencecase n WHERE n.employee_id = e.id "
    "AND n.status <> 'withdrawn' AND NOT n.hidden)"
)
"""Whether a person has a case that counts (datakluis)."""

IS_KEYED_BY = (
    "EXISTS (SELECT 1 FROM store_stream s WHERE s.account_id = l.account_id "
    "AND s.settings->>'employee_key' = %s)"
)
"""Whether the link keys of an account are values of a tag."""

_HAS_KEY = (
    "e.id = ANY(ARRAY(SELECT l.employee_id FROM store_linkkey l "
    "WHERE l.key = ANY(%s) AND NOT l.hidden))"
)
_AT_EMPLOYER = "e.employer_id = ANY(ARRAY(SELECT v.id FROM store_employer v WHERE v.code = %s))"
_HIGHEST = "\U0010ffff"
_COLUMNS = (
    "e.id, e.match_name, e.fields->>'surname', e.fields->>'prefix', e.fields->>'initials', "
    f"e.birth_date, w.id, w.code, w.name, {HAS_CASE}, "
    "ARRAY(SELECT l.key FROM store_linkkey l WHERE l.employee_id = e.id AND NOT l.superseded "
    f"AND NOT l.hidden AND NOT {IS_KEYED_BY} ORDER BY l.key), "
    "(SELECT c.status FROM store_absencecase c WHERE c.employee_id = e.id AND NOT c.hidden "
    "ORDER BY c.status = 'withdrawn', c.first_day DESC, c.id DESC LIMIT 1)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """After which person a page goes on: by normal form of the surname, then by number."""

    name: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Whom somebody looks for; what is None does not matter.

    `surname` is the beginning of the normal form; only persons with a case that counts are found
    by it. `keys` are spellings of one link key; those that are values of `secret_tag` are not
    shown. `employers` are those that may be looked into.
    """

    surname: str = ""
    birth_date: date | None = None
    keys: Sequence[str] = ()
    employer: str = ""
    employers: frozenset[int] | None = None
    secret_tag: str = ""


def find_persons(sought: Sought, after: Place, most: int) -> list[Row]:
    """The persons of a page; by surname when one is sought, else by number."""
    conditions = list(_conditions(sought))
    if sought.surname:
        conditions += [("e.match_name ~>=~ %s", after.name)]
        conditions += [("(e.match_name ~>~ %s OR e.id > %s)", after.name, after.id)]
        order = "e.match_name USING ~<~, e.id"
    else:
        conditions += [("e.id > %s", after.id)]
        order = "e.id"
    where = " AND ".join(text for text, *_ in conditions)
    params = [param for _, *some in conditions for param in some]
    return select(
        f"SELECT {_COLUMNS} FROM store_employee e JOIN store_employer w ON w.id = e.employer_id "
        f"WHERE NOT e.hidden AND {where} ORDER BY {order} LIMIT %s",
        sought.secret_tag,
        *params,
        most,
    )


def _conditions(sought: Sought) -> Iterator[tuple[Any, ...]]:
    if sought.surname:
        yield "e.match_name ~>=~ %s AND e.match_name ~<~ %s", sought.surname, _end(sought.surname)
        yield (HAS_CASE,)
    if sought.birth_date is not None:
        yield "e.birth_date = %s", sought.birth_date
    if sought.keys:
        yield _HAS_KEY, list(sought.keys)
    if sought.employer:
        yield _AT_EMPLOYER, sought.employer
    if sought.employers is not None:
        yield "e.employer_id = ANY(%s)", sorted(sought.employers)


def _end(beginning: str) -> str:
    """What comes after every text with this beginning."""
    return beginning + _HIGHEST
