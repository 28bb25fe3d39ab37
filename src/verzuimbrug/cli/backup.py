"""`verzuimbrug backup` and `verzuimbrug restore`: the whole database in a folder, and back."""

import subprocess
from pathlib import Path
from typing import Annotated

import typer

from verzuimbrug.cli.instance import DataOption, data_folder
from verzuimbrug.cli.output import FAILED, stop
from verzuimbrug.cli.processes import python
from verzuimbrug.cli.up import StartError, only_one

_MODULE = "verzuimbrug.project.backups"
FolderArgument = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the backup.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(backup)
    app.command()(restore)


def backup(
    folder: FolderArgument,
    *,
    base: Annotated[
        bool, typer.Option("--base", help="Copy the files of the server, not the rows.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Back up the database to a new folder, of an instance that may be at work. Without keys."""
    data_folder(data)
    _run("backup", folder.absolute(), *(["--base"] if base else []))


def restore(  # noqa: PLR0913 -- one parameter an option
    folder: FolderArgument,
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace what is in the database.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check the backup and show what it would replace.")
    ] = False,
    wal: Annotated[
        Path | None, typer.Option("--wal", help="Read on in this archive of the server's log.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", help="Up to this moment: 2026-03-02T14:05+01:00.")
    ] = None,
    data: DataOption = None,
) -> None:
    """Put a backup back, with the instance stopped; what is there is only replaced if told so."""
    options = [*(["--replace"] if replace else []), *(["--dry-run"] if dry_run else [])]
    options += ["--wal", str(wal.absolute())] if wal else []
    options += ["--until", until] if until else []
    try:
        with only_one(data_folder(data)):
            _run("restore", folder.absolute(), *options)
    except StartError as problem:
        stop(str(problem), FAILED)


def _run(*arguments: str | Path) -> None:
    """In a process of its own, beside the application; it says what went wrong itself."""
    command = python(_MODULE, *map(str, arguments))
    done = subprocess.run(command, check=False)  # noqa: S603 -- a module of ours
    raise typer.Exit(done.returncode)
