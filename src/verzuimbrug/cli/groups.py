"""`verzuimbrug groups`: employer groups, and who is in them when (WG-4)."""

from dataclasses import asdict, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from verzuimbrug.cli.changes import (
    DATE_FORMS,
    DryRunOption,
    EmployerArgument,
    GroupArgument,
    found_or_told,
    print_table,
    tell_change,
)
from verzuimbrug.cli.instance import DataOption, open_instance
from verzuimbrug.cli.output import (
    ArbodienstOption,
    JsonOption,
    Language,
    LanguageOption,
    by_whom,
    print_json,
    told_plainly,
)

if TYPE_CHECKING:
    from verzuimbrug.application.employers.group_members import Member

_GROUPS = ("code", "name", "members", "open", "notes")
_MEMBERS = ("code", "name", "from", "until", "run-out until", "state")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Employer groups, and who is in them.", no_args_is_help=True)
    group.command("list")(show_list)
    group.command()(members)
    group.command()(save)
    group.command()(add)
    group.command()(end)
    app.add_typer(group, name="groups")


def show_list(
    *, as_json: JsonOption = False, arbodienst: ArbodienstOption = None, data: DataOption = None
) -> None:
    """List the groups, with how many employers are in them today."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.employers import groups

    with told_plainly():
        found = groups.list_groups(accounts.find_arbodienst(arbodienst).id)
    if as_json:
        print_json({"groups": [asdict(group) for group in found]})
        return
    rows = (
        (group.code, group.name, str(group.members), "yes" if group.is_open else "no", group.notes)
        for group in found
    )
    print_table(_GROUPS, rows)


def members(
    group: GroupArgument,
    *,
    as_json: JsonOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """List every membership of GROUP, those that are over too."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.employers import group_members

    with told_plainly():
        own = accounts.find_arbodienst(arbodienst).id
    found = found_or_told(group_members.list_members(own, group), group, lang)
    if as_json:
        print_json({"group": group, "members": [_as_json(member) for member in found]})
    else:
        print_table(_MEMBERS, (tuple(_as_json(member, "").values()) for member in found))


def save(  # noqa: PLR0913 -- one parameter an option
    group: GroupArgument,
    *,
    name: Annotated[str | None, typer.Option(help="By which people recognise it.")] = None,
    notes: Annotated[str | None, typer.Option(help="Anything to remember.")] = None,
    is_open: Annotated[
        bool | None, typer.Option("--open/--closed", help="Whether it takes new members.")
    ] = None,
    dry_run: DryRunOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Make GROUP, or change of it what is given."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.configuration.entries import GroupEntry
    from verzuimbrug.application.employers import groups

    with told_plainly():
        own = accounts.find_arbodienst(arbodienst).id
    given: dict[str, Any] = {"name": name, "notes": notes, "is_open": is_open}
    present = groups.find_group(own, group) or GroupEntry(code=group, name="")
    entry = replace(present, **{key: value for key, value in given.items() if value is not None})
    tell_change(groups.save_group(own, entry, by=by_whom(), dry_run=dry_run), group, lang)


def add(  # noqa: PLR0913 -- one parameter an option
    group: GroupArgument,
    employer: EmployerArgument,
    *,
    start: Annotated[
        datetime | None,
        typer.Option("--from", formats=DATE_FORMS, help="The first day; default today."),
    ] = None,
    dry_run: DryRunOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """Make EMPLOYER a member of GROUP; of one that is to leave, take that back."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.configuration.entries import MembershipEntry
    from verzuimbrug.application.employers import group_members

    with told_plainly():
        own = accounts.find_arbodienst(arbodienst).id
    joined = MembershipEntry(group=group, start=start.date() if start else None)
    outcome = group_members.add_member(own, employer, joined, by=by_whom(), dry_run=dry_run)
    tell_change(outcome, employer, lang)


def end(  # noqa: PLR0913 -- one parameter an option
    group: GroupArgument,
    employer: EmployerArgument,
    *,
    last: Annotated[
        datetime, typer.Option("--on", formats=DATE_FORMS, help="The last day as a member.")
    ],
    run_out: Annotated[
        datetime | None,
        typer.Option("--run-out-until", formats=DATE_FORMS, help="Open cases go on until then."),
    ] = None,
    dry_run: DryRunOption = False,
    lang: LanguageOption = Language.NL,
    arbodienst: ArbodienstOption = None,
    data: DataOption = None,
) -> None:
    """End the membership of EMPLOYER in GROUP on a date, and not before."""
    open_instance(data)
    from verzuimbrug.application import accounts
    from verzuimbrug.application.configuration.entries import MembershipEntry
    from verzuimbrug.application.employers import group_members

    with told_plainly():
        own = accounts.find_arbodienst(arbodienst).id
    ended = MembershipEntry(
        group=group, end=last.date(), run_out=run_out.date() if run_out else None
    )
    outcome = group_members.end_membership(own, employer, ended, by=by_whom(), dry_run=dry_run)
    tell_change(outcome, employer, lang)


def _as_json(member: "Member", nothing: str | None = None) -> dict[str, Any]:
    def day(each: date | None) -> str | None:
        return each.isoformat() if each else nothing

    return {
        "code": member.code,
        "name": member.name,
        "from": day(member.start),
        "until": day(member.end),
        "run_out_until": day(member.run_out),
        "state": member.state.value,
    }
