"""The list of what would change: what it says, when two are the same, what is marked (VE-2)."""

from dataclasses import replace

from hypothesis import given, strategies as st

from verzuimbrug.domain.change_list import (
    SHIELDED,
    ChangeEntry,
    ChangeList,
    ReportEntry,
    entry_of,
)
from verzuimbrug.domain.statements import ObjectKind

PERSON = ChangeEntry(
    kind=ObjectKind.EMPLOYEE,
    employer="1001",
    person="K1",
    effects=("supplemented", "overwritten"),
    pairs={"surname": ["Smit", "Jansen"], "gender": [None, "V"]},
    position=0,
)
CASE = ChangeEntry(
    kind=ObjectKind.CASE,
    employer="1001",
    person="K1",
    name="VG1",
    effects=("withdrawn",),
    pairs={"status": ["open", "withdrawn"]},
    reports=(0, 1),
)
REPORT = ReportEntry(
    position=0, person=0, employer="1001", case="VG1", sequence=2, state="applied", codes=("VZ304",)
)
LIST = ChangeList(changes=(PERSON, CASE), reports=(REPORT,))

_texts = st.sampled_from(["", "1001", "K1", "VG1", "é"])
_values = st.none() | _texts | st.dictionaries(_texts, _texts, max_size=2)
_entries = st.builds(
    ChangeEntry,
    kind=st.sampled_from(ObjectKind),
    employer=_texts,
    person=_texts,
    name=_texts,
    effects=st.lists(st.sampled_from(["created", "ended"]), max_size=2).map(tuple),
    pairs=st.dictionaries(_texts, st.tuples(_values, _values).map(list), max_size=2),
    position=st.none() | st.integers(0, 9),
    reports=st.lists(st.integers(0, 9), max_size=2).map(tuple),
    has_case=st.booleans(),
    differs=st.booleans(),
)
_reports = st.builds(
    ReportEntry,
    position=st.integers(0, 9),
    person=st.integers(0, 9),
    employer=_texts,
    case=st.none() | _texts,
    sequence=st.integers(0, 9),
    state=st.sampled_from(["applied", "parked"]),
    codes=st.lists(st.sampled_from(["VZ301", "VZ302"]), max_size=2).map(tuple),
    awaits=st.none() | st.integers(1, 9),
    differs=st.booleans(),
)
_lists = st.builds(
    ChangeList,
    changes=st.lists(_entries, max_size=3).map(tuple),
    reports=st.lists(_reports, max_size=3).map(tuple),
    gone=st.lists(_entries, max_size=2).map(tuple),
    employees=st.frozensets(st.integers(1, 9), max_size=3),
)


@given(made=_lists)
def test_what_is_stored_is_what_was_said(made: ChangeList) -> None:
    read = ChangeList.from_json(made.to_json())

    assert read == made
    assert (read.gone, read.employees, read.digest) == (made.gone, made.employees, made.digest)


@given(one=_lists, other=_lists)
def test_two_lists_have_one_digest_only_when_they_say_the_same(
    one: ChangeList, other: ChangeList
) -> None:
    def said(made: ChangeList) -> list[str]:
        return sorted(
            [entry.line for entry in made.changes] + [entry.line for entry in made.reports]
        )

    assert (one.digest == other.digest) == (said(one) == said(other))


def test_order_and_marks_and_what_stands_beside_the_list_are_no_part_of_what_it_says() -> None:
    other = ChangeList(
        changes=(CASE, replace(PERSON, differs=True)),
        reports=(replace(REPORT, differs=True),),
        gone=(CASE,),
        employees=frozenset({7}),
    )

    assert other.digest == LIST.digest
    assert other.lines == LIST.lines


def test_counts_are_by_kind_and_effect_and_by_state_of_reports() -> None:
    assert LIST.counts == {
        "case.withdrawn": 1,
        "employee.overwritten": 1,
        "employee.supplemented": 1,
        "report.applied": 1,
    }


def test_lists_are_put_together_in_order() -> None:
    more = ChangeList(changes=(CASE,), gone=(PERSON,), employees=frozenset({2}))

    both = replace(LIST, employees=frozenset({1})) + more

    assert both == ChangeList(changes=(PERSON, CASE, CASE), reports=(REPORT,))
    assert (both.gone, both.employees) == ((PERSON,), frozenset({1, 2}))


def test_what_an_earlier_list_did_not_have_is_marked() -> None:
    earlier = ChangeList(changes=(PERSON,), reports=(replace(REPORT, state="parked"),))

    marked = LIST.marked(earlier.lines)

    assert [entry.differs for entry in marked.changes] == [False, True]
    assert [entry.differs for entry in marked.reports] == [True]
    assert not any(entry.differs for entry in LIST.marked(LIST.lines).changes)


def test_line_of_a_change_can_be_read_back_and_that_of_a_report_is_none() -> None:
    assert entry_of(PERSON.line) == PERSON
    assert entry_of(REPORT.line) is None


def test_name_of_a_person_without_a_case_is_not_shown_before_or_after() -> None:
    known = replace(PERSON, has_case=False)
    shown = ChangeList(changes=(known,), gone=(known,)).shielded()

    pairs = {"surname": [SHIELDED, SHIELDED], "gender": [None, "V"]}
    assert [entry.pairs for entry in (*shown.changes, *shown.gone)] == [pairs, pairs]
    assert LIST.shielded() == LIST


def test_what_was_not_there_stays_nothing_when_it_is_not_shown() -> None:
    created = replace(PERSON, has_case=False, pairs={"surname": [None, "Smit"]})

    assert created.shielded().pairs == {"surname": [None, SHIELDED]}


def test_entry_is_the_same_one_in_another_list_by_what_it_is_of() -> None:
    assert replace(PERSON, pairs={}).identity == PERSON.identity
    assert replace(CASE, name="VG2").identity != CASE.identity
