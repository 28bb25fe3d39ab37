"""Fills a running instance with very much at once: months of messages, as pages have to stand them.

Real messages come first: delivered over HTTP and processed by a worker. All that follows is made
by SQL in the shape of what those came to, row for row, so that every column holds what it would.
What no real traffic can be made to hold in minutes are the months that lie behind.
"""

import argparse
import json
import sys
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import psycopg

from filling_world import configuration_text, first_coupling
from instance import Instance, attach
from verzuimbrug.domain.readiness import CHECKS
from verzuimbrug.portal.client import PortalClient
from verzuimbrug.portal.outgoing import OutgoingMessage
from verzuimbrug.portal.simulator import Simulation, simulate, world
from verzuimbrug.project.databases import find_urls

STATEMENTS = Path(__file__).with_name("fill")
_UNREADABLE = b"<Verzuimmeldingen/>"
_EXAMPLE_PEOPLE, _EXAMPLE_REPORTS = 6, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """How much there is to be."""

    messages: int = 1_000_000
    people: int = 100_000
    employers: int = 3_000
    days: int = 180


def fill(instance: Instance, amounts: Amounts) -> None:
    """Fill an instance that nothing is in yet."""
    today = date.today()  # noqa: DTZ011 -- the day on which the examples are made
    name, profile = first_coupling()
    simulation = Simulation(
        profile=profile,
        start=today - timedelta(days=60),
        made_on=today,
        employers=1,
        people=_EXAMPLE_PEOPLE,
        reports=_EXAMPLE_REPORTS,
    )
    file = instance.data / "filling.yaml"
    file.write_text(configuration_text(amounts.employers, world(simulation).employers), "utf-8")
    instance.run("config", "apply", str(file))
    _send_examples(instance, name, list(simulate(simulation)))
    with psycopg.connect(find_urls(instance.data).owner, autocommit=True) as database:
        _run_statements(database, amounts)


def _send_examples(instance: Instance, account: str, messages: list[OutgoingMessage]) -> None:
    """Have some real messages processed, one of them unreadable."""
    issued = json.loads(instance.run("credentials", "issue", account, "--reveal"))
    passed_over = [word for check in CHECKS for word in ("--waive", check)]
    instance.run("activate", account, *passed_over, "--reason", "benchmark")
    with PortalClient(instance.url, issued["customer_code"], issued["token"]) as portal:
        for message in messages:
            portal.send(message.stream, message.file_name, message.content)
        portal.send(messages[0].stream, "onleesbaar.xml", _UNREADABLE)
    instance.run("work", "--until-idle")


def _run_statements(database: "psycopg.Connection[tuple[object, ...]]", amounts: Amounts) -> None:
    """Run the files in order; what they share are temporary tables and functions."""
    for name, value in (
        ("messages", amounts.messages),
        ("people", amounts.people),
        ("days", amounts.days),
    ):
        database.execute("SELECT set_config(%s, %s, false)", [f"fill.{name}", str(value)])
    for file in sorted(STATEMENTS.glob("*.sql")):
        begun = time.monotonic()
        database.execute(file.read_bytes())
        print(f"{file.name}: {time.monotonic() - begun:.1f} s", flush=True)
    database.execute("VACUUM (ANALYZE)")


def main() -> int:
    """Fill the instance that runs in a data folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="of a new `verzuimbrug up`")
    usual = Amounts()
    parser.add_argument("--messages", type=int, default=usual.messages)
    parser.add_argument("--people", type=int, default=usual.people)
    wanted = parser.parse_args()
    fill(attach(wanted.data), Amounts(messages=wanted.messages, people=wanted.people))
    return 0


if __name__ == "__main__":
    sys.exit(main())
