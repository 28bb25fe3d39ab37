"""`verzuimbrug retention`: what is over its term, and the approval to erase it (VE-6)."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from verzuimbrug.cli.changes import tell_findings
from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import (
    FAILED,
    ArbodienstOption,
    JsonOption,
    Language,
    LanguageOption,
    by_whom,
    finding_json,
    print_json,
    told_plainly,
)
from verzuimbrug.cli.shown import moment_line, written

if TYPE_CHECKING:
    from verzuimbrug.application.decider import Decider
    from verzuimbrug.application.erasing.runs import RunShown


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="What is erased by term, after approval.", no_args_is_help=True)
    group.command()(preview)
    group.command()(approve)
    group.command()(status)
    app.add_typer(group, name="retention")


def preview(
    *,
    listed: Annotated[
        bool, typer.Option("--list", help="Name each by its receipt or number.")
    ] = False,
    as_json: JsonOption = False,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Show what would be erased, and what stays because it is not finished; nothing changes."""
    open_instance(data)
    from verzuimbrug.application.erasing.runs import preview_retention

    shown = preview_retention(_decider(arbodienst).reader)
    if as_json:
        print_json(written(asdict(shown)))
        return
    for kind, number in shown.counts.items():
        typer.echo(f"{kind}: {number}")
        for code, some in shown.employers[kind].items():
            typer.echo(f"  {code or '(no employer)'}: {some}")
        for reference in shown.references[kind] if listed else ():
            typer.echo(f"  {reference}")
    typer.echo(f"kept as not finished: {shown.kept}{_told(shown.reasons)}")
    if shown.counts:
        typer.echo(f"to erase just this: verzuimbrug retention approve {shown.digest}")


def approve(
    digest: Annotated[str, typer.Argument(help="Of what was shown.")],
    *,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Have just what was shown erased by the workers; when it is something else by now, nothing."""
    open_instance(data)
    from verzuimbrug.application.erasing.runs import approve_retention

    approved = approve_retention(_decider(arbodienst), digest)
    if as_json:
        findings = [finding_json(each, lang) for each in approved.findings]
        print_json({"run": approved.number, "findings": findings})
        raise typer.Exit(FAILED if findings else 0)
    tell_findings(approved.findings, "retention", lang)
    typer.echo(f"run {approved.number}: the workers erase it; see: verzuimbrug retention status")


def status(
    *, as_json: JsonOption = False, arbodienst: ArbodienstOption = None, data: DataOption = None
) -> None:
    """Show the terms and the last runs, with how far each is."""
    open_instance(data)
    from verzuimbrug.application.erasing.runs import list_runs, list_terms

    reader = _decider(arbodienst).reader
    terms, runs = list_terms(reader), list_runs(reader)
    if as_json:
        print_json({"terms": dict(terms), "runs": [written(asdict(each)) for each in runs]})
        return
    for kind, days in terms.items():
        typer.echo(f"{kind}: {days} days")
    for each in runs:
        typer.echo(_run_line(each))


def _run_line(run: "RunShown") -> str:
    state = "done" if run.finished_at else f"{run.left} to do"
    erased = ", ".join(f"{kind} {number}" for kind, number in run.erased.items()) or "nothing yet"
    return f"run {run.number}: {moment_line(run.at)} by {run.by}, {state}; erased: {erased}" + (
        f"; left out{_told(run.reasons)}" if run.reasons else ""
    )


def _told(reasons: Mapping[Any, int]) -> str:
    told = ", ".join(f"{reason} {number}" for reason, number in sorted(reasons.items()))
    return f" ({told})" if told else ""


def _decider(arbodienst: str | None) -> "Decider":
    from verzuimbrug.application import accounts
    from verzuimbrug.application.decider import Decider

    with told_plainly():
        return Decider(arbodienst=accounts.find_arbodienst(arbodienst).id, by=by_whom())
