"""`verzuimbrug exports`: sending to other parties, and how far each receiver is."""

import sys
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import (
    FAILED,
    ArbodienstOption,
    JsonOption,
    Language,
    LanguageOption,
    by_whom,
    finding_line,
    print_json,
    stop,
    told_plainly,
)
from verzuimbrug.cli.shown import moment_line, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verzuimbrug.application.access import Reader
    from verzuimbrug.application.exports.managing import ExportShown, Extent
    from verzuimbrug.domain.findings import Finding

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The export's name.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Sending to other parties.", no_args_is_help=True)
    group.command("list")(show)
    group.command()(extent)
    group.command()(on)
    group.command()(off)
    group.command()(again)
    group.command("log")(log)
    group.command()(credentials)
    group.command("key")(make_key)
    group.command("host-key")(host_key)
    group.command("collecting-key")(collecting_key)
    app.add_typer(group, name="exports")


def show(
    *, as_json: JsonOption = False, arbodienst: ArbodienstOption = None, data: DataOption = None
) -> None:
    """List the exports, and how far each is."""
    open_instance(data)
    from verzuimbrug.application.exports.managing import list_exports

    exports = list_exports(_reader(arbodienst))
    if as_json:
        print_json({"exports": [_told(each) for each in exports]})
        return
    for each in exports:
        state = "on" if each.is_enabled else "off"
        typer.echo(
            f"{each.name}: {state}, {each.waiting} waiting, {each.lacking} lacking, "
            f"{each.failures} failures"
        )


def extent(
    name: NameArgument,
    *,
    as_json: JsonOption = False,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Count what goes to a receiver that knows nothing."""
    open_instance(data)
    from verzuimbrug.application.exports.managing import preview_export

    with _named(name, arbodienst) as (reader, export):
        _tell_extent(preview_export(reader, export), as_json=as_json)


def on(
    name: NameArgument,
    *,
    language: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Switch an export on: it goes on where it was."""
    open_instance(data)
    from verzuimbrug.application.exports.managing import switch_export

    with _named(name, arbodienst) as (reader, export):
        _or_stop(switch_export(reader, export, is_enabled=True), language)
    typer.echo(f"on: {name}")


def off(
    name: NameArgument, *, arbodienst: ArbodienstOption = None, data: DataOption = None
) -> None:
    """Switch an export off."""
    open_instance(data)
    from verzuimbrug.application.exports.managing import switch_export

    with _named(name, arbodienst) as (reader, export):
        switch_export(reader, export, is_enabled=False)
    typer.echo(f"off: {name}")


def again(
    name: NameArgument,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count what would go.")] = False,
    as_json: JsonOption = False,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Begin anew, for a receiver that knows nothing any more."""
    open_instance(data)
    from verzuimbrug.application.exports.managing import preview_export, send_again

    with _named(name, arbodienst) as (reader, export):
        act = preview_export if dry_run else send_again
        _tell_extent(act(reader, export), as_json=as_json)


def log(
    name: NameArgument,
    *,
    as_json: JsonOption = False,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """List the last messages that were made for the receiver, and what became of them."""
    open_instance(data)
    from verzuimbrug.application.exports.log import page_messages
    from verzuimbrug.application.pages import Window

    with _named(name, arbodienst) as (reader, export):
        rows = page_messages(reader, export, Window()).items
    if as_json:
        print_json({"messages": [written(asdict(row)) for row in rows]})
        return
    for row in rows:
        typer.echo(
            f"{row.number} {moment_line(row.made_at)} {row.message}: {row.persons} persons, "
            f"{row.reports} reports, {row.state}"
        )


def credentials(
    name: NameArgument, *, arbodienst: ArbodienstOption = None, data: DataOption = None
) -> None:
    """Set what the receiver gave to sign in with: customer code and token, two lines of input."""
    open_instance(data)
    from verzuimbrug.application.exports.access import give_credentials

    with _named(name, arbodienst) as (reader, export):
        code, token = sys.stdin.readline().strip(), sys.stdin.readline().strip()
        if not code or not token:
            stop("give the customer code on the first line and the token on the second", FAILED)
        give_credentials(reader, export, code, token)
    typer.echo(f"set: {name}")


def make_key(
    name: NameArgument, *, arbodienst: ArbodienstOption = None, data: DataOption = None
) -> None:
    """Make a pair of keys for SFTP; print the public half, for the receiver."""
    open_instance(data)
    from verzuimbrug.application.exports import access

    with _named(name, arbodienst) as (reader, export):
        typer.echo(access.make_key(reader, export))


def host_key(
    name: NameArgument,
    *,
    language: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Set by which public key, read from the input, the receiver's SFTP server is known."""
    open_instance(data)
    from verzuimbrug.application.exports.access import trust_host

    with _named(name, arbodienst) as (reader, export):
        _or_stop(trust_host(reader, export, sys.stdin.read()), language)
    typer.echo(f"set: {name}")


def collecting_key(
    name: NameArgument, *, arbodienst: ArbodienstOption = None, data: DataOption = None
) -> None:
    """Make the key by which the receiver collects, and print it: this once."""
    open_instance(data)
    from verzuimbrug.application.exports.access import make_collecting_key

    with _named(name, arbodienst) as (reader, export):
        typer.echo(make_collecting_key(reader, export))


@contextmanager
def _named(name: str, arbodienst: str | None) -> "Iterator[tuple[Reader, int]]":
    from verzuimbrug.application.exports.managing import find_export

    with told_plainly():
        reader = _reader(arbodienst)
        yield reader, find_export(reader.arbodienst, name)


def _reader(arbodienst: str | None) -> "Reader":
    from verzuimbrug.application.access import Reader
    from verzuimbrug.application.accounts import find_arbodienst

    with told_plainly():
        return Reader(arbodienst=find_arbodienst(arbodienst).id, principal=by_whom())


def _or_stop(obstacle: "Finding | None", language: Language) -> None:
    if obstacle is not None:
        stop(finding_line("exports", obstacle, language, advice=True), FAILED)


def _tell_extent(found: "Extent | None", *, as_json: bool) -> None:
    assert found is not None  # noqa: S101 -- it was found by its name
    if as_json:
        print_json(asdict(found))
        return
    typer.echo(f"{found.employers} employers, {found.persons} persons, {found.cases} cases")


def _told(export: "ExportShown") -> object:
    told = asdict(export)
    setup = told.pop("setup")
    return written({**told, "receiver": setup["receiver"], "edition": setup["edition"]})
