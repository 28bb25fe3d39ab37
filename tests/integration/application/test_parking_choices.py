"""What somebody can choose from to heal what waits for an employer."""

from dataclasses import replace

import pytest

from configuring_world import ACCOUNT
from parking_world import GROUP, go_live_beside, house, reader
from sending_world import go_live
from verzuimbrug.application.parking.choices import HealingChoices, healing_choices
from verzuimbrug.application.parking.listing import list_account_names
from verzuimbrug.domain.authority import Authority

pytestmark = pytest.mark.usefixtures("database")


def test_groups_are_those_of_the_coupling_or_all_that_are_open() -> None:
    coupling = go_live(house())
    other = go_live_beside(coupling)
    who = reader(coupling)

    own, all_open = (healing_choices(who, each.account) for each in (coupling, other))

    assert (own.everything, all_open.everything) == (False, True)
    assert [code for code, _ in own.groups] == [GROUP]
    assert [code for code, _ in own.schemes] == ["standaard"]
    assert GROUP in dict(all_open.groups)


def test_a_closed_account_offers_nothing_and_has_no_name() -> None:
    coupling = go_live(house())
    closed = replace(reader(coupling), authority=Authority(accounts=frozenset()))

    assert healing_choices(closed, coupling.account) == HealingChoices()
    assert list_account_names(closed) == ()
    assert ACCOUNT in list_account_names(reader(coupling))
