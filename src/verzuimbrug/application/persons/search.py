"""Finding persons: by surname, birth date, link key and employer (docs/interfaces).

A person without a case that counts is found by key, birth date and employer only, and shown
without a name: that a name finds somebody would tell it (datakluis).
"""

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.persons.values import AtEmployer, FoundPerson, PersonName
from verzuimbrug.application.sealed_texts import seal_text, unseal_text
from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.domain.names import match_name
from verzuimbrug.sivi.tags import BSN_KEY
from verzuimbrug.store.encryption import blind_index
from verzuimbrug.store.person_search import Place, Sought, find_persons
from verzuimbrug.store.sql import Row
from verzuimbrug.store.tenancy import tenant

MOST = 50
_PURPOSE = "person search"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whom somebody looks for; empty is no matter. `after` is where a page goes on."""

    surname: str = ""
    birth_date: date | None = None
    key: str = ""
    employer: str = ""
    after: Place = field(default_factory=Place)

    @property
    def is_empty(self) -> bool:
        """Whether nobody is looked for."""
        return not (match_name(self.surname) or self.birth_date or self.key or self.employer)

    @property
    def from_top(self) -> "Wanted":
        """The same search, from its first page on."""
        return replace(self, after=Place())


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of persons, and what asks for the next one; None on the last."""

    persons: tuple[FoundPerson, ...]
    next: Wanted | None


def search_persons(reader: Reader, wanted: Wanted, most: int = MOST) -> Found:
    """A page of persons that are open to the reader, and the row that says they were read."""
    if wanted.is_empty or "\0" in wanted.surname + wanted.key + wanted.employer:
        return Found(persons=(), next=None)
    with tenant(reader.arbodienst):
        rows = find_persons(_sought(reader, wanted), wanted.after, most + 1)
        shown = rows[:most]
        record_access(reader, ReadAction.PERSONS_FOUND, employees=[row[0] for row in shown])
    more = replace(wanted, after=_place(shown[-1])) if len(rows) > most else None
    return Found(persons=tuple(map(_found, shown)), next=more)


def as_token(wanted: Wanted) -> str:
    """A search as a part of an address, encrypted: addresses hold no personal data."""
    said = {**asdict(wanted), "birth_date": str(wanted.birth_date or "")}
    return seal_text(json.dumps(said), _PURPOSE)


def from_token(token: str) -> Wanted | None:
    """The search that `as_token` wrote; None for what it did not write."""
    read = unseal_text(token, _PURPOSE)
    if read is None:
        return None
    said = json.loads(read)
    born = said.pop("birth_date")
    return Wanted(
        **{
            **said,
            "birth_date": date.fromisoformat(born) if born else None,
            "after": Place(**said["after"]),
        }
    )


def _sought(reader: Reader, wanted: Wanted) -> Sought:
    key = wanted.key
    return Sought(
        surname=match_name(wanted.surname),
        birth_date=wanted.birth_date,
        # Where the key is the BSN, its blind index is what is stored.
        keys=(key, blind_index(key, "link key").hex()) if key else (),
        employer=wanted.employer,
        employers=reader.authority.employers,
        secret_tag=BSN_KEY,
    )


def _place(row: Row) -> Place:
    return Place(name=row[1], id=row[0])


def _found(row: Row) -> FoundPerson:
    number, _, surname, prefix, initials, born, employer, code, name, has_case, keys, status = row
    told = PersonName(surname=surname, prefix=prefix, initials=initials)
    return FoundPerson(
        id=number,
        name=told if has_case else PersonName(),
        is_shielded=not has_case,
        birth_date=born,
        employer=AtEmployer(id=employer, code=code, name=name),
        keys=tuple(keys),
        status=CaseStatus(status) if status else None,
    )
