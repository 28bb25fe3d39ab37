"""Answers for a sender: collected as often as it likes, until it acknowledges them (AN-1, AN-2)."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from verzuimbrug.application.receiving.place import require_open_account
from verzuimbrug.application.sign_in.credentials import SignedIn
from verzuimbrug.store.models import Answer
from verzuimbrug.store.sealed import ANSWER
from verzuimbrug.store.tenancy import tenant

MOST_ANSWERS = 1000
"""Whoever asks for more in one go gets this many."""

_HIGHEST = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectedAnswer:
    """An answer as the sender gets it; `number` is what it acknowledges."""

    number: int
    kind: str
    file_name: str
    content: bytes


def collect_answers(sender: SignedIn, most: int) -> tuple[CollectedAnswer, ...]:
    """The oldest answers of the sender's account that are not acknowledged yet, at most `most`."""
    with tenant(sender.arbodienst):
        require_open_account(sender)
        rows = Answer.objects.filter(account_id=sender.account, acknowledged_at=None)
        chosen = list(rows.order_by("id")[: min(most, MOST_ANSWERS)])
    return tuple(
        CollectedAnswer(
            number=row.id,
            kind=row.kind,
            file_name=row.file_name,
            content=ANSWER.unseal_of(row),
        )
        for row in chosen
    )


def acknowledge_answers(sender: SignedIn, numbers: Collection[int]) -> int:
    """Mark answers as safely received; how many were still open.

    A number of another account is passed over exactly as one that does not exist.
    """
    possible = [number for number in numbers if 0 < number <= _HIGHEST]
    with tenant(sender.arbodienst):
        require_open_account(sender)
        rows = Answer.objects.filter(account_id=sender.account, acknowledged_at=None)
        return rows.filter(id__in=possible).update(acknowledged_at=timezone.now())
