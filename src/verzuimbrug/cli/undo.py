"""`verzuimbrug undo`: what a message or a stream did is taken back, after a preview (VE-4)."""

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from verzuimbrug.cli.change_list_shown import list_lines
from verzuimbrug.cli.changes import DryRunOption, how_applied, long_work
from verzuimbrug.cli.credentials import AccountArgument
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
    finding_line,
    print_json,
    stop,
    told_plainly,
)
from verzuimbrug.cli.shown import moment_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from verzuimbrug.application.decider import Decider
    from verzuimbrug.application.undoing.values import Shown, Undone, UndoPreview

    Preview = Callable[[], UndoPreview | None]
    Do = Callable[[Shown], Undone | UndoPreview | None]

_LARGEST = 1000
_MOMENTS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"]
SinceOption = Annotated[
    datetime, typer.Option(formats=_MOMENTS, help="What was received then or later.")
]
ReasonOption = Annotated[str, typer.Option(help="Why; it stays with the undo.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Take back what was done.", no_args_is_help=True)
    group.command("message")(of_message)
    group.command("stream")(of_stream)
    group.command("back")(back)
    group.command("list")(show_list)
    app.add_typer(group, name="undo")


def of_message(  # noqa: PLR0913 -- one parameter an option
    receipt: Annotated[str, typer.Argument(metavar="RECEIPT", help="The message's receipt.")],
    *,
    reason: ReasonOption = "",
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Undo a message; what that changes is shown first, and on a terminal it is asked."""
    open_instance(data)
    from verzuimbrug.application.undoing import undo
    from verzuimbrug.application.undoing.values import OfMessage

    decider, what = _decider(arbodienst), OfMessage(receipt=receipt)
    steps = (
        lambda: undo.preview_undo(_reader(decider), what),
        lambda shown: undo.undo(decider, what, reason, shown),
    )
    _through(steps, receipt, lang, agreed=None if dry_run else yes, as_json=as_json)


def of_stream(  # noqa: PLR0913 -- one parameter an option
    account: AccountArgument,
    stream: Annotated[str, typer.Argument(metavar="STREAM", help="The stream's name.")],
    *,
    since: SinceOption,
    reason: ReasonOption = "",
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Undo all that a stream received since a moment, by the clock of the instance."""
    open_instance(data)
    from django.utils.timezone import make_aware

    from verzuimbrug.application import accounts
    from verzuimbrug.application.decider import Decider
    from verzuimbrug.application.undoing import undo
    from verzuimbrug.application.undoing.values import OfStream

    with told_plainly():
        ref = accounts.find_account(account, arbodienst)
    moment = since if since.tzinfo else make_aware(since)
    what = OfStream(account=ref.account, stream=stream, since=moment)
    decider = Decider(arbodienst=ref.arbodienst, by=by_whom())
    steps = (
        lambda: undo.preview_undo(_reader(decider), what),
        lambda shown: undo.undo(decider, what, reason, shown),
    )
    _through(steps, stream, lang, agreed=None if dry_run else yes, as_json=as_json)


def back(  # noqa: PLR0913 -- one parameter an option
    number: Annotated[int, typer.Argument(metavar="UNDO", help="The number of the undo.")],
    *,
    reason: ReasonOption = "",
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Take an undo back: what it took stands again; shown first."""
    open_instance(data)
    from verzuimbrug.application.undoing import taking_back

    decider = _decider(arbodienst)
    steps = (
        lambda: taking_back.preview_take_back(_reader(decider), number),
        lambda shown: taking_back.take_back(decider, number, reason, shown),
    )
    _through(steps, str(number), lang, agreed=None if dry_run else yes, as_json=as_json)


def show_list(
    *,
    after: Annotated[int, typer.Option(min=0, help="Go on after this number.")] = 0,
    limit: Annotated[int, typer.Option(min=1, max=_LARGEST, help="At most so many.")] = 100,
    as_json: JsonOption = False,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """List the undos, those that were taken back included."""
    open_instance(data)
    from dataclasses import asdict

    from verzuimbrug.application.pages import Window
    from verzuimbrug.application.undoing.listing import list_undos

    page = list_undos(_decider(arbodienst).reader, Window(after=after, limit=limit))
    for each in page.items:
        if as_json:
            told = {**asdict(each), "at": each.at.isoformat()}
            for name in ("since", "taken_back_at"):
                told[name] = told[name].isoformat() if told[name] else None
            print_json(told)
        else:
            since = f" since {moment_line(each.since)}" if each.since else ""
            of = each.receipt or f"{each.stream}{since}"
            state = "taken back" if each.taken_back_at else f"messages: {each.messages}"
            place = f"{each.account}  {of}"
            typer.echo(f"{each.id}  {moment_line(each.at)}  {place}  {state}  {each.reason}")
    if page.next and not as_json:
        typer.echo(f"there is more: --after {page.next}")


def _through(
    steps: "tuple[Preview, Do]", name: str, lang: Language, *, agreed: bool | None, as_json: bool
) -> None:
    """Shows it, and does it when that is agreed; None is a dry run.

    Exit code 1: it could not be, or is not what was shown.
    """
    look, do = steps
    with long_work("working out the changes"):
        preview = look()
    if preview is None:
        stop(f"there is no {name}", MISUSED)
    if not as_json:
        _print(preview, lang)
    done = None
    if preview.is_possible and _goes_on(agreed, as_json=as_json):
        with long_work("undoing"):
            done = do(preview.shown)
    _conclude(name, preview if done is None else done, lang, as_json=as_json)


def _goes_on(agreed: bool | None, *, as_json: bool) -> bool:
    if agreed is None or agreed:
        return bool(agreed)
    return not as_json and sys.stdin.isatty() and typer.confirm("do this?")


def _conclude(name: str, outcome: "Undone | UndoPreview", lang: Language, *, as_json: bool) -> None:
    from verzuimbrug.application.held.telling import list_json
    from verzuimbrug.application.undoing.values import Undone
    from verzuimbrug.domain.findings import Severity

    applied = isinstance(outcome, Undone)
    failed = any(each.severity is Severity.ERROR for each in outcome.findings)
    if as_json:
        told: dict[str, Any] = {"undo": outcome.undo} if isinstance(outcome, Undone) else {}
        if not isinstance(outcome, Undone):
            told |= {**list_json(outcome.changes), "digest": outcome.digest}
        findings = [finding_json(each, lang) for each in outcome.findings]
        told |= {"applied": applied, "counts": dict(outcome.counts), "findings": findings}
        print_json(told)
    else:
        for finding in outcome.findings:
            typer.echo(finding_line(name, finding, lang, advice=True), err=True)
        number = f" (undo {outcome.undo})" if isinstance(outcome, Undone) else ""
        typer.echo(how_applied(applied=applied) + number)
    raise typer.Exit(FAILED if failed else 0)


def _print(preview: "UndoPreview", lang: Language) -> None:
    for line in list_lines(preview.changes, lang):
        typer.echo(line)
    typer.echo(", ".join(f"{name} {count}" for name, count in preview.counts.items()))


def _reader(decider: "Decider") -> Any:  # noqa: ANN401 -- Reader; imported when a command runs
    from verzuimbrug.application.access import Reader

    return Reader(arbodienst=decider.arbodienst, principal=decider.by)


def _decider(arbodienst: str | None) -> "Decider":
    from verzuimbrug.application import accounts
    from verzuimbrug.application.decider import Decider

    with told_plainly():
        return Decider(arbodienst=accounts.find_arbodienst(arbodienst).id, by=by_whom())
