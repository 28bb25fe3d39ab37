"""`verzuimbrug access-log`: whether the log of who looked is whole, and forgetting what is old."""

from collections.abc import Iterable
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
from verzuimbrug.cli.shown import moment_line

if TYPE_CHECKING:
    from verzuimbrug.application.access import Reader
    from verzuimbrug.application.access_chain import Verified
    from verzuimbrug.application.access_forgetting import Forgetting
    from verzuimbrug.domain.access_chain import Break, Checkpoint, Mark

_DIGEST_BYTES = 32


def register(app: typer.Typer) -> None:
    """Add the command."""
    group = typer.Typer(help="The log of who looked (NEN 7513).", no_args_is_help=True)
    group.callback()(_group)
    group.command()(verify)
    group.command()(forget)
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


def forget(
    *,
    older_than: Annotated[
        int, typer.Option(metavar="DAYS", help="What is older goes; five years at least.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do it; else it is shown only.")] = False,
    as_json: JsonOption = False,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Say how much of the log is older than a term; with --yes, take it away for good.

    Exit code 1: a chain is broken, and nothing of that log goes.
    """
    open_instance(data)
    from verzuimbrug.application.access import Reader
    from verzuimbrug.application.accounts import find_arbodiensten

    with told_plainly():
        chosen = find_arbodiensten(arbodienst)
    found = {}
    for row in chosen:
        reader = Reader(arbodienst=row.id, principal=by_whom())
        found[row.code] = _forget(reader, older_than, yes=yes)
        if not as_json:
            _tell_forgetting(row.code, found[row.code])
    if as_json:
        print_json([_forgetting_json(code, each) for code, each in found.items()])
    raise typer.Exit(FAILED if any(each.breaks for each in found.values()) else 0)


def _forget(reader: "Reader", days: int, *, yes: bool) -> "Forgetting":
    from verzuimbrug.application.access_forgetting import (
        LogChangedError,
        TermRefusedError,
        forget_access,
    )

    try:
        return forget_access(reader, days, dry_run=not yes)
    except TermRefusedError as refused:
        stop(str(refused), MISUSED)
    except LogChangedError:
        stop("somebody else changed the log meanwhile: nothing of it went; verify it", FAILED)


def _tell_forgetting(code: str, found: "Forgetting") -> None:
    _tell_breaks(code, found.breaks)
    if found.breaks:
        typer.echo(f"{code}: broken; nothing was forgotten")
    elif not found.entries:
        typer.echo(f"{code}: nothing to forget of before {found.before}")
    else:
        said = "forgotten" if found.is_done else "nothing was forgotten; with --yes it is"
        typer.echo(
            f"{code}: {found.entries} entries of before {found.before}, "
            f"up to seal {found.number}: {said}"
        )


def _tell(code: str, found: "Verified") -> None:
    _tell_breaks(code, found.breaks)
    if found.checkpoint:
        typer.echo(f"{code}: {_checkpoint_line(found.checkpoint)}")
    if found.known_is_forgotten:
        typer.echo(
            f"{code}: --head is older than that, and says nothing any more; keep this one instead"
        )
    state = "broken" if found.breaks else "whole"
    typer.echo(f"{code}: {state}; head {_head(found.head)}; {found.unsealed} not sealed yet")


def _tell_breaks(code: str, breaks: Iterable["Break"]) -> None:
    for each in breaks:
        typer.echo(f"{code}: {_line(each)}")


def _checkpoint_line(checkpoint: "Checkpoint") -> str:
    return (
        f"begins after seal {checkpoint.number}: what was of before {checkpoint.before} was "
        f"forgotten {moment_line(checkpoint.at)} by {checkpoint.by}"
    )


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
        "checkpoint": _checkpoint_json(found.checkpoint) if found.checkpoint else None,
        "head_is_forgotten": found.known_is_forgotten,
        "breaks": _breaks_json(found.breaks),
    }


def _forgetting_json(code: str, found: "Forgetting") -> dict[str, object]:
    return {
        "arbodienst": code,
        "before": found.before.isoformat(),
        "entries": found.entries,
        "number": found.number,
        "forgotten": found.is_done,
        "breaks": _breaks_json(found.breaks),
    }


def _checkpoint_json(checkpoint: "Checkpoint") -> dict[str, object]:
    return {
        "head": _head(checkpoint.mark),
        "entries": checkpoint.entries,
        "before": checkpoint.before.isoformat(),
        "at": checkpoint.at.isoformat(),
        "by": checkpoint.by,
    }


def _breaks_json(breaks: Iterable["Break"]) -> list[dict[str, object]]:
    return [
        {"kind": each.kind.value, "number": each.number, "entry": each.entry} for each in breaks
    ]
