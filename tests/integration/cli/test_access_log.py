"""`verzuimbrug access-log forget`, and what `verify` says after it."""

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import psycopg
import pytest
from django.utils import timezone

from access_log_world import Log, make_log
from verzuimbrug.application.access_chain import show_chain
from verzuimbrug.domain.access_forgetting import LEAST_DAYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

    Command = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def log() -> Log:
    return make_log()


def test_the_command_shows_first_and_forgets_when_told(command: "Command", log: Log) -> None:
    before = timezone.localdate() - timedelta(days=LEAST_DAYS)
    old = show_chain(log.reader).head_text.partition(":")[2]

    def say(*words: str) -> tuple[int, str]:
        done = command("access-log", *words)
        return done.exit_code, done.output

    code, said = say("forget", "--older-than", "365")
    assert (code, "at least five years" in said) == (2, True)
    what = f"GEZOND: 3 entries of before {before}, up to seal 3: "
    term = ("forget", "--older-than", str(LEAST_DAYS))
    assert say(*term) == (0, f"{what}nothing was forgotten; with --yes it is\n")
    assert say(*term, "--yes") == (0, f"{what}forgotten\n")
    assert say(*term, "--yes") == (0, f"GEZOND: nothing to forget of before {before}\n")
    (shown,) = json.loads(say(*term, "--json")[1])
    assert (shown["entries"], shown["forgotten"], shown["breaks"]) == (0, False, [])
    code, said = say("verify", "--head", f"1:{old}")
    assert code == 0
    assert f"GEZOND: begins after seal 3: what was of before {before} was forgotten" in said
    assert "GEZOND: --head is older than that, and says nothing any more" in said
    (shown,) = json.loads(say("verify", "--json")[1])
    assert (shown["checkpoint"]["entries"], shown["head_is_forgotten"]) == (3, False)


def test_the_command_says_where_a_chain_is_broken(
    command: "Command", log: Log, owner_connection: psycopg.Connection
) -> None:
    owner_connection.execute("DELETE FROM store_accesslog WHERE id = %s", [log.ids[0]])
    done = command("access-log", "forget", "--older-than", LEAST_DAYS, "--yes")
    assert (done.exit_code, done.output) == (
        1,
        f"GEZOND: removed at seal 1, entry {log.ids[0]}\nGEZOND: broken; nothing was forgotten\n",
    )
