"""Former keys of cases, once the message that named them is undone (VE-4, VZ-1)."""

from verzuimbrug.domain.snapshot import CaseKey
from verzuimbrug.domain.undoing_aliases import AliasFacts, TurnedAliases, turn_aliases


def key(name: str) -> CaseKey:
    return CaseKey(1, 10, name)


def alias(
    number: int, former: str, direct: str, *, stood: bool = True, stands: bool = True
) -> AliasFacts:
    return AliasFacts(
        id=number,
        former=key(former),
        direct=key(direct),
        key=key(direct),
        stood=stood,
        stands=stands,
    )


def leads(turned: TurnedAliases, *names: str) -> list[str]:
    return [turned.leads_to(key(name)).key for name in names]


def names(keys: frozenset[CaseKey]) -> set[str]:
    return {each.key for each in keys}


def test_undone_alias_leads_nowhere() -> None:
    turned = turn_aliases([alias(1, "A", "B", stands=False)], ())

    assert leads(turned, "A", "B") == ["A", "B"]
    assert names(turned.touched) == {"A", "B"}


def test_alias_that_led_on_through_an_undone_one_ends_before_it() -> None:
    chain = [alias(1, "A", "B"), alias(2, "B", "C", stands=False), alias(3, "C", "D")]

    turned = turn_aliases(chain, ())

    assert leads(turned, "A", "B", "C") == ["B", "B", "D"]
    assert [each.key.key for each in turned.aliases] == ["B", "D", "D"]
    assert names(turned.touched) == {"B", "C", "D"}


def test_alias_of_something_else_is_not_touched() -> None:
    turned = turn_aliases([alias(1, "A", "B", stands=False), alias(2, "X", "Y")], ())

    assert names(turned.touched) == {"A", "B"}
    assert leads(turned, "X") == ["Y"]


def test_alias_stands_again() -> None:
    turned = turn_aliases([alias(1, "A", "B", stood=False)], [key("A")])

    assert (leads(turned, "A"), turned.refused) == (["B"], ())


def test_alias_stays_undone_when_both_keys_have_a_case() -> None:
    turned = turn_aliases([alias(1, "A", "B", stood=False)], [key("A"), key("B")])

    assert leads(turned, "A") == ["A"]
    assert [each.id for each in turned.refused] == [1]
    assert turned.touched == frozenset()


def test_alias_stays_undone_when_it_would_lead_round() -> None:
    turned = turn_aliases([alias(1, "A", "B", stood=False), alias(2, "B", "A")], ())

    assert [each.id for each in turned.refused] == [1]
    assert leads(turned, "A", "B") == ["A", "A"]


def test_case_goes_along_with_an_alias_that_stands_again() -> None:
    both = [alias(1, "A", "B", stood=False), alias(2, "X", "B", stood=False)]

    turned = turn_aliases(both, [key("A"), key("X")])

    assert [each.id for each in turned.refused] == [2]
