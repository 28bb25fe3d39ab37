"""`verzuimbrug apikey`: keys by which a case system reads."""

from enum import StrEnum
from typing import Annotated

import typer

from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import FAILED, ArbodienstOption, stop, told_plainly

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="What the key is for.")]


class KeyScope(StrEnum):
    """What a key may do."""

    READ = "read"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Keys by which a case system reads.", no_args_is_help=True)
    group.command()(create)
    group.command()(revoke)
    app.add_typer(group, name="apikey")


def create(
    name: NameArgument,
    *,
    scope: Annotated[KeyScope, typer.Option(help="What the key may do.")],
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Make a key and print it: this once."""
    open_instance(data)
    from verzuimbrug.application import accounts, apikeys

    with told_plainly():
        row = accounts.find_arbodienst(arbodienst)
        try:
            typer.echo(apikeys.create(row.id, name, scope.value))
        except apikeys.TakenNameError as taken:
            stop(str(taken), FAILED)


def revoke(
    name: NameArgument, *, arbodienst: ArbodienstOption = None, data: DataOption = None
) -> None:
    """End a key at once."""
    open_instance(data)
    from verzuimbrug.application import accounts, apikeys

    with told_plainly():
        apikeys.revoke(accounts.find_arbodienst(arbodienst).id, name)
    typer.echo(f"revoked: {name}")
