"""`verzuimbrug initial-load`: all that the portal has, read and compared before it is processed."""

import sys
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from verzuimbrug.cli.activation import ReasonOption, WaiveOption, waiver_of
from verzuimbrug.cli.changes import long_work, print_table
from verzuimbrug.cli.credentials import AccountArgument
from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import (
    FAILED,
    ArbodienstOption,
    JsonOption,
    Language,
    LanguageOption,
    by_whom,
    print_json,
    stop,
    told_plainly,
)
from verzuimbrug.cli.readiness import tell_check
from verzuimbrug.worker.garbage import collect_little

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from verzuimbrug.application.accounts import AccountRef
    from verzuimbrug.domain.load_progress import LoadProgress
    from verzuimbrug.domain.portal_delivery import EmployerSummary

_HEADING = ("employer", "received", "equal", "created", "parked", "rejected")
_LOOK_SECONDS = 0.5


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="The guided initial load of an account.", no_args_is_help=True)
    for command in (start, status, compare, run, cancel, summary):
        group.command()(command)
    app.add_typer(group, name="initial-load")


def start(
    account: AccountArgument, *, arbodienst: ArbodienstOption = None, data: DataOption = None
) -> None:
    """Start the load: what waits and what comes in is read and compared, nothing is processed."""
    open_instance(data)
    from verzuimbrug.application.portal_deliveries import initial_load

    ref = ref_of(account, arbodienst)
    or_stop(lambda: initial_load.start_initial_load(ref, by_whom()))
    typer.echo(f"the initial load of {account} is open; let the portal send all that it has")


def status(
    account: AccountArgument,
    *,
    follow: Annotated[bool, typer.Option("--follow", help="Until the step is done.")] = False,
    as_json: JsonOption = False,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Say how far the load is: messages, reports, pace and time left."""
    open_instance(data)
    from verzuimbrug.application.portal_deliveries import progress

    ref = ref_of(account, arbodienst)
    if follow:
        _follow(lambda: or_stop(lambda: progress.progress_of(ref)))
    found = or_stop(lambda: progress.progress_of(ref))
    if as_json:
        print_json(_progress_json(found))
    else:
        typer.echo(_line(found))


def compare(
    account: AccountArgument,
    *,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Compare what was read with what there is. Exit code 1: something is in the way."""
    open_instance(data)
    from verzuimbrug.application.portal_deliveries import compare as comparing

    ref = ref_of(account, arbodienst)
    collect_little()
    with long_work("comparing"):
        found = or_stop(lambda: comparing.compare_initial_load(ref, by_whom()))
    checks = found.readiness.checks
    if as_json:
        told = [
            {"id": one.id, "state": one.state, "count": one.count, "text": one.text(lang)}
            for one in checks
        ]
        print_json({"checks": told, "estimate": [_summary(each) for each in found.estimate]})
    else:
        for check in checks:
            tell_check(check, lang)
        _table((*found.estimate, found.total))
    raise typer.Exit(0 if not found.readiness.blocks else FAILED)


def run(  # noqa: PLR0913 -- one parameter an option
    account: AccountArgument,
    *,
    waive: WaiveOption = None,
    reason: ReasonOption = "",
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Let the account go live, and the load run; without --waive only when it is ready."""
    open_instance(data)
    from verzuimbrug.application import activation
    from verzuimbrug.application.portal_deliveries import initial_load

    waiver = waiver_of(waive, reason)
    ref = ref_of(account, arbodienst)
    collect_little()
    try:
        with long_work("checking"):
            blocks = or_stop(lambda: initial_load.run_initial_load(ref, by_whom(), waiver))
    except activation.StatusError as refused:
        stop(str(refused), FAILED)
    for block in blocks:
        typer.echo(f"{block.text(lang)} {block.action(lang)} [{block.code}]", err=True)
    if blocks:
        stop(f"the load cannot run: {len(blocks)} in the way", FAILED)
    typer.echo(f"{account} is active, and its initial load runs")


def cancel(
    account: AccountArgument, *, arbodienst: ArbodienstOption = None, data: DataOption = None
) -> None:
    """Call the load off; its messages go on waiting."""
    open_instance(data)
    from verzuimbrug.application.portal_deliveries import initial_load

    ref = ref_of(account, arbodienst)
    or_stop(lambda: initial_load.cancel_initial_load(ref, by_whom()))
    typer.echo(f"the initial load of {account} is cancelled")


def summary(
    account: AccountArgument,
    *,
    as_json: JsonOption = False,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Say what became of the load, employer by employer. Exit code 1: it does not add up."""
    open_instance(data)
    from verzuimbrug.application.portal_deliveries import progress

    ref = ref_of(account, arbodienst)
    found = or_stop(lambda: progress.summary_of_load(ref))
    if as_json:
        rows = [_summary(each) for each in found.employers]
        parts = {"step": found.step, "read": found.read, "decided": found.decided}
        whole = {"rejected": found.rejected_messages, "undecided": found.undecided_messages}
        total = _summary(found.total)
        print_json({**parts, "messages": whole, "total": total, "employers": rows})
    else:
        _table((*found.employers, found.total))
        typer.echo(f"reports read {found.read}, decided {found.decided}")
        typer.echo(f"messages rejected {found.rejected_messages}, to do {found.undecided_messages}")
    raise typer.Exit(0 if found.adds_up else FAILED)


def ref_of(account: str, arbodienst: str | None) -> "AccountRef":
    """The account that was named."""
    from verzuimbrug.application import accounts

    with told_plainly():
        return accounts.find_account(account, arbodienst)


def or_stop(ask: "Callable[[], Any]") -> Any:  # noqa: ANN401 -- what the use case gives
    """What a use case gives; what cannot be ends the command."""
    from verzuimbrug.application.portal_deliveries.deliveries import DeliveryError

    try:
        return ask()
    except DeliveryError as refused:
        stop(str(refused), FAILED)


def _follow(look: "Callable[[], LoadProgress]") -> None:
    """A bar that moves on a terminal, lines elsewhere, until the step is done."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=1.0)
        while True:
            found = look()
            bar.update(task, completed=found.share_done, description=_line(found))
            if found.share_done >= 1.0 or found.finished_at is not None:
                return
            if bar.disable:
                typer.echo(_line(found), err=True)
            time.sleep(_LOOK_SECONDS)


def _line(found: "LoadProgress") -> str:
    done, received = found.done, found.received
    left = "" if found.seconds_left is None else f", {found.seconds_left:.0f} s left"
    return (
        f"{found.step.value}: {done.messages} of {received.messages} messages, "
        f"{done.reports} reports, {found.reports_per_second:.0f}/s{left}"
        f" (rejected {found.rejected}, failed {found.failed})"
    )


def _progress_json(found: "LoadProgress") -> dict[str, Any]:
    counts = {"rejected": found.rejected, "failed": found.failed}
    return {
        "step": found.step.value,
        "received": asdict(found.received),
        "read": asdict(found.read),
        "processed": asdict(found.processed),
        **counts,
        "reports_per_second": round(found.reports_per_second, 1),
        "seconds_left": found.seconds_left,
    }


def _summary(row: "EmployerSummary") -> dict[str, Any]:
    return {**asdict(row), "received": row.received}


def _table(rows: "Sequence[EmployerSummary]") -> None:
    lines = [
        (
            row.employer or "=",
            *map(str, (row.received, row.equal, row.created, row.parked, row.rejected)),
        )
        for row in rows
    ]
    print_table(_HEADING, lines)
