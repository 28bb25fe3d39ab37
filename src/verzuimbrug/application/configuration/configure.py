"""Applies a configuration file: all of it or nothing, and twice is once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from verzuimbrug.application.configuration.checking import check_configuration
from verzuimbrug.application.configuration.differences import (
    Difference,
    differences,
    without_past_memberships,
)
from verzuimbrug.application.configuration.entries import ArbodienstEntry, Configuration
from verzuimbrug.application.configuration.export import stored_configuration
from verzuimbrug.application.configuration.reading import read_configuration
from verzuimbrug.application.configuration.storing import Touched, store_configuration
from verzuimbrug.application.release import release_employers, release_streams
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import AccountEvent, Arbodienst, ClientAccount, ReservedCode, Stream
from verzuimbrug.store.tenancy import set_tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Configured:
    """What applying a file came to. With findings nothing was applied.

    `kept` names the accounts and streams that the file does not hold; they stay as they are.
    """

    findings: tuple[Finding, ...] = ()
    differences: tuple[Difference, ...] = ()
    kept: tuple[str, ...] = ()
    applied: bool = False


def configure(content: bytes, by: str, *, dry_run: bool = False) -> Configured:
    """Brings the store to what the file says; a dry run only says what would change."""
    wanted, faults = read_configuration(content)
    if wanted is None:
        return Configured(findings=faults)
    with transaction.atomic():
        return _configure(wanted, faults, by, dry_run=dry_run)


def _configure(
    wanted: Configuration, faults: tuple[Finding, ...], by: str, *, dry_run: bool
) -> Configured:
    # One configuration at a time; messages go on meanwhile.
    code = wanted.arbodienst.code
    arbodienst = Arbodienst.objects.select_for_update(no_key=True).filter(code=code).first()
    today = timezone.localdate()
    stored, reserved = None, {}
    if arbodienst:
        set_tenant(arbodienst.id)
        stored, reserved = stored_configuration(arbodienst, today), _reserved_codes()
    known = stored or Configuration(arbodienst=ArbodienstEntry(code=code, name=""))
    faults += check_configuration(wanted, known, reserved)
    if faults:
        return Configured(findings=faults)
    wanted = without_past_memberships(wanted, known, today)
    found = differences(wanted, stored)
    if found and not dry_run:
        touched = Touched(arbodienst=_named(wanted.arbodienst), differences=found)
        store_configuration(wanted, touched, today)
        _log(touched, by)
        release_employers(touched.arbodienst)
        release_streams(_stream_ids(touched))
    return Configured(differences=found, kept=_kept(wanted, known), applied=not dry_run)


def _named(entry: ArbodienstEntry) -> int:
    """The arbodienst, under its name in the file; its tenant is set."""
    row, _ = Arbodienst.objects.update_or_create(code=entry.code, defaults={"name": entry.name})
    set_tenant(row.id)
    return row.id


def _reserved_codes() -> dict[str, str]:
    rows = ReservedCode.objects.values_list("code", "employer__code")
    return {former: str(current) for former, current in rows}


def _log(touched: Touched, by: str) -> None:
    """Each account keeps what was changed in it and its streams, by whom (VE-5)."""
    ids = dict(ClientAccount.objects.values_list("name", "id"))
    changed: dict[str, list[object]] = {}
    for found in touched.differences:
        if found.kind in ("account", "stream"):
            changed.setdefault(found.key[0], []).append(found.to_json())
    _log_events(touched.arbodienst, {ids[name]: rows for name, rows in changed.items()}, by)


def _log_events(arbodienst: int, changed: Mapping[int, Sequence[object]], by: str) -> None:
    now = timezone.now()
    AccountEvent.objects.bulk_create(
        AccountEvent(
            arbodienst_id=arbodienst,
            account_id=account,
            at=now,
            by=by,
            event="configured",
            details={"differences": list(rows)},
        )
        for account, rows in changed.items()
    )


def _stream_ids(touched: Touched) -> list[int]:
    named = Stream.objects.filter(account__name__in={name for name, _ in touched.streams()})
    rows = named.values_list("id", "account__name", "name")
    return [number for number, account, name in rows if (account, name) in touched.streams()]


def _kept(wanted: Configuration, stored: Configuration) -> tuple[str, ...]:
    held = set(_names(wanted))
    return tuple(name for name in _names(stored) if name not in held)


def _names(configuration: Configuration) -> list[str]:
    names = []
    for account in configuration.accounts:
        names += [account.name, *(f"{account.name} / {one.name}" for one in account.streams)]
    return names
