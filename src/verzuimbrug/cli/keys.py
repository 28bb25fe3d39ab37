"""`verzuimbrug keys`: the keys for data at rest, and their rotation while the instance runs."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import FAILED, JsonOption, print_json, stop

if TYPE_CHECKING:
    from collections.abc import Callable

Given = TypeVar("Given")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="The keys for data at rest.", no_args_is_help=True)
    group.command("list")(list_keys)
    group.command("new")(new)
    group.command("rotate")(rotate)
    group.command("remove")(remove)
    app.add_typer(group, name="keys")


def list_keys(*, as_json: JsonOption = False, data: DataOption = None) -> None:
    """List the keys by id, and how many values each of them sealed."""
    open_instance(data)
    from verzuimbrug.application import data_keys

    keys = data_keys.list_keys()
    if as_json:
        print_json([asdict(key) for key in keys])
        return
    for key in keys:
        what = "seals" if key.seals else "opens" if key.is_known else "is not known!"
        typer.echo(f"{key.id}  {what:<14} {key.values:>12,} values")


def new(data: DataOption = None) -> None:
    """Make a key. It opens from now on, and seals once it is rotated to."""
    open_instance(data)
    from verzuimbrug.application import data_keys

    made = _or_stop(data_keys.add_key)
    typer.echo(f"made {made}; copy the file with the keys to every host, then `keys rotate`")


def rotate(data: DataOption = None) -> None:
    """Seal with the newest key from now on, and seal anew whatever an older one sealed.

    The instance may run meanwhile. Broken off, it goes on from where it was.
    """
    open_instance(data)
    from verzuimbrug.application import data_keys

    sealing = _or_stop(data_keys.promote_last)
    due = _or_stop(data_keys.count_due)
    with typer.progressbar(length=due, label=f"sealing with {sealing}") as bar:
        total = _or_stop(lambda: data_keys.seal_anew(bar.update))
    typer.echo(f"{total:,} values sealed anew with {sealing}")


def remove(
    key: Annotated[str, typer.Argument(help="The id of the key, as `keys list` gives it.")],
    *,
    at_once: Annotated[
        bool, typer.Option("--at-once", help="Nothing has run since the rotation.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Take a key away for good; refused while anything needs it. Older backups still do."""
    open_instance(data)
    from django.utils import timezone

    from verzuimbrug.application import data_keys

    _or_stop(lambda: data_keys.remove_key(key, timezone.now(), at_once=at_once))
    typer.echo(f"{key} is gone")


def _or_stop(act: "Callable[[], Given]") -> "Given":
    from verzuimbrug.application.data_keys import KeyRefusedError

    try:
        return act()
    except KeyRefusedError as refused:
        stop(str(refused), FAILED)
