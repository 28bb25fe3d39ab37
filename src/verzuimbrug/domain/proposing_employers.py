"""From what a message says of an employer, and what stands, to proposals (WG-5 to WG-7)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher

from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.employer_code import MadeCode
from verzuimbrug.domain.employer_details import DETAILS
from verzuimbrug.domain.employer_messages import EmployerData, Term
from verzuimbrug.domain.employer_proposals import (
    DETAILS_BY_KEY,
    KnownEmployer,
    Needed,
    Place,
    Proposal,
    ProposalKind,
    Reading,
    Values,
    Worked,
)
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.registration_numbers import registration_number

_ENDS = (Operation.END, Operation.WITHDRAW)
_ALIKE = 0.5
"""Names of which less than this part is the same differ much."""


def propose(
    data: EmployerData, made: MadeCode, known: KnownEmployer | None, place: Place, reading: Reading
) -> Worked:
    """What to propose for one employer; `known` is the one that has the code that was made."""
    first = Proposal(
        position=data.position,
        kind=ProposalKind.NEW,
        code=made.code if made.is_made else "",
        received=made.received,
        name=data.values.get("name", ""),
        says={},
        codes=data.codes,
    )
    values, findings = _usable(data)
    findings += tuple(_unknown_codes(data, reading))
    if known is None:
        worked = _new(replace(first, says=values), data, place, reading)
    else:
        proposals = (
            *_changed(first, {**values, **_details(data)}, known, place),
            *_departments(first, data, known, reading),
        )
        moved = _moves(first, data, known, place, reading)
        worked = replace(moved, proposals=(*proposals, *moved.proposals))
    placed = (replace(each, path=data.path, line=data.line) for each in findings + worked.findings)
    return replace(worked, findings=tuple(placed))


def _usable(data: EmployerData) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """The values in the form in which they are kept; one that is no such number is left out."""
    values, findings = dict(data.values), []
    for kind in ("kvk_number", "payroll_tax_number"):
        if kind in values:
            number = registration_number(kind, values[kind])
            if number:
                values[kind] = number
            else:
                findings.append(Finding("WG518", {"value": values.pop(kind)}))
    return values, tuple(findings)


def _unknown_codes(data: EmployerData, reading: Reading) -> Iterator[Finding]:
    """Processing codes that the table of the stream does not have."""
    term = data.term.processing_code if data.term else ""
    departments = (each.processing_code for each in data.departments)
    for code in sorted({data.processing_code, term, *departments} - {""}):
        if reading.operation(code) is None:
            yield Finding("WG521", {"code": code})


def _details(data: EmployerData) -> Values:
    said = {
        "addresses": data.addresses,
        "contact": data.contact,
        "contact_persons": list(data.contact_persons),
    }
    return {name: value for name, value in said.items() if value}


def _term(data: EmployerData, reading: Reading) -> tuple[Term, bool]:
    """The time that is said, and whether it ends on a day that is not said.

    A term that ends before it begins has no last day that can be used.
    """
    term = data.term or Term()
    codes = (data.processing_code, term.processing_code)
    ends = any(reading.operation(code) in _ENDS for code in codes)
    if term.start and term.until and term.until < term.start:
        return replace(term, until=None), True
    return term, ends and term.until is None


def _new(first: Proposal, data: EmployerData, place: Place, reading: Reading) -> Worked:
    """An employer that is not there, unless it is over already."""
    term, ends = _term(data, reading)
    if ends or (term.until and term.until < reading.today):
        return Worked(findings=(Finding("WG519", {"name": first.name}),))
    departments = {
        each.code: dict(each.fields)
        for each in data.departments
        if reading.operation(each.processing_code) is not Operation.WITHDRAW
    }
    said = {
        "name": first.code or first.received,
        **first.says,
        **_details(data),
        "departments": departments,
        "classifications": place.classifications,
        "group": _only(place.groups),
        "from": _iso(term.start),
        "until": _iso(term.until),
    }
    code = "" if first.code in place.reserved else first.code
    needs = (
        *(() if code else (Needed.CODE,)),
        *((Needed.GROUP,) if len(place.groups) > 1 and not place.everything else ()),
    )
    proposal = replace(
        first,
        code=code,
        says={name: value for name, value in said.items() if value},
        needs=needs,
        findings=tuple(_about_new(first, place)),
    )
    return Worked(proposals=(proposal,))


def _about_new(first: Proposal, place: Place) -> Iterator[Finding]:
    number = first.says.get("kvk_number", "")
    if not first.code:
        yield Finding("WG511", {"received": first.received})
    elif first.code in place.reserved:
        yield Finding("WG515", {"code": first.code})
    if number in place.codes:
        yield Finding("WG514", {"number": number, "code": place.codes[number]})
    if not place.groups and not place.everything:
        yield Finding("WG523")


def _changed(
    first: Proposal, said: Values, known: KnownEmployer, place: Place
) -> Iterator[Proposal]:
    """The fields that are said and differ, with what they are now."""
    says, stands = {}, {}
    for name, value in said.items():
        now = known.values.get(name)
        if name in DETAILS_BY_KEY:
            parts = now or {}
            value = {kind: each for kind, each in value.items() if parts.get(kind) != each}  # noqa: PLW2901 -- only what differs
            now = {kind: parts.get(kind) for kind in value}
        if value and value != now:
            says[name], stands[name] = value, now
    if says:
        yield replace(
            first,
            kind=ProposalKind.CHANGED,
            says=says,
            stands=stands,
            findings=tuple(_about_changes(first.code, says, stands, place)),
        )


def _about_changes(code: str, says: Values, stands: Values, place: Place) -> Iterator[Finding]:
    """What makes one doubt that it is the same employer."""
    name, number = says.get("name", ""), says.get("kvk_number", "")
    if name and not _are_alike(name, stands["name"]):
        yield Finding("WG512", {"code": code, "name": name, "known": stands["name"]})
    if number and stands["kvk_number"]:
        params = {"code": code, "number": number, "known": stands["kvk_number"]}
        yield Finding("WG513", params)
    if place.codes.get(number, code) != code:
        yield Finding("WG514", {"number": number, "code": place.codes[number]})


def _are_alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio() >= _ALIKE


def _departments(
    first: Proposal, data: EmployerData, known: KnownEmployer, reading: Reading
) -> Iterator[Proposal]:
    """The departments that differ; one that is taken back becomes None."""
    now = known.values.get("departments", {})
    says: dict[str, Values | None] = {}
    for each in data.departments:
        operation = reading.operation(each.processing_code)
        if operation is Operation.UNCHANGED and each.code in now:
            continue
        is_gone = operation is Operation.WITHDRAW
        says[each.code] = None if is_gone else {**now.get(each.code, {}), **each.fields}
    says = {code: fields for code, fields in says.items() if fields != now.get(code)}
    if says:
        stands = {"departments": {code: now.get(code) for code in says}}
        kind = ProposalKind.DEPARTMENTS
        yield replace(first, kind=kind, says={"departments": says}, stands=stands)


def _moves(
    first: Proposal, data: EmployerData, known: KnownEmployer, place: Place, reading: Reading
) -> Worked:
    """Whether the employer joins a group of the account, or leaves it (WG-4)."""
    term, ends = _term(data, reading)
    members = known.memberships
    if members:
        return _of_member(first, members, data.term and term, ends=ends)
    is_over = ends or (term.until is not None and term.until < reading.today)
    if known.is_named:
        return Worked(findings=(Finding("WG520", {"code": first.code}),) if is_over else ())
    if is_over or not place.groups:
        return Worked(findings=(Finding("WG516", {"code": first.code}),))
    says = {"group": _only(place.groups), "from": _iso(term.start), "until": _iso(term.until)}
    joins = replace(
        first,
        kind=ProposalKind.JOINS,
        says={name: value for name, value in says.items() if value},
        needs=() if len(place.groups) == 1 else (Needed.GROUP,),
    )
    return Worked(proposals=(joins,))


def _of_member(
    first: Proposal, members: Mapping[str, date | None], term: Term | None, *, ends: bool
) -> Worked:
    """The membership gets the last day that is said; without one it is open again."""
    wanted: dict[str, date | None]
    if ends:
        wanted = {group: None for group, until in members.items() if until is None}
        needs: tuple[Needed, ...] = (Needed.UNTIL,)
    else:
        until = term.until if term else None
        is_settled = term is None or (until is None and None in members.values())
        wanted = {} if is_settled else {each: until for each in members if members[each] != until}
        needs = ()
    if not wanted:
        return Worked()
    groups = sorted(wanted)
    day = next(iter(wanted.values()))
    leaves = ends or day is not None
    proposal = replace(
        first,
        kind=ProposalKind.LEAVES if leaves else ProposalKind.JOINS,
        says={"groups": groups, "until": _iso(day)},
        stands={"until": {group: _iso(members[group]) for group in groups}},
        needs=needs,
        findings=(Finding("WG517", {"code": first.code}),) if ends else (),
    )
    return Worked(proposals=(proposal,))


def taken_at_once(
    proposals: Sequence[Proposal], *, is_confirmed: bool
) -> tuple[tuple[Proposal, ...], tuple[Proposal, ...]]:
    """What is taken over without asking, of an employer in scope, and what waits (WG-7).

    Contact data, addresses and departments are; all else waits, and a department that is taken
    back waits while the meaning of the processing codes is not confirmed.
    """
    at_once: list[Proposal] = []
    later: list[Proposal] = []
    for each in proposals:
        if each.kind is ProposalKind.DEPARTMENTS:
            is_sure = is_confirmed or None not in each.says["departments"].values()
            (at_once if is_sure else later).append(each)
        elif each.kind is ProposalKind.CHANGED:
            at_once.extend(_part(each, DETAILS))
            later.extend(_part(each, each.says.keys() - {*DETAILS}))
        else:
            later.append(each)
    return tuple(at_once), tuple(later)


def _part(proposal: Proposal, names: Collection[str]) -> Iterator[Proposal]:
    """The proposal about these fields alone, if it says something of them."""
    says = {name: value for name, value in proposal.says.items() if name in names}
    if says:
        yield replace(proposal, says=says, stands={name: proposal.stands[name] for name in says})


def _only(groups: tuple[str, ...]) -> str:
    return groups[0] if len(groups) == 1 else ""


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
