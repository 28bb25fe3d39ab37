"""`verzuimbrug keys`, as an operator gives it."""

import json
import os
from pathlib import Path

import pytest
from django.db import connections
from pytest_django import Settings

from command_world import give
from sealed_world import filled
from verzuimbrug.application import data_keys
from verzuimbrug.project.data_keys import FileKeys

pytestmark = pytest.mark.usefixtures("database")


def _say(*arguments: str) -> tuple[int, str]:
    done = give("keys", *arguments)
    return done.exit_code, done.output


def test_a_key_is_made_rotated_to_and_the_old_one_taken_away(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_keys, "_FOLLOWED_SECONDS", 0.0)
    settings.DATA_KEYS = FileKeys(tmp_path / "data.key")
    settings.DATA_KEYS.rewrite([os.urandom(32)])
    filled()
    (old,) = json.loads(_say("list", "--json")[1])
    assert old["seals"]
    assert old["values"]

    assert _say("new")[0] == 0
    code, said = _say("remove", old["id"])
    assert (code, "is the key that seals" in said) == (1, True)
    code, said = _say("rotate")
    assert code == 0
    assert f"{old['values']} values sealed anew with" in said
    assert f"{old['id']}  opens                     0 values" in _say("list")[1]
    assert _say("remove", old["id"], "--at-once") == (0, f"{old['id']} is gone\n")
    connections["owner"].close()
