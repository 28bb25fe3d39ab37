"""`verzuimbrug up`: a whole instance in the foreground."""

import fcntl
import json
import os
import shutil
import signal
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from typing import Annotated

import typer

from verzuimbrug.cli.instance import DataOption, data_folder
from verzuimbrug.cli.processes import Processes, Supervised, python, spawn, stop

_SFTP_PORT = 8022
_GIVING_WAY = ("nice", "-n", "5")
"""Who delivers waits for the answer; what is worked on was answered already."""
_READY_WITHIN_SECONDS = 120.0
_LOOK_EVERY_SECONDS = 0.2
_HERE = "127.0.0.1"
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- compared, not bound


class StartError(Exception):
    """The instance cannot be started; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to start."""

    data: Path
    host: str
    port: int
    sftp_port: int
    workers: int
    metrics_port: int | None = None

    @property
    def url(self) -> str:
        """Where the instance serves."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(up)


def up(  # noqa: PLR0913 -- the options of the command
    data: DataOption = None,
    host: Annotated[str, typer.Option(help="The address to serve on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port; 0 takes a free one.")] = 8000,
    sftp_port: Annotated[
        int | None,
        typer.Option(help="The port for SFTP; default 8022, or a free one when that is taken."),
    ] = None,
    workers: Annotated[
        int, typer.Option(min=0, help="Processes that work on messages; default one a processor.")
    ] = os.cpu_count() or 1,
    metrics_port: Annotated[
        int | None,
        typer.Option(help="The port for metrics, on this machine only; left out: no metrics."),
    ] = None,
) -> None:
    """Start everything: database, migrations, web server, SFTP and workers. Ctrl-C stops it."""
    folder = data_folder(data)
    # Also SIGINT: a shell starts what it puts in the background with that one ignored.
    for stopping in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stopping, signal.default_int_handler)
    try:
        with only_one(folder):
            web, sftp = _ports(host, port, sftp_port)
            plan = Plan(data=folder, host=host, port=web, sftp_port=sftp, workers=workers)
            if metrics_port is not None:
                (measured,) = _free_ports(_HERE, metrics_port)
                plan = replace(plan, metrics_port=measured)
            _serve(plan)
    except StartError as problem:
        typer.echo(f"verzuimbrug: {problem}", err=True)
        raise typer.Exit(1) from problem
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the data folder's lock: one instance on this machine for one folder."""
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    with (folder / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StartError(f"an instance is already running in {folder}") from None
        yield


def _ports(host: str, port: int, sftp_port: int | None) -> list[int]:
    """The ports for web and SFTP. That nobody asked for an SFTP port stops no instance."""
    if sftp_port is not None:
        return _free_ports(host, port, sftp_port)
    try:
        return _free_ports(host, port, _SFTP_PORT)
    except StartError:
        found = _free_ports(host, port, 0)
    typer.echo(f"verzuimbrug: port {_SFTP_PORT} is taken; SFTP is on {found[1]}", err=True)
    return found


def _free_ports(host: str, *ports: int) -> list[int]:
    """The ports, with a free one for each 0, and none twice."""
    with ExitStack() as held:
        return [held.enter_context(_held_port(host, port)) for port in ports]


@contextmanager
def _held_port(host: str, port: int) -> Iterator[int]:
    """`port`, or a free one for 0; taken ones are told now, not by a server that dies later."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            raise StartError(f"cannot serve on {host}:{port}: {taken.strerror}") from taken
        yield probe.getsockname()[1]


def _serve(plan: Plan) -> None:
    if plan.metrics_port is not None:
        _measure(plan.data / "metrics")
    processes = Processes(say=lambda text: typer.echo(f"verzuimbrug: {text}", err=True))
    try:
        _start_database(plan, processes)
        _migrate()
        processes.serving += _servers(plan)
        _await_ready(plan, processes)
        _leave_facts(plan)
        typer.echo(f"ready {plan.url}")
        sys.stdout.flush()
        while True:
            processes.look()
            time.sleep(_LOOK_EVERY_SECONDS)
    finally:
        # A second Ctrl-C does not cut the stopping in two.
        for stopping in (signal.SIGTERM, signal.SIGINT):
            signal.signal(stopping, signal.SIG_IGN)
        (plan.data / "run.json").unlink(missing_ok=True)
        processes.stop()


def _measure(folder: Path) -> None:
    """Let the processes to come keep their numbers in files of a folder, which starts empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def _start_database(plan: Plan, processes: Processes) -> None:
    if os.environ.get("DATABASE_URL"):
        return
    command = python("verzuimbrug.project.embedded", "run", str(plan.data))
    processes.database = Supervised(name="database", command=command)
    if not processes.database.start_and_wait():
        raise StartError("the embedded database does not start")


def _migrate() -> None:
    process = spawn(python("verzuimbrug.project.migrate"))
    try:
        code = process.wait()
    except KeyboardInterrupt:
        stop(process)
        raise
    if code != 0:
        raise StartError("the database could not be brought up to this release")


def _servers(plan: Plan) -> list[Supervised]:
    web = python("verzuimbrug.project.web", plan.host, str(plan.port))
    work = [*_GIVING_WAY, *python("verzuimbrug.cli", "work")]
    where = ("--host", plan.host, "--port", str(plan.sftp_port))
    return [
        Supervised(name="web", command=web),
        Supervised(name="sftp", command=python("verzuimbrug.cli", "sftp", "serve", *where)),
        Supervised(name="courier", command=python("verzuimbrug.cli", "courier")),
        *(Supervised(name=f"worker {n}", command=work) for n in range(1, plan.workers + 1)),
        *_monitors(plan),
    ]


def _monitors(plan: Plan) -> list[Supervised]:
    if plan.metrics_port is None:
        return []
    command = python("verzuimbrug.cli", "metrics", "--port", str(plan.metrics_port))
    return [Supervised(name="metrics", command=command)]


def _await_ready(plan: Plan, processes: Processes) -> None:
    deadline = time.monotonic() + _READY_WITHIN_SECONDS
    near = replace(plan, host=_EVERYWHERE.get(plan.host, plan.host))
    for place, answers in (
        (plan.url, _web_answers),
        (f"SFTP port {plan.sftp_port}", _sftp_answers),
    ):
        while not answers(near):
            processes.look()
            if time.monotonic() > deadline:
                raise StartError(f"{place} does not answer")
            time.sleep(_LOOK_EVERY_SECONDS)


def _web_answers(near: Plan) -> bool:
    """True when the web server says that it can serve."""
    # Straight to it, whatever proxy the environment names.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{near.url}/readyz", timeout=5) as answer:
            return bool(answer.status == HTTPStatus.OK)
    except OSError:
        return False


def _sftp_answers(near: Plan) -> bool:
    """True when the SFTP server says what it is."""
    try:
        with socket.create_connection((near.host, near.sftp_port), timeout=5) as connection:
            return connection.recv(4) == b"SSH-"
    except OSError:
        return False


def _leave_facts(plan: Plan) -> None:
    facts = {
        "pid": os.getpid(),
        "host": plan.host,
        "port": plan.port,
        "url": plan.url,
        "sftp_port": plan.sftp_port,
        "metrics_port": plan.metrics_port,
    }
    (plan.data / "run.json").write_text(json.dumps(facts), encoding="utf-8")
