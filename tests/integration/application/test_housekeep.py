"""Housekeeping: once through all arbodiensten, by one worker at a time."""

import psycopg
import pytest

from blocking_world import held
from sending_world import (
    add_employer,
    deliver,
    go_live,
    message_states,
    report,
    settings,
    sick,
    states,
    take,
    work,
)
from verzuimbrug.application.housekeep import housekeep
from verzuimbrug.store.models import Work

pytestmark = pytest.mark.usefixtures("database")

_LATER = "UPDATE store_waiting SET since = since - interval '31 days'"


def test_every_arbodienst_has_its_turn(owner_connection: psycopg.Connection) -> None:
    houses = [go_live(settings(code)) for code in ("GEZOND", "FIT")]
    for house in houses:
        take(house, sick(report(), number="1002"))
    owner_connection.execute(_LATER)
    housekeep()
    assert [states(house) for house in houses] == [[("VG1", 1, "refused")]] * 2


def test_one_worker_at_a_time_keeps_house(owner_connection: psycopg.Connection) -> None:
    coupling = go_live()
    take(coupling, sick(report(), number="1002"))
    owner_connection.execute(_LATER)
    with held(owner_connection, 0x56425400):
        housekeep()
    assert states(coupling) == [("VG1", 1, "parked")]


def test_waiting_message_of_an_active_account_is_made_ready() -> None:
    coupling = go_live()
    deliver(coupling, sick(report()))
    Work.objects.update(state="waiting")
    housekeep()
    work()
    assert message_states(coupling) == ["processed"]


def test_employers_of_one_arbodienst_release_nothing_of_another() -> None:
    one, other = go_live(), go_live(settings("FIT"))
    take(one, sick(report(), number="1002"))
    go_live(add_employer(settings("FIT"), "FLSN1002", "FELISON-VI"))
    housekeep()
    work()
    assert states(one) == [("VG1", 1, "parked")]
    assert states(other) == []
