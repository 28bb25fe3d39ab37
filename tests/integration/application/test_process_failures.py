"""A message whose processing raises: taken up again, counted, failed in the end (MSG-7)."""

from collections.abc import Iterator

import psycopg
import pytest
import structlog
from django.db import OperationalError
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from blocking_world import held, somebody_waits, thread
from live_world import until
from sending_world import (
    deliver,
    go_live,
    message_states,
    persons,
    report,
    sick,
    states,
    work,
)
from verzuimbrug.application.process import Processed, process_batch
from verzuimbrug.store.models import Work
from verzuimbrug.store.queue import MOST_ATTEMPTS

WAIT = 4711
_REFUSE = f"""
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.case_key = 'BREEKT' THEN RAISE EXCEPTION 'this row breaks'; END IF;
    IF NEW.case_key = 'WACHT' THEN PERFORM pg_advisory_xact_lock({WAIT}); END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse BEFORE INSERT ON store_absencereport
FOR EACH ROW EXECUTE FUNCTION refuse()
"""
_REFUSE_AS = """
CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'this breaks' USING ERRCODE = CASE nextval('tries')
        WHEN 1 THEN '{}' ELSE '{}' END;
END $$
"""
_TAKE_LAST = "DELETE FROM store_work WHERE message = (SELECT max(message) FROM store_work)"
_ALLOW = "DROP FUNCTION refuse CASCADE"


@pytest.fixture
def refusing(owner_connection: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """A database that refuses the reports of one case."""
    owner_connection.execute(_REFUSE)
    yield owner_connection
    owner_connection.execute("DROP FUNCTION IF EXISTS refuse CASCADE")
    owner_connection.execute("DROP SEQUENCE IF EXISTS tries")


def _due(owner: psycopg.Connection) -> None:
    """The pause before the next attempt is over."""
    owner.execute("UPDATE store_work SET not_before = NULL")


@pytest.mark.parametrize(
    "codes",
    [("53100", ""), ("57P01", ""), ("P0001", "53100")],
    ids=["disk full", "shut down", "full when they are run one by one"],
)
def test_what_is_wrong_with_the_server_is_no_attempt(
    refusing: psycopg.Connection, codes: tuple[str, str]
) -> None:
    refusing.execute("CREATE SEQUENCE tries; GRANT USAGE ON tries TO verzuimbrug_app")
    refusing.execute(_REFUSE_AS.format(*codes))
    coupling, cases = go_live(), ("BREEKT", "VG1")
    for case in cases:
        deliver(coupling, sick(report(case), key=case))
    with pytest.raises(OperationalError):
        process_batch()
    assert set(Work.objects.values_list("attempts", "not_before")) == {(0, None)}
    refusing.execute(_ALLOW)
    work()
    assert message_states(coupling) == ["processed"] * len(cases)


@pytest.mark.usefixtures("refusing")
def test_others_of_its_batch_go_on() -> None:
    coupling = go_live()
    for case in ("VG1", "BREEKT", "VG2"):
        deliver(coupling, sick(report(case), key=case))
    assert process_batch() == Processed(claimed=3, decided=2)
    assert message_states(coupling) == ["processed", "received", "processed"]
    assert states(coupling) == [("VG1", 1, "applied"), ("VG2", 1, "applied")]


@pytest.mark.usefixtures("refusing")
def test_nothing_of_the_failed_run_is_kept_but_the_count() -> None:
    coupling = go_live()
    deliver(coupling, sick(report("BREEKT")))
    assert process_batch() == Processed(claimed=1, decided=0)
    assert persons(coupling) == []
    row = Work.objects.get()
    assert (row.state, row.attempts) == ("ready", 1)
    assert row.not_before is not None


def test_message_fails_after_the_last_attempt(refusing: psycopg.Connection) -> None:
    coupling = go_live()
    deliver(coupling, sick(report("BREEKT")))
    for attempt in range(1, MOST_ATTEMPTS + 1):
        _due(refusing)
        process_batch()
        assert Work.objects.get().attempts == attempt
    assert message_states(coupling) == ["failed"]
    assert process_batch() == Processed()
    work()


def test_message_is_processed_once_the_cause_is_gone(refusing: psycopg.Connection) -> None:
    coupling = go_live()
    deliver(coupling, sick(report("BREEKT")))
    process_batch()
    refusing.execute(_ALLOW)
    _due(refusing)
    process_batch()
    assert states(coupling) == [("BREEKT", 1, "applied")]
    assert not Work.objects.exists()


def test_pause_before_the_next_attempt_is_kept(refusing: psycopg.Connection) -> None:
    coupling = go_live()
    deliver(coupling, sick(report("BREEKT")))
    process_batch()
    process_batch()
    refusing.execute(_ALLOW)
    assert process_batch() == Processed()
    assert Work.objects.get().attempts == 2


def test_message_taken_by_another_meanwhile_is_left_to_it(refusing: psycopg.Connection) -> None:
    coupling = go_live()
    for case in ("BREEKT", "WACHT", "VG1"):
        deliver(coupling, sick(report(case), key=case))
    with thread() as other, held(refusing, WAIT):
        batch = other.start(process_batch)
        until(lambda: somebody_waits(refusing))
        refusing.execute(_TAKE_LAST)
    assert batch.result() == Processed(claimed=3, decided=1)
    assert states(coupling) == [("WACHT", 1, "applied")]


def test_failure_to_claim_is_not_hidden(owner_connection: psycopg.Connection) -> None:
    go_live()
    owner_connection.execute("ALTER TABLE store_work RENAME TO store_away")
    try:
        with pytest.raises(Exception, match="store_work"):
            process_batch()
    finally:
        owner_connection.execute("ALTER TABLE store_away RENAME TO store_work")


@pytest.mark.usefixtures("refusing")
def test_what_is_logged_of_a_message_says_its_receipt() -> None:
    coupling = go_live()
    deliver(coupling, sick(report("VG1"), key="w-1"))
    broken = deliver(coupling, sick(report("BREEKT"), key="w-2"))
    with capture_logs(processors=[merge_contextvars]) as lines:
        process_batch()
        structlog.get_logger().info("afterwards")

    batch, message, afterwards = lines
    assert (batch["event"], batch["messages"]) == ("batch_failed", 2)
    assert (message["event"], message["receipt"]) == ("message_failed", broken)
    assert "receipt" not in batch.keys() | afterwards.keys()
