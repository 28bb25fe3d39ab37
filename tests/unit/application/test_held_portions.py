"""What is said of the portions of a large message reads as of one message (MSG-6)."""

from verzuimbrug.application.processing.alone import merged
from verzuimbrug.domain.findings import Finding


def test_finding_of_several_portions_is_told_once() -> None:
    employer = Finding("WG201", {"code": "9999"}, "/b/Wrkgvr", 3)
    other = Finding("WG201", {"code": "9998"}, "/b/Wrkgvr[2]", 9)

    assert merged([employer, other, employer]) == [employer, other]


def test_what_counts_is_added_up() -> None:
    dropped = [Finding("WN601", {"count": str(count)}) for count in (500, 20, 3)]

    assert merged(dropped) == [Finding("WN601", {"count": "523"})]


def test_count_of_one_place_in_the_message_is_not_added_to_itself() -> None:
    doubles = Finding("WN401", {"key": "K1", "count": "2"}, "/b/Wrknmr", 7)

    assert merged([doubles, doubles]) == [doubles]
