"""Keys, employments and the BSN in the store, once a message is undone (VE-4, WN-1 to WN-7)."""

from typing import Any

import pytest

from doors_world import Coupling
from readiness_world import SAME, in_order, known_employee, other_account
from sending_world import (
    EMPLOYEES,
    cases,
    employees,
    go_live,
    person,
    persons,
    report,
    settings,
    sick,
    states,
    take,
    waiting,
    work,
)
from undo_world import codes_of, of, shown, taken_back, undone
from verzuimbrug.application.readiness.link_persons import create_despite, link
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.linking import Link
from verzuimbrug.store.encryption import blind_index
from verzuimbrug.store.models import AbsenceCase, CaseAlias, Employment, LinkKey, Message
from verzuimbrug.store.sealed import EMPLOYEE_BSN
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def tell(coupling: Coupling, key: str = "w-1", **known: Any) -> str:  # noqa: ANN401 -- Known
    """A message about one person; its receipt."""
    (told,) = take(coupling, employees(person(key, **known)), stream=EMPLOYEES)
    return told.receipt


def keys(coupling: Coupling) -> dict[str, tuple[int, str]]:
    """The keys that are not hidden: whose they are, and whether another took the place."""
    with tenant(coupling.arbodienst):
        rows = LinkKey.objects.filter(hidden=False)
        return {
            row.key: (row.employee_id, "former" if row.superseded else "present") for row in rows
        }


def numbers(coupling: Coupling) -> list[tuple[str, list[str]]]:
    """Number and former numbers of the employments that are not hidden."""
    with tenant(coupling.arbodienst):
        rows = Employment.objects.filter(hidden=False).order_by("id")
        return list(rows.values_list("number", "former"))


def first_receipt(coupling: Coupling) -> str:
    """The receipt of the very first message."""
    with tenant(coupling.arbodienst):
        return Message.objects.order_by("id").values_list("receipt", flat=True)[0]


def test_new_key_goes_and_the_former_one_is_present_again() -> None:
    coupling = go_live()
    tell(coupling)
    number = persons(coupling)[0].id
    receipt = tell(coupling, "w-2", key_old="w-1")
    assert keys(coupling) == {"w-1": (number, "former"), "w-2": (number, "present")}

    done = undone(coupling, of(receipt))
    assert keys(coupling) == {"w-1": (number, "present")}
    taken_back(coupling, done.undo)
    assert keys(coupling) == {"w-1": (number, "former"), "w-2": (number, "present")}


def test_key_that_somebody_else_has_by_now_does_not_come_back() -> None:
    coupling = go_live()
    tell(coupling)
    receipt = tell(coupling, "w-2", key_old="w-1")
    done = undone(coupling, of(receipt))
    tell(coupling, "w-2")
    owner, other = (row.id for row in persons(coupling))

    back = taken_back(coupling, done.undo)

    assert codes_of(back) == ["VE406"]
    assert keys(coupling) == {"w-1": (owner, "former"), "w-2": (other, "present")}


def test_key_that_a_person_gave_stays() -> None:
    other = other_account()
    known_employee(other, "a")
    ours = go_live(in_order())
    receipt = tell(ours, "b", **SAME)
    assert waiting(ours) == [("duplicate", "b")]
    number = persons(ours)[0].id
    chosen = [Link(employer="FLSN1001", employee=number, key="b")]
    assert link(ours.ref, chosen, "beheerder").count == 1
    work()

    undone(ours, of(receipt))
    assert keys(ours)["b"] == (number, "present")
    undone(ours, of(first_receipt(ours)))
    assert [row.hidden for row in persons(ours)] == [False]


def test_key_of_somebody_who_is_hidden_can_be_given_to_another() -> None:
    other = other_account()
    known_employee(other, "a")
    ours = go_live(in_order())
    receipt = tell(ours, "b", fields={"surname": "Smid", "initials": "J"})
    undone(ours, of(receipt))
    number = persons(ours)[0].id

    chosen = [Link(employer="FLSN1001", employee=number, key="b")]
    assert link(ours.ref, chosen, "beheerder").count == 1
    assert keys(ours)["b"] == (number, "present")


def test_person_of_a_hidden_key_who_is_somebody_new_gets_the_key() -> None:
    other = other_account()
    known_employee(other, "a")
    ours = go_live(in_order())
    undone(ours, of(tell(ours, "b", fields={"surname": "Smid", "initials": "J"})))
    tell(ours, "b", **SAME)
    assert waiting(ours) == [("duplicate", "b")]

    assert create_despite(ours.ref, [("FLSN1001", "b")], "beheerder").count == 1
    work()

    assert waiting(ours) == []
    assert len([row for row in persons(ours) if not row.hidden]) == 2


def test_fields_go_back_to_the_message_before_also_when_it_came_later() -> None:
    coupling = go_live()
    late = employees(person("w-1", fields={"surname": "Smit"}))
    receipt = tell(coupling, fields={"surname": "Smid"})
    take(coupling, late, stream=EMPLOYEES)
    assert persons(coupling)[0].fields["surname"] == "Smid"

    undone(coupling, of(receipt))

    assert persons(coupling)[0].fields["surname"] == "Smit"
    assert persons(coupling)[0].match_name == "smit"


def test_field_that_was_changed_since_stays_with_a_finding() -> None:
    coupling = go_live()
    tell(coupling, fields={"surname": "Smit"})
    receipt = tell(coupling, fields={"surname": "Smid"})
    since = tell(coupling, fields={"surname": "Smidt"})

    done = undone(coupling, of(receipt))

    params = {"employer": "FLSN1001", "person": "w-1", "fields": "surname", "receipt": since}
    assert [(f.code, dict(f.params)) for f in done.findings] == [("VE401", params)]
    assert persons(coupling)[0].fields["surname"] == "Smidt"


def test_bsn_goes_back_and_is_never_told() -> None:
    configuration = settings()
    configuration["accounts"][0]["bsn"] = True
    coupling = go_live(configuration)
    tell(coupling, bsn="123456782")
    receipt = tell(coupling, bsn="111222333")

    (entry,) = (
        each for each in shown(coupling, of(receipt)).changes.changes if "bsn" in each.pairs
    )
    assert entry.pairs["bsn"] == ["***", "***"]
    done = undone(coupling, of(receipt))
    row = persons(coupling)[0]
    assert EMPLOYEE_BSN.unseal_of(row) == b"123456782"
    assert bytes(row.bsn_index or b"") == blind_index("123456782", "bsn")

    taken_back(coupling, done.undo)
    row = persons(coupling)[0]
    assert bytes(row.bsn_index or b"") == blind_index("111222333", "bsn")
    undone(coupling, of(first_receipt(coupling)))
    undone(coupling, of(receipt))
    assert (persons(coupling)[0].bsn, persons(coupling)[0].bsn_index) == (None, None)


def test_employment_gets_its_number_back() -> None:
    coupling = go_live()
    tell(coupling, number="D-1")
    receipt = tell(coupling, number="D-2", number_old="D-1")
    assert numbers(coupling) == [("D-2", ["D-1"])]

    done = undone(coupling, of(receipt))
    assert numbers(coupling) == [("D-1", [])]
    taken_back(coupling, done.undo)
    assert numbers(coupling) == [("D-2", ["D-1"])]


def test_employment_keeps_its_number_when_another_got_the_one_from_before() -> None:
    coupling = go_live()
    tell(coupling, number="D-1")
    receipt = tell(coupling, number="D-2", number_old="D-1")
    done = undone(coupling, of(receipt))
    tell(coupling, number="D-2")
    assert numbers(coupling) == [("D-1", []), ("D-2", [])]

    back = taken_back(coupling, done.undo)

    assert "VE405" in codes_of(back)
    assert numbers(coupling) == [("D-1", []), ("D-2", [])]


def test_employment_that_only_the_undone_message_named_is_hidden() -> None:
    coupling = go_live()
    tell(coupling, number="D-1")
    receipt = tell(coupling, number="D-2")

    done = undone(coupling, of(receipt))
    assert numbers(coupling) == [("D-1", [])]
    taken_back(coupling, done.undo)
    assert numbers(coupling) == [("D-1", []), ("D-2", [])]


def aliased() -> tuple[Coupling, str]:
    """A case that got another key, and the receipt of the message that said so."""
    coupling = go_live()
    take(coupling, sick(report("VG1")))
    renamed = report("VG2", 2, Operation.CHANGE, 3, case_key_old="VG1")
    (told,) = take(coupling, sick(renamed))
    assert [key for key, *_ in states(coupling)] == ["VG2", "VG2"]
    return coupling, told.receipt


def test_case_gets_its_former_key_back() -> None:
    coupling, receipt = aliased()
    number = cases(coupling)["VG2"].id

    done = undone(coupling, of(receipt))
    assert states(coupling) == [("VG1", 1, "applied"), ("VG2", 2, "undone")]
    assert {key: row.id for key, row in cases(coupling).items()} == {"VG1": number}
    take(coupling, sick(report("VG1", 2, Operation.CHANGE, 5)))
    assert states(coupling)[2] == ("VG1", 2, "applied")

    taken_back(coupling, done.undo)
    assert {key: row.id for key, row in cases(coupling).items()} == {"VG2": number}
    assert states(coupling) == [
        ("VG2", 1, "applied"),
        ("VG2", 2, "applied"),
        ("VG2", 2, "conflict"),
    ]


def test_alias_does_not_come_back_when_both_keys_have_a_case_by_now() -> None:
    coupling, receipt = aliased()
    done = undone(coupling, of(receipt))
    take(coupling, sick(report("VG2", at=40)))

    back = taken_back(coupling, done.undo)

    assert "VE409" in codes_of(back)
    assert sorted(cases(coupling)) == ["VG1", "VG2"]
    with tenant(coupling.arbodienst):
        assert CaseAlias.objects.get().undone_id == done.undo
        assert AbsenceCase.objects.count() == 2


def test_aliases_that_led_on_through_the_undone_one_end_before_it() -> None:
    coupling, receipt = aliased()
    take(coupling, sick(report("VG3", 3, Operation.CHANGE, 6, case_key_old="VG2")))
    assert sorted(cases(coupling)) == ["VG3"]

    undone(coupling, of(receipt))

    with tenant(coupling.arbodienst):
        rows = CaseAlias.objects.filter(undone=None)
        assert list(rows.values_list("former", "key")) == [("VG2", "VG3")]
    assert states(coupling) == [
        ("VG1", 1, "applied"),
        ("VG3", 2, "undone"),
        ("VG3", 3, "parked"),
    ]
