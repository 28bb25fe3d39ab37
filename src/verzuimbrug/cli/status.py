"""`verzuimbrug status`: what became of everything that was received."""

import typer

from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import ArbodienstOption, JsonOption, print_json, told_plainly


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(status)


def status(
    *, as_json: JsonOption = False, arbodienst: ArbodienstOption = None, data: DataOption = None
) -> None:
    """Count messages and reports by state."""
    open_instance(data)
    from verzuimbrug.application.status import status as count

    with told_plainly():
        counts = count(arbodienst)
    parts = {"messages": dict(counts.messages), "reports": dict(counts.reports)}
    if as_json:
        print_json(parts)
        return
    for part, states in parts.items():
        typer.secho(part, bold=True)
        for state, number in states.items():
            typer.echo(f"  {state:<10} {number:>10,}")
