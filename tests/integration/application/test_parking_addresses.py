"""A group of the parking lot as a text for an address: it says nothing of whom it is about."""

import json
from base64 import urlsafe_b64encode

import pytest

from verzuimbrug.application.parking.addresses import (
    read_address,
    read_after,
    write_address,
    write_after,
)
from verzuimbrug.application.parking.values import GroupKey

KEY = GroupKey(account=7, cause="WN401", subject=("FLSN1001", "personeel-12é"))


def test_address_names_the_group_and_shows_nothing_of_it() -> None:
    address = write_address(KEY)

    assert read_address(address) == KEY
    assert address != write_address(KEY)
    plain = urlsafe_b64encode(json.dumps([7, "WN401", "FLSN1001"]).encode()).decode()
    assert plain[:8] not in address


@pytest.mark.parametrize("text", ["", "x", "é", "AQ", "AQ" * 30, "~" * 40])
def test_what_is_no_address_names_nothing(text: str) -> None:
    assert read_address(text) is None
    assert read_after(text) == ""


def test_place_in_the_list_is_read_again_and_is_no_group() -> None:
    place = write_after("WzEsMl0")

    assert read_after(place) == "WzEsMl0"
    assert read_address(place) is None
    assert read_after(write_address(KEY)) == ""
