"""`verzuimbrug users`: letting the first people in."""

import json
from typing import TYPE_CHECKING

import pytest

from command_world import give
from configuring_world import coupling
from people_world import PASSWORD
from verzuimbrug.store.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    Command = Callable[..., Result]

NEW = ("users", "create", "anna@example.nl", "--name", "Anna Jansen")


def _typed(*words: str, given: str) -> "Result":
    return give(*words, text=given)


def test_a_beheerder_is_made_with_a_password_from_standard_input(command: "Command") -> None:
    coupling()
    told = _typed(*NEW, "--role", "manage", "--password-stdin", given=f"{PASSWORD}\n")

    assert told.stdout == "made: anna@example.nl, manage\n"
    user = User.objects.get()
    assert user.check_password(PASSWORD)
    shown = command("users", "list").stdout
    assert shown == "anna@example.nl: Anna Jansen, manage, last sign-in never\n"


def test_a_password_is_asked_for_twice_and_not_shown(command: "Command") -> None:
    del command
    coupling()
    told = _typed(*NEW, "--role", "audit", given=f"{PASSWORD}\n{PASSWORD}\n")

    assert told.exit_code == 0
    assert PASSWORD not in told.output
    assert User.objects.get().check_password(PASSWORD)


def test_somebody_with_a_weak_password_is_not_made(command: "Command") -> None:
    del command
    coupling()
    told = _typed(*NEW, "--role", "manage", "--password-stdin", given="kort\n")
    assert told.exit_code == 1
    assert not User.objects.exists()


def test_an_operator_is_of_no_arbodienst(command: "Command") -> None:
    told = _typed(*NEW, "--role", "operator", "--password-stdin", given=f"{PASSWORD}\n")
    assert told.exit_code == 0, told.output
    listed = json.loads(command("users", "list", "--operators", "--json").stdout)
    assert [(one["email"], one["role"]) for one in listed["users"]] == [
        ("anna@example.nl", "operator")
    ]


@pytest.mark.parametrize("more", [(), ("--arbodienst", "NERGENS")])
def test_without_an_arbodienst_nobody_of_one_is_made(
    command: "Command", more: tuple[str, ...]
) -> None:
    del command
    told = _typed(*NEW, "--role", "manage", "--password-stdin", *more, given=f"{PASSWORD}\n")
    assert told.exit_code == 2


def test_who_is_shut_out_is_told_so(command: "Command") -> None:
    coupling()
    _typed(*NEW, "--role", "manage", "--password-stdin", given=f"{PASSWORD}\n")
    assert command("users", "deactivate", "anna@example.nl").exit_code == 0
    assert command("users", "list").stdout.endswith(", shut out\n")
    assert command("users", "deactivate", "ben@example.nl").exit_code == 2
