"""`verzuimbrug ready` and `activate`: an account is prepared, and goes live."""

from typing import TYPE_CHECKING, Annotated

import typer

from verzuimbrug.cli.credentials import AccountArgument
from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import (
    FAILED,
    MISUSED,
    ArbodienstOption,
    Language,
    LanguageOption,
    by_whom,
    stop,
    told_plainly,
)

if TYPE_CHECKING:
    from verzuimbrug.application.readiness.waivers import Waiver
    from verzuimbrug.domain.findings import Finding

WaiveOption = Annotated[
    list[str] | None, typer.Option(metavar="GR-n", help="Pass over a check; repeatable.")
]
ReasonOption = Annotated[str, typer.Option(help="Why checks are passed over.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(ready)
    app.command()(activate)


def ready(  # noqa: PLR0913 -- one parameter an option
    account: AccountArgument,
    *,
    waive: WaiveOption = None,
    reason: ReasonOption = "",
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Say that the account is prepared, for somebody else to activate; when it is."""
    open_instance(data)
    from verzuimbrug.application import accounts, activation

    with told_plainly():
        waiver = waiver_of(waive, reason)
        ref = accounts.find_account(account, arbodienst)
        try:
            blocks = activation.make_ready(ref, by_whom(), waiver)
        except activation.StatusError as refused:
            stop(str(refused), FAILED)
    _tell(account, blocks, "ready", lang)


def activate(  # noqa: PLR0913 -- one parameter an option
    account: AccountArgument,
    *,
    waive: WaiveOption = None,
    reason: ReasonOption = "",
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Let the account's messages be processed; without --waive only when it is ready."""
    open_instance(data)
    from verzuimbrug.application import accounts, activation

    with told_plainly():
        waiver = waiver_of(waive, reason)
        ref = accounts.find_account(account, arbodienst)
        try:
            blocks = activation.activate(ref, by_whom(), waiver)
        except activation.StatusError as refused:
            stop(str(refused), FAILED)
    _tell(account, blocks, "active", lang)


def waiver_of(checks: "list[str] | None", reason: str) -> "Waiver":
    """The checks to pass over, as they were named; what cannot be ends the command."""
    from verzuimbrug.application.readiness.waivers import Waiver

    waiver = Waiver(checks=tuple(checks or ()), reason=reason.strip())
    if waiver.problem:
        stop(waiver.problem, MISUSED)
    return waiver


def _tell(account: str, blocks: "tuple[Finding, ...]", status: str, lang: Language) -> None:
    for block in blocks:
        typer.echo(f"{block.text(lang)} {block.action(lang)} [{block.code}]", err=True)
    if blocks:
        stop(f"{account} is not {status}: {len(blocks)} in the way", FAILED)
    typer.echo(f"{account} is {status}")
