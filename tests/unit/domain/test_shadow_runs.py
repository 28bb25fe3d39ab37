"""Two runs of the same messages from one point: every difference is of the settings (VE-1)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

from hypothesis import given, strategies as st

from strategies.absence import day, new, report
from unit.domain.deliveries import (
    BAKER,
    BORN,
    KNOWN,
    NOON,
    RULES,
    SETTINGS,
    TODAY,
    employer,
    employment,
    message,
    person,
    vrzm,
)
from verzuimbrug.domain.cases import CaseState
from verzuimbrug.domain.conversion import ConversionTable
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.employer_code import EmployerCodeTemplate
from verzuimbrug.domain.fields import FieldRules, Policy, Stamp, StampedFields
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.guards import Guard, Guards, Limit
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.operations import CaseRules
from verzuimbrug.domain.reports import Report, ReportState
from verzuimbrug.domain.shadow_comparison import Comparison, Difference, compare
from verzuimbrug.domain.shadow_masking import masked
from verzuimbrug.domain.shadow_outcomes import Outcomes, Person, ShadowState, Side, outcomes_of
from verzuimbrug.domain.shadow_start import Then, starting_point
from verzuimbrug.domain.snapshot import (
    CaseFacts,
    CaseKey,
    EmploymentFacts,
    PersonFacts,
    PersonKey,
    Snapshot,
    StoredReport,
)
from verzuimbrug.domain.streams import DuplicatePersons, ImportConfiguration, Mode

CHANGE, WITHDRAW = Operation.CHANGE, Operation.WITHDRAW
SAID = Stamp("2026-03-01T12:00:00", "1", "aa", 0)
JANSEN = PersonFacts(
    id=7,
    employer=BAKER.id,
    fields=StampedFields(
        {"surname": "Jansen", "birth_date": str(BORN), "initials": "J"}, {"surname": SAID}
    ),
    accounts=frozenset({1}),
)
WITH_JANSEN = replace(KNOWN, persons={7: JANSEN}, link_keys={PersonKey(1, BAKER.id, "a"): 7})


def _known(_guard: Guard) -> int:
    return 10


def _with(messages: Sequence[MessageInput], settings: ImportConfiguration) -> Side:
    return Side(inputs=[replace(each, configuration=settings) for each in messages])


def _outcomes(side: Side, start: Snapshot = KNOWN) -> Outcomes:
    return outcomes_of(side, start, TODAY, _known)


def _compared(
    messages: Sequence[MessageInput], changed: ImportConfiguration, start: Snapshot = KNOWN
) -> Comparison:
    sides = (_with(messages, SETTINGS), _with(messages, changed))
    return compare(*(_outcomes(side, start) for side in sides))


def _sick(number: int, *reports: Report, key: str = "a", code: str = "1001") -> MessageInput:
    said = (vrzm(each) for each in reports)
    return message(number, employer(code, person(key, employment(*said))))


def test_other_operations_change_the_report_and_the_case() -> None:
    messages = [_sick(1, new()), _sick(2, report(2, CHANGE, at=5, percentage="50.00"))]
    rules = CaseRules(operations={**RULES.operations, "change": Operation.UNCHANGED})

    found = _compared(messages, replace(SETTINGS, case_rules=rules))

    assert [(each.message, {*each.kinds}) for each in found.different] == [
        (1, {Difference.CASE}),
        (2, {Difference.REPORT, Difference.CASE, Difference.FINDINGS}),
    ]
    (case,) = found.different[1].things
    assert case.fields == {
        "periods": (
            {str(day(0)): "100.00", str(day(5)): "50.00"},
            {str(day(0)): "100.00"},
        )
    }
    assert list(found.different[1].reports()) == [0]


def test_another_template_gives_another_employer_and_a_person_who_is_new() -> None:
    template = EmployerCodeTemplate(
        template="[IdWrkgvrArbdnst]", conversion=ConversionTable(values={"1001": "1002"})
    )

    found = _compared([_sick(1, new())], replace(SETTINGS, employer_code=template), WITH_JANSEN)

    (one,) = found.different
    assert {Difference.EMPLOYER, Difference.PERSON, Difference.CASE} <= one.kinds
    ((place, was, now),) = one.persons()
    assert (place, was, now) == (
        0,
        Person(employer="1001", key="a", employee=7),
        Person(employer="1002", key="a"),
    )
    sides = {(thing.kind.value, thing.in_stands, thing.in_changed) for thing in one.things}
    assert ("case", False, True) in sides
    assert ("case", True, False) in sides
    assert found.employees == {7}


def test_a_person_who_waits_is_nobody() -> None:
    start = replace(KNOWN, persons={7: replace(JANSEN, accounts=frozenset())})
    create = replace(SETTINGS, duplicate_persons=DuplicatePersons.CREATE)

    found = _compared([_sick(1, new())], create, start)

    (one,) = found.different
    assert Difference.PERSON in one.kinds
    assert one.stands.persons[0] == Person(employer="1001")
    assert [each.state for each in one.stands.reports.values()] == ["parked"]


def test_what_one_side_does_not_touch_is_there_as_at_the_start() -> None:
    said = person("a", surname="Bos", initials="J")
    sides = (
        Side(rejected={1: (Finding("IN101"),)}),
        Side(inputs=[message(1, employer("1001", said))]),
    )

    found = compare(*(_outcomes(side, WITH_JANSEN) for side in sides))

    (one,) = found.different
    assert one.stands.state is ShadowState.REJECTED
    (thing,) = one.things
    assert thing.fields == {"surname": ("Jansen", "Bos")}
    assert (thing.in_stands, thing.in_changed) == (True, True)
    assert [(was, now) for _, was, now in one.persons()] == [
        (None, Person(employer="1001", key="a", employee=7))
    ]


def test_an_employment_on_one_side_only_is_new_there() -> None:
    said = message(1, employer("1001", person("a", employment(vrzm(new()), job="bakker"))))
    sides = (Side(inputs=[said]), Side(rejected={1: (Finding("IN101"),)}))

    found = compare(*(_outcomes(side) for side in sides))

    things = {thing.kind.value: thing for thing in found.different[0].things}
    assert (things["employment"].in_stands, things["employment"].in_changed) == (True, False)
    assert list(found.different[0].reports()) == [0]


def test_of_a_case_of_somebody_else_it_is_told_whose_it_is() -> None:
    first, other = _sick(1, new()), _sick(1, new(), key="b")

    found = compare(_outcomes(Side(inputs=[first])), _outcomes(Side(inputs=[other])))

    cases = [thing for thing in found.different[0].things if thing.name == "VG1"]
    assert [thing.fields for thing in cases] == [{"person": ("=a", "=b")}]


def test_case_that_continues_another_is_told_by_its_key() -> None:
    ended = report(2, Operation.END, at=2, ends=True)
    again = new(at=10, first_day=day(10))
    second = message(3, employer("1001", person("a", employment(vrzm(again, case="VG2")))))
    rules = replace(RULES, composite_days=3)

    found = _compared(
        [_sick(1, new()), _sick(2, ended), second], replace(SETTINGS, case_rules=rules)
    )

    told = {thing.name: thing.fields for each in found.different for thing in each.things}
    assert told == {"VG2": {"continues": ("VG1", None)}}


def test_what_is_held_for_approval_is_compared_as_if_it_were_approved() -> None:
    found = _compared([_sick(1, new())], replace(SETTINGS, mode=Mode.APPROVAL))

    (one,) = found.different
    assert one.kinds == {Difference.STATE, Difference.FINDINGS}
    assert one.changed.state is ShadowState.HELD


def test_a_stream_in_dry_run_is_told_so() -> None:
    found = _compared([_sick(1, new())], replace(SETTINGS, mode=Mode.DRY_RUN))

    assert [each.changed.state for each in found.different] == [ShadowState.DRY_RUN]


def test_a_guard_counts_what_came_within_the_hour_and_not_what_was_held() -> None:
    start = replace(
        KNOWN,
        persons={number: replace(JANSEN, id=number) for number in (1, 2, 3, 4)},
        link_keys={PersonKey(1, BAKER.id, f"w{number}"): number for number in (1, 2, 3, 4)},
    )
    minutes = {1: 0, 2: 10, 3: 20, 4: 90}
    messages = [
        replace(
            message(number, employer("1001", person(f"w{number}", surname="Bos"))),
            received_at=NOON + timedelta(minutes=after),
        )
        for number, after in minutes.items()
    ]
    guards = Guards(limits={Guard.PERSONS_CHANGED: Limit(more_than=1)})

    found = _outcomes(_with(messages, replace(SETTINGS, guards=guards)), start)

    assert {number: each.state.value for number, each in found.messages.items()} == {
        1: "processed",
        2: "held",
        3: "held",
        4: "processed",
    }
    assert [each.code for each in found.messages[2].findings] == ["VE201"]


_DAYS = st.integers(0, 6)
_OPERATIONS = st.sampled_from((Operation.NEW, CHANGE, Operation.END, Operation.CORRECT, WITHDRAW))


@st.composite
def _messages(draw: st.DrawFn) -> list[MessageInput]:
    """A few messages about few persons and cases, so that they meet."""
    found = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        operation = draw(_OPERATIONS)
        said = report(
            draw(st.integers(1, 3)), operation, at=draw(_DAYS), ends=operation is Operation.END
        )
        case = draw(st.sampled_from(("VG1", "VG2", None)))
        who = person(
            draw(st.sampled_from(("a", "b", None))),
            employment(vrzm(said, case=case)),
            surname=draw(st.sampled_from(("Jansen", "Bos"))),
        )
        found.append(
            replace(
                message(number, employer(draw(st.sampled_from(("1001", "1002", "9"))), who)),
                received_at=NOON + timedelta(minutes=draw(st.integers(0, 90))),
            )
        )
    return found


_SETTINGS = st.builds(
    replace,
    st.just(SETTINGS),
    mode=st.sampled_from(Mode),
    duplicate_persons=st.sampled_from(DuplicatePersons),
    guards=st.builds(
        lambda most: Guards(limits={Guard.PERSONS_CHANGED: Limit(more_than=most)}),
        st.integers(0, 2),
    ),
    case_rules=st.builds(
        lambda gaps, days: replace(RULES, accept_gaps=gaps, composite_days=days),
        st.booleans(),
        st.sampled_from((0, 28)),
    ),
    person_fields=st.sampled_from((FieldRules(), FieldRules(policies={"surname": Policy.NEVER}))),
)
_STARTS = st.sampled_from((KNOWN, WITH_JANSEN))


@given(_messages(), _SETTINGS, _STARTS)
def test_settings_beside_themselves_differ_in_nothing(
    messages: list[MessageInput], settings: ImportConfiguration, start: Snapshot
) -> None:
    found = [_outcomes(_with(messages, settings), start) for _ in range(2)]

    assert compare(*found) == Comparison(same=len(messages))


@given(_messages(), _SETTINGS, _STARTS, st.randoms(use_true_random=False))
def test_the_order_in_which_messages_are_given_does_not_matter(
    messages: list[MessageInput],
    settings: ImportConfiguration,
    start: Snapshot,
    random: Random,
) -> None:
    shuffled = list(messages)
    random.shuffle(shuffled)
    found = [
        compare(_outcomes(_with(given, SETTINGS), start), _outcomes(_with(given, settings), start))
        for given in (messages, shuffled)
    ]

    assert found[0] == found[1]


@given(_messages(), _SETTINGS, _STARTS)
def test_every_message_is_the_same_or_different_and_the_sides_can_change_places(
    messages: list[MessageInput], settings: ImportConfiguration, start: Snapshot
) -> None:
    stands = _outcomes(_with(messages, SETTINGS), start)
    changed = _outcomes(_with(messages, settings), start)

    found, turned = compare(stands, changed), compare(changed, stands)

    assert found.same + len(found.different) == len(messages)
    assert [each.message for each in found.different] == [each.message for each in turned.different]
    assert found.counts == turned.counts


def test_what_is_shown_of_a_person_is_no_name() -> None:
    said = person("a", surname="Bos", birth_date="1991-01-02", gender="V")
    sides = (
        Side(rejected={1: (Finding("IN101"),)}),
        Side(inputs=[message(1, employer("1001", said))]),
    )
    found = compare(*(_outcomes(side, WITH_JANSEN) for side in sides))

    shown, starred = masked(found, bsn=False), masked(found, bsn=True)

    (thing,) = shown.different[0].things
    assert thing.fields == {
        "surname": ("***", "***"),
        "birth_date": ("1990", "1991"),
        "gender": (None, "V"),
    }
    assert thing.person.key == "a"
    assert starred.different[0].things[0].person.key == "*" * 9
    assert starred.different[0].changed.persons[0].key == "*" * 9


def _stored(number: int, of: Report) -> StoredReport:
    return StoredReport(
        report=replace(of, place=(number, 0), employee=7), state=ReportState.APPLIED
    )


def _case(account: int, key: str) -> CaseFacts:
    state = CaseState(first_day=day(0), periods={day(0): Decimal("50.00")})
    return CaseFacts(id=account, key=CaseKey(account, BAKER.id, key), employee=7, state=state)


def test_the_starting_point_has_what_came_in_before_the_first_message() -> None:
    mine, theirs = CaseKey(1, BAKER.id, "VG1"), CaseKey(2, BAKER.id, "VG1")
    later = CaseKey(1, BAKER.id, "VG2")
    reports = (_stored(1, new()), _stored(5, report(2, CHANGE, at=3, percentage="50.00")))
    known = replace(
        WITH_JANSEN,
        employments=(
            EmploymentFacts(
                id=3,
                employee=7,
                account=1,
                number="D1",
                fields=StampedFields({"job": "bakker", "start": "2020-01-01"}, {"job": SAID}),
            ),
        ),
        cases=(_case(1, "VG1"), _case(2, "VG1"), _case(1, "VG2"), _case(1, "VG3")),
        reports={mine: reports, theirs: reports, later: reports[1:]},
        resolved=frozenset({(5, 0)}),
        displaced=frozenset({(5, PersonKey(1, BAKER.id, "a"))}),
    )
    then = Then(
        account=1, first=5, persons={7: {"surname": "Smit"}}, employments={3: {"job": None}}
    )

    start = starting_point(known, then, RULES)

    assert start.reports == {mine: reports[:1], theirs: reports, later: ()}
    assert [(each.key.account, each.key.key) for each in start.cases] == [(1, "VG1"), (2, "VG1")]
    assert start.cases[0].state.periods == {day(0): Decimal("100.00")}
    assert start.cases[1] == known.cases[1]
    assert start.persons[7].fields == StampedFields(
        {"surname": "Smit", "birth_date": str(BORN), "initials": "J"}
    )
    assert start.employments[0].fields == StampedFields({"start": "2020-01-01"})
    assert (start.resolved, start.displaced) == (frozenset(), frozenset())
