"""Which events a change comes to, and what of a person is named."""

import pytest

from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.domain.events import BEGINS, GOES_ON, EventKind, fields_of_person, kinds_of_case
from verzuimbrug.domain.statements import ObjectKind

OPENED, CHANGED = EventKind.CASE_OPENED, EventKind.CASE_CHANGED
RECOVERED, WITHDRAWN = EventKind.CASE_RECOVERED, EventKind.CASE_WITHDRAWN


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, "open", (OPENED,)),
        (None, "recovered", (OPENED, RECOVERED)),
        (None, "ended", (OPENED,)),
        (None, "withdrawn", (WITHDRAWN,)),
        ("open", "recovered", (RECOVERED,)),
        ("open", "ended", (CHANGED,)),
        ("open", "withdrawn", (WITHDRAWN,)),
        ("recovered", "open", (CHANGED,)),
        ("ended", "recovered", (RECOVERED,)),
        ("recovered", "withdrawn", (WITHDRAWN,)),
        ("withdrawn", "open", (OPENED,)),
        ("withdrawn", "recovered", (OPENED, RECOVERED)),
    ],
)
def test_a_change_of_status_is_told_as(
    before: str | None, after: str, expected: tuple[EventKind, ...]
) -> None:
    assert kinds_of_case({"status": [before, after], "last_sequence": [1, 2]}) == expected


def test_a_change_that_leaves_the_status_is_a_change() -> None:
    assert kinds_of_case({"periods": [{}, {"2026-03-02": "50.00"}]}) == (CHANGED,)
    assert kinds_of_case({}) == (CHANGED,)


def test_a_case_that_is_hidden_is_withdrawn_and_shown_again_it_begins() -> None:
    assert kinds_of_case({"hidden": [False, True], "status": ["open", "open"]}) == (WITHDRAWN,)
    shown = {"hidden": [True, False]}
    assert kinds_of_case({**shown, "status": [None, "open"]}) == (OPENED,)
    assert kinds_of_case({**shown, "status": [None, "recovered"]}) == (OPENED, RECOVERED)
    assert kinds_of_case({**shown, "status": [None, "withdrawn"]}) == (WITHDRAWN,)
    assert kinds_of_case(shown) == (OPENED,)


def test_every_status_is_told_of() -> None:
    assert set(BEGINS) == set(GOES_ON) == set(CaseStatus)


def test_of_a_person_with_a_case_every_field_is_named_but_the_bsn() -> None:
    fields = ["surname", "bsn", "link_key", "birth_date", "hidden"]
    named = fields_of_person(ObjectKind.EMPLOYEE, fields, has_case=True)
    assert named == ("birth_date", "keys", "surname")


def test_of_a_person_without_a_case_no_name_address_or_contact_is_named() -> None:
    fields = ["surname", "initials", "bsn", "link_key", "gender"]
    named = fields_of_person(ObjectKind.EMPLOYEE, fields, has_case=False)
    assert named == ("gender", "keys")


def test_fields_of_an_employment_stand_behind_it() -> None:
    named = fields_of_person(ObjectKind.EMPLOYMENT, ["start", "hidden"], has_case=False)
    assert named == ("employments.hidden", "employments.start")
