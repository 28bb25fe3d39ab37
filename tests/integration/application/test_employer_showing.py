"""One employer: what it is, its time in groups, which couplings reach it and what they did."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from configuring_world import ACCOUNT, apply
from doors_world import Coupling
from sending_world import (
    absence as absence_of,
    add_employer,
    employer,
    go_live,
    person,
    report,
    settings,
    sick,
    take,
)
from verzuimbrug.application.access import Reader
from verzuimbrug.application.configuration.entries import MembershipEntry
from verzuimbrug.application.employers.activity import CouplingActivity, coupling_activity
from verzuimbrug.application.employers.employers import rename_employer
from verzuimbrug.application.employers.group_members import MemberState, end_membership
from verzuimbrug.application.employers.search import ClientState
from verzuimbrug.application.employers.showing import EmployerShown, show_employer
from verzuimbrug.domain.authority import Authority
from verzuimbrug.domain.deliveries import DeliveredReport, Operation
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.domain.scope import Reach
from verzuimbrug.store.models import Employer
from verzuimbrug.store.models.messages import MessageState
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def _id(arbodienst: int, code: str = "FLSN1001") -> int:
    with tenant(arbodienst):
        return Employer.objects.get(code=code).id


def _reader(arbodienst: int, **authority: frozenset[int]) -> Reader:
    return Reader(arbodienst=arbodienst, principal="test", authority=Authority(**authority))


def _show(arbodienst: int, code: str = "FLSN1001") -> EmployerShown:
    shown = show_employer(_reader(arbodienst), _id(arbodienst, code))
    assert shown is not None
    return shown


def _activity(coupling: Coupling, code: str = "FLSN1001") -> CouplingActivity:
    shown = _show(coupling.arbodienst, code)
    return coupling_activity(_reader(coupling.arbodienst), shown)[coupling.account]


def test_all_that_is_configured_is_shown() -> None:
    coupling = go_live()
    rename_employer(coupling.arbodienst, "FLSN1001", "FLSN2001", by="test")

    shown = _show(coupling.arbodienst, "FLSN2001")
    assert (shown.former_codes, shown.state) == (("FLSN1001",), ClientState.CLIENT)
    assert shown.scheme is not None
    assert shown.scheme.classifications == (
        ("arbeidsongeval", "Arbeidsongeval"),
        ("ziekte", "Ziekte"),
    )
    (membership,) = shown.memberships
    assert (membership.code, membership.state) == ("FELISON-VI", MemberState.MEMBER)


def test_an_employer_without_anything_is_shown_too() -> None:
    configuration = settings()
    configuration["employers"].append({"code": "W2", "name": "Los"})
    coupling = go_live(configuration)

    shown = _show(coupling.arbodienst, "W2")
    assert (shown.scheme, shown.memberships, shown.couplings) == (None, (), ())
    assert coupling_activity(_reader(coupling.arbodienst), shown) == {}


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        ({"all": True}, (True, (), False)),
        ({"employer_groups": ["FELISON-VI"]}, (False, ("FELISON-VI",), False)),
        ({"employers": ["FLSN1001"]}, (False, (), True)),
    ],
)
def test_a_coupling_says_by_what_it_reaches_the_employer(
    scope: dict[str, object], told: tuple[object, ...]
) -> None:
    configuration = settings()
    configuration["accounts"][0]["scope"] = scope
    coupling = go_live(configuration)

    (found,) = _show(coupling.arbodienst).couplings
    assert (found.account, found.name, found.reach) == (coupling.account, ACCOUNT, Reach.IN)
    assert (found.everything, found.groups, found.by_itself) == told


def test_a_coupling_that_reached_the_employer_stays_shown() -> None:
    coupling = go_live()
    today = timezone.localdate()
    ended = MembershipEntry(group="FELISON-VI", end=today, run_out=today + timedelta(days=9))
    end_membership(coupling.arbodienst, "FLSN1001", ended, by="test")
    (found,) = _show(coupling.arbodienst).couplings
    assert found.reach == Reach.IN

    configuration = settings()
    configuration["employers"][0]["groups"] = []
    apply(configuration)
    (found,) = _show(coupling.arbodienst).couplings
    assert found.reach == Reach.OUT


def test_what_is_closed_is_not_there() -> None:
    coupling = go_live()
    own, number = coupling.arbodienst, _id(coupling.arbodienst)

    assert show_employer(_reader(own, employers=frozenset()), number) is None
    assert show_employer(_reader(own), number + 1000) is None
    limited = _reader(own, employers=frozenset({number}), accounts=frozenset())
    shown = show_employer(limited, number)
    assert shown is not None
    assert shown.couplings == ()


def test_what_a_coupling_did_is_counted() -> None:
    coupling = go_live()
    take(coupling, absence_of(employer("1001", person("1", report()))))
    take(coupling, sick(report("VG2"), key="2"), absence_of(employer("1001", person("3", _gap()))))

    activity = _activity(coupling)
    assert activity.states == {ReportState.APPLIED: 2, ReportState.PARKED: 1}
    assert (activity.parked, activity.parked_persons) == (1, 0)
    assert activity.persons == 3
    assert activity.changes >= 5
    assert [day.received for day in activity.days] == [0] * 29 + [3]
    assert [day.findings for day in activity.days] == [0] * 29 + [1]
    assert activity.last_message is not None
    assert activity.last_message.stream == "Verzuimmeldingen"
    assert activity.last_message.state == MessageState.PROCESSED


def _gap() -> DeliveredReport:
    return report("VG9", 2, Operation.CHANGE, at=3)


def test_a_coupling_that_did_nothing_says_so() -> None:
    activity = _activity(go_live())

    assert (activity.states, activity.changes, activity.last_message) == ({}, 0, None)


def test_one_that_waited_before_the_employer_was_there_counts_by_its_code() -> None:
    coupling = go_live()
    take(coupling, absence_of(employer("1002", person("1", report()))))
    apply(add_employer(settings(), "FLSN1002"))

    shown = _show(coupling.arbodienst, "FLSN1002")
    assert shown.couplings == ()
    apply(add_employer(settings(), "FLSN1002", "FELISON-VI"))
    assert _activity(coupling, "FLSN1002").parked == 1


def test_the_number_of_queries_is_the_same_for_more() -> None:
    coupling = go_live()
    shown = _show(coupling.arbodienst)
    with CaptureQueriesContext(connection) as none:
        coupling_activity(_reader(coupling.arbodienst), shown)
    take(coupling, sick(report(), key="1"), sick(report("VG2"), key="2"))
    with CaptureQueriesContext(connection) as some:
        coupling_activity(_reader(coupling.arbodienst), shown)

    assert len(none) == len(some)
