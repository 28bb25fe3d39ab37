"""Whether an account can go live, on what is really stored and received (GR-1 to GR-6)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from readiness_world import (
    SAME,
    check,
    in_order,
    judged,
    known_employee,
    load,
    look,
    other_account,
    signed_in,
)
from sending_world import (
    EMPLOYEES,
    absence,
    add_employer,
    deliver,
    employees,
    employer,
    person,
    report,
    sick,
    take,
    work,
)
from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.activation import Waiver, activate
from verzuimbrug.application.readiness.check_readiness import check_readiness
from verzuimbrug.application.readiness.waivers import waive
from verzuimbrug.application.sign_in.issuing import issue, revoke
from verzuimbrug.domain.comparison import ComparedRow
from verzuimbrug.domain.scope import Membership, Period, Reach, Scope, Tenure
from verzuimbrug.store.models import (
    AccessLog,
    ClientAccount,
    Employer,
    EmployerGroup,
    GroupMembership,
    SftpKey,
)
from verzuimbrug.store.readiness_reads import employers_in_scope
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

TODAY = date(2026, 4, 1)
HALF = Decimal("50.00")


def test_account_whose_initial_load_waits_is_ready() -> None:
    coupling = signed_in()
    deliver(coupling, load())
    found = look(coupling.ref)
    assert (found.is_ready, [each.state for each in found.checks]) == (True, ["ok"] * 5)
    assert [each.id for each in found.checks] == ["GR-1", "GR-2", "GR-3", "GR-4", "GR-5"]


def _of(*numbers: str) -> bytes:
    persons = [person(number, report(f"VG{number}")) for number in numbers]
    return absence(*map(employer, numbers, persons))


def test_employer_of_the_portal_that_is_not_in_scope_is_in_the_way() -> None:
    coupling = signed_in(add_employer(in_order(), "FLSN1002"))
    deliver(coupling, load())
    deliver(coupling, _of("1002", "1003"))
    assert judged(coupling.ref, "GR-1") == ("failed", 2, ["GR100", "GR104"])


def test_employers_that_left_are_not_in_the_way_of_going_on() -> None:
    coupling = signed_in()
    deliver(coupling, load())
    activate(coupling.ref, "test", Waiver())
    work()
    assert judged(coupling.ref, "GR-1") == ("ok", 0, ["GR100"])


def test_employees_of_another_account_have_no_key_for_this_one() -> None:
    known_employee(other_account())
    coupling = signed_in()
    deliver(coupling, load())
    assert judged(coupling.ref, "GR-2") == ("failed", 1, ["GR200", "GR201"])
    (row,) = check(coupling.ref, "GR-2").rows
    assert row.proposals == ("b",)  # type: ignore[union-attr]


def test_open_absence_without_a_load_is_unknown() -> None:
    take(other_account(), load("a"))
    coupling = signed_in()
    assert judged(coupling.ref, "GR-3") == ("unknown", 1, ["GR301"])


def test_messages_without_absence_are_no_load() -> None:
    take(other_account(), load("a"))
    coupling = signed_in()
    deliver(coupling, employees(person("b", **SAME)), EMPLOYEES)
    assert judged(coupling.ref, "GR-3") == ("unknown", 1, ["GR301"])


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ({"case": "X9"}, ("ok", 0, ["GR300"])),
        ({"percentage": HALF}, ("failed", 1, ["GR300", "GR303"])),
        ({"at": 1, "first_day": date(2026, 3, 3)}, ("failed", 1, ["GR300", "GR302"])),
    ],
)
def test_open_absence_of_another_account_is_compared_by_person_and_first_day(
    case: dict[str, Any], said: tuple[str, int, list[str]]
) -> None:
    take(other_account(), load("a"))
    coupling = signed_in()
    deliver(coupling, load("b", **case))
    assert judged(coupling.ref, "GR-3") == said


def test_own_absence_of_which_nothing_new_came_is_the_portals_own_word() -> None:
    coupling = signed_in()
    deliver(coupling, load())
    activate(coupling.ref, "test", Waiver())
    work()
    assert judged(coupling.ref, "GR-3") == ("ok", 0, ["GR300"])
    assert check(coupling.ref, "GR-3").findings[0].params["equal"] == "1"


def test_own_absence_is_compared_with_what_ran_dry_since() -> None:
    coupling = signed_in()
    deliver(coupling, load())
    activate(coupling.ref, "test", Waiver())
    work()
    take(coupling, sick(report(percentage=HALF), key="b", test=True))
    assert judged(coupling.ref, "GR-3") == ("failed", 1, ["GR300", "GR303"])
    (row,) = check(coupling.ref, "GR-3").rows
    assert isinstance(row, ComparedRow)
    assert [each.name for each in row.fields] == ["percentage", "periods"]


def test_employers_with_other_classifications_are_in_the_way() -> None:
    configuration = add_employer(in_order(), "FLSN1002", "FELISON-VI")
    del configuration["employers"][1]["classifications"]
    assert judged(signed_in(configuration).ref, "GR-4") == ("failed", 1, ["GR401"])


def _problems(ref: AccountRef) -> list[str]:
    return judged(ref, "GR-5")[2]


def test_template_is_tried_by_a_message_of_any_stream_that_has_it() -> None:
    coupling = signed_in()
    assert _problems(coupling.ref) == ["GR503"] * 3
    deliver(coupling, employees(person("b"), number=" "), EMPLOYEES)
    assert _problems(coupling.ref) == ["GR503"] * 3
    deliver(coupling, employees(person("b")), EMPLOYEES)
    assert _problems(coupling.ref) == ["GR500"]


def test_streams_with_other_templates_are_tried_each() -> None:
    configuration = in_order()
    configuration["accounts"][0]["streams"][1]["employer_code"] = "X[IdWrkgvrArbdnst]"
    coupling = signed_in(configuration)
    deliver(coupling, load())
    (finding,) = check(coupling.ref, "GR-5").findings
    assert (finding.code, finding.params["stream"]) == ("GR503", "WerknemersGegevens")


def test_a_message_that_cannot_be_read_tries_nothing() -> None:
    coupling = signed_in()
    deliver(coupling, b"<geen bericht>")
    assert _problems(coupling.ref) == ["GR503"] * 3


def test_the_newest_message_of_an_account_that_was_live_tries_the_template() -> None:
    coupling = signed_in()
    deliver(coupling, load())
    activate(coupling.ref, "test", Waiver())
    work()
    assert _problems(coupling.ref) == ["GR500"]


@pytest.mark.parametrize(
    ("template", "made", "problems"),
    [
        ("FLSN[IdWrkgvrArbdnst]", 1, ["GR500"]),
        ("FLSN[IdWrkgvrArbdnst]", 0, ["GR503"] * 3),
        ("X[IdWrkgvrArbdnst]", 1, ["GR503"] * 3),
    ],
)
def test_a_template_tried_by_hand_is_tried_as_long_as_it_stays(
    template: str, made: int, problems: list[str]
) -> None:
    coupling = signed_in()
    details = {"stream": "Verzuimmeldingen", "template": template, "made": made}
    with tenant(coupling.arbodienst):
        log_event(coupling.ref, "test", "template-tried", details)
    assert _problems(coupling.ref) == problems


def _loaded(**stream: Any) -> AccountRef:  # noqa: ANN401 -- settings
    coupling = signed_in(in_order(**stream))
    deliver(coupling, load())
    return coupling.ref


@pytest.mark.parametrize(
    ("stream", "problems"),
    [
        ({"operations_confirmed": False}, ["GR501"]),
        ({"editions": ["2025", "2026"], "operations_confirmed": ["2026"]}, ["GR506"]),
        ({"editions": ["2025", "2026"], "operations_confirmed": ["2025", "2026"]}, ["GR500"]),
    ],
)
def test_code_tables_are_confirmed_for_every_accepted_edition(
    stream: dict[str, Any], problems: list[str]
) -> None:
    assert _problems(_loaded(**stream)) == problems


def test_reports_have_a_recipient() -> None:
    ref = _loaded()
    with tenant(ref.arbodienst):
        ClientAccount.objects.update(report_recipients=[])
    assert _problems(ref) == ["GR505"]


def test_credentials_are_issued_and_handed_over() -> None:
    ref = _loaded()
    revoke(ref, "test")
    assert _problems(ref) == ["GR502"]
    issue(ref, "test")
    assert _problems(ref) == ["GR504"]


def test_an_sftp_account_has_a_key_that_was_not_revoked() -> None:
    ref = _loaded()
    with tenant(ref.arbodienst):
        ClientAccount.objects.update(kind="sftp")
    assert _problems(ref) == ["GR507"]
    with tenant(ref.arbodienst):
        key = SftpKey.objects.create(
            arbodienst_id=ref.arbodienst, account_id=ref.account, added_at="2026-01-01T00:00Z"
        )
    assert _problems(ref) == ["GR500"]
    with tenant(ref.arbodienst):
        SftpKey.objects.filter(id=key.id).update(revoked_at="2026-01-02T00:00Z")
    assert _problems(ref) == ["GR507"]


def test_waived_check_says_so_and_one_in_order_stays_in_order() -> None:
    ref = _loaded()
    with tenant(ref.arbodienst):
        ClientAccount.objects.update(report_recipients=[])
    waive(ref, "beheerder", Waiver(checks=("GR-4", "GR-5"), reason="eerst"))
    waive(ref, "beheerder", Waiver(checks=("GR-5",), reason="proef"))
    found = look(ref)
    assert [each.state for each in found.checks] == ["ok", "ok", "ok", "ok", "waived"]
    waiver = found.checks[4].waiver
    assert waiver is not None
    assert (found.is_ready, waiver.reason, waiver.by) == (True, "proef", "beheerder")


def test_that_persons_were_shown_is_kept() -> None:
    other = other_account()
    employee = known_employee(other)
    take(other, load("a"))
    coupling = signed_in()
    check_readiness(coupling.ref, "klantbeheerder")
    with tenant(coupling.arbodienst):
        seen = AccessLog.objects.values_list("principal", "action", "employees").get()
    assert seen == ("klantbeheerder", "employees.read", [employee])


def test_a_look_that_shows_nobody_is_not() -> None:
    coupling = signed_in()
    look(coupling.ref)
    with tenant(coupling.arbodienst):
        assert not AccessLog.objects.exists()


_AROUND = (None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1))


def test_employers_in_scope_are_those_that_the_domain_says() -> None:
    coupling = signed_in()
    own = {"arbodienst_id": coupling.arbodienst}
    with tenant(coupling.arbodienst):
        group = EmployerGroup.objects.get()
        for number, (start, end) in enumerate((s, e) for s in _AROUND for e in _AROUND):
            client = Employer.objects.create(**own, code=f"A{number:02}", name="A")
            member = {"group": group, "employer": client, "starts_on": start, "ends_on": end}
            GroupMembership.objects.create(**own, **member, run_out_until=TODAY)
            during = {"starts_on": start, "ends_on": end}
            client = Employer.objects.create(**own, code=f"B{number:02}", name="B", **during)
            GroupMembership.objects.create(**own, group=group, employer=client)
        found = {row[1] for row in employers_in_scope(coupling.account, TODAY)}
        assert found == {each.code for each in Employer.objects.all() if _is_in(group.id, each)}
        assert 2 < len(found) < 30


def _is_in(group: int, client: Employer) -> bool:
    memberships = tuple(
        Membership(group=row.group_id, start=row.starts_on, end=row.ends_on)
        for row in GroupMembership.objects.filter(employer=client)
    )
    period = Period(start=client.starts_on, end=client.ends_on)
    tenure = Tenure(period=period, memberships=memberships)
    scope = Scope(groups=frozenset({group}))
    return scope.reach(client.id, tenure, [TODAY]) is Reach.IN


@pytest.mark.parametrize(("scope", "codes"), [({"all": True}, 2), ({"employers": ["FLSN1002"]}, 1)])
def test_scope_of_all_and_of_single_employers(scope: dict[str, Any], codes: int) -> None:
    configuration = add_employer(in_order(), "FLSN1002")
    configuration["accounts"][0]["scope"] = scope
    coupling = signed_in(configuration)
    with tenant(coupling.arbodienst):
        assert len(employers_in_scope(coupling.account, TODAY)) == codes
