"""`verzuimbrug work`, `courier`, `web` and `migrate`: what `up` starts, one by one.

For hosts on which something else looks after processes (`deploy/`).
"""

import os
from typing import Annotated

import typer

from verzuimbrug.cli.instance import DataOption, data_folder, open_instance
from verzuimbrug.cli.processes import python
from verzuimbrug.domain.processes import ProcessName


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(work)
    app.command()(courier)
    app.command()(web)
    app.command()(migrate)


def work(
    *,
    until_idle: Annotated[
        bool,
        typer.Option("--until-idle", help="End when nothing is left to do, by any worker."),
    ] = False,
    data: DataOption = None,
) -> None:
    """Process messages as they arrive."""
    open_instance(data, ProcessName.WORKER)
    from verzuimbrug.worker.loop import run

    run(until_idle=until_idle)


def courier(data: DataOption = None) -> None:
    """Bring out what goes to others: events, mails, answers."""
    open_instance(data, ProcessName.COURIER)
    from verzuimbrug.worker.courier import run

    run()


def web(
    *,
    host: Annotated[str, typer.Option(help="The address to serve on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port.")] = 8000,
    data: DataOption = None,
) -> None:
    """Serve the web in the foreground: pages, REST and SOAP; `up` does this too."""
    data_folder(data)
    _become("verzuimbrug.project.web", host, str(port))


def migrate(data: DataOption = None) -> None:
    """Bring the database up to this release; `up` does this too."""
    data_folder(data)
    _become("verzuimbrug.project.migrate")


def _become(*module: str) -> None:
    """Go on as that module: signals reach it, and its exit code is the command's."""
    command = python(*module)
    os.execv(command[0], command)  # noqa: S606 -- a module of ours, without a shell
