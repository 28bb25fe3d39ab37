"""People who sign in: made, listed, shut out; their passwords, and the log of it."""

import pytest
from django.contrib.auth import authenticate
from structlog.testing import capture_logs

from configuring_world import coupling
from people_world import PASSWORD, person
from verzuimbrug.application.accounts import UnknownNameError
from verzuimbrug.application.users.activating import deactivate
from verzuimbrug.application.users.passwords import set_password
from verzuimbrug.application.users.people import (
    NewPerson,
    PersonError,
    create,
    find,
    list_people,
)
from verzuimbrug.store.models import User, UserEvent
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def test_the_address_is_kept_in_lower_case_and_found_however_it_is_written() -> None:
    made = person(coupling().arbodienst, email="Anna@Example.NL")
    assert made.email == "anna@example.nl"
    assert find(" ANNA@example.nl ").id == made.id


def test_a_new_person_has_no_password_that_works() -> None:
    made = person(coupling().arbodienst)
    assert not made.has_usable_password()
    assert authenticate(email=made.email, password="") is None


def test_an_address_signs_in_once_whatever_the_arbodienst() -> None:
    ours, theirs = coupling("GEZOND").arbodienst, coupling("FIT").arbodienst
    person(ours)
    with pytest.raises(PersonError, match="already"):
        person(theirs, email="ANNA@example.nl")


@pytest.mark.parametrize("email", ["", "anna", "anna@", "a" * 80 + "@example.nl"])
def test_who_has_no_address_that_fits_is_not_made(email: str) -> None:
    arbodienst = coupling().arbodienst
    with pytest.raises(PersonError):
        person(arbodienst, email=email)
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "Anna\nJansen"])
def test_who_has_no_name_that_fits_is_not_made(name: str) -> None:
    arbodienst = coupling().arbodienst
    with pytest.raises(PersonError, match="name"):
        create(
            NewPerson(arbodienst=arbodienst, email="a@example.nl", name=name, role="setup"), "test"
        )


@pytest.mark.parametrize("role", ["operator", "read", "beheerder"])
def test_an_arbodienst_has_its_own_roles_only(role: str) -> None:
    arbodienst = coupling().arbodienst
    with pytest.raises(PersonError, match="role"):
        person(arbodienst, role)


def test_outside_an_arbodienst_there_are_operators_only() -> None:
    with pytest.raises(PersonError, match="role"):
        person(None, "manage")
    assert person(None, "operator").arbodienst is None


@pytest.mark.parametrize(
    "password", ["elf tekens!", "123456789012345", "1q2w3e4r5t6y", "anna@example"]
)
def test_a_password_that_is_easily_guessed_is_not_taken(password: str) -> None:
    made = person(coupling().arbodienst)
    with pytest.raises(PersonError):
        set_password(made, password)
    assert not User.objects.get().has_usable_password()


def test_a_password_is_kept_by_a_slow_hash() -> None:
    made = person(coupling().arbodienst)
    set_password(made, PASSWORD)
    kept = User.objects.get()
    assert kept.password.startswith("scrypt$")
    assert kept.check_password(PASSWORD)


def test_people_are_listed_per_arbodienst_and_operators_by_themselves() -> None:
    ours, theirs = coupling("GEZOND").arbodienst, coupling("FIT").arbodienst
    person(ours, email="ben@example.nl")
    person(ours, "audit", "anna@example.nl")
    person(theirs, email="cees@example.nl")
    person(None, "operator", "dirk@example.nl")
    assert [(one.email, one.role) for one in list_people(ours)] == [
        ("anna@example.nl", "audit"),
        ("ben@example.nl", "manage"),
    ]
    assert [one.email for one in list_people(None)] == ["dirk@example.nl"]


def test_who_is_shut_out_stays_in_the_list() -> None:
    arbodienst = coupling().arbodienst
    person(arbodienst)
    deactivate("anna@example.nl", "test")
    assert [one.is_active for one in list_people(arbodienst)] == [False]


def test_only_who_may_sign_in_can_be_shut_out() -> None:
    person(coupling().arbodienst)
    deactivate("anna@example.nl", "test")
    with pytest.raises(UnknownNameError, match="already"):
        deactivate("anna@example.nl", "test")
    with pytest.raises(UnknownNameError, match="nobody"):
        deactivate("ben@example.nl", "test")


def test_an_operator_is_shut_out_too() -> None:
    made = person(None, "operator")
    deactivate(made.email, "test")
    assert [one.is_active for one in list_people(None)] == [False]


def test_what_is_done_to_somebody_is_kept() -> None:
    arbodienst = coupling().arbodienst
    made = person(arbodienst, "setup")
    deactivate(made.email, "user:ben@example.nl")
    with tenant(arbodienst):
        kept = UserEvent.objects.order_by("id").values_list("user", "by", "event", "details")
        assert list(kept) == [
            (made.id, "test", "created", {"role": "setup"}),
            (made.id, "user:ben@example.nl", "deactivated", {}),
        ]


def test_what_is_done_to_an_operator_is_in_the_log_of_the_program_without_who() -> None:
    with capture_logs() as lines:
        made = person(None, "operator")
    (line,) = lines
    assert (line["event"], line["event_kind"]) == ("operator-changed", "created")
    assert made.email not in str(line)
