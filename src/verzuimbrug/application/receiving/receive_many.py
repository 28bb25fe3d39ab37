"""Take in many deliveries at once, in one transaction (ADR 35).

Only what is plain is taken in here: a sender who signs in without any trouble, an account that is
active, a stream that is there, bytes that are new to it. Everything else is left to `verify` and
`receive`, which say what is the matter with it. What goes wrong with signing in is the same work
here as well: who is nobody is looked for at no arbodienst, and compared with no token.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from django.db import Error, transaction
from django.utils import timezone

from verzuimbrug.application.operation.tracing import note, traced
from verzuimbrug.application.receiving.receive import Receipt
from verzuimbrug.application.receiving.refusals import storable
from verzuimbrug.application.sign_in.secret_values import is_token
from verzuimbrug.application.sign_in.throttling import hashes_of
from verzuimbrug.domain.addresses import admits
from verzuimbrug.domain.throttling import MOST_PER_PLACE, seconds_to_wait
from verzuimbrug.sivi.kinship import kin_of
from verzuimbrug.store.gathered import (
    NewMessage,
    OpenAccount,
    find_claimed,
    find_open,
    keep_all,
    note_used,
)
from verzuimbrug.store.models.open import SignInKind
from verzuimbrug.store.queue import shard_of, wake_workers
from verzuimbrug.store.sealed import MESSAGE_BODY
from verzuimbrug.store.tenancy import set_hasty_tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """What somebody signs in with, and from which address."""

    customer_code: str
    token: str = field(repr=False)
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A delivery as it comes in at a door; nothing of it has been judged."""

    sign_in: SignIn
    stream: str
    file_name: str
    content: bytes
    door: str


_Accounts = Mapping[SignIn, int]
"""The accounts, of one arbodienst, that those who sign in claim to be; 0 is nobody's, of none."""

_NOBODY = OpenAccount(
    account=0,
    allowed_addresses="[]",
    credential=0,
    salt=bytes(16),
    token_hash=bytes(32),
    used_long_ago=False,
    streams={},
)

_Placed = tuple[int, Delivery]
"""A delivery, and its place among those that came together."""


@traced("receive")
def receive_many(deliveries: Sequence[Delivery]) -> list[Receipt | None]:
    """The receipts of what is kept, durably when this returns; None for what is not plain.

    Of a delivery without a receipt nothing is kept, and no failure was counted. Of equal ones the
    first is plain. What raises, raises for all, and then nothing is kept. Nobody is told: when
    there are receipts, `call_workers` goes after it.
    """
    receipts: list[Receipt | None] = [None] * len(deliveries)
    at = timezone.now()
    with transaction.atomic():
        # In one order for all, so that two transactions never wait for each other in a circle.
        for arbodienst, accounts in sorted(_claimed(deliveries).items()):
            set_hasty_tenant(arbodienst)
            theirs = [(n, each) for n, each in enumerate(deliveries) if each.sign_in in accounts]
            for place, receipt in _receive(theirs, accounts, at):
                receipts[place] = receipt
    note("receipts", (each.receipt for each in receipts if each))
    return receipts


def call_workers() -> None:
    """Tells the workers that something was kept; one call will do for all that was lately.

    By itself: transactions that call somebody are committed one after the other. When nobody can
    be called, a worker looks of itself within a second.
    """
    with suppress(Error):
        wake_workers()


def _claimed(deliveries: Iterable[Delivery]) -> Mapping[int, _Accounts]:
    """By arbodienst, who claims to be whom, as far as signing in went well there before."""
    hashes = {
        each: hashes_of(SignInKind.CUSTOMER_CODE, each.customer_code, each.address)
        for each in {delivery.sign_in for delivery in deliveries}
    }
    found = find_claimed(set(hashes.values()))
    claimed: dict[int, dict[SignIn, int]] = defaultdict(dict)
    for sign_in, hashed in hashes.items():
        account = found.get(hashed)
        if account and not seconds_to_wait(account.failed_at_place, MOST_PER_PLACE):
            claimed[account.arbodienst][sign_in] = account.account
    return claimed


def _receive(
    theirs: Sequence[_Placed], accounts: _Accounts, at: datetime
) -> Iterable[tuple[int, Receipt]]:
    """The receipts, by place, of what the accounts of the present tenant deliver."""
    streams = {storable(delivery.stream, 100) for _, delivery in theirs}
    opened = _opened(accounts, find_open(set(accounts.values()), streams))
    messages: dict[int, NewMessage] = {}
    for place, delivery in theirs:
        into = opened.get(delivery.sign_in)
        stream = into and into.streams.get(storable(delivery.stream, 100))
        if into and stream:
            messages[place] = _message(delivery, into.account, stream)
    used = {opened[delivery.sign_in] for place, delivery in theirs if place in messages}
    note_used({each.credential for each in used if each.used_long_ago})
    return _kept(messages, at)


def _opened(accounts: _Accounts, found: Iterable[OpenAccount]) -> Mapping[SignIn, OpenAccount]:
    """What those who sign in open: with a token that fits, from an address that is allowed."""
    usable: dict[int, list[OpenAccount]] = defaultdict(list)
    for each in found:
        usable[each.account].append(each)
    return {
        sign_in: fitting[-1]
        for sign_in, account in accounts.items()
        if (fitting := _fitting(sign_in, usable[account] or [_NOBODY]))
        and admits(json.loads(fitting[-1].allowed_addresses), sign_in.address)
    }


def _fitting(sign_in: SignIn, usable: Iterable[OpenAccount]) -> list[OpenAccount]:
    """The credentials with this token; every one is compared, in constant time."""
    return [each for each in usable if is_token(sign_in.token, each.salt, each.token_hash)]


def _message(delivery: Delivery, account: int, stream: int) -> NewMessage:
    digest = hashlib.sha256(delivery.content)
    return NewMessage(
        account=account,
        stream=stream,
        door=delivery.door,
        file_name=storable(delivery.file_name, 300),
        sha256=digest.digest(),
        size=len(delivery.content),
        shard=shard_of(kin_of(delivery.content)),
        content=MESSAGE_BODY.seal(delivery.content, digest.hexdigest()),
    )


def _kept(messages: Mapping[int, NewMessage], at: datetime) -> Iterable[tuple[int, Receipt]]:
    if not messages:
        return
    day = f"{timezone.localdate(at):%Y%m%d}"
    numbers = keep_all(tuple(messages.values()), day, at)
    for nth, (place, message) in enumerate(messages.items()):
        if nth in numbers:
            yield (
                place,
                Receipt(
                    receipt=numbers[nth],
                    sha256=message.sha256.hex(),
                    received_at=at,
                    duplicate=False,
                ),
            )
