"""What applying a configuration would change, object by object and field by field."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from verzuimbrug.application.configuration.entries import (
    STREAM_DEFAULTS,
    Configuration,
    EmployerEntry,
    Plain,
)
from verzuimbrug.application.configuration.export_settings import EXPORT_DEFAULTS
from verzuimbrug.application.configuration.writing import (
    plain_account,
    plain_arbodienst,
    plain_conversion,
    plain_employer,
    plain_export,
    plain_group,
    plain_scheme,
    plain_stream,
)

Objects = Mapping[tuple[str, ...], Plain]

_DEFAULTS = {"arbodienst": {"retention": {}}, "stream": STREAM_DEFAULTS, "export": EXPORT_DEFAULTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field of one object, before and after; a new object has no field and no before."""

    kind: str
    key: tuple[str, ...]
    field: str = ""
    before: Any = None
    after: Any = None

    @property
    def is_new(self) -> bool:
        """Whether the object does not exist yet."""
        return not self.field

    def to_json(self) -> dict[str, Any]:
        """The form for `--json` and the log of the account."""
        return {
            "kind": self.kind,
            "key": list(self.key),
            "field": self.field or None,
            "before": self.before,
            "after": self.after,
        }

    def __str__(self) -> str:
        name = " / ".join(self.key)
        if self.is_new:
            return f"+ {self.kind} {name}"
        return f"~ {self.kind} {name}: {self.field}: {_shown(self.before)} -> {_shown(self.after)}"


def _shown(value: Any) -> str:  # noqa: ANN401 -- any field
    return json.dumps(value, ensure_ascii=False)


def differences(wanted: Configuration, stored: Configuration | None) -> tuple[Difference, ...]:
    """What is new or differs. What the file does not name stays as it is (VE-3)."""
    before = plain_objects(_named_in(wanted, stored)) if stored else {}
    return tuple(_between(plain_objects(wanted), before))


def _named_in(wanted: Configuration, stored: Configuration) -> Configuration:
    """The stored configuration with those of its employers, of which there are many, alone."""
    codes = {entry.code for entry in wanted.employers}
    return replace(stored, employers=tuple(e for e in stored.employers if e.code in codes))


def code_differences(renames: Mapping[str, str]) -> tuple[Difference, ...]:
    """The employers that get another code; `renames` gives the present code by the new one."""
    return tuple(
        Difference(kind="employer", key=(code,), field="code", before=old, after=code)
        for code, old in renames.items()
    )


def _between(wanted: Mapping[str, Objects], stored: Mapping[str, Objects]) -> Iterator[Difference]:
    for kind, objects in wanted.items():
        for key, after in objects.items():
            before = stored.get(kind, {}).get(key)
            if before is None:
                yield Difference(kind=kind, key=key, after=dict(after))
            else:
                yield from _fields(kind, key, before, after)


def _fields(kind: str, key: tuple[str, ...], before: Plain, after: Plain) -> Iterator[Difference]:
    defaults = _DEFAULTS.get(kind, {})
    for field in dict.fromkeys((*after, *before)):
        old = before.get(field, defaults.get(field))
        new = after.get(field, defaults.get(field))
        if old != new:
            yield Difference(kind=kind, key=key, field=field, before=old, after=new)


def plain_objects(configuration: Configuration) -> dict[str, Objects]:
    """Every object as in a file, by its kind and key; an account without its streams."""
    arbodienst = configuration.arbodienst
    streams: Objects = {
        (account.name, stream.name): plain_stream(stream)
        for account in configuration.accounts
        for stream in account.streams
    }
    return {
        "arbodienst": {(arbodienst.code,): plain_arbodienst(arbodienst)},
        "employer group": {(group.code,): plain_group(group) for group in configuration.groups},
        "scheme": {(scheme.code,): plain_scheme(scheme) for scheme in configuration.schemes},
        "conversion table": {
            (table.code,): plain_conversion(table) for table in configuration.conversion_tables
        },
        "employer": {(entry.code,): plain_employer(entry) for entry in configuration.employers},
        "account": {(entry.name,): plain_account(entry) for entry in configuration.accounts},
        "stream": streams,
        "export": {(entry.name,): plain_export(entry) for entry in configuration.exports},
    }


def without_past_memberships(
    wanted: Configuration, stored: Configuration, today: date
) -> Configuration:
    """The configuration without memberships that are over and are known as over."""
    running = {
        (employer.code, membership.group)
        for employer in stored.employers
        for membership in employer.groups
    }
    employers = _still_running(wanted.employers, running, today)
    return replace(wanted, employers=tuple(employers))


def _still_running(
    employers: Iterable[EmployerEntry], running: set[tuple[str, str]], today: date
) -> Iterator[EmployerEntry]:
    for employer in employers:
        groups = tuple(
            membership
            for membership in employer.groups
            if (employer.code, membership.group) in running
            or membership.end is None
            or (membership.run_out or membership.end) >= today
        )
        yield replace(employer, groups=groups)
