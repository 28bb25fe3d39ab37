"""`verzuimbrug readiness`, `waive` and `portal-employers`: what stands before going live."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from verzuimbrug.cli.credentials import AccountArgument
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
    finding_line,
    print_json,
    stop,
    told_plainly,
)
from verzuimbrug.domain.comparison import ComparedRow, Outcome
from verzuimbrug.domain.readiness import Check, CheckState, EmployeeRow, Row

if TYPE_CHECKING:
    from verzuimbrug.domain.readiness import Readiness

ChecksArgument = Annotated[list[str], typer.Argument(metavar="GR-n...", help="The checks.")]

_WORDS: Mapping[Language, Mapping[str, str]] = {
    Language.NL: {
        CheckState.OK: "in orde",
        CheckState.FAILED: "niet in orde",
        CheckState.UNKNOWN: "onbekend",
        CheckState.WAIVED: "ontheven",
        Outcome.EQUAL: "gelijk",
        Outcome.ONLY_OURS: "alleen bij u",
        Outcome.ONLY_THEIRS: "alleen bij het portaal",
        Outcome.DIFFERENT: "verschillend",
        "more": "meer",
    },
    Language.EN: {
        **{word: word.value for kind in (CheckState, Outcome) for word in kind},
        "more": "more",
    },
}
"""How the states of checks and cases read."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(readiness)
    app.command()(waive)
    app.command()(unwaive)
    group = typer.Typer(help="The employer codes that a portal will send.", no_args_is_help=True)
    group.command("set")(set_list)
    group.command("remove")(remove_list)
    app.add_typer(group, name="portal-employers")


def readiness(
    account: AccountArgument,
    *,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Check whether the account can go live. Exit code 0: it can; 1: something is in the way."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.readiness import check_readiness

    with told_plainly():
        ref = accounts.find_account(account, arbodienst)
    found = check_readiness.check_readiness(ref, by_whom())
    if as_json:
        print_json(_as_json(found, lang))
    else:
        for check in found.checks:
            tell_check(check, lang)
    raise typer.Exit(0 if found.is_ready else FAILED)


def waive(
    account: AccountArgument,
    checks: ChecksArgument,
    *,
    reason: Annotated[str, typer.Option(help="Why the checks are passed over.")],
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Pass over checks by name, until that is withdrawn with `unwaive`."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.readiness import waivers

    waiver = waivers.Waiver(checks=tuple(checks), reason=reason.strip())
    if waiver.problem:
        stop(waiver.problem, MISUSED)
    with told_plainly():
        waivers.waive(accounts.find_account(account, arbodienst), by_whom(), waiver)
    typer.echo(f"passed over: {', '.join(checks)}")


def unwaive(
    account: AccountArgument,
    checks: ChecksArgument,
    *,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Let checks count again."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.readiness import waivers

    with told_plainly():
        ref = accounts.find_account(account, arbodienst)
    typer.echo(f"withdrawn: {waivers.withdraw_waivers(ref, by_whom(), checks)}")


def set_list(
    account: AccountArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="One code a line; - reads stdin.")],
    *,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Take over the portal's list of employer codes, in place of the one before."""
    content = read_file(file)
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.readiness import portal_employers

    with told_plainly():
        ref = accounts.find_account(account, arbodienst)
    found = portal_employers.set_portal_employers(ref, content, by_whom())
    for finding in found.findings:
        typer.echo(finding_line(str(file), finding, lang, advice=True), err=True)
    if found.findings:
        raise typer.Exit(MISUSED)
    typer.echo(f"codes: {found.count} (new: {found.added}, gone: {found.removed})")


def remove_list(
    account: AccountArgument, *, arbodienst: ArbodienstOption = None, data: DataOption = None
) -> None:
    """Take the portal's list of employer codes away."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.readiness import portal_employers

    with told_plainly():
        ref = accounts.find_account(account, arbodienst)
    typer.echo(f"removed: {portal_employers.remove_portal_employers(ref, by_whom())}")


def _as_json(found: "Readiness", lang: Language) -> dict[str, object]:
    return {
        "account": found.account,
        "ready": found.is_ready,
        "checks": [
            {
                "id": check.id,
                "state": check.state.value,
                "count": check.count,
                "text": check.text(lang),
            }
            for check in found.checks
        ],
    }


def tell_check(check: Check, lang: Language) -> None:
    """The check with what to do, and its list."""
    words = _WORDS[lang]
    typer.secho(f"{check.id}  {words[check.state]:<12}{check.count:>7,}", bold=True)
    if check.waiver is not None:
        typer.echo(f"      {check.waiver.by}: {check.waiver.reason}")
    for finding in check.findings:
        typer.echo(f"      {finding.text(lang)} [{finding.code}]")
    for finding in check.blocks:
        typer.echo(f"      > {finding.action(lang)}")
    for row in check.rows:
        typer.echo(f"        {_line(row, words)}".rstrip())
    if check.total > len(check.rows):
        typer.echo(f"        … {check.total - len(check.rows):,} {words['more']}")


def _line(row: Row, words: Mapping[str, str]) -> str:
    if isinstance(row, EmployeeRow):
        proposed = ", ".join(row.proposals) or "-"
        return f"{row.employer}  {row.employee}  {proposed}"
    if isinstance(row, ComparedRow):
        fields = "; ".join(f"{each.name}: {each.ours} | {each.theirs}" for each in row.fields)
        keys = f"{row.ours or '-'} | {row.theirs or '-'}"
        return f"{row.employer}  {keys}  {words[row.outcome]}  {fields}"
    details = ", ".join(row.details)
    return f"{row.code}  {row.name}  [{row.finding}]  {details}"
