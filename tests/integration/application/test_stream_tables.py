"""Conversion tables and code tables per edition, from the store to the decision (WG-1, VZ-7)."""

import pytest

from doors_world import Coupling
from sending_world import (
    cases,
    codes,
    go_live,
    outcome,
    persons,
    report,
    settings,
    sick,
    states,
    take,
    work,
)
from verzuimbrug.application.release import release_streams
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.models import ConversionTable, Employment, Stream
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def _set(coupling: Coupling, **changed: object) -> None:
    """Changes settings of the absence stream, and lets go on what was parked."""
    with tenant(coupling.arbodienst):
        stream = Stream.objects.get(settings__message="Verzuimmeldingen")
        stream.settings = {**stream.settings, **changed}
        stream.save()
        release_streams([stream.id])


def _table(coupling: Coupling, code: str, unknown: str = "finding", **values: str) -> None:
    with tenant(coupling.arbodienst):
        ConversionTable.objects.update_or_create(
            arbodienst_id=coupling.arbodienst,
            code=code,
            defaults={"unknown": unknown, "values": values},
        )


def test_employer_code_is_made_by_a_named_table() -> None:
    coupling = go_live()
    _table(coupling, "NUMMERS", **{"77": "1001"})
    _set(coupling, employer_code_options={"conversion": "NUMMERS"})

    take(coupling, sick(report(), number="77"))

    assert states(coupling) == [("VG1", 1, "applied")]


def test_value_that_the_table_does_not_have_waits_until_it_has() -> None:
    coupling = go_live()
    _table(coupling, "NUMMERS")
    _set(coupling, employer_code_options={"conversion": "NUMMERS"})
    (parked,) = take(coupling, sick(report(), number="77"))
    (finding,) = parked.findings
    assert finding.code == "WG102"
    assert "waarde 77 van IdWrkgvrArbdnst" in finding.text
    assert "NUMMERS" in finding.text

    _table(coupling, "NUMMERS", **{"77": "1001"})
    _set(coupling)
    work()

    assert codes(outcome(coupling, parked.receipt).findings) == []
    assert states(coupling) == [("VG1", 1, "applied")]


def test_fields_of_person_and_employment_are_translated() -> None:
    coupling = go_live()
    _table(coupling, "GESLACHT", V="vrouw")
    _table(coupling, "AFDELING", P1="Productie")
    _set(coupling, conversions={"gender": "GESLACHT", "department_code": "AFDELING"})

    (found,) = take(coupling, sick(report()))

    assert codes(found.findings) == []
    assert persons(coupling)[0].fields["gender"] == "vrouw"
    with tenant(coupling.arbodienst):
        assert Employment.objects.get().fields["department_code"] == "Productie"


def test_field_with_an_unknown_value_is_left_out_with_a_warning() -> None:
    coupling = go_live()
    _table(coupling, "LEEG")
    _set(coupling, conversions={"gender": "LEEG", "department_code": "LEEG"})

    (found,) = take(coupling, sick(report()))

    assert [(each.code, each.severity) for each in found.findings] == [("WN503", "warning")] * 2
    assert "gender" not in persons(coupling)[0].fields
    assert states(coupling) == [("VG1", 1, "applied")]


def test_tables_of_another_arbodienst_are_not_read() -> None:
    coupling, other = go_live(), go_live(settings("ANDERS"))
    _table(other, "NUMMERS", **{"77": "1001"})
    _set(coupling, employer_code_options={"conversion": "NUMMERS"})

    (found,) = take(coupling, sick(report(), number="77"))

    assert codes(found.findings) == ["WG102"]


@pytest.mark.parametrize(
    ("confirmed", "status"), [("2025", "withdrawn"), ("2026", "open")], ids=["its own", "another"]
)
def test_withdraw_waits_for_the_confirmation_of_its_own_edition(
    confirmed: str, status: str
) -> None:
    coupling = go_live()
    _set(coupling, operations_confirmed=[confirmed])
    take(coupling, sick(report("VG1", 2, Operation.WITHDRAW), edition="2025"))

    take(coupling, sick(report()))

    assert cases(coupling)["VG1"].status == status


def test_withdraw_goes_on_when_its_edition_is_confirmed() -> None:
    coupling = go_live()
    _set(coupling, operations_confirmed=["2026"])
    sent = [sick(report()), sick(report("VG1", 2, Operation.WITHDRAW), edition="2025")]
    (_, parked) = take(coupling, *sent)
    assert codes(parked.reports[0].findings) == ["VZ701"]

    _set(coupling, operations_confirmed=["2025", "2026"])
    work()

    assert cases(coupling)["VG1"].status == "withdrawn"


def test_edition_with_a_code_table_of_its_own_is_read_by_that() -> None:
    coupling = go_live()
    _set(coupling, operations_per_edition={"2025": {"01": "new", "03": "end"}})
    end = report("VG1", 2, processing_code="03", at=4)

    take(coupling, sick(report()), sick(end, edition="2025"))

    assert cases(coupling)["VG1"].status == "recovered"
