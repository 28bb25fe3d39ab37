"""What becomes of the cases and reports of a batch (VZ-1, VZ-3, VZ-11 to VZ-14)."""

from dataclasses import replace

from strategies.absence import day, new, report
from unit.domain.deliveries import (
    BAKER,
    KNOWN,
    RULES,
    SETTINGS,
    TODAY,
    employer,
    employment,
    message,
    of_baker,
    person,
    told,
    vrzm,
)
from unit.domain.snapshots import Stored
from verzuimbrug.domain.classification import ClassificationTable
from verzuimbrug.domain.deciding import decide
from verzuimbrug.domain.decisions import CaseAlias, Decisions
from verzuimbrug.domain.deliveries import DeliveredReport, Operation
from verzuimbrug.domain.snapshot import CaseKey

CHANGE, END = Operation.CHANGE, Operation.END
VG1, VG2 = CaseKey(1, BAKER.id, "VG1"), CaseKey(1, BAKER.id, "VG2")


def sent(store: Stored, number: int, *reports: DeliveredReport, key: str = "K1") -> Decisions:
    """The decisions on one message about one person, kept in the store."""
    return store.take([of_baker(number, person(key, employment(*reports)))])


def case_from(first: int, case: str, *, until: int | None = None) -> DeliveredReport:
    """A whole case in one report."""
    recovered_on = None if until is None else day(until)
    started = new(
        1, first, first_day=day(first), ends=recovered_on is not None, recovered_on=recovered_on
    )
    return vrzm(started, case)


def continues(store: Stored) -> dict[str, str | None]:
    keys = {facts.id: facts.key.key for facts in store.snapshot.cases}
    return {
        facts.key.key: keys[facts.continues] if facts.continues else None
        for facts in store.snapshot.cases
    }


def test_case_starts_with_its_new_report() -> None:
    decisions = sent(Stored(KNOWN), 1, vrzm(new()))

    (case,) = decisions.cases
    assert (case.key, case.before, case.message) == (VG1, None, 1)
    assert (case.state.employment, case.classification) == ("D1", "ziekte")


def test_report_keeps_what_the_message_said() -> None:
    (decided,) = sent(Stored(KNOWN), 1, vrzm(new())).reports

    assert (decided.place, decided.new, decided.link_key) == ((1, 0), True, "K1")
    assert decided.content == new().content
    assert decided.free_text == ("rugklachten",)


def test_parked_report_goes_on_when_the_missing_one_arrives() -> None:
    store = Stored(KNOWN)
    sent(store, 1, vrzm(new()))
    assert told(sent(store, 2, vrzm(report(3, CHANGE, 4, "25.00"))).reports) == {
        (2, 0): "parked VZ301"
    }

    decisions = sent(store, 3, vrzm(report(2, CHANGE, 3, "50.00")))

    assert told(decisions.reports) == {(2, 0): "applied", (3, 0): "applied"}
    assert {each.place: each.new for each in decisions.reports} == {(2, 0): False, (3, 0): True}


def test_case_that_changes_is_given_with_what_it_was() -> None:
    store = Stored(KNOWN)
    sent(store, 1, vrzm(new()))
    (stored,) = store.snapshot.cases

    (changed,) = sent(store, 2, vrzm(report(2, CHANGE, 3))).cases

    assert (changed.id, changed.before) == (stored.id, stored.state)
    assert changed.state.last_sequence == 2


def test_report_that_keeps_waiting_says_what_it_waits_for_now() -> None:
    store = Stored(KNOWN)
    sent(store, 1, vrzm(new()), vrzm(report(4, CHANGE, 4)))

    decisions = sent(store, 2, vrzm(report(2, CHANGE, 3)))

    (waits,) = [each for each in decisions.reports if each.place == (1, 1)]
    assert waits.findings[0].params == {"sequence": "4", "awaited": "3"}


def test_report_that_keeps_waiting_for_the_same_is_no_news() -> None:
    store = Stored(KNOWN)
    sent(store, 1, vrzm(new()), vrzm(report(3, CHANGE, 4)))

    assert told(sent(store, 2, vrzm(report(4, CHANGE, 5))).reports) == {(2, 0): "parked VZ301"}


def test_message_that_is_taken_up_again_adds_nothing() -> None:
    store = Stored(KNOWN)
    sent(store, 1, vrzm(new()))

    assert sent(store, 1, vrzm(new())).reports == ()


def test_gap_that_a_person_released_stays_released() -> None:
    store = Stored(KNOWN)
    sent(store, 1, vrzm(new()), vrzm(report(3, CHANGE, 4)))
    (case,) = store.snapshot.cases
    released = replace(case, released_gaps=frozenset({3}))
    store.snapshot = replace(store.snapshot, cases=(released,))

    decisions = sent(store, 2, vrzm(report(4, CHANGE, 5)))

    assert told(decisions.reports) == {(1, 1): "applied VZ304", (2, 0): "applied"}


def test_processing_code_without_a_meaning_is_parked() -> None:
    odd = replace(vrzm(new()), processing_code="77")

    decisions = sent(Stored(KNOWN), 1, odd)

    assert told(decisions.reports) == {(1, 0): "parked VZ104"}
    assert (decisions.reports[0].content, decisions.cases) == (None, ())


def test_empty_case_key_is_parked() -> None:
    decisions = sent(Stored(KNOWN), 1, vrzm(new(), None))

    assert told(decisions.reports) == {(1, 0): "parked VZ101"}
    assert decisions.cases == ()


def test_report_of_another_person_on_a_case_is_held() -> None:
    store = Stored(KNOWN)
    sent(store, 1, vrzm(new()))

    decisions = sent(store, 2, vrzm(report(2, CHANGE, 3)), key="K2")

    assert told(decisions.reports) == {(2, 0): "held VZ102"}


def test_case_key_counts_within_the_account() -> None:
    store = Stored(KNOWN)
    sent(store, 1, vrzm(new()))
    other = replace(SETTINGS, account=2)
    smit = person("K1", employment(vrzm(new())), surname="Smit")

    store.take([message(2, employer("1001", smit), settings=other)])

    assert len(store.snapshot.cases) == 2


def test_new_case_key_takes_the_place_of_the_former() -> None:
    store = Stored(KNOWN)
    sent(store, 1, vrzm(new()))

    decisions = sent(store, 2, vrzm(report(2, CHANGE, 3), "VG2", former="VG1"))

    assert decisions.case_aliases == {VG1: CaseAlias("VG2", 2)}
    assert [(case.key, case.state.last_sequence) for case in decisions.cases] == [(VG2, 2)]


def test_former_case_key_still_finds_the_case() -> None:
    store = Stored(KNOWN)
    sent(store, 1, vrzm(new()), vrzm(report(2, CHANGE, 3), "VG2", former="VG1"))

    decisions = sent(store, 2, vrzm(report(3, CHANGE, 4)))

    assert decisions.cases[0].key == VG2
    assert decisions.reports[0].case_key == "VG2"


def test_former_case_key_that_is_not_known_is_an_alias_too() -> None:
    store = Stored(KNOWN)
    sent(store, 1, vrzm(report(2, CHANGE, 3), "VG2", former="VG1"))

    sent(store, 2, vrzm(new()))

    assert [(case.key, case.state.last_sequence) for case in store.snapshot.cases] == [(VG2, 2)]


def test_aliases_are_followed_to_the_present_key() -> None:
    store = Stored(KNOWN)
    sent(store, 1, vrzm(new()))
    sent(store, 2, vrzm(report(2, CHANGE, 3), "VG2", former="VG1"))
    sent(store, 3, vrzm(report(3, CHANGE, 4), "VG3", former="VG2"))

    sent(store, 4, vrzm(report(4, CHANGE, 5)))

    assert [(c.key.key, c.state.last_sequence) for c in store.snapshot.cases] == [("VG3", 4)]


def test_former_key_that_is_the_key_by_now_changes_nothing() -> None:
    store = Stored(KNOWN)
    sent(store, 1, vrzm(new()), vrzm(report(2, CHANGE, 3), "VG2", former="VG1"))

    decisions = sent(store, 2, vrzm(report(3, CHANGE, 4), "VG2", former="VG1"))

    assert decisions.case_aliases == {}
    assert told(decisions.reports) == {(2, 0): "applied"}


def test_two_cases_with_the_two_keys_are_held() -> None:
    store = Stored(KNOWN)
    sent(store, 1, case_from(0, "VG1", until=1), case_from(5, "VG2"))

    decisions = sent(store, 2, vrzm(report(2, CHANGE, 6), "VG2", former="VG1"))

    assert told(decisions.reports) == {(2, 0): "held VZ103"}
    assert decisions.case_aliases == {}


def test_two_cases_that_start_in_the_batch_are_not_merged() -> None:
    change = vrzm(report(2, CHANGE, 6), "VG2", former="VG1")

    decisions = sent(Stored(KNOWN), 1, case_from(0, "VG1", until=1), case_from(5, "VG2"), change)

    assert told(decisions.reports)[(1, 2)] == "held VZ103"
    assert len(decisions.cases) == 2


def test_case_that_continues_another_is_linked_and_says_so() -> None:
    store = Stored(KNOWN)
    sent(store, 1, case_from(0, "VG1", until=2))

    decisions = sent(store, 2, case_from(5, "VG2"))

    assert told(decisions.reports) == {(2, 0): "applied VZ111"}
    assert continues(store) == {"VG1": None, "VG2": "VG1"}


def test_case_that_still_continues_another_does_not_say_so_again() -> None:
    store = Stored(KNOWN)
    sent(store, 1, case_from(0, "VG1", until=2), case_from(5, "VG2"))

    decisions = sent(store, 2, vrzm(report(2, CHANGE, 6, first_day=day(5)), "VG2"))

    assert told(decisions.reports) == {(2, 0): "applied"}
    assert [case.key for case in decisions.cases] == [VG2]
    assert continues(store)["VG2"] == "VG1"


def test_recovery_that_is_known_later_links_the_case_after_it() -> None:
    store = Stored(KNOWN)
    sent(store, 1, case_from(0, "VG1"))
    sent(store, 2, case_from(5, "VG2"))

    decisions = sent(store, 3, vrzm(report(2, END, 2), "VG1"))

    assert continues(store) == {"VG1": None, "VG2": "VG1"}
    assert [finding.code for finding in decisions.findings[3]] == ["VZ111"]


def test_recovery_that_is_taken_back_unlinks_the_case_after_it() -> None:
    store = Stored(KNOWN)
    sent(store, 1, case_from(0, "VG1", until=2))
    sent(store, 2, case_from(5, "VG2"))

    decisions = sent(store, 3, vrzm(report(2, Operation.WITHDRAW, 2, ends=True), "VG1"))

    assert continues(store) == {"VG1": None, "VG2": None}
    assert decisions.findings == {}


def test_confirmed_maternity_leave_does_not_count_in_the_gap() -> None:
    rules = replace(RULES, maternity_leaves=frozenset({"02"}), ended_reasons=frozenset({"07"}))
    settings = replace(SETTINGS, case_rules=rules)
    leave = new(
        1, 5, first_day=day(5), ends=True, recovered_on=day(90), leave="02", end_reason="07"
    )
    jansen = person(
        "K1",
        employment(case_from(0, "VG1", until=2), vrzm(leave, "VG2"), case_from(95, "VG3")),
    )
    store = Stored(KNOWN)

    store.take([message(1, employer("1001", jansen), settings=settings)])

    assert continues(store) == {"VG1": None, "VG2": "VG1", "VG3": "VG1"}


def test_overlap_with_another_case_of_the_employment_gets_a_remark() -> None:
    store = Stored(KNOWN)
    sent(store, 1, case_from(0, "VG1"))

    assert told(sent(store, 2, case_from(5, "VG2")).reports) == {(2, 0): "applied VZ129"}


def test_cases_of_two_persons_have_nothing_to_do_with_each_other() -> None:
    store = Stored(KNOWN)
    sent(store, 1, case_from(0, "VG1", until=2))

    decisions = sent(store, 2, case_from(5, "VG2"), key="K2")

    assert told(decisions.reports) == {(2, 0): "applied"}
    assert continues(store) == {"VG1": None, "VG2": None}


def test_classification_that_the_employer_does_not_have_is_left_out() -> None:
    table = ClassificationTable(default="ziekte", cause={"10": "regres"})
    settings = replace(SETTINGS, classification=table)
    jansen = person("K1", employment(vrzm(new(cause="10"))))

    decisions = decide([message(1, employer("1001", jansen), settings=settings)], KNOWN, TODAY)

    assert told(decisions.reports) == {(1, 0): "applied VZ131"}
    assert decisions.cases[0].classification is None


def test_report_that_is_not_applied_leaves_no_remark_on_the_case() -> None:
    store = Stored(KNOWN)
    sent(store, 1, case_from(0, "VG1"), case_from(5, "VG2"))

    again = sent(store, 2, case_from(5, "VG2"))

    assert told(again.reports) == {(2, 0): "duplicate VZ201"}


def test_former_case_key_of_another_person_is_no_alias() -> None:
    store = Stored(KNOWN)
    sent(store, 1, vrzm(new()))
    stranger = replace(vrzm(report(2, CHANGE, 4), "VG2"), case_key_old="VG1")

    decisions = sent(store, 2, stranger, key="K2")

    assert told(decisions.reports) == {(2, 0): "held VZ105"}
    assert decisions.case_aliases == {}


def test_report_about_the_case_of_another_is_held_without_an_alias() -> None:
    store = Stored(KNOWN)
    sent(store, 1, vrzm(new()))
    stranger = replace(vrzm(report(2, CHANGE, 4), "VG1"), case_key_old="VG0")

    decisions = sent(store, 2, stranger, key="K2")

    assert told(decisions.reports) == {(2, 0): "held VZ102"}
    assert decisions.case_aliases == {}
