"""What is sent of whom, as an export says it, and sending everything again (EX-2 to EX-9)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from configuring_world import apply
from exports_world import (
    EXPORT,
    SYSTEM,
    Sender,
    exporting,
    received_picture,
    sending,
    sent_picture,
)
from sending_world import (
    EMPLOYEES,
    add_employer,
    day,
    employees,
    go_live,
    person,
    persons,
    report,
    settings,
    sick,
    take,
)
from undo_world import of, undone
from verzuimbrug.application.access import Reader
from verzuimbrug.application.access_log import who_looks
from verzuimbrug.application.accounts import UnknownNameError
from verzuimbrug.application.configuration.configure import configure
from verzuimbrug.application.configuration.export import export_configuration
from verzuimbrug.application.exports.access import (
    give_credentials,
    make_collecting_key,
    make_key,
    trust_host,
)
from verzuimbrug.application.exports.log import page_lacking
from verzuimbrug.application.exports.managing import (
    Extent,
    find_export,
    list_exports,
    preview_export,
    send_again,
    show_export,
    switch_export,
)
from verzuimbrug.application.pages import Window
from verzuimbrug.domain.authority import Authority
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.export_rows import note_due
from verzuimbrug.store.models import (
    AbsenceCase,
    Arbodienst,
    Employee,
    Employment,
    Export,
    ExportPerson,
)
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

YEAR = timedelta(days=365)
LONG_AGO = date.today() - YEAR  # noqa: DTZ011 -- a day here


def ended(case: str, key: str) -> bytes:
    """A case that was over long ago."""
    first = LONG_AGO
    said = report(case, first_day=first)
    said = replace(said, mutation_date=first, ends=True, recovered_on=first + timedelta(days=9))
    return sick(said, key=key)


def lacking(sender: Sender, reader: Reader | None = None) -> list[list[str]]:
    page = page_lacking(reader or sender.reader, sender.export, Window())
    return [[one.params["tags"] for one in each.findings] for each in page.items]


def extent(sender: Sender) -> Extent:
    found = preview_export(sender.reader, sender.export)
    assert found is not None
    return found


def test_what_was_over_before_goes_only_when_that_is_asked_for() -> None:
    sender = sending(exporting(closed_cases=False))
    take(sender.coupling, ended("VG1", "w-1"))
    sender.make()
    assert sender.collect() == []
    assert extent(sender) == Extent(employers=1, persons=0, cases=0)

    apply(exporting(closed_cases=True))
    sender.make()
    assert [each.message for each in sender.collect()] == ["WerknemersGegevens", "Verzuimmeldingen"]
    assert extent(sender) == Extent(employers=1, persons=1, cases=1)


def test_what_ended_since_the_export_is_on_goes() -> None:
    sender = sending(exporting(closed_cases=False))
    today = date.today()  # noqa: DTZ011 -- a day here
    over = replace(report(), ends=True, recovered_on=today)
    take(sender.coupling, sick(over))
    sender.make()

    assert len(sender.collect()) == 2


def test_what_an_edition_demands_is_told_and_the_person_goes_once_it_is_there() -> None:
    sender = sending(exporting(edition="2022", stated={}))
    take(sender.coupling, sick(report()))
    sender.make()
    (message,) = sender.collect()
    assert message.message == "Verzuimmeldingen"
    assert lacking(sender) == [["Lhnr"]]
    (employer,) = {each.employer_id for each in persons(sender.coupling)}
    limited = replace(sender.reader, authority=Authority(employers=frozenset({employer + 1})))
    assert lacking(sender, limited) == []

    told = exporting(edition="2022", stated={})
    told["employers"][0]["payroll_tax_number"] = "123456782L01"
    apply(told)
    sender.make()
    (message,) = sender.collect()
    assert message.message == "WerknemersGegevens"
    assert lacking(sender) == []


def test_a_case_that_cannot_be_told_of_waits_and_another_goes() -> None:
    sender = sending()
    take(sender.coupling, sick(report(), report("VG2", first_day=day(60), at=60)))
    with tenant(sender.arbodienst):
        AbsenceCase.objects.filter(key="VG2").update(cause="onbekend")
    sender.make()
    messages = sender.collect()
    assert messages[1].content.count(b"<Vrzm>") == 1
    assert lacking(sender) == [["OorzkVrzmCd"]]


def test_who_leaves_the_scope_is_told_of_no_more_and_of_what_changed_once_back() -> None:
    inside = exporting(scope={"employer_groups": ["FELISON-VI"]})
    sender, other = sending(inside), go_live(settings("ZUID"))
    take(sender.coupling, sick(report()))
    sender.tell(other)
    outside = exporting(scope={"employers": ["FLSN1002"]})
    apply(add_employer(outside, "FLSN1002"))
    take(sender.coupling, sick(report("VG1", 2, Operation.CHANGE, 4)))
    assert sender.tell(other) == []

    apply(inside)
    sender.tell(other)
    assert received_picture(other) == sent_picture(sender.coupling)


def test_in_the_run_out_only_what_was_told_goes_on() -> None:
    today = date.today()  # noqa: DTZ011 -- a day here
    open_ended = exporting(scope={"employer_groups": ["FELISON-VI"]})
    sender = sending(open_ended)
    take(sender.coupling, sick(report()))
    sender.make()
    sender.collect()
    membership = {
        "code": "FELISON-VI",
        "until": str(today - timedelta(days=1)),
        "run_out_until": str(today + YEAR),
    }
    open_ended["employers"][0]["groups"] = [membership]
    apply(open_ended)
    with tenant(sender.arbodienst):
        AbsenceCase.objects.update(cause="10")
        note_due(list(Employee.objects.values_list("id", flat=True)))
    sender.make()

    assert [each.message for each in sender.collect()] == ["Verzuimmeldingen"]


def test_everything_goes_again_to_a_receiver_that_lost_it() -> None:
    sender, first, second = sending(), go_live(settings("ZUID")), go_live(settings("NOORD"))
    take(sender.coupling, sick(report()))
    sender.tell(first)
    take(sender.coupling, sick(report("VG1", 2, Operation.CHANGE, 4)))
    assert send_again(sender.reader, sender.export) == Extent(employers=1, persons=1, cases=1)
    messages = sender.tell(second)

    assert [each.number for each in messages] == [3, 4]
    assert received_picture(second) == sent_picture(sender.coupling)


def test_the_bsn_goes_only_when_that_is_asked_for() -> None:
    configuration = exporting()
    configuration["accounts"][0]["bsn"] = True
    sender = sending(configuration)
    told = person("w-1", report(), bsn="123456782")
    take(sender.coupling, sick(report()), stream="Verzuimmeldingen")
    take(sender.coupling, employees(told), stream=EMPLOYEES)
    sender.make()
    assert not [each for each in sender.collect() if b"SofiNr" in each.content]

    configuration["exports"][0]["bsn"] = True
    apply(configuration)
    sender.make()
    assert [b"<SofiNr>123456782<" in each.content for each in sender.collect()] == [True]


def test_only_the_messages_that_are_asked_for_go() -> None:
    for code, message in (("GEZOND", "Verzuimmeldingen"), ("FIT", "WerknemersGegevens")):
        sender = sending(exporting(code, messages=[message]))
        take(sender.coupling, sick(report()))
        sender.make()
        assert [each.message for each in sender.collect()] == [message]


def test_a_case_of_somebody_else_by_now_is_taken_back_and_begins_again() -> None:
    sender, other = sending(), go_live(settings("ZUID"))
    take(sender.coupling, sick(report()), sick(report("VG2"), key="w-2"))
    sender.tell(other)
    with tenant(sender.arbodienst):
        second = Employee.objects.order_by("-id")[0]
        AbsenceCase.objects.filter(key="VG1").update(employee=second)
        Export.objects.update(is_stale=True)
    sender.tell(other)

    assert received_picture(other) == sent_picture(sender.coupling)


def test_many_reports_of_one_person_go_in_several_messages() -> None:
    sender, other = sending(), go_live(settings("ZUID"))
    take(sender.coupling, sick(report()))
    with tenant(sender.arbodienst):
        periods = {str(day(number)): "50.00" for number in range(1, 120)}
        case = AbsenceCase.objects.get()
        AbsenceCase.objects.update(periods={**case.periods, **periods})
    messages = sender.tell(other)

    assert [each.content.count(b"<Vrzm>") for each in messages] == [0, 90, 30]
    assert received_picture(other) == sent_picture(sender.coupling)


def test_a_person_without_an_employment_waits() -> None:
    sender = sending()
    (first,) = take(sender.coupling, sick(report()))
    with tenant(sender.arbodienst):
        Employment.objects.update(hidden=True)
    sender.make()
    assert sender.collect() == []
    assert lacking(sender) == [["Dnstvbnd", "Dnstvbnd"]]
    undone(sender.coupling, of(first.receipt))


def test_an_export_begins_off_and_is_off_and_on_again() -> None:
    sender = sending(on=False)
    (shown,) = list_exports(sender.reader)
    assert (shown.name, shown.is_enabled, shown.since, shown.has_access) == (
        EXPORT,
        False,
        None,
        True,
    )
    take(sender.coupling, sick(report()))
    assert not sender.make()
    assert switch_export(sender.reader, sender.export, is_enabled=True) is None
    assert sender.make()
    assert switch_export(sender.reader, sender.export, is_enabled=False) is None
    take(sender.coupling, sick(report("VG1", 2, Operation.CHANGE, 4)))
    assert not sender.make()
    assert switch_export(sender.reader, sender.export, is_enabled=True) is None
    assert sender.make()
    assert [each.message for each in sender.collect()] == [
        "WerknemersGegevens",
        "Verzuimmeldingen",
        "Verzuimmeldingen",
    ]


def test_what_is_not_there_is_not_found() -> None:
    sender = sending()
    reader, nothing = sender.reader, sender.export + 1
    assert show_export(reader, nothing) is None
    assert preview_export(reader, nothing) is None
    assert send_again(reader, nothing) is None
    assert switch_export(reader, nothing, is_enabled=True) is None
    assert make_key(reader, nothing) is None
    assert make_collecting_key(reader, nothing) is None
    give_credentials(reader, nothing, "a", "b")
    key = make_key(reader, sender.export)
    assert key is not None
    assert trust_host(reader, nothing, key) is None
    assert find_export(sender.arbodienst, EXPORT) == sender.export
    with pytest.raises(UnknownNameError):
        find_export(sender.arbodienst, "geen")


def test_what_is_no_public_key_is_no_host_key() -> None:
    sender = sending()
    obstacle = trust_host(sender.reader, sender.export, "geen sleutel")
    assert obstacle is not None
    assert obstacle.code == "SF001"


def test_the_configuration_is_written_as_it_was_applied() -> None:
    chosen: dict[str, Any] = exporting(scope={"employers": ["FLSN1001"]}, operations="verbs")
    sender = sending(chosen)
    written = export_configuration(Arbodienst.objects.get(id=sender.arbodienst))
    assert f"- name: {EXPORT}" in written
    assert apply_text(written) == ()
    assert SYSTEM in written


def apply_text(text: str) -> tuple[Any, ...]:
    outcome = configure(text.encode(), "test")
    assert outcome.findings == ()
    return outcome.differences


def test_nobody_is_looked_at_twice_for_nothing() -> None:
    sender = sending()
    take(sender.coupling, employees(person("w-9")), stream=EMPLOYEES)
    assert sender.make() == 1
    with tenant(sender.arbodienst):
        assert ExportPerson.objects.get().digest is None
    apply(exporting())
    assert sender.make() == 0


def test_the_access_log_knows_the_receivers_of_exports() -> None:
    sender = sending()
    assert f"export:{EXPORT}" in [each.principal for each in who_looks(sender.reader)]
