"""Employments are matched by number, and the latest message says when one ends (WN-7)."""

from strategies.absence import new
from unit.domain.deliveries import (
    KNOWN,
    NOON,
    TODAY,
    codes,
    employer,
    employment,
    message,
    of_baker,
    person,
    told,
    vrzm,
)
from unit.domain.snapshots import Stored
from verzuimbrug.domain.deciding import decide
from verzuimbrug.domain.deliveries import DeliveredEmployment
from verzuimbrug.domain.fields import FieldChange

ENDED = {"end": "2026-03-31"}


def after(*said: DeliveredEmployment) -> tuple[Stored, list[str]]:
    """What is stored after messages that each say one thing, and what the last one gave rise to."""
    store, found = Stored(KNOWN), list[str]()
    for number, each in enumerate(said, start=1):
        found = codes(store.take([of_baker(number, person("K1", each))]), number)
    return store, found


def numbers(store: Stored) -> list[tuple[str, set[str]]]:
    return [(facts.number, set(facts.former)) for facts in store.snapshot.employments]


def test_employment_is_found_by_its_number() -> None:
    store, found = after(employment(job="bakker"), employment(job="chef"))

    assert found == []
    assert [facts.fields.values["job"] for facts in store.snapshot.employments] == ["chef"]


def test_other_number_is_another_employment() -> None:
    assert len(after(employment(), employment(number="D2"))[0].snapshot.employments) == 2


def test_employment_without_a_number_is_left_alone_and_its_reports_are_not() -> None:
    sent = of_baker(1, person("K1", employment(vrzm(new()), number=None)))

    decisions = decide([sent], KNOWN, TODAY)

    assert codes(decisions) == ["WN701"]
    assert decisions.employments == ()
    assert told(decisions.reports) == {(1, 0): "applied"}


def test_empty_end_of_the_latest_message_opens_the_employment_again() -> None:
    store, found = after(employment(**ENDED), employment())

    assert found == ["WN702"]
    assert store.snapshot.employments[0].fields.values["end"] is None


def test_empty_end_of_an_earlier_message_changes_nothing() -> None:
    store = Stored(KNOWN)
    store.take([of_baker(1, person("K1", employment(**ENDED)))])
    early = message(2, employer("1001", person("K1", employment())), made_at=NOON.replace(hour=1))

    assert codes(store.take([early]), 2) == []
    assert store.snapshot.employments[0].fields.values["end"] == "2026-03-31"


def test_other_end_is_no_reopening() -> None:
    assert after(employment(**ENDED), employment(end="2026-04-30"))[1] == []


def test_number_that_comes_late_still_finds_the_employment() -> None:
    store = after(
        employment(), employment(number="D3", former="D1"), employment(number="D2", former="D1")
    )[0]

    assert numbers(store) == [("D3", {"D1", "D2"})]


def test_number_that_comes_back_is_no_former_one() -> None:
    store = after(
        employment(), employment(number="D2", former="D1"), employment(number="D1", former="D2")
    )[0]

    assert numbers(store) == [("D1", {"D2"})]


def test_new_number_takes_the_place_of_the_former() -> None:
    store, found = after(employment(), employment(number="D2", former="D1"))

    assert found == []
    assert numbers(store) == [("D2", {"D1"})]


def test_former_number_still_finds_the_employment() -> None:
    store, _ = after(employment(), employment(number="D2", former="D1"), employment(job="chef"))

    assert numbers(store) == [("D2", {"D1"})]
    assert store.snapshot.employments[0].fields.values["job"] == "chef"


def test_former_number_that_is_not_known_is_an_alias_too() -> None:
    store, _ = after(employment(number="D2", former="D1"), employment())

    assert numbers(store) == [("D2", {"D1"})]


def test_former_number_of_a_known_employment_is_an_alias() -> None:
    store, _ = after(employment(number="D2"), employment(number="D2", former="D1"))

    assert numbers(store) == [("D2", {"D1"})]


def test_renaming_that_arrives_late_leaves_the_later_number() -> None:
    store, _ = after(
        employment(),
        employment(number="D3", former="D1"),
        employment(number="D3", former="D2"),
        employment(number="D2", former="D1"),
    )

    assert numbers(store) == [("D3", {"D1", "D2"})]


def test_former_number_that_is_the_number_is_no_change() -> None:
    assert numbers(after(employment(), employment(former="D1"))[0]) == [("D1", set())]


def test_two_employments_with_the_two_numbers_are_held_with_their_reports() -> None:
    store, _ = after(employment(), employment(number="D2"))
    both = employment(vrzm(new()), number="D2", former="D1", job="chef")

    decisions = store.take([of_baker(9, person("K1", both))])

    assert codes(decisions, 9) == ["WN703"]
    assert told(decisions.reports) == {(9, 0): "held WN703"}
    assert decisions.employments == ()


def test_changes_of_an_employment_are_kept_with_the_message() -> None:
    store = Stored(KNOWN)
    store.take([of_baker(1, person("K1", employment(job="bakker")))])

    changed = store.take([of_baker(2, person("K1", employment(job="chef")))]).employments[0]

    assert changed.changes == {2: (FieldChange("job", "bakker", "chef"),)}
    assert changed.message == 2
