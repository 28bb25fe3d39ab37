"""Signing in by people: who may, how often it may fail, where they are signed in."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from configuring_world import coupling
from people_world import person
from verzuimbrug.application.users.own_secrets import sealed_text, unsealed_text
from verzuimbrug.application.users.second_factor import is_last_factor, take_away_factors
from verzuimbrug.application.users.sessions import (
    end_sessions,
    forget_expired_sessions,
    sessions_of,
)
from verzuimbrug.application.users.signing_in import (
    claim,
    count_failure,
    first_use,
    forgive,
    keep_sign_in,
    known_by,
)
from verzuimbrug.domain.throttling import MOST_PER_NAME, MOST_PER_PLACE
from verzuimbrug.store.models import User, UserEvent
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

HOME, ELSEWHERE = "192.0.2.7", "198.51.100.9"


def _fail(name: str, times: int, address: str = HOME) -> None:
    for _ in range(times):
        claimed = claim(name, address)
        assert claimed is not None
        count_failure(claimed)


def test_after_too_many_failures_nothing_is_tried_any_more() -> None:
    _fail("anna@example.nl", MOST_PER_NAME)
    assert claim("anna@example.nl", HOME) is None
    assert claim("ben@example.nl", HOME) is not None
    assert claim("anna@example.nl", ELSEWHERE) is not None


def test_failures_count_per_place_too() -> None:
    for number in range(MOST_PER_PLACE):
        _fail(f"n{number}@example.nl", 1)
    assert claim("anna@example.nl", HOME) is None


def test_signing_in_forgives_what_failed_before() -> None:
    _fail("anna@example.nl", MOST_PER_NAME - 1)
    claimed = claim("anna@example.nl", HOME)
    assert claimed is not None
    forgive(claimed)
    _fail("anna@example.nl", MOST_PER_NAME - 1)
    assert claim("anna@example.nl", HOME) is not None


def test_a_code_is_used_once_by_each() -> None:
    assert first_use(1, "123456")
    assert not first_use(1, "123456")
    assert first_use(2, "123456")
    assert first_use(1, "654321")


def test_a_provider_vouches_for_people_who_are_there() -> None:
    anna = person(coupling().arbodienst)
    assert known_by(["Anna@Example.nl"]) == anna
    assert known_by(["ben@example.nl"]) is None
    assert known_by([]) is None


def test_a_provider_that_names_two_people_names_nobody() -> None:
    arbodienst = coupling().arbodienst
    person(arbodienst)
    person(arbodienst, email="ben@example.nl")
    assert known_by(["anna@example.nl", "ben@example.nl"]) is None


def test_who_is_shut_out_is_not_vouched_for() -> None:
    person(coupling().arbodienst)
    User.objects.update(is_active=False)
    assert known_by(["anna@example.nl"]) is None


def test_signing_in_is_kept() -> None:
    arbodienst = coupling().arbodienst
    anna = person(arbodienst)
    keep_sign_in(anna.id, "password+mfa")
    with tenant(arbodienst):
        event = UserEvent.objects.latest("id")
    assert (event.event, event.by, event.details) == (
        "signed-in",
        "user:anna@example.nl",
        {"how": "password+mfa"},
    )


def test_secrets_of_second_factors_are_encrypted() -> None:
    assert "GEHEIM" not in sealed_text("GEHEIM")
    assert unsealed_text(sealed_text("GEHEIM")) == "GEHEIM"


def test_the_last_second_factor_is_known() -> None:
    anna = person(coupling().arbodienst)
    app = Authenticator.objects.create(user=anna, type="totp", data={})
    Authenticator.objects.create(user=anna, type="recovery_codes", data={})
    assert is_last_factor(anna.id, app.id)
    key = Authenticator.objects.create(user=anna, type="webauthn", data={})
    assert not is_last_factor(anna.id, app.id)
    assert not is_last_factor(anna.id, key.id)
    assert take_away_factors(anna.id) == 3


def _sign_in(user: User) -> str:
    session = SessionStore()
    session.create()
    key = str(session.session_key)
    UserSession.objects.create(user=user, ip=HOME, user_agent="x" * 200, session_key=key)
    return key


def test_somebody_sees_where_they_are_signed_in_and_ends_it_elsewhere() -> None:
    anna = person(coupling().arbodienst)
    here, there = _sign_in(anna), _sign_in(anna)
    UserSession.objects.create(user=anna, ip=HOME, user_agent="weg", session_key="weg")
    shown = sessions_of(anna.id, here)
    assert [(one.is_this_one, one.address, len(one.browser)) for one in shown] == [
        (False, HOME, 80),
        (True, HOME, 80),
    ]
    assert end_sessions(anna.id, but=here) == 1
    assert SessionStore().exists(here)
    assert not SessionStore().exists(there)
    assert [one.is_this_one for one in sessions_of(anna.id, here)] == [True]


def test_sessions_that_are_over_are_forgotten() -> None:
    anna = person(coupling().arbodienst)
    key, kept = _sign_in(anna), _sign_in(anna)
    over = timezone.now() + timedelta(days=2)
    Session.objects.filter(session_key=kept).update(expire_date=over + timedelta(hours=1))
    forget_expired_sessions(timezone.now())
    assert UserSession.objects.count() == 2
    forget_expired_sessions(over)
    assert not SessionStore().exists(key)
    assert [one.session_key for one in UserSession.objects.all()] == [kept]
