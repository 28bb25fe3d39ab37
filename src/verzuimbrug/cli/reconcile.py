"""`verzuimbrug reconcile`: the portal's state beside ours, at any time (GR-7)."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from verzuimbrug.cli.changes import long_work
from verzuimbrug.cli.credentials import AccountArgument
from verzuimbrug.cli.initial_load import or_stop, ref_of
from verzuimbrug.cli.input_files import read_file
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
)
from verzuimbrug.domain.comparison import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from verzuimbrug.application.decider import Decider
    from verzuimbrug.application.portal_deliveries.giving import GivenFile, TakenFile
    from verzuimbrug.application.portal_deliveries.reconciliation import Reconciled
    from verzuimbrug.domain.findings import Finding
    from verzuimbrug.domain.reconciliation import Difference

_WORDS = {
    Language.NL: {
        Outcome.EQUAL: "gelijk",
        Outcome.ONLY_OURS: "alleen bij u",
        Outcome.ONLY_THEIRS: "alleen bij het portaal",
        Outcome.DIFFERENT: "verschillend",
        "take-over": "overnemen",
        "by-hand": "vraag het portaal, of maak ongedaan",
    },
    Language.EN: {outcome: outcome.value for outcome in Outcome}
    | {"take-over": "take over", "by-hand": "ask the portal, or undo"},
}
FilesArgument = Annotated[list[Path], typer.Argument(metavar="FILE...", help="The state.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Compare with the portal's state.", no_args_is_help=True)
    for command in (start, add, show, apply, finish):
        group.command()(command)
    app.add_typer(group, name="reconcile")


def start(
    account: AccountArgument,
    files: FilesArgument,
    *,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Take in files with all that the portal has; a worker reads them, nothing is processed."""
    _check(files)
    open_instance(data)
    from verzuimbrug.application.portal_deliveries import reconciliation

    decider, number = _who(account, arbodienst)
    with long_work("taking in"):
        started = or_stop(
            lambda: reconciliation.start_reconciliation(decider, number, _given(files))
        )
    assert started is not None  # noqa: S101 -- a command is limited in nothing
    _tell_taken(account, started.files, started.findings, lang)


def add(
    account: AccountArgument,
    files: FilesArgument,
    *,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Take in more files of the portal's state, for the reconciliation that is open."""
    _check(files)
    open_instance(data)
    from verzuimbrug.application.portal_deliveries import giving

    decider, number = _who(account, arbodienst)
    with long_work("taking in"):
        taken, findings = or_stop(lambda: giving.give_files(decider, number, _given(files)))
    _tell_taken(account, taken, findings, lang)


def show(  # noqa: PLR0913 -- one parameter an option
    account: AccountArgument,
    *,
    employer: Annotated[str | None, typer.Option(help="Of this employer only.")] = None,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Compare per employer and case; each difference with what can be done about it."""
    open_instance(data)
    from verzuimbrug.application.portal_deliveries import reconciliation

    decider, number = _who(account, arbodienst)
    found: list[Difference] = []
    with long_work("comparing"):
        compared = or_stop(
            lambda: reconciliation.show(decider.reader, number, found.append, employer)
        )
    if as_json:
        print_json({**_counts(compared), "differences": [_as_json(each) for each in found]})
        return
    for each in compared.employers:
        counts = ", ".join(
            f"{_WORDS[lang][outcome]} {count}" for outcome, count in each.counts.items()
        )
        typer.secho(f"{each.employer}  {counts}", bold=True)
        for difference in found:
            if difference.row.employer == each.employer:
                typer.echo(f"  {_line(difference, lang)}")
    typer.echo(f"unread: {compared.unread}; rejected: {compared.rejected}")


def apply(  # noqa: PLR0913 -- one parameter an option
    account: AccountArgument,
    selected: Annotated[
        list[str], typer.Argument(metavar="EMPLOYER/CASE/SHOWN...", help="As shown.")
    ],
    *,
    reason: Annotated[str, typer.Option(help="Why; it is kept.")],
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Take over the portal's reports of the selected cases, as they were shown."""
    chosen = [_selected(each) for each in selected]
    open_instance(data)
    from verzuimbrug.application.portal_deliveries import taking_over

    decider, number = _who(account, arbodienst)
    wanted = [
        taking_over.Selected(employer=code, case=case, shown=shown) for code, case, shown in chosen
    ]
    done = or_stop(lambda: taking_over.apply(decider, number, wanted, reason))
    if as_json:
        told = [finding_json(each, lang) for each in done.findings]
        print_json({"count": done.count, "findings": told})
    else:
        for finding in done.findings:
            typer.echo(finding_line(account, finding, lang, advice=True), err=True)
        typer.echo(f"taken over: {done.count}")
    raise typer.Exit(FAILED if done.findings else 0)


def finish(
    account: AccountArgument, *, arbodienst: ArbodienstOption = None, data: DataOption = None
) -> None:
    """End it; what was not selected is closed."""
    open_instance(data)
    from verzuimbrug.application.portal_deliveries import reconciliation

    decider, number = _who(account, arbodienst)
    closed = or_stop(lambda: reconciliation.finish_reconciliation(decider, number))
    typer.echo(f"finished; files of which nothing was taken: {closed}")


def _who(account: str, arbodienst: str | None) -> "tuple[Decider, int]":
    """Who gives the command, and the account."""
    from verzuimbrug.application.decider import Decider

    ref = ref_of(account, arbodienst)
    return Decider(arbodienst=ref.arbodienst, by=by_whom()), ref.account


def _check(files: "Sequence[Path]") -> None:
    """Nothing is taken in when one of the files is not there."""
    for file in files:
        if not file.is_file():
            stop(f"{file} cannot be read: it is no file", MISUSED)


def _given(files: "Iterable[Path]") -> "Iterator[GivenFile]":
    """One by one, so that one is in memory at a time."""
    from verzuimbrug.application.portal_deliveries.giving import GivenFile

    for file in files:
        yield GivenFile(name=file.name, content=read_file(file))


def _tell_taken(
    account: str, taken: "Iterable[TakenFile]", findings: "Sequence[Finding]", lang: Language
) -> None:
    for file in taken:
        typer.echo(f"{file.receipt}  {file.name}{' (known)' if file.is_known else ''}")
    for finding in findings:
        typer.echo(finding_line(account, finding, lang, advice=True), err=True)
    raise typer.Exit(FAILED if findings else 0)


def _selected(text: str) -> tuple[str, str, str]:
    employer, _, rest = text.partition("/")
    case, _, shown = rest.rpartition("/")
    if not (employer and case and shown):
        stop(f"{text} is not EMPLOYER/CASE/SHOWN", MISUSED)
    return employer, case, shown


def _line(difference: "Difference", lang: Language) -> str:
    row, words = difference.row, _WORDS[lang]
    fields = "; ".join(f"{each.name}: {each.ours} | {each.theirs}" for each in row.fields)
    selector = f"{row.employer}/{row.theirs}/{difference.shown}" if row.theirs else "-"
    proposal = words[difference.proposal.value]
    keys = f"{row.ours or '-'} | {row.theirs or '-'}"
    return f"{keys}  {words[row.outcome]}  {fields}  > {proposal}  {selector}"


def _counts(compared: "Reconciled") -> dict[str, Any]:
    return {
        "employers": [asdict(each) for each in compared.employers],
        "unknown": dict(compared.unknown),
        "unread": compared.unread,
        "rejected": compared.rejected,
    }


def _as_json(difference: "Difference") -> dict[str, Any]:
    return {
        **asdict(difference.row),
        "proposal": difference.proposal.value,
        "reports": len(difference.reports),
        "settles": difference.settles,
        "shown": difference.shown,
    }
