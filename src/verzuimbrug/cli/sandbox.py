"""`verzuimbrug sandbox`: a test bench for the portal of an account."""

from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from verzuimbrug.cli.credentials import AccountArgument, BaseUrlOption
from verzuimbrug.cli.instance import DataOption, open_instance, running_facts
from verzuimbrug.cli.output import (
    FAILED,
    ArbodienstOption,
    JsonOption,
    Language,
    LanguageOption,
    by_whom,
    finding_line,
    print_json,
    stop,
    told_plainly,
)

if TYPE_CHECKING:
    from verzuimbrug.application.sandboxes.finding import Sandbox
    from verzuimbrug.domain.findings import Finding

PageOption = Annotated[
    bool,
    typer.Option("--page", help="Print a new address of the page; the one before ends."),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="A test bench for the portal of an account.", no_args_is_help=True)
    group.command("open")(open_one)
    group.command()(show)
    group.command()(close)
    app.add_typer(group, name="sandbox")


def open_one(  # noqa: PLR0913 -- one parameter an option
    account: AccountArgument,
    *,
    page: PageOption = False,
    base_url: BaseUrlOption = None,
    language: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Open a sandbox for an account, or bring the one that is open up to date."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.sandboxes import opening, page_link
    from verzuimbrug.application.sandboxes.finding import Sandbox

    with told_plainly():
        ref = accounts.find_account(account, arbodienst)
    made = opening.open_sandbox(ref, by_whom())
    if not isinstance(made, Sandbox):
        _stop_with(made, language)
    updated = opening.update_sandbox(ref, by_whom())
    if updated.findings:
        _stop_with(updated.findings, language)
    typer.echo(f"arbodienst: {made.code}")
    typer.echo(f"account: {made.account}")
    if page:
        base = (base_url or str(running_facts().get("url", "http://127.0.0.1:8000"))).rstrip("/")
        typer.echo(f"page: {base}/proef/{page_link.make_page_link(made, by_whom())}/")
    typer.echo(
        f'Hand over what opens it: verzuimbrug credentials issue "{made.account}" '
        f"--arbodienst {made.code}",
        err=True,
    )


def show(
    account: AccountArgument,
    *,
    as_json: JsonOption = False,
    language: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Print how far the sender is in the sandbox of an account."""
    open_instance(data)
    from verzuimbrug.application.sandboxes.telling import tell_conformance

    there = _sandbox(account, arbodienst)
    editions = [
        {
            "stream": each.stream,
            "edition": each.edition,
            "proven": each.proven,
            "total": len(each.cases),
        }
        for each in tell_conformance(there, language).editions
    ]
    if as_json:
        print_json({"code": there.code, "status": there.status, "editions": editions})
        return
    typer.echo(f"{there.code}: {there.status}")
    for each in editions:
        typer.echo(f"{each['stream']} {each['edition']}: {each['proven']} / {each['total']}")


def close(
    account: AccountArgument,
    *,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """End the sandbox of an account for good, with all that opens it."""
    open_instance(data)
    from verzuimbrug.application.sandboxes import opening

    there = _sandbox(account, arbodienst)
    if not opening.close_sandbox(there.of, by_whom()):
        stop(f"{there.code} is closed already", FAILED)
    typer.echo(f"closed: {there.code}")


def _sandbox(account: str, arbodienst: str | None) -> "Sandbox":
    from verzuimbrug.application import accounts
    from verzuimbrug.application.sandboxes.finding import sandbox_of

    with told_plainly():
        there = sandbox_of(accounts.find_account(account, arbodienst))
    if there is None:
        stop(f"{account} has no sandbox", FAILED)
    return there


def _stop_with(findings: "tuple[Finding, ...]", language: Language) -> NoReturn:
    for finding in findings:
        typer.echo(finding_line("sandbox", finding, language, advice=True), err=True)
    raise typer.Exit(FAILED)
