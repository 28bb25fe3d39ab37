"""`verzuimbrug access-log`: whether the log of who looked is whole."""

from typing import TYPE_CHECKING, Annotated

import typer

from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import (
    FAILED,
    MISUSED,
    ArbodienstOption,
    JsonOption,
    by_whom,
    print_json,
    stop,
    told_plainly,
)

if TYPE_CHECKING:
    from verzuimbrug.application.access_chain import Verified
    from verzuimbrug.domain.access_chain import Break, Mark

_DIGEST_BYTES = 32


def register(app: typer.Typer) -> None:
    """Add the command."""
    group = typer.Typer(help="The log of who looked (NEN 7513).", no_args_is_help=True)
    group.callback()(_group)
    group.command()(verify)
    app.add_typer(group, name="access-log")


def _group() -> None:
    """The log of who looked (NEN 7513)."""


def verify(
    *,
    head: Annotated[
        str | None,
        typer.Option(
            metavar="NUMBER:DIGEST", help="How the chain ended before, as kept elsewhere."
        ),
    ] = None,
    as_json: JsonOption = False,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Go along the chain of the log, and say where it is broken. Exit code 1 when it is."""
    open_instance(data)
    from verzuimbrug.application.access import Reader
    from verzuimbrug.application.access_chain import verify_access
    from verzuimbrug.application.accounts import find_arbodiensten

    known = _mark(head) if head else None
    with told_plainly():
        chosen = find_arbodiensten(arbodienst)
    if known and len(chosen) > 1:
        stop("--head is of one arbodienst: say of which with --arbodienst", MISUSED)
    found = {
        row.code: verify_access(Reader(arbodienst=row.id, principal=by_whom()), known)
        for row in chosen
    }
    if as_json:
        print_json([_json(code, each) for code, each in found.items()])
    else:
        for code, each in found.items():
            _tell(code, each)
    raise typer.Exit(FAILED if any(each.breaks for each in found.values()) else 0)


def _tell(code: str, found: "Verified") -> None:
    for each in found.breaks:
        typer.echo(f"{code}: {_line(each)}")
    state = "broken" if found.breaks else "whole"
    typer.echo(f"{code}: {state}; head {_head(found.head)}; {found.unsealed} not sealed yet")


def _mark(text: str) -> "Mark":
    from verzuimbrug.domain.access_chain import Mark

    number, _, digest = text.partition(":")
    try:
        mark = Mark(int(number), bytes.fromhex(digest))
    except ValueError:
        mark = Mark(0, b"")
    if len(mark.digest) != _DIGEST_BYTES:
        stop("--head is NUMBER:DIGEST, as this command printed it", MISUSED)
    return mark


def _head(mark: "Mark") -> str:
    return f"{mark.number}:{mark.digest.hex()}"


def _line(found: "Break") -> str:
    at = f" at seal {found.number}" if found.number is not None else ""
    of = f", entry {found.entry}" if found.entry is not None else ""
    return f"{found.kind.value}{at}{of}"


def _json(code: str, found: "Verified") -> dict[str, object]:
    return {
        "arbodienst": code,
        "head": _head(found.head),
        "unsealed": found.unsealed,
        "breaks": [
            {"kind": each.kind.value, "number": each.number, "entry": each.entry}
            for each in found.breaks
        ],
    }
