"""`verzuimbrug demo`: plays two couplings over real HTTP, and checks the dossiers at the end."""

import signal
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from verzuimbrug.cli.story.instance import Instance
    from verzuimbrug.cli.story.telling import Credentials
    from verzuimbrug.cli.story.visitors import SignIn

_WIDTH_OF_A_FILE = 120


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    *,
    stay: Annotated[bool, typer.Option("--stay", help="Go on serving at the end.")] = False,
    data: Annotated[
        Path | None,
        typer.Option(file_okay=False, help="An empty data folder; default a temporary one."),
    ] = None,
) -> None:
    """Play the story of two couplings: VerzekeringsInzicht and VDD. Exit 0 only if all is well."""
    from rich.console import Console

    from verzuimbrug.cli.story.instance import StoryError, running
    from verzuimbrug.portal.exchange import PortalFault

    # As Ctrl-C, so that the instance is stopped and cleared away.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH_OF_A_FILE)
    console.print("Een nieuwe omgeving starten…")
    try:
        with running(data) as instance:
            well = _play(instance, console, stay=stay)
    except (StoryError, PortalFault) as problem:
        console.print("[bold red]Het verhaal loopt niet goed af.[/]")
        console.print(str(problem), highlight=False, markup=False)
        raise typer.Exit(1) from problem
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    raise typer.Exit(0 if well else 1)


def _play(instance: "Instance", console: "Console", *, stay: bool) -> bool:
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from verzuimbrug.cli.story import vdd, verzekeringsinzicht
    from verzuimbrug.cli.story.ending import judge
    from verzuimbrug.cli.story.instance import CaseSystem
    from verzuimbrug.cli.story.telling import Story
    from verzuimbrug.portal.connection import Connection

    console.print(f"Verzuimbrug draait op {instance.url}", highlight=False)
    today = datetime.now(tz=ZoneInfo("Europe/Amsterdam")).date()
    scripts = (verzekeringsinzicht.script(today), vdd.script(today))
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    credentials = {}
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        for script in scripts:
            story = Story(script, instance, progress, today)
            credentials[script.profile.account] = story.play()
    instance.finish_work()
    key = instance.run("apikey", "create", "demo", "--scope", "read").strip()
    well = judge(CaseSystem(Connection(instance.url), key), scripts, console)
    if stay:
        console.print("Meer koppelingen en een dag aan berichten maken…")
        visitors = _open_the_console(instance, today)
        _stay(instance, credentials, key, visitors, console)
    return well


def _open_the_console(instance: "Instance", today: date) -> "list[SignIn]":
    """Have something to see on every page, and somebody of each role to see it."""
    from verzuimbrug.cli.story.lively import enliven
    from verzuimbrug.cli.story.verzekeringsinzicht import PROFILE
    from verzuimbrug.cli.story.visitors import make_visitors

    enliven(instance, today)
    return make_visitors(instance, PROFILE.group)


def _stay(
    instance: "Instance",
    credentials: "Mapping[str, Credentials]",
    key: str,
    visitors: "Sequence[SignIn]",
    console: "Console",
) -> None:
    """Serve until Ctrl-C, with what is needed to sign in on the screen."""
    lines = [
        f"Verzuimbrug blijft draaien op {instance.url} (gegevens in {instance.data}).",
        *(
            f"{account}: klantcode {pair.customer_code}, token {pair.token}"
            for account, pair in credentials.items()
        ),
        f"API-sleutel: {key}",
        "",
        f"De console staat open op {instance.url}/ . Aanmelden:",
        *(f"  {each.email}  {each.password}  ({each.what})" for each in visitors),
        "",
        "Stoppen met Ctrl-C.",
    ]
    for line in lines:
        console.print(line, highlight=False, markup=False, soft_wrap=True)
    with suppress(KeyboardInterrupt):
        instance.process.wait()
