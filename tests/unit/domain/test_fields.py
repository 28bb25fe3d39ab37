"""The latest message wins, per field, whatever the order of arrival (WN-5)."""

from functools import reduce

from hypothesis import given, strategies as st

from verzuimbrug.domain.deliveries import FieldValue
from verzuimbrug.domain.fields import FieldChange, Merged, Policy, Stamp, StampedFields, merge

EARLY = Stamp("2026-03-02T08:00:00", "0001", "aa", 0)
LATE = Stamp("2026-03-03T08:00:00", "0001", "aa", 0)
ALWAYS = {"initials": Policy.ALWAYS}
NEVER = {"initials": Policy.NEVER}


def said(stamp: Stamp, **values: FieldValue) -> StampedFields:
    return StampedFields(values, dict.fromkeys(values, stamp))


def test_first_delivery_fills_the_fields() -> None:
    merged = merge(StampedFields(), {"initials": "A"}, EARLY, {})

    assert merged == Merged(said(EARLY, initials="A"), (FieldChange("initials", None, "A"),))


def test_later_message_wins() -> None:
    merged = merge(said(EARLY, initials="A"), {"initials": "B"}, LATE, {})

    assert merged == Merged(said(LATE, initials="B"), (FieldChange("initials", "A", "B"),))


def test_earlier_message_that_arrives_later_changes_nothing() -> None:
    current = said(LATE, initials="B")

    assert merge(current, {"initials": "A"}, EARLY, {}) == Merged(current, ())


def test_message_that_is_taken_up_again_changes_nothing() -> None:
    current = said(EARLY, initials="A")

    assert merge(current, {"initials": "B"}, EARLY, {}) == Merged(current, ())


def test_earlier_message_still_fills_what_the_later_left_out() -> None:
    merged = merge(said(LATE, initials="B"), {"initials": "A", "prefix": "de"}, EARLY, {})

    assert merged.fields.values == {"initials": "B", "prefix": "de"}
    assert merged.changes == (FieldChange("prefix", None, "de"),)


def test_same_value_is_no_change_but_counts_as_said() -> None:
    merged = merge(said(EARLY, initials="A"), {"initials": "A"}, LATE, {})

    assert merged == Merged(said(LATE, initials="A"), ())


def test_field_that_is_left_out_stays() -> None:
    current = said(EARLY, initials="A")

    assert merge(current, {}, LATE, {}) == Merged(current, ())


def test_field_that_is_always_taken_is_emptied_when_left_out() -> None:
    merged = merge(said(EARLY, initials="A"), {}, LATE, ALWAYS)

    assert merged == Merged(said(LATE, initials=None), (FieldChange("initials", "A", None),))


def test_field_that_is_always_taken_is_taken_as_delivered() -> None:
    assert merge(said(EARLY), {"initials": "B"}, LATE, ALWAYS).fields == said(LATE, initials="B")


def test_field_that_is_never_taken_stays() -> None:
    current = said(EARLY, initials="A")

    assert merge(current, {"initials": "B"}, LATE, NEVER) == Merged(current, ())


def test_named_default_policy_is_the_default() -> None:
    policies = {"initials": Policy.WHEN_DELIVERED}

    assert merge(said(EARLY, initials="A"), {}, LATE, policies).changes == ()


def test_ties_go_to_reference_then_hash_then_position() -> None:
    moment = "2026-03-02T08:00:00"
    stamps = [
        Stamp(moment, "0001", "bb", 9),
        Stamp(moment, "0002", "aa", 9),
        Stamp(moment, "0002", "bb", 0),
        Stamp(moment, "0002", "bb", 1),
    ]

    assert sorted(stamps, reverse=True) == stamps[::-1]


def test_stored_form_of_a_stamp_gives_the_stamp_back() -> None:
    assert Stamp(*EARLY.to_json()) == EARLY  # type: ignore[arg-type]


names = st.sampled_from(["initials", "prefix", "address:01"])
values = st.none() | st.sampled_from(["A", "B"]) | st.just({"street": "Dijk"})
stamps = st.builds(
    Stamp,
    st.sampled_from(["2026-03-02", "2026-03-03"]),
    st.just("1"),
    st.just("aa"),
    st.integers(0, 9),
)
deliveries = st.lists(
    st.tuples(stamps, st.dictionaries(names, values)), unique_by=lambda each: each[0], max_size=6
)
policies = st.dictionaries(names, st.sampled_from(Policy))


@given(deliveries, policies, st.data())
def test_order_of_arrival_does_not_matter(
    said: list[tuple[Stamp, dict[str, FieldValue]]],
    policies: dict[str, Policy],
    data: st.DataObject,
) -> None:
    doubles = data.draw(st.lists(st.sampled_from(said), max_size=3)) if said else []
    shuffled = data.draw(st.permutations([*said, *doubles]))

    def laid(order: list[tuple[Stamp, dict[str, FieldValue]]]) -> StampedFields:
        return reduce(
            lambda fields, each: merge(fields, each[1], each[0], policies).fields,
            order,
            StampedFields(),
        )

    assert laid(list(shuffled)) == laid(said)
