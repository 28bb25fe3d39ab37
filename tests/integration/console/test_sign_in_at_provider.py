"""Signing in at the provider of an organisation: who is there already, and nobody else."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import LazySettings
from django.test import Client

from configuring_world import coupling
from oidc_world import Provider, configured, provider
from people_world import person
from verzuimbrug.store.models import User

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def at(settings: LazySettings) -> Iterator[Provider]:
    """A provider that the instance knows."""
    with provider() as ours:
        settings.SOCIALACCOUNT_PROVIDERS = configured(ours)
        yield ours


def _sign_in(client: Client, wanted: str = "") -> "Answer":
    """There and back, as a browser goes."""
    there = client.get("/aanmelden/bij/oidc/", {"next": wanted} if wanted else {})
    answer = requests.get(there.headers["Location"], allow_redirects=False, timeout=30)
    back = urlsplit(answer.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def test_somebody_who_is_there_gets_in_without_another_factor(at: Provider) -> None:
    anna = person(coupling().arbodienst)
    Authenticator.objects.create(user=anna, type="totp", data={})
    client = Client()
    assert _sign_in(client, "/stijl/").headers["Location"] == "/stijl/"
    assert client.get("/stijl/").status_code == 200
    assert not SocialAccount.objects.exists()
    assert at.asked == {}


@pytest.mark.parametrize(
    ("email", "is_verified"), [("ben@example.nl", True), ("anna@example.nl", False)]
)
def test_nobody_else_gets_in_or_is_made(at: Provider, email: str, *, is_verified: bool) -> None:
    person(coupling().arbodienst)
    at.email, at.is_verified = email, is_verified
    client = Client()
    answer = _sign_in(client)
    assert answer.status_code == 403
    assert "Niemand meldt zich hier aan" in answer.content.decode()
    assert User.objects.count() == 1
    assert client.get("/stijl/").status_code == 302


def test_who_was_shut_out_does_not_get_in(at: Provider) -> None:
    person(coupling().arbodienst)
    User.objects.update(is_active=False)
    assert _sign_in(Client()).status_code == 403
    assert at.asked == {}


def test_a_provider_that_lets_nobody_in_is_told(at: Provider) -> None:
    person(coupling().arbodienst)
    at.lets_in = False
    answer = _sign_in(Client())
    assert answer.status_code == 403
    assert "liet u niet binnen" in answer.content.decode()


def test_an_answer_that_was_not_asked_for_is_refused(at: Provider) -> None:
    del at
    person(coupling().arbodienst)
    answer = Client().get("/aanmelden/bij/oidc/terug/?code=gestolen&state=niets")
    assert answer.status_code == 403
