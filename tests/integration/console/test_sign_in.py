"""Signing in with a password and a second factor, and what is open before and after."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import LazySettings
from django.test import Client

from console_world import person, visit
from people_world import PASSWORD
from verzuimbrug.application.users.passwords import set_password
from verzuimbrug.domain.throttling import MOST_PER_NAME
from verzuimbrug.store.models import User

pytestmark = pytest.mark.usefixtures("database")


def _person(role: str = "manage") -> User:
    user = person(role)
    set_password(user, PASSWORD)
    return user


def _codes(secret: str) -> list[str]:
    return [format_hotp_value(hotp_value(secret, at)) for at in yield_hotp_counters_from_time()]


def _with_app(user: User) -> list[str]:
    """The codes that the app of somebody shows: just before, now, and next."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return _codes(secret)


def _sign_in(client: Client, user: User, password: str = PASSWORD, **more: str) -> str:
    answer = client.post("/aanmelden/", {"login": user.email, "password": password, **more})
    return answer.headers.get("Location", answer.content.decode())


def _step(client: Client, code: str) -> str:
    answer = client.post("/aanmelden/tweede-stap/", {"code": code})
    return answer.headers.get("Location", answer.content.decode())


def test_a_password_and_a_code_open_the_console() -> None:
    user, client = _person(), Client()
    codes = _with_app(user)
    assert _sign_in(client, user) == "/aanmelden/tweede-stap/"
    assert client.get("/stijl/").status_code == 302
    assert _step(client, codes[1]) == "/"
    assert client.get("/stijl/").status_code == 200
    assert User.objects.get(id=user.id).last_login is not None


def test_one_comes_back_to_the_page_one_wanted() -> None:
    user, client = _person(), Client()
    codes = _with_app(user)
    _sign_in(client, user, next="/stijl/?a=1")
    assert _step(client, codes[1]) == "/stijl/?a=1"


def test_nobody_is_led_to_a_page_elsewhere() -> None:
    user, client = _person(), Client()
    codes = _with_app(user)
    _sign_in(client, user, next="https://elsewhere.example/")
    assert _step(client, codes[1]) == "/"


@pytest.mark.parametrize("email", ["", "nemo@example.nl"])
def test_a_wrong_password_and_nobody_are_answered_alike(email: str) -> None:
    user = _person()
    wrong = {"login": email or user.email, "password": "verkeerd wachtwoord"}
    answer = Client().post("/aanmelden/", wrong)
    assert answer.status_code == 200
    assert "horen niet bij elkaar" in answer.content.decode()


def test_who_was_shut_out_is_answered_as_nobody() -> None:
    user = _person()
    User.objects.update(is_active=False)
    assert "horen niet bij elkaar" in _sign_in(Client(), user)


def test_after_too_many_failures_the_right_password_does_not_help() -> None:
    user = _person()
    for _ in range(MOST_PER_NAME):
        _sign_in(Client(), user, "verkeerd wachtwoord")
    assert "te vaak" in _sign_in(Client(), user)


def test_codes_are_counted_too() -> None:
    user, client = _person(), Client()
    codes = _with_app(user)
    _sign_in(client, user)
    for _ in range(MOST_PER_NAME):
        assert "klopt niet" in _step(client, "000000")
    assert "te vaak" in _step(client, codes[1])


def test_a_code_opens_once() -> None:
    user = _person()
    codes = _with_app(user)
    first, second = Client(), Client()
    _sign_in(first, user)
    assert _step(first, codes[1]) == "/"
    _sign_in(second, user)
    assert "klopt niet" in _step(second, codes[1])
    assert _step(second, codes[2]) == "/"


def test_a_recovery_code_stands_in_for_the_app_once() -> None:
    user = _person()
    _with_app(user)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    first, second = Client(), Client()
    _sign_in(first, user)
    assert _step(first, code) == "/"
    _sign_in(second, user)
    assert "klopt niet" in _step(second, code)


def test_without_a_second_factor_nothing_opens_but_setting_one_up() -> None:
    user, client = _person(), Client()
    assert _sign_in(client, user) == "/"
    assert client.get("/stijl/").headers["Location"] == "/account/tweede-factor/"
    page = client.get("/account/tweede-factor/").content.decode()
    assert "Stel er nu een in" in page
    assert 'class="rail"' not in page
    assert client.get("/account/").headers["Location"] == "/account/tweede-factor/"


def test_setting_up_an_app_opens_everything() -> None:
    user, client = _person(), Client()
    _sign_in(client, user)
    page = client.get("/account/tweede-factor/app/").content.decode()
    found = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert found is not None
    answer = client.post("/account/tweede-factor/app/", {"code": _codes(found[1])[1]})

    assert answer.headers["Location"] == "/account/herstelcodes/"
    codes = client.get("/account/herstelcodes/").content.decode()
    assert codes.count("<li><code>") == 10
    assert client.get("/stijl/").status_code == 200
    secret = Authenticator.objects.get(type="totp").data["secret"]
    assert found[1] not in secret


def test_a_second_factor_can_be_made_optional(settings: LazySettings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    user, client = _person(), Client()
    _sign_in(client, user)
    assert client.get("/stijl/").status_code == 200


def test_the_only_second_factor_stays() -> None:
    user = _person()
    _with_app(user)
    client = visit(user)
    page = client.post("/account/tweede-factor/app/weg/").content.decode()
    assert "enige tweede factor" in page
    assert Authenticator.objects.filter(type="totp").exists()


def test_the_only_key_stays_too() -> None:
    user = _person()
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Blauw"})
    page = visit(user).post(f"/account/tweede-factor/sleutel/{key.id}/weg/").content.decode()
    assert "enige tweede factor" in page
    assert Authenticator.objects.exists()


def test_one_of_two_factors_can_go() -> None:
    user = _person()
    _with_app(user)
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Blauw"})
    client = visit(user)
    shown = client.get(f"/account/tweede-factor/sleutel/{key.id}/weg/").content.decode()
    assert "“Blauw”" in shown
    client.post(f"/account/tweede-factor/sleutel/{key.id}/weg/")
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_a_change_long_after_signing_in_asks_for_the_password_again() -> None:
    user = _person()
    _with_app(user)
    client = visit(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 1}]
    session.save()
    asked = client.get("/account/herstelcodes/nieuw/").headers["Location"]
    assert asked == "/aanmelden/bevestigen/?next=%2Faccount%2Fherstelcodes%2Fnieuw%2F"
    assert "nog een keer om uw wachtwoord" in client.get(asked).content.decode()
    wrong = client.post(asked, {"password": "verkeerd wachtwoord"}).content.decode()
    assert "niet uw wachtwoord" in wrong
    back = client.post(asked, {"password": PASSWORD}).headers["Location"]
    assert back == "/account/herstelcodes/nieuw/"
    assert client.get(back).status_code == 200


def test_a_new_password_signs_out_elsewhere_and_not_here() -> None:
    user = _person()
    here, there = visit(user), visit(user)
    new = "zes groene neushoorns"
    given = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/account/wachtwoord/", given).headers["Location"] == "/account/"
    assert here.get("/stijl/").status_code == 200
    assert there.get("/stijl/").status_code == 302


def test_the_present_password_has_to_be_right() -> None:
    user = _person()
    new = "zes groene neushoorns"
    given = {"oldpassword": "verkeerd wachtwoord", "password1": new, "password2": new}
    page = visit(user).post("/account/wachtwoord/", given).content.decode()
    assert "niet uw wachtwoord" in page
    assert User.objects.get().check_password(PASSWORD)


def test_who_has_no_password_changes_none() -> None:
    user = person("manage")
    user.set_unusable_password()
    user.save()
    assert visit(user).get("/account/wachtwoord/").headers["Location"] == "/account/"


def test_signing_out_takes_a_form() -> None:
    client = visit(_person())
    assert client.get("/afmelden/").status_code == 200
    assert client.get("/stijl/").status_code == 200
    assert client.post("/afmelden/").headers["Location"] == "/aanmelden/"
    assert client.get("/stijl/").status_code == 302


def test_the_operator_begins_at_the_arbodiensten() -> None:
    user = person("operator")
    User.objects.filter(id=user.id).update(arbodienst=None)
    set_password(user, PASSWORD)
    codes, client = _with_app(user), Client()
    _sign_in(client, user)
    assert _step(client, codes[1]) == "/beheer/arbodiensten/"


@pytest.mark.parametrize("address", ["/aanmelden/tweede-stap/", "/aanmelden/afgebroken/"])
def test_steps_that_are_not_due_lead_to_the_beginning(address: str) -> None:
    assert Client().get(address).headers["Location"] == "/aanmelden/"


def test_a_provider_that_is_not_set_up_is_not_there() -> None:
    assert Client().get("/aanmelden/bij/oidc/").status_code == 404
    assert Client().get("/aanmelden/bij/oidc/terug/").status_code == 404


def test_pages_of_signing_in_are_dutch_and_ours() -> None:
    page = Client().get("/aanmelden/").content.decode()
    assert "<h1>Aanmelden</h1>" in page
    assert "console.css" in page
    assert "Sign" not in page


def test_cookies_of_a_session_are_not_for_scripts() -> None:
    user, client = _person(), Client()
    _sign_in(client, user)
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]
