"""Why somebody may or may not see something, told to somebody who may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.persons.head import read_head
from verzuimbrug.application.users.authority import members_of_groups, scopes_of_accounts
from verzuimbrug.application.users.visitor import authority_of_user
from verzuimbrug.domain.explaining import (
    Person,
    Rule,
    Ruling,
    is_open,
    rule_on_coupling,
    rule_on_dossier,
    rule_on_employer,
)
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.store.models import ClientAccount, Employer, Message, User
from verzuimbrug.store.tenancy import tenant

_MOST_NAMED = 20


class Thing(StrEnum):
    """What it can be about."""

    EMPLOYER = "employer"
    COUPLING = "coupling"
    MESSAGE = "message"
    DOSSIER = "dossier"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRuling:
    """A rule, whether it holds, and the employers in the way that the reader may see."""

    rule: Rule
    holds: bool
    lacking: tuple[str, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Whether somebody sees it, and the rules that decide."""

    is_open: bool
    permission: str
    rulings: tuple[ToldRuling, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    permission: Permission
    rulings: tuple[Ruling, ...]


def explain(reader: Reader, user_id: int, thing: Thing, name: str) -> Explanation | None:
    """Why somebody sees it or not; None when the person or it is not there, or not open to you.

    `name` is an employer code, the name of a coupling, a receipt, or the number of a dossier.
    """
    if "\0" in name:
        return None
    with tenant(reader.arbodienst):
        user = User.objects.filter(arbodienst=reader.arbodienst, id=user_id).first()
        if user is None:
            return None
        found = _RULES[thing](reader, _person(user), name)
        if found is None:
            return None
        return Explanation(
            is_open=is_open(found.rulings),
            permission=found.permission.value,
            rulings=tuple(_told(reader, ruling) for ruling in found.rulings),
        )


def _person(user: User) -> Person:
    return Person(role=user.role, is_active=user.is_active, authority=authority_of_user(user))


def _on_employer(reader: Reader, person: Person, name: str) -> _Found | None:
    employer = Employer.objects.filter(code=name).values_list("id", flat=True).first()
    if employer is None or not reader.authority.opens_employer(employer):
        return None
    permission = Permission.EMPLOYERS_READ
    return _Found(permission=permission, rulings=rule_on_employer(person, permission, employer))


def _on_coupling(reader: Reader, person: Person, name: str) -> _Found | None:
    account = ClientAccount.objects.filter(name=name).values_list("id", flat=True).first()
    return _on_account(reader, person, account, Permission.ACCOUNTS_READ)


def _on_message(reader: Reader, person: Person, name: str) -> _Found | None:
    account = Message.objects.filter(receipt=name).values_list("account", flat=True).first()
    return _on_account(reader, person, account, Permission.MESSAGES_READ)


def _on_account(
    reader: Reader, person: Person, account: int | None, permission: Permission
) -> _Found | None:
    if account is None or not reader.authority.opens_account(account):
        return None
    scope = scopes_of_accounts(members_of_groups())[account]
    return _Found(permission=permission, rulings=rule_on_coupling(person, permission, scope))


def _on_dossier(reader: Reader, person: Person, name: str) -> _Found | None:
    if not (name.isascii() and name.isdecimal() and len(name) < len(str(1 << 63))):
        return None
    head = read_head(reader, int(name))
    if head is None:
        return None
    # That somebody has a case, or none, is said of them too.
    record_access(reader, ReadAction.DOSSIER, employees=[head.id], employer=head.employer.id)
    rulings = rule_on_dossier(person, head.employer.id, has_case=not head.is_shielded)
    return _Found(permission=Permission.DOSSIERS_READ, rulings=rulings)


_RULES = {
    Thing.EMPLOYER: _on_employer,
    Thing.COUPLING: _on_coupling,
    Thing.MESSAGE: _on_message,
    Thing.DOSSIER: _on_dossier,
}


def _told(reader: Reader, ruling: Ruling) -> ToldRuling:
    named = _names([one for one in ruling.lacking if reader.authority.opens_employer(one)])
    return ToldRuling(
        rule=ruling.rule,
        holds=ruling.holds,
        lacking=named,
        more=len(ruling.lacking) - len(named),
    )


def _names(employers: Iterable[int]) -> tuple[str, ...]:
    if not employers:
        return ()
    rows = Employer.objects.filter(id__in=list(employers)).order_by("code")
    return tuple(f"{row.code} {row.name}" for row in rows[:_MOST_NAMED])
