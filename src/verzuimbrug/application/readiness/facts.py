"""The facts that the readiness checks judge, each read when a check first asks for it."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import cached_property

from verzuimbrug.application.readiness.portal_employers import listed_codes
from verzuimbrug.application.readiness.rehearse import (
    Rehearsal,
    rehearse_doubles_at,
    rehearse_unprocessed,
    rehearse_with_doubles,
)
from verzuimbrug.domain.comparison import ComparedCase, compare
from verzuimbrug.domain.link_proposals import (
    KeyedPerson,
    KnownPerson,
    Particulars,
    Proposal,
    propose,
)
from verzuimbrug.domain.readiness_checks import (
    AbsenceFacts,
    EmployeeFacts,
    PortalCodes,
    ScopedEmployer,
)
from verzuimbrug.store import readiness_reads


class AccountFacts:
    """What is known of one account today; within the tenant, and for one look only."""

    def __init__(self, account: int, today: date) -> None:
        """Takes the account by its store id."""
        self.account = account
        self.today = today

    @cached_property
    def employers(self) -> tuple[ScopedEmployer, ...]:
        """The employers in scope today (WG-2, WG-4)."""
        return tuple(
            ScopedEmployer(
                id=number,
                code=code,
                name=name,
                contract_reference=contract,
                classifications=None if known is None else frozenset(known),
            )
            for number, code, name, contract, known in readiness_reads.employers_in_scope(
                self.account, self.today
            )
        )

    @cached_property
    def codes(self) -> Mapping[int, str]:
        """The code of each employer in scope, by its store id."""
        return {employer.id: employer.code for employer in self.employers}

    @cached_property
    def rehearsal(self) -> Rehearsal:
        """What the unprocessed messages of the account say."""
        return rehearse_unprocessed(self.account, self.today)

    @cached_property
    def linked(self) -> Mapping[tuple[str, str], int]:
        """The employee of each link key of the account, by employer code and key."""
        found = readiness_reads.employees_by_key(self.account, self.codes)
        return {(self.codes[employer], key): who for (employer, key), who in found.items()}

    @property
    def portal_codes(self) -> PortalCodes:
        """The codes of the portal: of its list, of what waits, and of keys that it gave before."""
        seen = {*self.rehearsal.state.codes, *(employer for employer, _ in self.linked)}
        return PortalCodes(listed=listed_codes(self.account), seen=frozenset(seen) or None)

    @cached_property
    def without_key(self) -> tuple[KnownPerson, ...]:
        """The employees in scope that the account has no link key for."""
        return known_persons(self.account, self.codes)

    @property
    def employees(self) -> EmployeeFacts:
        """How many employees there are in scope, and who has no link key."""
        return EmployeeFacts(
            count=readiness_reads.count_employees(self.codes),
            without_key={each.employee: each.particulars.employer for each in self.without_key},
        )

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """Who of them may be whom in the unprocessed messages."""
        return self._proposals

    @cached_property
    def _proposals(self) -> tuple[Proposal, ...]:
        return proposals_of(self, self.rehearsal)

    def all_proposals(self) -> tuple[Proposal, ...]:
        """The same, with the messages that wait for a decision on who somebody is (WN-4)."""
        return proposals_of(self, rehearse_with_doubles(self.account, self.today))

    @property
    def absence(self) -> AbsenceFacts:
        """Open absence beside the portal's (GR-3).

        A case that the account itself brought in, and of which nothing new was received, is what
        the portal said.
        """
        theirs = self._cases_of_portal()
        spoken_of = {(case.employer, case.key) for case in theirs}
        ours = [
            ComparedCase(
                employer=self.codes[case.key.employer],
                key=case.key.key,
                person=case.employee,
                state=case.state,
                has_their_key=case.key.account == self.account,
            )
            for case in readiness_reads.open_cases(self.codes)
        ]
        compared = [
            case
            for case in ours
            if not case.has_their_key or (case.employer, case.key) in spoken_of
        ]
        return AbsenceFacts(
            rows=compare(compared, theirs, self.today),
            reported=len(ours) - len(compared),
            messages=self.rehearsal.state.with_absence,
            rejected=self.rehearsal.rejected,
            unread=self.rehearsal.unread,
        )

    def _cases_of_portal(self) -> list[ComparedCase]:
        """The portal's cases, its persons as far as linked, or proposed beyond doubt."""
        persons = {
            (each.employer, each.key): each.employee
            for each in self.proposals
            if not each.is_ambiguous
        }
        persons.update(self.linked)
        return [
            ComparedCase(
                employer=case.employer,
                key=case.key,
                person=persons.get((case.employer, case.person)),
                state=case.state,
            )
            for case in self.rehearsal.state.cases
        ]


def known_persons(account: int, employers: Mapping[int, str]) -> tuple[KnownPerson, ...]:
    """Who at the employers, by id with their codes, has no link key for the account."""
    rows = readiness_reads.employees_without_key(account, list(employers))
    return tuple(
        KnownPerson(
            employee=employee,
            particulars=Particulars(
                employer=employers[employer],
                birth_date=born,
                surname=surname,
                initials=initials,
            ),
        )
        for employee, employer, born, surname, initials in rows
    )


def proposals_of_doubles(
    account: int, employers: Mapping[int, str], today: date
) -> tuple[Proposal, ...]:
    """Who waits at these employers for a decision on who it is, and may be whom of them (WN-4)."""
    linked = readiness_reads.employees_by_key(account, employers)
    taken = {(employers[employer], key) for employer, key in linked}
    rehearsal = rehearse_doubles_at(account, employers, today)
    known = known_persons(account, employers)
    return propose(known, _unknown(rehearsal, taken))


def _unknown(rehearsal: Rehearsal, taken: Collection[tuple[str, str]]) -> list[KeyedPerson]:
    return [
        each
        for each in rehearsal.state.persons
        if (each.particulars.employer, each.key) not in taken
    ]


def proposals_of(facts: AccountFacts, rehearsal: Rehearsal) -> tuple[Proposal, ...]:
    """Which employees without a key may be persons of a rehearsal whose key is not known yet."""
    return propose(facts.without_key, _unknown(rehearsal, facts.linked))
