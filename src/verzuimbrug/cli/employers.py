"""`verzuimbrug employers`: the clients of the arbodienst, one by one and in bulk."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from verzuimbrug.cli.changes import (
    DryRunOption,
    change_json,
    found_or_told,
    how_applied,
    long_work,
    print_table,
    tell_change,
    tell_differences,
    tell_findings,
    written,
)
from verzuimbrug.cli.input_files import read_file
from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import (
    MISUSED,
    ArbodienstOption,
    JsonOption,
    Language,
    LanguageOption,
    by_whom,
    print_json,
    told_plainly,
)

if TYPE_CHECKING:
    from verzuimbrug.application.configuration.entries import EmployerEntry
    from verzuimbrug.application.employers.importing import Imported

_HEADINGS = ("code", "name", "contract", "groups", "classifications")
CodeArgument = Annotated[str, typer.Argument(metavar="CODE", help="The employer's code.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="The clients of the arbodienst.", no_args_is_help=True)
    group.command("import")(import_file)
    group.command("list")(show_list)
    group.command()(show)
    group.command()(rename)
    app.add_typer(group, name="employers")


def import_file(  # noqa: PLR0913 -- one parameter an option
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV or XLSX; - reads standard input.")
    ],
    *,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Make and change the employers of FILE: all of it, or with a fault in it nothing."""
    content = read_file(file)
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.employers import importing as employer_import

    with told_plainly():
        own = accounts.find_arbodienst(arbodienst).id
    with long_work("the employers are compared with those that there are"):
        found = employer_import.import_employers(own, content, by=by_whom(), dry_run=dry_run)
    if as_json:
        print_json(_as_json(found, lang))
        raise typer.Exit(MISUSED if found.findings else 0)
    tell_findings(found.findings, str(file), lang)
    tell_differences(found.differences)
    counts = f"new: {found.created}, changed: {found.updated}, unchanged: {found.unchanged}"
    typer.echo(f"{counts}; {how_applied(applied=found.applied)}")


def show_list(  # noqa: PLR0913 -- one parameter an option
    *,
    group: Annotated[
        str | None, typer.Option(metavar="GROUP", help="Only the members of this group.")
    ] = None,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print a file that `employers import` reads.")
    ] = False,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """List the employers by code."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.configuration.writing import plain_employer
    from verzuimbrug.application.employers import employers

    with told_plainly():
        own = accounts.find_arbodienst(arbodienst).id
    if as_csv:
        exported = employers.export_employers(own, group, lang.value)
        typer.echo(found_or_told(exported, str(group), lang), nl=False)
        return
    found = found_or_told(employers.list_employers(own, group), str(group), lang)
    if as_json:
        print_json({"employers": [plain_employer(employer) for employer in found]})
    else:
        print_table(_HEADINGS, map(_row, found))


def show(
    code: CodeArgument,
    *,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Show what is known of one employer, by its code or a former one."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.configuration.writing import plain_employer
    from verzuimbrug.application.employers import employers

    with told_plainly():
        own = accounts.find_arbodienst(arbodienst).id
    shown = plain_employer(found_or_told(employers.find_employer(own, code), code, lang))
    if as_json:
        print_json(shown)
        return
    for name, value in shown.items():
        typer.echo(f"{name}: {value if isinstance(value, str) else written(value)}")


def rename(  # noqa: PLR0913 -- one parameter an option
    code: Annotated[str, typer.Argument(metavar="OLD", help="The present code.")],
    new_code: Annotated[str, typer.Argument(metavar="NEW", help="The code that it gets.")],
    *,
    dry_run: DryRunOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Give the employer another code; the old one stays reserved for it."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.employers import employers

    with told_plainly():
        own = accounts.find_arbodienst(arbodienst).id
    outcome = employers.rename_employer(own, code, new_code, by=by_whom(), dry_run=dry_run)
    tell_change(outcome, code, lang)


def _row(employer: "EmployerEntry") -> tuple[str, ...]:
    groups = (membership.group for membership in employer.groups)
    return (
        employer.code,
        employer.name,
        employer.contract_reference,
        ", ".join(groups),
        employer.classifications,
    )


def _as_json(found: "Imported", lang: Language) -> dict[str, Any]:
    return {
        "applied": found.applied,
        "created": found.created,
        "updated": found.updated,
        "unchanged": found.unchanged,
        **change_json(found.differences, found.findings, lang),
    }
