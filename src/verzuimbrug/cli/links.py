"""`verzuimbrug links`: employees who were there already get the link keys of an account."""

import csv
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from verzuimbrug.cli.credentials import AccountArgument
from verzuimbrug.cli.input_files import read_file
from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import (
    FAILED,
    ArbodienstOption,
    JsonOption,
    Language,
    LanguageOption,
    by_whom,
    finding_json,
    finding_line,
    print_json,
    told_plainly,
)

if TYPE_CHECKING:
    from verzuimbrug.application.readiness.link_persons import Linked, ShownProposal
    from verzuimbrug.domain.findings import Finding

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A list; - reads stdin.")]
ChosenOption = Annotated[
    bool, typer.Option("--preselected", help="Only those with the same initials and no other.")
]
_HEADING = ("employer", "employee", "key", "birth_date", "initials", "preselected")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Link known employees to an account's keys.", no_args_is_help=True)
    group.command()(propose)
    group.command("import")(read_list)
    group.command()(apply)
    group.command()(create)
    app.add_typer(group, name="links")


def propose(
    account: AccountArgument,
    *,
    preselected: ChosenOption = False,
    as_json: JsonOption = False,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Propose who may be who, as a list that `links apply` takes; nothing is linked."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.readiness import link_persons

    with told_plainly():
        ref = accounts.find_account(account, arbodienst)
    _tell(link_persons.propose_links(ref, by_whom()), chosen=preselected, as_json=as_json)


def read_list(  # noqa: PLR0913 -- one parameter an option
    account: AccountArgument,
    file: FileArgument,
    *,
    preselected: ChosenOption = False,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Set a list of keys beside the employees, as proposals for `links apply`; links nothing."""
    content = read_file(file)
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.readiness import link_keys_file

    with told_plainly():
        ref = accounts.find_account(account, arbodienst)
    found = link_keys_file.read_keys(ref, content, by_whom())
    _tell(found.proposals, chosen=preselected, as_json=as_json)
    _complain(str(file), found.findings, lang)
    if found.unmatched:
        typer.echo(f"keys that fit nobody: {found.unmatched}", err=True)
    raise typer.Exit(FAILED if found.findings else 0)


def apply(  # noqa: PLR0913 -- one parameter an option
    account: AccountArgument,
    file: FileArgument,
    *,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Link what the list says: employer code, employee and key on each line."""
    content = read_file(file)
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.readiness import link_keys_file, link_persons

    with told_plainly():
        ref = accounts.find_account(account, arbodienst)
    links, findings = link_keys_file.read_links(content)
    done = link_persons.link(ref, links, by_whom())
    _conclude(str(file), done, (*findings, *done.findings), lang, as_json=as_json)


def create(  # noqa: PLR0913 -- one parameter an option
    account: AccountArgument,
    employer: Annotated[str, typer.Argument(metavar="EMPLOYER", help="The employer code.")],
    keys: Annotated[list[str], typer.Argument(metavar="KEY...", help="Keys that wait.")],
    *,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Say of keys that wait as a possible duplicate that they are somebody else's."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.readiness import link_persons

    with told_plainly():
        ref = accounts.find_account(account, arbodienst)
    done = link_persons.create_despite(ref, [(employer, key) for key in keys], by_whom())
    _conclude(account, done, done.findings, lang, as_json=as_json)


def _conclude(
    place: str, done: "Linked", findings: Iterable["Finding"], lang: Language, *, as_json: bool
) -> None:
    findings = tuple(findings)
    if as_json:
        told = [finding_json(finding, lang) for finding in findings]
        print_json({"linked": done.count, "findings": told})
    else:
        typer.echo(f"linked: {done.count}")
        _complain(place, findings, lang)
    raise typer.Exit(FAILED if findings else 0)


def _complain(place: str, findings: Iterable["Finding"], lang: Language) -> None:
    for finding in findings:
        typer.echo(finding_line(place, finding, lang, advice=True), err=True)


def _tell(proposals: Iterable["ShownProposal"], *, chosen: bool, as_json: bool) -> None:
    shown = [each for each in proposals if each.proposal.is_preselected or not chosen]
    if as_json:
        print_json({"proposals": [_as_json(each) for each in shown]})
        return
    lines = csv.writer(sys.stdout, delimiter=";", lineterminator="\n")
    lines.writerow(_HEADING)
    for each in shown:
        found = each.proposal
        mark = "yes" if found.is_preselected else "ambiguous" if found.is_ambiguous else "no"
        who = (found.employer, found.employee, found.key)
        lines.writerow((*who, found.birth_date, found.strength.value, mark))


def _as_json(shown: "ShownProposal") -> dict[str, Any]:
    return {
        **asdict(shown.proposal),
        "is_preselected": shown.proposal.is_preselected,
        "surname": shown.surname,
        "initials": shown.initials,
    }
