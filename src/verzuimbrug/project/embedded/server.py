"""One embedded PostgreSQL per data folder: start, find, stop.

Whoever holds the lock in the data folder owns the server and stops it. The kernel gives the lock
back when its holder dies; the next to start takes the lock and the server that may still run.
"""

import fcntl
import json
import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from verzuimbrug.project.embedded import facts as known
from verzuimbrug.project.embedded.cluster import Cluster, find_cluster, make_passwords
from verzuimbrug.project.embedded.errors import EmbeddedServerError, NoRunningInstanceError
from verzuimbrug.project.embedded.facts import Facts, Urls
from verzuimbrug.project.embedded.postmaster import (
    clear_stale_lock,
    postmaster_of,
    start_postmaster,
    stop_postmaster,
)
from verzuimbrug.project.embedded.roles import prepare_roles
from verzuimbrug.project.private_files import make_data_folder, write_once

_PORT = 5432
_PATIENCE_SECONDS = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server. Stopping one that another process owns leaves it running."""

    data: Path
    urls: Urls
    cluster: Cluster | None
    lock: IO[str] | None

    @property
    def owner_url(self) -> str:
        """Connects as the owner of the tables."""
        return self.urls.owner

    @property
    def application_url(self) -> str:
        """Connects as the application, under row-level security."""
        return self.urls.application

    def is_alive(self) -> bool:
        """True while the server listens."""
        facts = known.read_facts(self.data)
        return facts is not None and facts.answers()

    def stop(self) -> None:
        """Stop the server if it is ours: running transactions are rolled back, all else is kept."""
        if self.cluster is None or self.lock is None or self.lock.closed:
            return
        with self.lock:
            stop_postmaster(self.cluster)
            _forget(self.data)

    def __enter__(self) -> Self:
        """Nothing to do: a server that exists runs."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it."""
        self.stop()


def start(data: Path) -> Server:
    """Start the server of the data folder, or connect to the one that runs there."""
    data = make_data_folder(data)
    cluster = find_cluster(data)
    lock = _take_lock(data)
    if lock is None:
        return Server(data=data, urls=_attach_patiently(data), cluster=None, lock=None)
    return _start_as_owner(data, cluster, lock)


def own(data: Path) -> Server:
    """Start the server of the data folder, as its owner: a former owner may still be stopping."""
    data = make_data_folder(data)
    cluster = find_cluster(data)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while (lock := _take_lock(data)) is None:
        if time.monotonic() > deadline:
            raise EmbeddedServerError(f"another process keeps the server of {data}")
        time.sleep(0.1)
    return _start_as_owner(data, cluster, lock)


def _take_lock(data: Path) -> IO[str] | None:
    lock = (data / "postgres" / "lock").open("w", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock


def _start_as_owner(data: Path, cluster: Cluster, lock: IO[str]) -> Server:
    try:
        _run(data, cluster)
        return Server(data=data, urls=known.attach(data), cluster=cluster, lock=lock)
    except BaseException:
        lock.close()
        raise


def _run(data: Path, cluster: Cluster) -> None:
    """Take over the server that a killed owner left, or start one."""
    passwords = json.loads(write_once(known.passwords_file(data), json.dumps(make_passwords())))
    clear_stale_lock(cluster)
    facts = known.read_facts(data)
    if facts is None or not facts.answers() or postmaster_of(cluster) is None:
        if postmaster_of(cluster) is not None:
            # It runs, but nobody knows where it listens: its owner died while starting it.
            stop_postmaster(cluster)
        _forget(data)
        facts = _start(cluster, passwords["superuser"])
        known.write_facts(data, facts)
    prepare_roles(facts, passwords)


def _start(cluster: Cluster, password: str) -> Facts:
    cluster.make_unless_there(password)
    facts = Facts(sockets=str(make_socket_folder(cluster)), port=_PORT)
    cluster.configure(Path(facts.sockets), facts.port)
    start_postmaster(cluster)
    return facts


def make_socket_folder(cluster: Cluster) -> Path:
    """A private folder with a short name: a socket's path may not be over a hundred characters."""
    run = Path("/run") if os.geteuid() == 0 else Path(os.environ.get("XDG_RUNTIME_DIR", "/tmp"))  # noqa: S108 -- the folder in it is private
    parent = run if run.is_dir() and os.access(run, os.W_OK) else Path(tempfile.gettempdir())
    folder = Path(tempfile.mkdtemp(dir=parent, prefix="verzuimbrug-"))
    cluster.account.give(folder)
    return folder


def _forget(data: Path) -> None:
    """Erase the facts of a server that is gone, and the folder its socket was in."""
    facts = known.read_facts(data)
    if facts is not None:
        shutil.rmtree(facts.sockets, ignore_errors=True)
    known.erase_facts(data)


def _attach_patiently(data: Path) -> Urls:
    """The owner of the lock may still be starting its server."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return known.attach(data)
        except NoRunningInstanceError as absent:
            if time.monotonic() > deadline:
                raise EmbeddedServerError(f"the server of {data} does not come up") from absent
            time.sleep(0.1)
