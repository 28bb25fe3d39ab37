"""Trying a template on a message: how the code is made, whose it is, and what is kept of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sending_world import (
    ABSENCE,
    absence,
    add_employer,
    connect,
    deliver,
    employees,
    employer,
    go_live,
    person,
    report,
    settings,
    sick,
    states,
    take,
)
from trying_world import looks, refusals, tried, tries
from verzuimbrug.application.trying.values import (
    MOST_EMPLOYERS,
    Counts,
    MadeStep,
    Step,
    TriedEmployer,
    TriedTag,
)
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.scope import Reach
from verzuimbrug.store.models import Message, MessageBody, Work
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

ROOT = "/Verzuimmeldingen"


def test_a_message_that_fits_is_shown_whole_and_the_try_is_logged() -> None:
    coupling = connect(settings())

    outcome = tried(coupling, sick(report()))

    (group,) = outcome.employers
    assert group == TriedEmployer(
        path=f"{ROOT}/Wrkgvr[1]",
        line=group.line,
        tags=(
            TriedTag(
                tag="IdWrkgvrArbdnst",
                received="1001",
                steps=(MadeStep(step=Step.TRIMMED, value="1001"),),
            ),
        ),
        code="FLSN1001",
        is_made=True,
        exists=True,
        reach=Reach.IN,
        name="Bakkerij De Korenbloem B.V.",
        finding=None,
        persons=1,
        reports=1,
    )
    assert outcome.is_fit
    assert (outcome.message, outcome.edition) == (ABSENCE, "2026")
    assert (outcome.valid, outcome.accepted, outcome.confirmed) == (True, True, True)
    assert outcome.counts == Counts(employers=1, made=1, matched=1, persons=1, new=1, reports=1)
    template = "FLSN[IdWrkgvrArbdnst]"
    made = {"stream": ABSENCE, "template": template, "made": 1, "matched": 1}
    assert tries(coupling) == [made]


def test_every_step_of_making_the_code_is_shown() -> None:
    options = {"upper": True, "strip_zeros": True, "conversion": {"A17": "99"}}
    coupling = connect(settings())
    proposed = {"employer_code": "X-[IdWrkgvrArbdnst]", "employer_code_options": options}

    outcome = tried(coupling, absence(employer(" 00a17 ", person("w-1", report()))), **proposed)

    (group,) = outcome.employers
    steps = ["00a17", "00A17", "A17", "99"]
    assert group.code == "X-99"
    assert group.tags[0].received == " 00a17 "
    assert [step.value for step in group.tags[0].steps] == steps
    assert [step.step for step in group.tags[0].steps] == list(Step)


def test_a_tag_that_is_named_twice_is_shown_once_and_others_beside_it() -> None:
    coupling = connect(settings())
    template = "[IdWrkgvrArbdnst]/[Lhnr]/[IdWrkgvrArbdnst]"

    outcome = tried(coupling, sick(report()), employer_code=template)

    (group,) = outcome.employers
    assert group.code == "1001/000001001L01/1001"
    assert [tag.tag for tag in group.tags] == ["IdWrkgvrArbdnst", "Lhnr"]


def test_the_spelling_of_the_manual_is_taken_for_the_tag_of_the_standard() -> None:
    coupling = connect(settings())

    outcome = tried(coupling, sick(report()), employer_code="FLSN[IdWrkgvrArbndst]")

    assert outcome.template == "FLSN[IdWrkgvrArbdnst]"
    assert outcome.employers[0].code == "FLSN1001"


def test_a_value_that_a_named_conversion_table_does_not_have_is_shown_as_such() -> None:
    configuration = settings()
    configuration["conversion_tables"] = [
        {"code": "relaties", "unknown": "finding", "values": {"7": "8"}}
    ]
    coupling = connect(configuration)
    proposed = {"employer_code_options": {"conversion": "relaties"}}

    outcome = tried(coupling, sick(report()), **proposed)

    (group,) = outcome.employers
    assert group.tags[0].steps[-1] == MadeStep(step=Step.CONVERTED, value=None)
    assert (group.is_made, group.exists, group.name) == (False, False, "")
    assert group.finding is not None
    assert group.finding.code == "WG102"
    assert outcome.counts.unmade == 1
    assert not outcome.is_fit


def test_an_empty_tag_makes_no_code_and_the_try_does_not_count() -> None:
    coupling = connect(settings())

    outcome = tried(coupling, absence(employer("  ", person("w-1", report()))))

    (group,) = outcome.employers
    assert (group.code, group.is_made, group.exists) == ("FLSN", False, False)
    assert group.finding is not None
    assert group.finding.code == "WG101"
    assert tries(coupling) == []


def test_an_employer_that_is_not_there_and_one_out_of_scope_are_told_apart() -> None:
    coupling = connect(add_employer(settings(), "FLSN1002"))
    groups = [
        employer(number, person(number, report())) for number in ("1001", "1002", "1003", "1001")
    ]

    outcome = tried(coupling, absence(*groups))

    shown = [(one.code, one.exists, one.reach, one.name) for one in outcome.employers]
    korenbloem = ("FLSN1001", True, Reach.IN, "Bakkerij De Korenbloem B.V.")
    assert shown == [
        korenbloem,
        ("FLSN1002", True, Reach.OUT, "N.V. FLSN1002"),
        ("FLSN1003", False, Reach.OUT, ""),
        korenbloem,
    ]
    codes = [one.finding.code for one in outcome.employers if one.finding]
    assert codes == ["WG202", "WG201"]
    counts = outcome.counts
    assert (counts.employers, counts.made, counts.matched) == (4, 3, 1)
    assert not outcome.is_fit
    assert tries(coupling)[0]["matched"] == 1


def test_scope_is_that_of_today_also_for_an_old_message() -> None:
    coupling = connect(settings())
    receipt = deliver(coupling, sick(report()))
    with tenant(coupling.arbodienst):
        Message.objects.update(received_at=datetime.now(UTC) - timedelta(days=99))
    yesterday = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
    configuration = settings()
    configuration["employers"][0]["groups"] = [{"code": "FELISON-VI", "until": yesterday}]
    connect(configuration)

    assert tried(coupling, receipt).employers[0].reach is Reach.OUT


def test_no_more_groups_are_shown_than_can_be_read_and_all_are_counted() -> None:
    coupling = connect(settings())
    groups = [employer(str(number), person("w", report())) for number in range(MOST_EMPLOYERS + 1)]

    outcome = tried(coupling, absence(*groups))

    assert len(outcome.employers) == MOST_EMPLOYERS
    assert outcome.counts.employers == outcome.counts.made == MOST_EMPLOYERS + 1


@pytest.mark.parametrize(
    ("message", "valid", "accepted", "code"),
    [
        (b"geen xml", False, False, "XML06"),
        (sick(report()).replace(b"VrzmgvlVnrMld", b"Volgnummer"), False, True, None),
        (sick(report(), edition="2024"), True, False, "IN101"),
        (employees(person("w-1")), True, False, "IN102"),
        (sick(report()).replace(b"/2026", b"/2031"), False, False, "BRT02"),
    ],
)
def test_a_message_that_would_be_rejected_is_not_looked_into(
    message: bytes, *, valid: bool, accepted: bool, code: str | None
) -> None:
    coupling = connect(settings(editions=["2025", "2026"]))

    outcome = tried(coupling, message)

    assert (outcome.valid, outcome.accepted) == (valid, accepted)
    assert code is None or code in [finding.code for finding in outcome.findings]
    assert outcome.findings
    assert (outcome.employers, outcome.persons) == ((), ())
    assert not outcome.is_fit
    assert tries(coupling) == []


def test_that_a_message_would_be_held_whole_is_said() -> None:
    coupling = connect(settings())
    ahead = datetime.now(UTC).replace(tzinfo=None, microsecond=0) + timedelta(days=9)

    outcome = tried(coupling, sick(report(), made_at=ahead))

    assert [finding.code for finding in outcome.findings] == ["WN501"]
    assert outcome.employers[0].code == "FLSN1001"


def test_a_received_message_is_tried_and_that_somebody_looked_is_kept() -> None:
    coupling = go_live()
    (first,) = take(coupling, sick(report()))

    outcome = tried(coupling, first.receipt)

    assert (outcome.receipt, outcome.counts.known) == (first.receipt, 1)
    ((principal, action, seen),) = looks(coupling)
    assert (principal, action, len(seen)) == ("beheerder", "message.tried", 1)


def test_of_a_pasted_message_no_look_is_kept() -> None:
    coupling = connect(settings())
    tried(coupling, sick(report()))
    assert looks(coupling) == []


def test_a_look_into_a_received_message_that_is_rejected_is_kept_too() -> None:
    coupling = connect(settings())
    tried(coupling, deliver(coupling, b"geen xml"))
    assert looks(coupling) == [("beheerder", "message.tried", [])]


def test_trying_writes_nothing_into_dossiers_and_leaves_the_message_as_it_is() -> None:
    coupling = connect(settings())
    receipt = deliver(coupling, sick(report()))
    with tenant(coupling.arbodienst):
        before = (list(Message.objects.values()), list(Work.objects.values()))

    tried(coupling, receipt)

    with tenant(coupling.arbodienst):
        assert (list(Message.objects.values()), list(Work.objects.values())) == before
    assert states(coupling) == []


@pytest.mark.parametrize("receipt", ["20260101-99", "", "\0", "\ud800", "9" * 99])
def test_a_receipt_that_is_not_there_is_said(receipt: str) -> None:
    coupling = connect(settings())
    assert refusals(tried(coupling, receipt)) == ["TR102"]


def test_a_message_of_another_account_is_as_one_that_is_not_there() -> None:
    gezond, fit = connect(settings()), connect(settings("FIT"))
    receipt = deliver(fit, sick(report()))

    assert refusals(tried(gezond, receipt)) == ["TR102"]
    assert looks(gezond) == looks(fit) == []


def test_a_receipt_is_not_cut_off_until_it_fits() -> None:
    coupling = connect(settings())
    deliver(coupling, sick(report()))
    with tenant(coupling.arbodienst):
        Message.objects.update(receipt="7" * 40)
    assert tried(coupling, "7" * 40).is_fit
    assert refusals(tried(coupling, "7" * 41)) == ["TR102"]


def test_a_message_whose_content_was_erased_is_not_tried() -> None:
    coupling = connect(settings())
    receipt = deliver(coupling, sick(report()))
    with tenant(coupling.arbodienst):
        MessageBody.objects.update(content=b"")
    assert refusals(tried(coupling, receipt)) == ["TR103"]


def test_all_that_is_wrong_with_what_was_asked_is_said_at_once() -> None:
    coupling = connect(settings())
    outcome = tried(coupling, "nergens", "Verzuim")
    known = {"stream": "Verzuim", "known": "Dienstverbanden, Verzuimmeldingen, WerknemersGegevens"}
    assert outcome.refused == (Finding("TR101", known), Finding("TR102", {"receipt": "nergens"}))


def test_a_try_takes_as_many_queries_for_many_as_for_one() -> None:
    coupling = go_live()
    counts = []
    for number in (1, 30):
        people = [person(f"w-{one}", report(f"VG{one}")) for one in range(number)]
        with CaptureQueriesContext(connection) as queries:
            tried(coupling, absence(*(employer("1001", one) for one in people)))
        counts.append(len(queries))
    assert counts[0] == counts[1]
