"""Pages of the console about what is another arbodienst's are as of what does not exist.

Every address that names an object is asked, as the server has them; a place in an address that
nothing here fills fails.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from authorization_world import World, undone
from console_addresses import console_addresses
from console_world import person, visit
from verzuimbrug.application.parking.addresses import write_address
from verzuimbrug.application.parking.values import GroupKey
from verzuimbrug.store.models import (
    Arbodienst,
    ClassificationScheme,
    ConfigurationVersion,
    ConversionTable,
    Credential,
    Employer,
    EmployerGroup,
    Export,
    OneTimeLink,
    StagedFile,
    Stream,
    TenantModel,
)
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

_PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
_NUMBER = re.compile(r"\d+")
_TOKEN = re.compile(r'(?<=")\w{64}(?=")')

_TABLES: Mapping[str, type[TenantModel]] = {
    "credential": Credential,
    "employer": Employer,
    "export": Export,
    "file": StagedFile,
    "group": EmployerGroup,
    "link": OneTimeLink,
    "save": ConfigurationVersion,
    "scheme": ClassificationScheme,
    "table": ConversionTable,
    "version": ConfigurationVersion,
}
"""Of which table the number in a place is."""

_WORDS = {
    "act": "buitensluiten",
    "check": "GR-1",
    "code": "AANMELDEN-MISLUKT",
    "field": "surname",
    "form": "csv",
    "healing": "release-gap",
    "path:stream": "Verzuimmeldingen",
    "position": 1,
}
"""What says what to do with an object, or which part of it; the same whosever it is."""

_HELD = "wachtend/ter-goedkeuring/<str:receipt>/"
_KINDS = {"beheer/versies/": "employer", "dossiers/": "employee"}
_NO_OBJECTS = {"kind", "language", "form", "moment"}
_SECRET = ("aanmelden/", "account/", "proef/", "uitnodiging/")
"""Whoever has the address may open these, or they are about the visitor's own account."""

ADDRESSES = sorted(
    address
    for address in console_addresses()
    if not address.startswith(_SECRET)
    and {name for _, name in _PLACE.findall(address)} - _NO_OBJECTS
)

_ASKS_MORE = {
    "vandaag/afgewezen/<int:account>/<str:code>/gezien/",
    "wachtend/afstemming/<int:account>/werkgever/",
}
"""These are there when a message was rejected, and for an employer in the query."""

Names = Mapping[str, Any]


@pytest.fixture(scope="module")
def theirs(everybody: World) -> Client:
    """Somebody who may do anything, at another arbodienst."""
    fit = everybody.portals["foreign_portal"].arbodienst
    return visit(person("manage", Arbodienst.objects.get(id=fit)))


@pytest.fixture(scope="module")
def ours(everybody: World) -> Client:
    """Somebody who may do anything, at the arbodienst that has it all."""
    return visit(person("manage", Arbodienst.objects.get(id=everybody.ours.arbodienst)))


@pytest.fixture(scope="module")
def names(everybody: World, ours: Client) -> Names:
    """What there is to name, by the place in an address."""
    with tenant(everybody.ours.arbodienst):
        StagedFile.objects.create(
            arbodienst_id=everybody.ours.arbodienst,
            principal=f"user:{ours.session['_auth_user_id']}",
            purpose="employers",
            name="a.csv",
            content=b"",
            expires_at=datetime(2100, 1, 1, tzinfo=UTC),
        )
        numbers = {name: table.objects.latest("id").id for name, table in _TABLES.items()}  # type: ignore[attr-defined]  # each has it
        stream = Stream.objects.filter(account=everybody.ours.account).latest("id").id
    known = everybody.names
    account = everybody.ours.account
    return {
        **_WORDS,
        **numbers,
        "account": account,
        "address": _group(account, known),
        "case": known["case"],
        "coupling": account,
        "person": known["employee"],
        "int:stream": stream,
        "held": known["held"],
        "receipt": known["receipt"],
        "user": person("audit", Arbodienst.objects.get(id=everybody.ours.arbodienst)).id,
        "webhook": known["webhook"],
        "beheer/versies/": numbers["employer"],
        "dossiers/": known["employee"],
        "koppelingen/": 1,
        "wachtend/ongedaan/": known["undo"],
        "wachtend/werkgevers/": known["proposal"],
    }


def _group(account: int, known: Names) -> str:
    subject = (known["employer"], known["parked_case"])
    return write_address(GroupKey(account=account, cause="VZ301", subject=subject))


@pytest.fixture(scope="module")
def missing(everybody: World, names: Names) -> Names:
    """Names that nothing has, for all that is no word."""
    changed: dict[str, Any] = {
        name: value + 900_000
        for name, value in names.items()
        if name not in _WORDS and name != "koppelingen/" and isinstance(value, int)
    }
    changed |= {name: everybody.missing[name] for name in ("held", "receipt")}
    changed["address"] = _group(names["account"] + 900_000, everybody.names)
    return {**names, **changed}


def _path(address: str, names: Names) -> str:
    """The address with something in every place."""
    section = next((each for each in names if "/" in each and address.startswith(each)), "")
    if address == _HELD:
        names = {**names, "receipt": names["held"]}

    def fill(place: re.Match[str]) -> str:
        converter, name = place.groups()
        if name == "kind":
            return next(kind for start, kind in _KINDS.items() if address.startswith(start))
        if name == "number":
            return str(names[section])
        return str(names.get(f"{converter}:{name}") or names[name])

    return "/" + _PLACE.sub(fill, address)


def _said(client: Client, method: str, path: str) -> tuple[int, str, dict[str, str]]:
    with undone():
        answer: Answer = client.generic(method, path)
    text = _TOKEN.sub("", b"".join(answer).decode()).replace(path, "*")
    headers = {name: value.replace(path, "*") for name, value in answer.headers.items()}
    headers.pop("Content-Length", None)
    # Another one for each request.
    headers.pop("X-Request-Id", None)
    # An address to go on to has what was asked in it.
    headers["Location"] = _NUMBER.sub("*", headers.get("Location", ""))
    return answer.status_code, text, headers


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_somebody_elses_is_as_what_does_not_exist(
    theirs: Client, names: Names, missing: Names, address: str
) -> None:
    for method in ("GET", "POST"):
        unknown = _said(theirs, method, _path(address, missing))
        assert _said(theirs, method, _path(address, names)) == unknown, method
        assert unknown[0] in {302, 404, 405}, method


def test_what_is_asked_is_there_for_who_has_it(ours: Client, names: Names) -> None:
    """Else the test above would compare nothing with nothing."""
    asked = {address: _said(ours, "GET", _path(address, names))[0] for address in ADDRESSES}
    assert {address for address, status in asked.items() if status == 404} == _ASKS_MORE


def test_every_kind_of_place_is_filled(names: Names) -> None:
    places = chain.from_iterable(map(_PLACE.findall, ADDRESSES))
    known = {*names, "kind", "number"}
    assert {
        name for converter, name in places if not {name, f"{converter}:{name}"} & known
    } == set()
