"""An account by its name, within one arbodienst."""

import pytest

from configuring_world import ACCOUNT, apply, coupling, example
from verzuimbrug.application.own_account import find_own_account

pytestmark = pytest.mark.usefixtures("database")


def test_the_account_of_the_arbodienst_itself_is_found() -> None:
    gezond, fit = coupling("GEZOND"), coupling("FIT")

    assert find_own_account(gezond.arbodienst, ACCOUNT) == gezond
    assert find_own_account(fit.arbodienst, ACCOUNT) == fit


@pytest.mark.parametrize("name", ["Van Fit", "Niemand", "", "\0"])
def test_a_foreign_account_is_found_no_more_than_one_that_does_not_exist(name: str) -> None:
    gezond, theirs = coupling("GEZOND"), example("FIT")
    theirs["accounts"][0]["name"] = "Van Fit"
    apply(theirs)

    assert find_own_account(gezond.arbodienst, name) is None
