"""Why somebody may or may not see something: the rules that decide, each with whether it holds.

The rules are those of the real checks: the permission of a role, and the authority that every
query is limited by.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from verzuimbrug.domain.authority import Authority, opens_coupling
from verzuimbrug.domain.permissions import Permission, may


class Rule(StrEnum):
    """What is asked before something is shown."""

    ACTIVE = "active"
    """Somebody who may sign in."""

    ROLE = "role"
    """Their role has the permission."""

    EMPLOYER = "employer"
    """The employer is one of those they may see."""

    COUPLING = "coupling"
    """They may see all employers that the coupling may touch."""

    CASE = "case"
    """The person has a case that counts: name, address and contact are shown."""


DECIDING = frozenset({Rule.ACTIVE, Rule.ROLE, Rule.EMPLOYER, Rule.COUPLING})
"""Without these nothing is shown; the case only decides about what is masked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One rule, and whether it holds; `lacking` are employers that are in the way."""

    rule: Rule
    holds: bool
    lacking: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who it is about."""

    role: str
    is_active: bool
    authority: Authority


def rule_on_employer(person: Person, permission: Permission, employer: int) -> tuple[Ruling, ...]:
    """Whether somebody sees an employer, or what belongs to one."""
    in_scope = person.authority.opens_employer(employer)
    return (
        *_rule_on_role(person, permission),
        Ruling(rule=Rule.EMPLOYER, holds=in_scope),
    )


def rule_on_coupling(
    person: Person, permission: Permission, scope: Collection[int] | None
) -> tuple[Ruling, ...]:
    """Whether somebody sees a coupling with this scope (None: all employers), and its messages."""
    own = person.authority.employers
    lacking = frozenset(scope or ()) - own if own is not None else frozenset()
    ruling = Ruling(rule=Rule.COUPLING, holds=opens_coupling(own, scope), lacking=lacking)
    return (*_rule_on_role(person, permission), ruling)


def rule_on_dossier(person: Person, employer: int, *, has_case: bool) -> tuple[Ruling, ...]:
    """Whether somebody sees a person of an employer, and whether masked."""
    return (
        *rule_on_employer(person, Permission.DOSSIERS_READ, employer),
        Ruling(rule=Rule.CASE, holds=has_case),
    )


def is_open(rulings: Collection[Ruling]) -> bool:
    """Whether it is shown at all."""
    return all(ruling.holds for ruling in rulings if ruling.rule in DECIDING)


def _rule_on_role(person: Person, permission: Permission) -> tuple[Ruling, ...]:
    return (
        Ruling(rule=Rule.ACTIVE, holds=person.is_active),
        Ruling(rule=Rule.ROLE, holds=may(person.role, permission)),
    )
