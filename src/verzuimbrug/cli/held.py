"""`verzuimbrug held`: what waits for a person, with its changes, and what is decided on it."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from verzuimbrug.cli.change_list_shown import list_lines
from verzuimbrug.cli.changes import how_applied, long_work
from verzuimbrug.cli.held_shown import (
    disputed_json,
    disputed_lines,
    listed_lines,
    message_json,
    shown_json,
    shown_lines,
    waiting_lines,
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
    finding_line,
    print_json,
    stop,
    told_plainly,
)
from verzuimbrug.domain.reports import Standing

if TYPE_CHECKING:
    from verzuimbrug.application.access import Reader
    from verzuimbrug.application.decider import Decider
    from verzuimbrug.application.held.restanding import Restood
    from verzuimbrug.application.held.values import ShownMessage
    from verzuimbrug.domain.findings import Finding

_PAGE = 100
_LARGEST = 1000
AfterOption = Annotated[int, typer.Option(min=0, help="Go on after this number.")]
LimitOption = Annotated[int, typer.Option(min=1, max=_LARGEST, help="At most so many.")]
ReceiptArgument = Annotated[str, typer.Argument(metavar="RECEIPT", help="The message's receipt.")]
PositionArgument = Annotated[
    int, typer.Argument(metavar="POSITION", min=0, help="The report's place in the message.")
]
ReasonOption = Annotated[str, typer.Option(help="Why; it stays with the decision.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="What waits for a person to decide.", no_args_is_help=True)
    group.command("list")(show_list)
    group.command()(reports)
    group.command()(show)
    group.command()(approve)
    group.command()(reject)
    group.command()(choose)
    group.command()(refuse)
    app.add_typer(group, name="held")


def show_list(  # noqa: PLR0913 -- one parameter an option
    *,
    after: AfterOption = 0,
    limit: LimitOption = _PAGE,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """List the held messages, those that wait longest first."""
    open_instance(data)
    from verzuimbrug.application.held.show import list_held
    from verzuimbrug.application.pages import Window

    page = list_held(_decider(arbodienst).reader, Window(after=after, limit=limit))
    if as_json:
        print_json({"items": [message_json(each, lang) for each in page.items], "next": page.next})
        return
    for message in page.items:
        _print(listed_lines(message, lang))
    if page.next:
        typer.echo(f"there is more: --after {page.next}")


def reports(  # noqa: PLR0913 -- one parameter an option
    *,
    after: AfterOption = 0,
    limit: LimitOption = _PAGE,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """List the reports that are in conflict or held by what they say, in order of receipt."""
    open_instance(data)
    from verzuimbrug.application.held.disputed import list_disputed
    from verzuimbrug.application.pages import Window

    page = list_disputed(_reader(_decider(arbodienst)), Window(after=after, limit=limit))
    if as_json:
        items = [disputed_json(each, lang) for each in page.items]
        print_json({"items": items, "next": page.next})
        return
    for report in page.items:
        _print(disputed_lines(report, lang))
    if page.next:
        typer.echo(f"there is more: --after {page.next}")


def show(  # noqa: PLR0913 -- one parameter an option
    receipt: ReceiptArgument,
    *,
    part: Annotated[int, typer.Option(min=1, help="Which part of a long list.")] = 1,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Show what a held message, or a dry run, would change; and the digest to approve it with."""
    open_instance(data)
    shown = _shown(_decider(arbodienst), receipt, part)
    if as_json:
        print_json(shown_json(shown, lang))
        return
    _print(shown_lines(shown, lang))
    _print(list_lines(shown.changes, lang))
    _print(waiting_lines(shown, lang))
    if shown.next_part:
        typer.echo(f"there is more: --part {shown.next_part}")
    typer.echo(f"digest {shown.digest}")


def approve(  # noqa: PLR0913 -- one parameter an option
    receipt: ReceiptArgument,
    *,
    digest: Annotated[str, typer.Option(help="Of the list that was shown.")] = "",
    refuse_person: Annotated[
        list[int] | None, typer.Option(metavar="PLACE", help="Leave this person out.")
    ] = None,
    refuse_report: Annotated[
        list[int] | None, typer.Option(metavar="PLACE", help="Leave this report out.")
    ] = None,
    reason: ReasonOption = "",
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Apply a held message as it was shown, whole or but for some parts.

    Without a digest the list is shown first, and on a terminal it is asked.
    """
    open_instance(data)
    from verzuimbrug.application.held import judge
    from verzuimbrug.application.held.values import Judgement

    decider = _decider(arbodienst)
    judgement = Judgement(
        digest=digest or _asked(decider, receipt, lang),
        refused_persons=frozenset(refuse_person or ()),
        refused_reports=frozenset(refuse_report or ()),
        reason=reason,
    )
    with long_work("working out the changes again"):
        decided = judge.approve(decider, receipt, judgement)
    if decided is None:
        _not_there(receipt)
    _told(receipt, decided.findings, lang, as_json=as_json)


def reject(  # noqa: PLR0913 -- one parameter an option
    receipt: ReceiptArgument,
    *,
    reason: ReasonOption,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Refuse a held message whole: its reports keep their numbers and have no effect."""
    open_instance(data)
    from verzuimbrug.application.held import judge

    decided = judge.reject(_decider(arbodienst), receipt, reason)
    if decided is None:
        _not_there(receipt)
    _told(receipt, decided.findings, lang, as_json=as_json)


def choose(  # noqa: PLR0913 -- one parameter an option
    receipt: ReceiptArgument,
    position: PositionArgument,
    *,
    reason: ReasonOption = "",
    yes: YesOption = False,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Let a report stand on its number, whichever was received first; shown before it is done."""
    open_instance(data)
    decision = _Decision(_decider(arbodienst), (receipt, position), Standing.CHOSEN, reason)
    _decide(decision, lang, yes=yes, as_json=as_json)


def refuse(  # noqa: PLR0913 -- one parameter an option
    receipt: ReceiptArgument,
    position: PositionArgument,
    *,
    reason: ReasonOption = "",
    yes: YesOption = False,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Refuse a report that is held: it keeps its number and has no effect; shown first."""
    open_instance(data)
    decision = _Decision(_decider(arbodienst), (receipt, position), Standing.REFUSED, reason)
    _decide(decision, lang, yes=yes, as_json=as_json)


@dataclass(frozen=True, slots=True)
class _Decision:
    """A decision on one report."""

    decider: "Decider"
    place: tuple[str, int]
    standing: Standing
    reason: str

    def take(self, *, dry_run: bool) -> "Restood":
        from verzuimbrug.application.held.restanding import restand

        with long_work("working out the changes"):
            done = restand(self.decider, self.place, self.standing, self.reason, dry_run=dry_run)
        if done is None:
            stop(f"message {self.place[0]} has no report at {self.place[1]}", MISUSED)
        return done


def _decide(decision: _Decision, lang: Language, *, yes: bool, as_json: bool) -> None:
    from verzuimbrug.application.held.telling import list_json

    done = decision.take(dry_run=True)
    if not as_json:
        _print(list_lines(done.changes, lang))
    if not done.findings and (yes or (not as_json and _agrees("do this"))):
        done = decision.take(dry_run=False)
    if as_json:
        findings = [finding_json(each, lang) for each in done.findings]
        print_json({**list_json(done.changes), "applied": done.applied, "findings": findings})
    else:
        _print(finding_line(decision.place[0], each, lang, advice=True) for each in done.findings)
        typer.echo(how_applied(applied=done.applied))
    raise typer.Exit(FAILED if done.findings else 0)


def _agrees(what: str) -> bool:
    """What a person on a terminal answers; nobody is asked elsewhere."""
    return sys.stdin.isatty() and typer.confirm(f"{what}?")


def _asked(decider: "Decider", receipt: str, lang: Language) -> str:
    """The digest of the whole list, once somebody has seen it and agrees."""
    shown = _shown(decider, receipt, 1)
    _print(shown_lines(shown, lang))
    digest, part = shown.digest, shown
    while True:
        _print(list_lines(part.changes, lang))
        if part.next_part is None:
            break
        part = _shown(decider, receipt, part.next_part)
    _print(waiting_lines(shown, lang))
    if part.digest != digest:
        stop("the list changed while it was shown; look again", FAILED)
    if not sys.stdin.isatty():
        stop(f"nobody was asked: approve with --digest {digest}", MISUSED)
    if not _agrees("apply these changes"):
        raise typer.Exit(FAILED)
    return digest


def _shown(decider: "Decider", receipt: str, part: int) -> "ShownMessage":
    from verzuimbrug.application.held.show import show_changes

    shown = show_changes(_reader(decider), receipt, part)
    if shown is None:
        stop(f"there is no list of changes of a message {receipt}", MISUSED)
    return shown


def _not_there(receipt: str) -> NoReturn:
    stop(f"there is no message with receipt {receipt}", MISUSED)


def _told(
    receipt: str, findings: "Sequence[Finding]", lang: Language, *, as_json: bool
) -> NoReturn:
    """What came of a decision; findings say why nothing happened."""
    if as_json:
        told = [finding_json(each, lang) for each in findings]
        print_json({"decided": not findings, "findings": told})
    for finding in () if as_json else findings:
        typer.echo(finding_line(receipt, finding, lang, advice=True), err=True)
    raise typer.Exit(FAILED if findings else 0)


def _print(lines: Iterator[str]) -> None:
    for line in lines:
        typer.echo(line)


def _decider(arbodienst: str | None) -> "Decider":
    from verzuimbrug.application import accounts
    from verzuimbrug.application.decider import Decider

    with told_plainly():
        return Decider(arbodienst=accounts.find_arbodienst(arbodienst).id, by=by_whom())


def _reader(decider: "Decider") -> "Reader":
    from verzuimbrug.application.access import Reader

    return Reader(arbodienst=decider.arbodienst, principal=decider.by)
