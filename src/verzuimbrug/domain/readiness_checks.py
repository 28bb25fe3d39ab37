"""What each check makes of the facts (GR-1 to GR-4); pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from verzuimbrug.domain.classification_equality import classification_differences
from verzuimbrug.domain.comparison import ComparedRow, Outcome
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.link_proposals import Proposal
from verzuimbrug.domain.readiness import Check, EmployeeRow, EmployerRow, Found, Row, judged


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopedEmployer:
    """An employer that is in the account's scope today; without a scheme it has None."""

    id: int
    code: str
    name: str
    contract_reference: str = ""
    classifications: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalCodes:
    """The employer codes of the portal, as our template makes them, with a name or "".

    `listed` are those of a list of the portal, `seen` those of its messages. None: there is none.
    """

    listed: Mapping[str, str] | None = None
    seen: frozenset[str] | None = None

    @property
    def are_known(self) -> bool:
        """Whether the portal has told its codes one way or the other."""
        return self.listed is not None or self.seen is not None

    @property
    def names(self) -> Mapping[str, str]:
        """Every code of the portal, with the name that its list gives."""
        return {**dict.fromkeys(self.seen or (), ""), **(self.listed or {})}


def check_employers(employers: Sequence[ScopedEmployer], portal: PortalCodes) -> Check:
    """GR-1: each employer has a code and a contract reference, and the portal's codes are ours.

    What the portal has and we have not is in the way always; what we have and the portal has not
    only beside a list of the portal: an initial load names just employers with absence.
    """
    if not employers:
        return judged("GR-1", Found(findings=[Finding("GR101")], count=1))
    rows = [
        EmployerRow(code=each.code, name=each.name, finding="GR102")
        for each in employers
        if not each.code.strip() or not each.contract_reference.strip()
    ]
    findings = [Finding("GR102", {"count": str(len(rows))})] if rows else []
    if not portal.are_known:
        unknown = Finding("GR103", {"count": str(len(employers))})
        return judged(
            "GR-1",
            Found(
                findings=[*findings, unknown],
                count=len(rows) or len(employers),
                rows=rows,
                is_unknown=not rows,
            ),
        )
    compared = _codes(employers, portal)
    found = (*rows, *compared.rows)
    count = len(found) - (compared.harmless if portal.listed is None else 0)
    return judged("GR-1", Found(findings=[*compared.findings, *findings], count=count, rows=found))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Codes:
    findings: Sequence[Finding]
    rows: Sequence[EmployerRow]
    harmless: int


def _codes(employers: Sequence[ScopedEmployer], portal: PortalCodes) -> _Codes:
    ours, theirs = {each.code: each.name for each in employers}, portal.names
    absent = "GR106" if portal.listed is None else "GR105"
    only_ours = [
        EmployerRow(code=code, name=name, finding=absent)
        for code, name in ours.items()
        if code not in theirs
    ]
    only_theirs = [
        EmployerRow(code=code, name=theirs[code], finding="GR104")
        for code in sorted(theirs)
        if code not in ours
    ]
    counts = {
        "matched": str(len(ours) - len(only_ours)),
        "ours": str(len(only_ours)),
        "theirs": str(len(only_theirs)),
    }
    findings = [Finding("GR100", counts)]
    if only_theirs:
        findings.append(Finding("GR104", {"count": counts["theirs"]}))
    if only_ours:
        findings.append(Finding(absent, {"count": counts["ours"]}))
    return _Codes(findings=findings, rows=[*only_theirs, *only_ours], harmless=len(only_ours))


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployeeFacts:
    """How many employees there are, and by id the employer code of those without a link key.

    `unlisted` are others without a key, and `unlisted_proposed` are those of them with a proposal.
    """

    count: int = 0
    without_key: Mapping[int, str] = field(default_factory=dict)
    unlisted: int = 0
    unlisted_proposed: int = 0


def check_employees(facts: EmployeeFacts, proposals: Sequence[Proposal]) -> Check:
    """GR-2: there are no employees, or all have a link key for this account."""
    missing = len(facts.without_key) + facts.unlisted
    params = {"count": str(facts.count), "keyed": str(facts.count - missing)}
    findings = [Finding("GR200", params)]
    keys: dict[int, list[str]] = {employee: [] for employee in facts.without_key}
    for proposal in proposals:
        keys[proposal.employee].append(proposal.key)
    if missing:
        proposed = sum(1 for of_employee in keys.values() if of_employee) + facts.unlisted_proposed
        findings.append(Finding("GR201", {"count": str(missing), "proposed": str(proposed)}))
    rows: list[Row] = [
        EmployeeRow(employer=facts.without_key[each], employee=each, proposals=tuple(keys[each]))
        for each in sorted(keys, key=lambda each: (facts.without_key[each], each))
    ]
    found = Found(findings=findings, count=missing, rows=rows, unlisted=facts.unlisted)
    return judged("GR-2", found)


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceFacts:
    """Open absence compared with the portal's.

    `reported` counts the open cases that the account itself brought in and of which nothing else
    was received: the portal's own words. `messages` with absence were received and not processed;
    `rejected` of all could not be read, `unread` were too many to compare with. `to_read` messages
    of an initial load are read yet. `unlisted` counts cases that have no row.
    """

    rows: Sequence[ComparedRow] = ()
    unlisted: Mapping[Outcome, int] = field(default_factory=dict)
    reported: int = 0
    messages: int = 0
    rejected: int = 0
    unread: int = 0
    to_read: int = 0


def check_absence(facts: AbsenceFacts) -> Check:
    """GR-3: there is no open absence, or it equals the portal's.

    What only the portal has is no hindrance: it comes in when the account goes live.
    """
    counts = Counter(row.outcome for row in facts.rows)
    counts.update(facts.unlisted)
    rejected = [Finding("GR305", {"count": str(facts.rejected)})] if facts.rejected else []
    ours = counts.total() - counts[Outcome.ONLY_THEIRS]
    unknown = _unknown_absence(facts, ours)
    wrong = [row for row in facts.rows if row.outcome in (Outcome.ONLY_OURS, Outcome.DIFFERENT)]
    listed = [*wrong, *(row for row in facts.rows if row.outcome is Outcome.ONLY_THEIRS)]
    in_the_way = counts[Outcome.ONLY_OURS] + counts[Outcome.DIFFERENT]
    return judged(
        "GR-3",
        Found(
            findings=[*(unknown or _absence_findings(counts, facts.reported)), *rejected],
            count=(facts.to_read or ours) if unknown else in_the_way,
            rows=facts.rows if unknown else listed,
            unlisted=sum(facts.unlisted.values()) - facts.unlisted.get(Outcome.EQUAL, 0),
            is_unknown=bool(unknown),
        ),
    )


def _unknown_absence(facts: AbsenceFacts, ours: int) -> list[Finding]:
    """Why absence cannot be compared, if it cannot."""
    if facts.to_read:
        return [Finding("GR307", {"count": str(facts.to_read)})]
    if ours and facts.unread:
        return [Finding("GR306", {"count": str(facts.unread)})]
    if ours and not facts.messages:
        return [Finding("GR301", {"count": str(ours)})]
    return []


def _absence_findings(counts: Mapping[Outcome, int], reported: int) -> list[Finding]:
    """How many of each outcome there are, and what is in the way."""
    findings = [
        Finding(
            "GR300",
            {
                "equal": str(counts[Outcome.EQUAL] + reported),
                "ours": str(counts[Outcome.ONLY_OURS]),
                "theirs": str(counts[Outcome.ONLY_THEIRS]),
                "different": str(counts[Outcome.DIFFERENT]),
            },
        )
    ]
    if counts[Outcome.ONLY_OURS]:
        findings.append(Finding("GR302", {"count": str(counts[Outcome.ONLY_OURS])}))
    if counts[Outcome.DIFFERENT]:
        findings.append(Finding("GR303", {"count": str(counts[Outcome.DIFFERENT])}))
    return findings


def check_classifications(employers: Sequence[ScopedEmployer]) -> Check:
    """GR-4: all employers have the same classifications; none at all is a difference too."""
    known = {each.code: each.classifications for each in employers}
    differences = classification_differences(known)
    usual = next((each.classifications for each in differences.alike), None) or frozenset()
    if differences.are_equal:
        found = Finding("GR400", {"count": str(len(employers)), "known": str(len(usual))})
        return judged("GR-4", Found(findings=[found]))
    others = {code for each in differences.alike[1:] for code in each.employers}
    rows = [
        EmployerRow(
            code=each.code,
            name=each.name,
            finding="GR401",
            details=tuple(sorted(each.classifications or ())),
        )
        for each in employers
        if each.code in others
    ]
    params = {"count": str(len(rows)), "usual": ", ".join(sorted(usual)) or "-"}
    return judged("GR-4", Found(findings=[Finding("GR401", params)], count=len(rows), rows=rows))


def check_configuration(problems: Sequence[Finding]) -> Check:
    """GR-5: every problem of the configuration, or that there is none."""
    return judged("GR-5", Found(findings=problems or [Finding("GR500")], count=len(problems)))
