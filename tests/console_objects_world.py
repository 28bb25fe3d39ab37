"""The addresses of the console that name an object, filled in and asked."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.test import Client

from authorization_world import World, undone
from console_addresses import console_addresses
from console_world import person
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

PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
_NUMBER = re.compile(r"\d+")
_TOKEN = re.compile(r'(?<=")\w{64}(?=")')

_TABLES: Mapping[str, type[TenantModel]] = {
    "credential": Credential,
    "export": Export,
    "file": StagedFile,
    "group": EmployerGroup,
    "link": OneTimeLink,
    "save": ConfigurationVersion,
    "scheme": ClassificationScheme,
    "table": ConversionTable,
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
    and {name for _, name in PLACE.findall(address)} - _NO_OBJECTS
)

Names = Mapping[str, Any]
"""What stands in the places of an address."""


def names_of(everybody: World, ours: Client) -> Names:
    """What there is to name at our arbodienst, by the place in an address."""
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
        numbers["employer"] = Employer.objects.get(code=everybody.names["employer"]).id
        versions = ConfigurationVersion.objects.filter(kind="employer")
        numbers["version"] = versions.filter(object_id=numbers["employer"]).latest("id").id
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


def missing_of(everybody: World, names: Names) -> Names:
    """Names that nothing has, for all that is no word."""
    changed: dict[str, Any] = {
        name: value + 900_000
        for name, value in names.items()
        if name not in _WORDS and name != "koppelingen/" and isinstance(value, int)
    }
    changed |= {name: everybody.missing[name] for name in ("held", "receipt")}
    changed["address"] = _group(names["account"] + 900_000, everybody.names)
    return {**names, **changed}


def path_of(address: str, names: Names) -> str:
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

    return "/" + PLACE.sub(fill, address)


def said(client: Client, method: str, path: str) -> tuple[int, str, dict[str, str]]:
    """Status, text and headers of an answer, less what differs with each request."""
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
