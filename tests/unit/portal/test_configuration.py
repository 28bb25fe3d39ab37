"""The configuration that goes with simulated messages."""

from dataclasses import replace
from datetime import date

import yaml

from verzuimbrug.domain.deliveries import DOSSIER_KINDS
from verzuimbrug.portal.configuration import as_yaml, configuration
from verzuimbrug.portal.people import Employer
from verzuimbrug.portal.profiles import PROFILES
from verzuimbrug.portal.simulator import Simulation, world
from verzuimbrug.sivi.tags import MESSAGE_KINDS, PORTAL_MESSAGES

BAKERY = Employer(number="1001", name="Bakkerij De Korenbloem B.V.")


def test_employer_codes_bear_the_prefix_of_the_portal() -> None:
    configured = configuration(PROFILES["verzekeringsinzicht"], [BAKERY])
    assert configured["employers"][0]["code"] == "FLSN1001"
    templates = {s["employer_code"] for s in configured["accounts"][0]["streams"]}
    assert templates == {"FLSN[IdWrkgvrArbdnst]"}


def test_nothing_that_is_checked_before_going_live_is_left_out() -> None:
    configured = configuration(PROFILES["vdd"], [BAKERY])
    (account,) = configured["accounts"]
    assert configured["employers"][0]["contract_reference"] == "DVO-1001"
    assert account["report_recipients"]
    assert account["streams"][0]["operations_confirmed"] is True


def test_streams_are_named_and_carry_what_the_portal_sends() -> None:
    (account,) = configuration(PROFILES["vdd"], [BAKERY])["accounts"]
    streams = {stream["name"]: stream["message"] for stream in account["streams"]}
    assert streams == {"VZ": "Verzuimmeldingen", "DV": "Dienstverbanden"}


def test_a_portal_sends_one_message_of_each_kind() -> None:
    assert {kind: MESSAGE_KINDS[name] for kind, name in PORTAL_MESSAGES.items()} == {
        kind: kind for kind in DOSSIER_KINDS
    }


def test_yaml_holds_the_whole_configuration() -> None:
    configured = configuration(PROFILES["vdd"], [BAKERY, replace(BAKERY, number="0017")])
    assert yaml.safe_load(as_yaml(configured)) == configured


def test_employer_codes_and_names_stay_apart_when_there_are_many() -> None:
    many = Simulation(
        profile=PROFILES["vdd"], start=date(2026, 1, 5), made_on=date(2026, 10, 1), employers=50
    )
    employers = world(many).employers
    assert len({e.number for e in employers}) == len({e.name for e in employers}) == 50
