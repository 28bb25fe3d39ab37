"""Who may use the embedded server, and who may not."""

import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from verzuimbrug.project import embedded
from verzuimbrug.project.embedded.cluster import find_cluster

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs a second user: run as root")

_RIGHTS = "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = "


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded.Server]:
    data = tmp_path_factory.mktemp("access") / "var"
    with embedded.start(data) as server:
        yield server
    embedded.remove_cluster(data)


def _mode(path: Path | str) -> int:
    return stat.S_IMODE(Path(path).stat().st_mode)


def _ask(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return row


def test_owner_passes_row_level_security_and_is_no_superuser(server: embedded.Server) -> None:
    rights = _ask(server.owner_url, f"{_RIGHTS} current_user")

    assert rights == (False, True, False, False)


def test_application_has_no_special_rights(server: embedded.Server) -> None:
    rights = _ask(server.application_url, f"{_RIGHTS} current_user")

    assert rights == (False, False, False, False)


def test_application_makes_temporary_tables_only(server: embedded.Server) -> None:
    with psycopg.connect(server.application_url, autocommit=True) as connection:
        connection.execute("CREATE TEMPORARY TABLE lasting_a_session (one int)")

        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE lasting (one int)")


def test_application_gets_in_no_other_database(server: embedded.Server) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(make_conninfo(server.application_url, dbname="postgres"))


@pytest.mark.parametrize("password", ["", "guessed"])
def test_without_the_password_nobody_gets_in(server: embedded.Server, password: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(make_conninfo(server.owner_url, password=password))


def test_nothing_listens_on_the_network(server: embedded.Server) -> None:
    assert _ask(server.owner_url, "SHOW listen_addresses") == ("",)


def test_what_is_committed_is_on_disk(server: embedded.Server) -> None:
    assert _ask(server.owner_url, "SHOW fsync") == ("on",)
    assert _ask(server.owner_url, "SHOW full_page_writes") == ("on",)


def test_passwords_and_socket_are_private(server: embedded.Server) -> None:
    sockets = conninfo_to_dict(server.owner_url)["host"]

    assert _mode(server.data / "postgres" / "passwords.json") == 0o600
    assert _mode(str(sockets)) == 0o700


def test_folders_above_the_data_folder_keep_their_permissions(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    data = tmp_path / "var"

    with embedded.start(data):
        assert _mode(tmp_path) == 0o750
    embedded.remove_cluster(data)


_CONNECT = (
    "import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1]); print('connected')"
)


@only_root
def test_another_user_of_the_machine_cannot_connect(server: embedded.Server) -> None:
    attempt = subprocess.run(
        [_python_for_anyone(), "-c", _CONNECT, _socket_path(server)],
        cwd="/",
        user="nobody",
        group="nogroup",
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
    )

    assert attempt.returncode != 0
    assert "PermissionError" in attempt.stderr


def _socket_path(server: embedded.Server) -> str:
    return f"{conninfo_to_dict(server.owner_url)['host']}/.s.PGSQL.5432"


def _python_for_anyone() -> str:
    """The machine's own Python: ours may stand in a closed folder."""
    return "/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable


@only_root
def test_server_does_not_run_as_root(server: embedded.Server) -> None:
    assert server.cluster is not None
    assert server.cluster.data.stat().st_uid not in {0, os.geteuid()}


@only_root
def test_cluster_of_a_closed_folder_lives_elsewhere(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)

    home = find_cluster(tmp_path / "var").home

    assert home.parent == Path("/var/lib/verzuimbrug")
    assert _mode(home) == 0o700
    embedded.remove_cluster(tmp_path / "var")


def test_cluster_of_a_reachable_folder_lives_in_it() -> None:
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        Path(folder).chmod(0o711)
        data = Path(folder) / "var"

        assert find_cluster(data).home == data / "postgres" / "cluster"
