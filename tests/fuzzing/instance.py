"""An instance with a database of its own, outside a test run."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncssh
from django.conf import settings
from django.db import connections

from verzuimbrug.project import embedded
from verzuimbrug.project.data_keys import DataKeys
from verzuimbrug.project.migrate import migrate


@contextmanager
def instance() -> Iterator[embedded.Server]:
    """A migrated instance with keys of its own, until the end of the block."""
    settings.DATA_KEYS = DataKeys((os.urandom(32),), "the fuzzing")
    settings.INDEX_KEY = os.urandom(32)
    settings.SECRET_KEY = os.urandom(32).hex()
    host_key = asyncssh.generate_private_key("ssh-ed25519")
    settings.SFTP_HOST_KEY = host_key.export_private_key("openssh").decode()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "var"
        settings.DATA_FOLDER = data
        with embedded.start(data) as server:
            migrate(data)
            yield server
            connections.close_all()
        embedded.remove_cluster(data)
