"""What is kept for fuzzing, and what once broke something, breaks nothing (tests/corpus/fuzz)."""

from types import ModuleType

import pytest

from fuzzing import configurations, envelopes, messages, tables

_PURE = [configurations, envelopes, messages, tables]


@pytest.mark.parametrize("module", _PURE, ids=lambda module: module.__name__)
def test_nothing_that_fuzzing_begins_with_breaks_anything(module: ModuleType) -> None:
    with module.target() as target:
        for content in target.seeds:
            target.take(content)
