"""`verzuimbrug portal`: the sending side of a coupling, for trying one out and for measuring."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

if TYPE_CHECKING:
    from verzuimbrug.portal.client import PortalClient
    from verzuimbrug.portal.outgoing import OutgoingMessage
    from verzuimbrug.portal.simulator import Simulation

_NOW = datetime.now(tz=ZoneInfo("Europe/Amsterdam"))
_TODAY = datetime.combine(_NOW.date(), datetime.min.time())


class PortalName(StrEnum):
    """The portals that can be simulated."""

    VERZEKERINGSINZICHT = "verzekeringsinzicht"
    VDD = "vdd"


class Edition(StrEnum):
    """The editions in which a portal can send."""

    E2022 = "2022"
    E2024 = "2024"
    E2025 = "2025"
    E2026 = "2026"


UrlOption = Annotated[str, typer.Option("--url", help="Where the hub serves: http://HOST:PORT.")]
CodeOption = Annotated[str, typer.Option("--customer-code", help="The customer code (klantcode).")]
TokenOption = Annotated[str, typer.Option("--token", help="The token.")]
SoapOption = Annotated[bool, typer.Option("--soap", help="Deliver over SOAP instead of REST.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    from verzuimbrug.cli.portal_conformance import conformance

    group = typer.Typer(help="The sending side: deliver files, simulate a portal.")
    group.command()(send)
    group.command()(simulate)
    group.command()(conformance)
    app.add_typer(group, name="portal")


def send(  # noqa: PLR0913 -- one parameter an option
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, metavar="FILE...")],
    *,
    url: UrlOption,
    customer_code: CodeOption,
    token: TokenOption,
    stream: Annotated[str, typer.Option(help="The stream (gegevensstroom) to deliver on.")],
    soap: SoapOption = False,
) -> None:
    """Deliver files, in the order given; print the receipt of each. Stops at the first fault."""
    from verzuimbrug.portal.client import PortalClient
    from verzuimbrug.portal.outgoing import OutgoingMessage

    messages = (
        OutgoingMessage(stream=stream, file_name=f.name, content=f.read_bytes(), reports=0)
        for f in files
    )
    with PortalClient(url, customer_code, token, soap=soap) as client:
        _deliver(client, messages, len(files))


def simulate(  # noqa: PLR0913 -- one parameter an option
    *,
    portal: Annotated[PortalName, typer.Option(help="Which portal.")],
    edition: Annotated[Edition, typer.Option(help="The edition of the messages.")] = Edition.E2026,
    seed: Annotated[int, typer.Option(help="The same seed gives the same people.")] = 1,
    employers: Annotated[int, typer.Option(min=1)] = 4,
    people: Annotated[int, typer.Option(min=2)] = 20,
    reports: Annotated[
        int | None, typer.Option(min=1, help="So many reports; default one or two cases a person.")
    ] = None,
    initial_load: Annotated[
        bool, typer.Option("--initial-load/--live", help="Open cases in bulk, or each mutation.")
    ] = False,
    per_message: Annotated[
        int | None, typer.Option(min=1, help="Most reports a message; default one an employer.")
    ] = None,
    start: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="First day of absence.")] = (
        _TODAY - timedelta(days=270)
    ),
    out: Annotated[Path | None, typer.Option(file_okay=False, help="Folder to write to.")] = None,
    url: Annotated[str | None, typer.Option(help="Deliver at once to this hub.")] = None,
    customer_code: CodeOption = "",
    token: TokenOption = "",
    soap: SoapOption = False,
) -> None:
    """Make plausible traffic of a portal; write messages and config.yaml, deliver, or both."""
    from verzuimbrug.portal.client import PortalClient
    from verzuimbrug.portal.profiles import PROFILES
    from verzuimbrug.portal.simulator import Simulation, simulate

    if out is None and url is None:
        raise typer.BadParameter("give --out, or --url with --customer-code and --token")
    simulation = Simulation(
        profile=PROFILES[portal],
        edition=edition,
        seed=seed,
        employers=employers,
        people=people,
        reports=reports,
        initial_load=initial_load,
        per_message=per_message,
        start=start.date(),
        made_on=_TODAY.date(),
    )
    messages = list(simulate(simulation))
    if out is not None:
        _write(out, simulation, messages)
    if url is not None:
        with PortalClient(url, customer_code, token, soap=soap) as client:
            _deliver(client, messages, len(messages))


def _write(folder: Path, simulation: "Simulation", messages: Iterable["OutgoingMessage"]) -> None:
    from verzuimbrug.portal.configuration import as_yaml, configuration
    from verzuimbrug.portal.simulator import world

    folder.mkdir(parents=True, exist_ok=True)
    for message in messages:
        (folder / message.file_name).write_bytes(message.content)
    configured = configuration(simulation.profile, world(simulation).employers)
    (folder / "config.yaml").write_text(as_yaml(configured), encoding="utf-8")


def _deliver(client: "PortalClient", messages: Iterable["OutgoingMessage"], total: int) -> None:
    """Deliver in order and print each receipt; at a fault say what to do, and end with code 1."""
    from rich.console import Console
    from rich.progress import track

    from verzuimbrug.portal.exchange import PortalFault

    progress = Console(stderr=True)
    for message in track(
        messages, "Verzenden", total=total, console=progress, disable=not progress.is_terminal
    ):
        try:
            receipt = client.send(message.stream, message.file_name, message.content)
        except PortalFault as fault:
            typer.echo(f"{message.file_name}: {fault.code}: {fault.explanation}", err=True)
            raise typer.Exit(1) from fault
        known = " (al bekend)" if receipt.duplicate else ""
        typer.echo(f"{message.file_name}: {receipt.number}{known}")
