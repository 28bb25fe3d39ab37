"""An ended coupling can be looked at, and nothing of it is changed any more."""

from collections.abc import Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from configuring_world import ACCOUNT, apply, example
from couplings_world import page_of, visitor
from verzuimbrug.application.account_status import close
from verzuimbrug.application.accounts import AccountRef, find_account
from verzuimbrug.store.models import (
    ConfigurationVersion,
    Credential,
    PortalEmployer,
    SftpKey,
    Stream,
)
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
TWO = {"code_to": "kim@example.nl", "token_to": "ali@example.nl"}
STREAM = "importkoppelingen/Verzuimmeldingen/"


def _ended(kind: str = "web-service") -> AccountRef:
    """An ended coupling, with an earlier version to go back to."""
    configuration = example()
    (account,) = configuration["accounts"]
    account["type"] = kind
    apply(configuration)
    account["report_recipients"] = ["ander@example.nl"]
    account["streams"][0]["mode"] = "approval"
    apply(configuration)
    ref = find_account(ACCOUNT)
    close(ref, "test", "klaar")
    return ref


def _written(ref: AccountRef) -> list[int]:
    models = (ConfigurationVersion, Stream, Credential, PortalEmployer, SftpKey)
    with tenant(ref.arbodienst):
        return [model.objects.count() for model in models]


@pytest.mark.parametrize(
    ("place", "data"),
    [
        ("importkoppeling-nieuw/", {"name": "Nieuw"}),
        (STREAM, {}),
        (f"{STREAM}versies/1/terug/", {}),
        ("geschiedenis/1/terug/", {}),
        ("werkgeverslijst/wegnemen/", {}),
        ("inloggegevens/uitgeven/", TWO),
        ("inloggegevens/vernieuwen/", {"token_to": "ali@example.nl", "overlap_days": "14"}),
    ],
)
def test_what_changes_it_is_not_there(place: str, data: Mapping[str, str]) -> None:
    ref = _ended()
    before = _written(ref)

    answer = visitor(ref).post(f"/koppelingen/{ref.account}/{place}", data)

    assert answer.status_code == 404
    assert _written(ref) == before


def test_no_list_of_the_portal_is_taken_over() -> None:
    ref = _ended()
    client, place = visitor(ref), f"/koppelingen/{ref.account}/"
    file = SimpleUploadedFile("lijst.csv", b"1001;Bakkerij\n")

    assert client.post(f"{place}werkgeverslijst/", {"file": file}).status_code == 404
    assert "Lijst overnemen" not in page_of(client, f"{place}gereedheid/")


@pytest.mark.parametrize(
    ("place", "data"), [("toevoegen/", {"public_key": KEY}), ("maken/", {"recipient": "ali"})]
)
def test_no_key_opens_it(place: str, data: Mapping[str, str]) -> None:
    ref = _ended("sftp")
    before = _written(ref)

    answer = visitor(ref).post(f"/koppelingen/{ref.account}/sftp-sleutels/{place}", data)

    assert answer.status_code == 404
    assert _written(ref) == before


def test_it_can_be_looked_at() -> None:
    ref = _ended()
    client, place = visitor(ref), f"/koppelingen/{ref.account}/"

    for name in (STREAM, "geschiedenis/", "inloggegevens/", "gereedheid/"):
        page_of(client, place + name)
