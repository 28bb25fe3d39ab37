"""The configuration of a sandbox: that of the real account, with employers that do not exist."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.configuration.beside_settings import without_meaning
from verzuimbrug.application.configuration.entries import (
    AccountEntry,
    ArbodienstEntry,
    Configuration,
    SchemeEntry,
    ScopeEntry,
    StreamEntry,
    without_defaults,
)
from verzuimbrug.application.configuration.export import stored_configuration
from verzuimbrug.application.configuration.guards import OFF
from verzuimbrug.application.sandboxes.employers import GROUP, made_employers
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.guards import Guard
from verzuimbrug.domain.streams import Mode
from verzuimbrug.store.models import Arbodienst, ClientAccount
from verzuimbrug.store.tenancy import tenant

_MARK = " (proef)"
_LONGEST_NAME = 200
_OVERRULED = {
    "mode": Mode.LIVE.value,
    "guards": {guard.value: OFF for guard in Guard},
    # In a sandbox a table is tried that may not be confirmed yet; nothing real can be withdrawn.
    "operations_confirmed": True,
}
"""The settings in which a stream of a sandbox differs: nobody is there to approve anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a sandbox is to be like, or why it cannot be."""

    configuration: Configuration
    findings: tuple[Finding, ...]


def wanted_configuration(ref: AccountRef, code: str) -> Wanted:
    """The configuration of the sandbox of an account, under a code of its own."""
    real = Arbodienst.objects.get(id=ref.arbodienst)
    with tenant(ref.arbodienst):
        name = ClientAccount.objects.values_list("name", flat=True).get(id=ref.account)
        stored = stored_configuration(real, with_employers=False)
    account = next(each for each in stored.accounts if each.name == name)
    streams = tuple(map(_stream, account.streams))
    made = made_employers(streams, stored.conversion_tables, _scheme(stored.schemes, streams))
    configuration = Configuration(
        arbodienst=ArbodienstEntry(code=code, name=_marked(stored.arbodienst.name)),
        groups=(GROUP,),
        schemes=stored.schemes,
        conversion_tables=stored.conversion_tables,
        employers=made.employers,
        accounts=(_account(account, streams),),
    )
    return Wanted(configuration=configuration, findings=made.findings)


def _account(account: AccountEntry, streams: tuple[StreamEntry, ...]) -> AccountEntry:
    return replace(
        account,
        name=_marked(account.name),
        scope=ScopeEntry(employer_groups=(GROUP.code,)),
        report_recipients=(),
        # Whoever tries comes from where developers are.
        allowed_addresses=(),
        streams=streams,
    )


def _stream(stream: StreamEntry) -> StreamEntry:
    settings = {**stream.settings, **_OVERRULED}
    for name in set(without_meaning(settings["message"], _OVERRULED)):
        del settings[name]
    return replace(stream, settings=without_defaults(settings))


def _marked(name: str) -> str:
    return name[: _LONGEST_NAME - len(_MARK)] + _MARK


def _scheme(schemes: Sequence[SchemeEntry], streams: Sequence[StreamEntry]) -> str:
    """A scheme with the classifications that streams fall back on, else the first one (VZ-13)."""
    used = {
        stream.settings["classification"]["default"]
        for stream in streams
        if stream.settings.get("classification", {}).get("default")
    }
    fitting = (each.code for each in schemes if used <= set(each.classifications))
    return next(fitting, schemes[0].code if schemes else "")
