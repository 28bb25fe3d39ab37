"""`verzuimbrug streams`: settings tried on a message, and their earlier versions."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

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
from verzuimbrug.cli.shown import moment_line, written
from verzuimbrug.cli.try_out_shown import try_out_json, try_out_lines

if TYPE_CHECKING:
    from verzuimbrug.application.accounts import AccountRef
    from verzuimbrug.application.configuration.configure import Configured
    from verzuimbrug.application.configuration.entries import Plain
    from verzuimbrug.application.configuration.versions import ConfiguredObject, Version

StreamArgument = Annotated[str, typer.Argument(metavar="STREAM", help="The stream's name.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="The streams of an account.", no_args_is_help=True)
    group.command("try")(try_settings)
    group.command()(versions)
    group.command()(restore)
    app.add_typer(group, name="streams")


def try_settings(  # noqa: PLR0913 -- one parameter an option
    account: AccountArgument,
    stream: StreamArgument,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A message; - reads stdin.")
    ] = None,
    *,
    receipt: Annotated[
        str | None, typer.Option(metavar="RECEIPT", help="A received message, instead of FILE.")
    ] = None,
    employer_code: Annotated[
        str | None,
        typer.Option(metavar="TEMPLATE", help="Try this template instead of the stored one."),
    ] = None,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Show what the stream makes of a message; nothing of it is processed.

    Exit code 0: every employer is found and every code has a meaning; 1: not so; 2: nothing was
    tried.
    """
    message = _message(file, receipt)
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.trying import try_out

    with told_plainly():
        ref = accounts.find_account(account, arbodienst)
    proposed = None if employer_code is None else _proposed(ref, stream, employer_code)
    tried = try_out.try_out(ref, stream, message, by=by_whom(), proposed=proposed)
    if as_json:
        print_json(try_out_json(tried, lang))
    else:
        for finding in tried.refused:
            typer.echo(finding_line(stream, finding, lang, advice=True), err=True)
        for line in try_out_lines(tried, lang):
            typer.echo(line)
    raise typer.Exit(MISUSED if tried.refused else 0 if tried.is_fit else FAILED)


def _message(file: Path | None, receipt: str | None) -> bytes | str:
    if (file is None) is (receipt is None):
        stop("name a FILE or a --receipt, one of the two", MISUSED)
    return read_file(file) if file is not None else str(receipt)


def _proposed(ref: "AccountRef", stream: str, employer_code: str) -> "Plain | None":
    """The settings of the stream with another template; None when there is no such stream."""
    from verzuimbrug.application.streams import list_streams

    stored = {each.name: each.settings for each in list_streams(ref)}
    return {**stored[stream], "employer_code": employer_code} if stream in stored else None


def versions(
    account: AccountArgument,
    stream: StreamArgument,
    *,
    as_json: JsonOption = False,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """List what was saved of the stream: when, by whom, what changed; the newest first."""
    open_instance(data)
    from verzuimbrug.application.configuration.versions import list_versions

    found = list_versions(_stream(account, stream, arbodienst))
    if found is None:
        stop(f"the account {account} has no stream {stream}", MISUSED)
    if as_json:
        print_json({"versions": [_version_json(version) for version in found]})
        return
    for version in found:
        typer.echo(f"{version.number:>4}  {moment_line(version.at)}  {version.by}")
        for difference in version.differences:
            typer.echo(f"      {_difference_line(difference)}")


def restore(  # noqa: PLR0913 -- one parameter an option
    account: AccountArgument,
    stream: StreamArgument,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The number of a version.")],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the differences; change nothing.")
    ] = False,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Save the stream as it was in a version; that is a new version in turn."""
    open_instance(data)
    from verzuimbrug.application.configuration.restore_version import restore_version

    of = _stream(account, stream, arbodienst)
    outcome = restore_version(of, number, by=by_whom(), dry_run=dry_run)
    for finding in outcome.findings:
        typer.echo(finding_line(stream, finding, lang, advice=True), err=True)
    if as_json:
        print_json(_restored_json(outcome, lang))
    elif not outcome.findings:
        for difference in outcome.differences:
            typer.echo(str(difference))
        done = "applied" if outcome.applied else "dry run, nothing was changed"
        typer.echo(f"differences: {len(outcome.differences)}; {done}")
    raise typer.Exit(MISUSED if outcome.findings else 0)


def _stream(account: str, stream: str, arbodienst: str | None) -> "ConfiguredObject":
    """A stream as an object with versions, under the account's own name."""
    from verzuimbrug.application.accounts import find_account
    from verzuimbrug.application.configuration.versions import ConfiguredObject

    with told_plainly():
        ref = find_account(account, arbodienst)
    return ConfiguredObject(arbodienst=ref.arbodienst, kind="stream", key=(account, stream))


def _version_json(version: "Version") -> dict[str, Any]:
    return {
        "number": version.number,
        "at": version.at.isoformat(),
        "by": version.by,
        "content": written(version.content),
        "differences": list(version.differences),
    }


def _difference_line(difference: "Plain") -> str:
    """A change of one field; of a new stream all is new."""
    field = difference["field"]
    return f"{field}: {difference['before']} -> {difference['after']}" if field else "new"


def _restored_json(outcome: "Configured", lang: Language) -> dict[str, Any]:
    return {
        "applied": outcome.applied,
        "differences": [difference.to_json() for difference in outcome.differences],
        "findings": [finding_json(finding, lang) for finding in outcome.findings],
    }
