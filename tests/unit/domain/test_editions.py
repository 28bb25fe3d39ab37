"""What came in which edition, and which a stream takes (MSG-1)."""

from datetime import UTC, datetime, timedelta

from verzuimbrug.domain.editions import Arrived, EditionTally, Sender, tally

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PORTAL = Sender(name="PORTAAL", software="Versie 1")
NEWER = Sender(name="PORTAAL", software="Versie 2")


def _arrived(edition: str, week: int, count: int, sender: Sender = PORTAL) -> Arrived:
    first = NOON + timedelta(weeks=week)
    return Arrived(
        stream=1,
        week=week,
        edition=edition,
        sender=sender,
        messages=count,
        first=first,
        last=first + timedelta(hours=count),
    )


def test_messages_are_counted_by_edition_and_week() -> None:
    arrived = [_arrived("2022", 0, 3), _arrived("2022", 1, 1, NEWER), _arrived("2022", 1, 2)]

    (found,) = tally(["2022"], arrived, {}, 3)

    assert found == EditionTally(
        edition="2022",
        accepted=True,
        weeks=(3, 3, 0),
        first=NOON,
        last=NOON + timedelta(weeks=1, hours=2),
        senders=(PORTAL, NEWER),
    )
    assert found.messages == 6


def test_what_is_taken_and_what_came_both_have_a_row_and_what_was_not_read_has_one() -> None:
    unread = _arrived("", 0, 1, Sender(name="", software=""))

    found = tally(["2026"], [unread, _arrived("2024", 0, 2)], {"2024": 2}, 1)

    assert [(each.edition, each.accepted, each.messages, each.rejected) for each in found] == [
        ("", False, 1, 0),
        ("2024", False, 2, 2),
        ("2026", True, 0, 0),
    ]
    assert found[0].senders == ()
    assert (found[2].first, found[2].last) == (None, None)
