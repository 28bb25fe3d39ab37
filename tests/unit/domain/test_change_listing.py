"""The exact list of what a message would change, from what was decided on it (VE-1)."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from hypothesis import given

from strategies.absence import day, new, report
from unit.domain.deliveries import (
    KNOWN,
    NOON,
    SETTINGS,
    TODAY,
    employer,
    employment,
    message,
    of_baker,
    person,
    vrzm,
)
from unit.domain.sent_messages import sent_messages
from unit.domain.snapshots import Stored
from verzuimbrug.domain.change_list import ChangeEntry, ChangeList
from verzuimbrug.domain.change_listing import list_changes
from verzuimbrug.domain.deciding import decide
from verzuimbrug.domain.deliveries import DeliveredPerson, FieldValue, Operation
from verzuimbrug.domain.message_input import Approval, MessageInput
from verzuimbrug.domain.snapshot import CaseKey, EmploymentFacts, PersonFacts
from verzuimbrug.domain.statements import ObjectKind

CHANGE = Operation.CHANGE
SICK = employment(vrzm(new()))


def later(number: int, *persons: DeliveredPerson) -> MessageInput:
    """A message made after the ones before it."""
    made_at = NOON + timedelta(hours=number)
    return message(number, employer("1001", *persons), made_at=made_at)


def known(*persons: DeliveredPerson) -> Stored:
    stored = Stored(KNOWN)
    stored.take([of_baker(1, *persons)])
    return stored


def listed(stored: Stored, *persons: DeliveredPerson) -> ChangeList:
    """What a message about these persons would change."""
    given = later(2, *persons)
    return list_changes(given, decide([given], stored.snapshot, TODAY), stored.snapshot)


def told(entries: ChangeList) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Kind, person, name and effects of each change."""
    return [(each.kind.value, each.person, each.name, each.effects) for each in entries.changes]


def only(entries: ChangeList, kind: ObjectKind) -> ChangeEntry:
    (found,) = [entry for entry in entries.changes if entry.kind is kind]
    return found


def test_new_person_with_a_case_is_listed_as_created_with_all_that_is_said() -> None:
    made = listed(known(), person("K1", SICK, job="baker"))

    assert told(made) == [
        ("case", "K1", "VG1", ("created",)),
        ("employee", "K1", "", ("created",)),
        ("employment", "K1", "D1", ("created",)),
    ]
    created = only(made, ObjectKind.EMPLOYEE)
    assert created.pairs["surname"] == [None, "Jansen"]
    assert (created.employer, created.position, created.has_case) == ("1001", 0, True)
    case = only(made, ObjectKind.CASE)
    assert case.pairs["first_day"] == [None, day(0).isoformat()]
    assert case.pairs["classification"] == [None, "ziekte"]
    assert case.reports == (0,)


def test_overwritten_field_is_listed_with_before_and_after() -> None:
    made = listed(known(person("K1", SICK)), person("K1", surname="Smit", gender="V"))

    changed = only(made, ObjectKind.EMPLOYEE)
    assert changed.effects == ("supplemented", "overwritten")
    assert changed.pairs == {"surname": ["Jansen", "Smit"], "gender": [None, "V"]}


def test_what_stays_as_it_is_is_not_listed() -> None:
    made = listed(known(person("K1", SICK)), person("K1", SICK))

    assert made.changes == ()
    assert [entry.state for entry in made.reports] == ["duplicate"]


def test_end_of_an_employment_is_listed_by_its_number() -> None:
    stored = known(person("K1", employment(number="D7")))

    made = listed(stored, person("K1", employment(number="D7", end="2026-03-01")))

    assert told(made) == [("employment", "K1", "D7", ("supplemented", "ended"))]


def test_case_is_listed_with_the_reports_of_the_message_that_change_it() -> None:
    change = vrzm(report(2, CHANGE, 3, "50.00"))
    recovery = vrzm(report(3, CHANGE, 5, "50.00", ends=True))

    made = listed(known(person("K1", SICK)), person("K1", employment(change, recovery)))

    case = only(made, ObjectKind.CASE)
    assert case.effects == ("recovered",)
    assert case.pairs["status"] == ["open", "recovered"]
    assert case.pairs["periods"] == [
        {day(0).isoformat(): "100.00"},
        {day(0).isoformat(): "100.00", day(3).isoformat(): "50.00"},
    ]
    assert case.reports == (0, 1)


def test_case_that_goes_on_with_an_earlier_one_names_it() -> None:
    recovered = employment(vrzm(new(ends=True, recovered_on=day(5))))
    again = employment(vrzm(new(1, 10, first_day=day(10)), "VG2"))

    made = listed(known(person("K1", recovered)), person("K1", again))

    case = only(made, ObjectKind.CASE)
    assert (case.name, case.pairs["continues"]) == ("VG2", [None, "VG1"])


def test_case_that_only_gets_another_link_is_listed_as_changed() -> None:
    earlier = employment(vrzm(new(1, 10, first_day=day(10)), "VG2"))
    recovered = employment(vrzm(new(ends=True, recovered_on=day(5))))

    made = listed(known(person("K1", earlier)), person("K1", recovered))

    assert told(made)[1] == ("case", "K1", "VG2", ("changed",))
    assert made.changes[1].pairs == {"continues": [None, "VG1"]}
    assert made.changes[1].reports == ()


def test_key_that_takes_the_place_of_another_is_listed_with_both() -> None:
    made = listed(known(person("K1", SICK)), person("K2", former="K1"))

    changed = only(made, ObjectKind.EMPLOYEE)
    assert changed.effects == ("linked", "rekeyed")
    assert changed.pairs == {"link_key": [None, "K2"], "former_link_key": ["K1", None]}
    assert changed.person == "K2"


def test_key_and_fields_of_one_person_are_one_entry() -> None:
    made = listed(known(person("K1", SICK)), person("K2", former="K1", surname="Smit"))

    changed = only(made, ObjectKind.EMPLOYEE)
    assert changed.effects == ("overwritten", "linked", "rekeyed")
    assert set(changed.pairs) == {"surname", "link_key", "former_link_key"}


def test_name_of_a_person_is_shown_when_there_was_a_case_or_will_be() -> None:
    with_case, without = person("K1", SICK), person("K1")
    smit = person("K1", surname="Smit")
    withdrawn = person("K1", employment(vrzm(report(2, Operation.WITHDRAW))), surname="Smit")

    assert only(listed(known(with_case), smit), ObjectKind.EMPLOYEE).has_case
    assert only(listed(known(with_case), withdrawn), ObjectKind.EMPLOYEE).has_case
    assert not only(listed(known(without), smit), ObjectKind.EMPLOYEE).has_case


def test_hidden_and_withdrawn_cases_do_not_count_for_the_name() -> None:
    stored = known(person("K1", SICK))
    (facts,) = stored.snapshot.cases
    stored.snapshot = replace(stored.snapshot, cases=(replace(facts, hidden=True),))

    assert not only(listed(stored, person("K1", surname="Smit")), ObjectKind.EMPLOYEE).has_case


def hidden(stored: Stored) -> Stored:
    """The same, with the case hidden and its reports gone."""
    (facts,) = stored.snapshot.cases
    facts = replace(facts, hidden=True)
    stored.snapshot = replace(stored.snapshot, cases=(facts,), reports={})
    return stored


def test_case_that_was_hidden_is_listed_as_shown_with_all_it_has() -> None:
    case = only(listed(hidden(known(person("K1", SICK))), person("K1", SICK)), ObjectKind.CASE)

    assert case.effects == ("shown",)
    assert case.pairs["first_day"] == [None, day(0).isoformat()]
    assert case.pairs["hidden"] == [True, False]


def test_case_that_stays_hidden_is_not_listed() -> None:
    change = employment(vrzm(report(2, CHANGE, 3)))

    made = listed(hidden(known(person("K1", SICK))), person("K1", change))

    assert made.changes == ()


def test_case_that_loses_its_first_report_is_listed_as_hidden() -> None:
    stored = known(person("K1", SICK))
    other = later(2, person("K1", employment(vrzm(report(1, CHANGE, 3)))))
    given = replace(other, approval=Approval(only=frozenset({0})))

    made = list_changes(given, decide([given], stored.snapshot, TODAY), stored.snapshot)

    assert only(made, ObjectKind.CASE).effects == ("hidden",)
    assert only(made, ObjectKind.CASE).pairs == {"hidden": [False, True]}


def test_every_report_is_listed_with_what_becomes_of_it() -> None:
    gap = vrzm(report(4, CHANGE, 4, "25.00"))
    unknown = employer("9999", person("K9", SICK))
    given = message(2, employer("1001", person("K1", employment(vrzm(new()), gap))), unknown)

    made = list_changes(given, decide([given], KNOWN, TODAY), KNOWN)

    assert [
        (each.position, each.person, each.employer, each.case, each.sequence, each.state)
        for each in made.reports
    ] == [
        (0, 0, "1001", "VG1", 1, "applied"),
        (1, 0, "1001", "VG1", 4, "parked"),
        (2, 1, "9999", "VG1", 1, "parked"),
    ]
    assert [each.codes for each in made.reports] == [(), ("VZ301",), ("WG201",)]
    assert [each.awaits for each in made.reports] == [None, 2, None]


def test_reports_of_other_messages_are_not_listed_and_their_changes_are() -> None:
    stored = known(person("K1", SICK))
    stored.take([later(2, person("K1", employment(vrzm(report(3, CHANGE, 4, "25.00")))))])
    missing = later(3, person("K1", employment(vrzm(report(2, CHANGE, 3, "50.00")))))

    decisions = decide([missing], stored.snapshot, TODAY)
    made = list_changes(missing, decisions, stored.snapshot)

    assert [(each.position, each.sequence) for each in made.reports] == [(0, 2)]
    assert only(made, ObjectKind.CASE).pairs["last_sequence"] == [1, 3]


def test_report_of_another_part_of_the_message_is_listed_without_its_person() -> None:
    stored = known(person("K1", SICK))
    stored.take([later(2, person("K1", employment(vrzm(report(3, CHANGE, 4, "25.00")))))])
    missing = replace(vrzm(report(2, CHANGE, 3, "50.00")), position=1)
    rest = later(2)
    delivered = employer("1001", replace(person("K1", employment(missing)), position=1))
    rest = replace(rest, delivery=replace(rest.delivery, employers=(delivered,)))

    made = list_changes(rest, decide([rest], stored.snapshot, TODAY), stored.snapshot)

    assert [(each.position, each.person, each.state) for each in made.reports] == [
        (0, None, "applied"),
        (1, 1, "applied"),
    ]


def test_case_of_somebody_whom_the_message_does_not_name_has_no_person() -> None:
    stored = known(person("K1", SICK), person("K2", surname="Bakker"))
    (facts,) = stored.snapshot.cases
    other = replace(facts, classification="anders")
    stored.snapshot = replace(stored.snapshot, cases=(other,))
    stranger = employment(vrzm(report(2, CHANGE, 3)))

    made = listed(stored, person("K2", stranger, surname="Bakker"))

    case = only(made, ObjectKind.CASE)
    assert (case.person, case.position) == ("", None)
    assert case.pairs == {"classification": ["anders", "ziekte"]}
    assert facts.employee in made.employees


def test_those_who_are_known_and_can_be_seen_are_named_for_the_access_log() -> None:
    stored = known(person("K1", SICK), person("K2", surname="Bakker"))

    made = listed(stored, person("K1", surname="Smit"), person("K3", surname="Mulder"))

    assert made.employees == {stored.snapshot.cases[0].employee}


@given(messages=sent_messages())
def test_list_is_the_same_whatever_ids_the_store_gave(messages: list[MessageInput]) -> None:
    *before, last = messages
    one, other = Stored(KNOWN), Stored(KNOWN)
    other.take([message(90, employer("1001", person("K9", surname="Vos")), settings=SETTINGS)])
    for each in before:
        one.take([each])
        other.take([each])

    lists = [
        list_changes(last, decide([last], store.snapshot, TODAY), store.snapshot)
        for store in (one, other)
    ]

    assert lists[0] == lists[1]
    assert lists[0].digest == lists[1].digest


@given(messages=sent_messages())
def test_list_holds_exactly_what_differs_afterwards(messages: list[MessageInput]) -> None:
    *before, last = messages
    stored = Stored(KNOWN)
    for each in before:
        stored.take([each])
    made = list_changes(last, decide([last], stored.snapshot, TODAY), stored.snapshot)
    was = _seen(stored)

    stored.take([last])

    differs = Counter(kind for (kind, key), now in _seen(stored).items() if was[kind, key] != now)
    assert differs == Counter(
        entry.kind for entry in made.changes if set(entry.pairs) - _KEYS or not entry.pairs
    )


_KEYS = {"link_key", "former_link_key"}


def _seen(stored: Stored) -> Mapping[tuple[ObjectKind, int], object]:
    """What can be seen of each object, by the store's ids; None of what is not there."""
    snapshot = stored.snapshot
    persons = {(ObjectKind.EMPLOYEE, n): _set(f) for n, f in snapshot.persons.items()}
    employments = {(ObjectKind.EMPLOYMENT, f.id): _set(f) for f in snapshot.employments}
    cases = {
        (ObjectKind.CASE, f.id): replace(f, key=VG, released_gaps=frozenset())
        for f in snapshot.cases
    }
    found: dict[tuple[ObjectKind, int], object] = {**persons, **employments, **cases}
    return defaultdict(lambda: None, found)


def _set(facts: PersonFacts | EmploymentFacts) -> Mapping[str, FieldValue]:
    return {name: value for name, value in facts.fields.values.items() if value is not None}


VG = CaseKey(1, 10, "VG")
