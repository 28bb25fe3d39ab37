"""How to reach a running embedded server: what it leaves in the data folder for others."""

import contextlib
import json
import socket
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from verzuimbrug.project.embedded.errors import EmbeddedServerError, NoRunningInstanceError
from verzuimbrug.project.private_files import replace

DATABASE = "verzuimbrug"
OWNER = "verzuimbrug_owner"
APPLICATION = "verzuimbrug_app"
SUPERUSER = "postgres"


@dataclass(frozen=True, slots=True, kw_only=True)
class Urls:
    """Where the database is, for each of its two roles."""

    owner: str
    application: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Where a running server listens."""

    sockets: str
    port: int

    def url(self, role: str, password: str, database: str = DATABASE) -> str:
        """The connection URL of a role."""
        place = f"host={quote(self.sockets, safe='')}&port={self.port}"
        return f"postgresql://{role}:{password}@/{database}?{place}"

    def answers(self) -> bool:
        """True when a server listens at the socket."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            try:
                client.connect(f"{self.sockets}/.s.PGSQL.{self.port}")
            except OSError:
                return False
        return True


def write_facts(data: Path, facts: Facts) -> None:
    """Leave the facts for other processes; they are no secret, the passwords are."""
    replace(_facts_file(data), json.dumps(asdict(facts)))


def erase_facts(data: Path) -> None:
    """Say that nothing runs any more."""
    _facts_file(data).unlink(missing_ok=True)


def read_facts(data: Path) -> Facts | None:
    """The facts as they were left, or None; the server may be gone since."""
    with contextlib.suppress(FileNotFoundError):
        return Facts(**json.loads(_facts_file(data).read_text(encoding="utf-8")))
    return None


def passwords_file(data: Path) -> Path:
    """The file with the passwords of the roles."""
    return data / "postgres" / "passwords.json"


def read_passwords(data: Path) -> dict[str, str]:
    """The password per role."""
    passwords: dict[str, str] = json.loads(passwords_file(data).read_text(encoding="utf-8"))
    return passwords


def attach(data: Path) -> Urls:
    """Where the running server of the data folder is; a clear error when there is none."""
    try:
        facts = read_facts(data)
        passwords = read_passwords(data) if facts else {}
    except PermissionError as refused:
        raise EmbeddedServerError(f"{data} is another user's data folder") from refused
    if facts is None or not facts.answers():
        raise NoRunningInstanceError(f"no running instance in {data}; start `verzuimbrug up`")
    return Urls(
        owner=facts.url(OWNER, passwords["owner"]),
        application=facts.url(APPLICATION, passwords["application"]),
    )


def superuser_url(data: Path) -> str:
    """The running server as its superuser, who may copy its files."""
    attach(data)
    facts = read_facts(data)
    if facts is None:
        raise NoRunningInstanceError(f"no running instance in {data}")
    return facts.url(SUPERUSER, read_passwords(data)["superuser"], "postgres")


def _facts_file(data: Path) -> Path:
    return data / "postgres" / "server.json"
