"""Who somebody is: of whom the change log shows that, and of whom it stays shielded (VE-5)."""

import pytest

from change_log_world import entries, fields_of, of_person, shielded_in, write_change
from sending_world import EMPLOYEES, cases, employees, go_live, person, persons, report, sick, take
from verzuimbrug.domain.deliveries import FieldValue, Operation
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def test_who_somebody_without_a_case_is_stays_shielded_before_and_after() -> None:
    """Datakluis: what the change log has of name, address and contact, it does not show."""
    coupling = go_live()
    known: dict[str, FieldValue] = {"contact:06": "0612345678", "partner": {"surname": "Bos"}}
    take(coupling, employees(person("w-1", fields=known)), stream=EMPLOYEES)
    take(coupling, employees(person("w-1", fields={"surname": "Jansen"})), stream=EMPLOYEES)

    employee = persons(coupling)[0].id
    moved = {"address:01": [{"city": "Breda"}, {"city": "Tilburg"}]}
    write_change(coupling, "employee", employee, employee, fields=moved)

    created, renamed, moved_away = (
        each for each in entries(coupling, of_person()) if not each.of.key
    )

    assert set(fields_of(created)) == {"birth_date", "gender"}
    assert shielded_in(created) >= {"surname", "initials", "contact:06", "partner"}
    assert shielded_in(renamed) == {"surname"}
    assert shielded_in(moved_away) == {"address:01"}
    shielded = (*renamed.fields, *moved_away.fields)
    assert {(each.before, each.after) for each in shielded} == {(None, None)}


def test_a_person_with_a_case_is_shown_and_with_a_withdrawn_one_no_longer() -> None:
    """Datakluis: a withdrawn case does not count (VZ-7)."""
    coupling = go_live()
    take(coupling, sick(report()))
    assert fields_of(entries(coupling, of_person())[0])["surname"] == (None, "Smit w-1")

    take(coupling, sick(report("VG1", 2, Operation.WITHDRAW)))
    assert "surname" in shielded_in(entries(coupling, of_person())[0])


def test_a_hidden_case_does_not_count_for_who_is_shown() -> None:
    """VE-4: a case that only undone messages said is none."""
    coupling = go_live()
    take(coupling, sick(report()))
    with tenant(coupling.arbodienst):
        case = cases(coupling)["VG1"]
        case.hidden = True
        case.save()

    assert "surname" in shielded_in(entries(coupling, of_person())[0])


def test_a_bsn_and_free_text_are_shown_of_nobody() -> None:
    """WN-6, VZ-14."""
    coupling = go_live()
    take(coupling, sick(report()))
    employee, case = persons(coupling)[0].id, cases(coupling)["VG1"].id
    write_change(coupling, "employee", employee, employee, fields={"bsn": [None, "123456782"]})
    write_change(coupling, "case", case, employee, fields={"free_text": [None, "griep"]})

    shielded = [shielded_in(each) for each in entries(coupling, of_person())]

    assert {"bsn"} in shielded
    assert {"free_text"} in shielded
