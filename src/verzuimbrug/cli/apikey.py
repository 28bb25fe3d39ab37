"""`verzuimbrug apikey`: keys by which a case system reads and tools set up couplings."""

from dataclasses import asdict
from typing import Annotated

import typer

from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import (
    FAILED,
    ArbodienstOption,
    JsonOption,
    print_json,
    stop,
    told_plainly,
)
from verzuimbrug.cli.shown import moment_line, written
from verzuimbrug.domain.permissions import KeyScope

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="What the key is for.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Keys for case systems and tools.", no_args_is_help=True)
    group.command()(create)
    group.command()(revoke)
    group.command("list")(show)
    app.add_typer(group, name="apikey")


def create(
    name: NameArgument,
    *,
    scope: Annotated[KeyScope, typer.Option(help="The role that says what the key may do.")],
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Make a key and print it: this once."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.sign_in import apikeys

    with told_plainly():
        row = accounts.find_arbodienst(arbodienst)
        try:
            typer.echo(apikeys.create(row.id, name, scope.value))
        except apikeys.KeyNameError as taken:
            stop(str(taken), FAILED)


def revoke(
    name: NameArgument, *, arbodienst: ArbodienstOption = None, data: DataOption = None
) -> None:
    """End a key at once."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.sign_in import apikeys

    with told_plainly():
        apikeys.revoke(accounts.find_arbodienst(arbodienst).id, name)
    typer.echo(f"revoked: {name}")


def show(
    *, as_json: JsonOption = False, arbodienst: ArbodienstOption = None, data: DataOption = None
) -> None:
    """List the keys, revoked ones too; never what they are."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.sign_in import apikeys

    with told_plainly():
        keys = apikeys.list_keys(accounts.find_arbodienst(arbodienst).id)
    if as_json:
        print_json({"keys": [written(asdict(key)) for key in keys]})
        return
    for key in keys:
        ended = f", revoked {moment_line(key.revoked_at)}" if key.revoked_at else ""
        typer.echo(f"{key.name}: {key.scope}, issued {moment_line(key.issued_at)}{ended}")
