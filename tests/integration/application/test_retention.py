"""What is kept how long, and what ends next."""

from datetime import timedelta

import pytest
from django.conf import settings as terms
from django.utils import timezone

from sending_world import (
    EMPLOYMENTS as STREAM,
    absence,
    employer,
    employments,
    go_live,
    person,
    report,
    take,
)
from verzuimbrug.application.access import Reader
from verzuimbrug.application.retention import show_retention
from verzuimbrug.application.sign_in.links import issue_by_links
from verzuimbrug.domain.authority import Authority

pytestmark = pytest.mark.usefixtures("database")


def test_the_terms_of_the_instance_are_told() -> None:
    coupling = go_live()
    found = show_retention(Reader(arbodienst=coupling.arbodienst, principal="test"))

    assert [(term.cause, term.days) for term in found.terms] == [
        ("employer", terms.EMPLOYER_TERM_DAYS),
        ("person", terms.PERSON_TERM_DAYS),
        ("events", terms.EVENT_DAYS),
        ("passed-on", terms.PASSED_ON_DAYS),
    ]
    assert (found.reminder_days, found.file_minutes) == (tuple(terms.REMINDER_DAYS), 30)
    assert (found.endings, found.unopened_links) == ((), 0)


def test_what_ends_first_comes_first() -> None:
    coupling = go_live()
    take(coupling, employments(person("8")), stream=STREAM)
    take(coupling, absence(employer("7777", person("1", report()))))
    reader = Reader(arbodienst=coupling.arbodienst, principal="test")

    soon, late = show_retention(reader).endings
    assert (soon.cause, soon.employer_code, soon.persons) == ("employer", "FLSN7777", 1)
    assert late.cause == "person"
    days = timedelta(days=terms.EMPLOYER_TERM_DAYS)
    assert timezone.now() < soon.ends_at <= timezone.now() + days


def test_what_is_closed_is_not_told() -> None:
    coupling = go_live()
    issue_by_links(coupling.ref, "test")
    take(coupling, absence(employer("7777", person("1", report()))))
    authority = Authority(employers=frozenset(), accounts=frozenset())
    reader = Reader(arbodienst=coupling.arbodienst, principal="test", authority=authority)

    assert show_retention(reader).endings == ()
    assert show_retention(reader).unopened_links == 0
    all_of_it = Reader(arbodienst=coupling.arbodienst, principal="test")
    assert show_retention(all_of_it).unopened_links == 2
