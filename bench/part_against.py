"""The same messages in two other ways: row by row through an ORM, and by us without batches.

The row-by-row import (`alternative/`) is what one would write by hand. It reads from memory, which
is its best case; our worker reads from its queue what was delivered, encrypted, and does all that
it does: both are one process, on the same PostgreSQL.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import yaml
from psycopg import sql
from rich.console import Console

from bare_reading import plain_schema
from drawing import Bar, draw_bars
from findings import Found, Table
from instance import BenchError, Instance
from preparing import Ready, Shared, ready
from sending import deliver
from sizes import Sizes
from traffic import Traffic, initial_load, live
from whole_way import require_applied

_HERE = Path(__file__).parent
_SEED = 6
_BATCHES = {"Verzuimbrug, one worker": 10_000, "Verzuimbrug, batches of one message": 1}
_BY_HAND = "Django, row by row"
_PLACE = "alternative"


@dataclass(frozen=True, slots=True)
class _Took:
    reports: int
    seconds: float

    @property
    def rate(self) -> float:
        """Reports a second."""
        return self.reports / self.seconds


def measure_against(sizes: Sizes, _shared: Shared, console: Console) -> Found:
    """Take in single messages and a load in each way, one after the other."""
    kinds = {
        "single messages": live(_SEED, sizes.against_messages),
        "initial load": initial_load(sizes.against_reports),
    }
    took: dict[tuple[str, str], _Took] = {}
    for kind, traffic in kinds.items():
        for name, most in _BATCHES.items():
            # A new instance each time: what is known already is a duplicate.
            with ready(workers=0) as prepared:
                took[kind, name] = _ours(prepared, traffic, most)
                server = prepared.server
                if most == 1:
                    took[kind, _BY_HAND] = _by_hand(prepared.instance, traffic)
        for name in (*_BATCHES, _BY_HAND):
            console.print(f"{kind}, {name}: {took[kind, name].rate:,.0f} reports/s")
    return _found(took, server)


def _ours(prepared: Ready, traffic: Traffic, most: int) -> _Took:
    """Fill the queue, and have one worker empty it in batches of at most so many messages."""
    instance = prepared.instance
    instance.configure(traffic)
    before = instance.status()
    deliver(prepared.portal, traffic.messages, traffic.connections)
    told = _told(_HERE, "one_worker.py", str(most), str(instance.data))
    require_applied(instance, (len(traffic.messages), traffic.reports), before)
    return _Took(traffic.reports, told["seconds"])


def _told(folder: Path, *command: str) -> Mapping[str, Any]:
    """What a script prints as the last thing it says."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BenchError(f"{command[0]} fails: {done.stderr}")
    told: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _by_hand(instance: Instance, traffic: Traffic) -> _Took:
    """Import the same into a database of its own on the server of an instance that has it too."""
    with psycopg.connect(instance.superuser_url("postgres"), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_PLACE)))
    with tempfile.TemporaryDirectory(prefix="verzuimbrug-bench-") as folder:
        _lay_ready(Path(folder), traffic)
        place = instance.superuser_url(_PLACE)
        told = _told(_HERE / "alternative", "timing.py", place, folder)
    _require_same(instance, traffic, told)
    return _Took(told["reports"], told["seconds"])


def _lay_ready(folder: Path, traffic: Traffic) -> None:
    employers = yaml.safe_load(traffic.configuration)["employers"]
    known = {each["code"]: each["name"] for each in employers}
    (folder / "employers.json").write_text(json.dumps(known), encoding="utf-8")
    (folder / "schema.xsd").write_text(plain_schema(traffic.messages), encoding="utf-8")
    for number, message in enumerate(traffic.messages):
        (folder / f"{number:06}.xml").write_bytes(message.content)


def _require_same(instance: Instance, traffic: Traffic, told: Mapping[str, int]) -> None:
    """Both took in all reports, and came to as many cases and recoveries."""
    with instance.connect() as database:
        ours = database.execute(
            "SELECT count(*), count(*) FILTER (WHERE recovered_on IS NOT NULL) "
            "FROM store_absencecase"
        ).fetchone()
    theirs = (told["cases"], told["recovered"])
    if told["reports"] != traffic.reports or ours != theirs:
        raise BenchError(f"row by row: {told}, where we have cases and recoveries {ours}")


def _found(took: Mapping[tuple[str, str], _Took], server: Mapping[str, str]) -> Found:
    slow = {kind: each.rate for (kind, name), each in took.items() if name == _BY_HAND}
    bars = [Bar(name=name, value=each.rate, kind=kind) for (kind, name), each in took.items()]
    return Found(
        part="against",
        title="The same messages in other ways",
        server=server,
        figures={
            "runs": [
                {
                    "kind": kind,
                    "way": name,
                    "reports": each.reports,
                    "seconds": each.seconds,
                    "reports_a_second": each.rate,
                }
                for (kind, name), each in took.items()
            ]
        },
        tables=[
            Table(
                titles=("one process", "reports", "s", "reports/s", "times row by row"),
                rows=[
                    (
                        f"{kind}: {name}",
                        f"{each.reports:,}",
                        f"{each.seconds:.1f}",
                        f"{each.rate:,.0f}",
                        f"{each.rate / slow[kind]:.1f}",
                    )
                    for (kind, name), each in took.items()
                ],
            )
        ],
        pictures={"against": draw_bars("Reports a second, one process", "reports/s", bars)},
    )
