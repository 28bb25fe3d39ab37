"""A sandbox is opened for an account, kept apart, brought up to date and closed."""

from datetime import date
from typing import Any

import pytest

from configuring_world import ACCOUNT, apply
from doors_world import Coupling
from sandbox_world import collect, real_account, sandbox, send, send_examples, sender, told
from sending_world import (
    ABSENCE,
    EMPLOYMENTS,
    absence,
    day,
    deliver,
    employer,
    person,
    report,
    settings,
    work,
)
from verzuimbrug.application.account_status import close, suspend
from verzuimbrug.application.accounts import account_log, find_account, find_arbodienst
from verzuimbrug.application.arbodiensten import list_arbodiensten
from verzuimbrug.application.sandboxes.connecting import connection_of
from verzuimbrug.application.sandboxes.editions import editions_of
from verzuimbrug.application.sandboxes.finding import Sandbox, sandbox_at, sandbox_of
from verzuimbrug.application.sandboxes.opening import close_sandbox, open_sandbox, update_sandbox
from verzuimbrug.application.sandboxes.page_link import withdraw_page_link
from verzuimbrug.application.sandboxes.telling import tell_conformance
from verzuimbrug.application.streams import list_streams
from verzuimbrug.domain.conformance_judging import Aspect, Verdict
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import ClientAccount, Employer
from verzuimbrug.store.tenancy import tenant

DAY = date(2026, 11, 29)

pytestmark = pytest.mark.usefixtures("database")


def unproven(of: Sandbox) -> list[tuple[str, str, str]]:
    """The cases that are not."""
    return [
        (edition.stream, edition.edition, case.id)
        for edition in tell_conformance(of, "nl").editions
        for case in edition.cases
        if case.verdict is not Verdict.PROVEN
    ]


def test_a_sandbox_has_the_settings_of_its_account_and_employers_that_do_not_exist() -> None:
    of = sandbox()
    assert (of.code, of.account) == (f"GEZOND-PROEF-{of.of.account}", f"{ACCOUNT} (proef)")
    with tenant(of.ref.arbodienst):
        account = ClientAccount.objects.get()
        codes = sorted(Employer.objects.values_list("code", flat=True))
    assert (account.status, account.report_recipients) == ("active", [])
    assert codes == ["FLSN10001", "FLSN10002", "FLSN10003"]
    (absence, *_) = [each for each in list_streams(of.ref) if each.name == ABSENCE]
    assert absence.settings["classification"]["default"] == "ziekte"
    assert absence.settings["mode"] == "live"
    assert set(absence.settings["guards"].values()) == {"off"}


def test_opened_again_it_is_the_same_one_and_after_closing_another_one() -> None:
    first = sandbox()
    assert open_sandbox(first.of, "test") == first
    assert not withdraw_page_link(first, "test")
    assert close_sandbox(first.of, "test")
    assert not close_sandbox(first.of, "test")
    second = open_sandbox(first.of, "test")
    assert isinstance(second, Sandbox)
    assert second.code == f"{first.code}-2"
    assert sandbox_of(first.of) == second
    events = [each.event for each in account_log(first.of)]
    assert events[-3:] == ["sandbox-opened", "sandbox-closed", "sandbox-opened"]


def test_it_stands_in_no_list_and_is_found_from_either_side() -> None:
    of = sandbox()
    assert find_arbodienst().code == "GEZOND"
    assert [each.code for each in list_arbodiensten()] == ["GEZOND"]
    assert find_account(ACCOUNT) == of.of
    assert find_account(of.account, of.code) == of.ref
    assert sandbox_at(of.ref) == of
    assert sandbox_at(of.of) is None
    assert sandbox_of(of.ref) is None
    assert open_sandbox(of.ref, "test") == (Finding("PB004"),)


@pytest.mark.parametrize(
    "stream",
    [
        {"employer_code": "[IndERDWGA]"},
        {"employer_code_options": {"conversion": "EEN"}},
        {"employer_code_options": {"conversion": "GEEN"}},
    ],
)
def test_wg1_where_no_codes_can_be_made_of_our_numbers_it_is_said(stream: dict[str, Any]) -> None:
    configuration = settings(**stream)
    table = {"code": "EEN", "unknown": "default", "default": "1", "values": {"1001": "1001"}}
    other = {"code": "GEEN", "unknown": "finding", "values": {"1001": "1001"}}
    configuration["conversion_tables"] = [table, other]
    (found,) = open_sandbox(real_account(configuration), "test")  # type: ignore[misc]
    assert isinstance(found, Finding)
    assert (found.code, found.params) == ("PB001", {"stream": ABSENCE})


def test_streams_with_templates_of_their_own_know_each_employer_by_two_codes() -> None:
    of = sandbox(settings(employer_code="A[InschrijvingsnrKvK]"))
    with tenant(of.ref.arbodienst):
        assert Employer.objects.count() == 6
    send(of, ABSENCE, "2026", "new")
    work()
    assert told(of, "2026", "new").verdict is Verdict.PROVEN


def test_an_account_that_ended_gets_none_and_one_that_is_paused_does() -> None:
    ref = real_account()
    assert update_sandbox(ref, "test").findings == (Finding("PB002"),)
    assert isinstance(open_sandbox(ref, "test"), Sandbox)
    close_sandbox(ref, "test")
    assert update_sandbox(ref, "test").findings == (Finding("PB002"),)
    close(ref, "test", "proef")
    assert open_sandbox(ref, "test") == (Finding("PB003"),)


def test_changed_settings_come_along_when_that_is_asked() -> None:
    of = sandbox()
    assert update_sandbox(of.of, "test").differences == ()
    apply(settings(composite_days=20))
    assert update_sandbox(of.of, "test", dry_run=True).differences
    assert update_sandbox(of.of, "test").applied
    assert update_sandbox(of.of, "test", dry_run=True).differences == ()
    assert [each.event for each in account_log(of.of)][-1] == "sandbox-updated"
    apply(settings(employer_code="[IndERDWGA]"))
    assert update_sandbox(of.of, "test").findings == (Finding("PB001", {"stream": ABSENCE}),)


def test_the_table_verbs_proves_the_same_cases() -> None:
    of = sandbox(settings(operations="verbs", editions=["2026"]))
    for case in ("recovery", "correct-period", "recovery-taken-back", "case-withdrawn"):
        send(of, ABSENCE, "2026", case)
        work()
        assert told(of, "2026", case).verdict is Verdict.PROVEN, case


def test_an_insurer_proves_the_cases_of_its_own_message() -> None:
    configuration = settings()
    (account,) = configuration["accounts"]
    absence = account["streams"][0]
    message = "VerzuimmeldingenVerzekeraar-Arbodienst"
    template = "FLSN[IDWrkgvrVerzekeraar]"
    absence |= {"name": "Verzekeraar", "message": message, "employer_code": template}
    absence |= {"employee_key": "IdWrknmrVzkr"}
    account |= {"portal": "other", "streams": [absence]}
    of = sandbox(configuration)
    send_examples(of)
    collect(of)
    assert unproven(of) == []
    (stream,) = connection_of(of).streams
    assert stream.employers[0] == ("inside", "Proefbakkerij", {"IDWrkgvrVerzekeraar": "V10001"})


def test_without_a_stream_that_makes_persons_known_there_are_fewer_cases() -> None:
    configuration = settings()
    (account,) = configuration["accounts"]
    account["portal"] = "other"
    account["streams"] = account["streams"][2:]
    configuration["classification_schemes"] = []
    configuration["employers"] = []
    of = sandbox(configuration)
    found = {case.id for edition in tell_conformance(of, "en").editions for case in edition.cases}
    assert "person-unknown" in found
    assert not {"employment-known", "former-key", "employment-ended"} & found
    assert list(editions_of(of).examples(EMPLOYMENTS, "2026", "former-key", DAY)) == []


def test_a_sandbox_that_is_paused_is_not_open() -> None:
    of = sandbox()
    suspend(of.ref, "test")
    there = sandbox_of(of.of)
    assert there is not None
    assert not there.is_open


def test_what_differs_and_what_belongs_to_no_case_is_told_in_words() -> None:
    of = sandbox()
    coupling = Coupling(arbodienst=of.ref.arbodienst, account=of.ref.account, code="", token="")
    deliver(coupling, b"<geen-xml")
    send(of, ABSENCE, "2026", "employer-unknown")
    work()
    found = tell_conformance(of, "nl")
    (other,) = found.others
    assert (other.state, other.findings[0].code) == ("afgewezen", "XML06")
    new = told(of, "2026", "new")
    assert new.verdict is Verdict.OTHERWISE
    assert {each.aspect for each in new.differences} == {Aspect.REPORT, Aspect.ANSWER}
    assert (new.differences[0].expected, new.differences[0].seen) == ("verwerkt", "wachtend")
    assert (new.differences[1].expected, new.differences[1].seen) == ("Verwerkingsmelding", "")
    assert sender(of).account == of.ref.account


def test_a_finding_that_was_expected_and_not_seen_is_told_with_what_was() -> None:
    of = sandbox()
    coupling = Coupling(arbodienst=of.ref.arbodienst, account=of.ref.account, code="", token="")
    again = report("VG-9", 3, Operation.CHANGE, at=9)
    recovered = report("VG-9", 2, Operation.CHANGE, at=4, ends=True, recovered_on=day(4))
    deliver(coupling, absence(employer("10001", person("w-9", recovered, again))))
    work()
    relapse = told(of, "2026", "relapse")
    assert relapse.verdict is Verdict.OTHERWISE
    (finding,) = (each for each in relapse.differences if each.aspect is Aspect.FINDING)
    assert finding.expected == "VZ501"
    assert finding.seen.startswith("VZ")


def test_wg2_what_is_expected_and_seen_is_told_as_the_sender_reads_it() -> None:
    of = sandbox()
    send(of, ABSENCE, "2026", "employer-outside")
    expected = told(of, "2026", "employer-outside").expected
    assert expected.findings[0].code == "WG200"
    work()
    seen = told(of, "2026", "employer-outside").seen
    assert seen is not None
    assert {each.code for each in seen.findings} == {"WG200"}
