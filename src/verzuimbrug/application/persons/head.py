"""Who a dossier is about: read first, by whom it is open to, on every page."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from verzuimbrug.application.access import Reader
from verzuimbrug.application.configuration.entries import STREAM_DEFAULTS
from verzuimbrug.application.persons.values import AtEmployer, PersonHead, PersonKey, PersonName
from verzuimbrug.sivi.tags import BSN_KEY
from verzuimbrug.store import person_reads
from verzuimbrug.store.change_reads import Found, Part, ReadChange, changes_of
from verzuimbrug.store.sql import Row

_EVERYTHING = 2**31


def read_head(reader: Reader, person: int) -> PersonHead | None:
    """Who it is, within the tenant; None for somebody who is not there or not open to the reader.

    A person that only undone messages had made is not there (VE-4).
    """
    row = person_reads.person(person, reader.authority.employers)
    return None if row is None else _head(row, person_reads.link_keys(person, BSN_KEY))


def find_of(head: PersonHead) -> Found:
    """The person as the change log finds it."""
    return Found(kind="employee", id=head.id, employee=head.id, employer=head.employer.id)


def changes_of_person(head: PersonHead) -> tuple[ReadChange, ...]:
    """All changes of a person, in order, in one query."""
    return changes_of(find_of(head), Part(most=_EVERYTHING))


def _head(row: Row, keys: Iterable[Row]) -> PersonHead:
    number, fields, born, has_bsn, employer, code, name, has_case = row
    said = json.loads(fields) if has_case else {}
    keys = list(keys)
    return PersonHead(
        id=number,
        employer=AtEmployer(id=employer, code=code, name=name),
        name=PersonName(
            surname=said.get("surname"), prefix=said.get("prefix"), initials=said.get("initials")
        ),
        is_shielded=not has_case,
        birth_date=born,
        keys=tuple(_key(key) for key in keys),
        has_bsn=has_bsn and any(processes_bsn for _, _, processes_bsn, *_ in keys),
    )


def _key(row: Row) -> PersonKey:
    account, name, _, key, superseded, by_hand, hidden, is_secret = row
    return PersonKey(
        account=account,
        account_name=name,
        key=None if is_secret else key,
        is_former=superseded,
        by_hand=by_hand,
        is_undone=hidden,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceTerms:
    """What the streams say of absence: leaves that are maternity leave, and the term of VZ-11.

    The leaves are those of each account; the term is the longest of all.
    """

    leaves: Mapping[int, frozenset[str]]
    composite_days: int

    def is_maternity(self, account: int, leave: str | None) -> bool:
        """Whether a leave code of an account is confirmed as maternity leave."""
        return leave in self.leaves.get(account, frozenset())


def read_terms(accounts: Collection[int]) -> AbsenceTerms:
    """What the streams of these accounts say, within the tenant, in one query."""
    leaves: dict[int, frozenset[str]] = {}
    days: list[int] = []
    for account, stored in person_reads.stream_settings(accounts):
        settings: Mapping[str, Any] = {**STREAM_DEFAULTS, **json.loads(stored)}
        leaves[account] = leaves.get(account, frozenset()) | set(settings["maternity_leaves"])
        days.append(settings["composite_days"])
    return AbsenceTerms(
        leaves=leaves, composite_days=max(days, default=STREAM_DEFAULTS["composite_days"])
    )
