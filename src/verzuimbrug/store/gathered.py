"""The statements of deliveries that are kept together: one of each, whatever their number.

All of them go in one transaction. Rows are locked and written in one order, so that two such
transactions wait for each other at most: credentials by id, then messages by stream and bytes.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from verzuimbrug.domain.throttling import Failures
from verzuimbrug.store.sql import execute, select

_CLAIMED = """
SELECT given.value, given.name, given.place, coalesce(s.arbodienst_id, 0), coalesce(s.account, 0),
       coalesce(p.count, 0), coalesce(now() - p.since, interval '0')
FROM unnest(%b::bytea[], %b::bytea[], %b::bytea[]) AS given(value, name, place)
LEFT JOIN store_signin s ON s.hash = given.value AND s.kind = 'customer-code'
LEFT JOIN store_signinfailures p ON p.hash = given.place
WHERE NOT EXISTS (SELECT FROM store_signinfailures n WHERE n.hash = given.name)
"""

_OPENED = """
SELECT a.id, a.allowed_addresses, c.id, c.salt, c.token_hash,
       coalesce(c.last_used_at < now() - interval '1 minute', true),
       ARRAY(SELECT s.name FROM store_stream s WHERE s.arbodienst_id = a.arbodienst_id
             AND s.account_id = a.id AND s.name = ANY(%b::text[]) ORDER BY s.id),
       ARRAY(SELECT s.id FROM store_stream s WHERE s.arbodienst_id = a.arbodienst_id
             AND s.account_id = a.id AND s.name = ANY(%b::text[]) ORDER BY s.id)
FROM store_clientaccount a JOIN store_credential c ON c.account_id = a.id
WHERE a.id = ANY(%b::bigint[]) AND a.status = 'active' AND c.revoked_at IS NULL
  AND (c.valid_until IS NULL OR c.valid_until > now())
"""

_USED = """
UPDATE store_credential SET last_used_at = now() WHERE id IN (
    SELECT id FROM store_credential WHERE id = ANY(%b::bigint[]) ORDER BY id FOR NO KEY UPDATE)
"""

_KEEP = """
WITH arrived AS MATERIALIZED (
    SELECT nextval('store_message_id_seq') AS id, current_setting('vb.tenant')::int AS arbodienst,
           given.*
    FROM unnest(%b::bigint[], %b::bigint[], %b::text[], %b::text[], %b::bytea[], %b::int[],
                %b::smallint[], %b::bytea[])
        WITH ORDINALITY
        AS given(account, stream, door, file_name, sha256, size, shard, content, place)
), kept AS (
    INSERT INTO store_message
        (id, arbodienst_id, receipt, account_id, stream_id, file_name, door, sha256, size,
         received_at, state, dry_run, message, edition, sender, reference, stages, findings, codes)
    SELECT id, arbodienst, %s::text || '-' || id, account, stream, file_name, door, sha256, size,
           %b::timestamptz, 'received', false, '', '', '', '', '{}', '[]', '{}'
    FROM arrived ORDER BY stream, sha256, place
    ON CONFLICT (arbodienst_id, stream_id, sha256) DO NOTHING
    RETURNING id, receipt
), body AS (
    INSERT INTO store_messagebody (id, arbodienst_id, content)
    SELECT id, arbodienst, content FROM arrived WHERE id IN (SELECT id FROM kept)
), work AS (
    INSERT INTO store_work (message, arbodienst_id, account, size, shard, state, attempts)
    SELECT id, arbodienst, account, size, shard, 'ready', 0 FROM arrived
    WHERE id IN (SELECT id FROM kept)
)
SELECT place, receipt FROM arrived JOIN kept USING (id)
"""


@dataclass(frozen=True, slots=True)
class SignInHashes:
    """What is looked up of who signs in: the hashes of the code, of it at its place, of the place.

    The second and third are those under which failures are counted.
    """

    value: bytes
    name: bytes
    place: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedAccount:
    """Whose a customer code is, and what failed before from where it was given.

    Ids of 0 are nobody's.
    """

    arbodienst: int
    account: int
    failed_at_place: Failures


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OpenAccount:
    """An active account with one usable credential of it, and those of the streams asked for."""

    account: int
    allowed_addresses: str
    credential: int
    salt: bytes
    token_hash: bytes
    used_long_ago: bool
    streams: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """A message to keep, with its bytes encrypted."""

    account: int
    stream: int
    door: str
    file_name: str
    sha256: bytes
    size: int
    shard: int
    content: bytes


def find_claimed(hashes: Collection[SignInHashes]) -> dict[SignInHashes, ClaimedAccount]:
    """Whose the codes are; one that failed before from its place is not there."""
    columns = [[getattr(each, name) for each in hashes] for name in SignInHashes.__slots__]
    return {
        SignInHashes(value, name, place): ClaimedAccount(
            arbodienst=arbodienst,
            account=account,
            failed_at_place=Failures(count=count, age=age),
        )
        for value, name, place, arbodienst, account, count, age in select(_CLAIMED, *columns)
    }


def find_open(accounts: Collection[int], streams: Collection[str]) -> list[OpenAccount]:
    """Those accounts of the present tenant that are active, once for each usable credential."""
    names = sorted(streams)
    return [
        OpenAccount(
            account=account,
            allowed_addresses=allowed,
            credential=credential,
            salt=salt,
            token_hash=token_hash,
            used_long_ago=long_ago,
            streams=dict(zip(known, ids, strict=True)),
        )
        for account, allowed, credential, salt, token_hash, long_ago, known, ids in select(
            _OPENED, names, names, sorted(accounts)
        )
    ]


def note_used(credentials: Collection[int]) -> None:
    """Keeps that these credentials of the present tenant were used now."""
    if credentials:
        execute(_USED, sorted(credentials))


def keep_all(messages: Sequence[NewMessage], day: str, at: datetime) -> dict[int, str]:
    """Keeps messages of the present tenant, with bytes and work; their receipts by place in them.

    A receipt begins with `day`. There is none for bytes that the stream has already: of equal ones
    the first is kept.
    """
    columns = [[getattr(message, name) for message in messages] for name in NewMessage.__slots__]
    return {int(place) - 1: receipt for place, receipt in select(_KEEP, *columns, day, at)}
