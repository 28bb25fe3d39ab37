"""`verzuimbrug suspend`, `close` and `accounts`: an account stops, and what happened to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated

import typer

from verzuimbrug.cli.credentials import AccountArgument
from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import (
    FAILED,
    ArbodienstOption,
    JsonOption,
    by_whom,
    print_json,
    stop,
    told_plainly,
)
from verzuimbrug.cli.shown import moment_line, written


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(suspend)
    app.command()(close)
    group = typer.Typer(
        help="Accounts: what they are, and what happened to them.", no_args_is_help=True
    )
    group.command("log")(show_log)
    group.command("refused")(show_refused)
    app.add_typer(group, name="accounts")


def suspend(
    account: AccountArgument,
    *,
    reason: Annotated[str, typer.Option(help="Why; kept in the log.")] = "",
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Shut the doors for the account; what is not yet processed waits."""
    open_instance(data)
    from verzuimbrug.application import account_status, accounts

    with _told_plainly():
        ref = accounts.find_account(account, arbodienst)
        account_status.suspend(ref, by_whom(), reason.strip())
    typer.echo(f"{account} is suspended")


def close(
    account: AccountArgument,
    *,
    reason: Annotated[str, typer.Option(help="Why; kept in the log.")],
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """End the account for good: it never opens again, and all it signs in with ends."""
    open_instance(data)
    from verzuimbrug.application import account_status, accounts

    with _told_plainly():
        ref = accounts.find_account(account, arbodienst)
        waiting = account_status.close(ref, by_whom(), reason.strip())
    typer.echo(f"{account} is closed; messages not processed, and kept: {waiting}")


def show_log(
    account: AccountArgument,
    *,
    as_json: JsonOption = False,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Show what was done to the account: when, by whom, with what."""
    open_instance(data)
    from verzuimbrug.application import accounts

    with told_plainly():
        events = accounts.account_log(accounts.find_account(account, arbodienst))
    if as_json:
        print_json({"events": [written(asdict(event)) for event in events]})
        return
    for event in events:
        details = ", ".join(f"{name}: {value}" for name, value in event.details.items())
        typer.echo(f"{moment_line(event.at)}  {event.event}  {event.by}  {details}".rstrip())


def show_refused(
    account: AccountArgument,
    *,
    as_json: JsonOption = False,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Show the latest attempts that were refused at the door: when, from where, why."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.receiving import refusals

    with told_plainly():
        refused = refusals.list_refusals(accounts.find_account(account, arbodienst))
    if as_json:
        print_json({"refused": [written(asdict(attempt)) for attempt in refused]})
        return
    for attempt in refused:
        words = (moment_line(attempt.at), attempt.door, attempt.address, attempt.reason)
        typer.echo("  ".join(words))


@contextmanager
def _told_plainly() -> Iterator[None]:
    """A status that the account cannot get ends the command with a sentence."""
    from verzuimbrug.application.account_status import StatusError

    try:
        with told_plainly():
            yield
    except StatusError as refused:
        stop(str(refused), FAILED)
