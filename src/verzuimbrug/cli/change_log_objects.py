"""`verzuimbrug log known` and `log why`: a person or a case as known when, and a field's value."""

from typing import TYPE_CHECKING, Annotated

import typer

from verzuimbrug.cli.change_log_asked import (
    AccountOption,
    CaseArgument,
    KeyArgument,
    KnownAtOption,
    moment_of,
    reader_for,
    there_or_stop,
)
from verzuimbrug.cli.change_log_shown import known_lines, why_lines
from verzuimbrug.cli.changes import EmployerArgument
from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import (
    ArbodienstOption,
    JsonOption,
    Language,
    LanguageOption,
    print_json,
)

if TYPE_CHECKING:
    from verzuimbrug.application.access import Reader
    from verzuimbrug.application.change_log.addresses import OfObject

FieldArgument = Annotated[str, typer.Argument(metavar="FIELD", help="As in the change log.")]


def register(log: typer.Typer) -> None:
    """Add the commands to the group."""
    known = typer.Typer(help="What was known when, and from whom.", no_args_is_help=True)
    known.command("person")(known_person)
    known.command("case")(known_case)
    log.add_typer(known, name="known")
    why = typer.Typer(help="Why a field has its value.", no_args_is_help=True)
    why.command("person")(why_person)
    why.command("employment")(why_employment)
    why.command("case")(why_case)
    log.add_typer(why, name="why")


def known_person(  # noqa: PLR0913 -- one parameter an option
    employer: EmployerArgument,
    key: KeyArgument,
    account: AccountOption,
    *,
    known_at: KnownAtOption = None,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Show what was known of a person, with employments and cases, and from whom."""
    open_instance(data)
    from verzuimbrug.application.change_log.addresses import OfPerson

    of = OfPerson(employer=employer, account=account, key=key)
    _tell_known(reader_for(arbodienst), of, known_at, lang, as_json=as_json)


def known_case(  # noqa: PLR0913 -- one parameter an option
    employer: EmployerArgument,
    key: CaseArgument,
    account: AccountOption,
    *,
    known_at: KnownAtOption = None,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Show what was known of an absence case, what held on which days, and from whom."""
    open_instance(data)
    from verzuimbrug.application.change_log.addresses import OfCase

    of = OfCase(employer=employer, account=account, key=key)
    _tell_known(reader_for(arbodienst), of, known_at, lang, as_json=as_json)


def why_person(  # noqa: PLR0913 -- one parameter an option
    employer: EmployerArgument,
    key: KeyArgument,
    field: FieldArgument,
    account: AccountOption,
    *,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Show why a field of a person has its value."""
    open_instance(data)
    from verzuimbrug.application.change_log.addresses import OfPerson

    of = OfPerson(employer=employer, account=account, key=key)
    _tell_why(reader_for(arbodienst), of, field, lang, as_json=as_json)


def why_employment(  # noqa: PLR0913 -- one parameter an option
    employer: EmployerArgument,
    key: KeyArgument,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The employment's number.")],
    field: FieldArgument,
    account: AccountOption,
    *,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Show why a field of an employment has its value."""
    open_instance(data)
    from verzuimbrug.application.change_log.addresses import OfEmployment

    of = OfEmployment(employer=employer, account=account, key=key, number=number)
    _tell_why(reader_for(arbodienst), of, field, lang, as_json=as_json)


def why_case(  # noqa: PLR0913 -- one parameter an option
    employer: EmployerArgument,
    key: CaseArgument,
    field: FieldArgument,
    account: AccountOption,
    *,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Show why a field of an absence case has its value."""
    open_instance(data)
    from verzuimbrug.application.change_log.addresses import OfCase

    of = OfCase(employer=employer, account=account, key=key)
    _tell_why(reader_for(arbodienst), of, field, lang, as_json=as_json)


def _tell_known(
    reader: "Reader", of: "OfObject", known_at: str | None, lang: Language, *, as_json: bool
) -> None:
    from verzuimbrug.application.change_log.knowledge import known
    from verzuimbrug.application.change_log.values import known_json

    found = there_or_stop(known(reader, of, moment_of(known_at)))
    if as_json:
        print_json({"objects": [known_json(each) for each in found]})
        return
    for each in found:
        for line in known_lines(each, lang.value):
            typer.echo(line)


def _tell_why(
    reader: "Reader", of: "OfObject", field: str, lang: Language, *, as_json: bool
) -> None:
    from verzuimbrug.application.change_log.values import why_json
    from verzuimbrug.application.change_log.why import why

    found = there_or_stop(why(reader, of, field))
    if as_json:
        print_json(why_json(found))
        return
    for line in why_lines(found, lang.value):
        typer.echo(line)
