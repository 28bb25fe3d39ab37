"""A save taken back: everything that it changed is again as it was before.

A save is what was changed at one moment; its number is that of one of the versions that it made.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Max

from verzuimbrug.application.configuration.configure import Configured, edit
from verzuimbrug.application.configuration.configured_objects import SECTIONS
from verzuimbrug.application.configuration.employer_content import employer_entry
from verzuimbrug.application.configuration.entries import Configuration, EmployerEntry
from verzuimbrug.application.configuration.reading import read_configuration
from verzuimbrug.application.configuration.sealing import place_of, unseal_content
from verzuimbrug.application.configuration.versions import Key, object_names
from verzuimbrug.application.configuration.writing import plain_account
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import ConfigurationVersion
from verzuimbrug.store.tenancy import tenant

_MOST_NAMES = 10
_NOTHING = Configured(findings=(Finding("CF040"),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a change comes to; with `warnings`, which stop nothing."""

    configured: Configured
    warnings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Before:
    """An object as it was before the save, under the key that it has now."""

    kind: str
    key: Key
    content: Mapping[str, Any]


def last_save(arbodienst: int) -> int | None:
    """The number of the last save; None when it only made new objects, which are not taken back."""
    with tenant(arbodienst):
        newest = ConfigurationVersion.objects.order_by("-id").first()
        if newest is None:
            return None
        of_save = ConfigurationVersion.objects.filter(at=newest.at, by=newest.by, number__gt=1)
        return of_save.order_by("-id").values_list("id", flat=True).first()


def undo_save(arbodienst: int, save: int, *, by: str, dry_run: bool = False) -> Proposal:
    """Brings all that a save changed back to the version before; a dry run only tells.

    What the save made stays, and so does what was changed again since. That is a save in turn.
    """
    with tenant(arbodienst):
        rows = _rows_of(save)
        changed = [row for row in rows if row.number > 1]
        since = _changed_since(rows)
        before = list(_before([row for row in changed if row.object_id not in since[row.kind]]))
        warnings = (*_new(rows), *_since(since))
        if not before:
            return Proposal(configured=_NOTHING, warnings=warnings)
        outcome = edit(arbodienst, _back(before), by=by, dry_run=dry_run)
        return Proposal(configured=outcome, warnings=warnings)


def _rows_of(save: int) -> Sequence[ConfigurationVersion]:
    row = ConfigurationVersion.objects.filter(id=save).first()
    if row is None:
        return ()
    return list(ConfigurationVersion.objects.filter(at=row.at, by=row.by).order_by("id"))


def _changed_since(rows: Iterable[ConfigurationVersion]) -> Mapping[str, Mapping[int, Key]]:
    """By kind the objects that have a newer version than that of the save."""
    numbers: dict[str, dict[int, int]] = {}
    for row in rows:
        numbers.setdefault(row.kind, {})[row.object_id] = row.number
    found: dict[str, Mapping[int, Key]] = {}
    for kind, own in numbers.items():
        newest = ConfigurationVersion.objects.filter(kind=kind, object_id__in=list(own))
        last = newest.values_list("object_id").annotate(Max("number"))
        found[kind] = object_names(kind, [each for each, number in last if number > own[each]])
    return found


def _before(rows: Sequence[ConfigurationVersion]) -> Iterable[_Before]:
    for kind in {row.kind: None for row in rows}:
        of_kind = {row.object_id: row.number - 1 for row in rows if row.kind == kind}
        keys = object_names(kind, list(of_kind))
        earlier = ConfigurationVersion.objects.filter(kind=kind, object_id__in=list(of_kind))
        for row in earlier.order_by("object_id"):
            if of_kind[row.object_id] == row.number:
                content = unseal_content(row.content, place_of(row))
                yield _Before(kind=kind, key=keys[row.object_id], content=content)


def _back(before: Sequence[_Before]) -> Callable[[Configuration], Configuration]:
    def change(stored: Configuration) -> Configuration:
        wanted, faults = read_configuration(json.dumps(_document(before, stored)).encode())
        assert wanted is not None and not faults, faults  # noqa: S101, PT018 -- it was saved once
        employers = (each for each in before if each.kind == "employer")
        return replace(wanted, employers=tuple(map(_employer, employers)))

    return change


def _employer(before: _Before) -> EmployerEntry:
    """With the present code reserved when the employer had another one before (WG-3)."""
    entry = employer_entry(before.content)
    (code,) = before.key
    if entry.code == code:
        return entry
    return replace(entry, former_codes=(*entry.former_codes, code))


def _document(before: Sequence[_Before], stored: Configuration) -> dict[str, Any]:
    """All but the employers as a configuration file."""
    own = {"code": stored.arbodienst.code, "name": stored.arbodienst.name}
    document: dict[str, Any] = {"arbodienst": own}
    accounts = {account.name: dict(plain_account(account)) for account in stored.accounts}
    touched: dict[str, dict[str, Any]] = {}
    for each in before:
        if each.kind == "arbodienst":
            # A version without terms says that there were none.
            document["arbodienst"] = {"retention": {}, **each.content}
        elif each.kind == "account":
            touched.setdefault(each.key[0], {"streams": []}).update(each.content)
        elif each.kind == "stream":
            account = touched.setdefault(each.key[0], {**accounts[each.key[0]], "streams": []})
            account["streams"].append(dict(each.content))
        elif each.kind != "employer":
            document.setdefault(SECTIONS[each.kind], []).append(dict(each.content))
    return {**document, **({"accounts": list(touched.values())} if touched else {})}


def _new(rows: Sequence[ConfigurationVersion]) -> Iterable[Finding]:
    made = [row.object_id for row in rows if row.number == 1]
    if made:
        yield Finding("CF038", {"count": str(len(made))})


def _since(since: Mapping[str, Mapping[int, Key]]) -> Iterable[Finding]:
    names = sorted(" / ".join(key) for keys in since.values() for key in keys.values())
    if names:
        shown = ", ".join(names[:_MOST_NAMES]) + (", …" if len(names) > _MOST_NAMES else "")
        yield Finding("CF039", {"count": str(len(names)), "names": shown})
