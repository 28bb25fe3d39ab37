"""`verzuimbrug config`: the configuration of an arbodienst as a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import (
    MISUSED,
    ArbodienstOption,
    JsonOption,
    Language,
    LanguageOption,
    by_whom,
    finding_json,
    finding_line,
    print_json,
    stop,
    told_plainly,
)

if TYPE_CHECKING:
    from verzuimbrug.application.configuration.configure import Configured


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="The configuration as a file.", no_args_is_help=True)
    group.command()(apply)
    group.command()(export)
    app.add_typer(group, name="config")


def apply(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the differences; change nothing.")
    ] = False,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    data: DataOption = None,
) -> None:
    """Bring the configuration to what FILE says: all of it, or with a fault in it nothing."""
    content = _read(file)
    open_instance(data)
    from verzuimbrug.application.configuration.configure import configure

    outcome = configure(content, by_whom(), dry_run=dry_run)
    if as_json:
        print_json(_as_json(outcome, lang))
    elif not outcome.findings:
        _tell(outcome)
    for finding in outcome.findings:
        typer.echo(finding_line(str(file), finding, lang, advice=True), err=True)
    raise typer.Exit(MISUSED if outcome.findings else 0)


def export(*, arbodienst: ArbodienstOption = None, data: DataOption = None) -> None:
    """Print the configuration; applying it changes nothing."""
    open_instance(data)
    from verzuimbrug.application.accounts import find_arbodienst
    from verzuimbrug.application.configuration.export import export_configuration

    with told_plainly():
        typer.echo(export_configuration(find_arbodienst(arbodienst)), nl=False)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        stop(f"{file} cannot be read: {problem.strerror}", MISUSED)


def _tell(outcome: "Configured") -> None:
    for difference in outcome.differences:
        typer.echo(str(difference))
    for name in outcome.kept:
        typer.echo(f"= {name}: not in the file, kept as it is")
    count = len(outcome.differences)
    what = "no differences" if not count else f"differences: {count}"
    typer.echo(f"{what}; {'applied' if outcome.applied else 'dry run, nothing was changed'}")


def _as_json(outcome: "Configured", lang: Language) -> dict[str, object]:
    return {
        "applied": outcome.applied,
        "differences": [difference.to_json() for difference in outcome.differences],
        "kept": list(outcome.kept),
        "findings": [finding_json(finding, lang) for finding in outcome.findings],
    }
