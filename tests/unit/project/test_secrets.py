import base64
import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from verzuimbrug.project import secrets


def test_keys_are_made_once_and_are_private(tmp_path: Path) -> None:
    secrets.make_keys(tmp_path)
    made = secrets.data_key(tmp_path), secrets.secret_key(tmp_path)

    secrets.make_keys(tmp_path)

    assert (secrets.data_key(tmp_path), secrets.secret_key(tmp_path)) == made
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "keys" / "data.key").stat().st_mode) == 0o600


def test_reading_a_key_makes_none(tmp_path: Path) -> None:
    assert secrets.data_key(tmp_path) == b""
    assert secrets.secret_key(tmp_path) == ""
    assert list(tmp_path.iterdir()) == []


def test_key_of_the_environment_goes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets.make_keys(tmp_path)
    monkeypatch.setenv("VERZUIMBRUG_DATA_KEY", base64.b64encode(b"k" * 32).decode())

    assert secrets.data_key(tmp_path) == b"k" * 32


@pytest.mark.parametrize("written", ["c2hvcnQ=", "not base64"])
def test_odd_key_stops_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("VERZUIMBRUG_DATA_KEY", written)

    with pytest.raises(ImproperlyConfigured, match="32 bytes"):
        secrets.data_key(tmp_path)
