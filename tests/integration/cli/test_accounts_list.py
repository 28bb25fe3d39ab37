"""`verzuimbrug accounts list` and `show`."""

import json
from typing import TYPE_CHECKING

import typer
from typer.testing import CliRunner

from configuring_world import ACCOUNT, apply, coupling, example
from sending_world import connect, deliver, report, settings, sick
from verzuimbrug.cli import accounts_list

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    Command = Callable[..., Result]


def test_accounts_are_listed_with_what_tells_them_apart(command: "Command") -> None:
    configuration = example()
    configuration["accounts"].append(
        {"name": "Bij VDD", "underwriting_agent": "Volmacht", "scope": {"all": True}}
    )
    apply(configuration)

    assert command("accounts", "list").stdout.splitlines() == [
        "Bij VDD",
        "  concept; web-service, portal other",
        "  underwriting agent Volmacht",
        "  scope: all employers",
        "  last message: none yet",
        "  streams: none",
        ACCOUNT,
        "  concept; web-service, portal verzekeringsinzicht",
        "  insurer Felison Assuradeuren",
        "  scope: group FELISON-VI",
        "  last message: none yet",
        "  streams: Verzuimmeldingen, WerknemersGegevens",
    ]


def test_accounts_as_json(command: "Command") -> None:
    deliver(connect(settings()), sick(report()))
    (account,) = json.loads(command("accounts", "list", "--json").stdout)["accounts"]
    assert account["scope"]["employer_groups"] == ["FELISON-VI"]
    assert account["last_message_at"].startswith("20")


def test_an_account_is_shown_with_streams_and_log(command: "Command") -> None:
    configuration = example()
    configuration["accounts"][0]["scope"] = {"employers": ["FLSN1001"]}
    apply(configuration)

    shown = command("accounts", "show", ACCOUNT).stdout

    for line in (
        "  scope: employer FLSN1001",
        "  report recipients: klantbeheer@example.nl; mailed daily",
        "  allowed addresses: any",
        "  stream Verzuimmeldingen: last message none yet",
        "    employer_code: FLSN[IdWrkgvrArbdnst]",
    ):
        assert line in shown.splitlines()
    assert shown.splitlines()[-1].endswith("configured  test")


def test_an_account_as_json_holds_its_streams_and_its_log(command: "Command") -> None:
    coupling()
    shown = json.loads(command("accounts", "show", ACCOUNT, "--json").stdout)
    assert (shown["name"], shown["culture"]) == (ACCOUNT, "nl")
    assert shown["streams"][0]["settings"]["mode"] == "live"
    assert shown["events"][0]["event"] == "configured"


def test_an_account_that_may_touch_nothing_says_so(command: "Command") -> None:
    configuration = example()
    configuration["accounts"][0]["scope"] = {"employers": []}
    apply(configuration)
    assert "scope: nothing" in command("accounts", "show", ACCOUNT).stdout


def test_an_account_that_is_not_there_is_misuse(command: "Command") -> None:
    coupling()
    assert command("accounts", "show", "Nergens").exit_code == 2


def test_the_commands_stand_in_one_group_with_others_or_make_it() -> None:
    app = typer.Typer()
    accounts_list.register(app)
    alone = CliRunner().invoke(app, ["accounts", "--help"])
    assert "show" in alone.stdout


def test_the_group_keeps_its_other_commands(command: "Command") -> None:
    told = command("accounts", "--help").stdout
    assert all(word in told for word in ("list", "show", "log"))
