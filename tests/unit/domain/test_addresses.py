"""Which addresses a list admits, and what counts as one place."""

from ipaddress import ip_network

import pytest
from hypothesis import given, strategies as st

from verzuimbrug.domain.addresses import admits, place_of

ADDRESSES = st.ip_addresses().map(str)


@pytest.mark.parametrize(
    ("entry", "address"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.0/24", "192.0.2.255"),
        ("192.0.2.0/24", "::ffff:192.0.2.7"),
        ("2001:db8::/32", "2001:db8:1::1"),
        ("2001:db8::1", "2001:0db8:0::1"),
    ],
)
def test_an_address_in_the_list_is_admitted(entry: str, address: str) -> None:
    assert admits(["203.0.113.9", entry], address)


@pytest.mark.parametrize(
    "address", ["192.0.3.1", "2001:db8::1", "", "geen adres", "192.0.2.7:443", "192.0.2"]
)
def test_any_other_is_not(address: str) -> None:
    assert not admits(["192.0.2.0/24"], address)


@given(ADDRESSES | st.text())
def test_an_empty_list_admits_all(address: str) -> None:
    assert admits([], address)


@given(ADDRESSES, st.text())
def test_an_entry_that_cannot_be_read_admits_nobody(address: str, text: str) -> None:
    assert not admits([f"x{text}"], address)


@given(st.ip_addresses(v=4), st.integers(0, 32))
def test_a_network_admits_what_lies_in_it(address: object, bits: int) -> None:
    network = ip_network(f"{address}/{bits}", strict=False)
    assert admits([str(network)], str(address))


@given(st.ip_addresses(v=4))
def test_an_address_of_ipv4_is_a_place_of_its_own(address: object) -> None:
    assert place_of(str(address)) == place_of(f"::ffff:{address}") == str(address)


def test_the_addresses_of_one_subscriber_are_one_place() -> None:
    assert place_of("2001:db8::1") == place_of("2001:db8::ffff:2") != place_of("2001:db8:0:1::1")


def test_what_is_no_address_is_a_place_by_itself() -> None:
    assert place_of("geen adres") == "geen adres"
