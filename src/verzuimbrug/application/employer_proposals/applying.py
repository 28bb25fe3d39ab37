"""From a proposal to the employer as it would be, for the configuration (WG-6)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone

from verzuimbrug.application.configuration.entries import (
    Configuration,
    EmployerEntry,
    MembershipEntry,
)
from verzuimbrug.domain.employer_code import LONGEST_CODE, may_be_code
from verzuimbrug.domain.employer_proposals import (
    DETAILS_BY_KEY,
    Needed,
    Proposal,
    ProposalKind,
    Values,
)
from verzuimbrug.domain.findings import Finding

_PLAIN = ("name", "kvk_number", "payroll_tax_number", "contract_reference", "classifications")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A proposal, by number, with what a person said besides: a code, a group, a last day."""

    number: int
    code: str = ""
    group: str = ""
    until: date | None = None


Given = tuple[Proposal, Choice]


def with_proposals(stored: Configuration, given: list[Given]) -> Configuration | Finding:
    """The entries that change when these are approved, in order; or why that cannot be."""
    employers = {each.code: each for each in stored.employers}
    changed: dict[str, EmployerEntry] = {}
    for proposal, choice in given:
        code = choice.code or proposal.code
        lacks = _lacking(proposal, choice)
        if lacks is not None:
            return lacks
        entry = _APPLIED[proposal.kind](proposal, choice, changed.get(code) or employers.get(code))
        if isinstance(entry, Finding):
            return entry
        changed[code] = entry
    return Configuration(arbodienst=stored.arbodienst, employers=tuple(changed.values()))


def _lacking(proposal: Proposal, choice: Choice) -> Finding | None:
    said = {Needed.CODE: choice.code, Needed.GROUP: choice.group, Needed.UNTIL: choice.until}
    codes = {Needed.CODE: "WG531", Needed.GROUP: "WG532", Needed.UNTIL: "WG533"}
    params = {"name": proposal.name, "number": str(choice.number)}
    for needed in proposal.needs:
        if not said[needed]:
            return Finding(codes[needed], params)
    return None


def _new(
    proposal: Proposal, choice: Choice, present: EmployerEntry | None
) -> EmployerEntry | Finding:
    code, says = choice.code or proposal.code, proposal.says
    if present is not None:
        return Finding("WG535", {"code": code})
    if not may_be_code(code):
        return Finding("EI115", {"code": code, "maximum": str(LONGEST_CODE)})
    entry = EmployerEntry(code=code, name=says["name"])
    entry = _with_values(entry, says)
    group = choice.group or says.get("group", "")
    if not group:
        return entry
    start = _day(says.get("from")) or timezone.localdate()
    return _with_membership(
        entry, MembershipEntry(group=group, start=start, end=_day(says.get("until")))
    )


def _changed(
    proposal: Proposal, _choice: Choice, present: EmployerEntry | None
) -> EmployerEntry | Finding:
    return _gone(proposal) if present is None else _with_values(present, proposal.says)


def _with_values(entry: EmployerEntry, says: Values) -> EmployerEntry:
    said: dict[str, Any] = {name: says[name] for name in _PLAIN if name in says}
    for name in DETAILS_BY_KEY:
        if name in says:
            said[name] = {**getattr(entry, name), **says[name]}
    if "contact_persons" in says:
        said["contact_persons"] = tuple(says["contact_persons"])
    if "departments" in says:
        departments = {**entry.departments, **says["departments"]}
        said["departments"] = {code: each for code, each in departments.items() if each is not None}
    return replace(entry, **said)


def _joins(
    proposal: Proposal, choice: Choice, present: EmployerEntry | None
) -> EmployerEntry | Finding:
    """A new membership; or one that ends goes on again."""
    if present is None:
        return _gone(proposal)
    says = proposal.says
    if "groups" in says:
        return _with_ends(present, says["groups"], None)
    group = choice.group or says["group"]
    start = _day(says.get("from")) or timezone.localdate()
    wanted = MembershipEntry(group=group, start=start, end=_day(says.get("until")))
    return _with_membership(present, wanted)


def _leaves(
    proposal: Proposal, choice: Choice, present: EmployerEntry | None
) -> EmployerEntry | Finding:
    if present is None:
        return _gone(proposal)
    until = choice.until or _day(proposal.says["until"])
    return _with_ends(present, proposal.says["groups"], until)


def _with_ends(entry: EmployerEntry, groups: list[str], until: date | None) -> EmployerEntry:
    """With this last day in the groups; a membership that began after it is unlinked (WG-4)."""
    return replace(entry, groups=tuple(_ended(entry.groups, groups, until)))


def _ended(
    memberships: tuple[MembershipEntry, ...], groups: list[str], until: date | None
) -> Iterator[MembershipEntry]:
    for each in memberships:
        if each.group not in groups:
            yield each
        elif until is None or each.start is None or each.start <= until:
            run_out = each.run_out if until and each.run_out and each.run_out >= until else None
            yield replace(each, end=until, run_out=run_out)


def _with_membership(entry: EmployerEntry, wanted: MembershipEntry) -> EmployerEntry | Finding:
    """With this membership in its group; a file may not say that it ends before it begins."""
    if wanted.start and wanted.end and wanted.end < wanted.start:
        params = {"start": wanted.start.isoformat(), "end": wanted.end.isoformat()}
        return Finding("CF025", params)
    others = tuple(each for each in entry.groups if each.group != wanted.group)
    return replace(entry, groups=(*others, wanted))


def _gone(proposal: Proposal) -> Finding:
    return Finding("WG536", {"code": proposal.code})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


_Apply = Callable[[Proposal, Choice, EmployerEntry | None], EmployerEntry | Finding]
_APPLIED: Mapping[ProposalKind, _Apply] = {
    ProposalKind.NEW: _new,
    ProposalKind.CHANGED: _changed,
    ProposalKind.DEPARTMENTS: _changed,
    ProposalKind.JOINS: _joins,
    ProposalKind.LEAVES: _leaves,
}
