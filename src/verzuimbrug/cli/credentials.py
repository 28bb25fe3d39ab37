"""`verzuimbrug credentials`: what a portal signs in with, handed over in two halves."""

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import ArbodienstOption, by_whom, print_json, told_plainly

if TYPE_CHECKING:
    from verzuimbrug.application.accounts import AccountRef
    from verzuimbrug.application.credentials_issuing import Issued

AccountArgument = Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account's name.")]
RevealOption = Annotated[
    bool, typer.Option("--reveal", help="Print the values once, instead of one-time links.")
]
BaseUrlOption = Annotated[
    str | None,
    typer.Option("--base-url", help="Where the links lead; default the running instance."),
]
_NAMES = {"customer-code": "customer code", "token": "token"}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="What a portal signs in with.", no_args_is_help=True)
    group.command()(issue)
    group.command()(rotate)
    group.command()(revoke)
    app.add_typer(group, name="credentials")


def issue(
    account: AccountArgument,
    *,
    reveal: RevealOption = False,
    base_url: BaseUrlOption = None,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Make a customer code and a token; print two links that each open once."""
    open_instance(data)
    from verzuimbrug.application import accounts, credentials_issuing

    with told_plainly():
        ref = accounts.find_account(account, arbodienst)
        issued = credentials_issuing.issue(ref, by_whom())
        if reveal:
            print_json({"customer_code": issued.customer_code, "token": issued.token})
        else:
            _print_links(ref, issued, base_url)


def rotate(  # noqa: PLR0913 -- one parameter an option
    account: AccountArgument,
    *,
    overlap_days: Annotated[
        int, typer.Option(min=0, max=365, help="How long the present token goes on.")
    ] = 7,
    reveal: RevealOption = False,
    base_url: BaseUrlOption = None,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Make a new token beside the present one; the customer code stays the same."""
    open_instance(data)
    from verzuimbrug.application import accounts, credentials_issuing

    with told_plainly():
        ref = accounts.find_account(account, arbodienst)
        overlap = timedelta(days=overlap_days)
        issued = credentials_issuing.rotate(ref, by_whom(), overlap)
        if reveal:
            print_json({"token": issued.token})
        else:
            _print_links(ref, issued, base_url)


def revoke(
    account: AccountArgument, *, arbodienst: ArbodienstOption = None, data: DataOption = None
) -> None:
    """End all tokens of the account at once, and the links not yet opened."""
    open_instance(data)
    from verzuimbrug.application import accounts, credentials_issuing

    with told_plainly():
        count = credentials_issuing.revoke(accounts.find_account(account, arbodienst), by_whom())
    typer.echo(f"revoked: {count}")


def _print_links(ref: "AccountRef", issued: "Issued", base_url: str | None) -> None:
    from verzuimbrug.application.credentials_issuing import hand_over
    from verzuimbrug.application.handover import OPEN_FOR

    base = (base_url or _running_url()).rstrip("/")
    for part, secret in hand_over(ref, issued).items():
        typer.echo(f"{_NAMES[part]}: {base}/overdracht/{secret}")
    typer.echo(
        f"A link opens once, within {OPEN_FOR.days} days. "
        "Send customer code and token to two different people.",
        err=True,
    )


def _running_url() -> str:
    """Where the instance of the data folder says that it serves."""
    try:
        facts = json.loads((Path(os.environ["VERZUIMBRUG_DATA"]) / "run.json").read_bytes())
    except OSError:
        return "http://127.0.0.1:8000"
    return str(facts["url"])
