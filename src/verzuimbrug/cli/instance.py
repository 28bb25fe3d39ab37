"""The running instance that a command works on: the same data folder, or the same DATABASE_URL."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from verzuimbrug.domain.processes import ProcessName, connects_as

DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data",
        help="The data folder; default $VERZUIMBRUG_DATA, else ./var.",
        file_okay=False,
    ),
]


def data_folder(given: Path | None) -> Path:
    """The data folder of a command, for itself and for every process it starts."""
    folder = (given or Path(os.environ.get("VERZUIMBRUG_DATA") or "var")).absolute()
    os.environ["VERZUIMBRUG_DATA"] = str(folder)
    return folder


def running_facts() -> Mapping[str, Any]:
    """What the instance of the data folder says of itself; nothing when none runs there."""
    try:
        facts = json.loads((Path(os.environ["VERZUIMBRUG_DATA"]) / "run.json").read_bytes())
    except OSError:
        return {}
    return dict(facts)


def open_instance(data: Path | None = None, process: ProcessName | None = None) -> None:
    """Start Django on the running instance; without one: say so, and end with exit code 1.

    Call it before anything of `application` or `store` is imported. `process` says what runs on,
    if anything: its connections have that name.
    """
    data_folder(data)
    if process is not None:
        os.environ["PGAPPNAME"] = connects_as(process)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verzuimbrug.project.settings")
    import django
    from django.db import OperationalError, connection

    django.setup()
    try:
        connection.ensure_connection()
    except OperationalError as absent:
        typer.echo(str(absent).strip(), err=True)
        raise typer.Exit(1) from absent
