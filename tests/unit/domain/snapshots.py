"""What is known after a batch: decisions laid over a snapshot, as the store does with rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from unit.domain.deliveries import TODAY
from verzuimbrug.domain.deciding import decide
from verzuimbrug.domain.decisions import Decisions, ReportDecision
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.reports import Report
from verzuimbrug.domain.snapshot import (
    CaseFacts,
    CaseKey,
    EmploymentFacts,
    PersonFacts,
    PersonKey,
    Snapshot,
    StoredReport,
)


class Stored:
    """A snapshot that grows by batches. New ids are positive and never used twice."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._last_id = 1000
        self._ids: dict[tuple[str, int], int] = {}

    def take(self, batch: Iterable[MessageInput]) -> Decisions:
        """Decides a batch and keeps what was decided."""
        batch = list(batch)
        decisions = decide(batch, self.snapshot, TODAY)
        self._ids = {}
        self.snapshot = replace(
            self.snapshot,
            link_keys=self._link_keys(decisions),
            superseded_keys=self.snapshot.superseded_keys
            | {link.key for link in decisions.links if link.superseded},
            persons=self._persons(decisions),
            employments=self._employments(decisions),
            case_aliases={**self.snapshot.case_aliases, **_aliases(decisions)},
            cases=self._cases(decisions),
            reports=self._reports(decisions, batch),
            blocked_keys=self.snapshot.blocked_keys | _blocked(decisions),
        )
        return decisions

    def _id(self, table: str, number: int) -> int:
        if number >= 0:
            return number
        if (table, number) not in self._ids:
            self._last_id += 1
            self._ids[(table, number)] = self._last_id
        return self._ids[(table, number)]

    def _link_keys(self, decisions: Decisions) -> Mapping[PersonKey, int]:
        new = {link.key: self._id("person", link.employee) for link in decisions.links}
        return {**self.snapshot.link_keys, **new}

    def _persons(self, decisions: Decisions) -> Mapping[int, PersonFacts]:
        persons = dict(self.snapshot.persons)
        for decided in decisions.persons:
            id = self._id("person", decided.id)  # noqa: A001 -- as the facts call it
            facts = persons.get(id) or PersonFacts(id=id, employer=decided.employer)
            persons[id] = replace(facts, fields=decided.fields)
        for link in decisions.links:
            id = self._id("person", link.employee)  # noqa: A001 -- as above
            accounts = persons[id].accounts | {link.key.account}
            persons[id] = replace(persons[id], accounts=accounts)
        return persons

    def _employments(self, decisions: Decisions) -> tuple[EmploymentFacts, ...]:
        employments = {facts.id: facts for facts in self.snapshot.employments}
        for decided in decisions.employments:
            id = self._id("employment", decided.id)  # noqa: A001 -- as the facts call it
            employments[id] = EmploymentFacts(
                id=id,
                employee=self._id("person", decided.employee),
                account=decided.account,
                number=decided.number,
                former=decided.former,
                fields=decided.fields,
            )
        return tuple(employments.values())

    def _cases(self, decisions: Decisions) -> tuple[CaseFacts, ...]:
        cases = {facts.id: self._renamed(facts, decisions) for facts in self.snapshot.cases}
        for decided in decisions.cases:
            id = self._id("case", decided.id)  # noqa: A001 -- as the facts call it
            cases[id] = CaseFacts(
                id=id,
                key=decided.key,
                employee=self._id("person", decided.employee),
                state=decided.state,
                classification=decided.classification,
                released_gaps=decided.released_gaps,
                hidden=decided.hidden,
                continues=None
                if decided.continues is None
                else self._id("case", decided.continues),
            )
        return tuple(cases.values())

    def _renamed(self, facts: CaseFacts, decisions: Decisions) -> CaseFacts:
        key = _aliases(decisions).get(facts.key, facts.key.key)
        return replace(facts, key=facts.key._replace(key=key))

    def _reports(
        self, decisions: Decisions, batch: list[MessageInput]
    ) -> Mapping[CaseKey, tuple[StoredReport, ...]]:
        received = {each.message: each for each in batch}
        sets: dict[CaseKey, dict[tuple[int, int], StoredReport]] = defaultdict(dict)
        for key, reports in self.snapshot.reports.items():
            now = key._replace(key=_aliases(decisions).get(key, key.key))
            sets[now].update({stored.report.place: stored for stored in reports})
        for decided in decisions.reports:
            if decided.employee is not None and decided.employer is not None:
                report = self._report(decided, received)
                sets[_key(decided)][decided.place] = StoredReport(
                    report=report, state=decided.state, findings=decided.findings
                )
            elif not decided.new:
                stored = sets[_key(decided)][decided.place]
                sets[_key(decided)][decided.place] = replace(
                    stored, state=decided.state, findings=decided.findings
                )
        return {key: tuple(reports.values()) for key, reports in sets.items()}

    def _report(self, decided: ReportDecision, received: Mapping[int, MessageInput]) -> Report:
        assert decided.content is not None
        assert decided.employee is not None
        return Report(
            place=decided.place,
            employee=self._id("person", decided.employee),
            sequence=decided.sequence,
            content=decided.content,
            received_on=received[decided.place[0]].received_at.date(),
            employment=decided.employment,
            edition=received[decided.place[0]].delivery.envelope.edition,
            impossible_year=decided.impossible_year,
            standing=decided.standing,
        )


def _aliases(decisions: Decisions) -> Mapping[CaseKey, str]:
    return {former: alias.key for former, alias in decisions.case_aliases.items()}


def _key(decided: ReportDecision) -> CaseKey:
    assert decided.employer is not None
    assert decided.case_key is not None
    return CaseKey(decided.account, decided.employer, decided.case_key)


def _blocked(decisions: Decisions) -> frozenset[PersonKey]:
    return frozenset(
        PersonKey(each.account, each.employer, each.key)
        for each in decisions.waiting
        if each.cause == "duplicate" and each.employer is not None and each.key is not None
    )


def known(store: Stored) -> dict[str, Any]:
    """Everything that is stored, with keys where the store has ids of its own."""
    snapshot = store.snapshot
    names = {
        employee: key.key for key, employee in sorted(snapshot.link_keys.items(), reverse=True)
    }
    cases = {facts.id: facts.key.key for facts in snapshot.cases}
    return {
        "keys": {key: names[employee] for key, employee in snapshot.link_keys.items()},
        "persons": {names[facts.id]: facts.fields for facts in snapshot.persons.values()},
        "employments": {
            (names[each.employee], each.number): (each.former, each.fields)
            for each in snapshot.employments
        },
        "cases": {
            each.key: (names[each.employee], each.state, cases.get(each.continues or 0))
            for each in snapshot.cases
        },
        "reports": {
            stored.report.place: (key, stored.state)
            for key, reports in snapshot.reports.items()
            for stored in reports
        },
    }
