"""`verzuimbrug activate` and `suspend`: an account goes live, or stops."""

from typing import Annotated

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


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(activate)
    app.command()(suspend)


def activate(  # noqa: PLR0913 -- one parameter an option
    account: AccountArgument,
    *,
    waive: Annotated[
        list[str] | None, typer.Option(metavar="GR-n", help="Pass over a check; repeatable.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why checks are passed over.")] = "",
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Let the account's messages be processed; without --waive only when it is ready."""
    open_instance(data)
    from verzuimbrug.application import accounts, activation

    waiver = activation.Waiver(checks=tuple(waive or ()), reason=reason.strip())
    with told_plainly():
        if waiver.problem:
            stop(waiver.problem, MISUSED)
        ref = accounts.find_account(account, arbodienst)
        try:
            blocks = activation.activate(ref, by_whom(), waiver)
        except activation.ClosedAccountError as closed:
            stop(str(closed), FAILED)
    for block in blocks:
        typer.echo(f"{block.text(lang)} {block.action(lang)} [{block.code}]", err=True)
    if blocks:
        stop(f"{account} is not active: {len(blocks)} in the way", FAILED)
    typer.echo(f"{account} is active")


def suspend(
    account: AccountArgument, *, arbodienst: ArbodienstOption = None, data: DataOption = None
) -> None:
    """Shut the doors for the account; what is not yet processed waits."""
    open_instance(data)
    from verzuimbrug.application import accounts, activation

    with told_plainly():
        ref = accounts.find_account(account, arbodienst)
        try:
            activation.suspend(ref, by_whom())
        except activation.ClosedAccountError as closed:
            stop(str(closed), FAILED)
    typer.echo(f"{account} is suspended")
