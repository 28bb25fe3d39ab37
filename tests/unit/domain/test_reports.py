"""Reports and operations as values (VZ, VZ-2)."""

import json
from dataclasses import fields, replace

from hypothesis import given

from strategies.absence import any_shares, contents, day, report
from verzuimbrug.domain.deliveries import DeliveredReport, Operation
from verzuimbrug.domain.operations import PRESETS, CaseRules
from verzuimbrug.domain.reports import (
    ReportContent,
    content_from_json,
    content_of,
    content_to_json,
)


@given(contents(any_shares))
def test_stored_content_comes_back_as_it_was(content: ReportContent) -> None:
    stored = json.loads(json.dumps(content_to_json(content)))

    assert content_from_json(stored) == content


def test_content_of_a_delivered_report_is_what_it_says() -> None:
    content = report(2, Operation.CORRECT, 3, "50.00", first_day_old=day(1), leave="01").content
    said = {field.name: getattr(content, field.name) for field in fields(content)}
    del said["operation"]
    delivered = DeliveredReport(
        position=4, path="/x", line=7, processing_code="05", case_key="VG1", case_key_old=None,
        sequence=2, **said,
    )  # fmt: skip

    assert content_of(delivered, Operation.CORRECT) == content


def test_operation_is_part_of_the_content() -> None:
    content = report(2, Operation.CHANGE).content

    assert replace(content, operation=Operation.END) != content


def test_generic_preset_reads_the_five_codes() -> None:
    assert [PRESETS["generic"][code].value for code in ("01", "02", "03", "04", "05")] == [
        "new", "change", "withdraw", "unchanged", "correct",
    ]  # fmt: skip


def test_verbs_preset_reads_the_five_codes() -> None:
    assert [PRESETS["verbs"][code].value for code in ("01", "02", "03", "04", "05")] == [
        "new", "change", "end", "correct", "withdraw",
    ]  # fmt: skip


def test_edition_without_a_table_of_its_own_has_the_usual_one() -> None:
    rules = CaseRules(operations_per_edition={"2022": PRESETS["verbs"]})

    assert rules.operation("03", "2022") is Operation.END
    assert rules.operation("03", "2026") is Operation.WITHDRAW
    assert rules.operation("99", "2022") is None


def test_code_table_is_confirmed_for_all_editions_or_for_some() -> None:
    assert CaseRules(operations_confirmed=True).confirms("2022")
    assert not CaseRules().confirms("2022")
    some = CaseRules(operations_confirmed=frozenset({"2022"}))
    assert [some.confirms(edition) for edition in ("2022", "2026")] == [True, False]


def test_generic_is_the_default_and_not_confirmed() -> None:
    rules = CaseRules()

    assert rules.operations == PRESETS["generic"]
    assert not rules.operations_confirmed
    assert not rules.accept_gaps
    assert rules.composite_days == 28
