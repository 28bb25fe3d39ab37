"""What commands print: lines for people, JSON for machines, and how they end when told wrong."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from verzuimbrug.domain.findings import Finding

FAILED, MISUSED = 1, 2


class Language(StrEnum):
    """The languages of findings."""

    NL = "nl"
    EN = "en"


LanguageOption = Annotated[Language, typer.Option("--lang", help="The language of findings.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else.")]
ArbodienstOption = Annotated[
    str | None,
    typer.Option("--arbodienst", metavar="CODE", help="Needed when more than one has the name."),
]


def print_json(value: Any) -> None:  # noqa: ANN401 -- whatever JSON can hold
    """One object on one line."""
    typer.echo(json.dumps(value, ensure_ascii=False))


def stop(words: str, code: int) -> NoReturn:
    """Say on standard error why, and end."""
    typer.echo(f"verzuimbrug: {words}", err=True)
    raise typer.Exit(code)


def finding_json(finding: "Finding", language: Language) -> dict[str, Any]:
    """A finding with its sentence."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "path": finding.path,
        "line": finding.line,
        "text": finding.text(language),
    }


def finding_line(file: str, finding: "Finding", language: Language, *, advice: bool = False) -> str:
    """A finding on one line, its place first, as compilers do; with advice: also what to do."""
    place = f"{file}:{finding.line}" if finding.line else file
    path = f" {finding.path}:" if finding.path else ""
    action = f" {finding.action(language)}" if advice else ""
    return f"{place}:{path} {finding.text(language)}{action} [{finding.code}]"


def by_whom() -> str:
    """Who gives the command, as far as the machine knows: for the log of an account."""
    return f"command line (uid {os.getuid()})"


@contextmanager
def told_plainly() -> Iterator[None]:
    """A name that is not there ends the command with a sentence, as misuse."""
    from verzuimbrug.application.accounts import UnknownNameError

    try:
        yield
    except UnknownNameError as unknown:
        stop(str(unknown), MISUSED)
