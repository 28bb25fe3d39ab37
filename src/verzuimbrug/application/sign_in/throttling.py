"""Whose a customer code, key or login is, unless signing in failed too often.

Failures are counted per name and place and per place, for names that exist and names that do not:
the real portal, which comes from another place, is never shut out by somebody who guesses.
"""

from dataclasses import dataclass

from verzuimbrug.application.receiving.refusals import RefusalCode, RefusedError
from verzuimbrug.application.sign_in.secret_values import digest
from verzuimbrug.domain.addresses import place_of
from verzuimbrug.domain.throttling import (
    MOST_PER_NAME,
    MOST_PER_PLACE,
    WINDOW,
    Failures,
    seconds_to_wait,
)
from verzuimbrug.store.gathered import SignInHashes
from verzuimbrug.store.models.open import SignInKind
from verzuimbrug.store.sql import execute, select

_LOOK_UP = """
SELECT coalesce(s.arbodienst_id, 0), coalesce(s.account, 0), coalesce(s.target, 0),
       coalesce(n.count, 0), coalesce(now() - n.since, interval '0'),
       coalesce(p.count, 0), coalesce(now() - p.since, interval '0')
FROM (SELECT %b::bytea AS value, %b::bytea AS name, %b::bytea AS place) given
LEFT JOIN store_signin s ON s.hash = given.value AND s.kind = %s
LEFT JOIN store_signinfailures n ON n.hash = given.name
LEFT JOIN store_signinfailures p ON p.hash = given.place
"""

_COUNT = """
INSERT INTO store_signinfailures AS f (hash, since, count)
SELECT hash, now(), 1 FROM unnest(%s::bytea[]) AS hash
ON CONFLICT (hash) DO UPDATE SET
    count = CASE WHEN f.since > now() - %s::interval THEN f.count + 1 ELSE 1 END,
    since = CASE WHEN f.since > now() - %s::interval THEN f.since ELSE now() END
"""

_USE = """
INSERT INTO store_signinfailures AS f (hash, since, count) VALUES (%b, now(), 1)
ON CONFLICT (hash) DO UPDATE SET since = now() WHERE f.since <= now() - %s::interval
"""

_FORGET = "DELETE FROM store_signinfailures WHERE hash = %b"

# Rows that somebody is counting on are left for the next time: waiting for them in another order
# than they are counted in would be a deadlock.
_SWEEP = """
DELETE FROM store_signinfailures WHERE hash IN (
    SELECT hash FROM store_signinfailures WHERE since <= now() - %s::interval
    FOR UPDATE SKIP LOCKED)
"""


_SECRETS = frozenset({SignInKind.API_KEY, SignInKind.CONFORMANCE, SignInKind.EXPORT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """Whose the value is that somebody signs in with; ids of 0 are nobody's."""

    arbodienst: int
    account: int
    target: int
    counted: tuple[bytes, ...]
    failed_before: bool


def look_up(kind: SignInKind, value: str, address: str) -> Claimed:
    """Whose the value is. Raises RefusedError when signing in failed too often.

    Of a secret only the place is counted: it has no name that somebody could guess at.
    """
    hashes = hashes_of(kind, value, address)
    by_name = () if kind in _SECRETS else (hashes.name,)
    return _claim(kind.value, hashes.value, by_name, hashes.place)


def hashes_of(kind: SignInKind, value: str, address: str) -> SignInHashes:
    """By which the value is known, and what failed with it from there and with anything."""
    known, place = digest(value), place_of(address)
    return SignInHashes(known, digest(f"{kind}:{place}", known), digest(f"place:{place}"))


def look_up_person(name: str, address: str) -> Claimed:
    """What failed before for a person; raises RefusedError when that is too often.

    `name` is what they sign in with, or says whose second factor is asked for. Nobody is told
    whether there is such a person: who that is, is not looked at here.
    """
    known, place = digest(name), place_of(address)
    by_name = (digest(f"person:{place}", known),)
    return _claim("person", known, by_name, digest(f"place:{place}"))


def _claim(kind: str, known: bytes, by_name: tuple[bytes, ...], by_place: bytes) -> Claimed:
    (row,) = select(_LOOK_UP, known, next(iter(by_name), None), by_place, kind)
    arbodienst, account, target, count, age, place_count, place_age = row
    wait = max(
        seconds_to_wait(Failures(count=count, age=age), MOST_PER_NAME),
        seconds_to_wait(Failures(count=place_count, age=place_age), MOST_PER_PLACE),
    )
    if wait:
        raise RefusedError(RefusalCode.TOO_MANY_REQUESTS, retry_after=wait)
    return Claimed(
        arbodienst=arbodienst,
        account=account,
        target=target,
        counted=(*by_name, by_place),
        failed_before=count > 0,
    )


def count_failure(claimed: Claimed) -> None:
    """Signing in failed; kept also when the request is refused. Call it outside a transaction."""
    execute(_COUNT, list(claimed.counted), WINDOW, WINDOW)


def use_once(name: str, code: str) -> bool:
    """Whether a code of somebody is used for the first time in a while; keeps that it was."""
    spent = digest(f"used:{name}", digest(code))
    return execute(_USE, spent, WINDOW) == 1


def forgive(claimed: Claimed) -> None:
    """Signing in went well: what failed before under this name from this place counts no more."""
    if claimed.failed_before:
        execute(_FORGET, claimed.counted[0])


def sweep_failures() -> None:
    """Drops counts whose time is over."""
    execute(_SWEEP, WINDOW)
