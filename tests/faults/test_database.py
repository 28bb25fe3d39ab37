"""The database goes away, is full, or has no place left, under load: afterwards nothing differs."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from instance_world import Instance, Load, instance
from live_world import until
from verzuimbrug.project.embedded.postmaster import postmaster_of, stop_postmaster

pytestmark = pytest.mark.nightly

_END_ALL = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'verzuimbrug_app'"
)


@pytest.fixture(scope="module")
def disk() -> Iterator[Path]:
    """A small disk; only root can make one."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        Path(folder).chmod(0o711)
        options = ["-t", "tmpfs", "-o", "size=400m,mode=711", "tmpfs", folder]
        if subprocess.run(["mount", *options], check=False).returncode != 0:
            pytest.skip("no disk can be mounted here")
        yield Path(folder)
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture(scope="module")
def hub(disk: Path, _keys: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Instance]:
    with django_db_blocker.unblock(), instance(disk / "var") as hub:
        yield hub


def _restart(hub: Instance) -> None:
    for _ in range(3):
        stop_postmaster(hub.cluster)
        until(lambda: postmaster_of(hub.cluster) is not None)
        time.sleep(2)


def _kill(hub: Instance) -> None:
    for _ in range(3):
        until(lambda: postmaster_of(hub.cluster) is not None)
        os.kill(postmaster_of(hub.cluster) or 0, signal.SIGKILL)
        time.sleep(2)


def _end_connections(hub: Instance) -> None:
    for _ in range(60):
        hub.say(_END_ALL)
        time.sleep(0.1)


def _leave_no_place(hub: Instance) -> None:
    hub.say("ALTER ROLE verzuimbrug_app CONNECTION LIMIT 2")
    hub.say(_END_ALL)
    time.sleep(8)
    hub.say("ALTER ROLE verzuimbrug_app CONNECTION LIMIT -1")


def _fill_disk(hub: Instance) -> None:
    ballast = hub.data.parent / "ballast"
    with ballast.open("wb") as file:
        try:
            while True:
                file.write(bytes(65536))
                file.flush()
        except OSError:
            pass
    time.sleep(10)
    ballast.unlink()


@pytest.mark.parametrize("fault", [_restart, _kill, _end_connections, _leave_no_place, _fill_disk])
def test_under_load(
    hub: Instance, fault: Callable[[Instance], None], record_property: Callable[[str, object], None]
) -> None:
    load = Load(hub, fault.__name__.strip("_").upper().replace("_", "-"))
    recovered = load.run(lambda: fault(hub))
    record_property("refused", sorted(set(load.refused)))
    assert recovered == 100
    # Who was not kept was told that it was not: 503, to try again.
    assert set(load.refused) <= {503}
