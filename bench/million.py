"""A guided initial load of very many reports in messages of up to 50,000: memory, pace, sums.

    python bench/million.py --reports 1000000

The whole way of the help page: start, receive, read, compare, run, summary, with one worker, on a
real instance. Prints the highest memory of every process (VmHWM) and the pace of each step, and
fails when the summary does not add up. docs/performance.md has the figures.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator

from rich.console import Console

from instance import BenchError, Instance, running
from memory import memory_of
from sending import Portal
from traffic import EDITION, MADE_ON, PROFILE, START
from verzuimbrug.domain.readiness import CHECKS
from verzuimbrug.portal.configuration import as_yaml, configuration
from verzuimbrug.portal.outgoing import OutgoingMessage
from verzuimbrug.portal.simulator import Simulation, simulate, world

_REPORTS_OF_A_PERSON = 1.6
_A_MESSAGE = 50_000
_LOOK_SECONDS = 2.0

console = Console(width=110)


def main() -> int:
    """Run it; 1 when something did not add up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1_000_000)
    wanted = parser.parse_args()
    try:
        with running(workers=1) as instance:
            _measure(instance, _simulation(wanted.reports))
    except BenchError as problem:
        console.print(f"[bold red]bench: {problem}[/]")
        return 1
    return 0


def _simulation(reports: int) -> Simulation:
    return Simulation(
        profile=PROFILE,
        edition=EDITION,
        seed=1,
        employers=max(reports // _A_MESSAGE, 1),
        people=int(reports / _REPORTS_OF_A_PERSON),
        reports=reports,
        initial_load=True,
        per_message=_A_MESSAGE,
        start=START,
        made_on=MADE_ON,
    )


def _measure(instance: Instance, simulation: Simulation) -> None:
    file = instance.data / "bench.yaml"
    employers = world(simulation).employers
    file.write_text(as_yaml(configuration(simulation.profile, employers)), encoding="utf-8")
    instance.run("config", "apply", str(file))
    issued = json.loads(instance.run("credentials", "issue", PROFILE.account, "--reveal"))
    instance.run("initial-load", "start", PROFILE.account)
    portal = Portal(
        url=instance.url, customer_code=issued["customer_code"], token=issued["token"], soap=False
    )
    reports, size = _send(portal, simulate(simulation))
    _told("sent", reports, size)
    _await(instance, "receiving", reports)
    begun = time.monotonic()
    instance.run("initial-load", "compare", PROFILE.account, "--json")
    _told("compared", reports, size, time.monotonic() - begun)
    passed_over = [word for check in CHECKS for word in ("--waive", check)]
    account = ("initial-load", "run", PROFILE.account)
    instance.run(*account, *passed_over, "--reason", "benchmark")
    _await(instance, "running", reports)
    summary = json.loads(instance.run("initial-load", "summary", PROFILE.account, "--json"))
    console.print(summary["total"], summary["step"], highlight=False)
    for name, memory in sorted(memory_of(instance.pid).items()):
        console.print(f"{name}: {memory.highest:.0f} MB at most", highlight=False)


def _send(portal: Portal, messages: Iterator[OutgoingMessage]) -> tuple[int, int]:
    reports = size = 0
    with portal.client() as client:
        for message in messages:
            if message.reports:
                client.send(message.stream, message.file_name, message.content)
                reports, size = reports + message.reports, size + len(message.content)
    return reports, size


def _await(instance: Instance, step: str, reports: int) -> None:
    """Wait until all is read, or all is processed; tells how long that took."""
    begun = time.monotonic()
    amount = "read" if step == "receiving" else "processed"
    while True:
        status = instance.run("initial-load", "status", PROFILE.account, "--json")
        found = json.loads(status)
        if found["failed"] or found["rejected"]:
            raise BenchError(f"messages failed or were rejected: {found}")
        if found[amount]["reports"] >= reports:
            break
        time.sleep(_LOOK_SECONDS)
    _told(amount, reports, found["received"]["size"], time.monotonic() - begun)


def _told(what: str, reports: int, size: int, seconds: float | None = None) -> None:
    pace = "" if seconds is None else f" in {seconds:.0f} s, {reports / seconds:.0f}/s"
    console.print(f"{what}: {reports} reports, {size / 1e6:.0f} MB{pace}", highlight=False)


if __name__ == "__main__":
    sys.exit(main())
