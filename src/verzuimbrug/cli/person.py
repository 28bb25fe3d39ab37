"""`verzuimbrug person`: all that is known of one person given out, or erased, on request (AVG)."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import (
    FAILED,
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
    from verzuimbrug.application.decider import Decider
    from verzuimbrug.application.persons.erasing import Erasure

PersonArgument = Annotated[
    int, typer.Argument(metavar="PERSON", help="The number of the dossier, as in its address.")
]


class Form(StrEnum):
    """What is written."""

    JSON = "json"
    HTML = "html"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="One person, on request.", no_args_is_help=True)
    group.command()(export)
    group.command()(erase)
    app.add_typer(group, name="person")


def export(
    person: PersonArgument,
    *,
    form: Annotated[Form, typer.Option(help="What is written.")] = Form.HTML,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Print all that is known of a person, as a page in Dutch or as JSON."""
    open_instance(data)
    from verzuimbrug.application.persons.records import as_json, as_page, export_person

    records = export_person(_decider(arbodienst).reader, person)
    if records is None:
        stop(f"there is no person {person}", MISUSED)
    typer.echo(as_json(records) if form is Form.JSON else as_page(records))


def erase(  # noqa: PLR0913 -- one parameter an option
    person: PersonArgument,
    *,
    reason: Annotated[str, typer.Option(help="Why; it stays, so name nobody in it.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do it; else it is shown only.")] = False,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Say what erasing a person takes out and what is in the way; with --yes, erase for good.

    Exit code 1: something is in the way.
    """
    open_instance(data)
    from verzuimbrug.application.persons.erasing import erase_person, preview_erasure

    decider = _decider(arbodienst)
    if yes:
        erasure = erase_person(decider, person, reason)
    else:
        erasure = preview_erasure(decider.reader, person)
    if erasure is None:
        stop(f"there is no person {person}", MISUSED)
    _tell(erasure, lang, as_json=as_json)
    raise typer.Exit(0 if erasure.is_possible else FAILED)


def _tell(erasure: "Erasure", lang: Language, *, as_json: bool) -> None:
    if as_json:
        findings = [finding_json(each, lang) for each in erasure.findings]
        print_json(
            {"erased": erasure.is_done, "counts": dict(erasure.counts), "findings": findings}
        )
        return
    for title, count in erasure.counts:
        typer.echo(f"{count}  {title}")
    for finding in erasure.findings:
        typer.echo(finding_line(str(erasure.person), finding, lang, advice=True), err=True)
    typer.echo("erased" if erasure.is_done else "nothing was erased")


def _decider(arbodienst: str | None) -> "Decider":
    from verzuimbrug.application.accounts import find_arbodienst
    from verzuimbrug.application.decider import Decider

    with told_plainly():
        return Decider(arbodienst=find_arbodienst(arbodienst).id, by=by_whom())
