"""The first start of a cluster that was restored from a backup, which has another's passwords."""

import json
import shutil
import time
from pathlib import Path

import psycopg

from verzuimbrug.project.embedded import facts as known
from verzuimbrug.project.embedded.cluster import Cluster, make_passwords
from verzuimbrug.project.embedded.facts import SUPERUSER, Facts
from verzuimbrug.project.embedded.postmaster import start_postmaster, stop_postmaster
from verzuimbrug.project.embedded.roles import make_role
from verzuimbrug.project.embedded.server import make_socket_folder
from verzuimbrug.project.private_files import write_once

_PORT = 5432
_LOOK_SECONDS = 0.1


def start_once(data: Path, cluster: Cluster, recovery: str) -> None:
    """Let the server recover, and give its superuser the password of this data folder; stop it.

    `recovery` (lines of its configuration) says how far it reads on in an archive of its log.
    """
    passwords = json.loads(write_once(known.passwords_file(data), json.dumps(make_passwords())))
    facts = Facts(sockets=str(make_socket_folder(cluster)), port=_PORT)
    # Only who reaches its private folder reaches it, for as long as this takes.
    cluster.configure(Path(facts.sockets), facts.port, access="local all all trust\n")
    (cluster.data / "postgresql.auto.conf").write_text("", encoding="utf-8")
    with (cluster.data / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write(recovery)
    signal = cluster.data / "recovery.signal"
    signal.touch(mode=0o600)
    cluster.account.give(signal)
    try:
        start_postmaster(cluster)
        _set_password(facts, passwords["superuser"])
    finally:
        stop_postmaster(cluster)
        shutil.rmtree(facts.sockets, ignore_errors=True)


def _set_password(facts: Facts, password: str) -> None:
    """Waits until the server has read its log to the end: before that nothing can be changed."""
    url = facts.url(SUPERUSER, "", "postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        while connection.execute("SELECT pg_is_in_recovery()").fetchone() == (True,):
            time.sleep(_LOOK_SECONDS)
        make_role(connection, SUPERUSER, "", password)
