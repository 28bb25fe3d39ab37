"""Taking an edition more, and taking one no longer (MSG-1)."""

from dataclasses import dataclass, replace
from typing import Any

from verzuimbrug.application.configuration.configure import Configured, edit
from verzuimbrug.application.configuration.entries import AccountEntry, Configuration, Plain
from verzuimbrug.application.configuration.profiles import editions_of
from verzuimbrug.domain.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionChange:
    """The editions that a stream takes from now on too, and those that it takes no longer."""

    accept: frozenset[str] = frozenset()
    stop: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether there is anything to change."""
        return bool(self.accept or self.stop)


def with_editions(settings: Plain, change: EditionChange) -> dict[str, Any] | Finding:
    """The settings of a stream with other editions; or why that cannot be.

    Of an edition that is new nobody confirmed the code table yet, also when all were confirmed so
    far (VZ-7). What was said of an edition that is taken no longer goes along with it.
    """
    known = editions_of(settings["message"])
    strange = sorted(change.accept - {*known})
    if strange:
        params = {"edition": strange[0], "message": settings["message"], "known": ", ".join(known)}
        return Finding("CF022", params)
    before = frozenset(settings["editions"] or known)
    after = (before | change.accept) - change.stop
    if not after:
        return Finding("ED101", {"editions": ", ".join(sorted(before))})
    tables = settings.get("operations_per_edition", {})
    return {
        **settings,
        "editions": sorted(after),
        "operations_confirmed": _confirmed(settings, before, after),
        "operations_per_edition": {name: tables[name] for name in tables if name in after},
    }


def _confirmed(settings: Plain, before: frozenset[str], after: frozenset[str]) -> bool | list[str]:
    stored = settings.get("operations_confirmed", False)
    if isinstance(stored, bool) and (not stored or after <= before):
        return stored
    confirmed = before if isinstance(stored, bool) else frozenset(stored)
    return sorted(confirmed & after) or False


def change_editions(
    arbodienst: int,
    of: tuple[str, str],
    change: EditionChange,
    *,
    by: str,
    dry_run: bool = False,
) -> Configured:
    """Has a stream, by the names of its account and itself, take other editions."""

    def changed(stored: Configuration) -> Configuration | Finding:
        (account,) = (each for each in stored.accounts if each.name == of[0])
        return _changed(stored, account, of[1], change)

    return edit(arbodienst, changed, by=by, dry_run=dry_run)


def _changed(
    stored: Configuration, account: AccountEntry, name: str, change: EditionChange
) -> Configuration | Finding:
    streams = {each.name: each for each in account.streams}
    if name not in streams:
        return Finding("TR101", {"stream": name, "known": ", ".join(sorted(streams))})
    settings = with_editions(streams[name].settings, change)
    if isinstance(settings, Finding):
        return settings
    entry = replace(account, streams=(replace(streams[name], settings=settings),))
    return Configuration(arbodienst=stored.arbodienst, accounts=(entry,))
