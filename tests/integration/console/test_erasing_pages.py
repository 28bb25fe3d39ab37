"""Retention terms and erasing in the console: looked at, agreed with, taken back."""

import psycopg
import pytest

from doors_world import Coupling
from events_world import published
from managed_world import at
from person_erasing_world import recovered
from retention_world import age, approve, end_cases, kept, set_terms
from sending_world import EMPLOYEES, employees, go_live, person, persons, report, sick, take
from undo_world import reader
from verzuimbrug.application.erasing.runs import list_terms
from verzuimbrug.application.erasing.working import erase_approved
from verzuimbrug.console.settings.erasing import KINDS, REASONS, THEN
from verzuimbrug.domain.retention import RetentionKind, Unfinished
from verzuimbrug.store.sql import execute
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

PLACE = "/beheer/bewaren/"
TERMS, ERASE = PLACE + "termijnen/", PLACE + "wissen/"


def _old(coupling: Coupling) -> str:
    (told,) = take(coupling, employees(person("w-1")), stream=EMPLOYEES)
    take(coupling, sick(report()))
    age(coupling)
    return told.receipt


def test_terms_are_set_and_taken_back() -> None:
    coupling = go_live()
    work = at(coupling.arbodienst, "manage")
    assert 'min="30"' in work.get(TERMS)
    work.post(TERMS, {"messages": "7"}, 422)

    page = work.agree(TERMS, {"messages": "400", "proposals": ""})
    assert "De bewaartermijnen zijn gewijzigd" in page
    assert list_terms(reader(coupling)) == {"messages": 400}
    undo = page.partition("/beheer/opgeslagen/")[2].partition("/")[0]
    path = f"/beheer/opgeslagen/{undo}/ongedaan/"
    work.confirm(path, work.get(path))
    assert list_terms(reader(coupling)) == {}


def test_an_earlier_version_without_terms_has_none() -> None:
    coupling = go_live()
    work = at(coupling.arbodienst, "manage")
    work.agree(TERMS, {"messages": "400"})
    number = work.id("arbodienst", "GEZOND")
    versions = work.get(f"/beheer/versies/arbodienst/{number}/")
    first = versions.rpartition("/beheer/versies/terug/")[2].partition("/")[0]
    path = f"/beheer/versies/terug/{first}/"
    work.confirm(path, work.get(path))
    assert list_terms(reader(coupling)) == {}


def test_what_is_over_its_term_is_erased_as_shown() -> None:
    coupling = go_live()
    receipt = _old(coupling)
    work = at(coupling.arbodienst, "manage")
    work.post(ERASE, {}, 302)
    assert "Er kan nu niets worden gewist" in work.get(PLACE)
    set_terms(messages=365)

    page = work.get(ERASE)
    assert "hoort bij een verzuimgeval dat open is" in page
    assert "Het wordt gewist" in work.confirm(ERASE, page)
    assert "nog 1 te doen" in work.get(PLACE)
    assert not erase_approved()
    assert receipt not in kept(coupling)
    assert "Berichten zoals ontvangen: 1" in work.get(PLACE)
    assert "Wissen" not in at(coupling.arbodienst, "audit").get(PLACE).partition("<main")[2]


def test_each_kind_and_each_reason_has_words() -> None:
    assert set(KINDS) == set(THEN) == set(RetentionKind)
    assert set(REASONS) == set(Unfinished)


def test_dossiers_are_counted_by_employer_and_nobody_is_named(
    owner_connection: psycopg.Connection,
) -> None:
    coupling, number = recovered()
    published(coupling)
    age(coupling)
    owner_connection.execute("UPDATE store_change SET at = at - interval '400 days'")
    owner_connection.execute("DELETE FROM store_event")
    set_terms(dossiers=60)
    work = at(coupling.arbodienst, "manage")

    page = work.get(ERASE)
    assert "Dossiers waarvan alle gevallen zijn beëindigd" in page
    assert "FLSN1001" in page
    work.confirm(ERASE, page)
    assert not erase_approved()
    assert "Dossiers waarvan alle gevallen zijn beëindigd: 1" in work.get(PLACE)
    assert number not in {each.id for each in persons(coupling)}


def test_while_a_list_is_being_erased_no_other_begins() -> None:
    coupling = go_live()
    _old(coupling)
    set_terms(messages=365)
    work = at(coupling.arbodienst, "manage")
    page = work.get(ERASE)
    approve(coupling)
    assert "wordt nog gewist" in work.confirm(ERASE, page)


def test_what_was_left_out_is_told() -> None:
    coupling = go_live()
    _old(coupling)
    end_cases(coupling)
    set_terms(messages=365)
    approve(coupling)
    with tenant(coupling.arbodienst):
        execute("UPDATE store_absencecase SET status = 'open'")
    erase_approved()
    page = at(coupling.arbodienst, "manage").get(PLACE)
    assert "1 hoort bij een verzuimgeval dat open is" in page


def test_who_is_limited_does_not_erase() -> None:
    coupling = go_live()
    work = at(coupling.arbodienst, "manage", employers=("FLSN1001",))
    work.get(ERASE, 403)
    work.get(TERMS, 403)
