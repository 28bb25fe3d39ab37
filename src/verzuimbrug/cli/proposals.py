"""`verzuimbrug proposals`: what messages propose for employers, and decisions on it (WG-6)."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from verzuimbrug.cli.changes import (
    DATE_FORMS,
    DryRunOption,
    change_json,
    how_applied,
    tell_differences,
    tell_findings,
)
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
    print_json,
    stop,
    told_plainly,
)
from verzuimbrug.cli.proposals_shown import listed_line, proposal_json, proposal_lines

if TYPE_CHECKING:
    from verzuimbrug.application.decider import Decider

_PAGE, _LARGEST = 100, 1000
NumbersArgument = Annotated[list[int], typer.Argument(metavar="NUMBER...", help="Which proposals.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="What messages propose for employers.", no_args_is_help=True)
    group.command("list")(show_list)
    group.command()(show)
    group.command()(approve)
    group.command()(refuse)
    app.add_typer(group, name="proposals")


def show_list(  # noqa: PLR0913 -- one parameter an option
    *,
    after: Annotated[int, typer.Option(min=0, help="Go on after this number.")] = 0,
    limit: Annotated[int, typer.Option(min=1, max=_LARGEST, help="At most so many.")] = _PAGE,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """List the proposals that wait, the oldest first."""
    open_instance(data)
    from verzuimbrug.application.employer_proposals.listing import Sought, list_proposals
    from verzuimbrug.application.pages import Window

    reader = _decider(arbodienst).reader
    page = list_proposals(reader, Sought(), Window(after=after, limit=limit))
    if as_json:
        print_json({"items": [proposal_json(each, lang) for each in page.items], "next": page.next})
        return
    for each in page.items:
        typer.echo(listed_line(each))
    if page.next:
        typer.echo(f"there is more: --after {page.next}")


def show(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="Which proposal.")],
    *,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Show what a proposal would change, with what is now."""
    open_instance(data)
    from verzuimbrug.application.employer_proposals.listing import show_proposal

    found = show_proposal(_decider(arbodienst).reader, number)
    if found is None:
        stop(f"there is no proposal {number}", MISUSED)
    if as_json:
        print_json(proposal_json(found, lang))
        return
    for line in proposal_lines(found, lang):
        typer.echo(line)


def approve(  # noqa: PLR0913 -- one parameter an option
    numbers: NumbersArgument,
    *,
    code: Annotated[str, typer.Option(help="The employer code, where none could be made.")] = "",
    group: Annotated[str, typer.Option(help="The employer group to join.")] = "",
    until: Annotated[
        datetime | None, typer.Option(formats=DATE_FORMS, help="The last day, where none was said.")
    ] = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Do what proposals say, all of it in one version of the configuration or nothing."""
    open_instance(data)
    from verzuimbrug.application.employer_proposals import deciding
    from verzuimbrug.application.employer_proposals.applying import Choice

    if code and len(numbers) > 1:
        stop("a code is that of one employer: approve them one by one", MISUSED)
    day = until.date() if until else None
    choices: list[Choice] = [
        Choice(number=each, code=code, group=group, until=day) for each in numbers
    ]
    done = deciding.approve(_decider(arbodienst), choices, dry_run=dry_run)
    if as_json:
        print_json({"applied": done.applied, **change_json(done.differences, done.findings, lang)})
        raise typer.Exit(FAILED if done.findings else 0)
    tell_findings(done.findings, "proposals", lang)
    tell_differences(done.differences)
    typer.echo(f"differences: {len(done.differences)}; {how_applied(applied=done.applied)}")


def refuse(  # noqa: PLR0913 -- one parameter an option
    numbers: NumbersArgument,
    *,
    reason: Annotated[str, typer.Option(help="Why; it stays with the decision.")],
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Refuse proposals; the same of the same is not proposed again."""
    open_instance(data)
    from verzuimbrug.application.employer_proposals import deciding

    done = deciding.refuse(_decider(arbodienst), numbers, reason)
    if as_json:
        findings = [finding_json(each, lang) for each in done.findings]
        print_json({"decided": not findings, "findings": findings})
        raise typer.Exit(FAILED if findings else 0)
    tell_findings(done.findings, "proposals", lang)
    typer.echo(f"refused: {len(numbers)}")


def _decider(arbodienst: str | None) -> "Decider":
    from verzuimbrug.application import accounts
    from verzuimbrug.application.decider import Decider

    with told_plainly():
        return Decider(arbodienst=accounts.find_arbodienst(arbodienst).id, by=by_whom())
