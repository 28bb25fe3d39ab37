"""`verzuimbrug classifications`: do the employers of a group know the same kinds of absence."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from verzuimbrug.cli.changes import (
    DryRunOption,
    GroupArgument,
    found_or_told,
    print_table,
    tell_change,
)
from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import (
    ArbodienstOption,
    JsonOption,
    Language,
    LanguageOption,
    by_whom,
    finding_line,
    print_json,
    told_plainly,
)

if TYPE_CHECKING:
    from verzuimbrug.domain.classification_equality import (
        AlikeEmployers,
        ClassificationDifferences,
    )

_MOST_NAMED = 5


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="The kinds of absence that employers know.", no_args_is_help=True)
    group.command()(compare)
    group.command("make-equal")(make_equal)
    app.add_typer(group, name="classifications")


def compare(
    group: GroupArgument,
    *,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Show in what the members of GROUP differ: a row a classification, a column alike employers.

    Exit code 0, also when they differ.
    """
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.employers import classifications

    with told_plainly():
        own = accounts.find_arbodienst(arbodienst).id
    found = found_or_told(classifications.compare_group(own, group), group, lang)
    if as_json:
        print_json({"group": group, **_as_json(found)})
    elif found.are_equal:
        typer.echo("all employers have the same classifications")
    else:
        _tell(found)


def make_equal(  # noqa: PLR0913 -- one parameter an option
    group: GroupArgument,
    scheme: Annotated[str, typer.Argument(metavar="SCHEME", help="The scheme's code.")],
    *,
    dry_run: DryRunOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Give all members of GROUP the classifications of SCHEME."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.employers import classifications

    with told_plainly():
        own = accounts.find_arbodienst(arbodienst).id
    made = classifications.make_equal(own, group, scheme, by=by_whom(), dry_run=dry_run)
    for warning in made.warnings:
        typer.echo(finding_line(group, warning, lang, advice=True), err=True)
    tell_change(made.configured, group, lang)


def _tell(found: "ClassificationDifferences") -> None:
    columns = [f"({number})" for number, _ in enumerate(found.alike, start=1)]
    print_table(["", *columns], _rows(found))
    typer.echo("")
    for column, alike in zip(columns, found.alike, strict=True):
        what = ", no scheme" if alike.classifications is None else ""
        typer.echo(f"{column} employers: {len(alike.employers)}{what}: {_named(alike)}")


def _rows(found: "ClassificationDifferences") -> Iterator[list[str]]:
    for row in found.rows:
        has = (row.code in (alike.classifications or ()) for alike in found.alike)
        yield [row.code, *("yes" if each else "-" for each in has)]


def _named(alike: "AlikeEmployers") -> str:
    named, others = alike.employers[:_MOST_NAMED], len(alike.employers) - _MOST_NAMED
    more = f" and {others} more" if others > 0 else ""
    return ", ".join(named) + more


def _as_json(found: "ClassificationDifferences") -> dict[str, Any]:
    return {
        "equal": found.are_equal,
        "differences": [
            {"classification": row.code, "having": row.having, "lacking": row.lacking}
            for row in found.rows
        ],
        "without_scheme": found.without_scheme,
    }
