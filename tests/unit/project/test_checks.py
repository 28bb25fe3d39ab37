from pathlib import Path

import pytest
from pytest_django import Settings

from verzuimbrug.project.checks import check_data_folder


@pytest.mark.parametrize(("mode", "found"), [(0o700, []), (0o750, ["verzuimbrug.W001"])])
def test_keys_that_others_can_enter_are_told(
    tmp_path: Path, settings: Settings, mode: int, found: list[str]
) -> None:
    (tmp_path / "keys").mkdir(mode=mode)
    settings.DATA_FOLDER = tmp_path

    assert [message.id for message in check_data_folder(None)] == found


def test_without_keys_there_is_nothing_to_tell(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_FOLDER = tmp_path

    assert check_data_folder(None) == []
