"""The parking lot over the management side of the REST API."""

from collections.abc import Mapping
from urllib.parse import urlencode

import pytest

from configuring_world import ACCOUNT
from doors_world import Coupling
from keeping_world import NOWHERE, PLACE, denied
from managing_world import Caller, caller
from parking_world import (
    GROUP,
    house,
    park_behind_held,
    park_double,
    park_gap,
    park_unknown_employer,
    parked,
)
from sending_world import go_live, work
from verzuimbrug.application.accounts import account_log

pytestmark = pytest.mark.usefixtures("database")

_UNKNOWN = {"cause": "WG201", "subject": ["FLSN1002"]}
_CREATE = {**_UNKNOWN, "action": "create-employer", "name": "N.V. 1002", "group": GROUP}


@pytest.fixture
def coupling(database: None) -> Coupling:
    """A coupling at which something waits."""
    del database
    made = go_live(house())
    park_unknown_employer(made)
    park_gap(made)
    return made


@pytest.fixture
def keeper(coupling: Coupling) -> Caller:
    """A beheerder of it."""
    return caller(coupling.arbodienst)


def _place(part: str, key: Mapping[str, object], place: str = PLACE, **more: object) -> str:
    return f"{place}/parking/{part}?{urlencode({**key, **more}, doseq=True)}"


def test_groups_are_listed_those_that_wait_longest_first(keeper: Caller) -> None:
    said = keeper.get("/parking")

    assert [group["cause"] for group in said["items"]] == ["WG201", "VZ301"]
    assert said["next"] is None
    group = said["items"][1]
    assert group["text"].startswith("Melding 3 van verzuimgeval VG30 wacht op melding 2.")
    assert group["actions"] == [
        {"action": "ask-portal", "label": "Opvragen bij de afzender", "here": False},
        {"action": "release-gap", "label": "Gat vrijgeven", "here": True},
    ]
    assert group["numbers"] == {"sequence": 3, "awaited": 2, "missing": [2]}
    told = {name: group[name] for name in ("account", "kind", "subject", "reports", "persons")}
    assert told == {
        "account": ACCOUNT,
        "kind": "case",
        "subject": ["FLSN1001", "VG30"],
        "reports": 2,
        "persons": 1,
    }


def test_groups_are_listed_page_by_page(keeper: Caller) -> None:
    first = keeper.get("/parking?limit=1")
    rest = keeper.get(f"/parking?limit=1&after={first['next']}")
    assert [group["cause"] for group in first["items"]] == ["WG201"]
    assert [group["cause"] for group in rest["items"]] == ["VZ301"]
    assert rest["next"] is None


def test_groups_of_an_account_or_with_a_cause_are_listed(keeper: Caller) -> None:
    for query, causes in (
        ({"cause": "VZ301"}, ["VZ301"]),
        ({"account": ACCOUNT}, ["WG201", "VZ301"]),
        ({"account": "Anders"}, []),
        ({"account": "", "cause": "", "after": ""}, ["WG201", "VZ301"]),
    ):
        said = keeper.get(f"/parking?{urlencode(query)}")
        assert [group["cause"] for group in said["items"]] == causes


@pytest.mark.parametrize("query", ["after=x", "limit=0", "account=%00", "causes=VZ301"])
def test_list_that_cannot_be_is_refused(keeper: Caller, query: str) -> None:
    assert denied(keeper.call("GET", f"/parking?{query}")) == (400, "BERICHT-ONLEESBAAR")


def test_one_group_is_given(keeper: Caller) -> None:
    said = keeper.get(_place("group", _UNKNOWN))
    (listed,) = keeper.get("/parking?cause=WG201")["items"]
    assert said == {**listed, "candidates": []}


def test_group_says_what_it_waits_for(keeper: Caller, coupling: Coupling) -> None:
    receipt = park_behind_held(coupling)
    key = {"cause": "VZ302", "subject": ["FLSN1001", "VG31"]}
    in_the_way = keeper.get(_place("group", key))["in_the_way"]
    assert (in_the_way["receipt"], in_the_way["state"]) == (receipt, "held")
    assert in_the_way["finding"]["text"] == "Het verzuimpercentage 150.00 is hoger dan 100."


def test_link_key_is_given_with_whom_it_may_be(keeper: Caller, coupling: Coupling) -> None:
    known = park_double(coupling)
    key = {"cause": "WN401", "subject": ["FLSN1001", "b"]}
    (candidate,) = keeper.get(_place("group", key))["candidates"]
    assert (candidate["employee"], candidate["surname"]) == (known, None)


def test_reports_of_a_group_are_listed_page_by_page(keeper: Caller) -> None:
    first = keeper.get(_place("reports", _UNKNOWN, limit=2))
    rest = keeper.get(_place("reports", _UNKNOWN, after=first["next"]))
    found = [(each["case"], each["sequence"]) for each in (*first["items"], *rest["items"])]
    assert found == [("VG20", 1), ("VG20", 2), ("VG21", 1)]
    assert [finding["code"] for finding in first["items"][0]["findings"]] == ["WG201"]
    assert rest["next"] is None


@pytest.mark.parametrize("part", ["group", "reports"])
def test_group_that_is_not_there_is_not_found(keeper: Caller, part: str) -> None:
    for place, key in (
        (PLACE, {"cause": "WG201", "subject": ["FLSN1009"]}),
        (NOWHERE, _UNKNOWN),
    ):
        answer = keeper.call("GET", _place(part, key, place))
        assert denied(answer) == (404, "NIET-GEVONDEN")


@pytest.mark.parametrize("query", ["cause=WG201", "subject=x", "cause=%00&subject=x"])
def test_group_that_cannot_be_is_refused(keeper: Caller, query: str) -> None:
    answer = keeper.call("GET", f"{PLACE}/parking/group?{query}")
    assert denied(answer) == (400, "BERICHT-ONLEESBAAR")


def test_group_is_healed_after_it_was_shown_what_that_changes(
    keeper: Caller, coupling: Coupling
) -> None:
    shown = keeper.post(f"{PLACE}/parking/heal?dry_run=true", _CREATE)
    done = keeper.post(f"{PLACE}/parking/heal", _CREATE)
    work()

    assert (shown["reports"], shown["applied"]) == (3, False)
    assert (done["reports"], done["applied"], done["findings"]) == (3, True, [])
    assert [each["key"] for each in done["differences"]] == [["FLSN1002"]]
    assert [group.cause for group in parked(coupling)] == ["VZ301"]
    (event,) = [each for each in account_log(coupling.ref) if each.event == "parking-healed"]
    assert event.by == "api-key:sleutel manage"


def test_all_gaps_are_released_at_once(keeper: Caller) -> None:
    said = keeper.post(f"{PLACE}/parking/heal", {"cause": "VZ301", "action": "release-gap"})
    assert (said["reports"], said["applied"], said["differences"]) == (2, True, [])


def test_what_goes_on_waiting_is_told(keeper: Caller) -> None:
    said = keeper.post(f"{PLACE}/parking/heal", {**_CREATE, "group": ""})
    assert (said["reports"], [each["code"] for each in said["findings"]]) == (0, ["PK106"])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({**_CREATE, "action": "release-gap"}, "PK101"),
        ({**_CREATE, "subject": ["FLSN1009"]}, "PK102"),
        ({**_CREATE, "action": "change-settings"}, "PK103"),
        ({**_CREATE, "name": ""}, "PK104"),
        ({**_CREATE, "group": "ANDERE"}, "PK105"),
    ],
)
def test_why_nothing_is_healed_is_told(keeper: Caller, body: object, code: str) -> None:
    assert keeper.refused("POST", f"{PLACE}/parking/heal", body) == [code]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {**_CREATE, "action": "anders"},
        {**_CREATE, "subject": ["a", "b", "c"]},
        {**_CREATE, "employee": 2**63},
        {**_CREATE, "name": "\0"},
        {**_CREATE, "naam": "x"},
        b"{",
    ],
)
def test_healing_that_cannot_be_is_refused(keeper: Caller, body: object) -> None:
    answer = keeper.call("POST", f"{PLACE}/parking/heal", body)
    assert denied(answer) == (400, "BERICHT-ONLEESBAAR")


def test_another_arbodienst_sees_and_heals_nothing(keeper: Caller) -> None:
    fit = caller(go_live(house("FIT")).arbodienst)

    assert fit.get("/parking")["items"] == []
    assert fit.refused("POST", f"{PLACE}/parking/heal", _CREATE) == ["PK102"]
    assert len(keeper.get("/parking")["items"]) == 2
