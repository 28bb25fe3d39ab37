"""With DATABASE_URL the instance lives on a server that others run."""

import json
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from live_world import until
from verzuimbrug.project import embedded
from verzuimbrug.project.embedded.facts import read_facts


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded.Server]:
    """Stands for a server that somebody else runs."""
    data = tmp_path_factory.mktemp("named") / "var"
    with embedded.start(data) as server:
        yield server
    embedded.remove_cluster(data)


def _superuser(server: embedded.Server) -> str:
    facts = read_facts(server.data)
    assert facts is not None
    passwords = json.loads((server.data / "postgres" / "passwords.json").read_text())
    return facts.url("postgres", passwords["superuser"])


# Hosts of one database have one.
_INDEX_KEY = b64encode(bytes(32)).decode()
_MIGRATE = [sys.executable, "-m", "verzuimbrug.cli", "migrate"]
_WAITS = "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)"


def _migrate(data: Path, **urls: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _MIGRATE,
        env=_environment(data, urls),
        capture_output=True,
        text=True,
        check=False,
    )


def _environment(data: Path, urls: Mapping[str, str]) -> dict[str, str]:
    ours = {"VERZUIMBRUG_DATA": str(data), "VERZUIMBRUG_INDEX_KEY": _INDEX_KEY}
    return {**os.environ, **ours, **urls}


def test_of_several_hosts_that_start_one_migrates_at_a_time(
    server: embedded.Server, tmp_path: Path
) -> None:
    with psycopg.connect(server.owner_url, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(7368261)")
        ours = {"DATABASE_URL": server.owner_url, "DATABASE_APP_URL": server.application_url}
        process = subprocess.Popen(_MIGRATE, env=_environment(tmp_path, ours))
        until(lambda: other.execute(_WAITS).fetchone() == (True,))
        assert process.poll() is None
    assert process.wait() == 0


def test_with_two_urls_nothing_is_made_but_tables(server: embedded.Server, tmp_path: Path) -> None:
    done = _migrate(
        tmp_path, DATABASE_URL=server.owner_url, DATABASE_APP_URL=server.application_url
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["keys"]


def test_without_the_right_to_make_roles_it_says_what_to_do(
    server: embedded.Server, tmp_path: Path
) -> None:
    done = _migrate(tmp_path, DATABASE_URL=server.owner_url)

    assert done.returncode == 1
    assert "give its URL in DATABASE_APP_URL" in done.stderr


def test_application_with_another_name_is_refused(server: embedded.Server, tmp_path: Path) -> None:
    done = _migrate(tmp_path, DATABASE_URL=server.owner_url, DATABASE_APP_URL=server.owner_url)

    assert done.returncode == 1
    assert "is not verzuimbrug_app" in done.stderr


def test_owner_that_makes_roles_needs_one_url(tmp_path: Path) -> None:
    with embedded.start(tmp_path / "other") as server:
        url = _superuser(server)
        done = _migrate(tmp_path / "var", DATABASE_URL=url)
        again = _migrate(tmp_path / "var", DATABASE_URL=url)
    embedded.remove_cluster(tmp_path / "other")

    assert (done.returncode, done.stderr) == (0, "")
    assert (again.returncode, again.stderr) == (0, "")


@pytest.mark.parametrize(
    ("mistake", "mended", "check"),
    [
        (
            "ALTER ROLE verzuimbrug_owner NOBYPASSRLS",
            "ALTER ROLE verzuimbrug_owner BYPASSRLS",
            "verzuimbrug.E001",
        ),
        (
            "ALTER ROLE verzuimbrug_app BYPASSRLS",
            "ALTER ROLE verzuimbrug_app NOBYPASSRLS",
            "verzuimbrug.E003",
        ),
        (
            "CREATE TABLE own (); ALTER TABLE own OWNER TO verzuimbrug_app",
            "DROP TABLE own",
            "verzuimbrug.E004",
        ),
    ],
)
def test_role_with_too_few_or_too_many_rights_is_refused(
    server: embedded.Server,
    tmp_path: Path,
    mistake: LiteralString,
    mended: LiteralString,
    check: str,
) -> None:
    with psycopg.connect(_superuser(server), autocommit=True) as superuser:
        superuser.execute(mistake)
        done = _migrate(
            tmp_path, DATABASE_URL=server.owner_url, DATABASE_APP_URL=server.application_url
        )
        superuser.execute(mended)

    assert done.returncode == 1
    assert check in done.stderr
