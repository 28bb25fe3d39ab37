"""Encryption at rest: nothing readable is stored, and nothing sealed can take another's place."""

import psycopg
import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given, strategies as st

from sending_world import absence, employer, go_live, person, report, take
from verzuimbrug.store.encryption import blind_index, seal, unseal


@given(plain=st.binary(max_size=200), purpose=st.text(max_size=20))
def test_unsealing_gives_what_was_sealed(plain: bytes, purpose: str) -> None:
    assert unseal(seal(plain, purpose), purpose) == plain


def test_sealing_twice_gives_two_values() -> None:
    assert seal(b"x", "message") != seal(b"x", "message")


@pytest.mark.parametrize("place", [0, 1, 13, -1])
def test_changed_value_does_not_open(place: int) -> None:
    sealed = bytearray(seal(b"geheim", "message"))
    sealed[place] ^= 1
    if place == 0:
        assert unseal(bytes(sealed[:1]) + bytes(sealed[1:]), "message") == b"geheim"
        return
    with pytest.raises(InvalidTag):
        unseal(bytes(sealed), "message")


def test_value_of_another_purpose_does_not_open() -> None:
    with pytest.raises(InvalidTag):
        unseal(seal(b"geheim", "message"), "answer")


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
