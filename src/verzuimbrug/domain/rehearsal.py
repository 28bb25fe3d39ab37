"""What messages would make if nothing were known yet: the portal's state, by its own words (GR-3).

Gaps in the numbers are accepted, as in an initial load (VZ-3), nobody is parked as a possible
duplicate, and what the stream would hold for approval is taken.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from verzuimbrug.domain.cases import CaseState
from verzuimbrug.domain.deciding import decide
from verzuimbrug.domain.decisions import Decisions
from verzuimbrug.domain.deliveries import FieldValue, MessageKind
from verzuimbrug.domain.employer_code import MadeCode
from verzuimbrug.domain.link_proposals import KeyedPerson, Particulars
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.numbering import Place
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.domain.snapshot import EmployerFacts, Snapshot
from verzuimbrug.domain.streams import DuplicatePersons, ImportConfiguration, Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalCase:
    """A case as the portal has it, with the link key of its person."""

    employer: str
    key: str
    person: str
    state: CaseState


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalState:
    """What the messages say that the portal has.

    `codes` counts the persons by employer code, of employers that we do not know too; persons and
    cases are those at employers in scope. `made` are the messages of which every employer code
    could be made; `with_absence` counts those that carry reports of absence. `places` says by
    employer code and case, with a first report or without, what became of its reports; `states`
    counts that of all reports.
    """

    codes: Mapping[str, int] = field(default_factory=dict)
    persons: tuple[KeyedPerson, ...] = ()
    cases: tuple[PortalCase, ...] = ()
    made: frozenset[int] = frozenset()
    with_absence: int = 0
    places: Mapping[tuple[str, str], Mapping[Place, ReportState]] = field(default_factory=dict)
    states: Mapping[ReportState, int] = field(default_factory=dict)


def rehearse(
    messages: Sequence[MessageInput], employers: Mapping[str, EmployerFacts], today: date
) -> PortalState:
    """Decides the messages of one account on nothing but the employers; writes nothing.

    A case may be spread over messages, so they are decided together, in order of receipt.
    """
    batch = [replace(each, configuration=_permissive(each.configuration)) for each in messages]
    decisions = decide(batch, Snapshot(employers=employers), today)
    codes = {employer.id: employer.code for employer in employers.values()}
    # Of a person's keys the present one; after an exchange of keys there may be former ones only.
    links = sorted(decisions.links, key=lambda link: link.superseded, reverse=True)
    keys = {link.employee: link.key.key for link in links}
    return PortalState(
        codes=_codes(messages),
        persons=tuple(_persons(decisions, codes, keys)),
        cases=tuple(
            PortalCase(
                employer=codes[case.key.employer],
                key=case.key.key,
                person=keys[case.employee],
                state=case.state,
            )
            for case in decisions.cases
        ),
        made=frozenset(each.message for each in messages if makes_every_code(each)),
        with_absence=sum(each.delivery.kind is MessageKind.ABSENCE for each in messages),
        places=_places(decisions, codes),
        states=Counter(each.state for each in decisions.reports),
    )


def _permissive(configuration: ImportConfiguration) -> ImportConfiguration:
    return replace(
        configuration,
        mode=Mode.LIVE,
        duplicate_persons=DuplicatePersons.CREATE,
        case_rules=replace(configuration.case_rules, accept_gaps=True),
    )


def _codes(messages: Iterable[MessageInput]) -> Mapping[str, int]:
    """Persons by employer code; a code that cannot be made is none."""
    found: Counter[str] = Counter()
    for message in messages:
        for employer in message.delivery.employers:
            made = message.configuration.employer_code.code_from(employer.tags)
            if _is_made(made):
                found[made.code] += len(employer.persons)
    return found


def makes_every_code(message: MessageInput) -> bool:
    """Whether the stream's template makes a code of every employer of a message (GR-5)."""
    template, employers = message.configuration.employer_code, message.delivery.employers
    made = [template.code_from(employer.tags) for employer in employers]
    return bool(made) and all(map(_is_made, made))


def _is_made(code: MadeCode) -> bool:
    return not code.missing and not code.unknown


def _places(
    decisions: Decisions, codes: Mapping[int, str]
) -> Mapping[tuple[str, str], Mapping[Place, ReportState]]:
    """The reports that are in the set of a case, by employer code and key."""
    found: dict[tuple[str, str], dict[Place, ReportState]] = defaultdict(dict)
    for each in decisions.reports:
        if each.employee is not None and each.employer is not None and each.case_key is not None:
            found[codes[each.employer], each.case_key][each.place] = each.state
    return found


def _persons(
    decisions: Decisions, codes: Mapping[int, str], keys: Mapping[int, str]
) -> Iterable[KeyedPerson]:
    for person in decisions.persons:
        values = person.fields.values
        yield KeyedPerson(
            key=keys[person.id],
            particulars=Particulars(
                employer=codes[person.employer],
                birth_date=_text(values.get("birth_date")),
                surname=_text(values.get("surname")),
                initials=_text(values.get("initials")),
            ),
        )


def _text(value: FieldValue) -> str:
    return value if isinstance(value, str) else ""
