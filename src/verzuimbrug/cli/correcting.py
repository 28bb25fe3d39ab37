"""`verzuimbrug messages`: a stored message corrected, or messages processed again."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from verzuimbrug.cli.changes import DryRunOption, how_applied, long_work, tell_findings
from verzuimbrug.cli.input_files import read_file
from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import (
    MISUSED,
    ArbodienstOption,
    JsonOption,
    Language,
    LanguageOption,
    by_whom,
    finding_json,
    print_json,
    stop,
    told_plainly,
)

if TYPE_CHECKING:
    from verzuimbrug.application.correcting.correct import Corrected
    from verzuimbrug.application.correcting.replay import Replayed
    from verzuimbrug.application.decider import Decider
    from verzuimbrug.domain.findings import Finding

ReceiptArgument = Annotated[str, typer.Argument(metavar="RECEIPT", help="The message's receipt.")]
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="- reads stdin.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Correct stored messages, or replay them.", no_args_is_help=True)
    group.command()(correct)
    group.command()(replay)
    app.add_typer(group, name="messages")


def correct(  # noqa: PLR0913 -- one parameter an option
    receipt: ReceiptArgument,
    file: FileArgument,
    *,
    reason: Annotated[str, typer.Option(help="Why; it stays with the correction.")],
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Keep a corrected version of a message; it waits for approval, and `held show` shows it."""
    content = read_file(file)
    open_instance(data)
    from verzuimbrug.application.correcting import correct as correcting

    with long_work("working out the changes"):
        found = correcting.correct(_decider(arbodienst), receipt, content, reason)
    if found is None:
        stop(f"there is no message with receipt {receipt}", MISUSED)
    if as_json:
        print_json(_told(found, found.findings, lang))
        raise typer.Exit(0 if found.receipt else MISUSED)
    if not found.receipt:
        tell_findings(found.findings, str(file), lang)
    for finding in found.findings:
        typer.echo(finding.text(lang))
    typer.echo(f"{found.receipt}  {_counted(found.counts)}")


def replay(  # noqa: PLR0913 -- one parameter an option
    *,
    receipt: Annotated[str | None, typer.Option(help="This message only.")] = None,
    cause: Annotated[str | None, typer.Option(help="All with this code as cause.")] = None,
    account: Annotated[str | None, typer.Option(help="Of this account only.")] = None,
    stream: Annotated[str | None, typer.Option(help="Of streams with this name only.")] = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Process rejected, failed and parked messages again, in order of receipt."""
    if receipt is None and cause is None:
        stop("name a receipt or a cause", MISUSED)
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.correcting import replay as replaying

    with told_plainly():
        own = accounts.find_account(account, arbodienst).account if account else None
    chosen = replaying.Chosen(receipt=receipt, cause=cause, account=own, stream=stream)
    with long_work("looking"):
        found = replaying.replay(_decider(arbodienst), chosen, dry_run=dry_run)
    if as_json:
        print_json(_told(found, found.findings, lang))
        raise typer.Exit(MISUSED if found.findings else 0)
    tell_findings(found.findings, receipt or cause or "", lang)
    typer.echo(f"messages: {found.messages}; {how_applied(applied=found.applied)}")
    if found.shown:
        typer.echo(f"of {found.shown}: {_counted(found.counts)}")


def _decider(arbodienst: str | None) -> "Decider":
    from verzuimbrug.application import accounts
    from verzuimbrug.application.decider import Decider

    with told_plainly():
        return Decider(arbodienst=accounts.find_arbodienst(arbodienst).id, by=by_whom())


def _told(
    found: "Corrected | Replayed", findings: tuple["Finding", ...], lang: Language
) -> dict[str, Any]:
    return {**asdict(found), "findings": [finding_json(each, lang) for each in findings]}


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "-"
