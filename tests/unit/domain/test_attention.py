"""What the tokens of a coupling ask for, and the order of what needs somebody."""

from datetime import UTC, datetime, timedelta

from verzuimbrug.domain.attention import (
    TOKEN_ENDS_WITHIN,
    URGENCY,
    Matter,
    Token,
    TokenMatter,
    token_matters,
)
from verzuimbrug.domain.balance import Balance

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)
SOON = NOW + 6 * DAY


def token(
    *, until: datetime | None = None, used: datetime | None = NOW, issued: datetime = NOW - 90 * DAY
) -> Token:
    return Token(account=1, issued_at=issued, valid_until=until, last_used_at=used)


def matters(*tokens: Token, live: tuple[int, ...] = (1,)) -> list[TokenMatter]:
    return list(token_matters(tokens, live, NOW))


def test_a_token_without_an_end_asks_for_nothing() -> None:
    assert matters(token()) == []


def test_a_token_that_ends_soon_is_told_with_when() -> None:
    expected = TokenMatter(account=1, matter=Matter.TOKEN_EXPIRES, until=SOON)

    assert matters(token(until=SOON)) == [expected]


def test_a_token_that_ends_later_is_not_told_yet() -> None:
    assert matters(token(until=NOW + TOKEN_ENDS_WITHIN + DAY)) == []


def test_a_renewed_token_is_told_as_long_as_the_portal_uses_the_old_one() -> None:
    old, new = token(until=SOON), token(used=None, issued=NOW - DAY)
    expected = TokenMatter(account=1, matter=Matter.TOKEN_EXPIRES, until=SOON, renewed=True)

    assert matters(old, new) == [expected]


def test_a_renewed_token_that_is_in_use_ends_the_matter() -> None:
    assert matters(token(until=SOON), token(issued=NOW - DAY)) == []


def test_a_token_that_was_never_used_is_told_when_it_ends_soon() -> None:
    expected = TokenMatter(account=1, matter=Matter.TOKEN_EXPIRES, until=SOON)

    assert matters(token(until=SOON, used=None)) == [expected]


def test_a_live_coupling_without_a_usable_token_cannot_sign_in() -> None:
    ended = NOW - DAY

    assert matters(token(until=ended)) == [
        TokenMatter(account=1, matter=Matter.NO_TOKEN, until=ended)
    ]
    assert matters() == [TokenMatter(account=1, matter=Matter.NO_TOKEN, until=None)]


def test_a_coupling_that_is_not_live_asks_for_no_token() -> None:
    assert matters(token(until=SOON), live=()) == []


def test_what_lost_something_comes_before_what_is_being_set_up() -> None:
    ordered = sorted(Matter, key=URGENCY.__getitem__)

    assert ordered[0] is Matter.FAILED
    assert ordered[-1] is Matter.NOT_LIVE


def test_a_balance_tells_how_many_are_nowhere() -> None:
    assert Balance(received=3, places={"processed": 2, "held": 1}).difference == 0
    assert Balance(received=4, places={"processed": 2, "held": 1}).difference == 1
