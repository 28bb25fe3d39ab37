"""How commands that change the configuration tell it: every difference, then how many."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from verzuimbrug.cli.output import MISUSED, Language, finding_json, finding_line
from verzuimbrug.domain.findings import Finding

if TYPE_CHECKING:
    from verzuimbrug.application.configuration.configure import Configured
    from verzuimbrug.application.configuration.differences import Difference

DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Print what would change; change nothing.")
]
GroupArgument = Annotated[str, typer.Argument(metavar="GROUP", help="The group's code.")]
EmployerArgument = Annotated[str, typer.Argument(metavar="EMPLOYER", help="The employer's code.")]
DATE_FORMS = ["%Y-%m-%d"]

Found = TypeVar("Found")


def tell_change(outcome: "Configured", name: str, lang: Language) -> None:
    """What changed, or would; findings end the command as misuse, and nothing was changed."""
    tell_findings(outcome.findings, name, lang)
    tell_differences(outcome.differences)
    typer.echo(f"differences: {len(outcome.differences)}; {how_applied(applied=outcome.applied)}")


def found_or_told(found: Found | Finding, name: str, lang: Language) -> Found:
    """What was found; why it was not ends the command."""
    if isinstance(found, Finding):
        tell_findings((found,), name, lang)
        raise typer.Exit(MISUSED)
    return found


def tell_findings(findings: Sequence[Finding], name: str, lang: Language) -> None:
    """Each finding with what to do, on standard error; any of them ends the command."""
    for finding in findings:
        typer.echo(finding_line(name, finding, lang, advice=True), err=True)
    if findings:
        raise typer.Exit(MISUSED)


def tell_differences(differences: Iterable["Difference"]) -> None:
    """Each difference on a line; a new object with all that it is to have."""
    for difference in differences:
        fields = _fields(difference.after) if difference.is_new else ""
        typer.echo(f"{difference}{fields}")


def _fields(after: dict[str, Any]) -> str:
    return f": {', '.join(f'{name} {written(value)}' for name, value in after.items())}"


def written(value: Any) -> str:  # noqa: ANN401 -- any field of the configuration
    """A value of the configuration, on one line."""
    return json.dumps(value, ensure_ascii=False)


def how_applied(*, applied: bool) -> str:
    """Whether that is how it is now."""
    return "applied" if applied else "dry run, nothing was changed"


def change_json(
    differences: Iterable["Difference"], findings: Iterable[Finding], lang: Language
) -> dict[str, Any]:
    """Differences and findings for `--json`."""
    return {
        "differences": [difference.to_json() for difference in differences],
        "findings": [finding_json(finding, lang) for finding in findings],
    }


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Columns as wide as what stands in them, with the headings above."""
    lines = [headings, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for number, line in enumerate(lines):
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        typer.secho("  ".join(cells).rstrip(), bold=number == 0)


@contextmanager
def long_work(words: str) -> Iterator[None]:
    """Something moves on the screen of a person who waits; elsewhere nothing is shown."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(words):
        yield
