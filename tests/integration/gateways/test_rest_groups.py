"""Employer groups and their classifications over the management side of the REST API."""

import pytest
from django.utils import timezone

from configuring_world import coupling
from managing_world import Caller, caller, changed
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.store.models import AbsenceCase, Employee, Employer
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

GROUP = {"code": "FELISON-VI", "name": "Gezamenlijke relaties Felison"}
MEMBERS = "/employer-groups/FELISON-VI/members"
SCHEME = {"code": "kort", "classifications": [{"code": "arbeidsongeval", "name": "Ongeval"}]}


@pytest.fixture
def ref(database: None) -> AccountRef:
    """An account of an arbodienst with employer FLSN1001 in group FELISON-VI."""
    del database
    return coupling("GEZOND")


@pytest.fixture
def gezond(ref: AccountRef) -> Caller:
    """A beheerder of it."""
    return caller(ref.arbodienst)


@pytest.fixture
def second(gezond: Caller) -> str:
    """One more employer, in no group."""
    gezond.put("/employers/W2", {"name": "Twee", "classifications": "standaard"})
    return "W2"


def _case(ref: AccountRef) -> None:
    """A case of sickness at FLSN1001."""
    own = {"arbodienst_id": ref.arbodienst}
    with tenant(ref.arbodienst):
        own["employer_id"] = Employer.objects.get(code="FLSN1001").id
        person = Employee.objects.create(**own, birth_date="1980-02-05", fields={})
        AbsenceCase.objects.create(
            **own,
            account_id=ref.account,
            employee=person,
            key="VG1",
            first_day="2026-03-01",
            status="open",
            periods={},
            cause="01",
            safety_net="N",
            last_sequence=1,
            classification="ziekte",
        )


def test_groups_are_listed_with_how_many_are_in_them(gezond: Caller) -> None:
    row = {**GROUP, "notes": "", "open": True, "members": 1}

    assert gezond.get("/employer-groups") == {"items": [row]}
    assert gezond.get("/employer-groups/FELISON-VI") == GROUP


def test_saving_makes_or_changes_a_group(gezond: Caller) -> None:
    body = {"name": "Zuid", "notes": "Belt altijd", "open": False}
    shown = gezond.put("/employer-groups/A%2FB%20C?dry_run=true", body)
    done = gezond.put("/employer-groups/A%2FB%20C", body)

    assert (shown["applied"], done["applied"]) == (False, True)
    assert changed(shown) == changed(done) == [("A/B C", None, {"code": "A/B C", **body})]
    assert gezond.get("/employer-groups/A%2FB%20C") == {"code": "A/B C", **body}


def test_a_group_needs_a_name(gezond: Caller) -> None:
    assert gezond.refused("PUT", "/employer-groups/ZUID", {"name": ""}) == ["CF009"]
    assert gezond.call("PUT", "/employer-groups/ZUID", {}).status_code == 400


def test_an_employer_joins_today_or_on_a_day(gezond: Caller, second: str) -> None:
    today = timezone.localdate().isoformat()
    shown = gezond.post(f"{MEMBERS}?dry_run=true", {"employer": second, "from": "2026-01-01"})
    gezond.post(MEMBERS, {"employer": second})

    assert changed(shown) == [(second, "groups", [{"code": "FELISON-VI", "from": "2026-01-01"}])]
    _, row = gezond.get(MEMBERS)["items"]
    assert row == {
        "code": second,
        "name": "Twee",
        "from": today,
        "until": None,
        "run_out_until": None,
        "state": "member",
    }


def test_a_membership_ends_on_a_day_with_a_run_out(gezond: Caller) -> None:
    leaving = {"employer": "FLSN1001", "until": "2026-10-31", "run_out_until": "2199-12-31"}
    shown = gezond.post(f"{MEMBERS}/end?dry_run=true", leaving)
    done = gezond.post(f"{MEMBERS}/end", leaving)

    assert changed(shown) == changed(done)
    (row,) = gezond.get(MEMBERS)["items"]
    assert (row["until"], row["run_out_until"], row["state"]) == (
        "2026-10-31",
        "2199-12-31",
        "run-out",
    )


def test_members_come_in_pages(gezond: Caller, second: str) -> None:
    gezond.post(MEMBERS, {"employer": second})

    first = gezond.get(f"{MEMBERS}?limit=1")
    last = gezond.get(f"{MEMBERS}?limit=1&after={first['next']}")

    assert [page["items"][0]["code"] for page in (first, last)] == ["FLSN1001", second]
    assert last["next"] is None


@pytest.mark.parametrize(
    ("path", "body", "fault"),
    [
        (MEMBERS, {"employer": "NERGENS"}, "CF031"),
        (f"{MEMBERS}/end", {"employer": "W2", "until": "2026-12-31"}, "EI201"),
    ],
)
@pytest.mark.usefixtures("second")
def test_what_cannot_be_of_a_membership_is_a_finding(
    gezond: Caller, path: str, body: object, fault: str
) -> None:
    assert gezond.refused("POST", path, body) == [fault]


def test_members_of_a_group_are_compared_in_their_classifications(
    gezond: Caller, second: str
) -> None:
    compared = "/employer-groups/FELISON-VI/classifications"
    gezond.put("/classification-schemes/kort", SCHEME)
    gezond.post(MEMBERS, {"employer": second})
    assert gezond.get(compared) == {"equal": True, "differences": [], "without_scheme": []}

    gezond.put(f"/employers/{second}", {"name": "Twee", "groups": ["FELISON-VI"]})

    assert gezond.get(compared) == {
        "equal": False,
        "differences": [
            {"classification": one, "having": ["FLSN1001"], "lacking": [second]}
            for one in ("arbeidsongeval", "ziekte")
        ],
        "without_scheme": [second],
    }


def test_classifications_are_made_equal_with_a_warning_for_cases(
    gezond: Caller, ref: AccountRef
) -> None:
    equal = "/employer-groups/FELISON-VI/classifications/make-equal"
    gezond.put("/classification-schemes/kort", SCHEME)
    _case(ref)

    shown = gezond.post(f"{equal}?dry_run=true", {"scheme": "kort"})
    done = gezond.post(equal, {"scheme": "kort"})

    assert changed(shown) == changed(done) == [("FLSN1001", "classifications", "kort")]
    assert (shown["applied"], done["applied"]) == (False, True)
    assert [finding["code"] for finding in done["findings"]] == ["EI211"]
    assert gezond.refused("POST", equal, {"scheme": "nergens"}) == ["CF013"]


def test_who_may_not_change_groups_is_told_so(ref: AccountRef) -> None:
    audit = caller(ref.arbodienst, "audit")

    assert audit.get(MEMBERS)["next"] is None
    for path, body in (
        (MEMBERS, {"employer": "W2"}),
        (f"{MEMBERS}/end", {"employer": "W2", "until": "2026-12-31"}),
        ("/employer-groups/FELISON-VI/classifications/make-equal", {"scheme": "standaard"}),
    ):
        assert audit.call("POST", path, body).status_code == 403
    assert audit.call("PUT", "/employer-groups/ZUID", {"name": "Zuid"}).status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/employer-groups/{}", None),
        ("GET", "/employer-groups/{}/members", None),
        ("POST", "/employer-groups/{}/members", {"employer": "FLSN1001"}),
        ("POST", "/employer-groups/{}/members/end", {"employer": "W2", "until": "2026-12-31"}),
        ("GET", "/employer-groups/{}/classifications", None),
        ("POST", "/employer-groups/{}/classifications/make-equal", {"scheme": "standaard"}),
        ("GET", "/employer-groups/{}/versions", None),
    ],
)
def test_foreign_and_unknown_are_answered_alike(
    gezond: Caller, method: str, path: str, body: object
) -> None:
    caller(coupling("FIT").arbodienst).put("/employer-groups/Z9", {"name": "Negen"})

    answers = [gezond.call(method, path.format(code), body) for code in ("Z9", "X", "%00")]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
