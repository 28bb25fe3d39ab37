"""The embedded server starts, is found again, and keeps what it was given."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from live_world import said_by, started
from verzuimbrug.project import embedded
from verzuimbrug.project.embedded.cluster import find_cluster
from verzuimbrug.project.embedded.postmaster import postmaster_of


def _write(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")


def _kept(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT one FROM kept").fetchone() == (1,)


def _kill(data: Path) -> None:
    master = postmaster_of(find_cluster(data))
    assert master is not None
    os.kill(master, signal.SIGKILL)


def test_what_was_written_is_there_at_the_next_start(data: Path) -> None:
    with embedded.start(data) as server:
        _write(server.owner_url)

    with embedded.start(data) as server:
        assert _kept(server.owner_url)


def test_second_start_connects_and_leaves_the_server_running(data: Path) -> None:
    with embedded.start(data) as first:
        with embedded.start(data) as second:
            assert second.urls == first.urls

        assert first.is_alive()
    assert not first.is_alive()


def test_killed_server_recovers_at_the_next_start(data: Path) -> None:
    with embedded.start(data) as server:
        _write(server.owner_url)
        _kill(data)

    with embedded.start(data) as server:
        assert _kept(server.owner_url)


def test_server_of_a_killed_owner_is_taken_over(data: Path) -> None:
    command = [sys.executable, "-m", "verzuimbrug.project.embedded", "run", str(data)]
    with started(*command) as owner:
        assert said_by(owner) == "ready"
        before = embedded.attach(data)
        owner.kill()

    with embedded.start(data) as server:
        assert server.urls == before
    assert not server.is_alive()


def test_process_id_of_a_dead_server_may_be_in_use_again(data: Path) -> None:
    with embedded.start(data) as server:
        assert server.cluster is not None
        lock_file = server.cluster.data / "postmaster.pid"
        left_behind = lock_file.read_text()
    with subprocess.Popen(["sleep", "60"], user=lock_file.parent.stat().st_uid) as living:
        lines = [str(living.pid), *left_behind.splitlines()[1:]]
        lock_file.write_text("\n".join(lines) + "\n")

        with embedded.start(data) as server:
            assert server.is_alive()
        assert living.poll() is None
        living.kill()


def test_foreground_server_stops_at_sigterm(data: Path) -> None:
    command = [sys.executable, "-m", "verzuimbrug.project.embedded", "run", str(data)]
    with started(*command) as owner:
        assert said_by(owner) == "ready"
        owner.terminate()
        assert owner.wait() == 0

    with pytest.raises(embedded.NoRunningInstanceError):
        embedded.attach(data)


def test_foreground_server_ends_when_its_server_dies(data: Path) -> None:
    command = [sys.executable, "-m", "verzuimbrug.project.embedded", "run", str(data)]
    with started(*command) as owner:
        assert said_by(owner) == "ready"
        _kill(data)
        assert owner.wait() == 1


def test_half_made_cluster_is_made_again(data: Path) -> None:
    cluster = find_cluster(data)
    (cluster.home / "unfinished" / "base").mkdir(parents=True)

    with embedded.start(data) as server:
        assert server.is_alive()


def test_without_a_running_instance_attach_says_what_to_do(data: Path) -> None:
    with pytest.raises(embedded.NoRunningInstanceError) as absent:
        embedded.attach(data)

    assert str(absent.value) == f"no running instance in {data}; start `verzuimbrug up`"


def test_lost_cluster_is_not_silently_replaced(data: Path) -> None:
    pointer = data / "postgres" / "location"
    pointer.parent.mkdir(parents=True)
    pointer.write_text("/var/lib/verzuimbrug/cluster-that-is-gone\n")

    with pytest.raises(embedded.EmbeddedServerError, match="which is not there"):
        embedded.start(data)


def test_removed_cluster_leaves_nothing(data: Path) -> None:
    with embedded.start(data) as server:
        assert server.cluster is not None

    embedded.remove_cluster(data)

    assert not server.cluster.home.exists()
    assert not (data / "postgres").exists()


def test_socket_path_is_short_enough(data: Path) -> None:
    deep = data / ("d" * 60) / ("e" * 60)

    with embedded.start(deep) as server, socket.socket(socket.AF_UNIX) as client:
        assert server.is_alive()
        place = psycopg.conninfo.conninfo_to_dict(server.owner_url)["host"]
        client.connect(f"{place}/.s.PGSQL.5432")
    embedded.remove_cluster(deep)
