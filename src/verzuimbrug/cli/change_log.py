"""`verzuimbrug log`: what changed of a person, a case, an employer, or by a message (VE-5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from verzuimbrug.cli import change_log_objects
from verzuimbrug.cli.change_log_asked import (
    AccountOption,
    CaseArgument,
    KeyArgument,
    KnownAtOption,
    moment_of,
    reader_for,
    there_or_stop,
)
from verzuimbrug.cli.change_log_shown import change_lines
from verzuimbrug.cli.changes import EmployerArgument, long_work
from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import (
    MISUSED,
    ArbodienstOption,
    JsonOption,
    Language,
    LanguageOption,
    print_json,
    stop,
)

if TYPE_CHECKING:
    from verzuimbrug.application.change_log.addresses import Address

ExportOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write a file instead: .csv or .jsonl.", dir_okay=False),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="What changed, when, and by whom.", no_args_is_help=True)
    group.command()(message)
    group.command()(person)
    group.command()(case)
    group.command()(employer)
    change_log_objects.register(group)
    app.add_typer(group, name="log")


@dataclass(frozen=True, slots=True, kw_only=True)
class _How:
    """How to tell the changes, and which."""

    known_at: str | None
    export: Path | None
    as_json: bool
    lang: Language
    arbodienst: str | None


def message(  # noqa: PLR0913 -- one parameter an option
    receipt: Annotated[str, typer.Argument(metavar="RECEIPT", help="Its receipt number.")],
    *,
    known_at: KnownAtOption = None,
    export: ExportOption = None,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Show what a message changed."""
    open_instance(data)
    from verzuimbrug.application.change_log.addresses import OfMessage

    how = _How(known_at=known_at, export=export, as_json=as_json, lang=lang, arbodienst=arbodienst)
    _tell(OfMessage(receipt=receipt), how)


def person(  # noqa: PLR0913 -- one parameter an option
    employer: EmployerArgument,
    key: KeyArgument,
    account: AccountOption,
    *,
    known_at: KnownAtOption = None,
    export: ExportOption = None,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Show what changed of a person, with their employments and cases."""
    open_instance(data)
    from verzuimbrug.application.change_log.addresses import OfPerson

    how = _How(known_at=known_at, export=export, as_json=as_json, lang=lang, arbodienst=arbodienst)
    _tell(OfPerson(employer=employer, account=account, key=key), how)


def case(  # noqa: PLR0913 -- one parameter an option
    employer: EmployerArgument,
    key: CaseArgument,
    account: AccountOption,
    *,
    known_at: KnownAtOption = None,
    export: ExportOption = None,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Show what changed of an absence case."""
    open_instance(data)
    from verzuimbrug.application.change_log.addresses import OfCase

    how = _How(known_at=known_at, export=export, as_json=as_json, lang=lang, arbodienst=arbodienst)
    _tell(OfCase(employer=employer, account=account, key=key), how)


def employer(  # noqa: PLR0913 -- one parameter an option
    code: EmployerArgument,
    *,
    known_at: KnownAtOption = None,
    export: ExportOption = None,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Show what changed of all persons at an employer."""
    open_instance(data)
    from verzuimbrug.application.change_log.addresses import OfEmployer

    how = _How(known_at=known_at, export=export, as_json=as_json, lang=lang, arbodienst=arbodienst)
    _tell(OfEmployer(code=code), how)


def _tell(of: "Address", how: _How) -> None:
    if how.export is not None:
        _write(of, how.export, how)
        return
    from verzuimbrug.application.change_log.reading import read_all
    from verzuimbrug.application.change_log.values import change_json

    known_at = moment_of(how.known_at)
    pieces = there_or_stop(read_all(reader_for(how.arbodienst), of, known_at))
    for entry in (entry for piece in pieces for entry in piece):
        if how.as_json:
            print_json(change_json(entry))
        else:
            for line in change_lines(entry, how.lang.value):
                typer.echo(line)


def _write(of: "Address", file: Path, how: _How) -> None:
    from verzuimbrug.application.change_log.export import ExportForm, export

    forms = {f".{form.value}": form for form in ExportForm}
    if file.suffix not in forms:
        stop(f"a file ends in {' or '.join(forms)}, and {file} does not", MISUSED)
    reader, known_at = reader_for(how.arbodienst), moment_of(how.known_at)
    pieces = there_or_stop(export(reader, of, forms[file.suffix], how.lang.value, known_at))
    with long_work("the changes are written"):
        _write_pieces(file, pieces)


def _write_pieces(file: Path, pieces: Iterable[str]) -> None:
    """Writes a file that nobody else can read: it is about persons."""
    file.touch(mode=0o600)
    with file.open("w", encoding="utf-8", newline="") as writing:
        writing.writelines(pieces)
