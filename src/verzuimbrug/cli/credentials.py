"""`verzuimbrug credentials`: what a portal signs in with, handed over in two halves."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import (
    MISUSED,
    ArbodienstOption,
    JsonOption,
    by_whom,
    print_json,
    stop,
    told_plainly,
)
from verzuimbrug.cli.shown import credential_json, credential_lines

if TYPE_CHECKING:
    from verzuimbrug.application.sign_in.handover import Part

AccountArgument = Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account's name.")]
RevealOption = Annotated[
    bool, typer.Option("--reveal", help="Print the values once, instead of one-time links.")
]
BaseUrlOption = Annotated[
    str | None,
    typer.Option("--base-url", help="Where the links lead; default the running instance."),
]
TokenToOption = Annotated[
    str, typer.Option(metavar="NAME", help="Who gets the token: a name or a mail address.")
]
LinkArgument = Annotated[
    int, typer.Argument(metavar="LINK", help="Its number in `credentials list`.")
]
_NAMES = {"customer-code": "customer code", "token": "token"}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="What a portal signs in with.", no_args_is_help=True)
    group.command()(issue)
    group.command()(rotate)
    group.command()(revoke)
    group.command("list")(show)
    group.command()(renew)
    group.command()(withdraw)
    app.add_typer(group, name="credentials")


def issue(  # noqa: PLR0913 -- one parameter an option
    account: AccountArgument,
    *,
    code_to: Annotated[
        str, typer.Option(metavar="NAME", help="Who gets the customer code; another person.")
    ] = "",
    token_to: TokenToOption = "",
    reveal: RevealOption = False,
    base_url: BaseUrlOption = None,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Make a customer code and a token; print two links that each open once."""
    _refuse_idle_names(reveal, code_to, token_to)
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.sign_in import (
        issuing as credentials_issuing,
        links as credentials_links,
    )

    with _told_plainly():
        ref = accounts.find_account(account, arbodienst)
        if reveal:
            issued = credentials_issuing.issue(ref, by_whom())
            credentials_issuing.note_revealed(ref, by_whom(), issued)
            print_json({"customer_code": issued.customer_code, "token": issued.token})
        else:
            links = credentials_links.issue_by_links(
                ref, by_whom(), code_to=code_to, token_to=token_to
            )
            _print_links(links, base_url)


def rotate(  # noqa: PLR0913 -- one parameter an option
    account: AccountArgument,
    *,
    overlap_days: Annotated[
        int, typer.Option(min=0, max=365, help="How long the present token goes on.")
    ] = 7,
    token_to: TokenToOption = "",
    reveal: RevealOption = False,
    base_url: BaseUrlOption = None,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Make a new token beside the present one; the customer code stays the same."""
    _refuse_idle_names(reveal, token_to)
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.sign_in import (
        issuing as credentials_issuing,
        links as credentials_links,
    )

    with _told_plainly():
        ref = accounts.find_account(account, arbodienst)
        overlap = timedelta(days=overlap_days)
        if reveal:
            issued = credentials_issuing.rotate(ref, by_whom(), overlap)
            credentials_issuing.note_revealed(ref, by_whom(), issued)
            print_json({"token": issued.token})
        else:
            links = credentials_links.rotate_by_links(ref, by_whom(), overlap, token_to=token_to)
            _print_links(links, base_url)


def revoke(
    account: AccountArgument,
    *,
    credential: Annotated[
        int | None,
        typer.Option(metavar="ID", help="Only this one: its number in `credentials list`."),
    ] = None,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """End all tokens of the account at once, or one, and the links not yet opened."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.sign_in import issuing as credentials_issuing

    with told_plainly():
        ref = accounts.find_account(account, arbodienst)
        count = credentials_issuing.revoke(ref, by_whom(), credential)
    typer.echo(f"revoked: {count}")


def show(
    account: AccountArgument,
    *,
    as_json: JsonOption = False,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """List credentials and links: valid until when, for whom, opened when."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.sign_in import listing as credentials_listing

    with told_plainly():
        entries = credentials_listing.list_credentials(accounts.find_account(account, arbodienst))
    if as_json:
        print_json({"credentials": [credential_json(entry) for entry in entries]})
        return
    for entry in entries:
        for line in credential_lines(entry):
            typer.echo(line)


def renew(  # noqa: PLR0913 -- one parameter an option
    account: AccountArgument,
    link: LinkArgument,
    *,
    to: Annotated[str, typer.Option(metavar="NAME", help="Who gets it; default as before.")] = "",
    base_url: BaseUrlOption = None,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Withdraw a link that nobody opened, and make another with a new value behind it."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.sign_in import links as credentials_links

    with _told_plainly():
        ref = accounts.find_account(account, arbodienst)
        _print_links(credentials_links.renew_link(ref, by_whom(), link, recipient=to), base_url)


def withdraw(
    account: AccountArgument,
    link: LinkArgument,
    *,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """End a link that nobody opened."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.sign_in import handover

    with told_plainly():
        handover.withdraw_link(accounts.find_account(account, arbodienst), by_whom(), link)
    typer.echo(f"withdrawn: {link}")


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Recipients that will not do end the command with a sentence, as misuse."""
    from verzuimbrug.application.sign_in.links import RecipientsError

    try:
        with told_plainly():
            yield
    except RecipientsError as refused:
        stop(str(refused), MISUSED)


def _refuse_idle_names(reveal: bool, *names: str) -> None:
    if reveal and any(names):
        stop("--reveal prints the values here; it makes no links to send to anybody", MISUSED)


def _print_links(links: "Mapping[Part, str]", base_url: str | None) -> None:
    from verzuimbrug.application.sign_in.handover import OPEN_FOR

    base = (base_url or _running_url()).rstrip("/")
    for part, secret in links.items():
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
