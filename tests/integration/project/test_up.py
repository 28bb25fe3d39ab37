"""`verzuimbrug up` as an operator meets it: started, asked, stopped."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path

import pytest

from live_world import said_by, started, until
from sftp_world import says_hello
from verzuimbrug.project import embedded
from verzuimbrug.project.embedded.cluster import find_cluster
from verzuimbrug.project.embedded.postmaster import postmaster_of

_UP = [
    sys.executable,
    "-m",
    "verzuimbrug.cli",
    "up",
    "--workers",
    "0",
    "--sftp-port",
    "0",
    "--port",
]


@contextmanager
def _instance(data: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [*_UP, "0", "--data", str(data), *options]
    with started(*command) as process:
        ready, _, url = said_by(process).partition(" ")
        assert ready == "ready"
        yield process, url


def _get(url: str) -> tuple[int, str]:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.status, answer.read().decode()


def _answers_again(url: str) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            return _get(f"{url}/readyz") == (200, "ready\n")
        except urllib.error.HTTPError as unwell:
            unwell.close()
            if unwell.code != HTTPStatus.SERVICE_UNAVAILABLE:
                raise
    return False


def _is_measured(url: str) -> bool:
    """Whether the metrics tell of the page that was asked for, and of the database."""
    page = 'verzuimbrug_answer_seconds_count{door="console",status="2xx"} 1.0'
    with suppress(urllib.error.URLError):
        _, text = _get(url)
        return page in text and "verzuimbrug_database_up 1.0" in text
    return False


def test_up_serves_alone_and_stops_cleanly(data: Path) -> None:
    with _instance(data, "--metrics-port", "0") as (process, url):
        facts = json.loads((data / "run.json").read_text())
        assert _get(f"{url}/healthz") == (200, "ok\n")
        assert _get(f"{url}/aanmelden/")[0] == 200
        until(lambda: _is_measured(f"http://127.0.0.1:{facts['metrics_port']}/metrics"))
        assert (facts["pid"], facts["url"]) == (process.pid, url)
        assert says_hello(facts["sftp_port"])

        assert "already running" in _refused("0", data)
        port = url.rpartition(":")[2]
        assert f"cannot serve on 127.0.0.1:{port}" in _refused(port, Path(f"{data}2"))

        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0

    assert not (data / "run.json").exists()
    with pytest.raises(embedded.NoRunningInstanceError):
        embedded.attach(data)


def _refused(port: str, data: Path) -> str:
    """What is said to a second one."""
    second = subprocess.run(
        [*_UP, port, "--data", str(data)], capture_output=True, text=True, check=False
    )
    assert second.returncode == 1
    return second.stderr


def test_killed_instance_leaves_the_folder_usable(data: Path) -> None:
    with _instance(data) as (process, _):
        process.kill()
        process.wait(60)

    with _instance(data) as (process, url):
        assert _get(f"{url}/healthz") == (200, "ok\n")
        _its_dead_database_is_started_again(data, url)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0


def _its_dead_database_is_started_again(data: Path, url: str) -> None:
    master = postmaster_of(find_cluster(data))
    assert master is not None
    os.kill(master, signal.SIGKILL)

    # Not by its answer: a session outlives its server by a moment, in which all seems well.
    until(lambda: postmaster_of(find_cluster(data)) not in {None, master})
    assert _answers_again(url)


def test_taken_sftp_port_is_told_at_once(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [*_UP, "0", "--sftp-port", str(port), "--data", str(data)]
        told = subprocess.run(command, capture_output=True, text=True, check=False)

    assert told.returncode == 1
    assert f"cannot serve on 127.0.0.1:{port}" in told.stderr


def test_another_instance_takes_a_free_port_for_sftp(data: Path) -> None:
    command = [*_UP[:4], "--workers", "0", "--port", "0", "--data", str(data)]
    with _default_sftp_port_taken(), started(*command) as process:
        assert said_by(process).startswith("ready")
        facts = json.loads((data / "run.json").read_text())
        process.terminate()
        assert process.wait(60) == 0

    assert facts["sftp_port"] != 8022


@contextmanager
def _default_sftp_port_taken() -> Iterator[None]:
    """By us, or by whoever had it already."""
    with socket.socket() as taken:
        with suppress(OSError):
            taken.bind(("127.0.0.1", 8022))
            taken.listen()
        yield


def _priorities(command: str, data: Path) -> set[str]:
    """How much the processes give way that run a command on a data folder."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            is_it = (process / "cmdline").read_bytes().endswith(f"\0{command}\0".encode())
            if is_it and str(data).encode() in (process / "environ").read_bytes():
                found.add(str(os.getpriority(os.PRIO_PROCESS, int(process.name))))
    return found


def test_workers_give_way_to_those_who_deliver(data: Path) -> None:
    told = subprocess.run(["nice", "-n", "5", "nice"], capture_output=True, text=True, check=True)
    with _instance(data, "--workers", "1"):
        until(lambda: _priorities("work", data) == {told.stdout.strip()})
