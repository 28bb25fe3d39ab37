"""The instance that is measured: a real `verzuimbrug up`, on a new data folder and a free port."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg

from sending import Portal
from traffic import PROFILE, Traffic
from verzuimbrug.domain.readiness import CHECKS
from verzuimbrug.project.databases import find_urls
from verzuimbrug.project.embedded.cluster import SUPERUSER
from verzuimbrug.project.embedded.facts import DATABASE, read_facts, read_passwords

_FOREIGN = (
    "DATABASE_URL",
    "DATABASE_APP_URL",
    "VERZUIMBRUG_DATA",
    "VERZUIMBRUG_DATA_KEY",
    "VERZUIMBRUG_DATA_KEY_FILE",
    "VERZUIMBRUG_DATA_KEY_COMMAND",
    "VERZUIMBRUG_INDEX_KEY",
    "VERZUIMBRUG_INDEX_KEY_FILE",
    "VERZUIMBRUG_INDEX_KEY_COMMAND",
    "VERZUIMBRUG_WEB_PROCESSES",
    "VERZUIMBRUG_WEB_THREADS",
)
_STOP_SECONDS = 60

Counts = Mapping[str, Mapping[str, int]]


class BenchError(Exception):
    """The benchmark cannot go on, or what it measured is not right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """A running instance, worked on with the ordinary commands."""

    data: Path
    url: str
    pid: int

    def run(self, *arguments: str, said: str = "") -> str:
        """Give a command that has to succeed, and say something to it; return what it prints."""
        told = subprocess.run(
            [*command(), *arguments, "--data", str(self.data)],
            input=said,
            capture_output=True,
            text=True,
            check=False,
        )
        if told.returncode != 0:
            raise BenchError(f"`verzuimbrug {' '.join(arguments)}`: {told.stderr}")
        return told.stdout

    def status(self) -> Counts:
        """Return how many messages and reports are in each state."""
        counts: Counts = json.loads(self.run("status", "--json"))
        return counts

    def configure(self, traffic: Traffic) -> None:
        """Make the account, and the employers of the traffic."""
        self.configure_text(traffic.configuration)

    def configure_text(self, configuration: str) -> None:
        """Apply a configuration file."""
        file = self.data / "bench.yaml"
        file.write_text(configuration, encoding="utf-8")
        self.run("config", "apply", str(file))

    def open_account(self) -> Portal:
        """Issue credentials and activate the account, ready or not; return the portal."""
        issued = json.loads(self.run("credentials", "issue", PROFILE.account, "--reveal"))
        passed_over = [word for check in CHECKS for word in ("--waive", check)]
        self.run("activate", PROFILE.account, *passed_over, "--reason", "benchmark")
        return Portal(
            url=self.url, customer_code=issued["customer_code"], token=issued["token"], soap=False
        )

    @property
    def database_url(self) -> str:
        """The database, as the owner of the tables, outside row-level security."""
        return find_urls(self.data).owner

    def connect(self) -> "psycopg.Connection[tuple[object, ...]]":
        """Connect to the database as the owner of the tables."""
        return psycopg.connect(self.database_url, autocommit=True)

    def superuser_url(self, database: str = DATABASE) -> str:
        """A database of the server, as the one who may do everything there."""
        facts = read_facts(self.data)
        if facts is None:
            raise BenchError(f"no embedded database in {self.data}")
        return facts.url(SUPERUSER, read_passwords(self.data)["superuser"], database)


def attach(data: Path) -> Instance:
    """Return the instance that somebody else started in a data folder, and stops."""
    try:
        facts = json.loads((data / "run.json").read_text(encoding="utf-8"))
    except OSError:
        raise BenchError(f"no instance runs in {data}; start one with `verzuimbrug up`") from None
    return Instance(data=data, url=facts["url"], pid=facts["pid"])


def command() -> list[str]:
    """Return the `verzuimbrug` command under this interpreter."""
    return [sys.executable, "-m", "verzuimbrug.cli"]


@contextmanager
def running(workers: int) -> Iterator[Instance]:
    """Start an instance; stop it and clear it away at the end."""
    for name in _FOREIGN:
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory(prefix="verzuimbrug-bench-") as folder:
        data = Path(folder) / "var"
        # The folder's own rights would keep the database's system user out of it.
        Path(folder).chmod(0o711)
        data.mkdir(mode=0o711)
        try:
            yield from _started(data, workers)
        finally:
            _remove_database(data)


def _started(data: Path, workers: int) -> Iterator[Instance]:
    ports = ["--port", "0", "--sftp-port", "0"]
    up = [*command(), "up", "--data", str(data), *ports, "--workers", str(workers)]
    log = data / "up.log"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            up, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True
        )
    try:
        yield Instance(data=data, url=_await_ready(process.stdout, log), pid=process.pid)
    finally:
        process.terminate()
        process.wait(_STOP_SECONDS)


def _await_ready(said: IO[str] | None, log: Path) -> str:
    for line in said or ():
        word, _, url = line.strip().partition(" ")
        if word == "ready":
            return url
    raise BenchError(f"`verzuimbrug up` does not start:\n{log.read_text(encoding='utf-8')}")


def _remove_database(data: Path) -> None:
    """Remove the cluster, which may lie outside the data folder (docs/operating)."""
    remove = [sys.executable, "-m", "verzuimbrug.project.embedded", "remove", str(data)]
    subprocess.run(remove, stdin=subprocess.DEVNULL, check=False)
