"""What asks for a person's attention, the most urgent first, and when a token or link does."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Matter(StrEnum):
    """What is the matter, in order of urgency."""

    FAILED = "failed"
    """Messages that could not be processed, five times; they hold their cases (MSG-7)."""
    NO_TOKEN = "no-token"  # noqa: S105 -- the name of a matter
    """A live coupling that nobody can sign in with any more."""
    WEBHOOK_OFF = "webhook-off"
    """A webhook that was switched off because it failed: a system hears of nothing."""
    EXPORT_FAILS = "export-fails"
    """A receiver takes nothing any more: what it is to be told waits."""
    SUSPENDED = "suspended"
    """A coupling that was stopped: what comes in waits."""
    PARKED = "parked"
    HELD = "held"
    DISPUTED = "disputed"
    PROPOSED = "proposed"
    """Messages propose something for employers."""
    REJECTED = "rejected"
    """Messages that were rejected whole, and that nobody looked at yet."""
    NOT_MAILED = "not-mailed"
    """A recipient whom no mail about the coupling reaches."""
    TOKEN_EXPIRES = "token-expires"  # noqa: S105 -- the name of a matter
    """A token that ends soon, with no other that is in use."""
    LINK_UNOPENED = "link-unopened"
    """A half of a new credential that did not reach whom it was made for."""
    NOT_LIVE = "not-live"
    """A coupling that is still being set up."""


URGENCY: Mapping[str, int] = {matter: place for place, matter in enumerate(Matter)}
"""The place of each matter; what has the lowest comes first."""

TOKEN_ENDS_WITHIN = timedelta(days=14)
LINK_ENDS_WITHIN = timedelta(days=5)
"""A link is open for a week: one that ends sooner was not opened for two days."""
REJECTED_WITHIN = timedelta(days=14)
"""What was rejected longer ago asks for nothing any more; it stays to be found among messages."""

FAILED_TRIES = 5
"""After so many tries in a row somebody is told that a receiver takes nothing."""

NOT_MAILED_WITHIN = timedelta(days=14)
"""So long it is told that a mail did not arrive, unless a later one did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token that is not revoked, of one account."""

    account: int
    issued_at: datetime
    valid_until: datetime | None
    last_used_at: datetime | None

    def is_usable(self, now: datetime) -> bool:
        """Whether it still opens the account."""
        return self.valid_until is None or self.valid_until > now


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenMatter:
    """What is the matter with the tokens of an account; `until` is when the last of them ends.

    `renewed` says that a new one was issued, which the portal does not use yet.
    """

    account: int
    matter: Matter
    until: datetime | None
    renewed: bool = False


def token_matters(
    tokens: Iterable[Token], live: Iterable[int], now: datetime
) -> Iterator[TokenMatter]:
    """What is the matter with the tokens of each of the live accounts, if anything is."""
    by_account: dict[int, list[Token]] = {account: [] for account in live}
    for token in tokens:
        if token.account in by_account:
            by_account[token.account].append(token)
    for account, own in by_account.items():
        found = _token_matter(account, own, now)
        if found is not None:
            yield found


def _token_matter(account: int, own: Sequence[Token], now: datetime) -> TokenMatter | None:
    usable = [token for token in own if token.is_usable(now)]
    if not usable:
        ends = [token.valid_until for token in own if token.valid_until is not None]
        return TokenMatter(account=account, matter=Matter.NO_TOKEN, until=max(ends, default=None))
    # Of those in use the one that goes on longest; of a coupling that was never used, of all.
    used = [token for token in usable if token.last_used_at is not None]
    until = _latest(used or usable)
    if until is None or until > now + TOKEN_ENDS_WITHIN:
        return None
    last_used = max((token.issued_at for token in used), default=None)
    renewed = last_used is not None and any(token.issued_at > last_used for token in usable)
    return TokenMatter(account=account, matter=Matter.TOKEN_EXPIRES, until=until, renewed=renewed)


def _latest(tokens: Iterable[Token]) -> datetime | None:
    """When the last of these ends; None when one of them never does."""
    ends = [token.valid_until for token in tokens]
    given = [end for end in ends if end is not None]
    return None if len(given) < len(ends) else max(given)
