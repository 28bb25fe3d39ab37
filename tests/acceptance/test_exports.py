"""A second Verzuimbrug is the receiver of the first, and their dossiers come out equal (EX-1)."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from doors_world import Coupling
from events_world import published
from exports_world import CONTACT
from sending_world import deliver, go_live, work
from undo_world import of, undone
from verzuimbrug.application.access import Reader
from verzuimbrug.application.exports.access import give_credentials
from verzuimbrug.application.exports.making import make
from verzuimbrug.application.exports.managing import show_export, switch_export
from verzuimbrug.application.exports.turns import start_turns
from verzuimbrug.application.sign_in import apikeys
from verzuimbrug.cli.story.instance import CaseSystem, Instance, running
from verzuimbrug.domain.readiness import CHECKS
from verzuimbrug.portal.configuration import as_yaml, configuration
from verzuimbrug.portal.connection import Connection
from verzuimbrug.portal.outgoing import OutgoingMessage
from verzuimbrug.portal.profiles import PROFILES
from verzuimbrug.portal.simulator import Simulation, simulate, world
from verzuimbrug.store.models import Export
from verzuimbrug.store.tenancy import tenant

PROFILE = PROFILES["verzekeringsinzicht"]
ACCOUNT = "Arbodienst Gezond"
SIMULATION = Simulation(
    profile=PROFILE,
    start=date.today() - timedelta(days=150),  # noqa: DTZ011 -- a day here
    made_on=date.today() - timedelta(days=1),  # noqa: DTZ011
    employers=3,
    people=12,
)

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(scope="module")
def receiver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """A second instance, with a database of its own."""
    before = dict(os.environ)
    os.environ["VERZUIMBRUG_DATA"] = str(tmp_path_factory.mktemp("other"))
    try:
        with running(None) as instance:
            yield instance
            assert instance.process.stdout is not None
            instance.process.stdout.close()
    finally:
        os.environ.clear()
        os.environ.update(before)


def settings_of(code: str) -> dict[str, Any]:
    """The employers of the simulation at an arbodienst."""
    part: dict[str, Any] = json.loads(
        json.dumps(configuration(PROFILE, world(SIMULATION).employers))
    )
    return {**part, "arbodienst": {"code": code, "name": code}}


def coupled(receiver: Instance) -> tuple[str, str]:
    """Customer code and token by which the first instance delivers at the second."""
    settings = settings_of("ZUID")
    streams = [
        {**stream, "employer_code": "[IdWrkgvrArbdnst]", "operations_confirmed": True}
        for stream in settings["accounts"][0]["streams"]
    ]
    settings["accounts"][0] |= {"name": ACCOUNT, "streams": streams}
    file = receiver.data / "zuid.yaml"
    file.write_text(as_yaml(settings), encoding="utf-8")
    receiver.run("config", "apply", str(file))
    waived = [word for check in CHECKS for word in ("--waive", check)]
    issued = json.loads(receiver.run("credentials", "issue", ACCOUNT, "--reveal"))
    receiver.run("activate", ACCOUNT, *waived, "--reason", "proef")
    return issued["customer_code"], issued["token"]


def sending_to(receiver: Instance) -> tuple[Coupling, int]:
    """The first instance, that sends to the second over HTTP."""
    url = f"{receiver.url}/api/v1/streams/{{stream}}/messages"
    export = {
        "name": "Zuid",
        "scope": {"all": True},
        "sender": "GEZOND",
        "receiver": "ZUID",
        "edition": "2025",
        "closed_cases": True,
        "stated": {"payroll_tax_number": "000000000L00"},
        "contact": CONTACT,
        "delivery": {"type": "https", "url": url},
    }
    settings = {**settings_of("GEZOND"), "exports": [export]}
    coupling = go_live(settings, account=settings["accounts"][0]["name"])
    reader = Reader(arbodienst=coupling.arbodienst, principal="beheerder")
    with tenant(coupling.arbodienst):
        number = Export.objects.get().id
    give_credentials(reader, number, *coupled(receiver))
    assert switch_export(reader, number, is_enabled=True) is None
    return coupling, number


def told(coupling: Coupling, export: int, receiver: Instance) -> None:
    """Everything that changed goes to the receiver, which takes it in."""
    published(coupling)
    while make(coupling.arbodienst, export):
        pass
    for thread in start_turns():
        thread.join()
    reader = Reader(arbodienst=coupling.arbodienst, principal="beheerder")
    shown = show_export(reader, export)
    assert shown is not None
    assert (shown.waiting, shown.lacking, shown.failures) == (0, 0, 0)
    receiver.finish_work()


def dossiers(pages: Mapping[str, list[Mapping[str, Any]]]) -> list[Any]:
    """Who has a case, by employer: without the keys, which are each instance's own."""
    return sorted(
        (
            [
                code,
                *(person[name] for name in ("surname", "initials", "birth_date", "gender")),
                [_without(each, "id") for each in person["employments"]],
                [_case(each) for each in person["absence_cases"] if each["status"] != "withdrawn"],
            ]
            for code, persons in pages.items()
            for person in persons
            if any(each["status"] != "withdrawn" for each in person["absence_cases"])
        ),
        key=str,
    )


def _case(case: Mapping[str, Any]) -> Mapping[str, Any]:
    own = _without(case, "id", "account", "last_sequence")
    return {**own, "continues": case["continues"] is not None}


def _without(part: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    return {name: value for name, value in part.items() if name not in names}


def ours(codes: list[str], key: str) -> list[Any]:
    client = Client(headers={"Authorization": f"Bearer {key}"})
    return dossiers(
        {
            code: client.get(f"/api/v1/employers/{code}/employees?limit=1000").json()["items"]
            for code in codes
        }
    )


def theirs(receiver: Instance, codes: list[str], key: str) -> list[Any]:
    with closing(Connection(receiver.url)) as connection:
        system = CaseSystem(connection, key)
        return dossiers({code: system.dossiers(code) for code in codes})


def messages() -> list[OutgoingMessage]:
    return list(simulate(SIMULATION))


def test_dossiers_of_two_instances_come_out_equal(
    receiver: Instance,
    settings: Any,  # noqa: ANN401 -- of pytest-django
) -> None:
    settings.WEBHOOKS_TO_PRIVATE = True
    coupling, export = sending_to(receiver)
    key = apikeys.create(coupling.arbodienst, "zaaksysteem", "read")
    their_key = receiver.run("apikey", "create", "zaaksysteem", "--scope", "read").strip()
    codes = [each["code"] for each in settings_of("GEZOND")["employers"]]
    coming = messages()
    half = len(coming) // 2
    receipts = [deliver(coupling, each.content, each.stream) for each in coming[:half]]
    work()
    told(coupling, export, receiver)
    assert theirs(receiver, codes, their_key) == ours(codes, key) != []

    for each in coming[half:]:
        deliver(coupling, each.content, each.stream)
    work()
    for receipt in receipts[:half:7]:
        undone(coupling, of(receipt))
    told(coupling, export, receiver)
    assert theirs(receiver, codes, their_key) == ours(codes, key) != []
