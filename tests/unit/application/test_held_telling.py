"""A list of changes in words, and as JSON can hold it (VE-2)."""

from verzuimbrug.application.held.telling import change_json, count_words
from verzuimbrug.domain.change_list import SHIELDED, ChangeEntry
from verzuimbrug.domain.statements import ObjectKind

COUNTS = {
    "case.created": 2,
    "case.withdrawn": 1,
    "employee.overwritten": 3,
    "report.applied": 4,
    "report.parked": 1,
}


def test_counts_are_told_by_kind_of_object() -> None:
    assert count_words(COUNTS, "nl") == (
        "verzuimgeval: 2 aangemaakt, 1 ingetrokken",
        "persoon: 3 overschreven",
        "meldingen: 4 over te nemen, 1 wachtend",
    )
    assert count_words(COUNTS, "en")[2] == "reports: 4 to be taken over, 1 waiting"
    assert count_words({}, "nl") == ()


def test_value_that_is_shielded_is_null_on_both_sides() -> None:
    entry = ChangeEntry(
        kind=ObjectKind.EMPLOYEE,
        employer="1001",
        person="K1",
        effects=("supplemented",),
        pairs={"surname": [None, SHIELDED], "gender": [None, "V"]},
    )

    told = change_json(entry)

    assert told["fields"] == [
        {"field": "gender", "before": None, "after": "V", "shielded": False},
        {"field": "surname", "before": None, "after": None, "shielded": True},
    ]
    assert told["key"] is None
