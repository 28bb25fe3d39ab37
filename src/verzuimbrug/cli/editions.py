"""`verzuimbrug editions` and `shadow-run`: moving to another edition, step by step."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
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
from verzuimbrug.cli.shadow_run_shown import run_lines
from verzuimbrug.cli.shown import moment_line
from verzuimbrug.cli.streams import StreamArgument

if TYPE_CHECKING:
    from verzuimbrug.application.accounts import AccountRef
    from verzuimbrug.application.editions.arriving import Arriving, StreamEditions
    from verzuimbrug.application.editions.proposing import Proposed
    from verzuimbrug.application.editions.reading import Progress
    from verzuimbrug.application.editions.shadow_run import ShadowRun

EditionOption = list[str] | None


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(editions)
    app.command("shadow-run")(shadow_run)


def editions(
    account: Annotated[
        str | None, typer.Argument(metavar="ACCOUNT", help="The account's name; without it all.")
    ] = None,
    *,
    weeks: Annotated[int, typer.Option(min=1, max=52, help="Of so many weeks.")] = 8,
    as_json: JsonOption = False,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Show which editions each stream takes, and what came in each."""
    open_instance(data)
    from verzuimbrug.application.editions.plain import plain_arriving

    found = _arriving(account, arbodienst, weeks)
    if as_json:
        print_json(_written(plain_arriving(found), Language.NL))
        return
    for stream in found.streams:
        typer.secho(f"{stream.account_name} / {stream.stream}", bold=True)
        for line in _edition_lines(stream):
            typer.echo(f"  {line}")


def _arriving(account: str | None, arbodienst: str | None, weeks: int) -> "Arriving":
    from verzuimbrug.application import accounts
    from verzuimbrug.application.access import Reader
    from verzuimbrug.application.editions import arriving

    with told_plainly():
        if account is not None:
            return arriving.arriving_on(accounts.find_account(account, arbodienst), weeks)
        own = accounts.find_arbodienst(arbodienst).id
    return arriving.arriving_for(Reader(arbodienst=own, principal=by_whom()), weeks)


def _edition_lines(stream: "StreamEditions") -> Iterator[str]:
    for each in stream.editions:
        words = [f"{each.edition or 'not read':8}  {'taken' if each.accepted else 'not taken':9}"]
        words.append(f"messages: {each.messages}")
        if each.rejected:
            words.append(f"rejected for the edition: {each.rejected}")
        if each.first is not None and each.last is not None:
            words.append(f"{moment_line(each.first)} - {moment_line(each.last)}")
        words += [f"{sender.name} {sender.software}".strip() for sender in each.senders]
        yield "  ".join(words)


def shadow_run(  # noqa: PLR0913 -- one parameter an option
    account: AccountArgument,
    stream: StreamArgument,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="The configuration as changed; - reads stdin."),
    ] = None,
    *,
    accept: Annotated[
        EditionOption, typer.Option(metavar="EDITION", help="Take it too, instead of FILE.")
    ] = None,
    stop_taking: Annotated[
        EditionOption,
        typer.Option("--stop", metavar="EDITION", help="Take it no longer, instead of FILE."),
    ] = None,
    last: Annotated[
        int, typer.Option(min=1, max=5000, metavar="N", help="So many messages at most.")
    ] = 500,
    since: Annotated[
        datetime | None, typer.Option(help="The first messages received since this moment.")
    ] = None,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Lay other settings on messages that came in; nothing is written.

    Exit code 0: all come out the same; 1: not so; 2: nothing was compared.
    """
    if (file is None) is not bool(accept or stop_taking):
        stop("name a FILE, or editions to --accept or --stop, one of the two", MISUSED)
    content = None if file is None else read_file(file)
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.editions.choosing import Which
    from verzuimbrug.application.editions.shadow_run import Asked, shadow_run

    with told_plainly():
        ref = accounts.find_account(account, arbodienst)
    proposed = _proposed(ref, stream, content, (accept, stop_taking))
    for difference in proposed.beside:
        typer.echo(f"not compared: {difference}", err=True)
    asked = Asked(stream=stream, proposed=proposed, which=Which(most=last, since=_aware(since)))
    with _bar() as progress:
        run = shadow_run(ref, asked, by=by_whom(), progress=progress)
    raise typer.Exit(_tell(run, lang, as_json=as_json))


def _tell(run: "ShadowRun", lang: Language, *, as_json: bool) -> int:
    """Shows a run; gives the exit code."""
    from verzuimbrug.application.editions.plain import plain_run

    for finding in run.refused:
        typer.echo(finding_line(run.stream, finding, lang, advice=True), err=True)
    if run.refused:
        return MISUSED
    if as_json:
        print_json(_written(plain_run(run), lang))
    else:
        for line in run_lines(run, lang):
            typer.echo(line)
    return FAILED if run.comparison.different else 0


def _proposed(
    ref: "AccountRef",
    stream: str,
    content: bytes | None,
    editions: tuple[EditionOption, EditionOption],
) -> "Proposed":
    from verzuimbrug.application.editions.accepting import EditionChange
    from verzuimbrug.application.editions.proposing import other_editions, settings_in_file

    if content is not None:
        return settings_in_file(ref, stream, content, by_whom())
    accept, stop_taking = (frozenset(each or ()) for each in editions)
    return other_editions(ref, stream, EditionChange(accept=accept, stop=stop_taking))


def _aware(since: datetime | None) -> datetime | None:
    from django.utils.timezone import make_aware

    return since if since is None or since.tzinfo else make_aware(since)


@contextmanager
def _bar() -> "Iterator[Progress]":
    """How many messages are read, for a person who waits."""
    import sys

    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda read, total: bar.update(task, completed=read, total=total)


def _written(value: Any, lang: Language) -> Any:  # noqa: ANN401 -- as deep as the value
    """Plain values as JSON can hold them, findings with their sentence."""
    from verzuimbrug.domain.findings import Finding

    if isinstance(value, Finding):
        return finding_json(value, lang)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _written(part, lang) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_written(part, lang) for part in value]
    return value
