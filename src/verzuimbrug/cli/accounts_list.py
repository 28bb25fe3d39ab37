"""`verzuimbrug accounts list` and `show`: which couplings there are, and all there is to one."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from verzuimbrug.cli.credentials import AccountArgument
from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import ArbodienstOption, JsonOption, print_json, told_plainly
from verzuimbrug.cli.shown import moment_line, written

if TYPE_CHECKING:
    from datetime import datetime

    from verzuimbrug.application.account_reading import AccountDetails, AccountSummary
    from verzuimbrug.application.configuration.entries import ScopeEntry


def register(app: typer.Typer) -> None:
    """Add the commands, to the group that other commands about accounts are in too."""
    group = _accounts(app)
    group.command("list")(list_all)
    group.command("show")(show)


def _accounts(app: typer.Typer) -> typer.Typer:
    for registered in app.registered_groups:
        if registered.name == "accounts" and registered.typer_instance:
            return registered.typer_instance
    group = typer.Typer(help="The accounts.", no_args_is_help=True)
    app.add_typer(group, name="accounts")
    return group


def list_all(
    *, as_json: JsonOption = False, arbodienst: ArbodienstOption = None, data: DataOption = None
) -> None:
    """List the accounts: kind, portal, scope, status, last message, streams."""
    open_instance(data)
    from verzuimbrug.application import account_reading, accounts

    with told_plainly():
        found = account_reading.list_accounts(accounts.find_arbodienst(arbodienst).id)
    if as_json:
        print_json({"accounts": [written(asdict(account)) for account in found]})
        return
    for account in found:
        typer.secho(account.name, bold=True)
        for line in _lines(account):
            typer.echo(f"  {line}")


def show(
    account: AccountArgument,
    *,
    as_json: JsonOption = False,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Show everything of an account: its settings, its streams, and its log, newest first."""
    open_instance(data)
    from verzuimbrug.application import account_reading, accounts

    with told_plainly():
        found = account_reading.show_account(accounts.find_account(account, arbodienst))
    if as_json:
        print_json(_as_json(found))
        return
    typer.secho(found.summary.name, bold=True)
    for line in (*_lines(found.summary), *_more(found)):
        typer.echo(f"  {line}")


def _as_json(found: "AccountDetails") -> dict[str, Any]:
    """The account with its streams in full instead of by name."""
    rest: dict[str, Any] = written(asdict(found))
    return {**rest.pop("summary"), **rest}


def _lines(account: "AccountSummary") -> Iterator[str]:
    yield f"{account.status}; {account.kind}, portal {account.portal}"
    if account.insurer:
        yield f"insurer {account.insurer}"
    if account.underwriting_agent:
        yield f"underwriting agent {account.underwriting_agent}"
    yield f"scope: {_scope(account.scope)}"
    yield f"last message: {_moment(account.last_message_at)}"
    yield f"streams: {', '.join(account.streams) or 'none'}"


def _scope(scope: "ScopeEntry") -> str:
    if scope.everything:
        return "all employers"
    parts = [f"group {code}" for code in scope.employer_groups]
    parts += [f"employer {code}" for code in scope.employers]
    return ", ".join(parts) or "nothing"


def _moment(at: "datetime | None") -> str:
    return moment_line(at) if at else "none yet"


def _more(found: "AccountDetails") -> Iterator[str]:
    yield f"culture {found.culture}; citizen service numbers {'on' if found.bsn else 'off'}"
    recipients = ", ".join(found.report_recipients) or "none"
    yield f"report recipients: {recipients}; mailed {found.report_mail}"
    yield f"allowed addresses: {', '.join(found.allowed_addresses) or 'any'}"
    for stream in found.streams:
        yield f"stream {stream.name}: last message {_moment(stream.last_message_at)}"
        for name, value in stream.settings.items():
            yield f"  {name}: {value}"
    yield "log:"
    for event in found.events:
        yield f"  {moment_line(event.at)}  {event.event}  {event.by}"
