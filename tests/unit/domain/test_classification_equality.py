"""In what employers' classifications differ (GR-4)."""

from hypothesis import given, strategies as st

from verzuimbrug.domain.classification_equality import (
    AlikeEmployers,
    ClassificationDifferences,
    DifferingClassification,
    classification_differences,
)

BOTH, ILLNESS = frozenset({"ziekte", "ongeval"}), frozenset({"ziekte"})

_sets = st.none() | st.frozensets(st.sampled_from("abc"))


def test_a_row_says_who_has_a_classification_and_who_has_not() -> None:
    found = classification_differences({"W3": ILLNESS, "W1": BOTH, "W2": None, "W4": ILLNESS})

    assert found == ClassificationDifferences(
        rows=(
            DifferingClassification(code="ongeval", having=("W1",), lacking=("W2", "W3", "W4")),
            DifferingClassification(code="ziekte", having=("W1", "W3", "W4"), lacking=("W2",)),
        ),
        without_scheme=("W2",),
        alike=(
            AlikeEmployers(employers=("W3", "W4"), classifications=ILLNESS),
            AlikeEmployers(employers=("W1",), classifications=BOTH),
            AlikeEmployers(employers=("W2",), classifications=None),
        ),
    )


def test_what_all_have_is_no_difference() -> None:
    found = classification_differences({"W1": BOTH, "W2": BOTH})

    assert found.are_equal
    assert found.rows == ()


def test_no_employers_do_not_differ() -> None:
    assert classification_differences({}) == ClassificationDifferences()
    assert ClassificationDifferences().are_equal


def test_no_scheme_differs_from_an_empty_one() -> None:
    assert not classification_differences({"W1": None, "W2": frozenset()}).are_equal


@given(st.dictionaries(st.sampled_from(["W1", "W2", "W3", "W4"]), _sets))
def test_employers_are_equal_when_their_sets_are(
    employers: dict[str, frozenset[str] | None],
) -> None:
    found = classification_differences(employers)

    assert found.are_equal == (len(set(employers.values())) <= 1)
    assert sorted(code for alike in found.alike for code in alike.employers) == sorted(employers)
    for row in found.rows:
        assert row.having
        assert row.lacking
        assert sorted((*row.having, *row.lacking)) == sorted(employers)
