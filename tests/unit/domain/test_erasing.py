"""WN-9: what stands in the way of erasing a person, and what who decides has to know."""

from verzuimbrug.domain.erasing import ErasureFacts, is_erasable, judge_erasure, unfinished_of
from verzuimbrug.domain.retention import Unfinished


def test_nothing_in_the_way_says_only_what_bytes_go() -> None:
    findings = judge_erasure(ErasureFacts(messages=3, rejected=1))

    assert [each.code for each in findings] == ["WN905"]
    assert findings[0].params == {"messages": "3", "rejected": "1"}
    assert is_erasable(findings)


def test_everything_in_the_way_is_named_before_what_one_has_to_know() -> None:
    facts = ErasureFacts(
        open_cases=("VG1", "VG2"),
        unfinished=("20260101-1",),
        to_be_sent=("Volmacht",),
        in_portal_state=True,
        receivers=("Volmacht",),
        same_elsewhere=(7, 9),
    )
    findings = judge_erasure(facts)

    assert [each.code for each in findings] == [f"WN90{number}" for number in range(1, 8)]
    assert findings[0].params == {"cases": "VG1, VG2"}
    assert findings[-1].params == {"persons": "7, 9"}
    assert not is_erasable(findings)
    assert unfinished_of(findings) == {
        Unfinished.OPEN_CASE,
        Unfinished.AT_WORK,
        Unfinished.EXPORTS,
        Unfinished.DELIVERY,
    }
