"""A backup of an instance at work holds all that was acknowledged before it ended."""

import hashlib
import json
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Event

import psycopg
import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from doors_world import STREAM, Coupling, Site, coupling
from instance_world import Instance, instance
from verzuimbrug.project import embedded
from verzuimbrug.project.embedded.facts import superuser_url

pytestmark = pytest.mark.nightly

_IS_BEFORE = "SELECT %s::pg_lsn <= %s::pg_lsn"


@pytest.fixture
def hub(tmp_path: Path, _keys: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Instance]:
    with django_db_blocker.unblock(), instance(tmp_path / "var") as hub:
        yield hub
    embedded.remove_cluster(tmp_path / "var")


def _send_until(done: Event, site: Site, ours: Coupling, url: str) -> Iterator[tuple[bytes, str]]:
    """Deliveries that were acknowledged, with the place in the log that was reached by then."""
    path = f"/api/v1/streams/{STREAM}/messages"
    with psycopg.connect(url, autocommit=True) as connection:
        for number in count(1):
            if done.is_set():
                return
            content = b"<bericht-%d/>" % number
            assert site.call("POST", path, content, ours.basic).status == 202
            row = connection.execute("SELECT pg_current_wal_insert_lsn()").fetchone()
            assert row is not None
            yield hashlib.sha256(content).digest(), row[0]


def _give(*words: str | Path) -> subprocess.CompletedProcess[str]:
    key = b64encode(settings.DATA_KEYS.present()[0]).decode()
    index = b64encode(settings.INDEX_KEY).decode()
    return subprocess.run(
        [sys.executable, "-m", "verzuimbrug.cli", *map(str, words)],
        env={
            **os.environ,
            "VERZUIMBRUG_DATA_KEY": key,
            "VERZUIMBRUG_INDEX_KEY": index,
            "VERZUIMBRUG_SECRET_KEY": "x",
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("kind", ["--base", ""])
def test_all_that_was_acknowledged_before_it_ended_is_in_it(
    hub: Instance, tmp_path: Path, kind: str
) -> None:
    ours, done, url = coupling("STROOM"), Event(), superuser_url(hub.data)
    with ThreadPoolExecutor(1) as pool, psycopg.connect(url, autocommit=True) as place:
        sending = pool.submit(lambda: list(_send_until(done, hub.site, ours, url)))
        begun = place.execute("SELECT pg_current_wal_insert_lsn()::text").fetchone()
        made = _give("backup", tmp_path / "backup", *([kind] if kind else []), "--data", hub.data)
        done.set()
        sent = sending.result()
        assert (made.returncode, made.stderr) == (0, "")
        until = _end_of(tmp_path / "backup") if kind else (begun or [""])[0]
        due = {digest for digest, lsn in sent if _is_before(place, lsn, until)}

    other = tmp_path / "other"
    assert _give("restore", tmp_path / "backup", "--data", other).returncode == 0
    with embedded.start(other) as server, psycopg.connect(server.owner_url) as connection:
        there = {bytes(row[0]) for row in connection.execute("SELECT sha256 FROM store_message")}
    embedded.remove_cluster(other)
    assert due - there == set()
    assert not kind or due


def _end_of(backup: Path) -> str:
    """Up to where a base backup holds everything, as PostgreSQL says itself."""
    return str(json.loads((backup / "backup_manifest").read_bytes())["WAL-Ranges"][-1]["End-LSN"])


def _is_before(connection: psycopg.Connection, lsn: str, until: str) -> bool:
    return connection.execute(_IS_BEFORE, [lsn, until]).fetchone() == (True,)
