"""Files that are bombs, given on every page that takes one: read within bounds, and refused."""

import io
import time
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bombs import MANY, MESSAGE, readable, unreadable
from console_world import person, visit
from doors_world import Coupling
from importing_world import workbook
from sending_world import ABSENCE, deliver, go_live
from verzuimbrug.store.models import Arbodienst, Employee, Employer
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

_SECONDS = 60
"""For all bombs on one page, which take about two."""


def _sheet(part: bytes) -> bytes:
    content = io.BytesIO(workbook(["code"]))
    with ZipFile(content, "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/extra.xml", part)
    return content.getvalue()


def _aliases() -> bytes:
    """Ten levels, each with the one before it ten times."""
    lists = (f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 11))
    return "\n".join(["a0: &a0 x", *lists]).encode()


_MESSAGES: Mapping[str, bytes] = {name: bomb for name, (bomb, _) in unreadable(MESSAGE).items()}
_FILES: Mapping[str, bytes] = {
    **{each: _MESSAGES[each] for each in ("ten to the twelfth", "UTF-16", "UTF-7", "gzip", "zip")},
    "sheet that unpacks to much": _sheet(bytes(65 * 2**20)),
    "sheet with entities": _sheet(b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">]><a>&a;</a>'),
    "sheet with depth": _sheet(b"<a>" * MANY),
    "cells": b";" * 500_000,
    "one cell": b"code\n" + b"x" * 1_000_000,
    "aliases": _aliases(),
    "lists": b"a: " + b"[" * MANY,
    "objects": b'{"a":' * MANY,
}


@pytest.fixture
def ours() -> Coupling:
    return go_live()


@pytest.fixture
def client(ours: Coupling) -> Client:
    return visit(person("manage", Arbodienst.objects.get(id=ours.arbodienst)))


@pytest.mark.parametrize(
    ("address", "field", "bombs"),
    [
        ("/beheer/configuratie/", "bestand", _FILES),
        ("/werkgevers/importeren/", "bestand", _FILES),
        ("/koppelingen/{coupling}/werkgeverslijst/", "file", _FILES),
        (
            "/koppelingen/{coupling}/importkoppelingen/{stream}/proef/",
            "file",
            {**_MESSAGES, **readable(MESSAGE)},
        ),
        ("/berichten/{receipt}/corrigeren/", "bestand", _MESSAGES),
        ("/wachtend/afstemming/{coupling}/bestanden/", "bestanden", _MESSAGES),
    ],
    ids=["configuration", "employers", "list of the portal", "try", "correct", "reconcile"],
)
def test_a_bomb_is_looked_at_within_bounds_and_changes_nothing(
    ours: Coupling, client: Client, address: str, field: str, bombs: Mapping[str, bytes]
) -> None:
    receipt = deliver(ours, b"<fout/>")
    ours.reject(receipt)
    path = address.format(coupling=ours.account, stream=ABSENCE, receipt=receipt)
    before = _there(ours)
    begun = time.monotonic()
    for name, bomb in bombs.items():
        file = SimpleUploadedFile(f"{name}.xlsx", bomb)
        said = client.post(path, {field: file, "reden": "proef"}, follow=True)
        assert said.status_code < 500, name
        assert "root:" not in said.content.decode(), name
    assert time.monotonic() - begun < _SECONDS
    assert _there(ours) == before


def _there(ours: Coupling) -> tuple[int, int]:
    """How many employers there are, and persons."""
    with tenant(ours.arbodienst):
        return Employer.objects.count(), Employee.objects.count()
