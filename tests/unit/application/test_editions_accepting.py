"""What other editions make of the settings of a stream (MSG-1, VZ-7)."""

from typing import Any

import pytest

from verzuimbrug.application.editions.accepting import EditionChange, with_editions
from verzuimbrug.domain.findings import Finding


def _with(settings: dict[str, Any], *, accept: str = "", stop: str = "") -> dict[str, Any]:
    change = EditionChange(accept=frozenset(accept.split()), stop=frozenset(stop.split()))
    changed = with_editions({"message": "Verzuimmeldingen", **settings}, change)
    assert not isinstance(changed, Finding)
    return changed


@pytest.mark.parametrize(
    ("confirmed", "change", "after"),
    [
        (True, {"stop": "2022"}, True),
        (True, {"accept": "2025"}, ["2022", "2024"]),
        (False, {"accept": "2025"}, False),
        (["2024"], {"stop": "2024"}, False),
        (["2024"], {"accept": "2025"}, ["2024"]),
    ],
)
def test_what_was_confirmed_stays_confirmed_and_nothing_else_is(
    confirmed: object, change: dict[str, str], after: object
) -> None:
    settings = {"editions": ["2022", "2024"], "operations_confirmed": confirmed}

    assert _with(settings, **change)["operations_confirmed"] == after


def test_a_change_is_one_only_if_it_names_an_edition() -> None:
    assert not EditionChange()
    assert EditionChange(accept=frozenset({"2026"}))
