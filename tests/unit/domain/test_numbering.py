"""Which report stands on which number, and which wait (VZ-1, VZ-2, VZ-3, VZ-9)."""

from dataclasses import replace

from strategies.absence import CONFIRMED, arrived, day, new, report
from unit.domain.folds import folded, of_person, with_percentage
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.folding import fold_case
from verzuimbrug.domain.numbering import number

CHANGE = Operation.CHANGE
GAPS = replace(CONFIRMED, accept_gaps=True)


def test_report_of_another_person_is_held_and_takes_no_number() -> None:
    stranger = of_person(2, report(2, CHANGE, 3, "50.00"))

    outcome = folded(new(), stranger, report(2, CHANGE, 5, "25.00"))

    assert outcome.told == ["applied", "held VZ102", "applied"]
    assert outcome.periods == {0: "100.00", 5: "25.00"}


def test_person_check_goes_before_the_check_for_doubles() -> None:
    stranger = of_person(2, new())

    assert folded(new(), stranger).told == ["applied", "held VZ102"]


def test_stranger_received_first_does_not_take_the_number_of_the_new_report() -> None:
    stranger = of_person(2, report(1, CHANGE))

    assert folded(stranger, new()).told == ["held VZ102", "applied"]


def test_of_two_new_reports_of_different_persons_the_first_received_stands() -> None:
    outcome = fold_case(arrived([of_person(2, new()), new()]), CONFIRMED)

    assert outcome.employee == 2
    assert outcome.verdicts[(2, 0)].findings[0].code == "VZ102"


def test_same_number_and_content_is_a_duplicate() -> None:
    change = report(2, CHANGE, 3, "50.00")

    assert folded(new(), change, change).told == ["applied", "applied", "duplicate VZ201"]


def test_same_content_on_another_day_of_receipt_is_a_duplicate() -> None:
    again = replace(new(), received_on=day(400))

    assert folded(new(), again).told == ["applied", "duplicate VZ201"]


def test_same_number_with_other_content_is_a_conflict_and_the_first_stands() -> None:
    change = report(2, CHANGE, 3, "50.00")

    outcome = folded(new(), change, with_percentage(change, "25.00"))

    assert outcome.told == ["applied", "applied", "conflict VZ202"]
    assert outcome.periods == {0: "100.00", 3: "50.00"}


def test_within_one_message_the_first_of_two_stands() -> None:
    change = report(2, CHANGE, 3, "50.00")
    first = replace(change, place=(7, 4))
    second = replace(with_percentage(change, "25.00"), place=(7, 10))

    verdicts = fold_case([second, first, new()], CONFIRMED).verdicts

    assert verdicts[(7, 4)].state == "applied"
    assert verdicts[(7, 10)].state == "conflict"


def test_every_later_report_with_a_number_is_compared_with_the_one_that_stands() -> None:
    change, other = report(2, CHANGE, 3, "50.00"), report(2, CHANGE, 4, "25.00")

    told = folded(new(), change, other, other, change).told

    assert told[2:] == ["conflict VZ202", "conflict VZ202", "duplicate VZ201"]


def test_case_starts_with_its_new_report_whatever_its_number() -> None:
    outcome = folded(new(7), report(8, CHANGE, 3, "50.00"))

    assert outcome.told == ["applied", "applied"]
    assert outcome.state.last_sequence == 8


def test_number_below_the_start_is_a_conflict_and_holds_up_nobody() -> None:
    outcome = folded(report(2, CHANGE), new(3), report(4, CHANGE, 3, "50.00"))

    assert outcome.told == ["conflict VZ303", "applied", "applied"]


def test_report_beyond_a_gap_waits_with_all_after_it() -> None:
    outcome = folded(new(), report(3, CHANGE, 3, "50.00"), report(4, CHANGE, 4, "25.00"))

    assert outcome.told == ["applied", "parked VZ301", "parked VZ301"]
    assert outcome.state.last_sequence == 1


def test_report_beyond_a_gap_names_the_missing_number() -> None:
    verdicts = fold_case([new(), report(4, CHANGE, 3)], CONFIRMED).verdicts

    assert verdicts[(4, 0)].findings[0].params == {"sequence": "4", "awaited": "2"}


def test_report_beyond_a_gap_goes_on_when_the_missing_one_arrives() -> None:
    outcome = folded(new(), report(3, CHANGE, 4, "25.00"), report(2, CHANGE, 3, "50.00"))

    assert outcome.told == ["applied", "applied", "applied"]
    assert outcome.periods == {0: "100.00", 3: "50.00", 4: "25.00"}


def test_stream_that_accepts_gaps_goes_on_with_a_warning() -> None:
    outcome = folded(new(), report(3, CHANGE, 3, "50.00"), rules=GAPS)

    assert outcome.told == ["applied", "applied VZ304"]


def test_gap_released_by_a_person_is_passed_and_the_next_is_not() -> None:
    reports = (new(), report(3, CHANGE, 3, "50.00"), report(5, CHANGE, 4, "25.00"))

    outcome = folded(*reports, released=frozenset({3}))

    assert outcome.told == ["applied", "applied VZ304", "parked VZ301"]


def test_held_report_keeps_its_place_and_later_ones_wait_for_it() -> None:
    held = report(2, CHANGE, 3, "100.01")

    verdicts = fold_case([new(), held, report(3, CHANGE, 4)], CONFIRMED).verdicts

    assert verdicts[(3, 0)].state == "parked"
    assert verdicts[(3, 0)].findings[0].code == "VZ302"
    assert verdicts[(3, 0)].findings[0].params == {"sequence": "3", "awaited": "2"}


def test_report_behind_a_held_one_waits_also_where_gaps_are_accepted() -> None:
    held = report(2, CHANGE, 3, "100.01")

    assert folded(new(), held, report(4, CHANGE, 4), rules=GAPS).told == [
        "applied",
        "held VZ122",
        "parked VZ302",
    ]


def test_second_new_report_keeps_its_place_and_later_ones_wait_for_it() -> None:
    outcome = folded(new(), new(2), report(3, CHANGE, 3))

    assert outcome.told == ["applied", "conflict VZ401", "parked VZ302"]


def test_second_report_on_a_number_holds_up_nobody() -> None:
    change = report(2, CHANGE, 3, "50.00")

    told = folded(new(), change, with_percentage(change, "25.00"), report(3, CHANGE, 4)).told

    assert told[-1] == "applied"


def test_held_new_report_holds_up_its_case() -> None:
    outcome = folded(new(1, 0, "100.01"), report(2, CHANGE, 3, "50.00"))

    assert outcome.told == ["held VZ122", "parked VZ302"]
    assert outcome.case is None


def test_case_whose_new_report_is_held_has_no_person_yet() -> None:
    assert fold_case([new(1, 0, "100.01")], CONFIRMED).employee is None


def test_mutation_without_a_new_report_is_parked() -> None:
    outcome = folded(report(2, CHANGE, 3), report(2, CHANGE, 3), report(4, CHANGE, 4))

    assert outcome.told == ["parked VZ902", "duplicate VZ201", "parked VZ902"]
    assert outcome.case is None


def test_new_report_that_is_second_on_its_number_starts_nothing() -> None:
    outcome = folded(report(1, CHANGE), new(1))

    assert outcome.told == ["parked VZ902", "conflict VZ202"]


def test_standing_reports_are_given_in_order_of_number() -> None:
    numbering = number(arrived([report(3, CHANGE), new(), report(2, CHANGE)]))

    assert [standing.sequence for standing in numbering.standing] == [1, 2, 3]
