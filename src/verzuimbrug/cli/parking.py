"""`verzuimbrug parking`: what waits, why, since when, and what heals it."""

from typing import TYPE_CHECKING, Annotated

import typer

from verzuimbrug.cli.changes import (
    DryRunOption,
    change_json,
    how_applied,
    long_work,
    tell_differences,
    tell_findings,
)
from verzuimbrug.cli.credentials import AccountArgument
from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import (
    MISUSED,
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
from verzuimbrug.cli.parking_shown import (
    candidate_json,
    candidate_lines,
    group_json,
    group_lines,
    report_json,
    report_table,
)
from verzuimbrug.domain.findings import Severity
from verzuimbrug.domain.parking import Healing

if TYPE_CHECKING:
    from verzuimbrug.application.access import Reader
    from verzuimbrug.application.accounts import AccountRef
    from verzuimbrug.application.parking.treatment import Healed

_PAGE = 100
_LARGEST = 1000
CauseArgument = Annotated[str, typer.Argument(metavar="CAUSE", help="The code of the cause.")]
SubjectArgument = Annotated[
    list[str], typer.Argument(metavar="SUBJECT...", help="What waits for it, as listed.")
]
LimitOption = Annotated[int, typer.Option("--limit", min=1, max=_LARGEST, help="At most so many.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="What waits, and what heals it.", no_args_is_help=True)
    group.command("list")(show_list)
    group.command()(show)
    group.command()(heal)
    app.add_typer(group, name="parking")


def show_list(  # noqa: PLR0913 -- one parameter an option
    *,
    account: Annotated[str | None, typer.Option(help="Of this account only.")] = None,
    cause: Annotated[str | None, typer.Option(help="With this cause only.")] = None,
    after: Annotated[str, typer.Option(help="Go on where the list before ended.")] = "",
    limit: LimitOption = _PAGE,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """List what waits in groups, those that wait longest first."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.parking import listing

    with told_plainly():
        own = accounts.find_arbodienst(arbodienst).id
    chosen = listing.ParkedFilter(account=account, cause=cause)
    try:
        with long_work("looking"):
            page = listing.list_parked(_reader(own), chosen, listing.GroupWindow(after, limit))
    except ValueError:
        stop(f"{after} is not where a list ended", MISUSED)
    if as_json:
        groups = [group_json(group, lang) for group in page.items]
        print_json({"groups": groups, "next": page.next})
        return
    for group in page.items:
        for line in group_lines(group, lang):
            typer.echo(line)
    if page.next:
        typer.echo(f"there is more: --after {page.next}")


def show(  # noqa: PLR0913 -- one parameter an option
    account: AccountArgument,
    cause: CauseArgument,
    subject: SubjectArgument,
    *,
    after: Annotated[int, typer.Option(min=0, help="Go on after this report.")] = 0,
    limit: LimitOption = _PAGE,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Show one group, with its reports; of a link key also who it may be."""
    open_instance(data)
    from verzuimbrug.application.pages import Window
    from verzuimbrug.application.parking import candidates, listing
    from verzuimbrug.application.parking.values import GroupKey

    ref = _account(account, arbodienst)
    reader = _reader(ref.arbodienst)
    key = GroupKey(account=ref.account, cause=cause, subject=tuple(subject))
    with long_work("looking"):
        group = listing.show_group(reader, key)
        page = listing.list_parked_reports(reader, key, Window(after, limit))
    if group is None or page is None:
        stop(f"nothing with cause {cause} waits for {' / '.join(subject)}", MISUSED)
    known = candidates.list_candidates(reader, key)
    if as_json:
        told = group_json(group, lang)
        told["candidates"] = [candidate_json(each) for each in known]
        told["waiting"] = [report_json(report, lang) for report in page.items]
        print_json({**told, "next": page.next})
        return
    for line in (*group_lines(group, lang), *candidate_lines(known)):
        typer.echo(line)
    report_table(page.items)
    if page.next:
        typer.echo(f"there is more: --after {page.next}")


def heal(  # noqa: PLR0913 -- one parameter an option
    action: Annotated[Healing, typer.Argument(metavar="ACTION", help="What heals it, as listed.")],
    account: AccountArgument,
    cause: CauseArgument,
    subject: Annotated[
        list[str] | None,
        typer.Argument(metavar="SUBJECT...", help="What waits; of gaps: all when left out."),
    ] = None,
    *,
    name: Annotated[str, typer.Option(help="Of a new employer.")] = "",
    group: Annotated[str, typer.Option(help="The group that the employer joins.")] = "",
    classifications: Annotated[str, typer.Option(help="The scheme of a new employer.")] = "",
    employee: Annotated[int | None, typer.Option(help="Whose the link key is.")] = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Do what heals a group: all that waited for it goes on, in order of receipt."""
    open_instance(data)
    from verzuimbrug.application.decider import Decider
    from verzuimbrug.application.parking import healing
    from verzuimbrug.application.parking.treatment import Treatment
    from verzuimbrug.application.parking.values import GroupKey

    ref = _account(account, arbodienst)
    key = GroupKey(account=ref.account, cause=cause, subject=tuple(subject or ()))
    treatment = Treatment(
        healing=action,
        name=name,
        group=group,
        classifications=classifications,
        employee=employee,
    )
    with long_work("healing"):
        decider = Decider(arbodienst=ref.arbodienst, by=by_whom())
        healed = healing.heal(decider, key, treatment, dry_run=dry_run)
    _tell(healed, account, lang, as_json=as_json)


def _tell(healed: "Healed", account: str, lang: Language, *, as_json: bool) -> None:
    errors = [each for each in healed.findings if each.severity is Severity.ERROR]
    if as_json:
        told = change_json(healed.differences, healed.findings, lang)
        print_json({"reports": healed.reports, "applied": healed.applied, **told})
        raise typer.Exit(MISUSED if errors else 0)
    tell_findings(errors, account, lang)
    for finding in healed.findings:
        typer.echo(finding_line(account, finding, lang, advice=True), err=True)
    tell_differences(healed.differences)
    typer.echo(f"reports that go on: {healed.reports}; {how_applied(applied=healed.applied)}")


def _account(name: str, arbodienst: str | None) -> "AccountRef":
    from verzuimbrug.application import accounts

    with told_plainly():
        return accounts.find_account(name, arbodienst)


def _reader(arbodienst: int) -> "Reader":
    from verzuimbrug.application.access import Reader

    return Reader(arbodienst=arbodienst, principal=by_whom())
