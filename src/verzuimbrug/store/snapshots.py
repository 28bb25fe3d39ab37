"""Reads what a batch of messages can touch: one query per table, whatever the size of the batch."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.scope import Membership, Period, Tenure
from verzuimbrug.domain.snapshot import (
    CaseFacts,
    CaseKey,
    EmployerFacts,
    EmploymentFacts,
    PersonFacts,
    PersonKey,
    Snapshot,
    StoredReport,
)
from verzuimbrug.store import stored
from verzuimbrug.store.sql import Row, select
from verzuimbrug.store.waiting import displaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """The keys that a batch names, once its employers are known."""

    messages: tuple[int, ...]
    persons: frozenset[PersonKey]
    births: frozenset[tuple[int, str]]
    cases: frozenset[CaseKey]


def read_snapshot(batch: Sequence[MessageInput]) -> Snapshot:
    """The snapshot for a batch, under the tenant of the transaction."""
    employers = read_employers(employer_codes(batch))
    demand = _demand(batch, employers)
    links = _link_keys(demand.persons)
    persons = _persons({row[3] for row in links}, demand.births)
    aliases = _case_aliases(demand.cases)
    case_keys = demand.cases | {key._replace(key=target) for key, target in aliases.items()}
    reports = read_reports(case_keys)
    known = {*persons, *(each.report.employee for of in reports.values() for each in of)}
    cases = tuple(stored.case_facts(row) for row in _cases(case_keys, known))
    reports |= read_reports(_of_leavers(cases, employers.values()) - case_keys)
    return Snapshot(
        employers=employers,
        link_keys={PersonKey(*row[:3]): row[3] for row in links},
        superseded_keys=frozenset(PersonKey(*row[:3]) for row in links if row[4]),
        hidden_keys=frozenset(PersonKey(*row[:3]) for row in links if row[5]),
        persons=persons,
        employments=_employments(persons),
        case_aliases=aliases,
        cases=cases,
        reports=reports,
        blocked_keys=_blocked_keys(demand),
        resolved=_resolved(demand.messages),
        displaced=frozenset((row[0], PersonKey(*row[1:])) for row in displaced(demand.messages)),
    )


def _of_leavers(
    cases: Iterable[CaseFacts], employers: Iterable[EmployerFacts]
) -> frozenset[CaseKey]:
    """The cases whose reports say whether they were open when a membership ended (WG-4)."""
    leavers = {employer.id for employer in employers if employer.tenure.may_run_out}
    return frozenset(facts.key for facts in cases if facts.key.employer in leavers)


def employer_codes(batch: Iterable[MessageInput]) -> set[str]:
    """The employer codes that the messages make, by their own templates (WG-1)."""
    return {
        message.configuration.employer_code.code_from(employer.tags).code
        for message in batch
        for employer in message.delivery.employers
    }


def _demand(batch: Sequence[MessageInput], employers: Mapping[str, EmployerFacts]) -> Demand:
    persons: set[PersonKey] = set()
    births: set[tuple[int, str]] = set()
    cases: set[CaseKey] = set()
    for message in batch:
        configuration = message.configuration
        for delivered in message.delivery.employers:
            employer = employers.get(configuration.employer_code.code_from(delivered.tags).code)
            if employer is None:
                continue
            for person in delivered.persons:
                keys = {*person.keys.get(configuration.employee_key, ()), person.key_old} - {None}
                persons |= {PersonKey(configuration.account, employer.id, k) for k in keys if k}
                births.add((employer.id, person.birth_date.isoformat()))
                cases |= {
                    CaseKey(configuration.account, employer.id, key)
                    for employment in person.employments
                    for report in employment.reports
                    for key in (report.case_key, report.case_key_old)
                    if key
                }
    return Demand(
        messages=tuple(message.message for message in batch),
        persons=frozenset(persons),
        births=frozenset(births),
        cases=frozenset(cases),
    )


def _columns(keys: Collection[tuple[object, ...]], width: int) -> list[list[object]]:
    """Keys as one array per part, for unnest."""
    ordered = list(keys)
    return [[key[part] for key in ordered] for part in range(width)]


def read_employers(codes: Collection[str]) -> dict[str, EmployerFacts]:
    """The employers of the present tenant by code, of the codes that exist."""
    rows = select(
        "SELECT e.id, e.code, ARRAY(SELECT c.code FROM store_classification c "
        "WHERE c.arbodienst_id = e.arbodienst_id AND c.scheme_id = e.scheme_id), "
        "e.starts_on, e.ends_on FROM store_employer e WHERE e.code = ANY(%s)",
        list(codes),
    )
    memberships = _memberships([row[0] for row in rows])
    return {
        code: EmployerFacts(
            id=number,
            code=code,
            tenure=Tenure(
                period=Period(start=start, end=end), memberships=tuple(memberships[number])
            ),
            classifications=frozenset(known),
        )
        for number, code, known, start, end in rows
    }


def _memberships(employers: list[int]) -> Mapping[int, list[Membership]]:
    found: dict[int, list[Membership]] = defaultdict(list)
    for employer, group, start, end, run_out_until in select(
        "SELECT employer_id, group_id, starts_on, ends_on, run_out_until "
        "FROM store_groupmembership WHERE employer_id = ANY(%s)",
        employers,
    ):
        membership = Membership(group=group, start=start, end=end, run_out_until=run_out_until)
        found[employer].append(membership)
    return found


def _link_keys(keys: Collection[PersonKey]) -> list[Row]:
    """The keys that are known; a hidden one counts only for somebody who is hidden too (VE-4)."""
    return select(
        "SELECT l.account_id, l.employer_id, l.key, l.employee_id, l.superseded, l.hidden "
        "FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS q(account, employer, key) "
        "JOIN store_linkkey l ON l.account_id = q.account AND l.employer_id = q.employer "
        "AND l.key = q.key WHERE NOT l.hidden "
        "OR (SELECT e.hidden FROM store_employee e WHERE e.id = l.employee_id)",
        *_columns(keys, 3),
    )


def _persons(
    employees: Collection[int], births: Collection[tuple[int, str]]
) -> dict[int, PersonFacts]:
    """The persons with a key that the batch names, and those born on a day that it names (WN-4)."""
    rows = select(
        "WITH wanted AS (SELECT unnest(%s::bigint[]) AS id UNION SELECT e.id "
        "FROM unnest(%s::bigint[], %s::date[]) AS q(employer, born) JOIN store_employee e "
        "ON e.employer_id = q.employer AND e.birth_date = q.born AND NOT e.hidden) "
        "SELECT e.id, e.employer_id, e.fields, e.stamps, "
        "ARRAY(SELECT DISTINCT l.account_id FROM store_linkkey l WHERE l.employee_id = e.id "
        "AND NOT l.hidden) "
        "FROM wanted JOIN store_employee e ON e.id = wanted.id",
        list(employees),
        *_columns(births, 2),
    )
    return {
        number: PersonFacts(
            id=number,
            employer=employer,
            fields=stored.stamped(fields, stamps),
            accounts=frozenset(accounts),
        )
        for number, employer, fields, stamps, accounts in rows
    }


def _employments(employees: Collection[int]) -> tuple[EmploymentFacts, ...]:
    rows = select(
        f"SELECT {stored.EMPLOYMENT_COLUMNS} FROM store_employment WHERE employee_id = ANY(%s)",
        list(employees),
    )
    return tuple(map(stored.employment_facts, rows))


def _case_aliases(keys: Collection[CaseKey]) -> dict[CaseKey, str]:
    """The aliases that lead from or to a key that the batch names."""
    rows = select(
        "SELECT DISTINCT a.account_id, a.employer_id, a.former, a.key "
        "FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS q(account, employer, key) "
        "JOIN store_casealias a ON a.account_id = q.account AND a.employer_id = q.employer "
        "AND (a.former = q.key OR a.key = q.key) WHERE a.undone_id IS NULL",
        *_columns(keys, 3),
    )
    return {CaseKey(account, employer, former): key for account, employer, former, key in rows}


def read_reports(keys: Collection[CaseKey]) -> dict[CaseKey, tuple[StoredReport, ...]]:
    """The reports in the sets of these cases."""
    if not keys:
        return {}
    rows = select(
        f"SELECT {stored.REPORT_COLUMNS} "
        "FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS q(account, employer, key) "
        "JOIN store_absencereport r ON r.account_id = q.account AND r.employer_id = q.employer "
        "AND r.case_key = q.key JOIN store_message m ON m.id = r.message_id "
        "LEFT JOIN store_undo u ON u.id = r.undone_id "
        "WHERE r.employee_id IS NOT NULL",
        *_columns(keys, 3),
    )
    found: dict[CaseKey, list[StoredReport]] = defaultdict(list)
    for row in rows:
        found[CaseKey(*row[:3])].append(stored.report(row[3:]))
    return {key: tuple(reports) for key, reports in found.items()}


def _cases(keys: Collection[CaseKey], employees: Collection[int]) -> list[Row]:
    """The cases of those keys, and all cases of the persons that have one of them."""
    return select(
        "WITH persons AS (SELECT unnest(%s::bigint[]) AS id UNION SELECT c.employee_id "
        "FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS q(account, employer, key) "
        "JOIN store_absencecase c ON c.account_id = q.account AND c.employer_id = q.employer "
        f"AND c.key = q.key) SELECT {stored.CASE_COLUMNS} "
        "FROM persons JOIN store_absencecase c ON c.employee_id = persons.id",
        list(employees),
        *_columns(keys, 3),
    )


def _blocked_keys(demand: Demand) -> frozenset[PersonKey]:
    rows = select(
        "SELECT w.account_id, w.employer_id, w.key "
        "FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS q(account, employer, key) "
        "JOIN store_waiting w ON w.account_id = q.account AND w.employer_id = q.employer "
        "AND w.key = q.key WHERE w.cause = 'duplicate' AND w.message_id <> ALL(%s)",
        *_columns(demand.persons, 3),
        list(demand.messages),
    )
    return frozenset(PersonKey(*row) for row in rows)


def _resolved(messages: Sequence[int]) -> frozenset[tuple[int, int]]:
    rows = select(
        "SELECT message_id, position FROM store_absencereport "
        "WHERE message_id = ANY(%s) AND employee_id IS NOT NULL",
        list(messages),
    )
    return frozenset((message, position) for message, position in rows)
