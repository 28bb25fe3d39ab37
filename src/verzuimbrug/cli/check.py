"""`verzuimbrug check`: messages checked against the catalogue, without a database."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from verzuimbrug.cli.output import (
    FAILED,
    MISUSED,
    JsonOption,
    Language,
    LanguageOption,
    finding_json,
    finding_line,
    print_json,
)

if TYPE_CHECKING:
    from verzuimbrug.sivi.checking import Checked

_VALID = {Language.NL: "in orde", Language.EN: "in order"}
_INVALID = {Language.NL: "niet in orde", Language.EN: "not in order"}
_UNREADABLE = {
    Language.NL: "het bestand kan niet worden gelezen",
    Language.EN: "the file cannot be read",
}


@dataclass(frozen=True, slots=True)
class _Result:
    file: Path
    checked: "Checked | None"
    problem: str = ""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(check)


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    *,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
) -> None:
    """Check messages. Exit code 0: all are valid; 1: some are not; 2: a file is unreadable."""
    code = 0
    for result in results(files):
        if result.checked is None:
            typer.echo(f"{result.file}: {_UNREADABLE[lang]}: {result.problem}", err=True)
            code = MISUSED
        else:
            _tell(result.file, result.checked, lang, as_json=as_json)
            code = max(code, 0 if result.checked.valid else FAILED)
    raise typer.Exit(code)


def results(files: list[Path]) -> Iterable[_Result]:
    """One by one; behind a progress bar when a person waits for many."""
    results = (_result(file) for file in files)
    if len(files) == 1 or not sys.stderr.isatty():
        return results
    return _behind_bar(results, len(files))


def _behind_bar(results: Iterator[_Result], total: int) -> list[_Result]:
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return list(track(results, "", total=total, console=console, transient=True))


def _result(file: Path) -> _Result:
    from verzuimbrug.sivi.portions import open_message

    try:
        content = file.read_bytes()
    except OSError as problem:
        return _Result(file, None, problem.strerror or str(problem))
    return _Result(file, open_message(content).checked)


def _tell(file: Path, checked: "Checked", lang: Language, *, as_json: bool) -> None:
    if as_json:
        print_json(_as_json(file, checked, lang))
        return
    words = _VALID[lang] if checked.valid else _INVALID[lang]
    name = f"{checked.message} {checked.edition}" if checked.table else ""
    typer.secho(" ".join(filter(None, (f"{file}:", name, words))), bold=True)
    for finding in checked.findings:
        typer.echo(finding_line(str(file), finding, lang))


def _as_json(file: Path, checked: "Checked", lang: Language) -> dict[str, Any]:
    return {
        "file": str(file),
        "message": checked.message,
        "interface": checked.interface,
        "edition": checked.edition,
        "valid": checked.valid,
        "findings": [finding_json(finding, lang) for finding in checked.findings],
    }
