"""Which employer and which person a part of a message is about (WG-1, WG-2, WN-1 to WN-4)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from verzuimbrug.domain.conversion import ConversionTable
from verzuimbrug.domain.decisions import WaitCause
from verzuimbrug.domain.deliveries import DeliveredEmployer, DeliveredPerson, MessageKind
from verzuimbrug.domain.drafts import Blocked, parked
from verzuimbrug.domain.employer_code import MadeCode
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.people import People
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.domain.scope import Reach
from verzuimbrug.domain.snapshot import EmployerFacts, PersonKey
from verzuimbrug.domain.streams import DuplicatePersons, ImportConfiguration


@dataclass(frozen=True, slots=True)
class ResolvedEmployer:
    """An employer code as made, the employer or what blocks it, and how far it is reached."""

    code: str
    outcome: EmployerFacts | Blocked
    reach: Reach = Reach.OUT


@dataclass(frozen=True, slots=True)
class ResolvedPerson:
    """A link key, and its person or what blocks it."""

    key: str | None
    outcome: int | Blocked


def resolve_employer(
    delivered: DeliveredEmployer,
    configuration: ImportConfiguration,
    employers: Mapping[str, EmployerFacts],
    days: tuple[date, date],
) -> ResolvedEmployer:
    """WG-1, WG-2 and WG-4. `days` are the day of receipt and that of processing."""
    made = configuration.employer_code.code_from(delivered.tags)
    finding = _unusable_code(made, configuration.employer_code.conversion)
    if finding is not None:
        return ResolvedEmployer(made.code, _parked_at(delivered, finding, WaitCause.CONFIGURATION))
    employer, scope = employers.get(made.code), configuration.scope
    reach = scope.reach(employer.id, employer.tenure, days) if employer else Reach.OUT
    if employer is None or reach is Reach.OUT:
        params = {"code": made.code, "received": made.received}
        finding = Finding("WG201" if employer is None else "WG202", params)
        return ResolvedEmployer(made.code, _parked_at(delivered, finding, WaitCause.EMPLOYER))
    return ResolvedEmployer(made.code, employer, reach)


def _unusable_code(made: MadeCode, conversion: ConversionTable) -> Finding | None:
    """WG-1: a tag that is empty, or has a value that the conversion table does not know."""
    if made.missing:
        return Finding("WG101", {"tags": ", ".join(made.missing), "received": made.received})
    if made.unknown:
        values = ", ".join(made.unknown.values())
        tags = ", ".join(made.unknown)
        return Finding("WG102", {"value": values, "tag": tags, "table": conversion.code})
    return None


def _parked_at(delivered: DeliveredEmployer, finding: Finding, waits_for: WaitCause) -> Blocked:
    return parked(replace(finding, path=delivered.path, line=delivered.line), waits_for)


class PersonResolver:
    """Finds, links or creates the persons of one employer group of a message."""

    def __init__(
        self,
        people: People,
        configuration: ImportConfiguration,
        kind: MessageKind,
        blocked_keys: set[PersonKey],
        message: int,
    ) -> None:
        """Takes the keys of possible doubles of the whole batch, and adds those it finds."""
        self._message = message
        self._people = people
        self._configuration = configuration
        self._kind = kind
        self._blocked_keys = blocked_keys

    def resolve(self, employer: int, person: DeliveredPerson) -> ResolvedPerson:
        """The person, created or linked where the rules say so; or what blocks it."""
        keys = person.keys.get(self._configuration.employee_key, ())
        if len(keys) != 1:
            return _without_key(person, self._configuration.employee_key, len(keys))
        key = PersonKey(self._configuration.account, employer, keys[0])
        if self._people.is_displaced(key, self._message):
            blocked = Blocked(state=ReportState.PARKED, finding=_nobody(person, key.key))
            return ResolvedPerson(key.key, blocked)
        if person.key_old and person.key_old != key.key:
            return self._renamed(key, key._replace(key=person.key_old), person)
        employee = self._people.find(key)
        if employee is None:
            return self._unknown(key, person)
        return ResolvedPerson(key.key, employee)

    def known(self, employer: int, person: DeliveredPerson) -> ResolvedPerson:
        """The person as far as known, without anything being created or linked."""
        keys = person.keys.get(self._configuration.employee_key, ())
        if len(keys) != 1:
            return _without_key(person, self._configuration.employee_key, len(keys))
        key = PersonKey(self._configuration.account, employer, keys[0])
        names = [key, key._replace(key=person.key_old)] if person.key_old else [key]
        found = [who for who in map(self._people.find_hidden, names) if who is not None]
        outcome: int | Blocked = found[0] if found else _not_yet(person, key.key)
        return ResolvedPerson(key.key, outcome)

    def _renamed(
        self, key: PersonKey, former: PersonKey, person: DeliveredPerson
    ) -> ResolvedPerson:
        """WN-3: the former key is an alias from now on, also when it is not known yet."""
        known, known_formerly = self._people.find(key), self._people.find(former)
        params = {"key": key.key, "former": former.key}
        if known is not None and known_formerly is not None and known != known_formerly:
            return _held(key.key, Finding("WN301", params, person.path, person.line))
        employee = known if known is not None else known_formerly
        if employee is None:
            resolved = self._unknown(key, person)
        elif self._is_born_otherwise(employee, person):
            return _held(key.key, Finding("WN302", params, person.path, person.line))
        else:
            resolved = ResolvedPerson(key.key, employee)
        if isinstance(resolved.outcome, int):
            self._people.link(key, resolved.outcome, self._message)
            self._people.link(former, resolved.outcome, self._message, superseded=True)
        return resolved

    def _is_born_otherwise(self, employee: int, person: DeliveredPerson) -> bool:
        known = self._people.facts(employee).fields.values.get("birth_date")
        return known is not None and known != person.birth_date.isoformat()

    def _unknown(self, key: PersonKey, person: DeliveredPerson) -> ResolvedPerson:
        """WN-2 and WN-4: wait, park as a possible double, or create."""
        if self._kind is MessageKind.EMPLOYMENTS:
            return ResolvedPerson(key.key, parked(_nobody(person, key.key), WaitCause.PERSON))
        doubles = self._people.possible_doubles(key, person)
        parks = self._configuration.duplicate_persons is DuplicatePersons.PARK
        if parks and (doubles or key in self._blocked_keys):
            self._blocked_keys.add(key)
            params = {"key": key.key, "count": str(len(doubles))}
            finding = Finding("WN401", params, person.path, person.line)
            return ResolvedPerson(key.key, parked(finding, WaitCause.DUPLICATE))
        return ResolvedPerson(key.key, self._people.create(key, self._message))


def _without_key(person: DeliveredPerson, tag: str, found: int) -> ResolvedPerson:
    """WN-1: no key, or several."""
    code, params = (
        ("WN102", {"tag": tag, "count": str(found)}) if found else ("WN101", {"tag": tag})
    )
    finding = Finding(code, params, person.path, person.line)
    return ResolvedPerson(None, parked(finding, WaitCause.CONFIGURATION))


def _not_yet(person: DeliveredPerson, key: str) -> Blocked:
    """Somebody whom only a message that has no effect yet knows."""
    return Blocked(state=ReportState.HELD, finding=_nobody(person, key))


def _nobody(person: DeliveredPerson, key: str) -> Finding:
    """WN-2: a person who is not there, and whom the message does not create."""
    return Finding("WN201", {"key": key}, person.path, person.line)


def _held(key: str, finding: Finding) -> ResolvedPerson:
    return ResolvedPerson(key, Blocked(state=ReportState.HELD, finding=finding))
