"""The change log as a file: everything, in bounded memory, for people and for machines (VE-5)."""

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator

import pytest

from change_log_world import (
    EMPLOYER,
    NOON,
    OF_EMPLOYER,
    Written,
    entries,
    of_case,
    of_person,
    reader,
    reading_changes,
    statements,
    write_change,
)
from configuring_world import ACCOUNT
from doors_world import Coupling
from sending_world import (
    EMPLOYEES,
    cases,
    employees,
    go_live,
    person,
    persons,
    report,
    settings,
    sick,
    take,
)
from verzuimbrug.application.change_log.addresses import Address, OfMessage
from verzuimbrug.application.change_log.export import ExportForm, export
from verzuimbrug.application.change_log.values import change_json
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.models import AccessLog
from verzuimbrug.store.sql import execute
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

CSV, JSON_LINES = ExportForm.CSV, ExportForm.JSON_LINES
CHANGE = Operation.CHANGE


def _pieces(coupling: Coupling, of: Address, form: ExportForm = CSV) -> Iterator[str]:
    pieces = export(reader(coupling), of, form)
    assert pieces is not None
    return pieces


def _rows(coupling: Coupling, of: Address, language: str = "nl") -> list[dict[str, str]]:
    pieces = export(reader(coupling), of, CSV, language)
    assert pieces is not None
    return list(csv.DictReader(io.StringIO("".join(pieces), newline=""), delimiter=";"))


def _looks(coupling: Coupling) -> list[list[int]]:
    with tenant(coupling.arbodienst):
        rows = AccessLog.objects.filter(action="changes.read").order_by("id")
        return list(rows.values_list("employees", flat=True))


def _changed_often(coupling: Coupling, times: int) -> None:
    """One case that changed so many times more."""
    employee, case = persons(coupling)[0].id, cases(coupling)["VG1"].id
    with tenant(coupling.arbodienst):
        execute(
            "INSERT INTO store_change (arbodienst_id, object_kind, object_id, employee_id, by, at, "
            "effects, fields) SELECT current_setting('vb.tenant')::int, 'case', %s, %s, 'proef', "
            "%s, '{changed}', jsonb_build_object('last_sequence', jsonb_build_array(n, n + 1)) "
            "FROM generate_series(1, %s) n",
            case,
            employee,
            NOON,
            times,
        )


def test_json_lines_have_every_change_as_the_api_has_it() -> None:
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG2"), key="w-2"))

    lines = "".join(_pieces(coupling, OF_EMPLOYER, JSON_LINES)).splitlines()

    assert [json.loads(line) for line in lines] == [
        change_json(entry) for entry in entries(coupling, OF_EMPLOYER)
    ]


def test_csv_has_a_row_for_each_field_in_words() -> None:
    coupling = go_live()
    (taken,) = take(coupling, sick(report()))

    row = next(each for each in _rows(coupling, of_case()) if each["veld"] == "status")

    assert (row["werkgever"], row["koppelsleutel"], row["soort"], row["kenmerk"]) == (
        *(EMPLOYER, "w-1", "verzuimgeval", "VG1"),
    )
    assert (row["gevolg"], row["voor"], row["na"]) == ("aangemaakt", "", "open")
    assert (row["ontvangstnummer"], row["afzender"], row["melding"], row["door"]) == (
        *(taken.receipt, ACCOUNT, "0", ""),
    )


def test_csv_is_in_english_for_who_asks_it() -> None:
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG1", 2, CHANGE, at=9, ends=True)))

    rows = _rows(coupling, of_case(), "en")

    row = next(each for each in rows if each["field"] == "status" and each["before"])
    assert (row["kind"], row["effects"]) == ("absence case", "recovered")
    assert (row["before"], row["after"]) == ("open", "recovered")


def test_csv_says_of_a_value_that_it_is_shielded() -> None:
    """Datakluis."""
    coupling = go_live()
    take(coupling, employees(person("w-1")), stream=EMPLOYEES)

    row = next(each for each in _rows(coupling, of_person()) if each["veld"] == "achternaam")

    assert (row["voor"], row["na"]) == ("afgeschermd", "afgeschermd")


def test_a_text_that_a_spreadsheet_would_reckon_with_stays_a_text() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    employee = persons(coupling)[0].id
    values: Written = {
        "fields": {"surname": [None, "=1+1"], "partner": [None, {"a": "b", "c": None}]}
    }
    write_change(coupling, "employee", employee, employee, **values)

    told = {each["veld"]: each["na"] for each in _rows(coupling, of_person())}

    assert (told["achternaam"], told["partner"]) == ("'=1+1", "a b")


def test_a_change_without_fields_has_a_row_too() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    employee = persons(coupling)[0].id
    write_change(coupling, "employee", employee, employee, by="beheerder")

    assert [each["veld"] for each in _rows(coupling, of_person()) if each["door"]] == [""]


def test_a_file_holds_what_was_known_at_a_moment() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    _changed_often(coupling, 2)

    pieces = export(reader(coupling), of_case(), JSON_LINES, known_at=NOON)

    assert pieces is not None
    assert len("".join(pieces).splitlines()) == 2


def test_a_file_of_what_changed_nothing_has_only_its_headings() -> None:
    coupling = go_live()
    taken = take(coupling, sick(report()), sick(report()))[1]

    of = OfMessage(receipt=taken.receipt)

    assert _rows(coupling, of) == []
    assert "".join(_pieces(coupling, of)).startswith("nummer;moment;")
    assert list(_pieces(coupling, of, JSON_LINES)) == []
    assert _looks(coupling) == [[], [], []]


def test_what_is_not_there_has_no_file() -> None:
    coupling, stranger = go_live(), go_live(settings("FIT"))
    take(coupling, sick(report()))

    assert export(reader(coupling), of_case("VG9"), CSV) is None
    assert export(reader(stranger), of_case(), CSV) is None


def test_a_long_file_is_read_a_piece_at_a_time_and_every_look_is_kept() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    _changed_often(coupling, 2500)
    employee = persons(coupling)[0].id

    with statements() as given:
        pieces = _pieces(coupling, of_case(), JSON_LINES)
        first = next(pieces)
    assert len(reading_changes(given)) == 1
    assert len(first.splitlines()) == 1000

    numbers = [json.loads(line)["number"] for line in (first + "".join(pieces)).splitlines()]
    assert numbers == sorted(set(numbers))
    assert len(numbers) == 2501
    assert _looks(coupling) == [[employee]] * 3


@pytest.mark.parametrize("form", ExportForm)
def test_memory_does_not_grow_with_the_length_of_the_file(form: ExportForm) -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    peaks = []
    for times in (3_000, 12_000):
        _changed_often(coupling, times)
        tracemalloc.start()
        for piece in _pieces(coupling, OF_EMPLOYER, form):
            assert piece
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < 1.5 * peaks[0]


def test_what_comes_while_a_file_is_read_is_not_in_it() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    _changed_often(coupling, 1000)
    pieces = _pieces(coupling, of_case(), JSON_LINES)
    first = next(pieces)
    take(coupling, sick(report("VG1", 2, CHANGE, at=3)))

    assert len((first + "".join(pieces)).splitlines()) == 1001
    assert len("".join(_pieces(coupling, of_case(), JSON_LINES)).splitlines()) == 1002
