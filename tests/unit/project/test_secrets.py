import base64
import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from verzuimbrug.project import secrets
from verzuimbrug.project.data_keys import data_keys


def test_keys_are_made_once_and_are_private(tmp_path: Path) -> None:
    secrets.make_keys(tmp_path)
    made = data_keys(tmp_path).present(), secrets.secret_key(tmp_path)

    secrets.make_keys(tmp_path)

    assert (data_keys(tmp_path).present(), secrets.secret_key(tmp_path)) == made
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "keys" / "data.key").stat().st_mode) == 0o600


def test_reading_a_key_makes_none(tmp_path: Path) -> None:
    assert data_keys(tmp_path).present() == ()
    assert secrets.secret_key(tmp_path) == ""
    assert secrets.index_key(tmp_path) == b""
    assert list(tmp_path.iterdir()) == []


def test_host_key_is_made_once_and_reads_as_openssh_writes_it(tmp_path: Path) -> None:
    assert secrets.sftp_host_key(tmp_path) == ""
    secrets.make_keys(tmp_path)
    key = secrets.sftp_host_key(tmp_path)
    secrets.make_keys(tmp_path)
    assert secrets.sftp_host_key(tmp_path) == key
    assert key.startswith("-----BEGIN OPENSSH PRIVATE KEY-----\n")
    assert stat.S_IMODE((tmp_path / "keys" / "sftp_host.key").stat().st_mode) == 0o600


def test_host_key_of_the_environment_is_the_file_in_base64(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERZUIMBRUG_SFTP_HOST_KEY", base64.b64encode(b"the file").decode())
    assert secrets.sftp_host_key(tmp_path) == "the file"
    monkeypatch.setenv("VERZUIMBRUG_SFTP_HOST_KEY", "the file")
    with pytest.raises(ImproperlyConfigured, match="in base64"):
        secrets.sftp_host_key(tmp_path)
