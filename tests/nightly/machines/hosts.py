"""The hosts of an installation, each with the programs and the files that `deploy/` gives it."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncssh
import psycopg

from nightly.machines.network import NETWORK, Network, joined_network

DATABASES = ("db1", "db2")
APPLICATIONS = ("app1", "app2")
BALANCER = "balancer"
OWNER, SUPERUSER = "verzuimbrug_owner", "postgres"
SITE = f"http://{NETWORK}.10"

_ADDRESSES = {"balancer": 10, "db1": 11, "db2": 12, "witness": 13, "app1": 21, "app2": 22}
_ROOT = Path(__file__).parents[3]
_DEPLOY = _ROOT / "deploy"
_PROGRAMS = ("/usr/lib/postgresql/15/bin/postgres", "patroni", "etcd", "haproxy", "ip", "runuser")
_PATIENCE_SECONDS = 180.0
_APPLICATION_PASSWORD = "change-me-application"
_PASSWORDS = {OWNER: "change-me-owner", SUPERUSER: "change-me-superuser"}

Database = psycopg.Connection[tuple[object, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Two database hosts, a witness, two application hosts and a balancer, all running."""

    network: Network
    folder: Path
    secrets: Mapping[str, str]

    def start_database_host(self, name: str) -> None:
        """Its vote (etcd) and, except on the witness, Patroni, which starts PostgreSQL."""
        data = self.folder / name
        etcd = _environment(_DEPLOY / "database" / "etcd.env") | {
            "ETCD_DATA_DIR": str(data / "etcd")
        }
        self._start(name, ["etcd"], _as_host(name, etcd))
        if name in DATABASES:
            patroni = _as_host(name, _environment(_DEPLOY / "database" / "patroni.env"))
            self._start(name, ["patroni", str(data / "patroni.yml")], patroni)

    def start_application_host(self, name: str) -> None:
        """HAProxy before the database, and what `verzuimbrug up` would start."""
        self.start_proxy(name, "application")
        # As its unit does: until the proxy knows which host is primary the database can be away.
        until(lambda: self.reaches_database(name), "the database of an application host")
        self.start_application(name)

    def reaches_database(self, name: str) -> bool:
        """Whether a command that changes nothing succeeds on an application host."""
        process = self.asked(name, "migrate")
        process.communicate()
        return process.returncode == 0

    def start_proxy(self, name: str, kind: str) -> None:
        """HAProxy, of an application host or of the balancer."""
        file = self.folder / f"{name}.cfg"
        text = (_DEPLOY / kind / "haproxy.cfg").read_text(encoding="utf-8")
        # No certificates here.
        tls = ":443 ssl crt /etc/haproxy/verzuimbrug.pem alpn h2,http/1.1"
        file.write_text(text.replace(tls, ":80"), encoding="utf-8")
        self._run(name, ["haproxy", "-db", "-f", str(file)], os.environ)

    def start_application(self, name: str) -> None:
        """Web, worker and courier, as the units of systemd do."""
        host = f"{NETWORK}.{_ADDRESSES[name]}"
        for command in (["web", "--host", host], ["work"], ["courier"]):
            self._run(name, [*_command(), *command], self._environment(name))

    def verzuimbrug(self, name: str, *arguments: str) -> str:
        """Give a command on an application host; it has to succeed."""
        process = self.asked(name, *arguments)
        said, problem = process.communicate()
        assert process.returncode == 0, (arguments, problem)
        return said

    def asked(self, name: str, *arguments: str) -> "subprocess.Popen[str]":
        """A command under way on an application host."""
        return subprocess.Popen(
            ["ip", "netns", "exec", f"vbm-{name}", *_command(), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self._environment(name),
        )

    def primary(self) -> str:
        """The host whose PostgreSQL can be written to."""
        with self.connect(SUPERUSER) as database:
            address = database.info.hostaddr
        return next(name for name in DATABASES if address == f"{NETWORK}.{_ADDRESSES[name]}")

    def is_whole(self) -> bool:
        """Whether the primary has the other as its synchronous standby, by its own account."""
        try:
            with self.connect(SUPERUSER) as database:
                rows = database.execute("SELECT sync_state FROM pg_stat_replication").fetchall()
        except psycopg.Error:
            return False
        return rows == [("sync",)]

    def connect(self, user: str = OWNER) -> Database:
        """Connect to the primary, wherever it is."""
        return psycopg.connect(
            host=",".join(f"{NETWORK}.{_ADDRESSES[name]}" for name in DATABASES),
            target_session_attrs="read-write",
            connect_timeout=3,
            dbname="verzuimbrug" if user == OWNER else "postgres",
            user=user,
            password=_PASSWORDS[user],
            autocommit=True,
        )

    def is_served(self) -> bool:
        """Whether the balancer has an application host that reaches the database."""
        try:
            return _get(f"{SITE}/readyz") == b"ready\n"
        except OSError:
            return False

    def log(self, name: str) -> str:
        """What the processes of a host said."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def _start(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> None:
        self._run(name, ["runuser", "-u", "postgres", "--", *command], {**os.environ, **env})

    def _run(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> None:
        self.network.start(name, command, self.folder / f"{name}.log", env)

    def _environment(self, name: str) -> dict[str, str]:
        given = _environment(_DEPLOY / "application" / "verzuimbrug.env")
        ours = {**self.secrets, "VERZUIMBRUG_DATA": str(self.folder / name)}
        path = {"PYTHONPATH": str(_ROOT / "src"), "VERZUIMBRUG_WEB_PROCESSES": "1"}
        return {**os.environ, **given, **ours, **path}


@contextmanager
def installation() -> Iterator[Installation]:
    """An installation that serves; nothing of it is left afterwards."""
    _require_programs()
    # Also who is told to end clears away.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder = Path(tempfile.mkdtemp(prefix="verzuimbrug-machines-"))
    folder.chmod(0o711)
    try:
        with joined_network() as network:
            for name, address in _ADDRESSES.items():
                network.add(name, address)
            made = Installation(network=network, folder=folder, secrets=_secrets())
            _start_databases(made)
            _start_applications(made)
            yield made
    finally:
        shutil.rmtree(folder)
        signal.signal(signal.SIGTERM, before)


def until(condition: Callable[[], bool], what: str) -> float:
    """Come back when it holds; after how many seconds."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < _PATIENCE_SECONDS, f"it takes too long: {what}"
        time.sleep(0.2)
    return time.monotonic() - begun


def _require_programs() -> None:
    """Their lack is no reason to pass."""
    lacking = [program for program in _PROGRAMS if shutil.which(program) is None]
    assert not lacking, f"`make machines` installs what is lacking: {', '.join(lacking)}"
    assert os.geteuid() == 0, "hosts are made by root only"


def _start_databases(made: Installation) -> None:
    for name in (*DATABASES, "witness"):
        data = made.folder / name
        data.mkdir(mode=0o700)
        text = (_DEPLOY / "database" / "patroni.yml").read_text(encoding="utf-8")
        for place in ("/var/lib/postgresql/15/", "/var/lib/postgresql/", "/var/run/postgresql"):
            text = text.replace(place, f"{data}/")
        (data / "patroni.yml").write_text(text, encoding="utf-8")
        shutil.chown(data, "postgres", "postgres")
        made.start_database_host(name)
    until(made.is_whole, "a primary and its standby")
    _make_roles(made)


def _make_roles(made: Installation) -> None:
    place = ("-h", f"{NETWORK}.{_ADDRESSES[made.primary()]}", "-U", "postgres", "-q")
    given = (f"owner_password={_PASSWORDS[OWNER]}", f"application_password={_APPLICATION_PASSWORD}")
    file = str(_DEPLOY / "database" / "roles.sql")
    subprocess.run(
        ["psql", *place, *(word for each in given for word in ("-v", each)), "-f", file],
        env={**os.environ, "PGPASSWORD": _PASSWORDS[SUPERUSER]},
        check=True,
    )


def _start_applications(made: Installation) -> None:
    """Both at once, as after a power cut: one of them migrates, the other waits for it."""
    for name in APPLICATIONS:
        made.start_proxy(name, "application")
    time.sleep(2)
    at_once = [made.asked(name, "migrate") for name in APPLICATIONS]
    told = [process.communicate() for process in at_once]
    assert [process.returncode for process in at_once] == [0, 0], told
    for name in APPLICATIONS:
        made.start_application(name)
    made.start_proxy(BALANCER, "balancer")
    until(made.is_served, "the site")


def _secrets() -> dict[str, str]:
    host_key = asyncssh.generate_private_key("ssh-ed25519").export_private_key("openssh")
    return {
        "VERZUIMBRUG_DATA_KEY": b64encode(secrets.token_bytes(32)).decode(),
        "VERZUIMBRUG_INDEX_KEY": b64encode(secrets.token_bytes(32)).decode(),
        "VERZUIMBRUG_SECRET_KEY": secrets.token_hex(32),
        "VERZUIMBRUG_SFTP_HOST_KEY": b64encode(host_key).decode(),
    }


def _environment(file: Path) -> dict[str, str]:
    """The variables of an environment file of systemd."""
    lines = file.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value.strip('"') for name, _, value in pairs}


def _as_host(name: str, env: Mapping[str, str]) -> dict[str, str]:
    """The variables of db1, as the host has them that is called so."""
    address = f"{NETWORK}.{_ADDRESSES[name]}"
    return {
        key: value if key == "ETCD_INITIAL_CLUSTER" else _renamed(value, name, address)
        for key, value in env.items()
    }


def _renamed(value: str, name: str, address: str) -> str:
    return name if value == "db1" else value.replace(f"{NETWORK}.11", address)


def _get(url: str) -> bytes:
    # Straight to it, whatever proxy the environment names.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=3) as answer:
        content: bytes = answer.read()
    return content


def _command() -> list[str]:
    return [sys.executable, "-m", "verzuimbrug.cli"]
