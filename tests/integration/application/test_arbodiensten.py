"""The arbodiensten of the platform, for its operator."""

import pytest

from configuring_world import coupling
from people_world import PASSWORD, person
from sending_world import absence, employer, go_live, person as sent, report, take
from verzuimbrug.application.arbodiensten import (
    NewArbodienst,
    create_arbodienst,
    list_arbodiensten,
)
from verzuimbrug.application.users.inviting import accept_invitation
from verzuimbrug.application.users.people import PersonError
from verzuimbrug.application.users.visitor import visitor_of
from verzuimbrug.store.models import Arbodienst, User

pytestmark = pytest.mark.usefixtures("database")

NEW = NewArbodienst(code="FIT", name="Arbo Fit", manager_name="Ben", manager_email="ben@example.nl")


def test_arbodiensten_are_listed_by_numbers() -> None:
    live = go_live()
    take(live, absence(employer("1001", sent("w-1", report()))))
    person(live.arbodienst)
    coupling("FIT")
    fit, ours = list_arbodiensten()

    assert (ours.code, ours.couplings, ours.active_couplings, ours.people) == ("GEZOND", 1, 1, 1)
    assert (ours.messages, ours.received) == ({"processed": 1}, 1)
    assert ours.last_message_at is not None
    assert (fit.received, fit.last_message_at, fit.active_couplings) == (0, None, 0)


def test_a_new_arbodienst_has_a_beheerder_who_chooses_a_password() -> None:
    made = accept_invitation(create_arbodienst(NEW, "user:op@example.nl"), PASSWORD)

    assert made is not None
    visitor = visitor_of(made.id)
    assert visitor is not None
    assert (visitor.arbodienst_name, visitor.role) == ("Arbo Fit", "manage")
    assert visitor.reader.authority.employers is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"code": "fit"}, "arbodienst-code"),
        ({"code": "F"}, "arbodienst-code"),
        ({"name": " "}, "arbodienst-name"),
        ({"manager_email": "ben"}, "address"),
    ],
)
def test_what_will_not_do_makes_nothing(changed: dict[str, str], code: str) -> None:
    values = {
        "code": NEW.code,
        "name": NEW.name,
        "manager_name": NEW.manager_name,
        "manager_email": NEW.manager_email,
    }
    with pytest.raises(PersonError) as wrong:
        create_arbodienst(NewArbodienst(**{**values, **changed}), "test")
    assert wrong.value.code == code
    assert not Arbodienst.objects.exists()
    assert not User.objects.exists()


def test_a_code_is_used_once() -> None:
    create_arbodienst(NEW, "test")
    with pytest.raises(PersonError) as taken:
        create_arbodienst(NEW, "test")
    assert taken.value.code == "arbodienst-taken"
