"""The employments of a batch while it is decided (WN-7)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import count

from verzuimbrug.domain.decisions import EmploymentDecision
from verzuimbrug.domain.deliveries import DeliveredEmployment
from verzuimbrug.domain.fields import FieldChange, merge, not_converted
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.people import Said
from verzuimbrug.domain.snapshot import EmploymentFacts
from verzuimbrug.domain.statements import ObjectKind, Statement, Statements


class Employments:
    """What is known of the employments, and what the batch makes of it."""

    def __init__(
        self, stored: Iterable[EmploymentFacts], statements: Statements | None = None
    ) -> None:
        """Starts from what is stored; adds what is said of employments to `statements`."""
        self._statements = statements or Statements()
        self._ids = count(-1, -1)
        self._of: dict[tuple[int, int], dict[int, EmploymentFacts]] = defaultdict(dict)
        for facts in stored:
            self._of[(facts.account, facts.employee)][facts.id] = facts
        self._touched: dict[int, EmploymentFacts] = {}
        self._changes: dict[int, dict[int, list[FieldChange]]] = defaultdict(dict)
        self._last_message: dict[int, int] = {}
        self._shown: dict[int, int] = {}

    def take(
        self, account: int, employee: int, employment: DeliveredEmployment, said: Said
    ) -> tuple[Finding, ...]:
        """Lays a delivery over an employment; gives what there is to say of it.

        A finding of severity error means that the number and the former number both exist: nothing
        is taken. The end date is always taken over, also when it is empty.
        """
        if employment.number is None:
            return (_finding("WN701", employment),)
        facts = self._find_or_create(account, employee, employment, employment.number)
        if facts is None:
            return (_finding("WN703", employment),)
        merged = merge(facts.fields, employment.fields, said.stamp, said.employment)
        self._keep(replace(facts, fields=merged.fields), merged.changes, said.message)
        self._statements.add(
            Statement(
                message=said.message,
                position=said.stamp.position,
                kind=ObjectKind.EMPLOYMENT,
                object=facts.id,
                employee=employee,
                key=employment.number,
                key_old=employment.number_old,
                stamp=said.stamp,
                fields=merged.taken,
            )
        )
        reopened = any(c.name == "end" and c.before and not c.after for c in merged.changes)
        remarks = [_finding("WN702", employment)] if reopened else []
        return (*remarks, *not_converted(merged.unknown, employment.path, employment.line))

    def _find_or_create(
        self, account: int, employee: int, employment: DeliveredEmployment, number: str
    ) -> EmploymentFacts | None:
        known = self._numbered(account, employee, number)
        old = employment.number_old
        if old is None or old == number:
            return known or self._new(account, employee, number)
        former = self._numbered(account, employee, old)
        if known and former and known.id != former.id:
            return None
        facts = known or former or self._new(account, employee, number)
        current = number if facts.number == old else facts.number
        return replace(facts, number=current, former=(facts.former | {old, number}) - {current})

    def _numbered(self, account: int, employee: int, number: str) -> EmploymentFacts | None:
        for facts in self._of[(account, employee)].values():
            if facts.number == number or number in facts.former:
                return facts
        return None

    def _new(self, account: int, employee: int, number: str) -> EmploymentFacts:
        return EmploymentFacts(
            id=next(self._ids), employee=employee, account=account, number=number
        )

    def _keep(self, facts: EmploymentFacts, changes: tuple[FieldChange, ...], message: int) -> None:
        if facts.hidden:
            self._shown[facts.id] = message
            facts = replace(facts, hidden=False)
        self._of[(facts.account, facts.employee)][facts.id] = facts
        self._touched[facts.id] = facts
        self._changes[facts.id].setdefault(message, []).extend(changes)
        self._last_message[facts.id] = message

    def decisions(self) -> tuple[EmploymentDecision, ...]:
        """The employments that messages of the batch said something of."""
        return tuple(
            EmploymentDecision(
                id=facts.id,
                employee=facts.employee,
                account=facts.account,
                number=facts.number,
                former=facts.former,
                fields=facts.fields,
                changes={message: tuple(made) for message, made in self._changes[facts.id].items()},
                message=self._last_message[facts.id],
                shown_by=self._shown.get(facts.id),
            )
            for facts in self._touched.values()
        )


def _finding(code: str, employment: DeliveredEmployment) -> Finding:
    params = {"number": employment.number or "", "former": employment.number_old or ""}
    return Finding(code, params, employment.path, employment.line)
