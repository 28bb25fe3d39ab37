"""The account of the machine that the embedded PostgreSQL runs as.

PostgreSQL refuses to run as root. For root it runs as a system user made for it, that owns
nothing but the cluster; for anyone else it runs as that person.
"""

import fcntl
import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from verzuimbrug.project.embedded.errors import EmbeddedServerError

SYSTEM_USER = "verzuimbrug"
SYSTEM_FOLDER = Path("/var/lib/verzuimbrug")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who runs the server."""

    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        """True when the server runs as someone else than this process."""
        return self.uid != os.geteuid()

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command to its end as this account; its output is kept, its exit code too."""
        return subprocess.run(  # noqa: S603 -- the commands are PostgreSQL's own and `test`
            [str(part) for part in command],
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            user=self.uid if self.is_other else None,
            group=self.gid if self.is_other else None,
            extra_groups=[] if self.is_other else None,
        )

    def reaches(self, path: Path) -> bool:
        """True when this account may run the program `path`, or pass through the folder."""
        return self.run("test", "-x", path).returncode == 0

    def give(self, path: Path) -> None:
        """Make this account the owner of `path`."""
        if self.is_other:
            os.chown(path, self.uid, self.gid)


def account_for(cluster: Path) -> Account:
    """The account that runs the server of `cluster`: its owner; of a new one, see the module."""
    if os.geteuid() != 0:
        return Account(uid=os.geteuid(), gid=os.getegid())
    if cluster.exists() and cluster.stat().st_uid != 0:
        return Account(uid=cluster.stat().st_uid, gid=cluster.stat().st_gid)
    return _system_account()


def make_system_folder() -> Path:
    """The folder for what cannot stand in the data folder; anyone may pass, nobody may list."""
    if not SYSTEM_FOLDER.is_dir():
        SYSTEM_FOLDER.mkdir(parents=True, exist_ok=True)
    SYSTEM_FOLDER.chmod(0o711)
    return SYSTEM_FOLDER


def _system_account() -> Account:
    with (make_system_folder() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            entry = pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            entry = _make_system_user()
    return Account(uid=entry.pw_uid, gid=entry.pw_gid)


def _make_system_user() -> pwd.struct_passwd:
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    try:
        _run_as_root(["useradd", *options, "--shell", "/usr/sbin/nologin", SYSTEM_USER])
    except (OSError, subprocess.CalledProcessError) as problem:
        raise EmbeddedServerError(
            f"PostgreSQL does not run as root and the system user {SYSTEM_USER} cannot be made; "
            "start as another user, or name a server in DATABASE_URL"
        ) from problem
    return pwd.getpwnam(SYSTEM_USER)


def _run_as_root(command: Sequence[str]) -> None:
    subprocess.run(  # noqa: S603 -- a fixed command
        command, env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}, capture_output=True, check=True
    )
