"""Applies a configuration file: all of it or nothing, and twice is once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from verzuimbrug.application.configuration.checking import (
    check_configuration,
    conversion_tables_of,
)
from verzuimbrug.application.configuration.differences import (
    Difference,
    code_differences,
    differences,
    without_past_memberships,
)
from verzuimbrug.application.configuration.entries import ArbodienstEntry, Configuration
from verzuimbrug.application.configuration.export import stored_configuration
from verzuimbrug.application.configuration.profiles import with_profile_streams
from verzuimbrug.application.configuration.reading import read_configuration
from verzuimbrug.application.configuration.renaming import (
    check_codes,
    renamed,
    renames_in,
    with_reserved_codes,
)
from verzuimbrug.application.configuration.retention_terms import with_kept_retention
from verzuimbrug.application.configuration.storing import Touched, store_configuration
from verzuimbrug.application.configuration.versions import Saved, write_versions
from verzuimbrug.application.exports.looking import look_anew
from verzuimbrug.application.release import (
    release_employers,
    release_run_outs,
    release_streams,
)
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import AccountEvent, Arbodienst, ClientAccount, Employer, Stream
from verzuimbrug.store.tenancy import set_tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Configured:
    """What applying a file came to. With findings nothing was applied.

    `kept` names the accounts, streams and exports that the file does not hold; they stay as they
    are.
    """

    findings: tuple[Finding, ...] = ()
    differences: tuple[Difference, ...] = ()
    kept: tuple[str, ...] = ()
    applied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Save:
    """Who saves, and whether it is only to be shown."""

    by: str
    dry_run: bool


def configure(
    content: bytes, by: str, *, dry_run: bool = False, own: str | None = None
) -> Configured:
    """Brings the store to what the file says; a dry run only says what would change.

    `own` is the code of the arbodienst that the file has to be of; one of another is answered
    alike, whether that other exists or not.
    """
    wanted, faults = read_configuration(content)
    if wanted is None:
        return Configured(findings=faults)
    if own is not None and wanted.arbodienst.code != own:
        return Configured(findings=(Finding("MA101", {"code": own}, "arbodienst.code"),))
    with transaction.atomic():
        # One configuration at a time; messages go on meanwhile.
        stored = _locked_configuration(code=wanted.arbodienst.code)
        return _configure(wanted, stored, faults, _Save(by=by, dry_run=dry_run))


Edit = Callable[[Configuration], Configuration | Finding]
"""From the stored configuration to the entries that change, or why that cannot be."""


def edit(arbodienst: int, change: Edit, *, by: str, dry_run: bool = False) -> Configured:
    """Changes some entries of the stored configuration, by the same checks as a file."""
    with transaction.atomic():
        stored = _locked_configuration(id=arbodienst)
        assert stored is not None  # noqa: S101 -- the caller has the arbodienst
        wanted = change(stored)
        if isinstance(wanted, Finding):
            return Configured(findings=(wanted,))
        return _configure(wanted, stored, (), _Save(by=by, dry_run=dry_run))


def _locked_configuration(**which: object) -> Configuration | None:
    row = Arbodienst.objects.select_for_update(no_key=True).filter(**which).first()
    if row is None:
        return None
    set_tenant(row.id)
    return stored_configuration(row)


def _configure(
    wanted: Configuration,
    stored: Configuration | None,
    faults: tuple[Finding, ...],
    save: _Save,
) -> Configured:
    known = stored or Configuration(arbodienst=replace(wanted.arbodienst, name=""))
    renames = renames_in(wanted, known)
    known = renamed(known, renames)
    wanted = with_kept_retention(wanted, known)
    wanted = with_profile_streams(with_reserved_codes(wanted, known), known)
    faults += (*check_configuration(wanted, known), *check_codes(wanted, known, renames))
    if faults:
        return Configured(findings=faults)
    wanted = without_past_memberships(wanted, known, timezone.localdate())
    found = code_differences(renames) + differences(wanted, known if stored else None)
    if found and not save.dry_run:
        _store(wanted, found, save.by)
    return Configured(differences=found, kept=_kept(wanted, known), applied=not save.dry_run)


def _store(wanted: Configuration, found: tuple[Difference, ...], by: str) -> None:
    touched = Touched(arbodienst=_named(wanted.arbodienst), differences=found)
    store_configuration(wanted, touched, timezone.localdate())
    write_versions(wanted, Saved(arbodienst=touched.arbodienst, by=by, differences=found))
    _log(touched, by)
    release_employers(touched.arbodienst)
    release_run_outs(_employer_ids(touched))
    release_streams(_stream_ids(touched))
    look_anew(touched.names("export"))


def _named(entry: ArbodienstEntry) -> int:
    """The arbodienst, under its name in the file; its tenant is set."""
    row, _ = Arbodienst.objects.update_or_create(code=entry.code, defaults={"name": entry.name})
    set_tenant(row.id)
    return row.id


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


def _employer_ids(touched: Touched) -> list[int]:
    """The employers whose periods differ: other cases may have been open at the end (WG-4)."""
    codes = {
        found.key[0]
        for found in touched.differences
        if found.kind == "employer" and found.field in ("groups", "start", "end")
    }
    return list(Employer.objects.filter(code__in=codes).values_list("id", flat=True))


def _stream_ids(touched: Touched) -> list[int]:
    """The streams that are saved, or that name a conversion table that is."""
    streams, tables = touched.streams(), touched.names("conversion table")
    rows = Stream.objects.values_list("id", "account__name", "name", "settings")
    return [
        number
        for number, account, name, settings in rows
        if (account, name) in streams or not tables.isdisjoint(conversion_tables_of(settings))
    ]


def _kept(wanted: Configuration, stored: Configuration) -> tuple[str, ...]:
    held = set(_names(wanted))
    return tuple(name for name in _names(stored) if name not in held)


def _names(configuration: Configuration) -> list[str]:
    names = []
    for account in configuration.accounts:
        names += [account.name, *(f"{account.name} / {one.name}" for one in account.streams)]
    return [*names, *(export.name for export in configuration.exports)]
