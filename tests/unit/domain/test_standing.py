"""What people said of reports, in the fold: held, refused, chosen, undone (VE-2, VE-4, VZ-2)."""

from dataclasses import replace

from strategies.absence import CONFIRMED, new, report
from unit.domain.folds import folded, of_person, with_percentage
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.folding import fold_case
from verzuimbrug.domain.reports import Report, Standing

CHANGE = Operation.CHANGE
GAPS = replace(CONFIRMED, accept_gaps=True)


def standing(standing: Standing, report: Report) -> Report:
    return replace(report, standing=standing)


def held(report: Report) -> Report:
    return standing(Standing.HELD, report)


def refused(report: Report) -> Report:
    return standing(Standing.REFUSED, report)


def chosen(report: Report) -> Report:
    return standing(Standing.CHOSEN, report)


def undone(report: Report, horizon: int = 9) -> Report:
    """The report, undone when that many messages were received."""
    return replace(report, undone=horizon)


def change(sequence: int, percentage: str = "50.00") -> Report:
    return report(sequence, CHANGE, sequence, percentage)


def test_report_of_a_held_message_keeps_its_place_and_later_ones_wait_for_it() -> None:
    outcome = folded(new(), held(change(2)), change(3))

    assert outcome.told == ["applied", "held VE103", "parked VZ302"]
    assert outcome.state.last_sequence == 1


def test_report_behind_a_held_one_names_it_also_where_gaps_are_accepted() -> None:
    verdicts = fold_case([new(), held(change(2)), change(4)], GAPS).verdicts

    assert verdicts[(4, 0)].state == "parked"
    assert verdicts[(4, 0)].findings[0].params == {"sequence": "4", "awaited": "2"}


def test_held_new_report_starts_nothing_yet_and_all_others_wait() -> None:
    outcome = folded(held(new()), change(2))

    assert outcome.told == ["held VE103", "parked VZ302"]
    assert outcome.case is None


def test_report_beyond_a_gap_in_front_of_a_held_one_waits_for_the_gap() -> None:
    outcome = folded(new(), change(3), held(change(4)), change(5))

    assert outcome.told == ["applied", "parked VZ301", "held VE103", "parked VZ301"]


def test_refused_report_keeps_its_place_and_later_ones_wait_for_it() -> None:
    assert folded(new(), refused(change(2)), change(3), rules=GAPS).told == [
        "applied",
        "refused VE104",
        "parked VZ302",
    ]


def test_report_that_a_person_released_goes_on_behind_a_refused_one() -> None:
    outcome = folded(
        new(), refused(change(2)), change(3, "25.00"), change(4), released=frozenset({3})
    )

    assert outcome.told == ["applied", "refused VE104", "applied VZ304", "applied"]
    assert outcome.periods == {0: "100.00", 3: "25.00", 4: "50.00"}


def test_release_goes_over_several_refused_reports_and_the_gaps_between_them() -> None:
    reports = (new(), refused(change(2)), refused(change(4)), change(6))

    assert folded(*reports, released=frozenset({6})).told[-1] == "applied VZ304"


def test_release_does_not_go_over_what_is_held_or_waits_itself() -> None:
    released = frozenset({4})
    between = (held(change(3)), change(3), change(3, "100.01"))

    for stays in between:
        reports = (new(), refused(change(2)), stays, change(4))
        assert folded(*reports, released=released).told[-1] == "parked VZ302"


def test_release_behind_a_refused_new_report_starts_no_case() -> None:
    outcome = folded(refused(new()), change(2), released=frozenset({2}))

    assert outcome.told == ["refused VE104", "parked VZ302"]
    assert outcome.case is None


def test_of_two_reports_on_a_number_the_chosen_one_stands() -> None:
    first, second = change(2, "50.00"), chosen(change(2, "25.00"))

    outcome = folded(new(), first, second, change(3))

    assert outcome.told == ["applied", "conflict VZ202", "applied", "applied"]
    assert outcome.periods == {0: "100.00", 2: "25.00", 3: "50.00"}


def test_of_several_chosen_reports_the_one_received_last_stands() -> None:
    told = folded(new(), chosen(change(2)), chosen(change(2, "25.00"))).told

    assert told == ["applied", "conflict VZ202", "applied"]


def test_chosen_new_report_starts_the_case_whichever_came_first() -> None:
    outcome = folded(of_person(2, new()), change(2), chosen(new(1, 3)))

    assert outcome.told == ["held VZ102", "applied", "applied"]
    assert outcome.periods[3] == "100.00"


def test_report_chosen_in_place_of_a_refused_one_lets_the_others_go_on() -> None:
    told = folded(new(), refused(change(2)), chosen(change(2, "25.00")), change(3)).told

    assert told == ["applied", "refused VE104", "applied", "applied"]


def test_second_report_on_the_number_of_a_held_one_is_a_conflict() -> None:
    assert folded(new(), held(change(2)), change(2, "25.00")).told[-1] == "conflict VZ202"


def test_undone_report_keeps_its_number_and_has_no_effect() -> None:
    outcome = folded(new(), undone(change(2)), change(3, "25.00"))

    assert outcome.told == ["applied", "undone", "applied"]
    assert outcome.periods == {0: "100.00", 3: "25.00"}


def test_number_of_an_undone_report_is_taken_by_the_first_that_came_after_that() -> None:
    before, later, latest = change(2, "40.00"), change(2, "25.00"), change(2, "10.00")

    outcome = folded(new(), undone(change(2), 3), before, later, latest)

    assert outcome.told == ["applied", "undone", "conflict VZ202", "applied", "conflict VZ202"]
    assert outcome.periods == {0: "100.00", 2: "25.00"}


def test_same_content_takes_the_number_of_an_undone_report() -> None:
    assert folded(new(), undone(change(2), 2), change(2)).told == ["applied", "undone", "applied"]


def test_number_that_was_undone_twice_is_taken_by_what_came_after_both() -> None:
    told = folded(new(), undone(change(2), 2), undone(change(2), 3), change(2, "25.00")).told

    assert told == ["applied", "undone", "undone", "applied"]


def test_chosen_report_that_was_undone_stands_no_more() -> None:
    told = folded(new(), change(2), undone(chosen(change(2, "25.00")))).told

    assert told == ["applied", "applied", "undone"]


def test_case_whose_new_report_was_undone_waits_for_it() -> None:
    outcome = folded(undone(new()), change(2), held(change(3)), refused(change(4)))

    assert outcome.told == ["undone", "parked VE402", "held VE103", "refused VE104"]
    assert outcome.case is None


def test_undone_report_beyond_a_released_gap_leaves_the_gap_released() -> None:
    outcome = folded(new(), undone(change(3)), change(4), released=frozenset({3}))

    assert outcome.told == ["applied", "undone", "applied"]


def test_undone_report_beyond_a_gap_leaves_the_gap_as_it_was() -> None:
    assert folded(new(), undone(change(3)), change(4)).told[-1] == "parked VZ301"


def test_undone_report_released_behind_a_refused_one_lets_later_ones_go_on() -> None:
    outcome = folded(
        new(), refused(change(2)), undone(change(3)), change(4), released=frozenset({3})
    )

    assert outcome.told == ["applied", "refused VE104", "undone", "applied"]


def test_what_people_said_is_told_of_strangers_doubles_and_numbers_below_the_start() -> None:
    stranger = held(of_person(2, change(3)))
    below, double = refused(change(1)), held(change(4, "25.00"))

    outcome = folded(new(2), stranger, below, change(4), double, rules=GAPS)

    assert outcome.told[1:] == [
        "held VE103",
        "refused VE104",
        "applied VZ304",
        "held VE103",
    ]


def test_number_applied_beyond_a_gap_is_remembered_as_bridged() -> None:
    outcome = fold_case([new(), change(3), with_percentage(change(4), "10.00"), change(7)], GAPS)

    assert outcome.bridged == frozenset({3, 7})


def test_number_that_waits_beyond_a_gap_is_not_bridged() -> None:
    assert fold_case([new(), change(3)], CONFIRMED).bridged == frozenset()
