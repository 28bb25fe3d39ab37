"""An export in a configuration file: what it may say, and what is wrong with it (EX-9)."""

from typing import Any

import pytest
import yaml

from verzuimbrug.application.configuration.checking import check_configuration
from verzuimbrug.application.configuration.entries import ArbodienstEntry, Configuration
from verzuimbrug.application.configuration.reading import read_configuration
from verzuimbrug.application.exports.setup import setup_of
from verzuimbrug.domain.exports import DeliveryKind

CONTACT = {"surname": "Smit", "initials": "B", "phone": "0301234567"}
EXPORT: dict[str, Any] = {
    "name": "Zuid",
    "scope": {"all": True},
    "sender": "WIJ",
    "receiver": "ZIJ",
    "edition": 2025,
    "contact": CONTACT,
    "delivery": {"type": "collect"},
}
NOTHING = Configuration(arbodienst=ArbodienstEntry(code="GEZOND", name="Gezond"))


def read(*exports: dict[str, Any]) -> tuple[Configuration, list[str]]:
    document = {"arbodienst": {"code": "GEZOND", "name": "Gezond"}, "exports": list(exports)}
    configuration, faults = read_configuration(yaml.safe_dump(document).encode())
    assert configuration is not None
    faults += check_configuration(configuration, NOTHING)
    return configuration, [fault.code for fault in faults]


def test_what_is_usual_is_left_out_and_read_with_its_defaults() -> None:
    configuration, faults = read(EXPORT)
    (export,) = configuration.exports
    setup = setup_of(export.settings)

    assert faults == []
    assert "software" not in export.settings
    assert (setup.author.software, setup.edition, setup.messages) == (
        "Verzuimbrug",
        "2025",
        ("Verzuimmeldingen", "WerknemersGegevens"),
    )
    assert (setup.bsn, setup.all_persons, setup.closed_cases) == (False, False, False)
    assert setup.delivery.kind is DeliveryKind.COLLECT


def test_a_delivery_over_sftp_has_a_folder_for_each_stream() -> None:
    delivery = {"type": "sftp", "host": "sftp.example", "user": "wij"}
    streams = {"Verzuimmeldingen": "VZ"}
    configuration, faults = read({**EXPORT, "delivery": {**delivery, "streams": streams}})
    setup = setup_of(configuration.exports[0].settings)

    assert faults == []
    assert setup.delivery.port == 22
    assert setup.delivery.place(setup.delivery.folder, "Verzuimmeldingen") == "VZ"
    assert setup.delivery.place("/in/{stream}", "WerknemersGegevens") == "/in/WerknemersGegevens"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"edition": "1999"}, "CF022"),
        ({"edition": None}, "CF009"),
        ({"messages": ["Documenten"]}, "CF010"),
        ({"operations": "onze"}, "CF010"),
        ({"stated": {"surname": "Jansen"}}, "CF008"),
        ({"contact": None}, "CF009"),
        ({"contact": {**CONTACT, "gender": "X"}}, "CF010"),
        ({"delivery": None}, "CF009"),
        ({"delivery": {"type": "post"}}, "CF010"),
        ({"delivery": {"type": "https", "url": "http://elders.example/"}}, "CF044"),
        ({"delivery": {"type": "https"}}, "CF009"),
        ({"delivery": {"type": "sftp", "host": "a", "user": "b", "port": 70000}}, "CF006"),
        (
            {"delivery": {"type": "https", "url": "https://a/", "streams": {"Documenten": "D"}}},
            "CF010",
        ),
        ({"scope": {"employers": ["ONBEKEND"]}}, "CF013"),
        ({"soort": "x"}, "CF008"),
    ],
)
def test_what_is_wrong_with_an_export_is_told(said: dict[str, Any], code: str) -> None:
    _, faults = read({**EXPORT, **said})

    assert code in faults


def test_two_exports_with_one_name_are_a_fault() -> None:
    assert "CF012" in read(EXPORT, EXPORT)[1]
