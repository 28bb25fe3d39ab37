"""All that is known of one person, for who asks for it (WN-8)."""

import json

import pytest

from person_erasing_world import known_everywhere
from sealed_world import BSN, FREE_TEXT, SURNAME
from sending_world import go_live, persons, report, sick, take
from undo_world import reader
from verzuimbrug.application.access import Reader
from verzuimbrug.application.persons.records import as_json, as_page, export_person
from verzuimbrug.domain.authority import Authority
from verzuimbrug.domain.person_records import record_table
from verzuimbrug.store.models import AccessLog, TenantModel
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def test_every_tenant_table_is_exported_or_named_with_why_not() -> None:
    """AVG, article 15: a table that is added has to be thought of."""
    table = record_table()
    exported = [name for part in table.parts for name in part.tables]
    named = {*exported, *table.nothing}

    assert named == {model.__name__ for model in TenantModel.__subclasses__()}
    assert not set(exported) & set(table.nothing)
    assert len(exported) == len(set(exported))


def test_all_parts_are_filled_of_a_person_who_is_everywhere() -> None:
    told = known_everywhere()
    records = export_person(told.reader, told.person)
    assert records is not None

    read = json.loads(as_json(records))
    page = as_page(records)

    assert {name for name, rows in read["parts"].items() if not rows} <= {
        "former_case_keys",
        "portal_persons",
        "portal_reports",
        "waiting",
    }
    assert read["parts"]["person"][0]["bsn"] == BSN
    assert read["parts"]["reports"][0]["free_text"] == FREE_TEXT
    for said in (BSN, FREE_TEXT, SURNAME):
        assert said in page
    unlabelled = {name for rows in read["parts"].values() for row in rows for name in row} - set(
        record_table().labels
    )
    assert unlabelled == set()


def test_that_it_was_given_out_is_kept_and_colleagues_are_told_by_role_only() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    (person,) = persons(coupling)
    who = Reader(arbodienst=coupling.arbodienst, principal="user:iemand@example.nl")
    assert export_person(who, person.id) is not None

    again = export_person(who, person.id)

    assert again is not None
    assert "iemand@example.nl" not in as_json(again)
    assert [row["who"] for row in again.parts["looks"]] == ["gebruiker", "gebruiker"]
    with tenant(coupling.arbodienst):
        assert AccessLog.objects.filter(action="person.exported").count() == 2


def test_who_is_not_there_or_closed_to_the_reader_is_not_exported() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    (person,) = persons(coupling)
    nowhere = Authority(employers=frozenset(), accounts=frozenset())
    limited = Reader(arbodienst=coupling.arbodienst, principal="x", authority=nowhere)

    assert export_person(limited, person.id) is None
    assert export_person(reader(coupling), person.id + 1) is None
