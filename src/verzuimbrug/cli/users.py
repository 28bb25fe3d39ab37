"""`verzuimbrug users`: the people who sign in to the console, so that the first one gets in."""

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import (
    FAILED,
    ArbodienstOption,
    JsonOption,
    by_whom,
    print_json,
    stop,
    told_plainly,
)
from verzuimbrug.cli.shown import moment_line, written
from verzuimbrug.domain.permissions import Role

if TYPE_CHECKING:
    from verzuimbrug.application.users.people import PersonEntry

EmailArgument = Annotated[str, typer.Argument(metavar="EMAIL", help="What they sign in with.")]
OperatorsOption = Annotated[
    bool, typer.Option("--operators", help="Those of the platform, who are of no arbodienst.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="People who sign in to the console.", no_args_is_help=True)
    group.command()(create)
    group.command("list")(show)
    group.command()(deactivate)
    app.add_typer(group, name="users")


def create(  # noqa: PLR0913 -- an option a parameter
    email: EmailArgument,
    *,
    name: Annotated[str, typer.Option(help="Their name.")],
    role: Annotated[Role, typer.Option(help="What they may do: manage, setup, audit, operator.")],
    arbodienst: ArbodienstOption = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Let somebody sign in, with a password that is asked for."""
    open_instance(data)
    from django.db import transaction

    from verzuimbrug.application import accounts
    from verzuimbrug.application.users.passwords import set_password
    from verzuimbrug.application.users.people import NewPerson, PersonError, create as make

    with told_plainly():
        whose = None if role is Role.OPERATOR else accounts.find_arbodienst(arbodienst).id
        person = NewPerson(arbodienst=whose, email=email, name=name, role=role.value)
        password = _password(from_stdin=password_stdin)
        try:
            with transaction.atomic():
                made = make(person, by_whom())
                set_password(made, password)
        except PersonError as wrong:
            stop(str(wrong), FAILED)
    typer.echo(f"made: {made.email}, {made.role}")


def show(
    *,
    operators: OperatorsOption = False,
    as_json: JsonOption = False,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """List the people of an arbodienst, those who were shut out too."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.users.people import list_people

    with told_plainly():
        people = list_people(None if operators else accounts.find_arbodienst(arbodienst).id)
    if as_json:
        print_json({"users": [written(asdict(person)) for person in people]})
        return
    for person in people:
        typer.echo(_line(person))


def deactivate(email: EmailArgument, *, data: DataOption = None) -> None:
    """Shut somebody out at once."""
    open_instance(data)
    from verzuimbrug.application.users.activating import deactivate as shut_out

    with told_plainly():
        shut_out(email, by_whom())
    typer.echo(f"shut out: {email}")


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return asked


def _line(person: "PersonEntry") -> str:
    seen = moment_line(person.last_sign_in_at) if person.last_sign_in_at else "never"
    shut_out = "" if person.is_active else ", shut out"
    return f"{person.email}: {person.name}, {person.role}, last sign-in {seen}{shut_out}"
