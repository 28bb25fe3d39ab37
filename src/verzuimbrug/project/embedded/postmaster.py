"""PostgreSQL's own process: is it there, start it, stop it."""

import contextlib
import time
from pathlib import Path

from verzuimbrug.project.embedded.cluster import Cluster
from verzuimbrug.project.embedded.errors import EmbeddedServerError

_PROCESSES = Path("/proc")
_PATIENCE_SECONDS = 30.0


def postmaster_of(cluster: Cluster) -> int | None:
    """The process id of the cluster's running server, or None."""
    answer = cluster.account.run(cluster.programs / "pg_ctl", "status", "-D", cluster.data)
    if answer.returncode != 0:
        return None
    return int(_lock_file(cluster).read_text(encoding="utf-8").splitlines()[0])


def start_postmaster(cluster: Cluster) -> None:
    """Start the server and wait until it serves; after a crash it recovers first."""
    started = cluster.account.run(
        *(cluster.programs / "pg_ctl", "start", "-w", "-s", "-t", "300"),
        *("-D", cluster.data, "-l", cluster.home / "start.log"),
    )
    if started.returncode != 0:
        raise EmbeddedServerError(
            f"PostgreSQL does not start: {started.stderr.strip()}; see {cluster.home}/start.log"
        )


def stop_postmaster(cluster: Cluster) -> None:
    """Stop the server, without waiting for its clients to leave."""
    stop = (cluster.programs / "pg_ctl", "stop", "-w", "-s", "-t", "60", "-D", cluster.data)
    if cluster.account.run(*stop, "-m", "fast").returncode != 0:
        cluster.account.run(*stop, "-m", "immediate")


def clear_stale_lock(cluster: Cluster) -> None:
    """Erase the lock file of a server that was killed, once none of its processes is left.

    PostgreSQL judges by the process id alone, and in a container that was started again that id
    is often some other process of ours: it would refuse to start for ever.
    """
    if not _lock_file(cluster).exists() or not (_PROCESSES / "self" / "cwd").exists():
        return
    master = _lock_file(cluster).read_text(encoding="utf-8").splitlines()[0]
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while left := _processes_in(cluster.data):
        if master in left:
            return
        if time.monotonic() > deadline:
            raise EmbeddedServerError(f"processes of a killed server are left: {left}")
        # They notice by themselves that their server is gone.
        time.sleep(0.05)
    _lock_file(cluster).unlink(missing_ok=True)


def _processes_in(folder: Path) -> list[str]:
    """The processes whose working folder is `folder`; every process of a server works there."""
    found = []
    for process in _PROCESSES.iterdir():
        with contextlib.suppress(OSError):
            if process.name.isdecimal() and str((process / "cwd").readlink()) == str(folder):
                found.append(process.name)
    return found


def _lock_file(cluster: Cluster) -> Path:
    return cluster.data / "postmaster.pid"
