"""`verzuimbrug work`: a worker."""

from typing import Annotated

import typer

from verzuimbrug.cli.instance import DataOption, open_instance


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(work)
    app.command()(courier)


def work(
    *,
    until_idle: Annotated[
        bool,
        typer.Option("--until-idle", help="End when nothing is left to do, by any worker."),
    ] = False,
    data: DataOption = None,
) -> None:
    """Process messages as they arrive."""
    open_instance(data)
    from verzuimbrug.worker.loop import run

    run(until_idle=until_idle)


def courier(data: DataOption = None) -> None:
    """Bring out what goes to others: events, mails, answers."""
    open_instance(data)
    from verzuimbrug.worker.courier import run

    run()
