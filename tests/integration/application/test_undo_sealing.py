"""What was shown of an undo comes back with its confirmation, and says nothing on the way."""

import pytest

from verzuimbrug.application.undoing import sealing
from verzuimbrug.application.undoing.sealing import seal_shown, unseal_shown
from verzuimbrug.application.undoing.values import Shown

SHOWN = Shown(digest="abc", lines=frozenset({'{"person": "w-1"}', '{"person": "w-2"}'}))


def test_what_was_shown_comes_back() -> None:
    assert unseal_shown(seal_shown(SHOWN)) == SHOWN


def test_of_a_long_list_the_digest_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MOST_LINES", 1)
    assert unseal_shown(seal_shown(SHOWN)) == Shown(digest="abc")


@pytest.mark.parametrize("text", ["", "x", "é", "QUJD" * 12])
def test_what_nobody_sealed_is_nothing(text: str) -> None:
    assert unseal_shown(text) == Shown(digest="")
