"""What a person decides on a link key that waits (WN-4), and what a suspension stops (VE-1)."""

import pytest

from doors_world import Coupling
from parking_world import house, park_double
from sending_world import cases, go_live, report, sick, take, waiting, work
from verzuimbrug.application.activation import suspend
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.parking.decide import create_person, link_person
from verzuimbrug.domain.snapshot import PersonKey
from verzuimbrug.store.models import (
    AccountEvent,
    Change,
    Employee,
    Employer,
    LinkKey,
    Message,
    Work,
)
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def _decider(coupling: Coupling) -> Decider:
    return Decider(arbodienst=coupling.arbodienst, by="beheerder")


def _events(coupling: Coupling) -> list[str]:
    with tenant(coupling.arbodienst):
        return list(AccountEvent.objects.filter(by="beheerder").values_list("event", flat=True))


def _waiting_key() -> tuple[Coupling, PersonKey, int]:
    """A key that may be a known person's."""
    coupling = go_live(house())
    known = park_double(coupling)
    with tenant(coupling.arbodienst):
        employer = Employer.objects.get(code="FLSN1001").id
    return coupling, PersonKey(coupling.account, employer, "b"), known


def test_linked_key_lets_go_on_what_waited_for_it() -> None:
    coupling, key, known = _waiting_key()

    assert link_person(_decider(coupling), key, known)
    work()

    assert waiting(coupling) == []
    assert [case.employee_id for case in cases(coupling).values()] == [known]
    assert _events(coupling) == ["person-linked"]


def test_that_a_person_linked_a_key_is_a_change_of_the_employee() -> None:
    coupling, key, known = _waiting_key()
    link_person(_decider(coupling), key, known)
    with tenant(coupling.arbodienst):
        change = Change.objects.get(by="beheerder")
        assert LinkKey.objects.get(key="b").by_hand
    assert (change.employee_id, change.fields) == (known, {"link_key": [None, "b"]})


def test_key_of_a_new_person_lets_go_on_what_waited_for_it() -> None:
    coupling, key, known = _waiting_key()

    assert create_person(_decider(coupling), key)
    work()

    assert waiting(coupling) == []
    (case,) = cases(coupling).values()
    assert case.employee_id != known
    assert _events(coupling) == ["person-created"]


def test_key_that_does_not_wait_and_person_elsewhere_are_not_linked() -> None:
    coupling, key, known = _waiting_key()
    with tenant(coupling.arbodienst):
        elsewhere = Employer.objects.get(code="FLSN1003").id

    assert not link_person(_decider(coupling), key._replace(key="z"), known)
    assert not create_person(_decider(coupling), key._replace(key="z"))
    assert not link_person(_decider(coupling), key._replace(employer=elsewhere), known)


def test_key_that_was_decided_on_is_not_decided_on_again() -> None:
    coupling, key, known = _waiting_key()
    assert create_person(_decider(coupling), key)

    assert not create_person(_decider(coupling), key)
    assert not link_person(_decider(coupling), key, known)


def test_what_a_person_says_of_a_key_goes_before_what_undone_messages_said() -> None:
    coupling, key, known = _waiting_key()
    with tenant(coupling.arbodienst):
        other = Employee.objects.create(
            arbodienst_id=coupling.arbodienst, employer_id=key.employer, match_name="bos"
        )
        LinkKey.objects.create(
            arbodienst_id=coupling.arbodienst,
            account_id=key.account,
            employer_id=key.employer,
            key=key.key,
            employee=other,
            hidden=True,
        )

    assert link_person(_decider(coupling), key, known)

    with tenant(coupling.arbodienst):
        assert LinkKey.objects.get(account=key.account, key=key.key).employee_id == known


def test_delivery_that_slipped_in_before_a_suspension_is_not_processed() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    suspend(coupling.ref, "test")
    with tenant(coupling.arbodienst):
        message = Message.objects.get()
        Message.objects.update(state="received")
    Work.objects.create(
        message=message.id, arbodienst_id=coupling.arbodienst, account=coupling.account
    )

    work()

    assert Work.objects.get().state == "waiting"
    with tenant(coupling.arbodienst):
        assert Message.objects.get().state == "received"
