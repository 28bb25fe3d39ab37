"""Encryption at rest: nothing readable is stored, and nothing sealed can take another's place."""

from dataclasses import replace

import psycopg
import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given, strategies as st

from sending_world import absence, employer, go_live, person, report, take
from verzuimbrug.store.encryption import blind_index, seal, unseal
from verzuimbrug.store.sealed import SEALED_COLUMNS, SealedColumn


@given(plain=st.binary(max_size=200), purpose=st.text(max_size=20))
def test_unsealing_gives_what_was_sealed(plain: bytes, purpose: str) -> None:
    assert unseal(seal(plain, purpose), purpose) == plain


def test_sealing_twice_gives_two_values() -> None:
    assert seal(b"x", "message") != seal(b"x", "message")


@pytest.mark.parametrize("place", [0, 1, 5, 17, -1])
def test_changed_value_does_not_open(place: int) -> None:
    sealed = bytearray(seal(b"geheim", "message"))
    sealed[place] ^= 1
    with pytest.raises(InvalidTag):
        unseal(bytes(sealed), "message")


def test_value_of_another_purpose_does_not_open() -> None:
    with pytest.raises(InvalidTag):
        unseal(seal(b"geheim", "message"), "answer")


@given(rows=st.lists(st.integers(1, 10**12), min_size=2, max_size=2, unique=True))
@pytest.mark.parametrize("column", SEALED_COLUMNS, ids=lambda each: f"{each.table}.{each.column}")
def test_value_of_another_row_tenant_or_column_does_not_open(
    column: SealedColumn, rows: list[int]
) -> None:
    here, there = ([row] * len(column.row) for row in rows)
    sealed = column.seal(b"geheim", *here, arbodienst=1)
    assert column.unseal(sealed, *here, arbodienst=1) == b"geheim"
    elsewhere = replace(column, column=f"{column.column}_too")
    for other, row, arbodienst in ((column, there, 1), (column, here, 2), (elsewhere, here, 1)):
        with pytest.raises(InvalidTag):
            other.unseal(sealed, *row, arbodienst=arbodienst)


def test_blind_index_tells_equal_from_different_by_purpose() -> None:
    assert blind_index("123", "bsn") == blind_index("123", "bsn")
    assert blind_index("123", "bsn") != blind_index("124", "bsn")
    assert blind_index("123", "bsn") != blind_index("123", "link key")


def test_received_bytes_and_free_text_are_readable_nowhere(
    owner_connection: psycopg.Connection,
) -> None:
    said = report(free_text=("gebroken enkel",))
    take(go_live(), absence(employer("1001", person("w-1", said)), wants_receipt=True))
    for table in ("messagebody", "answer", "absencereport", "change", "employee"):
        rows = owner_connection.execute(f"SELECT t::text FROM store_{table} t").fetchall()  # noqa: S608
        assert rows
        secret = b"gebroken enkel".hex()
        assert not any("gebroken enkel" in row[0] or secret in row[0] for row in rows), table
