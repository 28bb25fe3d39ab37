"""The pages of groups and classifications."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from configuring_world import apply, example
from importing_world import employer, take_in
from managed_world import Desk, at, desk, many_employers

pytestmark = pytest.mark.usefixtures("database")

GROUPS = "/werkgevers/groepen/"
KINDS = "/werkgevers/classificaties/"


def _group(work: Desk) -> str:
    return f"{GROUPS}{work.id('employer group', 'FELISON-VI')}/"


def test_groups_are_listed_with_their_members() -> None:
    work = desk()

    assert "Gezamenlijke relaties Felison" in work.get(GROUPS)
    page = work.get(_group(work))
    assert "Bakkerij De Korenbloem" in page
    assert "toevoegen" in page
    work.get(GROUPS + "99999/", 404)


def test_a_group_is_made_and_closed() -> None:
    work = desk()
    work.get(GROUPS + "nieuw/")
    values = {"code": "ZUID", "name": "Zuid", "notes": "van Kim", "is_open": "on"}
    assert "Groep ZUID is aangemaakt" in work.agree(GROUPS + "nieuw/", values)

    path = f"{GROUPS}{work.id('employer group', 'ZUID')}/"
    work.get(path + "wijzigen/")
    page = work.agree(path + "wijzigen/", {"name": "Zuid"})
    assert "gesloten" in page
    assert "toevoegen" not in page
    assert "Niemand zit in deze groep" in page


def test_an_employer_joins_and_leaves() -> None:
    work = desk()
    take_in(work.arbodienst, "code;naam\nW1;Een\n")
    work.get(_group(work) + "toevoegen/?code=W1")
    assert "W1" in work.agree(_group(work) + "toevoegen/", {"code": "W1"})
    today = timezone.localdate()
    path = f"{_group(work)}leden/{work.id('employer', 'W1')}/beeindigen/"
    work.get(path)

    run_out = today + timedelta(days=30)
    page = work.agree(path, {"end": str(today), "run_out": str(run_out)})
    assert "eindigt" in page
    (membership,) = employer(work.arbodienst, "W1").groups
    assert (membership.end, membership.run_out) == (today, run_out)
    wrong = work.post(path, {"end": str(today), "run_out": "2020-01-01"}, 422).content.decode()
    assert "CF027" in wrong


def test_members_that_left_are_shown_when_asked() -> None:
    work = desk()
    configuration = example()
    configuration["employers"][0]["groups"] = []
    apply(configuration)
    take_in(work.arbodienst, "code;naam;werkgevergroepen\nW1;Een;FELISON-VI\n")

    assert "afgelopen=ja" in work.get(_group(work))
    assert "FLSN1001" not in work.get(_group(work)).partition("<table>")[2]


def test_a_large_group_takes_as_many_queries_as_a_small_one() -> None:
    work = desk()
    with CaptureQueriesContext(connection) as few:
        work.get(_group(work))
    many_employers(60)
    with CaptureQueriesContext(connection) as many:
        page = work.get(_group(work))

    assert len(few) == len(many)
    following = re.search(r'href="([^"]+)" rel="next"', page)
    assert following is not None
    assert "W059" in work.get(following.group(1).replace("&amp;", "&"))


def test_who_is_limited_sees_his_groups_and_changes_none() -> None:
    work = desk()
    limited = at(work.arbodienst, "setup", employers=("FLSN1001",))
    take_in(work.arbodienst, "code;naam\nW1;Los\n")

    assert "Wijzigen" not in limited.get(_group(work))
    limited.get(_group(work) + "toevoegen/", 403)
    at(work.arbodienst, "setup", employers=("W1",)).get(_group(work), 404)


def test_schemes_are_made_and_changed() -> None:
    work = desk()
    assert "Arbeidsongeval" in work.get(KINDS)
    work.get(KINDS + "nieuw/")
    values = {"code": "kort", "name": "Kort", "classifications": "ziekte: Ziekte"}
    assert "Schema kort is aangemaakt" in work.agree(KINDS + "nieuw/", values)

    path = f"{KINDS}{work.id('scheme', 'kort')}/wijzigen/"
    assert "ziekte: Ziekte" in work.get(path)
    assert "is gewijzigd" in work.agree(path, {"classifications": "zwanger: Zwangerschap"})
    work.post(path, {"classifications": "zonder"}, 422)
    work.get(KINDS + "99999/wijzigen/", 404)


def test_the_members_of_a_group_are_compared_and_made_equal() -> None:
    work = desk()
    many_employers(40)
    group = work.id("employer group", "FELISON-VI")

    page = work.get(f"{KINDS}?groep={group}")
    assert "verschillen" in page
    assert "geen schema" in page
    path = f"{KINDS}gelijkmaken/{group}/"
    work.get(path)
    after = work.agree(path, {"schema": "standaard"})
    assert "dezelfde classificaties" in after
    assert employer(work.arbodienst, "W001").classifications == "standaard"
    work.get(f"{KINDS}?groep=99999")
