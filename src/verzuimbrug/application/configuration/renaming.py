"""Employers that get another code, and the codes that stay reserved for them (WG-3).

A configuration says so by listing the present code among the former codes of a new one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from verzuimbrug.application.configuration.entries import (
    AccountEntry,
    Configuration,
    EmployerEntry,
    ExportEntry,
)
from verzuimbrug.domain.findings import Finding

Scoped = TypeVar("Scoped", AccountEntry, ExportEntry)

Renames = Mapping[str, str]
"""The present code of each employer that gets another, by its new code."""


def renames_in(wanted: Configuration, stored: Configuration) -> Renames:
    """Employers whose code the store does not have, but one of whose former codes is in use."""
    present = {employer.code for employer in stored.employers}
    kept = {employer.code for employer in wanted.employers}
    found = {}
    for employer in wanted.employers:
        former = [code for code in employer.former_codes if code in present - kept]
        if employer.code not in present and former:
            found[employer.code] = former[0]
    return found


def renamed(stored: Configuration, renames: Renames) -> Configuration:
    """The stored configuration with the new codes."""
    new = {old: code for code, old in renames.items()}
    employers = (
        replace(
            employer,
            code=new[employer.code],
            former_codes=_without(employer.former_codes, new[employer.code]),
        )
        if employer.code in new
        else employer
        for employer in stored.employers
    )
    accounts = tuple(_with_new_codes(account, new) for account in stored.accounts)
    exports = tuple(_with_new_codes(export, new) for export in stored.exports)
    return replace(stored, employers=tuple(employers), accounts=accounts, exports=exports)


def _with_new_codes(scoped: Scoped, new: Mapping[str, str]) -> Scoped:
    employers = sorted(new.get(code, code) for code in scoped.scope.employers)
    return replace(scoped, scope=replace(scoped.scope, employers=tuple(employers)))


def with_reserved_codes(wanted: Configuration, known: Configuration) -> Configuration:
    """The configuration with the former codes that the store has besides: they stay reserved."""
    reserved = {employer.code: employer.former_codes for employer in known.employers}
    employers = (
        replace(
            employer,
            former_codes=_without(
                (*employer.former_codes, *reserved.get(employer.code, ())), employer.code
            ),
        )
        for employer in wanted.employers
    )
    return replace(wanted, employers=tuple(employers))


def _without(codes: tuple[str, ...], own: str) -> tuple[str, ...]:
    return tuple(sorted({*codes} - {own}))


def check_codes(wanted: Configuration, known: Configuration, renames: Renames) -> Iterator[Finding]:
    """No employer takes a code that is or was another's. `known` has the new codes already."""
    present = {employer.code for employer in (*known.employers, *wanted.employers)}
    owners = {code: employer.code for employer in known.employers for code in employer.former_codes}
    taken = {employer.code for employer in known.employers} - renames.keys()
    for employer in wanted.employers:
        current = owners.get(employer.code, employer.code)
        if employer.code not in taken and current != employer.code:
            yield Finding("CF023", {"code": employer.code, "current": current}, *employer.place)
        for former in _taken_from_others(employer, present, owners):
            yield Finding("CF029", {"code": employer.code, "former": former}, *employer.place)


def _taken_from_others(
    employer: EmployerEntry, present: set[str], owners: Mapping[str, str]
) -> Iterator[str]:
    for former in employer.former_codes:
        is_anothers = former in present and former != employer.code
        if is_anothers or owners.get(former, employer.code) != employer.code:
            yield former
