"""The latest message wins, per field, whatever the order of arrival (WN-5)."""

from dataclasses import replace
from functools import reduce

from hypothesis import given, strategies as st

from verzuimbrug.domain.conversion import ConversionTable, Unknown
from verzuimbrug.domain.deliveries import FieldValue
from verzuimbrug.domain.fields import (
    FieldChange,
    FieldRules,
    Merged,
    Policy,
    Stamp,
    StampedFields,
    UnknownValue,
    merge,
    not_converted,
)
from verzuimbrug.domain.findings import Finding

EARLY = Stamp("2026-03-02T08:00:00", "0001", "aa", 0)
LATE = Stamp("2026-03-03T08:00:00", "0001", "aa", 0)
ALWAYS = FieldRules(policies={"initials": Policy.ALWAYS})
NEVER = FieldRules(policies={"initials": Policy.NEVER})


def said(stamp: Stamp, **values: FieldValue) -> StampedFields:
    return StampedFields(values, dict.fromkeys(values, stamp))


def test_first_delivery_fills_the_fields() -> None:
    merged = merge(StampedFields(), {"initials": "A"}, EARLY, FieldRules())

    assert merged == Merged(said(EARLY, initials="A"), (FieldChange("initials", None, "A"),))


def test_later_message_wins() -> None:
    merged = merge(said(EARLY, initials="A"), {"initials": "B"}, LATE, FieldRules())

    assert merged == Merged(said(LATE, initials="B"), (FieldChange("initials", "A", "B"),))


def test_earlier_message_that_arrives_later_changes_nothing() -> None:
    current = said(LATE, initials="B")

    assert merge(current, {"initials": "A"}, EARLY, FieldRules()) == Merged(current, ())


def test_message_that_is_taken_up_again_changes_nothing() -> None:
    current = said(EARLY, initials="A")

    assert merge(current, {"initials": "B"}, EARLY, FieldRules()) == Merged(current, ())


def test_earlier_message_still_fills_what_the_later_left_out() -> None:
    merged = merge(said(LATE, initials="B"), {"initials": "A", "prefix": "de"}, EARLY, FieldRules())

    assert merged.fields.values == {"initials": "B", "prefix": "de"}
    assert merged.changes == (FieldChange("prefix", None, "de"),)


def test_same_value_is_no_change_but_counts_as_said() -> None:
    merged = merge(said(EARLY, initials="A"), {"initials": "A"}, LATE, FieldRules())

    assert merged == Merged(said(LATE, initials="A"), ())


def test_field_that_is_left_out_stays() -> None:
    current = said(EARLY, initials="A")

    assert merge(current, {}, LATE, FieldRules()) == Merged(current, ())


def test_field_that_is_always_taken_is_emptied_when_left_out() -> None:
    merged = merge(said(EARLY, initials="A"), {}, LATE, ALWAYS)

    assert merged == Merged(said(LATE, initials=None), (FieldChange("initials", "A", None),))


def test_field_that_is_always_taken_is_taken_as_delivered() -> None:
    assert merge(said(EARLY), {"initials": "B"}, LATE, ALWAYS).fields == said(LATE, initials="B")


def test_field_that_is_never_taken_stays() -> None:
    current = said(EARLY, initials="A")

    assert merge(current, {"initials": "B"}, LATE, NEVER) == Merged(current, ())


def test_named_default_policy_is_the_default() -> None:
    rules = FieldRules(policies={"initials": Policy.WHEN_DELIVERED})

    assert merge(said(EARLY, initials="A"), {}, LATE, rules).changes == ()


def translating(unknown: Unknown, **values: str) -> FieldRules:
    table = ConversionTable(code="T", values=values, unknown=unknown, default="?")
    return FieldRules(conversions={"initials": table})


def test_text_is_translated_once_before_it_is_taken() -> None:
    swap = translating(Unknown.KEEP, A="B", B="A")

    assert merge(StampedFields(), {"initials": "A"}, EARLY, swap).fields == said(
        EARLY, initials="B"
    )


def test_text_that_is_translated_to_nothing_empties_the_field() -> None:
    merged = merge(
        said(EARLY, initials="A"), {"initials": "x"}, LATE, translating(Unknown.KEEP, x="")
    )

    assert merged.changes == (FieldChange("initials", "A", None),)


def test_text_that_may_not_be_unknown_leaves_the_field_as_it_is() -> None:
    current, rules = said(EARLY, initials="A"), translating(Unknown.FINDING, B="b")
    unknown = UnknownValue("initials", "Z", "T")

    assert merge(current, {"initials": "Z"}, LATE, rules) == Merged(current, (), (unknown,))


def test_unknown_text_does_not_empty_a_field_that_is_always_taken() -> None:
    rules = replace(ALWAYS, conversions=translating(Unknown.FINDING).conversions)
    current = said(EARLY, initials="A")

    assert merge(current, {"initials": "Z"}, LATE, rules).fields == current


def test_text_that_is_never_taken_is_not_looked_up() -> None:
    rules = replace(NEVER, conversions=translating(Unknown.FINDING).conversions)

    assert merge(StampedFields(), {"initials": "Z"}, LATE, rules).unknown == ()


def test_field_that_is_empty_or_a_group_is_not_translated() -> None:
    rules = translating(Unknown.FINDING)
    for value in (None, {"street": "Dijk"}):
        merged = merge(StampedFields(), {"initials": value}, LATE, rules)

        assert merged.fields == said(LATE, initials=value)


def test_unknown_text_is_said_with_its_field_and_table() -> None:
    params = {"field": "initials", "value": "Z", "table": "T"}

    told = list(not_converted([UnknownValue("initials", "Z", "T")], "/person", 3))

    assert told == [Finding("WN503", params, "/person", 3)]


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
tables = st.builds(
    ConversionTable,
    values=st.dictionaries(st.sampled_from(["A", "B"]), st.sampled_from(["A", "B", "C", ""])),
    unknown=st.sampled_from(Unknown),
    default=st.sampled_from(["", "D"]),
)
rules = st.builds(
    FieldRules,
    policies=st.dictionaries(names, st.sampled_from(Policy)),
    conversions=st.dictionaries(names, tables),
)


@given(deliveries, rules, st.data())
def test_order_of_arrival_does_not_matter(
    said: list[tuple[Stamp, dict[str, FieldValue]]],
    rules: FieldRules,
    data: st.DataObject,
) -> None:
    doubles = data.draw(st.lists(st.sampled_from(said), max_size=3)) if said else []
    shuffled = data.draw(st.permutations([*said, *doubles]))

    def laid(order: list[tuple[Stamp, dict[str, FieldValue]]]) -> StampedFields:
        return reduce(
            lambda fields, each: merge(fields, each[1], each[0], rules).fields,
            order,
            StampedFields(),
        )

    assert laid(list(shuffled)) == laid(said)
