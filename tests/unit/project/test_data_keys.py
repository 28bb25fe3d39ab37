"""Where the keys for data at rest come from, and that a process follows when they change."""

import base64
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from verzuimbrug.project import data_keys as sources, secrets
from verzuimbrug.project.data_keys import FileKeys, data_keys

_NAME = "VERZUIMBRUG_DATA_KEY"
ONE, TWO = (base64.b64encode(sign * 32).decode() for sign in (b"1", b"2"))


@pytest.fixture(autouse=True)
def _no_keys_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (_NAME, "VERZUIMBRUG_INDEX_KEY"):
        for form in ("", "_FILE", "_COMMAND"):
            monkeypatch.delenv(f"{name}{form}", raising=False)


def test_the_environment_may_name_several_of_which_the_first_seals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets.make_keys(tmp_path)
    monkeypatch.setenv(_NAME, f"{ONE}, {TWO}\n{ONE}")
    keys = data_keys(tmp_path)
    assert keys.present() == keys.anew() == (b"1" * 32, b"2" * 32)
    assert keys.file is None


def test_a_file_elsewhere_is_read_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = tmp_path / "elsewhere.keys"
    named.write_text(f"{TWO}\n{ONE}\n", encoding="utf-8")
    monkeypatch.setenv(f"{_NAME}_FILE", str(named))
    assert data_keys(tmp_path).present() == (b"2" * 32, b"1" * 32)


def test_a_program_that_prints_the_keys_is_asked_again_when_one_is_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = tmp_path / "printed"
    printed.write_text(ONE, encoding="utf-8")
    program = "import pathlib, sys; print(pathlib.Path(sys.argv[1]).read_text())"
    monkeypatch.setenv(f"{_NAME}_COMMAND", f"{sys.executable} -c '{program}' {printed}")
    keys = data_keys(tmp_path)
    printed.write_text(f"{TWO} {ONE}", encoding="utf-8")
    assert keys.anew() == (b"1" * 32,), "not asked all the time"
    monkeypatch.setattr(sources, "_COMMAND_LOOK_SECONDS", 0.0)
    assert keys.anew() == (b"2" * 32, b"1" * 32)


def test_what_a_failing_program_says_is_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{_NAME}_COMMAND", f"{sys.executable} -c 'exit(\"geheim\")'")
    with pytest.raises(ImproperlyConfigured) as failed:
        data_keys(tmp_path)
    assert "geheim" not in str(failed.value)


def test_keys_from_two_places_stop_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(_NAME, ONE)
    monkeypatch.setenv(f"{_NAME}_FILE", "elsewhere")
    with pytest.raises(ImproperlyConfigured, match="only one of"):
        data_keys(tmp_path)


@pytest.mark.parametrize("written", ["c2hvcnQ=", "not base64"])
def test_an_odd_key_stops_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv(_NAME, written)
    with pytest.raises(ImproperlyConfigured, match="32 bytes"):
        data_keys(tmp_path)


def test_a_process_follows_when_the_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "LOOK_SECONDS", 0.0)
    file = tmp_path / "data.key"
    keys, others = FileKeys(file), FileKeys(file)
    assert keys.present() == ()
    keys.rewrite([b"1" * 32])
    assert keys.present() == others.present() == (b"1" * 32,)
    file.write_text("half", encoding="utf-8")
    assert others.present() == (b"1" * 32,), "half a copy changes nothing"


@pytest.mark.parametrize("form", ["", "_FILE", "_COMMAND"])
def test_the_index_key_comes_from_the_same_sorts_of_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    file = tmp_path / "an.index"
    file.write_text(ONE, encoding="utf-8")
    said = {"": ONE, "_FILE": str(file), "_COMMAND": f"cat {file}"}[form]
    monkeypatch.setenv(f"VERZUIMBRUG_INDEX_KEY{form}", said)
    assert secrets.index_key(tmp_path) == b"1" * 32
