"""The judge of the demo notices every difference; the scripts can be played on any day."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from verzuimbrug.cli.story import vdd, verzekeringsinzicht
from verzuimbrug.cli.story.comparing import differences
from verzuimbrug.cli.story.scripts import Script
from verzuimbrug.portal.outgoing import Outbox
from verzuimbrug.sivi.checking import check

TODAY = date(2026, 11, 24)
EXPECTED = verzekeringsinzicht.script(TODAY).expected


def _case(dossiers: Any) -> Any:  # noqa: ANN401 -- JSON
    return dossiers["FLSN1001"][0]["absence_cases"][0]


def _forget_case(dossiers: Any) -> None:  # noqa: ANN401 -- JSON
    dossiers["FLSN1001"][0]["absence_cases"].pop()


def _forget_field(dossiers: Any) -> None:  # noqa: ANN401 -- JSON
    del _case(dossiers)["continues"]


def _invent_person(dossiers: Any) -> None:  # noqa: ANN401 -- JSON
    dossiers["FLSN1002"] = (*dossiers["FLSN1002"], {"keys": [], "absence_cases": []})


def _invent_employer(dossiers: Any) -> None:  # noqa: ANN401 -- JSON
    dossiers["FLSN9"] = [{"keys": [{"account": "a", "key": "k"}]}]


def _other_percentage(dossiers: Any) -> None:  # noqa: ANN401 -- JSON
    _case(dossiers)["periods"][1]["percentage"] = 51.0


def test_dossiers_as_they_should_be_differ_in_nothing() -> None:
    assert differences(EXPECTED, deepcopy(EXPECTED)) == []


def test_the_order_of_people_means_nothing() -> None:
    turned = {code: list(reversed(people)) for code, people in EXPECTED.items()}
    assert differences(EXPECTED, turned) == []


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (_forget_case, "FLSN1001 / w-101 / absence_cases"),
        (_forget_field, "FLSN1001 / w-101 / absence_cases 1 / continues"),
        (_invent_person, "FLSN1002 / ?"),
        (_invent_employer, "FLSN9 / k"),
        (_other_percentage, "FLSN1001 / w-101 / absence_cases 1 / periods 2 / percentage"),
    ],
)
def test_every_difference_is_told_with_its_place(
    spoil: Callable[[object], None], place: str
) -> None:
    found = deepcopy(dict(EXPECTED))
    spoil(found)
    (line,) = differences(EXPECTED, found)
    assert line.startswith(f"{place}: verwacht ")


@settings(max_examples=15)
@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_scripts_send_valid_messages_about_the_past(today: date) -> None:
    for script in (verzekeringsinzicht.script(today), vdd.script(today)):
        assert _last_day(script) < today
        outbox = Outbox(profile=script.profile, edition=script.edition, made_on=today)
        contents = [
            *(outbox.absence(reports).content for reports in script.initial_load),
            *(outbox.absence([event.report]).content for event in script.live),
            *(outbox.employee_data([notice.person]).content for notice in script.notices),
        ]
        assert all(check(content).valid for content in contents)


def _last_day(script: Script) -> date:
    events = (*script.live, *script.from_newcomer)
    return max(event.report.mutation.day for event in events)


def test_the_second_absence_starts_within_28_days() -> None:
    first, second = EXPECTED["FLSN1001"][0]["absence_cases"]
    gap = date.fromisoformat(second["first_day"]) - date.fromisoformat(first["recovered_on"])
    assert timedelta(0) <= gap < timedelta(days=28)
