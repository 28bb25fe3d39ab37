"""Keys for data at rest are rotated while the instance runs (ADR 41)."""

import os
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.db import connections, models
from django.utils import timezone
from pytest_django import Settings

from sealed_world import BSN, CONTACT_NAME, FREE_TEXT, SECOND_FACTOR, filled
from sending_world import deliver, go_live, message_states, persons, report, sick, work
from verzuimbrug.application import data_keys
from verzuimbrug.application.data_keys import KeyRefusedError
from verzuimbrug.application.users.own_secrets import unsealed_text
from verzuimbrug.project.data_keys import DataKeys, FileKeys
from verzuimbrug.store import sealed
from verzuimbrug.store.encryption import UnknownKeyError
from verzuimbrug.store.message_reads import content_of
from verzuimbrug.store.models import AbsenceReport, Employee, Employer, Message, TenantModel
from verzuimbrug.store.resealing import SEALINGS
from verzuimbrug.store.sealed import HASHED_COLUMNS, SEALED_COLUMNS
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def keys(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[FileKeys]:
    """Keys in a file, followed at once."""
    monkeypatch.setattr("verzuimbrug.project.data_keys.LOOK_SECONDS", 0.0)
    monkeypatch.setattr(data_keys, "_FOLLOWED_SECONDS", 0.0)
    keys = FileKeys(tmp_path / "data.key")
    keys.rewrite([os.urandom(32)])
    settings.DATA_KEYS = keys
    yield keys
    connections["owner"].close()


def _rotate() -> int:
    data_keys.promote_last()
    return data_keys.seal_anew(lambda _: None)


def _ids() -> list[str]:
    return [key.id for key in data_keys.list_keys()]


def test_every_column_of_bytes_is_sealed_or_named_as_a_hash() -> None:
    binary = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        if issubclass(model, TenantModel)
        for field in model._meta.local_fields
        if isinstance(field, models.BinaryField)
    }
    named = {(column.table, column.column) for column in SEALED_COLUMNS}
    assert binary == named | HASHED_COLUMNS
    own = {each for each in vars(sealed).values() if isinstance(each, sealed.SealedColumn)}
    assert own - set(SEALED_COLUMNS) == {sealed.VERSION_PERSONS}


def test_everything_that_is_sealed_is_sealed_anew(keys: FileKeys) -> None:
    of = filled()
    before = {each.name: sum(each.count().values()) for each in SEALINGS}
    assert all(before.values()), before

    new = data_keys.add_key()
    assert data_keys.count_due() == 0
    assert _rotate() == sum(before.values())

    assert data_keys.list_keys()[0].id == new
    keys.rewrite(keys.present()[:1])
    for each in SEALINGS:
        assert list(each.count().values()) == [before[each.name]], each.name
    _read_all(of.coupling.arbodienst)


def _read_all(arbodienst: int) -> None:
    """Every whole column, and some of what is in them."""
    with tenant(arbodienst):
        for column in SEALED_COLUMNS:
            model: Any = next(m for m in apps.get_models() if m._meta.db_table == column.table)
            for row in model.objects.exclude(**{column.column: None}):
                if column is sealed.MESSAGE_BODY:
                    assert content_of(row.id).startswith(b"<?xml")
                elif getattr(row, column.column):
                    assert column.unseal_of(row)
        known = Employee.objects.exclude(bsn=None).get()
        assert sealed.EMPLOYEE_BSN.unseal_of(known).decode() == BSN
        said = AbsenceReport.objects.exclude(free_text=None).get()
        assert sealed.FREE_TEXT.unseal_of(said).decode() == FREE_TEXT
        row = Employer.objects.exclude(contact_persons=b"").get()
        assert CONTACT_NAME in sealed.CONTACT_PERSONS.unseal_of(row).decode()


def test_second_factors_open_with_the_new_key(keys: FileKeys) -> None:
    from allauth.mfa.models import Authenticator

    filled()
    data_keys.add_key()
    _rotate()
    keys.rewrite(keys.present()[:1])
    assert unsealed_text(Authenticator.objects.get().data["secret"]) == SECOND_FACTOR


@pytest.mark.usefixtures("keys")
def test_rotation_that_was_broken_off_goes_on() -> None:
    filled()
    data_keys.add_key()
    data_keys.promote_last()
    due = data_keys.count_due()
    with pytest.raises(KeyboardInterrupt):
        data_keys.seal_anew(_break_off)
    left = data_keys.count_due()
    assert 0 < left < due
    assert data_keys.seal_anew(lambda _: None) == left


def _break_off(done: int) -> None:
    if done:
        raise KeyboardInterrupt


@pytest.mark.usefixtures("keys")
def test_what_somebody_else_has_locked_is_waited_for(
    owner_connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled()
    data_keys.add_key()
    data_keys.promote_last()
    with psycopg.connect(owner_connection.info.dsn, password=owner_connection.info.password) as at:
        at.execute("SELECT 1 FROM store_employee FOR UPDATE")
        at.execute("SELECT 1 FROM store_configurationversion FOR UPDATE")
        monkeypatch.setattr(time, "sleep", lambda _: at.rollback())
        data_keys.seal_anew(lambda _: None)
    assert data_keys.count_due() == 0


@pytest.mark.usefixtures("keys")
def test_messages_are_received_and_applied_during_a_rotation() -> None:
    coupling = go_live()
    for number in range(5):
        deliver(coupling, sick(report(f"VG-{number}"), key=f"w-{number}"))
    work()
    done = threading.Event()
    rotated: list[int] = []

    def rotating() -> None:
        try:
            while not done.is_set():
                data_keys.add_key()
                rotated.append(_rotate())
        finally:
            connections.close_all()

    other = threading.Thread(target=rotating)
    other.start()
    try:
        for number in range(5, 25):
            deliver(coupling, sick(report(f"VG-{number}"), key=f"w-{number}"))
            work()
    finally:
        done.set()
        other.join()

    assert len(rotated) > 1
    assert set(message_states(coupling)) == {"processed"}
    assert len(persons(coupling)) == 25
    with tenant(coupling.arbodienst):
        numbers = list(Message.objects.values_list("id", flat=True))
        assert all(content_of(number).startswith(b"<?xml") for number in numbers)


@pytest.mark.usefixtures("keys")
def test_a_key_goes_only_when_nothing_needs_it() -> None:
    filled()
    data_keys.add_key()
    (old, new) = _ids()
    now = timezone.now()
    with pytest.raises(KeyRefusedError, match="is the key that seals"):
        data_keys.remove_key(old, now)
    data_keys.promote_last()
    with pytest.raises(KeyRefusedError, match=r"still needed: .*in store_employee\.bsn"):
        data_keys.remove_key(old, now, at_once=True)
    _rotate_back(new)
    with pytest.raises(KeyRefusedError, match="under way"):
        data_keys.remove_key(old, now)
    data_keys.remove_key(old, timezone.now() + timedelta(minutes=16))
    assert _ids() == [new]
    with pytest.raises(KeyRefusedError, match="no key"):
        data_keys.remove_key(old, now)


def _rotate_back(new: str) -> None:
    data_keys.seal_anew(lambda _: None)
    assert data_keys.list_keys()[0].id == new


def test_a_key_that_is_lost_is_told_of(keys: FileKeys) -> None:
    filled()
    (old,) = _ids()
    keys.rewrite([os.urandom(32)])
    lost = data_keys.list_keys()[1]
    assert (lost.id, lost.is_known) == (old, False)
    with pytest.raises(KeyRefusedError, match=f"not known: {old}"):
        data_keys.count_due()


def test_keys_of_the_environment_are_changed_there(settings: Settings) -> None:
    one, two = os.urandom(32), os.urandom(32)
    settings.DATA_KEYS = DataKeys((one,), "VERZUIMBRUG_DATA_KEY")
    filled()
    with pytest.raises(KeyRefusedError, match="come from VERZUIMBRUG_DATA_KEY"):
        data_keys.add_key()
    settings.DATA_KEYS = DataKeys((two, one), "VERZUIMBRUG_DATA_KEY")
    assert _rotate() > 0
    assert data_keys.count_due() == 0


@pytest.mark.usefixtures("keys")
def test_a_value_that_was_moved_to_another_row_stops_the_rotation(
    owner_connection: psycopg.Connection,
) -> None:
    of = filled()
    with tenant(of.coupling.arbodienst):
        first, second, *_ = AbsenceReport.objects.order_by("id")
    owner_connection.execute(
        "UPDATE store_absencereport t SET free_text = o.free_text "
        "FROM store_absencereport o WHERE t.id = %s AND o.id = %s",
        [second.id, first.id],
    )
    with tenant(of.coupling.arbodienst):
        moved = AbsenceReport.objects.get(id=second.id)
    with pytest.raises(InvalidTag):
        sealed.FREE_TEXT.unseal_of(moved)
    data_keys.add_key()
    with pytest.raises(KeyRefusedError, match=rf"free_text {second.id} does not open"):
        _rotate()


def test_a_value_of_a_key_that_is_gone_does_not_open(keys: FileKeys) -> None:
    of = filled()
    keys.rewrite([os.urandom(32)])
    with tenant(of.coupling.arbodienst), pytest.raises(UnknownKeyError):
        content_of(Message.objects.earliest("id").id)
