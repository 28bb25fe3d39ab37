"""Uploads on disk: in any order, encrypted, without a name, and refused by a full disk."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from verzuimbrug.gateways.sftp.spool import Spool, make_folder

WRITES = st.lists(st.tuples(st.integers(0, 200), st.binary(min_size=1, max_size=100)), max_size=12)


def _files_open_in(folder: Path) -> Iterator[bytes]:
    """What is in the files of a folder that this process has open, named or not."""
    for link in Path("/proc/self/fd").iterdir():
        if link.is_symlink() and str(link.readlink()).startswith(f"{folder}/"):
            yield link.read_bytes()


@given(WRITES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_come_back_whatever_the_order(
    tmp_path: Path, writes: list[tuple[int, bytes]]
) -> None:
    expected = bytearray()
    with closing(Spool(tmp_path)) as spool:
        for offset, data in [(0, bytes(300)), *writes]:
            expected[offset : offset + len(data)] = data
            spool.write(offset, data)
        assert spool.read() == expected
        assert spool.size == len(expected)


def test_nothing_readable_is_on_the_disk(tmp_path: Path) -> None:
    with closing(Spool(tmp_path)) as spool:
        spool.write(0, b"<VerzuimMelding/>" * 10)
        (raw,) = _files_open_in(tmp_path)
    assert len(raw) == 170
    assert b"Verzuim" not in raw


def test_nothing_has_a_name(tmp_path: Path) -> None:
    with closing(Spool(tmp_path)) as spool:
        spool.write(0, b"<a/>")
        assert list(tmp_path.iterdir()) == []


def test_shorter_it_gets_longer_it_does_not(tmp_path: Path) -> None:
    with closing(Spool(tmp_path)) as spool:
        spool.write(0, b"123456")
        spool.shrink(4)
        spool.shrink(9)
        assert spool.read() == b"1234"


def test_full_disk_is_told_by_the_write(tmp_path: Path) -> None:
    with closing(Spool(tmp_path)) as spool:
        with Path("/dev/full").open("r+b") as full:
            os.dup2(full.fileno(), spool.fileno())
        with pytest.raises(OSError, match="No space left"):
            spool.write(0, b"<a/>")


def test_folder_is_closed_to_others(tmp_path: Path) -> None:
    folder = make_folder(tmp_path)
    assert folder == make_folder(tmp_path)
    assert folder.stat().st_mode & 0o777 == 0o700
