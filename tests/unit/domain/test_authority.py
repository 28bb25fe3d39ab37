from verzuimbrug.domain.authority import EVERYTHING, Authority, opens_coupling


def test_who_is_not_limited_may_look_everywhere() -> None:
    assert EVERYTHING.opens_employer(7)
    assert EVERYTHING.opens_account(7)


def test_who_is_limited_may_look_only_there() -> None:
    limited = Authority(employers=frozenset({1}), accounts=frozenset({5}))

    assert limited.opens_employer(1)
    assert not limited.opens_employer(2)
    assert limited.opens_account(5)
    assert not limited.opens_account(6)


def test_a_coupling_opens_only_to_who_may_see_every_employer_in_its_scope() -> None:
    assert opens_coupling(frozenset({1, 2, 3}), {1, 2})
    assert not opens_coupling(frozenset({1, 2, 3}), {1, 4})


def test_a_coupling_for_all_employers_opens_only_to_who_is_not_limited() -> None:
    assert opens_coupling(None, None)
    assert not opens_coupling(frozenset({1, 2, 3}), None)


def test_a_coupling_without_employers_is_closed_to_who_is_limited() -> None:
    assert not opens_coupling(frozenset({1}), set())
    assert opens_coupling(None, set())
