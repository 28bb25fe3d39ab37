"""`verzuimbrug dry-run`: what a stream would make of a file now; nothing is written."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from verzuimbrug.cli.change_list_shown import list_lines
from verzuimbrug.cli.changes import long_work
from verzuimbrug.cli.credentials import AccountArgument
from verzuimbrug.cli.input_files import read_file
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
from verzuimbrug.cli.streams import StreamArgument
from verzuimbrug.domain.findings import Finding

if TYPE_CHECKING:
    from verzuimbrug.application.trying.dry_run import DryRun

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A message; - reads stdin.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("dry-run")(dry_run)


def dry_run(  # noqa: PLR0913 -- one parameter an option
    account: AccountArgument,
    stream: StreamArgument,
    file: FileArgument,
    *,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Show the exact list of what a file would change; write nothing.

    Exit code 0: it would be processed or held; 1: it would be rejected; 2: nothing was tried.
    """
    content = read_file(file)
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.trying import dry_run as trying

    with told_plainly():
        ref = accounts.find_account(account, arbodienst)
    with long_work("working out the changes"):
        found = trying.dry_run(ref, stream, content, by_whom())
    if found is None:
        stop(f"the account {account} has no stream {stream}", MISUSED)
    if as_json:
        print_json(_json(found, lang))
    else:
        for line in _lines(found, str(file), lang):
            typer.echo(line)
    raise typer.Exit(0 if found.accepted else FAILED)


def _lines(found: "DryRun", file: str, lang: Language) -> Iterator[str]:
    """Counts on top, then why it would be held or rejected, then the list."""
    from verzuimbrug.application.held.telling import count_words

    yield from count_words(found.counts, lang)
    for finding in found.findings:
        yield finding_line(file, finding, lang, advice=not found.accepted)
    for part in found.changes():
        yield ""
        yield from list_lines(part, lang)
    for report in found.reports:
        yield from _remarks(report, file, lang)


def _remarks(report: Any, file: str, lang: Language) -> Iterator[str]:  # noqa: ANN401 -- as stored
    """What is said of one report."""
    for stored in report["findings"]:
        yield finding_line(file, Finding.from_json(stored), lang)


def _json(found: "DryRun", lang: Language) -> dict[str, Any]:
    from verzuimbrug.application.held.telling import change_json

    return {
        "accepted": found.accepted,
        "findings": [finding_json(each, lang) for each in found.findings],
        "counts": dict(found.counts),
        "changes": [change_json(entry) for part in found.changes() for entry in part.changes],
        "reports": [
            {
                **report,
                "findings": [
                    finding_json(Finding.from_json(each), lang) for each in report["findings"]
                ],
            }
            for report in found.reports
        ],
    }
