"""What once broke an SFTP session breaks none any more (tests/corpus/fuzz, docs/adr/0040)."""

from pathlib import Path

import pytest

from fuzzing.packets import Sessions, seeds
from fuzzing.target import kept
from sftp_world import sftp_coupling

pytestmark = pytest.mark.usefixtures("database")


def test_no_packets_break_a_session(tmp_path: Path) -> None:
    sessions = Sessions(sftp_coupling("GEZOND"), tmp_path)
    for packets in (*seeds(), *kept("packets")):
        sessions.take(packets)
