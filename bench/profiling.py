"""Where a worker's time goes: one worker, sampled while it works off a full queue."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from instance import BenchError, Instance, running
from sampling import BATCH
from sending import deliver
from traffic import Traffic

_SAMPLING = Path(__file__).with_name("sampling.py")
_OURS = "verzuimbrug."
_MOST_ROWS = 40


@dataclass(frozen=True, slots=True)
class Profile:
    """Seconds per function: while it was on the stack, and while it was on top of it."""

    inside: Mapping[str, float]
    on_top: Mapping[str, float]

    @property
    def whole(self) -> float:
        """The seconds in which batches were processed."""
        return self.inside[BATCH]


def profile_worker(traffic: Sequence[tuple[str, Traffic]], console: Console) -> None:
    """Profile a worker on each kind of traffic, on one instance, and print the tables."""
    with running(workers=0) as instance:
        instance.configure(traffic[0][1])
        portal = instance.open_account()
        for name, each in traffic:
            instance.configure(each)
            deliver(portal, each.messages, each.connections)
            profile = _sampled(instance)
            console.print(_inside_table(name, profile), _on_top_table(name, profile))


def _sampled(instance: Instance) -> Profile:
    file = instance.data / "samples.json"
    work = ["work", "--until-idle", "--data", str(instance.data)]
    done = subprocess.run(
        [sys.executable, str(_SAMPLING), str(file), *work],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if not file.exists():
        raise BenchError(f"the worker does not run: {done.stderr}")
    counted = json.loads(file.read_text(encoding="utf-8"))
    return Profile(inside=counted["inside"], on_top=counted["on_top"])


def _inside_table(name: str, profile: Profile) -> Table:
    """The product's functions by the time until they return, longest first."""
    ours = {each: count for each, count in profile.inside.items() if each.startswith(_OURS)}
    return _table(f"{name}: inside a function of ours", ours, profile.whole)


def _on_top_table(name: str, profile: Profile) -> Table:
    """All functions by the time in their own lines, and in what is not Python below them."""
    return _table(f"{name}: in a function itself", profile.on_top, profile.whole)


def _table(title: str, counts: Mapping[str, float], whole: float) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("function")
    table.add_column("% of the batches", justify="right")
    longest = sorted(counts.items(), key=lambda pair: -pair[1])[:_MOST_ROWS]
    for function, count in longest:
        table.add_row(function.removeprefix(_OURS), f"{100 * count / whole:.1f}")
    return table
