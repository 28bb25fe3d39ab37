"""What somebody may mean by a few words in the search box: a message, a case, an employer."""

from dataclasses import dataclass, field

from django.db.models import Q

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.messages.search import search
from verzuimbrug.application.messages.values import FoundMessage, Sought, Turning
from verzuimbrug.application.sealed_texts import seal_text, unseal_text
from verzuimbrug.store.message_search import cases_named
from verzuimbrug.store.models import Employer
from verzuimbrug.store.tenancy import tenant

_PURPOSE = "search box"
MOST = 20
"""How much is named of each kind; the browser of messages shows all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """Of what somebody may see something."""

    messages: bool = True
    employers: bool = True
    cases: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEmployer:
    """An employer by its code, with its number in the store."""

    number: int
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCase:
    """An absence case, by its number and that of its person in the change log."""

    number: int
    employee: int
    key: str
    account: str
    employer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """All that has these words: as receipt, reference or case key, as employer code or name."""

    by_receipt: tuple[FoundMessage, ...] = ()
    by_reference: tuple[FoundMessage, ...] = ()
    by_case: tuple[FoundMessage, ...] = ()
    employers: tuple[FoundEmployer, ...] = ()
    cases: tuple[FoundCase, ...] = field(default_factory=tuple)

    @property
    def is_nothing(self) -> bool:
        """Whether nothing has these words."""
        found = (self.by_receipt, self.by_reference, self.by_case, self.employers, self.cases)
        return not any(found)


def as_token(words: str) -> str:
    """Words as a part of an address, encrypted: somebody may look for a person by them."""
    return seal_text(words, _PURPOSE)


def from_token(token: str) -> str:
    """The words that `as_token` wrote; none for what it did not write."""
    return unseal_text(token, _PURPOSE) or ""


def look_up(reader: Reader, words: str, kinds: Kinds) -> LookedUp:
    """What has exactly these words, and the employers whose name has them in it."""
    meant = words.strip()
    if not meant or "\0" in meant:
        return LookedUp()
    return LookedUp(
        by_receipt=_messages(reader, Sought(receipt=meant)) if kinds.messages else (),
        by_reference=_messages(reader, Sought(reference=meant)) if kinds.messages else (),
        by_case=_messages(reader, Sought(case=meant)) if kinds.messages else (),
        employers=_employers(reader, meant) if kinds.employers else (),
        cases=_cases(reader, meant) if kinds.cases else (),
    )


def _messages(reader: Reader, sought: Sought) -> tuple[FoundMessage, ...]:
    return search(reader, sought, Turning(limit=MOST)).items


def _employers(reader: Reader, meant: str) -> tuple[FoundEmployer, ...]:
    named = Employer.objects.filter(Q(code__iexact=meant) | Q(name__icontains=meant))
    if reader.authority.employers is not None:
        named = named.filter(id__in=reader.authority.employers)
    with tenant(reader.arbodienst):
        rows = named.order_by("code").values_list("id", "code", "name")[:MOST]
        return tuple(FoundEmployer(number=n, code=code, name=name) for n, code, name in rows)


def _cases(reader: Reader, meant: str) -> tuple[FoundCase, ...]:
    """The cases with this key at employers that are open, and the look at them kept."""
    with tenant(reader.arbodienst):
        rows = cases_named(meant, reader.authority.employers, MOST)
        found = tuple(
            FoundCase(number=number, employee=employee, key=key, account=account, employer=employer)
            for number, employee, key, account, employer in rows
        )
        if found:
            persons = {each.employee for each in found}
            record_access(reader, ReadAction.EMPLOYEES, employees=persons)
    return found
