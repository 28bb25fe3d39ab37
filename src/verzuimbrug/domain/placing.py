"""Where the reports of a batch come to stand: in the set of their case, or outside any (VZ-1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from verzuimbrug.domain.case_sets import CaseSets, CaseTerms
from verzuimbrug.domain.decisions import ReportDecision
from verzuimbrug.domain.deliveries import DeliveredEmployment, DeliveredPerson, DeliveredReport
from verzuimbrug.domain.drafts import Blocked, Origin, blocked_reports, draft, settled
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.message_input import Approval
from verzuimbrug.domain.reports import Report, ReportState, Standing
from verzuimbrug.domain.snapshot import CaseKey, EmployerFacts, Snapshot

WITHOUT_EFFECT = {
    Standing.HELD: Blocked(state=ReportState.HELD, finding=Finding("VE103")),
    Standing.REFUSED: Blocked(state=ReportState.REFUSED, finding=Finding("VE104")),
}
"""What becomes of a report that waits for a person, or was refused, and whose case is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A person of a message whose employer and dossier are known."""

    origin: Origin
    employer: EmployerFacts
    employee: int


class Places:
    """Puts reports where they belong. `settled` are those that are in no case's set."""

    def __init__(self, snapshot: Snapshot, sets: CaseSets) -> None:
        """Adds to the sets."""
        self._resolved = snapshot.resolved
        self._sets = sets
        self.settled: list[ReportDecision] = []

    def block(self, origin: Origin, persons: Iterable[DeliveredPerson], blocked: Blocked) -> None:
        """The reports of persons who are blocked all at once, with their link keys where known."""
        tag = origin.message.configuration.employee_key
        for person in persons:
            keys = person.keys.get(tag, ())
            named = replace(origin, key=keys[0]) if len(keys) == 1 else origin
            self.block_employments(named, person.employments, blocked)

    def block_employments(
        self, origin: Origin, employments: Sequence[DeliveredEmployment], blocked: Blocked
    ) -> None:
        """The reports of employments; what found its person in an earlier run stays as it was."""
        reports = blocked_reports(origin, employments, blocked)
        self.settled += [each for each in reports if each.place not in self._resolved]

    def take(
        self, known: Known, employment: DeliveredEmployment, delivered: DeliveredReport
    ) -> None:
        """A report of a known person: in the set of its case, or why it cannot be (VZ-1)."""
        standing = _standing(known.origin.message.approval, delivered.position)
        if standing is Standing.REFUSED:
            self.keep(known, employment, delivered, standing)
            return
        drafted = draft(known.origin, employment, delivered, standing)
        if drafted.content is None:
            blocked = _without_meaning(delivered)
            self.settled.append(settled(drafted, blocked))
            return
        case = self._case_of(known, delivered)
        if isinstance(case, Blocked):
            self.settled.append(settled(drafted, case))
            return
        self._add(known, case, drafted)

    def _add(self, known: Known, case: CaseKey, drafted: ReportDecision) -> None:
        """Puts a report that has a meaning in the set of its case."""
        assert drafted.content is not None  # noqa: S101 -- asked for before
        report = Report(
            place=drafted.place,
            employee=known.employee,
            sequence=drafted.sequence,
            content=drafted.content,
            received_on=known.origin.message.received_at.date(),
            employment=drafted.employment,
            edition=known.origin.message.delivery.envelope.edition,
            impossible_year=drafted.impossible_year,
            standing=drafted.standing,
        )
        self._sets.add(case, report, drafted, _terms(known))

    def _case_of(self, known: Known, delivered: DeliveredReport) -> CaseKey | Blocked:
        """The case of a report (VZ-1), or why it has none."""
        at = (delivered.path, delivered.line)
        if delivered.case_key is None:
            return Blocked(state=ReportState.PARKED, finding=Finding("VZ101", {}, *at))
        account = known.origin.message.configuration.account
        key = CaseKey(account, known.employer.id, delivered.case_key)
        if delivered.case_key_old:
            former = key._replace(key=delivered.case_key_old)
            refusal = self._rename(former, key, known)
            if refusal is not None:
                finding = replace(refusal, path=delivered.path, line=delivered.line)
                return Blocked(state=ReportState.HELD, finding=finding)
        return self._sets.current_key(key)

    def _rename(self, former: CaseKey, key: CaseKey, known: Known) -> Finding | None:
        """VZ-1: an alias, unless both keys have a case or the former key's is another person's."""
        params = {"key": key.key, "former": former.key}
        if self._sets.owner(former) not in (None, known.employee):
            return Finding("VZ105", params)
        if self._sets.owner(key) not in (None, known.employee):
            return None
        if not self._sets.rename(former, key, known.origin.message.message):
            return Finding("VZ103", params)
        return None

    def keep(
        self,
        known: Known,
        employment: DeliveredEmployment,
        delivered: DeliveredReport,
        standing: Standing,
    ) -> None:
        """Lets a report without an effect take its number, as far as its case is known (VZ-3)."""
        drafted = draft(known.origin, employment, delivered, standing)
        if drafted.content is None or delivered.case_key is None:
            if drafted.place not in self._resolved:
                self.settled.append(settled(drafted, WITHOUT_EFFECT[standing]))
            return
        account = known.origin.message.configuration.account
        key = CaseKey(account, known.employer.id, delivered.case_key)
        self._add(known, self._sets.current_key(key), drafted)


def _standing(approval: Approval | None, position: int) -> Standing:
    """What a person said of a report of a held message."""
    if approval is None:
        return Standing.FREE
    if approval.only is not None:
        return Standing.CHOSEN
    return Standing.REFUSED if position in approval.refused_reports else Standing.FREE


def _without_meaning(delivered: DeliveredReport) -> Blocked:
    """A processing code that the stream's table does not have: no operation is guessed."""
    params = {"code": delivered.processing_code}
    finding = Finding("VZ104", params, delivered.path, delivered.line)
    return Blocked(state=ReportState.PARKED, finding=finding)


def _terms(known: Known) -> CaseTerms:
    configuration = known.origin.message.configuration
    return CaseTerms(
        message=known.origin.message.message,
        rules=configuration.case_rules,
        table=configuration.classification,
        classifications=known.employer.classifications,
    )
