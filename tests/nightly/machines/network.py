"""Hosts as network namespaces on one bridge, which stands in a namespace itself.

Nothing of the machine's own network is touched. Every process of a host is found by its namespace,
so that a host can be ended as a power cut does, and nothing is left behind.
"""

import ctypes
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

NETWORK = "10.20.0"
"""The addresses are those in the files of `deploy/`."""

_PREFIX = "vbm-"
_WIRE = "wire"
_CLONE_NEWNET = 0x40000000


class Network:
    """The bridge and the hosts on it; who is inside `joined` is on it too, as address 1."""

    def __init__(self) -> None:
        self._hosts: list[str] = []
        self._started: list[subprocess.Popen[bytes]] = []

    def add(self, name: str, address: int) -> None:
        """A host with its own interface."""
        _ip("netns", "add", _namespace(name))
        self._hosts.append(name)
        ours, theirs = f"{_PREFIX}{name}", "eth0"
        wire, host = _namespace(_WIRE), _namespace(name)
        _ip("-n", wire, "link", "add", ours, "type", "veth", "peer", theirs, "netns", host)
        _ip("-n", wire, "link", "set", ours, "master", "bridge", "up")
        _ip("-n", host, "addr", "add", f"{NETWORK}.{address}/24", "dev", theirs)
        _ip("-n", host, "link", "set", "lo", "up")
        _ip("-n", host, "link", "set", theirs, "up")

    def cut(self, name: str) -> None:
        """Take the cable out: packets are lost, nobody is told."""
        _ip("-n", _namespace(_WIRE), "link", "set", f"{_PREFIX}{name}", "nomaster")

    def mend(self, name: str) -> None:
        """Put it in again."""
        _ip("-n", _namespace(_WIRE), "link", "set", f"{_PREFIX}{name}", "master", "bridge")

    def start(self, name: str, command: Sequence[str], log: Path, env: Mapping[str, str]) -> None:
        """Start a process on a host; what it says goes to the log."""
        with log.open("ab") as file:
            process = subprocess.Popen(
                ["ip", "netns", "exec", _namespace(name), *command],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                env=dict(env),
                start_new_session=True,
            )
        self._started.append(process)

    def kill(self, name: str) -> None:
        """End every process of a host, as a power cut does."""
        while pids := _pids(name):
            for pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def remove(self) -> None:
        """End all hosts, and take the network away."""
        for name in self._hosts:
            self.kill(name)
        for process in self._started:
            process.wait()
        for name in (*self._hosts, _WIRE):
            _ip("netns", "del", _namespace(name))


@contextmanager
def joined_network() -> Iterator[Network]:
    """A network that this thread, and every thread that it starts, is on meanwhile."""
    _clear_away()
    wire = _namespace(_WIRE)
    _ip("netns", "add", wire)
    network = Network()
    try:
        _ip("-n", wire, "link", "add", "bridge", "type", "bridge")
        _ip("-n", wire, "addr", "add", f"{NETWORK}.1/24", "dev", "bridge")
        _ip("-n", wire, "link", "set", "lo", "up")
        _ip("-n", wire, "link", "set", "bridge", "up")
        with _inside(wire):
            yield network
    finally:
        network.remove()


def _clear_away() -> None:
    """What a run that was killed has left."""
    listed = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, check=True)
    for line in listed.stdout.splitlines():
        name = line.split()[0]
        if name.startswith(_PREFIX):
            Network().kill(name.removeprefix(_PREFIX))
            _ip("netns", "del", name)


@contextmanager
def _inside(namespace: str) -> Iterator[None]:
    libc = ctypes.CDLL(None, use_errno=True)
    with (
        Path("/proc/thread-self/ns/net").open("rb") as before,
        Path("/run/netns", namespace).open("rb") as there,
    ):
        _enter(libc, there.fileno())
        try:
            yield
        finally:
            _enter(libc, before.fileno())


def _enter(libc: ctypes.CDLL, descriptor: int) -> None:
    if libc.setns(descriptor, _CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def _pids(name: str) -> list[int]:
    said = subprocess.run(
        ["ip", "netns", "pids", _namespace(name)], capture_output=True, text=True, check=True
    )
    return [int(pid) for pid in said.stdout.split() if not _is_dead(int(pid))]


def _is_dead(pid: int) -> bool:
    """Ended, and not waited for yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def _namespace(name: str) -> str:
    return f"{_PREFIX}{name}"


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)
