"""Which messages are probably of one employer (store/queue.py uses it to divide work)."""

from hypothesis import given, strategies as st

from sending_world import report, sick
from verzuimbrug.sivi.kinship import kin_of


def test_messages_of_one_employer_are_kin_whoever_they_are_about() -> None:
    assert kin_of(sick(report("VG1"))) == kin_of(sick(report("VG2"), key="w-2"))


def test_messages_of_different_employers_are_not() -> None:
    assert kin_of(sick(report())) != kin_of(sick(report(), number="1002"))


@given(st.binary())
def test_any_bytes_have_a_kin(content: bytes) -> None:
    assert 0 <= kin_of(content) < 2**32
